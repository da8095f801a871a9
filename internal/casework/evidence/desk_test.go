package evidence_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/grouping"
	"throughline/schemes"
)

var (
	ctx      = context.Background()
	first    = calendar.On(2020, time.January, 6)
	summer   = calendar.On(2020, time.July, 31)
	winter   = calendar.On(2020, time.December, 31)
	london   = "lwds"
	atWinter = evidence.Query{Scheme: london, AsAt: winter}
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

// desk returns a desk over an empty room.
func desk(t testing.TB, room *caseworktest.Room) *evidence.Desk {
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	return &evidence.Desk{Bench: room.Bench, Released: &caseworktest.Released{}, Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}}}
}

// write appends facts that were known on the day they happened.
func write(t testing.TB, room *caseworktest.Room, facts ...journey.Fact) {
	for i := range facts {
		facts[i].Known = facts[i].Happened
		facts[i].Source = "test"
	}
	if _, err := room.Record.Append(ctx, casework.Change{Facts: facts}); err != nil {
		t.Fatal(err)
	}
}

func on(day calendar.Day, woman, caseID string, body journey.Body) journey.Fact {
	return journey.Fact{Woman: woman, Case: caseID, Happened: calendar.OnDay(day), Body: body}
}

// referred writes a woman with a conditional caution of two appointments.
func referred(t testing.TB, room *caseworktest.Room, id string, day calendar.Day) {
	woman := "woman-" + id
	write(t, room,
		on(day, woman, id, journey.Referred{Scheme: london, Pathway: journey.ConditionalCaution}),
		on(day, woman, id, journey.Allocated{Keyworker: caseworktest.Keyworker.ID}),
		on(day, woman, id, journey.ConditionGiven{Condition: "condition-" + id, Units: 2, Given: day}),
	)
}

func closed(t testing.TB, room *caseworktest.Room, id string, day calendar.Day) {
	write(t, room, on(day, "woman-"+id, id, journey.Closed{Reason: journey.ClosedCompleted}))
}

// counts returns the numerator of a figure as the lead reads it.
func counts(t testing.TB, d *evidence.Desk, query evidence.Query, id string) int {
	t.Helper()
	report, err := d.Report(ctx, caseworktest.Lead, query)
	if err != nil {
		t.Fatal(err)
	}
	reading, ok := report.Figure(id)
	if !ok {
		t.Fatalf("there is no figure %s", id)
	}
	n, _ := reading.(figure.Figure).Numerator()
	return n
}

func TestWhoReadsWhat(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	for i := range 12 {
		referred(t, room, fmt.Sprintf("c%d", i), first)
	}
	for i := range 3 {
		closed(t, room, fmt.Sprintf("c%d", i), summer)
	}
	tests := []struct {
		asker             access.Asker
		kind              casework.Kind
		publication, text string // of open.total: 9
		ledger            bool
	}{
		{caseworktest.Lead, casework.Internal, "Not for publication", "9", true},
		{caseworktest.Admin, casework.Forbidden, "", "", false},
		{caseworktest.Commissioner, casework.Internal, "", "10", true},
		{caseworktest.Officer, casework.Forbidden, "", "", false},
		{caseworktest.Keyworker, casework.Forbidden, "", "", false},
	}
	for _, test := range tests {
		t.Run(string(test.asker.Role), func(t *testing.T) {
			before := len(room.Record.Ledger)
			report, err := d.Report(ctx, test.asker, atWinter)
			if len(room.Record.Ledger) > before != test.ledger {
				t.Errorf("written down: %v, want %v", !test.ledger, test.ledger)
			}
			if test.text == "" {
				if casework.KindOf(err) != test.kind || err == nil {
					t.Errorf("%v, want it forbidden", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			open, _ := report.Figure("open.total")
			if open.Text() != test.text {
				t.Errorf("open cases read as %s, want %s", open.Text(), test.text)
			}
			if report.Exact() != (test.publication != "") || test.publication != "" && report.Publication != test.publication {
				t.Errorf("exact %v, %q", report.Exact(), report.Publication)
			}
			table, ok := report.Table("T1")
			if !ok || len(table.Rows) != 3 || len(report.Charts) < 2 {
				t.Errorf("%d rows in T1 and %d charts", len(table.Rows), len(report.Charts))
			}
		})
	}
}

func TestWhatIsNotWrittenDownIsNotRead(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	referred(t, room, "a", first)
	room.Record.Deaf = errors.New("the disk is full")
	if report, err := d.Report(ctx, caseworktest.Lead, atWinter); casework.KindOf(err) != casework.Unavailable || len(report.Figures) > 0 {
		t.Errorf("%d figures, %v", len(report.Figures), err)
	}
	if list, err := d.Cases(ctx, caseworktest.Lead, atWinter, "open.total"); casework.KindOf(err) != casework.Unavailable || len(list.Cases) > 0 {
		t.Errorf("%d cases, %v", len(list.Cases), err)
	}
}

func TestAReportAsAtADayKnowsWhatWasKnownThen(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	referred(t, room, "a", first)
	closed(t, room, "a", winter)
	write(t, room, on(winter, "", "", journey.CostRecorded{Scheme: london, To: winter, Pence: 100}))
	for _, test := range []struct {
		asAt calendar.Day
		open int
	}{{first - 1, 0}, {first, 1}, {winter - 1, 1}, {winter, 0}, {0, 0}} {
		if n := counts(t, d, evidence.Query{Scheme: london, AsAt: test.asAt}, "open.total"); n != test.open {
			t.Errorf("as at %s %d open, want %d", test.asAt, n, test.open)
		}
	}
}

func TestFiguresKeepUpWithTheRecord(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	today := evidence.Query{Scheme: london}
	for i, id := range []string{"a", "b", "c"} {
		referred(t, room, id, first)
		if n := counts(t, d, today, "referrals.total"); n != i+1 {
			t.Errorf("%d referrals after %d", n, i+1)
		}
	}
	closed(t, room, "b", summer)
	if n := counts(t, d, today, "open.total"); n != 2 {
		t.Errorf("%d open, want 2", n)
	}
	write(t, room, on(summer, "", "", journey.TrainingHeld{Session: "t", Audience: "custody_officer", Attendees: 14}))
	if n := counts(t, d, today, "training.custody_officer"); n != 14 {
		t.Errorf("%d attendances, want 14", n)
	}
}

func TestCasesBehindAFigure(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	referred(t, room, "case0002", summer)
	referred(t, room, "case0001", first)
	referred(t, room, "case0003", first)
	closed(t, room, "case0003", summer)
	list, err := d.Cases(ctx, caseworktest.Lead, atWinter, "open.total")
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Cases) != 2 || list.Cases[0].Case != "case0001" || list.Cases[1].Case != "case0002" {
		t.Fatalf("%+v", list.Cases)
	}
	want := evidence.CaseLine{Case: "case0001", Reference: "CASE-0001", Referred: first, Pathway: journey.ConditionalCaution, Keyworker: caseworktest.Keyworker.ID}
	if list.Cases[0] != want {
		t.Errorf("%+v, want %+v", list.Cases[0], want)
	}
	line := room.Record.Ledger[len(room.Record.Ledger)-1]
	if !slices.Equal(line.Women, []string{"woman-case0001", "woman-case0002"}) {
		t.Errorf("the ledger names %v", line.Women)
	}
	for _, test := range []struct {
		asker  access.Asker
		figure string
		want   casework.Kind
	}{
		{caseworktest.Commissioner, "open.total", casework.Forbidden},
		{caseworktest.Admin, "open.total", casework.Forbidden},
		{caseworktest.Keyworker, "open.total", casework.Forbidden},
		{caseworktest.Lead, "no.such", casework.NotFound},
		{caseworktest.Lead, "training.sessions", casework.NotFound},
	} {
		if _, err := d.Cases(ctx, test.asker, atWinter, test.figure); err == nil || casework.KindOf(err) != test.want {
			t.Errorf("%s, %s: %v", test.asker.Role, test.figure, err)
		}
	}
}

func TestQueriesThatCannotBeAnswered(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	for _, test := range []struct {
		query evidence.Query
		want  casework.Kind
	}{
		{evidence.Query{Scheme: "nowhere"}, casework.NotFound},
		{evidence.Query{Scheme: london, AsAt: calendar.DayOf(room.Now()) + 1}, casework.Invalid},
	} {
		if _, err := d.Report(ctx, caseworktest.Lead, test.query); err == nil || casework.KindOf(err) != test.want {
			t.Errorf("%+v: %v", test.query, err)
		}
	}
}

func TestManyReadersAtOnce(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	referred(t, room, "a", first)
	var all sync.WaitGroup
	for i := range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			asker := caseworktest.Lead
			if i%2 == 0 {
				asker = caseworktest.Commissioner
			}
			for _, asAt := range []calendar.Day{first, summer, winter, 0} {
				if _, err := d.Report(ctx, asker, evidence.Query{Scheme: london, AsAt: asAt}); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	all.Wait()
}

// Figures kept up to date append by append, figures read at once, and figures
// folded as at the same day are the same figures.
func TestAnyHistoryGivesTheSameFiguresOnEveryRoad(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		room := caseworktest.NewRoom(t)
		kept := desk(t, room)
		day, women := first, 0
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			day += calendar.Day(rapid.IntRange(0, 40).Draw(rt, "days"))
			id := fmt.Sprintf("c%d", rapid.IntRange(0, max(0, women-1)).Draw(rt, "who"))
			woman := "woman-" + id
			step := rapid.SampledFrom([]string{"refer", "attend", "arrest", "assess", "close", "encounter"}).Draw(rt, "step")
			if step == "refer" || women == 0 {
				id = fmt.Sprintf("c%d", women)
				women++
				referred(t, room, id, day)
				continue
			}
			switch step {
			case "attend":
				at := calendar.OnDay(day)
				write(t, room, on(day, woman, id, journey.Attendance{Appointment: room.Bench.NewID(), At: at, How: journey.OneToOne, Outcome: journey.AttendedLate, Counts: journey.Yes}))
			case "arrest":
				write(t, room, on(day, woman, "", journey.Arrested{Arrest: room.Bench.NewID()}))
			case "assess":
				write(t, room, on(day, woman, id, journey.NeedAssessed{Pathway: "health", Present: true}))
			case "close":
				closed(t, room, id, day)
			case "encounter":
				write(t, room, on(day, "", "", journey.Encounter{Encounter: room.Bench.NewID(), Area: "North", Offered: journey.Yes}))
			}
			if rapid.Bool().Draw(rt, "read") {
				counts(t, kept, evidence.Query{Scheme: london, AsAt: day}, "referrals.total")
			}
		}
		query := evidence.Query{Scheme: london, AsAt: day}
		want := written(rt, kept, query)
		if got := written(rt, desk(t, room), query); got != want {
			rt.Fatalf("read at once\n%s\nkept up to date\n%s", got, want)
		}
		// One fact more, known later, makes the same day an earlier one.
		referred(t, room, "later", day+1)
		if got := written(rt, kept, query); got != want {
			rt.Fatalf("folded as at the day\n%s\nkept up to date\n%s", got, want)
		}
	})
}

func written(t *rapid.T, d *evidence.Desk, query evidence.Query) string {
	report, err := d.AtServer(ctx, query)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Two neighbouring days would date one woman's referral: protected figures are
// read as at the ends of months alone, whatever day is asked for.
func TestProtectedFiguresStandAtTheEndsOfMonths(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	referred(t, room, "a", first)
	for asked, want := range map[string]string{"2020-02-28": "2020-01-31", "2020-02-29": "2020-02-29", "2020-03-01": "2020-02-29"} {
		day, err := calendar.ParseDay(asked)
		if err != nil {
			t.Fatal(err)
		}
		report, err := d.Report(ctx, caseworktest.Commissioner, evidence.Query{Scheme: "lwds", AsAt: day})
		if err != nil || report.AsAt.String() != want {
			t.Errorf("asked as at %s, it is as at %s, want %s (%v)", asked, report.AsAt, want, err)
		}
		exact, err := d.Report(ctx, caseworktest.Lead, evidence.Query{Scheme: "lwds", AsAt: day})
		if err != nil || exact.AsAt != day {
			t.Errorf("the lead asked as at %s, and it is as at %s (%v)", asked, exact.AsAt, err)
		}
	}
}

func TestWhatAPartOfTheCasesIsAskedBy(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	referred(t, room, "a", first)
	referred(t, room, "b", summer)
	for _, test := range []struct {
		name  string
		query evidence.Query
		kind  casework.Kind // Internal: it is counted
		want  int           // referrals
	}{
		{"all", evidence.Query{}, casework.Internal, 2},
		{"a period", evidence.Query{Narrow: evaluation.Narrowing{Referred: calendar.Window{From: summer}}}, casework.Internal, 1},
		{"by month", evidence.Query{By: grouping.Month}, casework.Internal, 2},
		{"by what there is not", evidence.Query{By: "mood"}, casework.Invalid, 0},
		{"of a group of what there is not", evidence.Query{Narrow: evaluation.Narrowing{Group: evaluation.Group{By: "mood", Value: "low"}}}, casework.Invalid, 0},
		{"of no group", evidence.Query{Narrow: evaluation.Narrowing{Group: evaluation.Group{By: grouping.Age}}}, casework.Invalid, 0},
		{"a period that ends before it begins", evidence.Query{Narrow: evaluation.Narrowing{Referred: calendar.Window{From: summer, To: first}}}, casework.Invalid, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.query.Scheme, test.query.AsAt = london, winter
			report, err := d.Report(ctx, caseworktest.Lead, test.query)
			if test.kind != casework.Internal {
				if casework.KindOf(err) != test.kind || err == nil {
					t.Errorf("%v, want it refused", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			reading, _ := report.Figure("referrals.total")
			if n, _ := reading.(figure.Figure).Numerator(); n != test.want {
				t.Errorf("%d referrals, want %d", n, test.want)
			}
			if test.query.By != "" && (len(report.Groups) != 2 || report.Groups[0].Title != "2020-01") {
				t.Errorf("the groups are %+v", report.Groups)
			}
			if entry := room.Record.Ledger[len(room.Record.Ledger)-1]; !strings.Contains(entry.What, report.Within()) {
				t.Errorf("the ledger says %q", entry.What)
			}
		})
	}
}

func TestAnEarlierDayTellsHowFarItHasCome(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	facts := make([]journey.Fact, 0, 10_001)
	for i := range cap(facts) {
		id := fmt.Sprintf("%05d", i)
		facts = append(facts, on(first, "woman-"+id, "case-"+id, journey.Referred{Scheme: london, Pathway: journey.Voluntary}))
	}
	write(t, room, facts...)
	var told []int
	d.Progress = func(folded int) { told = append(told, folded) }
	if n := counts(t, d, evidence.Query{Scheme: london, AsAt: first}, "referrals.total"); n != 10_001 || fmt.Sprint(told) != "[]" {
		t.Errorf("%d referrals; nothing had to be folded, and %v was told", n, told)
	}
	if n := counts(t, d, evidence.Query{Scheme: london, AsAt: first - 1}, "referrals.total"); n != 0 || fmt.Sprint(told) != "[10000]" {
		t.Errorf("%d referrals the day before, told %v", n, told)
	}
}
