package linking_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/jobs"
	"throughline/internal/casework/keeping"
	"throughline/internal/casework/linking"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// compared is an office with a feed that was sent and compared.
func compared(t *testing.T, lines ...string) (*office, string) {
	t.Helper()
	o := newOffice(t)
	o.Store, o.Staff = o.record, caseworktest.Crew{caseworktest.Lead, caseworktest.Keyworker}
	o.woman("w1", "", journey.Identity{Given: "Amina", Family: "Hill", Born: born(1990), Postcode: "SE15 8BP"})
	o.woman("w2", "", journey.Identity{Given: "Beth", Family: "Shaw", Born: born(1985)})
	o.woman("w3", "", journey.Identity{Given: "Beth", Family: "Shaw", Born: born(1985)})
	if _, err := o.Send(t.Context(), caseworktest.Lead, calendar.On(2021, 8, 24), []byte(head+strings.Join(lines, "\n")+"\n")); err != nil {
		t.Fatal(err)
	}
	o.work()
	list, err := o.List(t.Context(), caseworktest.Lead)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	return o, list[0].ID
}

// work does what was asked for.
func (o *office) work() casework.Job {
	o.t.Helper()
	work := jobs.Desk{Bench: o.Bench, Store: o.record, Staff: o.Staff, Kinds: []casework.JobKind{linking.Comparing{Desk: *o.Desk}}}
	if worked, err := work.Work(o.t.Context(), work.Kinds[0], "w1"); err != nil || !worked {
		o.t.Fatalf("worked %t, %v", worked, err)
	}
	all, err := work.List(o.t.Context(), caseworktest.Lead)
	if err != nil {
		o.t.Fatal(err)
	}
	return all[0].Job
}

// queue returns the feed as the lead sees it.
func (o *office) queue(id string) linking.Queue {
	o.t.Helper()
	queue, err := o.Queue(o.t.Context(), caseworktest.Lead, id)
	if err != nil {
		o.t.Fatal(err)
	}
	return queue
}

// arrestsOf returns the arrests that stand on a woman's record.
func (o *office) arrestsOf(woman string) []journey.Fact {
	o.t.Helper()
	told, err := o.Told(woman)
	if err != nil {
		o.t.Fatal(err)
	}
	return slices.DeleteFunc(journey.Effective(told, 0), func(fact journey.Fact) bool { return fact.Body.Kind() != journey.KindArrested })
}

func (o *office) Told(woman string) ([]journey.Fact, error) {
	told, err := o.record.Told(o.t.Context(), []string{woman})
	return told[woman], err
}

const (
	aminas  = "P1,Amina,Hill,1990-03-27,SE15 8BP,2021-01-05,E23000001,TH68010,charged"
	unsure  = "P2,Amina,Hill,,,2021-02-05,,,"
	beths   = "P3,Beth,Shaw,1985-03-27,,2021-03-05,,,"
	nobodys = "P4,Zoe,Quinn,1961-11-02,,2021-04-05,,,"
)

func TestAFeedIsComparedAndLetsGoOfWhoIsNotHere(t *testing.T) {
	o, id := compared(t, aminas, unsure, beths, nobodys, "P5,,,soon,,2021-01-01,,,")
	job := o.job(t)
	if job.State != casework.JobPartly || job.Said != "4 arrests compared with 3 women: 4 pairs to decide on, 0 arrests on record already, 1 rows left out." || job.Result != id {
		t.Errorf("the job ended as %+v", job)
	}
	queue := o.queue(id)
	if len(queue.Together) != 1 || queue.Together[0].Line.Arrest != "P1" || queue.Together[0].Who.Name() != "Amina Hill" || len(queue.Alone) != 3 || queue.Until != calendar.On(2021, 8, 24) {
		t.Errorf("together %d, alone %d, until %s", len(queue.Together), len(queue.Alone), queue.Until)
	}
	for _, one := range queue.Alone {
		if one.Line.Arrest == "P3" != one.Contested {
			t.Errorf("%s is contested: %t", one.Line.Arrest, one.Contested)
		}
	}
	if kept := o.kept(id); strings.Contains(kept, "Quinn") || !strings.Contains(kept, "Shaw") {
		t.Errorf("kept of the feed is %s", kept)
	}
	if line := o.seen.Ledger[len(o.seen.Ledger)-1]; !slices.Equal(line.Women, []string{"w1", "w2", "w3"}) || line.Purpose != access.ForEvidence {
		t.Errorf("the line of the queue is %+v", line)
	}
}

// job returns the job of the feed.
func (o *office) job(t *testing.T) casework.Job {
	t.Helper()
	found, err := o.record.Jobs(t.Context(), jobs.Filter{})
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	return found[0]
}

// kept returns all that is kept of a feed, in clear.
func (o *office) kept(id string) string {
	o.t.Helper()
	parts, err := o.record.PoliceFeedParts(o.t.Context(), id, 0, 1<<40)
	if err != nil {
		o.t.Fatal(err)
	}
	var all strings.Builder
	for _, part := range parts {
		all.Write(part)
	}
	return all.String()
}

func TestPairsOverTheThresholdAreTakenByOnePress(t *testing.T) {
	o, id := compared(t, aminas, unsure, beths)
	queue := o.queue(id)
	if _, err := o.Take(t.Context(), caseworktest.Lead, id, queue.Version+1); !says(err, "others than you were shown") {
		t.Errorf("other pairs than were shown: %v", err)
	}
	if n, err := o.Take(t.Context(), caseworktest.Lead, id, queue.Version); n != 1 || err != nil {
		t.Fatalf("%d taken, %v", n, err)
	}
	arrests := o.arrestsOf("w1")
	if len(arrests) != 1 {
		t.Fatalf("on her record are %+v", arrests)
	}
	body := arrests[0].Body.(journey.Arrested)
	if body.Arrest != "P1" || body.Force != "E23000001" || body.Offence != "TH68010" || body.Outcome != "charged" || arrests[0].By != caseworktest.Lead.ID || arrests[0].Happened.Day() != calendar.On(2021, 1, 5) ||
		body.Match.Feed != id || body.Match.How != journey.MatchedTogether || body.Match.Weight < 500 || body.Match.Model != queue.Model {
		t.Errorf("%+v", arrests[0])
	}
	after := o.queue(id)
	if len(after.Together) != 0 || len(after.Settled) != 1 || after.Settled[0].Name != "Ruth, Advance" || after.Linked != 1 {
		t.Errorf("after: %d together, %+v", len(after.Together), after.Settled)
	}
	if _, err := o.Take(t.Context(), caseworktest.Lead, id, queue.Version); !says(err, "no pair over this weight any more") {
		t.Errorf("a second press: %v", err)
	}
	if len(o.arrestsOf("w2"))+len(o.arrestsOf("w3")) != 0 {
		t.Error("an arrest that fits two women was taken")
	}
}

func says(err error, text string) bool {
	var problems journey.Problems
	return errors.As(err, &problems) && strings.Contains(problems.Error(), text)
}

func TestOnePairIsDecidedAndTakenBack(t *testing.T) {
	o, id := compared(t, beths)
	n, waits, err := o.Next(t.Context(), caseworktest.Lead, id)
	if err != nil || !waits {
		t.Fatal(waits, err)
	}
	side, err := o.One(t.Context(), caseworktest.Lead, id, n)
	if err != nil || side.Names[side.At].Family != "Shaw" || !side.Contested || side.Waiting != 2 || len(side.Evidence) != 3 {
		t.Fatalf("%+v, %v", side, err)
	}
	if line := o.seen.Ledger[len(o.seen.Ledger)-1]; !slices.Equal(line.Women, []string{side.Her}) {
		t.Errorf("looking at her is told as %+v", line)
	}
	for _, row := range []struct {
		n           int
		answer      linking.Answer
		reason, say string
	}{
		{n, "perhaps", "", "Choose whether it is the same woman"},
		{n, linking.CannotTell, strings.Repeat("x", 501), "Write up to 500 letters"},
	} {
		if err := o.Decide(t.Context(), caseworktest.Lead, id, row.n, row.answer, row.reason); !says(err, row.say) {
			t.Errorf("%s: %v, want %q", row.answer, err, row.say)
		}
	}
	steps := []struct {
		name    string
		do      func() error
		say     string
		on      int // arrests on her record then
		waiting int
	}{
		{"nobody can tell", func() error { return o.Decide(t.Context(), caseworktest.Lead, id, n, linking.CannotTell, "no address") }, "", 0, 1},
		{"it is the same woman after all", func() error { return o.Decide(t.Context(), caseworktest.Lead, id, n, linking.Same, "") }, "", 1, 0},
		{"a second click", func() error { return o.Decide(t.Context(), caseworktest.Lead, id, n, linking.Same, "") }, "", 1, 0},
		{"another answer", func() error { return o.Decide(t.Context(), caseworktest.Lead, id, n, linking.NotSame, "") }, "Take it back first", 1, 0},
		{"the other woman", func() error { return o.Decide(t.Context(), caseworktest.Lead, id, 1-n, linking.Same, "") }, "linked to another woman", 1, 0},
		{"taken back", func() error { return o.Back(t.Context(), caseworktest.Lead, id, n) }, "", 0, 2},
		{"taken back again", func() error { return o.Back(t.Context(), caseworktest.Lead, id, n) }, "", 0, 2},
		{"the same woman again", func() error { return o.Decide(t.Context(), caseworktest.Lead, id, n, linking.Same, "") }, "", 1, 0},
		{"taken back once more", func() error { return o.Back(t.Context(), caseworktest.Lead, id, n) }, "", 0, 2},
		{"not the same", func() error { return o.Decide(t.Context(), caseworktest.Lead, id, n, linking.NotSame, "") }, "", 0, 1},
		{"that taken back", func() error { return o.Back(t.Context(), caseworktest.Lead, id, n) }, "", 0, 2},
	}
	for _, step := range steps {
		err := step.do()
		if step.say == "" && err != nil || step.say != "" && !says(err, step.say) {
			t.Errorf("%s: %v", step.name, err)
		}
		if on := len(o.arrestsOf(side.Her)); on != step.on {
			t.Errorf("%s: %d arrests on her record, want %d", step.name, on, step.on)
		}
		if queue := o.queue(id); len(queue.Together)+len(queue.Alone) != step.waiting {
			t.Errorf("%s: %d wait, want %d", step.name, len(queue.Together)+len(queue.Alone), step.waiting)
		}
	}
	if err := o.Back(t.Context(), caseworktest.Lead, id, 9); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a pair there is none of: %v", err)
	}
}

func TestAnArrestIsNotMadeTwice(t *testing.T) {
	o, id := compared(t, aminas)
	o.write("w1", journey.Fact{Body: journey.Arrested{Arrest: "P1"}}) // came meanwhile under her key
	if err := o.Decide(t.Context(), caseworktest.Lead, id, 0, linking.Same, ""); !says(err, "on her record already") {
		t.Errorf("an arrest on record: %v", err)
	}
	if _, err := o.Send(t.Context(), caseworktest.Lead, calendar.On(2021, 8, 24), []byte(head+aminas+"\n")); err != nil {
		t.Fatal(err)
	}
	if job := o.work(); !strings.Contains(job.Said, "0 pairs to decide on, 1 arrests on record already") {
		t.Errorf("a feed of arrests on record: %s", job.Said)
	}
}

func TestWhatWasWrittenBeforeACrashIsNotWrittenAgain(t *testing.T) {
	o, id := compared(t, aminas)
	full := errors.New("the disk is full")
	o.Store = failing{o.record, full}
	if err := o.Decide(t.Context(), caseworktest.Lead, id, 0, linking.Same, ""); !errors.Is(err, full) {
		t.Fatal(err)
	}
	o.Store = o.record
	if err := o.Decide(t.Context(), caseworktest.Lead, id, 0, linking.Same, ""); err != nil || len(o.arrestsOf("w1")) != 1 || o.queue(id).Linked != 1 {
		t.Errorf("%v, %d arrests on her record", err, len(o.arrestsOf("w1")))
	}
}

// failing keeps nothing.
type failing struct {
	*caseworktest.Record
	err error
}

func (f failing) KeepPoliceFeed(context.Context, string, int, []byte) error { return f.err }

func TestFinishingLetsGoOfTheNamesAndSaysUpToWhichDayArrestsAreTold(t *testing.T) {
	o, id := compared(t, aminas, unsure, beths)
	if err := o.Decide(t.Context(), caseworktest.Lead, id, 0, linking.Same, ""); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := o.Finish(t.Context(), caseworktest.Lead, id); err != nil {
			t.Fatal(err)
		}
	}
	if kept := o.kept(id); strings.Contains(kept, "Hill") || strings.Contains(kept, "Shaw") || strings.Contains(kept, "1990") {
		t.Errorf("kept is %s", kept)
	}
	facts, _, err := o.record.Loose(t.Context(), 0, journey.KindFeedLinked)
	if err != nil || len(facts) != 1 {
		t.Fatal(facts, err)
	}
	if body := facts[0].Body.(journey.FeedLinked); body.Until != calendar.On(2021, 8, 24) || body.Rows != 3 || body.Linked != 1 || body.Unsure != 3 {
		t.Errorf("%+v", body)
	}
	queue := o.queue(id)
	if len(queue.Alone)+len(queue.Together) != 0 || len(queue.Settled) != 1 || queue.Finished.IsZero() {
		t.Errorf("%+v", queue)
	}
	if err := o.Back(t.Context(), caseworktest.Lead, id, 0); err != nil || len(o.arrestsOf("w1")) != 0 {
		t.Errorf("taken back after it was finished: %v", err)
	}
}

func TestNamesAreKeptFor28Days(t *testing.T) {
	o, id := compared(t, aminas)
	o.now = o.now.Add(linking.Kept - time.Minute)
	if err := o.Forget(t.Context()); err != nil || len(o.queue(id).Together) != 1 {
		t.Fatalf("before 28 days: %v", err)
	}
	o.now = o.now.Add(2 * time.Minute)
	if queue := o.queue(id); len(queue.Together) != 0 {
		t.Error("after 28 days the pairs are shown still")
	}
	if _, err := o.One(t.Context(), caseworktest.Lead, id, 0); casework.KindOf(err) != casework.NotFound {
		t.Errorf("after 28 days a pair is shown: %v", err)
	}
	if err := o.Forget(t.Context()); err != nil || strings.Contains(o.kept(id), "Hill") {
		t.Errorf("kept is %s, %v", o.kept(id), err)
	}
}

func TestNamesBesideAWomanWhoWasErasedGo(t *testing.T) {
	o, id := compared(t, aminas, beths)
	stone := keeping.Stone{Woman: "w1", At: o.now, By: caseworktest.Governance.ID, Ground: journey.ErasureHers}
	if err := o.record.Erase(t.Context(), keeping.Erasure{Stone: stone, Entry: caseworktest.Governance.Note(o.now, access.Erase, access.ForLegal, "erase a record", 0)}); err != nil {
		t.Fatal(err)
	}
	if queue := o.queue(id); len(queue.Together) != 0 || len(queue.Alone) != 2 {
		t.Errorf("%d and %d wait", len(queue.Together), len(queue.Alone))
	}
	if err := o.Forget(t.Context()); err != nil || strings.Contains(o.kept(id), "Hill") || !strings.Contains(o.kept(id), "Shaw") {
		t.Errorf("%v; kept is %s", err, o.kept(id))
	}
}

func TestTheThresholdIsChosenFromTheTable(t *testing.T) {
	o, id := compared(t, aminas, unsure)
	if queue := o.queue(id); len(queue.Together) != 1 || len(queue.Alone) != 1 || len(queue.Expected) != len(linking.ShownThresholds) {
		t.Errorf("from %v on: %+v", queue.Threshold, queue)
	}
	if err := o.SetThreshold(t.Context(), caseworktest.Lead, id, -2); err != nil || len(o.queue(id).Together) != 2 || len(o.queue(id).Alone) != 0 {
		t.Errorf("from -2 on: %v, %+v", err, o.queue(id))
	}
	if err := o.SetThreshold(t.Context(), caseworktest.Lead, id, 3.3); !says(err, "Choose a weight from the table") {
		t.Errorf("another weight: %v", err)
	}
}

func TestAWomanWhoIsHiddenIsNotThere(t *testing.T) {
	o, id := compared(t, aminas, beths)
	o.write("w1", journey.Fact{Body: journey.ConflictMarked{Conflict: "c1", Account: caseworktest.Lead.ID}})
	queue := o.queue(id)
	for _, one := range append(queue.Together, queue.Alone...) {
		if one.Her == "w1" {
			t.Error("she is on the list")
		}
	}
	_, hidden := o.One(t.Context(), caseworktest.Lead, id, 0)
	_, absent := o.One(t.Context(), caseworktest.Lead, id, 99)
	if hidden == nil || hidden.Error() != absent.Error() {
		t.Errorf("a pair with her is answered %v, one there is none of %v", hidden, absent)
	}
	if err := o.Decide(t.Context(), caseworktest.Lead, id, 0, linking.Same, ""); casework.KindOf(err) != casework.NotFound || len(o.arrestsOf("w1")) != 0 {
		t.Errorf("deciding on her: %v", err)
	}
}

func TestFeedsThatAreNotTaken(t *testing.T) {
	o := newOffice(t)
	o.Store, o.Staff = o.record, caseworktest.Crew{caseworktest.Lead}
	for _, row := range []struct {
		name, content, say string
		until              calendar.Day
	}{
		{"no feed", "a,b\n", "no column arrest_id", calendar.On(2021, 8, 24)},
		{"no row that is right", head + "P1,A,B,soon,,2021-01-01,,,\n", "No row is right. Row 2: date_of_birth is not a day", calendar.On(2021, 8, 24)},
		{"no cut-off", head + aminas + "\n", "Enter the last day", 0},
		{"a cut-off to come", head + aminas + "\n", "must be today or before", calendar.On(2050, 1, 1)},
		{"an arrest after it", head + aminas + "\n", "an arrest on a later day", calendar.On(2021, 1, 4)},
	} {
		if _, err := o.Send(t.Context(), caseworktest.Lead, row.until, []byte(row.content)); !says(err, row.say) {
			t.Errorf("%s: %v", row.name, err)
		}
	}
	if ids, err := o.record.PoliceFeeds(t.Context()); err != nil || len(ids) != 0 {
		t.Errorf("kept are %v, %v", ids, err)
	}
}

func TestWhoLinksAFeed(t *testing.T) {
	o, id := compared(t, aminas)
	other := access.Asker{ID: "lead-2", Name: "Other", Agency: "Elsewhere", Role: access.ServiceLead}
	for _, row := range []struct {
		asker access.Asker
		want  casework.Kind
	}{
		{caseworktest.Keyworker, casework.Forbidden}, {caseworktest.Admin, casework.Forbidden}, {caseworktest.Officer, casework.Forbidden},
		{caseworktest.Commissioner, casework.Forbidden}, {access.Asker{}, casework.Forbidden}, {other, casework.NotFound},
	} {
		_, queue := o.Queue(t.Context(), row.asker, id)
		_, one := o.One(t.Context(), row.asker, id, 0)
		_, _, next := o.Next(t.Context(), row.asker, id)
		_, take := o.Take(t.Context(), row.asker, id, 0)
		for what, err := range map[string]error{
			"queue": queue, "one": one, "next": next, "take": take, "decide": o.Decide(t.Context(), row.asker, id, 0, linking.Same, ""),
			"back": o.Back(t.Context(), row.asker, id, 0), "threshold": o.SetThreshold(t.Context(), row.asker, id, 5), "finish": o.Finish(t.Context(), row.asker, id),
		} {
			if err == nil || casework.KindOf(err) != row.want {
				t.Errorf("%s, %s: %v", row.asker.Role, what, err)
			}
		}
		if (linking.Comparing{Desk: *o.Desk}).May(t.Context(), row.asker, o.job(t)) {
			t.Errorf("%s may have the job done", row.asker.Role)
		}
		if row.want == casework.Forbidden {
			_, send := o.Send(t.Context(), row.asker, calendar.On(2021, 8, 24), []byte(head+aminas))
			_, list := o.List(t.Context(), row.asker)
			if casework.KindOf(send) != casework.Forbidden || casework.KindOf(list) != casework.Forbidden {
				t.Errorf("%s: sends %v, lists %v", row.asker.Role, send, list)
			}
		} else if list, err := o.List(t.Context(), row.asker); err != nil || len(list) != 0 {
			t.Errorf("%s lists %v, %v", row.asker.Role, list, err)
		}
	}
	if len(o.arrestsOf("w1")) != 0 {
		t.Error("an arrest was linked")
	}
}

func TestWhatIsNotWrittenDownIsNotShown(t *testing.T) {
	o, id := compared(t, aminas)
	o.seen.Deaf = errors.New("the disk is full")
	if queue, err := o.Queue(t.Context(), caseworktest.Lead, id); casework.KindOf(err) != casework.Unavailable || queue.Together != nil {
		t.Errorf("the queue: %v", err)
	}
	if side, err := o.One(t.Context(), caseworktest.Lead, id, 0); casework.KindOf(err) != casework.Unavailable || side.Names != nil {
		t.Errorf("a pair: %v", err)
	}
	if err := o.Decide(t.Context(), caseworktest.Lead, id, 0, linking.NotSame, ""); casework.KindOf(err) != casework.Unavailable {
		t.Errorf("a decision: %v", err)
	}
	if _, err := o.Send(t.Context(), caseworktest.Lead, calendar.On(2021, 8, 24), []byte(head+beths)); casework.KindOf(err) != casework.Unavailable {
		t.Errorf("a feed: %v", err)
	}
}

// Comparing that is cut short at any write leaves, done again, what once leaves.
func TestComparingIsCutShortAtEveryWrite(t *testing.T) {
	for stop := 0; ; stop++ {
		o := newOffice(t)
		o.Store, o.Staff = o.record, caseworktest.Crew{caseworktest.Lead}
		o.woman("w1", "", journey.Identity{Given: "Amina", Family: "Hill", Born: born(1990)})
		if _, err := o.Send(t.Context(), caseworktest.Lead, calendar.On(2021, 8, 24), []byte(head+aminas+"\n"+nobodys+"\n")); err != nil {
			t.Fatal(err)
		}
		cut := &cutting{Record: o.record, left: stop}
		o.Store = cut
		job := o.job(t)
		_, err := (linking.Comparing{Desk: *o.Desk}).Run(t.Context(), caseworktest.Lead, job, func(int, int) {})
		if cut.left >= 0 {
			if err != nil || stop < 3 {
				t.Fatalf("after %d writes: %v", stop, err)
			}
			return
		}
		if !errors.Is(err, errCut) {
			t.Fatalf("cut short after %d writes: %v", stop, err)
		}
		o.Store = o.record
		end, err := (linking.Comparing{Desk: *o.Desk}).Run(t.Context(), caseworktest.Lead, job, func(int, int) {})
		if err != nil || end.Result == "" || len(o.queue(end.Result).Together) != 1 || strings.Contains(o.kept(end.Result), "Quinn") {
			t.Errorf("cut short after %d writes and done again: %v, %s", stop, err, o.kept(end.Result))
		}
	}
}

var errCut = errors.New("the power went")

// cutting writes so often, and then no more.
type cutting struct {
	*caseworktest.Record
	left int
}

func (c *cutting) cut() error {
	if c.left--; c.left < 0 {
		return errCut
	}
	return nil
}

func (c *cutting) KeepPoliceFeed(ctx context.Context, id string, part int, plain []byte) error {
	if err := c.cut(); err != nil {
		return err
	}
	return c.Record.KeepPoliceFeed(ctx, id, part, plain)
}

func (c *cutting) DropPoliceFeed(ctx context.Context, id string, from, to int) error {
	if err := c.cut(); err != nil {
		return err
	}
	return c.Record.DropPoliceFeed(ctx, id, from, to)
}
