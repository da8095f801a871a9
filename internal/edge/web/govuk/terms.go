package govuk

import "context"

// Terms are the few words that components say themselves, in the language of
// the page.
type Terms struct {
	Problem          string // over the list of what is to be put right
	Error            string // before what is wrong with a field, for who cannot see colour
	Day, Month, Year string // over the boxes of a date
}

var english = Terms{Problem: "There is a problem", Error: "Error:", Day: "Day", Month: "Month", Year: "Year"}

type termsKey struct{}

// WithTerms returns the context of a page whose components say these words.
func WithTerms(ctx context.Context, terms Terms) context.Context {
	return context.WithValue(ctx, termsKey{}, terms)
}

// termsOf returns the words of a page; English where none were given.
func termsOf(ctx context.Context) Terms {
	if terms, given := ctx.Value(termsKey{}).(Terms); given {
		return terms
	}
	return english
}
