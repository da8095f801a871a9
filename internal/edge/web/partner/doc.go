// Package partner holds the pages of everybody who reads something of a woman
// without supporting her: partners and other services she shares with, courts and
// probation offices of her order, specialists who work with her, and those who
// manage an organisation that does.
//
// Each page shows a pack that casework made for this reader. It never says whether
// there is a woman of whom the reader may read nothing, or ever could.
package partner
