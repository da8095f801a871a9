package support_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// service is a service that runs some schemes, where Priya supports women.
func service(t *testing.T, settings map[string]scheme.Settings, delivers ...string) (*caseworktest.Room, support.Desk, intake.Desk) {
	t.Helper()
	room, schemes := caseworktest.NewRoom(t), caseworktest.Rules(t)
	schemes.Delivers, schemes.Settings = delivers, settings
	return room, support.Desk{Bench: room.Bench, Schemes: schemes, People: team{{ID: caseworktest.Keyworker.ID, Name: "Priya", OpenLimit: 30, YearLimit: 60}}},
		intake.Desk{Bench: room.Bench, Schemes: schemes}
}

// known is a woman known to be in street sex work, as an officer sends her.
func known(given string) journey.Referral {
	entry := caseworktest.Amina()
	entry.Identity.Given, entry.Identity.Phone = given, "07700 900"+strconv.Itoa(100+len(given))
	entry.Area, entry.Outcome, entry.Condition = "Luton", "no_further_action", nil
	entry.Asked = journey.Encounter{Cohorts: []string{"on_street_sex_work", "wider_criminality"}, Residence: "Luton"}
	return entry
}

func TestMenReportThere(t *testing.T) {
	room, desk, in := service(t, map[string]scheme.Settings{"bedfordshire-exit": {"mens_reporting_places": []string{"Probation, High Street"}}}, "bedfordshire-exit")
	receipt, err := in.Refer(ctx, caseworktest.Officer, known("Ana"), room.Key())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Allocate(ctx, caseworktest.Lead, receipt.Case, casework.AnyVersion, room.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID}); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, place, despite string
		at                   calendar.Moment
		want                 []string // fields with something to put right
	}{
		{"a safe place", "The café by the park", "", calendar.At(room.Now().AddDate(0, 0, 1)), nil},
		{"no place yet", "", "", calendar.At(room.Now().AddDate(0, 0, 2)), nil},
		{"where men report, however it is typed", " probation,  high street ", "", calendar.At(room.Now().AddDate(0, 0, 3)), []string{"despite"}},
		{"where men report, and in the past", "Probation, High Street", "", calendar.At(room.Now().AddDate(0, 0, -3)), []string{"at", "despite"}},
		{"where men report, for a reason", "Probation, High Street", "She asks for it, on a day when no man reports", calendar.At(room.Now().AddDate(0, 0, 3)), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := desk.Book(ctx, caseworktest.Keyworker, receipt.Case, casework.AnyVersion, room.Key(),
				support.Booking{At: test.at, How: journey.OneToOne, Place: test.place, Despite: test.despite})
			var problems journey.Problems
			if err != nil && !errors.As(err, &problems) {
				t.Fatal(err)
			}
			var fields []string
			for _, problem := range problems {
				fields = append(fields, problem.Field)
			}
			if strings.Join(fields, " ") != strings.Join(test.want, " ") {
				t.Errorf("to put right: %v, want %v", problems, test.want)
			}
		})
	}
	view, err := desk.Open(ctx, caseworktest.Keyworker, receipt.Case, "")
	if err != nil {
		t.Fatal(err)
	}
	if last := view.Appointments[2]; last.Place != "Probation, High Street" || !strings.HasPrefix(last.Despite, "She asks for it") {
		t.Errorf("the appointment there says %q, because %q", last.Place, last.Despite)
	}
	if view.WorkerTitle != "Lead professional" || len(view.Safety) != 1 || view.Safety[0].Source != "000:578" {
		t.Errorf("she gets a %s, and her scheme says %+v", view.WorkerTitle, view.Safety)
	}
}

// Police who sent her never learn where she is met.
func TestPlacesStayWithTheService(t *testing.T) {
	room, desk, in := service(t, nil, "bedfordshire-exit")
	receipt, err := in.Refer(ctx, caseworktest.Officer, known("Ana"), room.Key())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Allocate(ctx, caseworktest.Lead, receipt.Case, casework.AnyVersion, room.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Book(ctx, caseworktest.Keyworker, receipt.Case, casework.AnyVersion, room.Key(),
		support.Booking{At: calendar.At(room.Now().AddDate(0, 0, 1)), How: journey.OneToOne, Place: "Flat 4, Quiet Street"}); err != nil {
		t.Fatal(err)
	}
	one, err := room.Record.Case(ctx, receipt.Case, access.SetOf(access.Identity, access.Offence, access.Condition))
	if err != nil {
		t.Fatal(err)
	}
	for _, fact := range one.Facts {
		if fact.Words != nil && fact.Words.Place != "" {
			t.Errorf("with what police may read, %s says where: %q", fact.Body.Kind(), fact.Words.Place)
		}
	}
}

func TestACohortIsFull(t *testing.T) {
	room, desk, in := service(t, nil, "bedfordshire-exit")
	var last string
	for i := range 14 {
		receipt, err := in.Refer(ctx, caseworktest.Officer, known("Ana"+strings.Repeat("a", i)), room.Key())
		if err != nil {
			t.Fatal(err)
		}
		last = receipt.Case
		if i == 13 {
			break
		}
		if _, err := desk.Allocate(ctx, caseworktest.Lead, last, casework.AnyVersion, room.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID}); err != nil {
			t.Fatalf("woman %d: %v", i+1, err)
		}
	}
	choice, err := desk.Choose(ctx, caseworktest.Lead, last)
	if err != nil {
		t.Fatal(err)
	}
	if choice.Cohort == nil || choice.Cohort.Open != 13 || !choice.Cohort.Full() || choice.Title != "Lead professional" {
		t.Errorf("before the fourteenth the cohort is %+v and she gets a %s", choice.Cohort, choice.Title)
	}
	var problems journey.Problems
	_, err = desk.Allocate(ctx, caseworktest.Lead, last, casework.AnyVersion, room.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID})
	if !errors.As(err, &problems) || problems[0].Field != "reason" || !strings.Contains(problems[0].Say, "13 women now") {
		t.Errorf("the fourteenth without a reason: %v", err)
	}
	if _, err := desk.Allocate(ctx, caseworktest.Lead, last, casework.AnyVersion, room.Key(),
		support.Allocation{Keyworker: caseworktest.Keyworker.ID, Reason: "One woman is about to move on"}); err != nil {
		t.Errorf("the fourteenth with a reason: %v", err)
	}
}

func TestWhoSheGetsByWhereSheLives(t *testing.T) {
	tests := []struct {
		lives  string
		title  string
		titles []string
	}{
		{"Brighton", "Caseworker", nil},
		{"Lewes", "Liaison co-ordinator", nil},
		{"", "", []string{"Caseworker", "Liaison co-ordinator"}},
	}
	for _, test := range tests {
		room, desk, in := service(t, nil, "inspire-sussex")
		entry := known("Ana")
		entry.Met, entry.Area = "court", "Brighton"
		entry.Asked = journey.Encounter{Residence: test.lives, Needs: []string{"mental_health"}}
		receipt, err := in.Refer(ctx, caseworktest.Officer, entry, room.Key())
		if err != nil {
			t.Fatal(err)
		}
		choice, err := desk.Choose(ctx, caseworktest.Lead, receipt.Case)
		if err != nil {
			t.Fatal(err)
		}
		if choice.Title != test.title || strings.Join(choice.Titles, " ") != strings.Join(test.titles, " ") {
			t.Errorf("a woman who lives in %q gets a %s, or %v; want %s, or %v (source 000:675)", test.lives, choice.Title, choice.Titles, test.title, test.titles)
		}
	}
}

// Most sources do not say who holds the relationship: then nobody is named.
func TestWhoSheGetsIsNotMadeUp(t *testing.T) {
	room, desk, in := service(t, nil, "womens-centre")
	entry := caseworktest.Amina()
	entry.Outcome, entry.Condition = "no_further_action", nil
	receipt, err := in.Refer(ctx, caseworktest.Officer, entry, room.Key())
	if err != nil {
		t.Fatal(err)
	}
	choice, err := desk.Choose(ctx, caseworktest.Lead, receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	if choice.Title != "" || len(choice.Titles) != 0 || choice.Cohort != nil {
		t.Errorf("at a women's centre she gets a %q, or %v, in a cohort %+v; the source says none of it (000:608)", choice.Title, choice.Titles, choice.Cohort)
	}
}
