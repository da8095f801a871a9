package evidence_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/grouping"
)

// months are the ends of months that outsiders read figures as at.
var july, august, september = summer, calendar.On(2020, time.August, 31), calendar.On(2020, time.September, 30)

// admit writes so many women, referred on a day from an area.
func admit(t *testing.T, room *caseworktest.Room, day calendar.Day, area string, women int) {
	t.Helper()
	for i := range women {
		id := fmt.Sprintf("%s-%s-%d", area, day, i)
		write(t, room, on(day, "woman-"+id, id, journey.Referred{Scheme: london, Pathway: journey.ConditionalCaution, Area: area}))
	}
}

// read returns what the commissioner reads of a figure.
func read(t *testing.T, d *evidence.Desk, query evidence.Query, id string) string {
	t.Helper()
	report, err := d.Report(ctx, caseworktest.Commissioner, query)
	if err != nil {
		t.Fatal(err)
	}
	figure, ok := report.Figure(id)
	if !ok {
		t.Fatalf("there is no %s", id)
	}
	return figure.Text()
}

func at(day calendar.Day) evidence.Query { return evidence.Query{Scheme: london, AsAt: day} }

func inArea(day calendar.Day, area string) evidence.Query {
	return evidence.Query{Scheme: london, AsAt: day, Narrow: evaluation.Narrowing{Area: area}}
}

func TestALaterMonthDoesNotTellOfAFewWomenMore(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	admit(t, room, first, "Camden", 32)
	admit(t, room, august-5, "Camden", 3)
	admit(t, room, september-5, "Camden", 9)
	const all = "referrals.total"
	for _, month := range []struct {
		as   calendar.Day
		want string
	}{{july, "30"}, {august, "30"}, {september, "45"}, {august, "30"}, {july, "30"}} {
		if got := read(t, d, at(month.as), all); got != month.want {
			t.Errorf("as at %s there are %s referrals, want %s", month.as, got, month.want)
		}
	}
	if exact := counts(t, d, at(august), all); exact != 35 {
		t.Errorf("the lead reads %d", exact)
	}
}

func TestAPartDoesNotTellOfTheFewOutsideIt(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	admit(t, room, first, "Camden", 40)
	admit(t, room, first+1, "Barnet", 3)
	admit(t, room, first+2, "Brent", 20)
	const all = "referrals.total"
	for _, part := range []struct{ area, want string }{{"Brent", "20"}, {"Camden", "40"}, {"Barnet", "*"}} {
		if got := read(t, d, inArea(july, part.area), all); got != part.want {
			t.Errorf("%s: %s, want %s", part.area, got, part.want)
		}
	}
	if got := read(t, d, at(july), all); got != "65" {
		t.Errorf("all: %s", got)
	}

	// All but three: the whole stands, the part is hidden.
	room = caseworktest.NewRoom(t)
	d = desk(t, room)
	admit(t, room, first, "Camden", 40)
	admit(t, room, first+1, "Barnet", 3)
	if got := read(t, d, inArea(july, "Camden"), all); got != "*" {
		t.Errorf("all but three: %s", got)
	}
	if got := read(t, d, at(july), all); got != "45" {
		t.Errorf("the whole is hidden for a part of it: %s", got)
	}
}

func TestWhatIsAskedForAgainReadsTheSame(t *testing.T) {
	room := caseworktest.NewRoom(t)
	kept := &caseworktest.Released{}
	open := func() *evidence.Desk {
		d := desk(t, room)
		d.Released = kept
		return d
	}
	admit(t, room, first, "Camden", 32)
	admit(t, room, august-5, "Barnet", 12)
	d := open()
	queries := []evidence.Query{at(july), at(august), inArea(august, "Camden"), {Scheme: london, AsAt: august, By: grouping.Area}}
	written := func(d *evidence.Desk, query evidence.Query) string {
		report, err := d.Report(ctx, caseworktest.Commissioner, query)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal([]any{report, report.Tables})
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	var before []string
	for _, query := range queries {
		before = append(before, written(d, query))
	}
	news := open() // the program was started again
	for i, query := range queries {
		if got := written(news, query); got != before[i] {
			t.Errorf("%v reads differently:\n%s\n%s", query, got, before[i])
		}
	}
	if list, err := kept.Releases(ctx, 0); err != nil || len(list) != len(queries) {
		t.Errorf("%d releases are kept for %d queries (%v)", len(list), len(queries), err)
	}
}

func TestManyFiltersOverFewWomenAreRefused(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	admit(t, room, first, "Camden", 40)
	admit(t, room, first+1, "Barnet", 3)
	whole := calendar.Window{From: calendar.On(2020, time.January, 1), To: calendar.On(2020, time.June, 30)}
	for _, test := range []struct {
		name   string
		narrow evaluation.Narrowing
		want   string // part of the reason; "" where it is answered
	}{
		{"one filter over few", evaluation.Narrowing{Area: "Barnet"}, ""},
		{"two over many", evaluation.Narrowing{Area: "Camden", Referred: whole}, ""},
		{"two over few", evaluation.Narrowing{Area: "Barnet", Referred: whole}, "take one of them away"},
		{"two over nobody", evaluation.Narrowing{Area: "Nowhere", Referred: whole}, "take one of them away"},
		{"a period of any days", evaluation.Narrowing{Referred: calendar.Window{From: first, To: july}}, "whole months"},
		{"a period that ends on any day", evaluation.Narrowing{Referred: calendar.Window{To: july - 1}}, "whole months"},
	} {
		query := evidence.Query{Scheme: london, AsAt: july, Narrow: test.narrow}
		_, err := d.Report(ctx, caseworktest.Commissioner, query)
		if test.want == "" && err != nil || test.want != "" && (casework.KindOf(err) != casework.Invalid || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: %v", test.name, err)
		}
		if _, err := d.Report(ctx, caseworktest.Lead, query); err != nil {
			t.Errorf("%s, to the lead: %v", test.name, err)
		}
	}
}

func TestWhatLeftIsListed(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	admit(t, room, first, "Camden", 40)
	commissioner := caseworktest.Commissioner
	for range 2 {
		if _, err := d.Report(ctx, commissioner, at(july)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Take(ctx, commissioner, at(july)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Report(ctx, caseworktest.Lead, at(july)); err != nil {
		t.Fatal(err)
	}
	governance := access.Asker{ID: "ig-1", Role: access.InformationGovernance, Agency: "Trust"}
	for _, asker := range []access.Asker{caseworktest.Lead, governance} {
		list, err := d.WhatLeft(ctx, asker)
		if err != nil || len(list) != 2 {
			t.Fatalf("%d left (%v)", len(list), err)
		}
		ways := map[evidence.Way]bool{}
		for _, one := range list {
			ways[one.Way] = true
			if one.Taking.By != commissioner.ID || one.Of.Policy != "nhs-1-7-r5" || len(one.Of.Digest) != 64 || one.What != "lwds as at 2020-07-31" {
				t.Errorf("%+v", one)
			}
		}
		if !ways[evidence.AsPage] || !ways[evidence.AsFile] {
			t.Errorf("by %v", ways)
		}
	}
	if _, err := d.WhatLeft(ctx, commissioner); casework.KindOf(err) != casework.Forbidden {
		t.Errorf("the commissioner: %v", err)
	}
}

// broken is a keeper of releases that cannot keep.
type broken struct{ caseworktest.Released }

var errDisk = errors.New("the disk is full")

func (b *broken) KeepTaking(context.Context, evidence.Taking) error { return errDisk }

func TestNothingLeavesThatCannotBeWrittenDown(t *testing.T) {
	room := caseworktest.NewRoom(t)
	admit(t, room, first, "Camden", 40)
	for name, kept := range map[string]evidence.Releases{"nothing keeps it": nil, "the disk is full": &broken{}} {
		d := desk(t, room)
		d.Released = kept
		if report, err := d.Report(ctx, caseworktest.Commissioner, at(july)); casework.KindOf(err) != casework.Unavailable || report.Figures != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// racing lets another release come in between.
type racing struct {
	caseworktest.Released
	other evidence.Release
}

func (r *racing) KeepRelease(ctx context.Context, release evidence.Release, after int64) (evidence.Release, error) {
	if after == 0 {
		if _, err := r.Released.KeepRelease(ctx, r.other, 0); err != nil {
			return evidence.Release{}, err
		}
	}
	return r.Released.KeepRelease(ctx, release, after)
}

func TestOfTwoReleasesAtOnceOneComesAfterTheOther(t *testing.T) {
	room := caseworktest.NewRoom(t)
	admit(t, room, first, "Camden", 35)
	kept := &racing{other: evidence.Release{Kind: evidence.ReportKind, Scheme: london, AsAt: july - 31,
		Behind: []evidence.Behind{{Figure: "referrals.total", Count: 32, Printed: 32, Base: -2, OfBase: -1}}}}
	d := desk(t, room)
	d.Released = kept
	if got := read(t, d, at(july), "referrals.total"); got != "30" {
		t.Errorf("beside the other it reads %s", got)
	}
	if list, err := kept.Releases(ctx, 0); err != nil || len(list) != 2 || list[1].AsAt != july {
		t.Errorf("%d are kept (%v)", len(list), err)
	}
}
