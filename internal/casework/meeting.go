package casework

import (
	"context"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// GroupSession is one session of a group, as a diary shows it.
type GroupSession struct {
	At     calendar.Moment
	Title  string
	Place  string
	Worker string // account id of whoever leads it
	Href   string // its page
	Taken  int    // places taken
	Places int    // of so many; 0 where nobody said
}

// Sessions knows the sessions of groups.
type Sessions interface {
	// Sessions returns those that the asker may see from one day to another, both
	// in, the earliest first. They name no woman.
	Sessions(ctx context.Context, asker access.Asker, from, to calendar.Day) ([]GroupSession, error)
}

// Vetting knows who may visit custody.
type Vetting interface {
	// VettedUntil returns the last day on which somebody's vetting holds, the zero day
	// where none is written down.
	VettedUntil(ctx context.Context, account string) (calendar.Day, error)
}
