package support

import (
	"cmp"
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// How far ahead and back Today looks, in days.
const (
	DaysAhead     = 7
	ConditionDays = 14
	SilentDays    = 14
	QuietDays     = 7 // after which a keyworker is told how many have not heard from her
	OpenedDays    = 7 // for which it is told that a record was opened outside a role
)

// Today is what a day asks of a keyworker, or of the lead of a service, in the
// order in which it stands on the page.
type Today struct {
	Day  calendar.Day
	Load Load // the keyworker's own; empty for a lead

	Opened []Line // her record was opened outside a role, in the last seven days

	// Of a keyworker.
	Safety           []Line       // an answer told of harm and nobody wrote what was done; urgent at referral and nobody has spoken to her yet, or a way to reach her is frozen; of a lead, the latter
	Unsent           []Unsent     // messages about appointments to come that did not go
	Asked            []Line       // she asked for something in her own space, or told that things are hard
	Next             []Line       // appointments of today and the next seven days
	Outcomes         []Line       // past appointments without an outcome
	Conditions       []Line       // the caution states a date, and it is within 14 days or passed
	ConditionsNoDate int          // in progress, and the caution states no date
	New              []Line       // allocated, and not spoken to since
	Reviews          []Line       // of a goal, steps whose day has come, and women to ask how things are after the end; of a lead: of every keyworker
	Covering         []Line       // women of a keyworker who is away, for whom the asker acts
	Quiet            int          // women who have not heard from her for QuietDays
	SentOn           []SentOnLine // referrals to other services that need somebody; of a lead: of every keyworker

	// Of a lead.
	Barred           []Line // a conflict of interest hides her from her own keyworker
	Unallocated      []Line // longest waiting first
	OldestWait       int    // days
	Over             []Load // keyworkers over a limit
	ConditionsAtRisk []Line
	Silent           []Line // open, with a keyworker, and no contact for 14 days
	AtRisk           []Line // of harm, as it is written down
	WaitsForGroup    []Line // on the list of a group
}

// Load is how much a keyworker carries. Source of the limits: 004:314.
type Load struct {
	Keyworker Keyworker
	Open      int
	Year      int          // taken on since YearFrom
	YearFrom  calendar.Day // twelve months back: no source says when the year begins
	New       int          // allocated and not spoken to yet
	NewWait   int          // days the longest of them has waited since allocation
}

// Over says whether a limit is passed.
func (l Load) Over() bool {
	return l.Open > l.Keyworker.OpenLimit || l.Year > l.Keyworker.YearLimit
}

// Full says whether one woman more would pass a limit, or come to somebody who is
// away.
func (l Load) Full() bool {
	return !l.Keyworker.Present() || l.Open >= l.Keyworker.OpenLimit || l.Year >= l.Keyworker.YearLimit
}

// Today returns what the day asks of the asker.
func (d Desk) Today(ctx context.Context, asker access.Asker) (Today, error) {
	const op = "today"
	relation, err := standing(op, asker)
	if err != nil {
		return Today{}, err
	}
	filter := casework.Filter{Open: true}
	if relation == access.Allocated {
		filter.Worker = asker.ID
	}
	rows, err := d.Record.Rows(ctx, asker, filter)
	if err != nil {
		return Today{}, casework.In(op, err)
	}
	if relation == access.Allocated {
		covering, err := d.covering(ctx, asker)
		if err != nil {
			return Today{}, casework.In(op, err)
		}
		rows = append(rows, covering...)
	}
	loads, err := d.loadsOf(ctx, asker, filter.Worker)
	if err != nil {
		return Today{}, casework.In(op, err)
	}
	staff, err := casework.NamesOf(ctx, d.Staff)
	if err != nil {
		return Today{}, casework.In(op, err)
	}
	if relation == access.Allocated { // what a woman asks after support has ended is seen to as well, and she is asked how things are
		filter.Open, filter.Closed = false, true
		ended, err := d.Record.Rows(ctx, asker, filter)
		if err != nil {
			return Today{}, casework.In(op, err)
		}
		rows = append(rows, slices.DeleteFunc(ended, func(row journey.Row) bool { return len(row.Asks) == 0 && !row.AwaitsFollowUp() })...)
	}
	page := sorting{staff: staff, desk: d, Today: Today{Day: d.Bench.Today()}, now: calendar.At(d.Now()), names: namesOf(loads)}
	var shown []journey.Row
	for _, row := range rows {
		if relation == access.Allocated && row.Worker != asker.ID {
			page.Covering = append(page.Covering, page.line(row, 0))
			shown = append(shown, row)
		}
		if (relation == access.Allocated && page.forKeyworker(row)) || (relation == access.Service && page.forLead(row)) {
			shown = append(shown, row)
		}
	}
	if err := page.unsent(ctx, rows, &shown); err != nil {
		return Today{}, casework.In(op, err)
	}
	who, err := d.who(ctx, shown) // only of those who stand on a list
	if err != nil {
		return Today{}, casework.In(op, err)
	}
	page.finish(who)
	page.finishSentOn(who)
	for _, load := range loads {
		switch {
		case relation == access.Allocated && load.Keyworker.ID == asker.ID:
			page.Load = load
		case relation == access.Service && load.Over():
			page.Over = append(page.Over, load)
		}
	}
	note := d.Note(asker, access.Read, access.ForSupport, op, listed, shown...)
	if err := d.Tell(ctx, op, note); err != nil {
		return Today{}, err
	}
	return page.Today, nil
}

// sorting puts rows on the lists of Today.
type sorting struct {
	Today
	desk  Desk
	now   calendar.Moment
	names map[string]string // of keyworkers
	staff map[string]string // of everybody, with their agencies
}

// opened lists the times for which somebody outside the role could read.
func (s *sorting) opened(row journey.Row) {
	for _, opening := range row.Door.Openings {
		day := calendar.DayOf(opening.From)
		if s.Day.Sub(day) >= OpenedDays {
			continue
		}
		one := s.line(row, day)
		one.Opened = &Opened{By: s.staff[opening.Account], Agreed: s.staff[opening.Second], Until: calendar.At(opening.Until)}
		s.Opened = append(s.Opened, one)
	}
}

func (s *sorting) line(row journey.Row, on calendar.Day) Line {
	one := s.desk.line(row, journey.Identity{}, s.now, on)
	one.WorkerName = s.names[row.Worker]
	if cover, holds := row.CoverOn(s.Day); holds {
		one.CoverFor, one.CoverBy, one.CoverUntil = one.WorkerName, s.names[cover.Account], cover.Until
	}
	return one
}

// urgentSafety are the urgent matters that are about safety; an interpreter is
// not, and stands on the line itself.
var urgentSafety = []string{"nowhere_safe", "children_need_care", "risk_to_herself"}

// forKeyworker puts a row on the lists of its keyworker, and says whether it
// stands on any.
func (s *sorting) forKeyworker(row journey.Row) bool {
	before := s.lines()
	s.opened(row)
	s.harm(row)
	s.frozen(row)
	s.urgent(row)
	if len(row.Asks) > 0 {
		s.asked(row)
	}
	s.sentOn(row)
	if row.AwaitsFollowUp() && row.FollowUp <= s.Day {
		s.review(row, DueFollowUp, row.FollowUp)
	}
	if !row.Open() {
		return s.lines() > before
	}
	for _, booked := range row.Appointments.Booked {
		one := s.line(row, booked.Day())
		one.At = booked
		switch {
		case booked.Over(s.now):
			s.Outcomes = append(s.Outcomes, one)
		case booked.Day() <= s.Day.AddDays(DaysAhead):
			s.Next = append(s.Next, one)
		}
	}
	if due, dated := dueSoon(row, s.Day); dated {
		s.Conditions = append(s.Conditions, s.line(row, due))
	}
	if c := row.Condition; c != nil && !c.Due.Known() && !row.At(s.Day).Condition.Settled() {
		s.ConditionsNoDate++
	}
	if row.At(s.Day).Silent >= QuietDays {
		s.Today.Quiet++
	}
	if newTo(row) {
		s.New = append(s.New, s.line(row, row.Allocated))
	}
	if row.NextStep.Known() && row.NextStep <= s.Day {
		s.review(row, DueStep, row.NextStep)
	}
	if row.At(s.Day).ReviewDue {
		s.review(row, DueReview, row.NextReview)
	}
	return s.lines() > before
}

// review puts a row on the list of what of her plan is due.
func (s *sorting) review(row journey.Row, what DueKind, on calendar.Day) {
	one := s.line(row, on)
	one.Due = what
	s.Reviews = append(s.Reviews, one)
}

// harm puts a woman under Safety who told of harm to herself, until somebody wrote
// down what was done. She stands there once, whatever else is so.
func (s *sorting) harm(row journey.Row) {
	if row.Concerns.Has(journey.HarmNotSeenTo) {
		s.Safety = append(s.Safety, s.line(row, row.Known))
	}
}

// frozen puts a woman under Safety whose number or address may be somebody else's,
// until she has been asked.
func (s *sorting) frozen(row journey.Row) {
	if frozen := row.SafeContact.Frozen(); len(frozen) > 0 && !row.Concerns.Has(journey.HarmNotSeenTo) {
		s.Safety = append(s.Safety, s.line(row, frozen[0].Frozen.Day()))
	}
}

// urgent puts a woman under Safety of whom something was urgent at referral, until
// somebody has spoken to her.
func (s *sorting) urgent(row journey.Row) {
	spoken := row.Appointments.LastContact.Known()
	if !spoken && !row.Concerns.Has(journey.HarmNotSeenTo) && slices.ContainsFunc(row.Urgent, func(u string) bool { return slices.Contains(urgentSafety, u) }) {
		s.Safety = append(s.Safety, s.line(row, row.Referred))
	}
}

// asked puts a row on the list of those who asked for something.
func (s *sorting) asked(row journey.Row) {
	one := s.line(row, row.Asks[0].On)
	for _, ask := range row.Asks {
		one.Asks = append(one.Asks, ask.What)
	}
	s.Asked = append(s.Asked, one)
}

func (s *sorting) forLead(row journey.Row) bool {
	before := s.lines()
	s.opened(row)
	if row.Worker != "" && row.Door.Barred(row.Worker, row.WorkerAgency) {
		s.Barred = append(s.Barred, s.line(row, row.Allocated))
	}
	s.harm(row)
	s.frozen(row)
	s.urgent(row)
	at := row.At(s.Day)
	if row.Worker == "" && len(row.Asks) > 0 {
		s.asked(row) // nobody else would see it
	}
	if row.Worker == "" {
		one := s.line(row, row.Referred)
		one.Days = at.Waiting
		s.Unallocated = append(s.Unallocated, one)
		s.OldestWait = max(s.OldestWait, at.Waiting)
	}
	if due, dated := dueSoon(row, s.Day); dated {
		s.ConditionsAtRisk = append(s.ConditionsAtRisk, s.line(row, due))
	}
	if row.Worker != "" && at.Silent >= SilentDays {
		one := s.line(row, row.Appointments.LastContact)
		one.Days = at.Silent
		s.Silent = append(s.Silent, one)
	}
	if row.At(s.Day).ReviewDue {
		s.Reviews = append(s.Reviews, s.line(row, row.NextReview))
	}
	if row.Concerns.HasOneOf(journey.Risks) {
		s.AtRisk = append(s.AtRisk, s.line(row, row.Known))
	}
	if i := slices.IndexFunc(row.Groups, func(one journey.InGroup) bool { return one.Step == journey.PlaceAsked }); i >= 0 {
		s.WaitsForGroup = append(s.WaitsForGroup, s.line(row, row.Groups[i].Asked.Day()))
	}
	s.sentOn(row)
	return s.lines() > before
}

func (s *sorting) lines() int {
	total := len(s.SentOn)
	for _, list := range s.lists() {
		total += len(*list)
	}
	return total
}

func (s *sorting) lists() []*[]Line {
	return []*[]Line{&s.Opened, &s.Barred, &s.Safety, &s.Asked, &s.Next, &s.Outcomes, &s.Conditions, &s.New, &s.Reviews, &s.Unallocated, &s.ConditionsAtRisk, &s.Silent, &s.Covering, &s.AtRisk, &s.WaitsForGroup}
}

// finish names the women and orders every list by its day and time, the earliest
// first.
func (s *sorting) finish(who map[string]journey.Identity) {
	for i := range s.Unsent {
		s.Unsent[i].name(who)
	}
	for _, list := range s.lists() {
		for i := range *list {
			(*list)[i].name(who)
		}
		slices.SortStableFunc(*list, func(a, b Line) int {
			return cmp.Or(cmp.Compare(a.On, b.On), a.At.Compare(b.At), cmp.Compare(a.Reference, b.Reference))
		})
	}
}

// dueSoon returns the date on a caution that is near or passed, while the
// condition is neither met nor decided. No date is made up where none is stated.
func dueSoon(row journey.Row, today calendar.Day) (calendar.Day, bool) {
	c := row.Condition
	if c == nil || !c.Due.Known() || row.At(today).Condition.Settled() {
		return 0, false
	}
	return c.Due, c.Due <= today.AddDays(ConditionDays)
}

// newTo says whether her keyworker has not yet spoken to her.
func newTo(row journey.Row) bool {
	return row.Worker != "" && row.Open() && row.Appointments.LastContact < row.Allocated
}

func namesOf(loads []Load) map[string]string {
	names := make(map[string]string, len(loads))
	for _, load := range loads {
		names[load.Keyworker.ID] = load.Keyworker.Name
	}
	return names
}
