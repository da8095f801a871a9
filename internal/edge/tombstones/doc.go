// Package tombstones keeps, in files beside the record and outside every backup
// of it, whose record was erased: so that a copy made earlier never brings her
// back.
//
// A stone is sealed with a keyed digest, so that nobody can have a woman erased
// by writing a file. It never holds anything of her: her id stands for nobody.
//
// Why: docs/adr/0024-keeping-and-erasure.md.
package tombstones
