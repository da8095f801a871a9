// Package scheme holds the rulebooks of diversion schemes: how one is written,
// parsed and checked, which doors it opens for an encounter and why, and what a
// condition under it counts.
//
// A rulebook says only what its sources say. Where they are silent it carries
// the value not_stated, which is shown and never decides; where they leave a
// matter to the place, it carries a local setting that starts undecided.
//
// It never reads a file, a clock or a record, and never closes a door without
// offering another.
package scheme
