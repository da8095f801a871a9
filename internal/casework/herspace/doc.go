// Package herspace holds what a woman does in her own space, and how she comes
// in: with the words on a card and a PIN that she chose, or with a code that is
// read out to her face to face.
//
// It never keeps the words of a card, a PIN or a code, never says whether some
// words are on a card, and never writes over what anybody wrote: her answer
// stands beside it. What she asks for becomes a fact, and what follows from it
// is worked out.
package herspace
