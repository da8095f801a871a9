package evidence_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

var evaluator = access.Asker{ID: "evaluator-1", Name: "Hannah", Agency: "University", Role: access.Evaluator}

// agreed is a study of the women referred until the end of July 2020, which holds
// while the tests run.
func agreed(room *caseworktest.Room) evidence.Study {
	today := room.Bench.Today()
	return evidence.Study{
		ID: "hull", Agency: evaluator.Agency, Scheme: london, Reference: "DSA 7", Starts: today - 10, Ends: today + 10,
		Referred: calendar.Window{From: calendar.On(2020, time.January, 1), To: july},
	}
}

// studyDesk is a desk with these studies.
func studyDesk(t *testing.T, room *caseworktest.Room, studies ...evidence.Study) *evidence.Desk {
	t.Helper()
	d := desk(t, room)
	d.Studies = func(context.Context) ([]evidence.Study, error) { return studies, nil }
	d.Secret = func(use string) ([]byte, error) { return []byte(use), nil }
	return d
}

func TestAnEvaluatorReadsTheStudyAndNothingElse(t *testing.T) {
	room := caseworktest.NewRoom(t)
	admit(t, room, first, "Camden", 20)
	admit(t, room, september, "Camden", 30) // after the study
	study := agreed(room)
	over, other, account := study, study, study
	over.Ends = room.Bench.Today() - 1
	other.Agency = "Another university"
	account.Agency, account.Account = "", evaluator.ID
	for _, test := range []struct {
		name    string
		studies []evidence.Study
		want    bool
	}{
		{"with her agency", []evidence.Study{study}, true},
		{"with her account", []evidence.Study{account}, true},
		{"none", nil, false},
		{"one that is over", []evidence.Study{over}, false},
		{"one with somebody else", []evidence.Study{other}, false},
	} {
		d := studyDesk(t, room, test.studies...)
		report, err := d.Report(ctx, evaluator, evidence.Query{Scheme: london})
		if !test.want {
			if casework.KindOf(err) != casework.Forbidden {
				t.Errorf("%s: figures: %v", test.name, err)
			}
			if _, err := d.Extract(ctx, evaluator, "hull"); casework.KindOf(err) != casework.NotFound {
				t.Errorf("%s: rows: %v", test.name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if one, _ := report.Figure("referrals.total"); one.Text() != "20" || report.Exact() {
			t.Errorf("%s: %s referrals", test.name, one.Text())
		}
		if _, err := d.Take(ctx, evaluator, evidence.Query{Scheme: london}); err != nil {
			t.Errorf("%s: taken away: %v", test.name, err)
		}
		if _, err := d.Report(ctx, evaluator, evidence.Query{Scheme: "vr"}); err == nil {
			t.Errorf("%s: another scheme is read", test.name)
		}
		if _, err := d.Extract(ctx, caseworktest.Commissioner, "hull"); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s: the commissioner takes rows: %v", test.name, err)
		}
	}
}

func TestTheRowsOfAStudy(t *testing.T) {
	room := caseworktest.NewRoom(t)
	admit(t, room, first, "Camden", 20)
	refused := func(id string, body journey.Body) {
		write(t, room, on(first, "woman-Camden-2020-01-06-"+id, "Camden-2020-01-06-"+id, body))
	}
	refused("0", journey.PermissionAnswered{Permission: "p", Recipient: "anybody", Purpose: access.ForEvidence, Answer: journey.No})
	refused("1", journey.PermissionAnswered{Permission: "p", Recipient: "anybody", Purpose: access.ForSupport, Answer: journey.No})
	refused("2", journey.ConflictMarked{Conflict: "c", Agency: evaluator.Agency})
	d := studyDesk(t, room, agreed(room))
	room.Record.Ledger = nil
	file, err := d.Extract(ctx, evaluator, "hull")
	if err != nil {
		t.Fatal(err)
	}
	if file.Anonymity.Rows != 18 || file.Refused != "*" || file.Erased != "0" {
		t.Errorf("%+v, refused %s, erased %s", file.Anonymity, file.Refused, file.Erased)
	}
	line := room.Record.Ledger[0]
	if line.Action != access.Export || line.Purpose != access.ForEvidence || line.Actor != evaluator.ID || len(line.Women) != 18 ||
		slices.ContainsFunc(line.Women, func(w string) bool { return strings.HasSuffix(w, "-0") || strings.HasSuffix(w, "06-2") }) {
		t.Errorf("the ledger says %+v", line)
	}
	about := strings.Join(file.About(), " ")
	for _, says := range []string{"DSA 7", "18 rows of 18 women", "0 referrals of women whose record was erased, and * of women who said no"} {
		if !strings.Contains(about, says) {
			t.Errorf("%q does not say %q", about, says)
		}
	}
	if file.Name("rows", "csv") != "study-hull-"+file.AsAt.String()+"-rows.csv" {
		t.Errorf("it is named %s", file.Name("rows", "csv"))
	}
	left, err := d.WhatLeft(ctx, caseworktest.Lead)
	if err != nil || len(left) != 1 || left[0].Of.Kind != "study" || left[0].Way != evidence.AsFile || len(left[0].Of.Digest) != 64 {
		t.Errorf("what left: %+v, %v", left, err)
	}

	if _, err := d.ExtractAtServer(ctx, "hull"); err != nil {
		t.Errorf("at the server: %v", err)
	}
	if again, _ := d.WhatLeft(ctx, caseworktest.Lead); len(again) != 2 || again[0].Of.Number != again[1].Of.Number {
		t.Errorf("the same rows are another release: %+v", again)
	}
	if _, err := d.ExtractAtServer(ctx, "none"); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a study there is none of: %v", err)
	}
	room.Record.Deaf = errors.New("no ledger")
	if file, err := d.Extract(ctx, evaluator, "hull"); err == nil || file.Table.Rows != nil {
		t.Errorf("rows left that nobody wrote down (%v)", err)
	}
}

func TestWhatAStudyHasToSay(t *testing.T) {
	room := caseworktest.NewRoom(t)
	sound := agreed(room)
	if err := sound.Check(); err != nil {
		t.Errorf("a sound study: %v", err)
	}
	for name, spoil := range map[string]func(*evidence.Study){
		"no name":                   func(s *evidence.Study) { s.ID = "" },
		"a name with a space":       func(s *evidence.Study) { s.ID = "hull one" },
		"with nobody":               func(s *evidence.Study) { s.Agency = "" },
		"with two":                  func(s *evidence.Study) { s.Account = "a" },
		"no reference":              func(s *evidence.Study) { s.Reference = "  " },
		"no end":                    func(s *evidence.Study) { s.Ends = 0 },
		"an end before it begins":   func(s *evidence.Study) { s.Ends = s.Starts - 1 },
		"part of a month":           func(s *evidence.Study) { s.Referred.To-- },
		"a period that is reversed": func(s *evidence.Study) { s.Referred = calendar.Window{From: september + 1, To: july} },
	} {
		study := sound
		if spoil(&study); study.Check() == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func TestTheRowsAndTheProfileAtTheServer(t *testing.T) {
	room := caseworktest.NewRoom(t)
	admit(t, room, first, "Camden", 20)
	admit(t, room, first+1, "Barnet", 3)
	admit(t, room, first+2, "Brent", 15)
	d := studyDesk(t, room)
	room.Record.Ledger = nil
	file, err := d.AnalystAtServer(ctx, at(july))
	if err != nil || len(file.Table.Rows) != 38 || file.AsAt != july {
		t.Fatalf("%d rows, %v", len(file.Table.Rows), err)
	}
	if line := room.Record.Ledger[0]; line.Action != access.Export || len(line.Women) != 38 || line.Actor != "operator" {
		t.Errorf("the ledger says %+v", line)
	}
	query := at(july)
	query.By = "area"
	made, err := d.ProfileAtServer(ctx, query)
	if err != nil {
		t.Fatal(err)
	}
	var referred []string
	for _, row := range made.Table.Rows {
		if row[1].Words == "Referred" {
			referred = append(referred, row[0].Words+" "+row[2].String())
		}
	}
	if got := strings.Join(referred, ", "); got != "All 40, Camden 20, Brent 15" {
		t.Errorf("the profile says %s", got)
	}
	left, err := d.WhatLeft(ctx, caseworktest.Lead)
	if err != nil || len(left) != 1 || left[0].What != "profile of needs by area, lwds as at 2020-07-31" {
		t.Errorf("what left: %+v, %v", left, err)
	}
	query.By = "ethnicity"
	if _, err := d.ProfileAtServer(ctx, query); casework.KindOf(err) != casework.Invalid {
		t.Errorf("by ethnicity: %v", err)
	}
	for _, query := range []evidence.Query{{Scheme: "none", By: "area"}, {Scheme: london, AsAt: d.Today() + 1, By: "area"}} {
		if _, err := d.ProfileAtServer(ctx, query); err == nil {
			t.Errorf("%v is answered", query)
		}
		if _, err := d.AnalystAtServer(ctx, query); err == nil {
			t.Errorf("rows of %v are written", query)
		}
	}
}
