// Package keystroke reckons how long a practised person needs for a journey: so
// much for each key, click, decision and page. Journeys in the browser count as
// they go, and are held to the time that a page was designed for.
//
// It never measures a machine: the same journey takes the same time everywhere.
package keystroke
