// Package hardship holds the pages of the hardship fund: asking for a woman,
// agreeing, giving, and what each fund spent.
//
// It never decides anything, never stops an emergency, and never says that a payment
// made a woman do something: every act is one verb of casework.
package hardship
