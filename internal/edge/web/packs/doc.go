// Package packs holds the pages on which a pack is made from a woman's record, for
// her or for a court, decided item by item, signed by two people and taken.
//
// It never decides what goes in, and never holds a file back or lets one out:
// casework does.
package packs
