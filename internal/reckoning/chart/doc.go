// Package chart draws figures as accessible SVG: bars, the referral funnel, the
// time support lasts, how far assumptions move a result, and areas and months
// within the limits of chance. Each drawing comes with its headline, its caption
// and the same numbers as a table, all from one set of figures.
//
// The same figures always give the same bytes. It never sets a colour, a
// script or a link, works nothing out that the figures do not hold, and
// refuses to draw what may not be compared.
package chart
