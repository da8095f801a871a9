// Package assessment holds what those who support a woman do to learn how she is:
// ask the questions of the screening tool, score published instruments, and write
// down a risk and what was done about it.
//
// It never asks again what she told, never compares one instrument with another,
// and never decides what she may have.
package assessment
