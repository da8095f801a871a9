package support

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Board is what every keyworker of the service carries.
type Board struct {
	Day     calendar.Day
	Loads   []Load
	Waiting int // women without a keyworker
	Oldest  int // days the longest of them has waited since referral
}

// Board returns what every keyworker carries. It names no woman.
func (d Desk) Board(ctx context.Context, asker access.Asker) (Board, error) {
	const op = "capacity board"
	if err := leads(op, asker); err != nil {
		return Board{}, err
	}
	loads, err := d.loads(ctx, asker)
	if err != nil {
		return Board{}, casework.In(op, err)
	}
	waiting, err := d.Record.Rows(ctx, asker, casework.Filter{Open: true, Waiting: true, Order: casework.OldestFirst})
	if err != nil {
		return Board{}, casework.In(op, err)
	}
	board := Board{Day: d.Bench.Today(), Loads: loads, Waiting: len(waiting)}
	if len(waiting) > 0 {
		board.Oldest = waiting[0].At(board.Day).Waiting
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, access.SetOf(access.Condition))); err != nil {
		return Board{}, err
	}
	return board, nil
}

// WaitingLine is a woman without a keyworker, with whom to ask first.
type WaitingLine struct {
	Line
	Version   int // of the case, to allocate against
	Suggested []Suggestion
}

// Suggestion is a keyworker to ask, with the reasons for her place in the order.
type Suggestion struct {
	Load
	Speaks string // the woman's own language, where the keyworker speaks it and it is not English; else ""
	Covers string // the borough or area the woman lives or was met in, where the keyworker works there; else ""
	Knows  string // one of journey.Specialisms that bears on what was urgent, where it is hers; else ""
}

// Unallocated returns the women without a keyworker, the longest waiting first.
func (d Desk) Unallocated(ctx context.Context, asker access.Asker) ([]WaitingLine, error) {
	const op = "unallocated"
	if err := leads(op, asker); err != nil {
		return nil, err
	}
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Open: true, Waiting: true, Order: casework.OldestFirst})
	if err != nil {
		return nil, casework.In(op, err)
	}
	loads, err := d.loads(ctx, asker)
	if err != nil {
		return nil, casework.In(op, err)
	}
	who, err := d.who(ctx, rows)
	if err != nil {
		return nil, casework.In(op, err)
	}
	today := d.Bench.Today()
	lines, planned := make([]WaitingLine, len(rows)), map[string]int{}
	for i, row := range rows {
		one := d.line(row, who[row.Woman], calendar.At(d.Now()), row.Referred)
		one.Days = row.At(today).Waiting
		lines[i] = WaitingLine{Line: one, Version: row.Version, Suggested: suggest(row, loads, planned)}
		if len(lines[i].Suggested) > 0 {
			planned[lines[i].Suggested[0].Keyworker.ID]++
		}
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, listed, rows...)); err != nil {
		return nil, err
	}
	return lines, nil
}

// knowledge says which specialism bears on what was urgent at referral.
var knowledge = map[string]string{"nowhere_safe": "housing", "children_need_care": "children_and_families", "risk_to_herself": "mental_health"}

// suggest orders the keyworkers to ask: with room before full ones and those who are
// away, who speak her language before others, then who work where she lives, who know
// most of what was urgent, and by how little of the limit they carry. planned are
// women who wait before her and are counted with those to whom they are suggested, so
// that not all go to one. Whom a conflict of interest bars from her is not among them.
func suggest(row journey.Row, loads []Load, planned map[string]int) []Suggestion {
	loads = slices.DeleteFunc(slices.Clone(loads), func(load Load) bool { return row.Door.Barred(load.Keyworker.ID, load.Keyworker.Agency) })
	suggested := make([]Suggestion, len(loads))
	for i, load := range loads {
		suggested[i] = reasonsFor(row, load)
	}
	with := func(s Suggestion) Load {
		s.Open, s.Year = s.Open+planned[s.Keyworker.ID], s.Year+planned[s.Keyworker.ID]
		return s.Load
	}
	slices.SortStableFunc(suggested, func(a, b Suggestion) int {
		first, second := with(a), with(b)
		return cmp.Or(
			order(a.Keyworker.Present(), b.Keyworker.Present()), order(!first.Full(), !second.Full()),
			order(a.Speaks != "", b.Speaks != ""), order(a.Covers != "", b.Covers != ""), order(a.Knows != "", b.Knows != ""),
			cmp.Compare(first.Open*max(1, second.Keyworker.OpenLimit), second.Open*max(1, first.Keyworker.OpenLimit)),
			strings.Compare(a.Keyworker.Name, b.Keyworker.Name),
		)
	})
	return suggested
}

// reasonsFor says what speaks for a keyworker.
func reasonsFor(row journey.Row, load Load) Suggestion {
	s, k := Suggestion{Load: load}, load.Keyworker
	if row.Language != "" && slices.ContainsFunc(k.Languages, func(tag string) bool { return sameLanguage(tag, row.Language) }) {
		s.Speaks = row.Language
	}
	for _, place := range []string{row.Lives(), row.Area} {
		if s.Covers == "" && place != "" && slices.ContainsFunc(k.Areas, func(area string) bool { return strings.EqualFold(area, place) }) {
			s.Covers = place
		}
	}
	for _, code := range row.Urgent {
		if known := knowledge[code]; s.Knows == "" && known != "" && slices.Contains(k.Specialisms, known) {
			s.Knows = known
		}
	}
	return s
}

// order puts the true before the false.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// sameLanguage compares the language of two tags and leaves out their regions.
func sameLanguage(a, b string) bool {
	a, _, _ = strings.Cut(a, "-")
	b, _, _ = strings.Cut(b, "-")
	return strings.EqualFold(a, b)
}

// Allocation is whose case she is to be, and why where a limit is passed.
type Allocation struct {
	Keyworker string // account id
	Reason    string
	Handover  string // where she has a keyworker: what the next one should know, for the woman to read as well
}

// Allocate makes her a keyworker's. Past a limit it asks for a reason, and then
// never stops it. Source: 004:314.
func (d Desk) Allocate(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Allocation) (casework.Receipt, error) {
	if err := leads(string(VerbAllocate), asker); err != nil {
		return casework.Receipt{}, err
	}
	return d.write(ctx, change{
		verb: VerbAllocate, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Plan), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return d.allocation(ctx, asker, pen, row, entry)
		},
	})
}

// allocation returns the facts of an allocation, or what is to be put right.
func (d Desk) allocation(ctx context.Context, asker access.Asker, pen journey.Pen, row journey.Row, entry Allocation) ([]journey.Fact, error) {
	loads, err := d.loads(ctx, asker)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(loads, func(load Load) bool { return load.Keyworker.ID == entry.Keyworker })
	agency := ""
	if i >= 0 {
		agency = loads[i].Keyworker.Agency
	}
	if i >= 0 && row.Door.Barred(entry.Keyworker, agency) {
		return nil, journey.Problems{{Field: "keyworker", Say: "Choose another keyworker: a conflict of interest is on record"}}
	}
	facts, err := pen.Allocate(row, entry.Keyworker, agency, entry.Reason)
	if err != nil {
		return nil, err
	}
	if i < 0 {
		return nil, journey.Problems{{Field: "keyworker", Say: "Choose one of the keyworkers of the service"}}
	}
	if strings.TrimSpace(entry.Reason) == "" {
		if cohort, stated, err := d.cohort(ctx, asker, row); err != nil {
			return nil, err
		} else if stated && row.Worker == "" && cohort.Full() {
			return nil, journey.Problems{{Field: "reason", Say: fmt.Sprintf(
				"%s: %s She may wait, or say why you take in one more", cohort.Scheme, cohort.Words())}}
		}
		if say := loads[i].asksWhy(); say != "" {
			return nil, journey.Problems{{Field: "reason", Say: say}}
		}
	}
	return append(facts, pen.HandOver(row, entry.Keyworker, entry.Handover)...), nil
}

// asksWhy says for what a reason is asked before one woman more is given to a
// keyworker; "" where for nothing.
func (l Load) asksWhy() string {
	k := l.Keyworker
	switch {
	case !l.Full():
		return ""
	case !k.Present():
		return fmt.Sprintf("%s is away until %s. Say why you allocate to her", k.Name, k.Away.Until.Short())
	}
	return fmt.Sprintf("%s has %d of %d women now and %d of %d this year. Say why you allocate one more",
		k.Name, l.Open, k.OpenLimit, l.Year, k.YearLimit)
}

// Ticked is one woman of several who are allocated at once.
type Ticked struct {
	Case string
	Seen int // the version of the case that was seen
	Allocation
}

// AllocateAll allocates several women, each on her own: what is wrong with one keeps
// none of the others. It returns what is to be put right, by case.
func (d Desk) AllocateAll(ctx context.Context, asker access.Asker, key string, ticked []Ticked) (done int, wrong map[string]error, err error) {
	const op = "allocate several"
	if err := leads(op, asker); err != nil {
		return 0, nil, err
	}
	wrong = map[string]error{}
	for _, one := range ticked {
		_, err := d.Allocate(ctx, asker, one.Case, one.Seen, key+"-"+one.Case, one.Allocation)
		var problems journey.Problems
		switch {
		case err == nil:
			done++
		case errors.As(err, &problems), casework.KindOf(err) == casework.Conflict:
			wrong[one.Case] = err
		default:
			return done, wrong, err
		}
	}
	return done, wrong, nil
}
