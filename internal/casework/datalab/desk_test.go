package datalab_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"throughline/exports"
	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/datalab"
	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

var ctx = context.Background()

// world is a service with women who may go into the file.
type world struct {
	*testing.T
	room *caseworktest.Room
	desk datalab.Desk
	made datalab.Map
}

// newWorld refers so many women, named Canary and a number, born on 1 February
// 1990.
func newWorld(t *testing.T, women int) *world {
	t.Helper()
	made, err := datalab.ParseMap(exports.JDL)
	if err != nil {
		t.Fatal(err)
	}
	room := caseworktest.NewRoom(t)
	w := &world{t, room, datalab.Desk{Bench: room.Bench, Schemes: caseworktest.Rules(t)}, made}
	for i := range women {
		w.refer(i, journey.Identity{Given: "Amina", Family: fmt.Sprintf("Canary%04d", i), Born: calendar.On(1990, 2, 1)})
	}
	return w
}

func caseOf(i int) string  { return fmt.Sprintf("case%04d", i) }
func womanOf(i int) string { return fmt.Sprintf("woman%04d", i) }

func (w *world) refer(i int, who journey.Identity) {
	w.Helper()
	w.write(journey.Fact{Woman: womanOf(i), Body: journey.IdentityTold{}, Words: &journey.Words{Identity: &who}},
		journey.Fact{Woman: womanOf(i), Case: caseOf(i), Body: journey.Referred{Scheme: "lwds", Pathway: journey.ConditionalCaution}})
}

func (w *world) write(facts ...journey.Fact) {
	w.Helper()
	for i := range facts {
		facts[i].Happened, facts[i].Known, facts[i].Source = calendar.At(w.room.Now()), calendar.At(w.room.Now()), "test"
	}
	if _, err := w.room.Record.Append(ctx, casework.Change{Facts: facts}); err != nil {
		w.Fatal(err)
	}
}

func (w *world) take(agreed ...access.Asker) (datalab.File, error) {
	return w.desk.Take(ctx, "lwds", w.made, agreed...)
}

// answers writes what she said to the use of her record for evidence.
func (w *world) answers(i int, said journey.YesNo) {
	w.write(journey.Fact{Woman: womanOf(i), Body: journey.PermissionAnswered{
		Permission: "permission-" + womanOf(i), Recipient: "Ministry of Justice", Purpose: access.ForEvidence,
		Classes: access.SetOf(access.Identity), Answer: said, Until: calendar.DayOf(w.room.Now()).AddDays(100),
	}})
}

func TestTheFileHoldsWhoMayBeInItAndSaysWhoIsNot(t *testing.T) {
	w := newWorld(t, 66)
	w.refer(66, journey.Identity{Given: "Amina", Born: calendar.On(1990, 2, 1)})
	w.refer(67, journey.Identity{Family: "=SUM(Canary)", Born: calendar.On(1990, 2, 1)})
	w.refer(68, journey.Identity{Given: "Amina", Family: "Canary0068"})
	w.answers(0, journey.No)
	w.answers(1, journey.Yes)
	w.write(journey.Fact{Woman: womanOf(1), Body: journey.PermissionWithdrawn{Permission: "permission-" + womanOf(1)}})
	w.answers(2, journey.Yes)
	stone := keeping.Stone{Woman: womanOf(3), At: w.room.Now(), By: caseworktest.Governance.ID, Ground: journey.ErasureHers}
	if err := w.room.Kept().Erase(ctx, keeping.Erasure{Stone: stone, Entry: caseworktest.Governance.Note(w.room.Now(), access.Erase, access.ForLegal, "erase a record", 0)}); err != nil {
		t.Fatal(err)
	}
	// A second referral of a woman does not put her in twice.
	w.write(journey.Fact{Woman: womanOf(4), Case: "case9999", Body: journey.Referred{Scheme: "lwds", Pathway: journey.Voluntary}})
	// A conflict hides a woman from the lead: the file and its counts are as if she were not here.
	w.write(journey.Fact{Woman: womanOf(5), Body: journey.ConflictMarked{Conflict: "conflict-1", Account: caseworktest.Lead.ID, From: journey.ConflictHers}})

	file, err := w.take(caseworktest.Lead)
	if err != nil {
		t.Fatal(err)
	}
	want := []datalab.Step{
		{What: "women referred", Women: 68}, {What: "whose record was erased", Women: 1},
		{What: "who said no to such a use of their record, or took a yes back", Women: 2},
		{What: "without a family name", Women: 1}, {What: "without a given name", Women: 1}, {What: "without a date of birth", Women: 1},
		{What: "without any of the days that the file holds", Women: 0},
	}
	if !slices.Equal(file.Steps, want) || file.Left != 62 || file.NeverAsked != 61 || file.Began != 0 {
		t.Errorf("%+v", file.Checks)
	}
	lines, err := csv.NewReader(strings.NewReader(string(file.Content))).ReadAll()
	if err != nil || len(lines) != 63 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	if got := strings.Join(lines[0], "|"); got != "Surname|Forename|Date of birth|Gender|Index date|Conviction date|Intervention start date" {
		t.Errorf("the columns are %s", got)
	}
	if got := strings.Join(lines[1], "|"); got != "Canary0002|Amina|01/02/1990|Female|03/03/2026||" {
		t.Errorf("the first woman is %s", got)
	}
	for _, gone := range []string{"Canary0000", "Canary0001", "Canary0003", "Canary0005", "Canary0068", "SUM"} {
		if strings.Contains(string(file.Content), gone) {
			t.Errorf("%s is in the file", gone)
		}
	}
	entry, _ := w.room.Record.Last()
	if entry.Action != access.Export || entry.Purpose != access.ForEvidence || entry.Classes != "ID" || len(entry.Women) != 65 || entry.Actor != caseworktest.Lead.ID {
		t.Errorf("the ledger says %+v", entry)
	}
}

func TestBeyondAHundredWomenTwoPeopleAgree(t *testing.T) {
	w := newWorld(t, 101)
	other := caseworktest.Lead
	other.ID = "lead-2"
	for what, agreed := range map[string][]access.Asker{
		"one alone":              {caseworktest.Lead},
		"two leads":              {caseworktest.Lead, other},
		"no lead":                {caseworktest.Governance},
		"a lead and a worker":    {caseworktest.Lead, caseworktest.Keyworker},
		"nobody":                 {},
		"with the administrator": {caseworktest.Lead, caseworktest.Governance, caseworktest.Admin},
	} {
		before := len(w.room.Record.Ledger)
		file, err := w.take(agreed...)
		if casework.KindOf(err) != casework.Forbidden || file.Content != nil || len(w.room.Record.Ledger) != before {
			t.Errorf("%s: %v", what, err)
		}
	}
	file, err := w.take(caseworktest.Lead, caseworktest.Governance)
	if err != nil || file.Left != 101 {
		t.Fatal(file.Left, err)
	}
	lines := w.room.Record.Ledger[len(w.room.Record.Ledger)-2:]
	for i, who := range []access.Asker{caseworktest.Lead, caseworktest.Governance} {
		if lines[i].Actor != who.ID || len(lines[i].Women) != 101 {
			t.Errorf("the ledger says %+v of %s", lines[i], who.Name)
		}
	}
}

// opened is a record that tells whether a name was opened.
type opened struct {
	casework.Record
	names bool
	fails error // what Who answers
	lost  error // what Rows answers
}

func (o *opened) Rows(ctx context.Context, asker access.Asker, filter casework.Filter) ([]journey.Row, error) {
	if o.lost != nil {
		return nil, o.lost
	}
	return o.Record.Rows(ctx, asker, filter)
}

func (o *opened) Who(ctx context.Context, women []string) (map[string]journey.Identity, error) {
	o.names = true
	if o.fails != nil {
		return nil, o.fails
	}
	return o.Record.Who(ctx, women)
}

func TestNoNameIsOpenedBeforeTheLedgerSaysWhose(t *testing.T) {
	w := newWorld(t, 60)
	watched := &opened{Record: w.desk.Record}
	w.desk.Record = watched
	if checks, err := w.desk.Before(ctx, "lwds"); err != nil || checks.Left != 60 || watched.names {
		t.Errorf("%+v, %v; a name was opened: %v", checks, err, watched.names)
	}
	w.room.Record.Deaf = errors.New("the ledger is full")
	if _, err := w.take(caseworktest.Lead); err == nil || watched.names {
		t.Errorf("%v; a name was opened: %v", err, watched.names)
	}
	w.room.Record.Deaf = nil
	watched.fails = errors.New("the vault is shut")
	if _, err := w.take(caseworktest.Lead); !errors.Is(err, watched.fails) {
		t.Errorf("%v, want %v", err, watched.fails)
	}
}

func TestTooFewAreRefusedBeforeAndAfterTheNamesAreOpened(t *testing.T) {
	w := newWorld(t, 59)
	before := len(w.room.Record.Ledger)
	if _, err := w.take(caseworktest.Lead); casework.KindOf(err) != casework.Invalid || !strings.Contains(err.Error(), "59 women are left") {
		t.Errorf("%v", err)
	}
	if len(w.room.Record.Ledger) != before {
		t.Error("a file that was not made is in the ledger")
	}
	w.refer(59, journey.Identity{Given: "Amina", Family: "Canary0059"})
	if file, err := w.take(caseworktest.Lead); casework.KindOf(err) != casework.Invalid || file.Content != nil {
		t.Errorf("%v", err)
	}
	if _, err := w.desk.Take(ctx, "nowhere", w.made, caseworktest.Lead); casework.KindOf(err) != casework.NotFound {
		t.Errorf("%v", err)
	}
	if _, err := w.desk.Before(ctx, "nowhere"); casework.KindOf(err) != casework.NotFound {
		t.Errorf("%v", err)
	}
	broken := &opened{Record: w.desk.Record, lost: errors.New("the disk is gone")}
	w.desk.Record = broken
	if _, err := w.desk.Before(ctx, "lwds"); !errors.Is(err, broken.lost) {
		t.Errorf("%v, want %v", err, broken.lost)
	}
}

func TestAMapSaysWhatIsWrongWithIt(t *testing.T) {
	sound := string(exports.JDL)
	for what, row := range map[string]struct{ from, to, says string }{
		"no map":           {sound, "", "EOF"},
		"an unknown word":  {"title:", "heading:", "heading"},
		"no title":         {"title: Justice Data Lab", "title: ''", "no title"},
		"no least":         {"fewest: 60", "fewest: 0", "too few"},
		"no year":          {"day: 02/01/2006", "day: 02/01", "layout of a day"},
		"a column twice":   {"name: Forename", "name: Surname", `"Surname" has no name`},
		"an unknown thing": {"holds: nothing", "holds: postcode", `holds "postcode"`},
		"a text too many":  {"holds: nothing", "holds: nothing, text: x", "a text goes with"},
		"no surname":       {"holds: family_name", "holds: nothing", "no column holds family_name"},
		"no gender":        {"holds: always, text: Female", "holds: nothing", "no column holds always"},
	} {
		if _, err := datalab.ParseMap([]byte(strings.Replace(sound, row.from, row.to, 1))); err == nil || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v, want %q", what, err, row.says)
		}
	}
	without := strings.NewReplacer("holds: referred_on", "holds: nothing", "holds: first_attended", "holds: nothing").Replace(sound)
	if _, err := datalab.ParseMap([]byte(without)); err == nil || !strings.Contains(err.Error(), "needs one") {
		t.Errorf("no day: %v", err)
	}
}
