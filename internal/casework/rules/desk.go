package rules

import (
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

// Desk is where rulebooks are read and changed. Rules are public matters: whoever
// signs in may read them, and reading one says nothing of a woman, so that the
// ledger holds no line of it.
type Desk struct {
	casework.Bench
	casework.Schemes
	Live  *Live
	Store EditionStore
	Law   []*scheme.Pack // that stand beside the schemes
	// Scenarios returns the table of cases kept beside the rulebook of a scheme.
	Scenarios func(id string) ([]scheme.Scenario, error)
}

// Listed is a scheme in the list of all.
type Listed struct {
	Book *scheme.Rulebook // as it decides today
	Runs bool             // this service runs it itself
	Next calendar.Day     // first day of the next edition, where one is to come
}

// List returns every scheme, those that this service runs first.
func (d *Desk) List() []Listed {
	today := d.Today()
	var all []Listed
	for _, book := range d.Listed(today) {
		one := Listed{Book: book, Runs: slices.Contains(d.Delivers, book.ID)}
		for _, edition := range d.Live.Library().Editions(book.ID) {
			if edition.From > today && !one.Next.Known() {
				one.Next = edition.From
			}
		}
		all = append(all, one)
	}
	return all
}

// Version is an edition in the history of a scheme.
type Version struct {
	scheme.Edition
	// Line is what was written here of it; nil for one that came with the program.
	Line *Kept
	// TakenBack is the line that took it back before it decided anything.
	TakenBack *Kept
	Decides   bool // today
	ToCome    bool
	// Changes are what it says otherwise than the edition before it.
	Changes []scheme.Change
}

// MayTakeBack says whether the edition has not begun to decide anywhere.
func (d *Desk) MayTakeBack(v Version) bool {
	return v.Line != nil && v.TakenBack == nil && v.From >= d.Earliest()
}

// Sheet is one edition of a scheme, as it is read.
type Sheet struct {
	Version
	Runs     bool
	Settings scheme.Settings // what this place decided
	History  []Version       // the latest first, those taken back too
	// Seen counts what was written here of the scheme: a change made upon an older
	// count is a conflict.
	Seen int
}

// Open returns the edition of a scheme that decides today.
func (d *Desk) Open(id string) (Sheet, error) {
	return d.open(id, func(v Version) bool { return v.Decides })
}

// OpenEdition returns the edition of a scheme that begins on a day; the one that
// came with the program where the day is not known.
func (d *Desk) OpenEdition(id string, from calendar.Day) (Sheet, error) {
	return d.open(id, func(v Version) bool { return v.From == from && v.TakenBack == nil })
}

func (d *Desk) open(id string, wanted func(Version) bool) (Sheet, error) {
	now := d.Live.held.Load() // once, so that what is counted is what is shown
	history := d.history(now, id)
	i := slices.IndexFunc(history, wanted)
	if i < 0 {
		return Sheet{}, casework.Fail(casework.NotFound, "open scheme", "there is no such edition of %q", id)
	}
	sheet := Sheet{Version: history[i], Runs: slices.Contains(d.Delivers, id), Settings: d.Settings[id], History: history}
	for _, line := range now.lines {
		if line.Scheme == id {
			sheet.Seen++
		}
	}
	return sheet, nil
}

// history returns the editions of a scheme, the latest first, those taken back
// without their rulebook.
func (d *Desk) history(now *held, id string) []Version {
	today := d.Today()
	decides, _ := now.library.Edition(id, today)
	var all []Version
	var before *scheme.Rulebook
	for _, edition := range now.library.Editions(id) {
		version := Version{Edition: edition, Decides: edition.Book == decides.Book, ToCome: edition.From > today}
		if before != nil {
			version.Changes = scheme.Changes(before, edition.Book)
		}
		before = edition.Book
		all = append(all, version)
	}
	for i := range now.lines {
		line := &now.lines[i]
		if line.Scheme != id || line.TakesBack() {
			continue
		}
		if back := takenBack(now.lines, i); back != nil {
			all = append(all, Version{Edition: line.unread(), Line: line, TakenBack: back})
			continue
		}
		stands := slices.IndexFunc(all, func(v Version) bool { return v.From == line.From && v.TakenBack == nil })
		all[stands].Line = line
	}
	slices.SortStableFunc(all, func(a, b Version) int { return int(b.From - a.From) })
	return all
}
