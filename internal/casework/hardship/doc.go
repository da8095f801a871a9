// Package hardship holds the verbs of the hardship fund: setting a fund, asking for
// money or goods for a woman, agreeing, giving, and seeing what was spent.
//
// It never stops an emergency, never lets anybody agree to her own request, never
// invents an amount, a ceiling or an approver that nobody set, and never says that
// money made a woman do something.
//
// Why: docs/adr/0028-groups-and-the-hardship-fund.md.
package hardship
