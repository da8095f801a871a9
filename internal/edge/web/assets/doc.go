// Package assets holds the compiled styles and scripts of the pages and serves
// them from the program itself, under names that change with their bytes.
//
// It never reaches another host, and never holds a mark that is not ours: no
// crest, no logotype, no GDS Transport. Source: assets/README.md.
package assets
