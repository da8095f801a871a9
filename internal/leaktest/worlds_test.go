package leaktest

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

var (
	pairs = flag.Int("pairs", 10, "how many pairs of worlds are compared")
	seed  = flag.Uint64("seed", 1, "seed of the pairs of worlds")
)

// difference is what one of two worlds has and the other has not.
type difference struct {
	what string
	// make changes the second world.
	make func(w *world)
	// about is the woman whom it is about.
	about *woman
	// hidden says whether somebody may not know of it.
	hidden func(as person) bool
}

// differences lists the ways in which two worlds can differ. Each draws what
// differs from the generator.
var differences = []func(*rand.Rand, *world) difference{anotherWoman, barredWoman, otherWords, noWords, noFact}

// anotherWoman is in the second world alone, with all her facts.
func anotherWoman(r *rand.Rand, w *world) difference {
	return anotherLike(r, w.women[r.IntN(len(w.women))])
}

func anotherLike(r *rand.Rand, like *woman) difference {
	her := *like
	her.name, her.id, her.caseID = "another woman", idOf("woman", 99), idOf("case", 99)
	her.facts = slices.Clone(like.facts)
	earlier := -r.IntN(300) // so that she stands anywhere on a list
	for i := range her.facts {
		fact := &her.facts[i]
		fact.Happened = calendar.At(fact.Happened.Time().AddDate(0, 0, earlier))
		fact.Known = fact.Happened
		fact.Woman = her.id
		if fact.Case != "" {
			fact.Case = her.caseID
		}
		fact.Words = withName(fact.Words, earlier)
	}
	return difference{
		what: "a woman like " + like.name, about: &her,
		make: func(w *world) { w.women = append(w.women, &her) },
		hidden: func(as person) bool {
			return like.open(as, true, access.EveryPurpose...) == 0 && !like.meets(as)
		},
	}
}

// withName returns these words with who another woman is, whom nothing can take for
// the woman she is like: a second record of one woman is hidden with the first.
func withName(words *journey.Words, days int) *journey.Words {
	if words == nil || words.Identity == nil {
		return words
	}
	who := *words.Identity
	who.Given, who.Family, who.KnownAs = "Zora", "Quill", "Zo"
	who.Postcode, who.Phone, who.Email = "ZE1 0AA", "07718 000001", "zora@example.org"
	who.Born = who.Born.AddDays(days - 400)
	return &journey.Words{Identity: &who, Guard: words.Guard}
}

// barredWoman is in the second world alone, and must not be known to anybody who
// signs in: each of them is barred by name, or with the whole agency.
func barredWoman(r *rand.Rand, w *world) difference {
	d := anotherWoman(r, w)
	whole := r.IntN(2) == 0
	first := d.about.facts[0]
	for _, one := range everybody() {
		if one.ID == "" || one.herself() {
			continue
		}
		conflict := journey.ConflictMarked{Conflict: "conflict-" + one.ID, Account: one.ID, From: journey.ConflictHers}
		if whole {
			conflict.Account, conflict.Agency = "", one.Agency
		}
		fact := first
		fact.Body, fact.Words = conflict, &journey.Words{Text: "His story and hers"}
		d.about.facts = append(d.about.facts, fact)
	}
	d.what = "a barred " + d.what
	d.hidden = func(as person) bool { return as.ID != "" && !as.herself() }
	return d
}

// wordsHidden says whether somebody may not know the words of a fact.
func wordsHidden(her *woman, fact journey.Fact) func(as person) bool {
	return func(as person) bool {
		told := !as.Role.Police() || fact.Agency == as.Agency
		if fact.Class() == access.Identity && her.meets(as) {
			return false
		}
		return !told || !her.open(as, false, access.EveryPurpose...).Has(fact.Class())
	}
}

func drawn(r *rand.Rand, w *world) (her *woman, at int) {
	her = w.women[r.IntN(len(w.women))]
	return her, r.IntN(len(her.facts))
}

// otherWords are other words in one fact, longer or shorter.
func otherWords(r *rand.Rand, w *world) difference {
	her, at := drawn(r, w)
	return otherWordsIn(r, her, at)
}

// otherWordsAt are other words in the last fact of a kind.
func otherWordsAt(r *rand.Rand, her *woman, kind journey.Kind) difference {
	return otherWordsIn(r, her, her.lastOf(kind))
}

// lastOf returns where the last fact of a kind stands.
func (w *woman) lastOf(kind journey.Kind) int {
	last := 0
	for i, fact := range w.facts {
		if fact.Body.Kind() == kind {
			last = i
		}
	}
	return last
}

func otherWordsIn(r *rand.Rand, her *woman, at int) difference {
	fact := her.facts[at]
	said := strings.Repeat("She said more than this. ", 1+r.IntN(40))
	words := journey.Words{Text: said, Reference: "R" + said[:5], Excuse: said, Offence: said, Place: said, Onward: said, Measure: said, Service: said}
	if fact.Words.Identity != nil {
		words = journey.Words{Identity: &journey.Identity{Given: "Zora", Family: "Quill", Postcode: "ZE1 0AA", Phone: "07718 000001", Times: said}}
	}
	return difference{
		what: fmt.Sprintf("other words in %s of %s", fact.Body.Kind(), her.name), about: her,
		make:   func(w *world) { w.woman(her.id).facts[at].Words = &words },
		hidden: wordsHidden(her, fact),
	}
}

// noWords is a fact whose words nobody wrote.
func noWords(r *rand.Rand, w *world) difference {
	her, at := drawn(r, w)
	fact := her.facts[at]
	return difference{
		what: fmt.Sprintf("no words in %s of %s", fact.Body.Kind(), her.name), about: her,
		make:   func(w *world) { w.woman(her.id).facts[at].Words = nil },
		hidden: wordsHidden(her, fact),
	}
}

// told are the kinds of fact that nobody who may not know their class learns of,
// not even that they are there: the others move dates and counts.
var told = []journey.Kind{
	journey.KindNeed, journey.KindTier, journey.KindGoal, journey.KindPlanAgreed, journey.KindActivity, journey.KindAnswer,
	journey.KindBackground, journey.KindDescribed, journey.KindArrested, journey.KindContact,
	journey.KindScreened, journey.KindScored, journey.KindStrengths, journey.KindRisk, journey.KindDual, journey.KindExcluded,
	journey.KindTrafficking, journey.KindFamily, journey.KindPregnancy, journey.KindCannotCome, journey.KindPlaceUnsafe,
	journey.KindStep, journey.KindGoalReviewed, journey.KindPaper, journey.KindSafetyPlan, journey.KindSafetyShown, journey.KindExtended,
	journey.KindApart, journey.KindHardshipAsked, journey.KindSentOnward, journey.KindSentAnswer, journey.KindSentSaid, journey.KindHandover,
	journey.KindExitTalked, journey.KindGoalJudged, journey.KindSummaryMade,
}

// noFact is a fact that was never written.
func noFact(r *rand.Rand, w *world) difference {
	her, at := drawn(r, w)
	for !slices.Contains(told, her.facts[at].Body.Kind()) {
		her, at = drawn(r, w)
	}
	return noFactIn(her, at)
}

// noFactAt is the last fact of a kind, which was never written.
func noFactAt(her *woman, kind journey.Kind) difference { return noFactIn(her, her.lastOf(kind)) }

func noFactIn(her *woman, at int) difference {
	fact := her.facts[at]
	kind := fact.Body.Kind()
	return difference{
		what: fmt.Sprintf("no %s of %s", kind, her.name), about: her,
		make: func(w *world) {
			her := w.woman(her.id)
			her.facts = slices.Delete(slices.Clone(her.facts), at, at+1)
		},
		hidden: func(as person) bool {
			open := her.open(as, false, access.EveryPurpose...)
			if kind == journey.KindBackground {
				return !open.Has(access.Sealed)
			}
			counted := as.ID != "" && access.Allowed(as.Asker(), access.Unrelated, access.Read, access.ForEvidence).Has(access.Aggregates)
			return !counted && !her.meets(as) && (open == 0 || as.Role.Police() && fact.Agency != as.Agency)
		},
	}
}

// woman returns the woman with this id.
func (w *world) woman(id string) *woman {
	for _, her := range w.women {
		if her.id == id {
			return her
		}
	}
	return nil
}

// but returns a copy of the world that is not made yet, with a difference.
func (w *world) but(change func(*world)) *world {
	other := &world{}
	for _, her := range w.women {
		same := *her
		same.facts = slices.Clone(her.facts)
		other.women = append(other.women, &same)
	}
	change(other)
	return other
}

// step is one request of a session.
type step struct {
	path string
	form url.Values // nil: a GET
}

// session returns what somebody asks for: every page that is theirs, about the
// woman of the difference, another and one that there is not; searches for her
// by what she can be found by; acts on her.
func session(t *testing.T, routes []route, as person, w *world, about *woman) []step {
	fillings := w.fillings()
	fillings["case"] = []string{about.caseID, w.women[0].caseID, idOf("nobody", 0)}
	fillings["account"], fillings["keyworker"] = []string{"account-keyworker"}, []string{"account-keyworker", "account-keyworker-elsewhere"}
	fillings["scheme"], fillings["fact"] = []string{"lwds"}, []string{idOf("nobody", 0)}
	for place, part := range hers {
		fillings[place] = []string{about.id + part}
	}
	fillings["conflict"], fillings["ask"] = []string{about.id + "-conflict"}, []string{about.id + "-ask"}
	var steps []step
	for _, one := range routes {
		if slices.Contains(last, one.path) || slices.Contains(guesses, one.path) {
			continue
		}
		if strings.HasPrefix(one.path, "/schemes") {
			continue // documents, the same for everybody
		}
		if !one.admits(as) && !strings.Contains(one.path, "{case}") {
			continue
		}
		for _, path := range paths(t, one.path, fillings) {
			if one.method == http.MethodPost {
				steps = append(steps, step{path, url.Values{}})
				continue
			}
			steps = append(steps, step{path: path})
		}
	}
	if as.ID == "" {
		return steps
	}
	for _, query := range []string{"/caseload?state=all", "/caseload?state=waiting", "/caseload?state=closed", "/caseload?page=2", "/refer/list?page=2"} {
		steps = append(steps, step{path: query})
	}
	for _, fact := range about.facts {
		if fact.Words == nil {
			continue
		}
		search := func(details url.Values) {
			for _, purpose := range []access.Purpose{access.ForSupport, access.ForSafeguarding} {
				form := maps.Clone(details)
				form.Set("purpose", string(purpose))
				steps = append(steps, step{"/find", form})
			}
			form := maps.Clone(details)
			form.Set("reason", "She said that she is afraid")
			form.Set("key", "a key of the test")
			steps = append(steps, step{"/find/open", form})
		}
		if who := fact.Words.Identity; who != nil {
			year, month, day := who.Born.Date()
			named := url.Values{"family": {who.Family}, "born-day": {fmt.Sprint(day)}, "born-month": {fmt.Sprint(int(month))}, "born-year": {fmt.Sprint(year)}}
			search(named)
			search(url.Values{"phone": {who.Phone}})
			steps = append(steps, step{"/conflicts/declare", named})
		}
		if fact.Body.Kind() == journey.KindReferred {
			search(url.Values{"reference": {fact.Words.Reference}})
		}
	}
	return steps
}

// masks are what differs between two answers to the same question: ids drawn at
// random, which become their number in the order in which they are met.
var (
	randomID  = regexp.MustCompile(`\b(?:[a-z2-7]{26}|[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{16})\b`)
	maskedOut = []string{"Date", "X-Request-Id"}
)

// ids numbers the ids of one world.
type ids map[string]int

// drawnNow are what else a page has of the moment it was shown: when that was, when
// the session ends, and codes and tickets drawn for one reader alone.
var drawnNow = regexp.MustCompile(`name="shown" value="[0-9]+"|<p class="tl-card">[^<]*</p>|, until [0-9:]+[ap]m|` +
	`data-stay="[0-9]+"| at [0-9:]+ unless|name="draft" value="[^"]*"|(?:http://[0-9.:]+)?/calendar/[^/"]+/diary.ics|DTSTAMP:[0-9TZ]+|` +
	regexp.QuoteMeta(calendar.DayOf(time.Now()).Words()) + `, [0-9:]+[ap]m`)

func (known ids) mask(got answer) string {
	for _, name := range maskedOut {
		got.header.Del(name)
	}
	return randomID.ReplaceAllStringFunc(drawnNow.ReplaceAllString(string(got.whole()), "(now)"), func(id string) string {
		if strings.Contains(id, "zzzz") { // of the world itself, and the same in both
			return id
		}
		if _, met := known[id]; !met {
			known[id] = len(known)
		}
		return fmt.Sprintf("(id %d)", known[id])
	})
}

// apart is an answer that differs between two worlds.
type apart struct{ path, how string }

// toldApart asks the same of two worlds, and returns the answers that differ, as
// many as are sought.
func toldApart(as person, steps []step, one, other *serving, sought int) []apart {
	var all []apart
	here, there := ids{}, ids{}
	for _, step := range steps {
		a, b := here.mask(one.ask(as, step.path, step.form)), there.mask(other.ask(as, step.path, step.form))
		if a != b {
			all = append(all, apart{step.path, cmp.Diff(strings.Split(a, "\n"), strings.Split(b, "\n"))})
		}
		if len(all) == sought {
			break
		}
	}
	return all
}

// Who may know of a difference is answered other bytes: a comparison that finds
// nothing where there is something would prove nothing.
func TestWhatSomebodyMayKnowTellsTheWorldsApart(t *testing.T) {
	base := imagine(t).make(t)
	routes := routesOf(t, base.data)
	r := rand.New(rand.NewPCG(*seed, 1))
	first := base.women[0]
	for _, test := range []struct {
		what string
		as   person
		d    difference
	}{
		{"one more woman", named("service-lead"), anotherLike(r, first)},
		{"another name", first.worker, otherWordsAt(r, first, journey.KindIdentity)},
		{"other words of a goal", first.worker, otherWordsAt(r, first, journey.KindGoal)},
		{"another reference", named("officer"), otherWordsAt(r, first, journey.KindReferred)},
		{"a note that was never written", first.worker, noFactAt(first, journey.KindContact)},
		{"a need that was never told", first.worker, noFactAt(first, journey.KindNeed)},
	} {
		without, with := serve(t, base.but(func(*world) {}).make(t).data), serve(t, base.but(test.d.make).make(t).data)
		if test.d.hidden(test.as) || len(toldApart(test.as, session(t, routes, test.as, base, test.d.about), without, with, 1)) == 0 {
			t.Errorf("%s: %s, who may know of it, is answered the same", test.what, test.as)
		}
		with.stop()
		without.stop()
	}
}

// Two worlds that differ only in what somebody may not know answer the same
// session of that person with the same bytes.
func TestWhatSomebodyMayNotKnowChangesNoByte(t *testing.T) {
	base := imagine(t).make(t)
	routes := routesOf(t, base.data)
	r := rand.New(rand.NewPCG(*seed, 0))
	compared, asked := 0, 0
	differ := map[string]int{}
	for number := 0; compared < *pairs; number++ {
		d := differences[number%len(differences)](r, base)
		var strangers []person
		for _, as := range everybody() {
			if d.hidden(as) {
				strangers = append(strangers, as)
			}
		}
		if len(strangers) == 0 {
			continue
		}
		strangers = sample(r, strangers, 2)
		t.Run(fmt.Sprintf("%d %s", number, strings.ReplaceAll(d.what, " ", "_")), func(t *testing.T) {
			one, other := base.but(func(*world) {}).make(t), base.but(d.make).make(t)
			with, without := serve(t, other.data), serve(t, one.data)
			defer with.stop()
			defer without.stop()
			before := asked
			for _, as := range strangers {
				compared++
				steps := session(t, routes, as, base, d.about)
				asked += len(steps)
				for _, apart := range toldApart(as, steps, without, with, 20) {
					differ[apart.path]++
					t.Errorf("%s as %s tells the worlds apart (%s): %s", apart.path, as, d.what, apart.how)
				}
			}
			t.Logf("%d people, %d requests to each", len(strangers), asked-before)
		})
	}
	t.Logf("%d pairs of worlds compared in %d requests; %d told apart", compared, asked, len(differ))
}
