package spreadsheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/jobs"
	"throughline/internal/casework/spreadsheet"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/exchange"
	"throughline/schemes"
)

// centre is a service with nobody on its record, whose lead has a spreadsheet.
type centre struct {
	spreadsheet.Desk
	t      *testing.T
	record *caseworktest.Record
	jobs   jobs.Desk
	now    time.Time
	ids    int
}

func newCentre(t *testing.T) *centre {
	t.Helper()
	c := &centre{t: t, now: caseworktest.Start}
	c.record = caseworktest.NewRecord(func() time.Time { return c.now })
	library, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	bench := casework.Bench{Record: c.record, Now: func() time.Time { return c.now }, NewID: func() string {
		c.ids++
		return fmt.Sprintf("id%08d", c.ids)
	}}
	second := caseworktest.Keyworker
	second.ID, second.Name = "keyworker-2", "Dee Marsh"
	crew := caseworktest.Crew{caseworktest.Lead, caseworktest.Admin, caseworktest.Keyworker, second}
	c.Desk = spreadsheet.Desk{
		Bench: bench, Schemes: casework.Schemes{Rules: library, Delivers: []string{"lwds"}},
		Store: c.record, Secrets: caseworktest.Digests{}, Memory: caseworktest.Settings{}, Staff: crew, Read: exchange.ReadSheet,
	}
	c.jobs = jobs.Desk{Bench: bench, Store: c.record, Staff: crew, Kinds: []casework.JobKind{spreadsheet.Bringing{Desk: c.Desk}, spreadsheet.Undoing{Desk: c.Desk}}}
	return c
}

// send sends a file and matches it as guessed.
func (c *centre) send(lines ...string) string {
	c.t.Helper()
	id, err := c.Send(c.t.Context(), caseworktest.Lead, "Riverside list", []byte(strings.Join(lines, "\n")))
	if err != nil {
		c.t.Fatal(err)
	}
	example, err := c.Matching(c.t.Context(), caseworktest.Lead, id)
	if err != nil {
		c.t.Fatal(err)
	}
	match := example.Match
	if match.Pathway == "" {
		match.Pathway = string(journey.ConditionalCaution)
	}
	if err := c.SetMatch(c.t.Context(), caseworktest.Lead, id, match); err != nil {
		c.t.Fatal(err)
	}
	return id
}

// check checks a sheet.
func (c *centre) check(id string) spreadsheet.Checked {
	c.t.Helper()
	checked, err := c.Check(c.t.Context(), caseworktest.Lead, id)
	if err != nil {
		c.t.Fatal(err)
	}
	return checked
}

// bring confirms a sheet, does the work and returns the report.
func (c *centre) bring(id string) spreadsheet.Report {
	c.t.Helper()
	c.check(id)
	if _, err := c.Confirm(c.t.Context(), caseworktest.Lead, id); err != nil {
		c.t.Fatal(err)
	}
	return c.work(0, id)
}

// undo takes a sheet back and returns the report.
func (c *centre) undo(id string) spreadsheet.Report {
	c.t.Helper()
	if _, err := c.Undo(c.t.Context(), caseworktest.Lead, id); err != nil {
		c.t.Fatal(err)
	}
	return c.work(1, id)
}

func (c *centre) work(kind int, id string) spreadsheet.Report {
	c.t.Helper()
	if worked, err := c.jobs.Work(c.t.Context(), c.jobs.Kinds[kind], "w1"); err != nil || !worked {
		c.t.Fatalf("worked %t, %v", worked, err)
	}
	sheet, err := c.Reported(c.t.Context(), caseworktest.Lead, id)
	if err != nil {
		c.t.Fatal(err)
	}
	return sheet.Report
}

// rows returns the cases there are, with who they are of.
func (c *centre) rows() (rows []journey.Row, names []string) {
	c.t.Helper()
	rows, err := c.record.Rows(c.t.Context(), access.Asker{}, casework.Filter{Order: casework.OldestFirst})
	if err != nil {
		c.t.Fatal(err)
	}
	for _, row := range rows {
		who, err := c.record.Who(c.t.Context(), []string{row.Woman})
		if err != nil {
			c.t.Fatal(err)
		}
		names = append(names, who[row.Woman].Name())
	}
	return rows, names
}

const headings = "Ref,First name,Surname,DOB,Mobile,Safe contact,Borough,Language,Date referred,Key worker,Housing need,DA,1st appointment,Appointment 1 outcome,Date closed,Reason for closure"

func TestARowBecomesTheFactsOfLiveEntry(t *testing.T) {
	c := newCentre(t)
	id := c.send(headings,
		"R1,Amina,Okafor,27/03/1990,07700 900123,text only,Hammersmith,Polish,5/1/2026,Priya,Y,No,12/01/2026,DNA,20/02/2026,Completed",
		"R2,Beth,Shaw,1/2/85,,,Brent,,06/01/2026,Dee Marsh,,,,,,",
	)
	if report := c.bring(id); report.Read != 2 || report.Created != 2 {
		t.Fatalf("the report is %+v", report)
	}
	rows, names := c.rows()
	if !slices.Equal(names, []string{"Amina Okafor", "Beth Shaw"}) {
		t.Fatalf("brought in are %v", names)
	}
	amina := rows[0]
	if amina.Scheme != "lwds" || amina.Pathway != journey.ConditionalCaution || amina.Referred != calendar.On(2026, time.January, 5) ||
		amina.Known != calendar.On(2026, time.February, 20) || amina.Contact != journey.ContactText || amina.Borough != "Hammersmith" || amina.Language != "pl" ||
		amina.Worker != caseworktest.Keyworker.ID || amina.Provider != "Advance" || amina.Appointments.Missed != 1 || amina.Closed != calendar.On(2026, time.February, 20) ||
		amina.Reason != journey.ClosedCompleted || *amina.Age != 35 || amina.Assessed != amina.Referred {
		t.Errorf("her row is %+v", amina)
	}
	if beth := rows[1]; !beth.Open() || beth.Contact != "" || beth.Assessed.Known() || beth.Worker != "keyworker-2" || *beth.Age != 40 {
		t.Errorf("a silence was filled in: %+v", beth)
	}
}

func TestTheSameFileTwiceChangesNothingTwice(t *testing.T) {
	c := newCentre(t)
	lines := []string{headings, "R1,Amina,Okafor,27/03/1990,,,,,5/1/2026,Priya,Y,,,,,", "R2,Beth,Shaw,1/2/1985,,,,,6/1/2026,,,,,,,"}
	c.bring(c.send(lines...))
	again := c.send(lines...)
	if checked := c.check(again); checked.Known != 2 || checked.Create != 0 {
		t.Errorf("the check says %d known and %d new", checked.Known, checked.Create)
	}
	if report := c.bring(again); report.Unchanged != 2 || report.Created+report.Updated != 0 {
		t.Errorf("the second time %+v", report)
	}
	lines[1] = "R1,Amina,Okafor,27/03/1990,,,,,5/1/2026,Dee Marsh,,,,,," // another keyworker, and no need
	if report := c.bring(c.send(lines...)); report.Updated != 1 || report.Unchanged != 1 {
		t.Errorf("with one row changed %+v", report)
	}
	rows, names := c.rows()
	if len(names) != 2 || rows[0].Worker != "keyworker-2" || rows[0].Needs != rows[1].Needs || rows[0].Assessed.Known() {
		t.Errorf("after three files there are %v, she has %s and was assessed on %v", names, rows[0].Worker, rows[0].Assessed)
	}
}

func TestAFileConfirmedTwiceIsBroughtInOnce(t *testing.T) {
	c := newCentre(t)
	id := c.send(headings, "R1,Amina,Okafor,27/03/1990,,,,,5/1/2026,,,,,,,")
	c.check(id)
	first, err := c.Confirm(t.Context(), caseworktest.Lead, id)
	if err != nil {
		t.Fatal(err)
	}
	second, err := c.Confirm(t.Context(), caseworktest.Lead, id)
	if err != nil || first != second {
		t.Errorf("a second click asks for %q, %v; the first for %q", second, err, first)
	}
	if all, err := c.record.Jobs(t.Context(), jobs.Filter{}); err != nil || len(all) != 1 {
		t.Errorf("there are %d jobs, %v", len(all), err)
	}
	for name, refuse := range map[string]error{
		"matching": c.SetMatch(t.Context(), caseworktest.Lead, id, spreadsheet.Match{}),
		"values":   c.SetValues(t.Context(), caseworktest.Lead, id, "", nil),
		"choosing": c.Choose(t.Context(), caseworktest.Lead, id, nil, ""),
		"dropping": c.Drop(t.Context(), caseworktest.Lead, id),
	} {
		if casework.KindOf(refuse) != casework.Conflict {
			t.Errorf("%s after it was confirmed: %v", name, refuse)
		}
	}
}

func TestWhatIsWrongIsToldOnceForAllRows(t *testing.T) {
	c := newCentre(t)
	id := c.send(headings,
		"1,Ana,One,31/02/1990,,,,,5/1/2026,,,,,,,",
		"2,Ana,Two,soon,,,,,5/1/2026,,,,,,,",
		"3,Ana,Three,1/1/1990,,,,,5/1/2026,,,,13/01/2026,pending,,",
		"4,Ana,Four,1/1/1990,,,,,5/1/2027,,,,,,,",
		"5,Ana,Five,1/1/1990,,,,,5/1/2026,,,,,,1/2/2026,",
		"5,Ana,Six,1/1/1990,,,,,5/1/2026,,,,,,,",
		"7,Ana,Seven,1/1/1990,,,,,5/1/2026,Nobody,,,,,,",
		"8,Ana,Eight,1/1/1990,,,her flat with John at 5 High St,,5/1/2026,,,,,,,",
		",,,1/1/1990,,,,,5/1/2026,,,,,,,",
	)
	checked := c.check(id)
	want := map[string]int{
		"Date of birth is not a date":                                    2,
		"Appointment 1: what became of it has a value that is not known": 1,
		"The day she was referred is still to come":                      1,
		"Why support ended is not known":                                 1,
		"The same woman and referral stand in the file twice":            1,
		"Keyworker has a value that is not known":                        1,
		"The borough is no name of a place":                              1,
		"There is no name":                                               1,
	}
	got := map[string]int{}
	for _, group := range checked.Groups {
		got[group.Say] = group.Rows
		if group.Say == "Date of birth is not a date" && !group.Order {
			t.Error("another order of day and month is not offered")
		}
	}
	for say, rows := range want {
		if got[say] != rows {
			t.Errorf("%q is told of %d rows, want %d; all: %v", say, got[say], rows, got)
		}
	}
	if checked.Wrong != 9 || checked.Create != 0 {
		t.Errorf("%d are wrong and %d new", checked.Wrong, checked.Create)
	}
	if _, err := c.Confirm(t.Context(), caseworktest.Lead, id); casework.KindOf(err) != casework.Invalid {
		t.Errorf("a file without one right row is confirmed: %v", err)
	}
	err := c.SetValues(t.Context(), caseworktest.Lead, id, "", map[string]map[string]string{
		"outcome_1": {"Pending": spreadsheet.LeaveOut}, "closure_reason": {"": string(journey.ClosedForOtherReasons)}, "keyworker": {"nobody": "keyworker-2"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked := c.check(id); checked.Wrong != 6 || checked.Create != 3 {
		t.Errorf("with values said, %d are wrong and %d new: %+v", checked.Wrong, checked.Create, checked.Groups)
	}
	report := c.bring(id)
	headings, left, err := c.Wrong(t.Context(), caseworktest.Lead, id)
	if err != nil || report.Created != 3 || report.Left != 6 || len(left) != 6 || len(headings) != 16 {
		t.Fatalf("%+v, and %d rows left, %v", report, len(left), err)
	}
	if left[0].Number != 2 || left[0].Cells[1] != "Ana" || left[0].Why[0] != "Date of birth is not a date" {
		t.Errorf("the first row left is %+v", left[0])
	}
}

func TestTheNextFileOfTheNameIsReadAsTheLast(t *testing.T) {
	c := newCentre(t)
	first, err := c.Send(t.Context(), caseworktest.Lead, "Riverside list", []byte("Ref,Who,Surname,When,Result of 1st,1st appointment\n1,Ana,One,5/1/2026,Pending,7/1/2026\n"))
	if err != nil {
		t.Fatal(err)
	}
	match := []string{"reference", "given_name", "family_name", "referred_on", "outcome_1", "appointment_1"}
	how := spreadsheet.Match{Columns: match, Order: spreadsheet.DayFirst, Scheme: "lwds", Pathway: string(journey.Voluntary)}
	if err := c.SetMatch(t.Context(), caseworktest.Lead, first, how); err != nil {
		t.Fatal(err)
	}
	if err := c.SetValues(t.Context(), caseworktest.Lead, first, "", map[string]map[string]string{"outcome_1": {"Pending": spreadsheet.LeaveOut}}); err != nil {
		t.Fatal(err)
	}
	next, err := c.Send(t.Context(), caseworktest.Lead, "riverside LIST", []byte("Surname,Who,When,DOB,1st appointment,Result of 1st,Ref\nTwo,Bea,6/1/2026,1/1/1990,8/1/2026,pending,2\n"))
	if err != nil {
		t.Fatal(err)
	}
	example, err := c.Matching(t.Context(), caseworktest.Lead, next)
	want := []string{"family_name", "given_name", "referred_on", "date_of_birth", "appointment_1", "outcome_1", "reference"}
	if err != nil || !slices.Equal(example.Match.Columns, want) || example.Match.Pathway != string(journey.Voluntary) || example.Match.Values["outcome_1"]["pending"] != spreadsheet.LeaveOut {
		t.Errorf("the next file is read as %+v, %v", example.Match, err)
	}
	for name, value := range c.Memory.(caseworktest.Settings) {
		if strings.Contains(strings.ToLower(name+value), "riverside") || strings.Contains(value, "ending") || strings.Contains(value, "Who") {
			t.Errorf("what is remembered says %s: %s", name, value)
		}
	}
}

// here puts Amina Okafor on the record.
func (c *centre) here(agency string) string {
	c.t.Helper()
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway, entry.Provider = "lwds", journey.ConditionalCaution, agency
	facts, err := c.Pen(caseworktest.Officer).Refer(entry, "")
	if err != nil {
		c.t.Fatal(err)
	}
	receipt, err := c.record.Append(c.t.Context(), casework.Change{Facts: facts})
	if err != nil {
		c.t.Fatal(err)
	}
	return receipt.Woman
}

func TestAWomanWhoMayBeHereIsNeverMergedByItself(t *testing.T) {
	for _, row := range []struct {
		name, choice   string // "her" for the woman who is here
		women, cases   int
		created, skips int
	}{
		{"she is the same", "her", 1, 2, 1, 0},
		{"she is another", spreadsheet.ChooseNew, 2, 2, 1, 0},
		{"the row is skipped", spreadsheet.ChooseSkip, 1, 1, 0, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := newCentre(t)
			her := c.here("Advance")
			id := c.send(headings, "R1,Amy,Okafor,27/03/1990,07700 900999,,,,5/1/2026,,,,,,,", "R2,Beth,Shaw,1/2/1985,,,,,6/1/2026,,,,,,,")
			checked := c.check(id)
			if checked.Ask != 1 || checked.Create != 1 || len(checked.Alike) != 1 || len(checked.Alike[0].Candidates) != 1 {
				t.Fatalf("the check asks about %d and shows %+v", checked.Ask, checked.Alike)
			}
			if _, err := c.Confirm(t.Context(), caseworktest.Lead, id); casework.KindOf(err) != casework.Invalid {
				t.Errorf("it is brought in before somebody chose: %v", err)
			}
			choice := row.choice
			if choice == "her" {
				choice = her
			}
			if err := c.Choose(t.Context(), caseworktest.Lead, id, map[int]string{2: choice}, ""); err != nil {
				t.Fatal(err)
			}
			report := c.bring(id)
			rows, _ := c.rows()
			women := map[string]bool{}
			for _, one := range rows {
				women[one.Woman] = true
			}
			if report.Created != row.created+1 || report.Skipped != row.skips || len(rows) != row.cases+1 || len(women) != row.women+1 {
				t.Errorf("%+v, with %d cases of %d women", report, len(rows), len(women))
			}
			if who, _ := c.record.Who(t.Context(), []string{her}); who[her].Phone != "07700 900123" {
				t.Errorf("what the file says of her went over what the record says: %v", who[her].Phone)
			}
		})
	}
}

func TestRowsThatAreStillOpenAreChosenAtOnce(t *testing.T) {
	for _, row := range []struct {
		rest          string
		create, skip  int
		wrong         casework.Kind
		stillToChoose int
	}{
		{spreadsheet.ChooseNew, 1, 1, -1, 0},
		{spreadsheet.ChooseSkip, 0, 2, -1, 0},
		{"", 0, 1, -1, 1},
		{"merge them all", 0, 0, casework.Invalid, 2},
	} {
		c := newCentre(t)
		c.here("Advance")
		id := c.send(headings, "R1,Amina,Okafor,27/03/1990,,,,,5/1/2026,,,,,,,", "R2,Amy,Okafor,27/3/1990,,,,,6/1/2026,,,,,,,")
		c.check(id)
		err := c.Choose(t.Context(), caseworktest.Lead, id, map[int]string{2: spreadsheet.ChooseSkip}, row.rest)
		if err == nil && row.wrong != -1 || err != nil && casework.KindOf(err) != row.wrong {
			t.Errorf("%q for the rest: %v", row.rest, err)
		}
		if checked := c.check(id); checked.Create != row.create || checked.Skip != row.skip || checked.Ask != row.stillToChoose {
			t.Errorf("%q for the rest: %d new, %d skipped, %d still to choose", row.rest, checked.Create, checked.Skip, checked.Ask)
		}
	}
}

func TestWhoIsHiddenIsNotShownAsAlike(t *testing.T) {
	c := newCentre(t)
	c.here("Advance")
	entry := caseworktest.Lead.Note(c.now, access.Append, access.ForSafeguarding, "match", 0)
	if err := c.record.Match(t.Context(), entry, casework.Matching{Account: caseworktest.Lead.ID, From: journey.ConflictMatch, Who: journey.Identity{Phone: "07700 900123"}}); err != nil {
		t.Fatal(err)
	}
	id := c.send(headings, "R1,Amina,Okafor,27/03/1990,,,,,5/1/2026,,,,,,,")
	if checked := c.check(id); checked.Ask != 0 || len(checked.Alike) != 0 {
		t.Errorf("whom a conflict hides is shown: %+v", checked.Alike)
	}
}

func TestOneWomanWithTwoRowsIsOneWoman(t *testing.T) {
	c := newCentre(t)
	id := c.send(headings, "R1,Amina,Okafor,27/03/1990,,,,,5/1/2025,,,,,,1/6/2025,Completed", "R2,Amina,Okafor,27/3/90,,,,,6/1/2026,,,,,,,")
	if checked := c.check(id); checked.Twice != 1 {
		t.Errorf("%d women stand in it twice", checked.Twice)
	}
	c.bring(id)
	if rows, _ := c.rows(); len(rows) != 2 || rows[0].Woman != rows[1].Woman {
		t.Errorf("she is %d cases of different women: %v", len(rows), rows)
	}
}

func TestWhoMayBringASpreadsheetIn(t *testing.T) {
	elsewhere := caseworktest.Lead
	elsewhere.ID, elsewhere.Agency = "lead-2", "Women in Prison"
	for _, row := range []struct {
		name                 string
		asker                access.Asker
		send, see, lead, job casework.Kind
	}{
		{"who leads the service", caseworktest.Lead, -1, -1, -1, -1},
		{"a lead elsewhere", elsewhere, -1, casework.NotFound, casework.NotFound, casework.NotFound},
		{"an administrator sees her own alone", caseworktest.Admin, -1, casework.NotFound, casework.NotFound, casework.NotFound},
		{"a keyworker", caseworktest.Keyworker, casework.Forbidden, casework.Forbidden, casework.Forbidden, casework.Forbidden},
		{"an officer", caseworktest.Officer, casework.Forbidden, casework.Forbidden, casework.Forbidden, casework.Forbidden},
		{"nobody", access.Asker{}, casework.Forbidden, casework.Forbidden, casework.Forbidden, casework.Forbidden},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := newCentre(t)
			id := c.send(headings, "R1,Amina,Okafor,27/03/1990,,,,,5/1/2026,,,,,,,")
			c.check(id)
			is := func(what string, err error, want casework.Kind) {
				t.Helper()
				if err == nil && want != -1 || err != nil && casework.KindOf(err) != want {
					t.Errorf("%s: %v, want the kind %d", what, err, want)
				}
			}
			_, err := c.Send(t.Context(), row.asker, "mine", []byte(headings+"\nR1,Amina,Okafor,27/03/1990,,,,,5/1/2026,,,,,,,\n"))
			is("sending", err, row.send)
			_, err = c.Check(t.Context(), row.asker, id)
			is("checking", err, row.see)
			_, _, err = c.Wrong(t.Context(), row.asker, id)
			is("the rows to put right", err, row.see)
			is("choosing", c.Choose(t.Context(), row.asker, id, nil, ""), row.lead)
			_, err = c.Confirm(t.Context(), row.asker, id)
			is("confirming", err, row.lead)
			if may := c.jobs.Kinds[0].May(t.Context(), row.asker, casework.Job{Arguments: `{"sheet":"` + id + `"}`}); may != (row.job == -1) {
				t.Errorf("the work may be had: %t", may)
			}
		})
	}
}

func TestAnAdministratorPreparesAndALeadBringsIn(t *testing.T) {
	c := newCentre(t)
	c.here("Advance")
	id, err := c.Send(t.Context(), caseworktest.Admin, "Riverside list", []byte(headings+"\nR1,Amina,Okafor,27/03/1990,,,,,5/1/2026,,,,,,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	example, err := c.Matching(t.Context(), caseworktest.Admin, id)
	if err != nil {
		t.Fatal(err)
	}
	match := example.Match
	match.Pathway = string(journey.Voluntary)
	if err := c.SetMatch(t.Context(), caseworktest.Admin, id, match); err != nil {
		t.Fatal(err)
	}
	checked, err := c.Check(t.Context(), caseworktest.Admin, id)
	if err != nil || checked.Lead || checked.Ask != 0 || len(checked.Alike) != 0 {
		t.Errorf("an administrator learns who is here: %+v, %v", checked.Alike, err)
	}
	if _, err := c.Confirm(t.Context(), caseworktest.Admin, id); casework.KindOf(err) != casework.Forbidden {
		t.Errorf("an administrator brings it in: %v", err)
	}
	if checked := c.check(id); checked.Ask != 1 {
		t.Errorf("the lead is asked about %d", checked.Ask)
	}
}

func TestListsOfOneNameOfTwoAgenciesAreTwoLists(t *testing.T) {
	c := newCentre(t)
	c.bring(c.send("Ref,First name,Surname,Date referred", "1,Ana,One,5/1/2026"))
	elsewhere := caseworktest.Lead
	elsewhere.ID, elsewhere.Agency = "lead-2", "Women in Prison"
	id, err := c.Send(t.Context(), elsewhere, "Riverside list", []byte("Ref,First name,Surname,Date referred\n1,Bea,Two,6/1/2026\n"))
	if err != nil {
		t.Fatal(err)
	}
	example, err := c.Matching(t.Context(), elsewhere, id)
	if err != nil || example.Match.Pathway != "" {
		t.Fatalf("her list is read as that of the other agency: %+v, %v", example.Match, err)
	}
	example.Match.Pathway = string(journey.ConditionalCaution)
	if err := c.SetMatch(t.Context(), elsewhere, id, example.Match); err != nil {
		t.Fatal(err)
	}
	if checked, err := c.Check(t.Context(), elsewhere, id); err != nil || checked.Known != 0 || checked.Create != 1 {
		t.Errorf("row 1 of her list is taken for row 1 of the other: %+v, %v", checked, err)
	}
}

func TestNothingIsWrittenOfAWomanWhoIsHidden(t *testing.T) {
	c := newCentre(t)
	c.bring(c.send(headings, "R1,Amina,Okafor,27/03/1990,07700 900123,,,,5/1/2026,,,,,,,"))
	entry := caseworktest.Lead.Note(c.now, access.Append, access.ForSafeguarding, "match", 0)
	if err := c.record.Match(t.Context(), entry, casework.Matching{Account: caseworktest.Lead.ID, From: journey.ConflictMatch, Who: journey.Identity{Phone: "07700 900123"}}); err != nil {
		t.Fatal(err)
	}
	rows, before := c.rows()
	report := c.bring(c.send(headings, "R1,Amina,Changed,27/03/1990,07700 900123,,,,6/1/2026,,,,,,,"))
	again, after := c.rows()
	if report.Updated != 0 || report.Unchanged != 1 || !slices.Equal(before, after) || again[0].Version != rows[0].Version {
		t.Errorf("what a conflict hides was written over: %+v, %q after %q", report, after, before)
	}
}
