package evidence_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/casework/jobs"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/reportpack"
)

// press is a desk that makes packs, with who works in the background.
type press struct {
	*evidence.Desk
	room  *caseworktest.Room
	jobs  jobs.Desk
	wrote []reportpack.Pack
	taken []access.Entry
	fault error // what writing answers, where it is to fail
}

// overseen keeps the ledger lines with which files are taken.
type overseen struct {
	evidence.Downloads
	press *press
}

func (o overseen) TakeDownload(ctx context.Context, entry access.Entry, id string) error {
	if err := o.Downloads.TakeDownload(ctx, entry, id); err != nil {
		return err
	}
	o.press.taken = append(o.press.taken, entry)
	return nil
}

func newPress(t *testing.T) *press {
	t.Helper()
	room := caseworktest.NewRoom(t)
	p := &press{Desk: desk(t, room), room: room}
	for i := range 12 {
		referred(t, room, fmt.Sprintf("c%d", i), first)
	}
	closed(t, room, "c0", summer)
	store := caseworktest.NewRecord(room.Now)
	p.Downloads = overseen{store, p}
	p.Write = func(_ context.Context, pack reportpack.Pack, forms []reportpack.Form, progress func(done, total int)) ([]byte, error) {
		p.wrote = append(p.wrote, pack)
		progress(len(forms), len(forms))
		return []byte("the pack " + pack.Name()), p.fault
	}
	p.jobs = jobs.Desk{
		Bench: room.Bench, Store: room.Record.Record.(jobs.Store), Kinds: []casework.JobKind{evidence.Packing{Desk: p.Desk}},
		Staff: caseworktest.Crew{caseworktest.Lead, caseworktest.Commissioner, caseworktest.Admin},
	}
	return p
}

var order = evidence.PackOrder{Query: evidence.Query{Scheme: london, AsAt: winter.AddDays(-3)}, Forms: []reportpack.Form{reportpack.HTML, reportpack.CSV}}

// made asks for a pack and lets it be made.
func (p *press) made(t *testing.T, asker access.Asker, key string) jobs.Seen {
	t.Helper()
	id, err := p.AskPack(ctx, asker, key, order)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.jobs.Work(ctx, p.jobs.Kinds[0], "w1"); err != nil {
		t.Fatal(err)
	}
	one, err := p.jobs.One(ctx, asker, id)
	if err != nil {
		t.Fatal(err)
	}
	return one
}

func TestAPackIsMadeInTheBackgroundAndTakenOnce(t *testing.T) {
	p := newPress(t)
	job := p.made(t, caseworktest.Lead, "k")
	if job.State != casework.JobFinished || job.Path != "/evidence/pack/"+job.ID || job.Done != 3 || job.Total != 3 {
		t.Fatalf("the work is %+v", job)
	}
	ready, err := p.Pack(ctx, caseworktest.Lead, job.ID)
	want := evidence.PackReady{
		ID: job.ID, Name: "lwds-2020-12-28-not-for-publication.zip", Bytes: 44, Exact: true, Until: p.room.Now().Add(evidence.PackKept), Taken: false,
	}
	ready.Until = ready.Until.In(want.Until.Location())
	if err != nil || ready != want {
		t.Errorf("ready is %+v, %v", ready, err)
	}
	if len(p.taken) != 0 {
		t.Error("looking at what waits is written down as taking it")
	}
	_, body, err := p.TakePack(ctx, caseworktest.Lead, job.ID)
	if err != nil || string(body) != "the pack lwds-2020-12-28-not-for-publication" {
		t.Errorf("taken is %q, %v", body, err)
	}
	line := p.taken[0]
	if line.Action != access.Export || line.Purpose != access.ForEvidence || line.What != "take a report pack away lwds as at 2020-12-28" {
		t.Errorf("it is written down as %+v", line)
	}
	if _, body, err := p.TakePack(ctx, caseworktest.Lead, job.ID); casework.KindOf(err) != casework.Conflict || body != nil {
		t.Errorf("taken again: %q, %v", body, err)
	}
	if ready, err := p.Pack(ctx, caseworktest.Lead, job.ID); err != nil || !ready.Taken {
		t.Errorf("what was taken shows as %+v, %v", ready, err)
	}
}

func TestACommissionersPackIsProtectedAndAsAtAMonthEnd(t *testing.T) {
	p := newPress(t)
	job := p.made(t, caseworktest.Commissioner, "k")
	pack := p.wrote[0]
	if pack.Exact() || pack.Policy != "nhs-1-7-r5" || pack.AsAt != calendar.On(2020, time.November, 30) {
		t.Errorf("the pack is exact: %v, of policy %q, as at %s", pack.Exact(), pack.Policy, pack.AsAt)
	}
	for _, one := range pack.Figures {
		if n, _ := one.Written().Numerator.(int); n%5 != 0 {
			t.Errorf("%s is %v", one.Meaning().ID, one.Written().Numerator)
		}
	}
	if _, _, err := p.TakePack(ctx, caseworktest.Commissioner, job.ID); err != nil {
		t.Fatal(err)
	}
	left, err := p.WhatLeft(ctx, caseworktest.Lead)
	if err != nil || !slices.ContainsFunc(left, func(one evidence.Taken) bool {
		return one.Way == evidence.AsFile && one.By == caseworktest.Commissioner.ID && one.What == "lwds as at 2020-11-30"
	}) {
		t.Errorf("what left is %+v, %v", left, err)
	}
}

func TestAPackOfTooFewIsNotMadeForOthers(t *testing.T) {
	p := newPress(t)
	narrow := order
	narrow.Query.Narrow.Referred.From = first
	id, err := p.AskPack(ctx, caseworktest.Commissioner, "k", narrow)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.jobs.Work(ctx, p.jobs.Kinds[0], "w1"); err != nil {
		t.Fatal(err)
	}
	if one, err := p.jobs.One(ctx, caseworktest.Commissioner, id); err != nil || one.State != casework.JobPartly || !strings.Contains(one.Said, "whole months") || one.Path != "" {
		t.Errorf("the work is %+v, %v", one, err)
	}
}

func TestTheSameOrderIsOnePack(t *testing.T) {
	p := newPress(t)
	one := p.made(t, caseworktest.Lead, "k")
	again, err := p.AskPack(ctx, caseworktest.Lead, "k", order)
	if err != nil || again != one.ID {
		t.Errorf("the same order is %s, %v, and was %s", again, err, one.ID)
	}
	if other, err := p.AskPack(ctx, caseworktest.Lead, "k2", order); err != nil || other == one.ID {
		t.Errorf("another order is %s, %v", other, err)
	}
	all, err := p.jobs.List(ctx, caseworktest.Lead)
	if err != nil || len(all) != 2 {
		t.Errorf("%d pieces of work, %v", len(all), err)
	}
}

func TestWorkDoneAgainLeavesOnePack(t *testing.T) {
	p := newPress(t)
	job := p.made(t, caseworktest.Lead, "k")
	again := func() {
		t.Helper()
		if _, err := p.jobs.Kinds[0].Run(ctx, caseworktest.Lead, job.Job, func(int, int) {}); err != nil {
			t.Fatal(err)
		}
	}
	again()
	if _, _, err := p.TakePack(ctx, caseworktest.Lead, job.ID); err != nil {
		t.Fatal(err)
	}
	again()
	if _, _, err := p.TakePack(ctx, caseworktest.Lead, job.ID); casework.KindOf(err) != casework.Conflict {
		t.Errorf("made again, it is taken again: %v", err)
	}
}

func TestWhoMayAskForAPackAndTakeIt(t *testing.T) {
	p := newPress(t)
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Keyworker, caseworktest.Admin, {}} {
		if _, err := p.AskPack(ctx, asker, "k", order); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s asks: %v", asker.Role, err)
		}
	}
	job := p.made(t, caseworktest.Lead, "k")
	elsewhere, lowered := caseworktest.Lead, caseworktest.Lead
	elsewhere.ID = "lead-2"
	lowered.Role = access.Commissioner
	for name, row := range map[string]struct {
		asker access.Asker
		kind  casework.Kind
	}{
		"another lead":                   {elsewhere, casework.NotFound},
		"a commissioner":                 {caseworktest.Commissioner, casework.NotFound},
		"the lead, who leads no more":    {lowered, casework.NotFound},
		"an administrator of her agency": {caseworktest.Admin, casework.Forbidden},
		"nobody":                         {access.Asker{}, casework.Forbidden},
	} {
		_, errPack := p.Pack(ctx, row.asker, job.ID)
		_, body, errTake := p.TakePack(ctx, row.asker, job.ID)
		if casework.KindOf(errPack) != row.kind || casework.KindOf(errTake) != row.kind || body != nil {
			t.Errorf("%s: %v, %v", name, errPack, errTake)
		}
	}
	if seen, err := p.jobs.One(ctx, caseworktest.Admin, job.ID); err != nil || seen.Path != "" {
		t.Errorf("the administrator is led to %q, %v", seen.Path, err)
	}
	if _, _, err := p.TakePack(ctx, caseworktest.Lead, "no such"); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a pack there is none of: %v", err)
	}
}

func TestAnOrderThatCannotBe(t *testing.T) {
	p := newPress(t)
	for name, row := range map[string]struct {
		change func(*evidence.PackOrder)
		key    string
		says   string
	}{
		"no sort of file":       {func(o *evidence.PackOrder) { o.Forms = nil }, "k", "Choose at least one sort of file"},
		"a day to come":         {func(o *evidence.PackOrder) { o.Query.AsAt = calendar.On(2999, time.January, 1) }, "k", "still to come"},
		"a scheme there is not": {func(o *evidence.PackOrder) { o.Query.Scheme = "nowhere" }, "k", "there is no scheme"},
		"no key":                {func(*evidence.PackOrder) {}, "", "needs a key"},
	} {
		wrong := order
		row.change(&wrong)
		if _, err := p.AskPack(ctx, caseworktest.Lead, row.key, wrong); err == nil || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPackWaitsForADay(t *testing.T) {
	p := newPress(t)
	job := p.made(t, caseworktest.Lead, "k")
	p.room.Wait(evidence.PackKept - time.Second)
	if err := p.Forget(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Pack(ctx, caseworktest.Lead, job.ID); err != nil {
		t.Errorf("within the day: %v", err)
	}
	p.room.Wait(time.Second)
	if _, _, err := p.TakePack(ctx, caseworktest.Lead, job.ID); casework.KindOf(err) != casework.NotFound {
		t.Errorf("after the day, before anybody tidied: %v", err)
	}
	p.room.Wait(time.Second)
	if err := p.Forget(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Downloads.Download(ctx, job.ID); casework.KindOf(err) != casework.NotFound {
		t.Errorf("after the day the file is kept: %v", err)
	}
}

// Between the making and the taking somebody may have said that the lead must not
// know of a woman.
func TestAPackIsNotHersOnceAWomanInItIsHiddenFromHer(t *testing.T) {
	p := newPress(t)
	job := p.made(t, caseworktest.Lead, "k")
	write(t, p.room, on(winter, "woman-c1", "", journey.ConflictMarked{Conflict: "x", Account: caseworktest.Lead.ID, From: journey.ConflictHers}))
	if _, _, err := p.TakePack(ctx, caseworktest.Lead, job.ID); casework.KindOf(err) != casework.NotFound {
		t.Errorf("taken: %v", err)
	}
	again := p.made(t, caseworktest.Lead, "k2")
	if _, _, err := p.TakePack(ctx, caseworktest.Lead, again.ID); err != nil {
		t.Errorf("made anew: %v", err)
	}
}

func TestAPackThatCannotBeWrittenSaysSo(t *testing.T) {
	p := newPress(t)
	p.fault = errors.New("no display")
	id, err := p.AskPack(ctx, caseworktest.Lead, "k", order)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.jobs.Work(ctx, p.jobs.Kinds[0], "w1"); !errors.Is(err, p.fault) {
		t.Errorf("whoever runs the server is told %v", err)
	}
	if one, err := p.jobs.One(ctx, caseworktest.Lead, id); err != nil || one.State != casework.JobFailed || one.Path != "" {
		t.Errorf("the work is %+v, %v", one, err)
	}
	if _, err := p.Pack(ctx, caseworktest.Lead, id); casework.KindOf(err) != casework.NotFound {
		t.Errorf("there is a pack: %v", err)
	}
}

func TestNothingIsCountedForAPackWithoutALedgerLine(t *testing.T) {
	p := newPress(t)
	if _, err := p.AskPack(ctx, caseworktest.Lead, "k", order); err != nil {
		t.Fatal(err)
	}
	p.room.Record.Deaf = errors.New("no ledger")
	if _, err := p.jobs.Work(ctx, p.jobs.Kinds[0], "w1"); !errors.Is(err, p.room.Record.Deaf) {
		t.Errorf("the work ends with %v", err)
	}
	if len(p.wrote) != 0 {
		t.Error("a pack was written of figures whose read nobody wrote down")
	}
}

func TestAPackForWhoeverRunsTheServer(t *testing.T) {
	p := newPress(t)
	before := len(p.room.Record.Ledger)
	exact, err := p.PackAtServer(ctx, atWinter)
	if err != nil || exact.Name() != "lwds-2020-12-31-not-for-publication" || len(exact.Tables) == 0 || len(exact.Charts) == 0 {
		t.Errorf("%s with %d tables and %d charts, %v", exact.Name(), len(exact.Tables), len(exact.Charts), err)
	}
	if len(p.room.Record.Ledger) != before {
		t.Error("an exact pack needs the record open for writing")
	}
	protected, err := p.ReleaseAtServer(ctx, atWinter)
	if err != nil || protected.Name() != "lwds-2020-12-31-nhs-1-7-r5" {
		t.Errorf("%s, %v", protected.Name(), err)
	}
	if line, _ := p.room.Record.Last(); line.Action != access.Export || line.What != "release a report pack at the server, lwds as at 2020-12-31" {
		t.Errorf("it is written down as %+v", line)
	}
	left, err := p.WhatLeft(ctx, caseworktest.Lead)
	if err != nil || len(left) != 1 || left[0].Way != evidence.AsFile || left[0].By != "operator" {
		t.Errorf("what left is %+v, %v", left, err)
	}
	nowhere := evidence.Query{Scheme: "nowhere"}
	if _, err := p.PackAtServer(ctx, nowhere); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a scheme there is none of: %v", err)
	}
	if _, err := p.ReleaseAtServer(ctx, nowhere); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a scheme there is none of: %v", err)
	}
	p.room.Record.Deaf = errors.New("no ledger")
	if _, err := p.ReleaseAtServer(ctx, atWinter); !errors.Is(err, p.room.Record.Deaf) {
		t.Errorf("without its ledger line: %v", err)
	}
}
