// Package sharing holds the verbs by which something of a woman's record reaches
// anybody beyond those who support her: what she agreed to and took back, what a
// recipient would get, and what each of those who stand to her by a permission, an
// order or their own work with her may read.
//
// What a recipient reads and what is previewed before she answers come from one
// function. It never shares what is sealed, never counts a no of hers against her,
// and never tells somebody who may read nothing whether there is anything to read.
package sharing
