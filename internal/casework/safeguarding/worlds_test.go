package safeguarding_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/casework/justice"
	"throughline/internal/casework/safeguarding"
	"throughline/internal/casework/sharing"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// world is a service in which she came, or never came. Ids of what is done to her
// are numbered apart, so that all the others are alike in both.
type world struct {
	*house
	here         bool // she came
	ids, herIDs  int
	about        bool // ids made now are about her
	others, hers []string
	figures      *evidence.Desk
}

func newWorld(t *testing.T, here bool) *world {
	w := &world{house: newHouse(t), here: here}
	name := func() string {
		if w.about {
			w.herIDs++
			return fmt.Sprintf("hers%06d", w.herIDs)
		}
		w.ids++
		return fmt.Sprintf("id%08d", w.ids)
	}
	w.Bench.NewID = name
	w.desk.NewID, w.support.NewID = name, name
	w.figures = &evidence.Desk{Bench: w.Bench, Released: &caseworktest.Released{}, Schemes: schemesOf(t)}
	return w
}

// her does something about her, where she came.
func (w *world) her(do func()) {
	if !w.here {
		return
	}
	w.about = true
	do()
	w.about = false
}

// come refers a woman, allocated to a keyworker unless that is "". Officer sends her
// where nobody else is named.
func (w *world) come(name, postcode, worker string, sender ...access.Asker) string {
	sender = append(sender, caseworktest.Officer)
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway = "lwds", journey.ConditionalCaution
	entry.Identity = journey.Identity{Given: name, Family: name + "son", Born: calendar.On(1990, time.March, 27), Postcode: postcode, Phone: phoneOf(name)}
	facts, err := w.Bench.Pen(sender[0]).Refer(entry, "")
	w.must(err)
	receipt, err := w.Record.Append(ctx, casework.Change{Facts: facts, Entry: w.note(sender[0])})
	w.must(err)
	if worker != "" {
		facts, err = w.Bench.Pen(caseworktest.Lead).Allocate(w.row(receipt.Case), worker, "Advance", "")
		w.must(err)
		_, err = w.Record.Append(ctx, casework.Change{Facts: facts, Entry: w.note(caseworktest.Lead)})
		w.must(err)
	}
	return receipt.Case
}

// phoneOf is the phone of a woman of this name.
func phoneOf(name string) string {
	sum := 0
	for _, letter := range name {
		sum = (sum*31 + int(letter)) % 1000000
	}
	return fmt.Sprintf("07700 %06d", sum)
}

// book books an appointment.
func (w *world) book(caseID string) {
	facts, err := w.Bench.Pen(caseworktest.Keyworker).Book(w.row(caseID), journey.BookingEntry{At: []calendar.Moment{calendar.At(w.Now().Add(26 * time.Hour))}, How: journey.OneToOne})
	w.must(err)
	_, err = w.Record.Append(ctx, casework.Change{Facts: facts, Entry: w.note(caseworktest.Keyworker)})
	w.must(err)
}

// everything is all that somebody can see without naming a case of hers, as text.
func (w *world) everything(asker access.Asker) string {
	police := justice.Desk{Bench: w.Bench, Schemes: schemesOf(w.t)}
	shares := sharing.Desk{Bench: w.Bench, Schemes: schemesOf(w.t), People: colleagues{}}
	seen := map[string]any{}
	keep := func(name string, what any, err error) { seen[name] = []any{what, fmt.Sprint(err)} }
	today, err := w.support.Today(ctx, asker)
	keep("today", today, err)
	for _, state := range []string{support.StateOpen, support.StateAll, support.StateWaiting, support.StateClosed} {
		list, err := w.support.Caseload(ctx, asker, support.Query{State: state, PerPage: 2})
		keep("caseload "+state, list, err)
	}
	own, err := w.support.Caseload(ctx, asker, support.Query{Text: "Canary"})
	keep("her name in the caseload", own, err)
	board, err := w.support.Board(ctx, asker)
	keep("board", board, err)
	waiting, err := w.support.Unallocated(ctx, asker)
	keep("waiting", waiting, err)
	carried, err := w.support.Carried(ctx, asker, caseworktest.Keyworker.ID)
	keep("carried", carried, err)
	sent, err := police.MyReferrals(ctx, asker)
	keep("sent", sent, err)
	list, err := shares.List(ctx, asker, false)
	keep("shared", list, err)
	report, err := w.figures.Report(ctx, asker, evidence.Query{Scheme: "lwds"})
	keep("figures", report, err)
	behind, err := w.figures.Cases(ctx, asker, evidence.Query{Scheme: "lwds"}, "open.total")
	keep("cases behind", behind, err)
	taken, err := w.figures.Take(ctx, asker, evidence.Query{Scheme: "lwds"})
	keep("figures taken", taken, err)
	home, err := w.desk.Home(ctx, asker)
	keep("governance", home, err)
	opened, err := w.desk.Opened(ctx, asker)
	keep("opened", opened, err)
	for name, terms := range map[string]safeguarding.Declaration{
		"name": {Family: "Canaryson", Born: calendar.On(1990, time.March, 27)}, "phone": {Phone: phoneOf("Canary")}, "reference": {Reference: "HERS-0003"},
	} {
		found, err := w.desk.Find(ctx, asker, safeguarding.Search{Purpose: access.ForSupport, Declaration: terms})
		keep("search by "+name, found, err)
		keep("ask to open by "+name, nil, w.desk.AskToOpen(ctx, asker, "key "+name+fmt.Sprint(w.ids), terms, "A reason"))
	}
	for _, id := range slices.Concat(w.others, []string{"hers000001", "hers000002", "hers000003"}) {
		view, err := w.support.Open(ctx, asker, id, "")
		keep("record "+id, view, err)
		one, err := police.Sent(ctx, asker, id)
		keep("referral "+id, one, err)
	}
	text, err := json.MarshalIndent(seen, "", " ")
	w.must(err)
	return numbers.ReplaceAllString(string(text), "fact")
}

// numbers are those of facts in the record, which count hers too.
var numbers = regexp.MustCompile(`fact-\d+|[0-9A-Za-z]{26}`)

// bars are the ways in which somebody comes to be barred from her.
var bars = map[string]func(w *world, asker access.Asker){
	"she names them": func(w *world, asker access.Asker) { w.bar(journey.ConflictEntry{Account: asker.ID}) },
	"their agency":   func(w *world, asker access.Asker) { w.bar(journey.ConflictEntry{Agency: asker.Agency}) },
	"they declare it": func(w *world, asker access.Asker) {
		w.must(w.desk.Declare(ctx, asker, safeguarding.Declaration{Phone: phoneOf("Canary")}))
	},
	"a match": func(w *world, asker access.Asker) {
		w.must(w.desk.KeepOwn(ctx, asker, safeguarding.Own{Family: "Canaryson", Postcode: "W6 9JH"}))
	},
}

// bar writes a conflict down, where she came.
func (w *world) bar(entry journey.ConflictEntry) {
	w.her(func() {
		entry.From = journey.ConflictHers
		facts, err := w.Bench.Pen(access.Asker{ID: "another-lead", Agency: "Elsewhere"}).MarkConflict(w.row(w.hers[0]), entry)
		if err != nil {
			return // she is hidden from them already
		}
		_, err = w.Record.Append(ctx, casework.Change{Facts: facts, Entry: w.note(caseworktest.Lead)})
		w.must(err)
	})
}

// steps are what may happen, to her or to others, in both worlds.
var steps = map[string]func(w *world){
	"another woman comes": func(w *world) {
		w.others = append(w.others, w.come(fmt.Sprintf("Other%d", len(w.others)), "SE5 8AA", caseworktest.Keyworker.ID))
	},
	"another woman waits": func(w *world) {
		w.others = append(w.others, w.come(fmt.Sprintf("Other%d", len(w.others)), "W6 9JH", ""))
	},
	"others have meetings": func(w *world) { w.book(w.others[0]) },
	"a day passes":         func(w *world) { w.WaitDays(1) },
	"she has a meeting":    func(w *world) { w.her(func() { w.book(w.hers[0]) }) },
	"she comes again": func(w *world) {
		w.her(func() {
			w.hers = append(w.hers, w.come("Canary", "W6 9JH", caseworktest.OtherWorker.ID, caseworktest.OtherForce))
		})
	},
	"another is barred": func(w *world) { w.bar(journey.ConflictEntry{Account: caseworktest.Admin.ID}) },
	"somebody barred tries": func(w *world) {
		w.bar(journey.ConflictEntry{Account: stranger.ID})
		_, _ = w.support.Open(ctx, stranger, "hers000002", "")
	},
	"somebody searches for her": func(w *world) {
		_, err := w.desk.Find(ctx, access.Asker{ID: "another-lead", Agency: "Elsewhere", Role: access.ServiceLead}, safeguarding.Search{Purpose: access.ForSupport, Declaration: safeguarding.Declaration{Phone: phoneOf("Canary")}})
		w.must(err)
	},
	"somebody asks to open her record": func(w *world) {
		w.about = w.here
		w.must(w.desk.AskToOpen(ctx, access.Asker{ID: "another-worker", Agency: "Elsewhere", Role: access.Keyworker}, "key of another "+fmt.Sprint(w.Now().Unix()), safeguarding.Declaration{Phone: phoneOf("Canary")}, "A reason"))
		w.about = false
	},
}

// TestForWhomAConflictBarsSheNeverCame draws histories of two services that are
// alike but for her: in one she came, in the other she never did. Whoever a
// conflict bars from her is answered the same in both, to the letter: every list,
// count, order, page, figure, search and governance's own pages.
func TestForWhomAConflictBarsSheNeverCame(t *testing.T) {
	compared := 0
	rapid.Check(t, func(r *rapid.T) {
		asker := rapid.SampledFrom([]access.Asker{
			caseworktest.Lead, caseworktest.Keyworker, caseworktest.OtherWorker, caseworktest.Officer, caseworktest.Colleague, safety, privacy, manager,
		}).Draw(r, "who is barred")
		how := rapid.SampledFrom(slices.Sorted(maps.Keys(bars))).Draw(r, "how")
		history := rapid.SliceOfN(rapid.SampledFrom(slices.Sorted(maps.Keys(steps))), 1, 6).Draw(r, "what happens")
		var told [2]string
		for i, here := range []bool{true, false} {
			w := newWorld(t, here)
			w.others = append(w.others, w.come("Other", "SE1 1AA", caseworktest.Keyworker.ID))
			w.her(func() { w.hers = append(w.hers, w.come("Canary", "W6 9JH", caseworktest.Keyworker.ID)) })
			bars[how](w, asker)
			for _, step := range history {
				steps[step](w)
			}
			told[i] = w.everything(asker)
		}
		compared++
		if diff := cmp.Diff(told[1], told[0]); diff != "" || strings.Contains(told[0], "Canaryson\"") {
			r.Fatalf("%s, barred because %s, after %q is told of her (- never came, + came):\n%s", asker.Name, how, history, diff)
		}
	})
	t.Logf("%d pairs of worlds compared", compared)
}

func TestWithoutAConflictTheTwoWorldsDiffer(t *testing.T) {
	var told [2]string
	for i, here := range []bool{true, false} {
		w := newWorld(t, here)
		w.others = append(w.others, w.come("Other", "SE1 1AA", caseworktest.Keyworker.ID))
		w.her(func() { w.hers = append(w.hers, w.come("Canary", "W6 9JH", caseworktest.Keyworker.ID)) })
		told[i] = w.everything(caseworktest.Lead)
	}
	if told[0] == told[1] || !strings.Contains(told[0], "Canaryson") {
		t.Error("the comparison finds nothing where nothing is hidden")
	}
}
