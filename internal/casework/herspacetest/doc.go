// Package herspacetest holds a store of cards, codes and sessions in memory, and
// the promises that every such store keeps.
//
// It is never part of the program.
package herspacetest
