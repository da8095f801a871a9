// Package linkage asks whether two records are of the same woman, where nothing
// they share names her for certain: a police feed without keys, a list of another
// centre.
//
// It follows Fellegi and Sunter: each comparison of two values moves the weight of
// evidence by the logarithm of how much more often such values meet in records of
// one woman than in records of two. Names that many share move it less. A model is
// read from Splink's JSON through a closed grammar, or trained on the records
// themselves.
//
// A weight is evidence and never a decision about a woman: what lies between the
// two thresholds is for a person to look at. The package links nothing, keeps
// nothing, starts no goroutine, and never evaluates what its grammar does not know.
package linkage
