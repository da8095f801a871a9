// Package journeytest walks the journeys of those who refer, keep, lead and
// commission in a real browser, against the program itself.
//
// Every page on the way is tried against the rules of WCAG 2.2 AA, against a
// screen of 360 pixels and without scripts. The package never becomes part of
// the program, and no page it opens may reach another machine.
package journeytest
