package diary

import (
	"cmp"
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Desk is where diaries are read.
type Desk struct {
	casework.Bench
	Staff    casework.Staff
	Sessions casework.Sessions // of groups; nil where there are none
	Feeds    Feeds             // nil where no calendar address is given out
	Askers   Askers
	Services []string // the names of the service and its centres, which no calendar says
}

// shown are the classes that a diary shows: who she is, how to reach her, and
// where she is met.
var shown = access.SetOf(access.Identity, access.Condition, access.Plan)

// longest is how many days a diary shows at once.
const longest = 62

// Query chooses what of the diary is shown.
type Query struct {
	From, To calendar.Day // both in
	Worker   string       // a keyworker's account id; "" for everybody's, or one's own
}

// Agenda is what stands in a diary, day by day.
type Agenda struct {
	Today    calendar.Day
	From, To calendar.Day
	Worker   string            // whose it is; "" for everybody's
	Workers  []casework.Person // whose a lead may choose; none for a keyworker
	Days     []Day             // every day of it, also an empty one
	Earlier  []Entry           // before From and without an outcome, the oldest first
}

// Day is one day of a diary.
type Day struct {
	On      calendar.Day
	Entries []Entry
}

// Entry is one appointment, or one session of a group.
type Entry struct {
	At     calendar.Moment
	Worker string // the name of whoever meets her, in everybody's diary

	Session *casework.GroupSession // where it is a group; then nothing below is set

	Case        string
	Appointment string
	First       string // the name she uses
	How         journey.AppointmentKind
	Outcome     journey.Outcome
	Over        bool // its time has passed
	Place       string
	Reach       string // how to reach her safely, in words
	Safe        string // since when and until when that holds
	Interpreter bool
	Language    string // BCP 47
	Warned      []journey.Warning
	Despite     string
	ComesBack   bool // one of several

	woman string
}

// Unended says whether the outcome of an appointment that is over is still to be
// written down.
func (e Entry) Unended() bool { return e.Session == nil && e.Over && e.Outcome == journey.StillBooked }

// Agenda returns what stands in the diary of a keyworker, or for a lead of one
// keyworker or everybody.
func (d Desk) Agenda(ctx context.Context, asker access.Asker, query Query) (Agenda, error) {
	const op = "diary"
	if err := d.mayRead(op, asker); err != nil {
		return Agenda{}, err
	}
	query.To = min(max(query.To, query.From), query.From.AddDays(longest-1))
	page := Agenda{Today: d.Bench.Today(), From: query.From, To: query.To, Worker: query.Worker}
	names := map[string]string{}
	people, err := d.keyworkers(ctx)
	if err != nil {
		return Agenda{}, casework.In(op, err)
	}
	for _, one := range people {
		names[one.ID] = one.Name
	}
	if asker.Role == access.Keyworker {
		page.Worker = asker.ID
	} else {
		page.Workers = people
		if _, known := names[page.Worker]; page.Worker != "" && !known {
			return Agenda{}, casework.Fail(casework.NotFound, op, "there is no such keyworker")
		}
	}
	entries, rows, err := d.entries(ctx, asker, page)
	if err != nil {
		return Agenda{}, casework.In(op, err)
	}
	if err := d.name(ctx, entries, rows, names, page); err != nil {
		return Agenda{}, casework.In(op, err)
	}
	sessions, err := d.sessions(ctx, asker, page, names)
	if err != nil {
		return Agenda{}, casework.In(op, err)
	}
	page.fill(slices.Concat(entries, sessions))
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, shown, rows...)); err != nil {
		return Agenda{}, err
	}
	return page, nil
}

// mayRead refuses everybody who has no diary here.
func (d Desk) mayRead(op string, asker access.Asker) error {
	relation := access.Service
	if asker.Role == access.Keyworker {
		relation = access.Allocated
	}
	if shown&^access.Allowed(asker, relation, access.Read, access.ForSupport) != 0 {
		return casework.Fail(casework.Forbidden, op, "%s has no diary here", asker.Role.Words())
	}
	return nil
}

// keyworkers returns those who may sign in as such, by name.
func (d Desk) keyworkers(ctx context.Context) ([]casework.Person, error) {
	if d.Staff == nil {
		return nil, nil
	}
	people, err := d.Staff.Staff(ctx)
	return slices.DeleteFunc(slices.Clone(people), func(one casework.Person) bool { return one.Role != access.Keyworker }), err
}

// entries returns the appointments of a page, and the rows of those that stand on
// it.
func (d Desk) entries(ctx context.Context, asker access.Asker, page Agenda) ([]Entry, []journey.Row, error) {
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Worker: page.Worker})
	if err != nil {
		return nil, nil, err
	}
	now := calendar.At(d.Now())
	var entries []Entry
	var on []journey.Row
	for _, row := range rows {
		if row.Worker == "" || !page.about(row, now) {
			continue
		}
		one, err := d.Record.Case(ctx, row.Case, access.SetOf(access.Plan))
		if err != nil {
			return nil, nil, err
		}
		before := len(entries)
		appointments := journey.AppointmentsOf(one.Facts)
		for _, a := range appointments {
			day := a.At.Day()
			open := row.Open() && a.Outcome == journey.StillBooked && a.At.Over(now)
			if day > page.To || day < page.From && !(open && page.From <= page.Today) {
				continue
			}
			entries = append(entries, Entry{
				At: a.At, Worker: row.Worker, Case: row.Case, Appointment: a.ID, How: a.How, Outcome: a.Outcome, Over: a.At.Over(now),
				Place: a.Place, Warned: a.Warned, Despite: a.Despite, woman: row.Woman,
				ComesBack: a.Series != "" && slices.ContainsFunc(appointments, func(b journey.Appointment) bool { return b.Series == a.Series && b.ID != a.ID }),
			})
		}
		if len(entries) > before {
			on = append(on, row)
		}
	}
	return entries, on, nil
}

// about says whether a row can have an appointment on the page, so that only such a
// case is read whole.
func (p Agenda) about(row journey.Row, now calendar.Moment) bool {
	for _, booked := range row.Appointments.Booked {
		if booked.Day() <= p.To && (booked.Day() >= p.From || booked.Over(now) && row.Open()) {
			return true
		}
	}
	// What became of the rest stands in no row: any case of those days may have one.
	if p.From > p.Today {
		return false
	}
	ended := row.Appointments.Attended()+row.Appointments.Missed+row.Appointments.Excused+row.Appointments.CancelledByHer+row.Appointments.CancelledByService > 0
	return ended && (!row.Closed.Known() || row.Closed >= p.From)
}

// name puts on each entry who she is, how to reach her and who meets her.
func (d Desk) name(ctx context.Context, entries []Entry, rows []journey.Row, names map[string]string, page Agenda) error {
	byCase := make(map[string]journey.Row, len(rows))
	var women []string
	for _, row := range rows {
		byCase[row.Case] = row
		if !slices.Contains(women, row.Woman) {
			women = append(women, row.Woman)
		}
	}
	if len(women) == 0 {
		return nil
	}
	who, err := d.Record.Who(ctx, women)
	if err != nil {
		return err
	}
	for i := range entries {
		one := &entries[i]
		row, her := byCase[one.Case], who[one.woman]
		one.First, one.Reach, one.Safe = her.First(), row.Reaching(her, page.Today), row.SafeUntil(page.Today)
		one.Interpreter = row.Interpreter == journey.Yes || slices.Contains(row.Urgent, "interpreter")
		one.Language = row.Language
		one.Worker = page.workerName(one.Worker, names)
	}
	return nil
}

// workerName names who meets her, where the page is not of one keyworker alone.
func (p Agenda) workerName(worker string, names map[string]string) string {
	if p.Worker != "" {
		return ""
	}
	return names[worker]
}

// sessions returns the sessions of groups as entries.
func (d Desk) sessions(ctx context.Context, asker access.Asker, page Agenda, names map[string]string) ([]Entry, error) {
	if d.Sessions == nil {
		return nil, nil
	}
	all, err := d.Sessions.Sessions(ctx, asker, page.From, page.To)
	if err != nil {
		return nil, err
	}
	now := calendar.At(d.Now())
	var entries []Entry
	for _, session := range all {
		if page.Worker == "" || session.Worker == page.Worker {
			entries = append(entries, Entry{At: session.At, Session: &session, Over: session.At.Over(now), Worker: page.workerName(session.Worker, names)})
		}
	}
	return entries, nil
}

// fill puts the entries on their days, the earliest first.
func (p *Agenda) fill(entries []Entry) {
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.First, b.First), cmp.Compare(a.Appointment, b.Appointment))
	})
	for on := p.From; on <= p.To; on++ {
		p.Days = append(p.Days, Day{On: on})
	}
	for _, one := range entries {
		if one.At.Day() < p.From {
			p.Earlier = append(p.Earlier, one)
			continue
		}
		day := &p.Days[one.At.Day().Sub(p.From)]
		day.Entries = append(day.Entries, one)
	}
}
