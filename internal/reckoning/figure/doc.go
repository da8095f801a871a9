// Package figure holds a figure with its workings: what was counted, out of
// what, over which window, by which definition, and the cases behind it; and
// the tables made of such figures.
//
// A percentage cannot be made without its numerator and base. The package
// never counts cases itself, never adds rounded parts, never puts two measures
// side by side, and never writes the cases out.
package figure
