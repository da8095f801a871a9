package impact

import (
	"fmt"
	"maps"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/suppression"
)

// Question asks what a proposal would do to the encounters of a log.
type Question struct {
	Is       *scheme.Rulebook // as it decides today
	Proposal scheme.Proposal
	// Settings are the local decisions, for both rulebooks; the proposal's own
	// stand in their place.
	Settings scheme.Settings
	// Window is the days counted; the zero Window is that of the rulebook's reach,
	// or all dates where it has none.
	Window calendar.Window
	AsAt   calendar.Day
	// Policy protects what leaves the service; the zero Policy leaves the figures
	// exact and not for publication.
	Policy suppression.Policy
	// EveryOffence names a local setting that is taken to list every offence code
	// of the log, in both rulebooks: a supposition, and marked as one. "": none.
	EveryOffence string
}

// Log gives take every encounter of a log. What take is given holds until it
// returns. It may be read more than once.
type Log func(take func(*Encounter) error) error

// Answer counts the log and returns the report.
func (q Question) Answer(log Log) (Report, error) {
	if q.Window == (calendar.Window{}) {
		q.Window, _ = q.Is.Window("reach")
	}
	is, changed := scheme.Local{Book: q.Is, Settings: maps.Clone(q.Settings)}, scheme.Local{Book: q.Proposal.Book, Settings: scheme.Settings{}}
	if is.Settings == nil {
		is.Settings = scheme.Settings{}
	}
	maps.Copy(changed.Settings, is.Settings)
	maps.Copy(changed.Settings, q.Proposal.Decided)
	supposed := ""
	if q.EveryOffence != "" {
		codes, err := codesIn(log, q.Window)
		if err != nil {
			return Report{}, err
		}
		is.Settings[q.EveryOffence], changed.Settings[q.EveryOffence] = codes, codes
		supposed = fmt.Sprintf("Supposed, and decided by nobody: %s lists every offence code of the log, %d of them.", q.EveryOffence, len(codes))
	}
	for _, local := range []scheme.Local{is, changed} {
		if err := local.Book.CheckSettings(settingsOf(local)); err != nil {
			return Report{}, err
		}
	}
	for name := range changed.Settings {
		if !has(is.Book, name) && !has(changed.Book, name) {
			return Report{}, fmt.Errorf("%s has no local setting %q", is.Book.ID, name)
		}
	}
	count, err := New(is, changed, q.Window)
	if err != nil {
		return Report{}, err
	}
	if err := log(func(e *Encounter) error {
		count.Add(e)
		return nil
	}); err != nil {
		return Report{}, err
	}
	report, err := count.Report(Change{Title: q.Proposal.Title, Why: q.Proposal.Why, Source: q.Proposal.Source}, q.AsAt, q.Policy)
	if supposed != "" {
		report.Notes = append([]string{supposed}, report.Notes...)
	}
	return report, err
}

func has(book *scheme.Rulebook, setting string) bool {
	return slices.ContainsFunc(book.Settings, func(s scheme.Setting) bool { return s.Name == setting })
}

// settingsOf returns the settings that the rulebook has: one that a proposal
// takes out, or brings with it, is in the other alone.
func settingsOf(local scheme.Local) scheme.Settings {
	known := scheme.Settings{}
	for _, setting := range local.Book.Settings {
		if value, given := local.Settings[setting.Name]; given {
			known[setting.Name] = value
		}
	}
	return known
}

// codesIn returns the offence codes of the encounters of a window, in
// alphabetical order.
func codesIn(log Log, window calendar.Window) ([]string, error) {
	seen := map[string]struct{}{}
	err := log(func(e *Encounter) error {
		if e.OffenceCode != "" && (window == (calendar.Window{}) || window.Holds(e.OccurredOn)) {
			seen[e.OffenceCode] = struct{}{}
		}
		return nil
	})
	return slices.Sorted(maps.Keys(seen)), err
}
