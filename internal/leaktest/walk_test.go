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

	"throughline/internal/domain/access"
)

// route is one page or act of the site, as the program lists them.
type route struct {
	method, path, audience string
	form                   *regexp.Regexp // of the addresses that belong to it
}

// every makes walks as long as they can be.
var every = flag.Bool("every", false, "drive every page and act with every id as everybody, and follow every link")

// sample returns as many people as a check of every change has time for, drawn
// by the generator; all of them with -every.
func sample(r *rand.Rand, people []person, most int) []person {
	if *every || len(people) <= most {
		return people
	}
	drawn := slices.Clone(people)
	r.Shuffle(len(drawn), func(i, j int) { drawn[i], drawn[j] = drawn[j], drawn[i] })
	return drawn[:most]
}

// admits says whether somebody is among those whom the route is for.
func (r route) admits(as person) bool {
	switch r.audience {
	case "everyone":
		return true
	case "signed in":
		return as.ID != "" && !as.herself()
	case "the woman herself":
		return as.herself()
	}
	return as.ID != "" && slices.Contains(strings.Fields(r.audience), string(as.Role))
}

// routesOf asks the program for every route it has.
func routesOf(t *testing.T, data string) []route {
	t.Helper()
	out, _ := run(t, "routes", "--data", data)
	var list []route
	for line := range strings.Lines(out) {
		words := strings.Fields(line)
		if len(words) < 3 {
			t.Fatalf("throughline routes printed %q", line)
		}
		path := strings.TrimSuffix(words[1], "{$}")
		form := regexp.MustCompile("^" + filled.ReplaceAllString(regexp.QuoteMeta(path), `[^/]+`) + "$")
		list = append(list, route{words[0], path, strings.Join(words[2:], " "), form})
	}
	return list
}

// doors say what each part of the site is for. A canary may stand on a page only
// where the door lets its class through for one of these.
var doors = []struct {
	path     string
	purposes []access.Purpose
}{
	{"/refer", []access.Purpose{access.ForReferral, access.ForCondition}},
	{"/woman", supporting}, {"/today", supporting}, {"/caseload", supporting}, {"/contact", supporting},
	{"/find", supporting}, {"/governance", []access.Purpose{access.ForSafeguarding, access.ForAdministration}},
	{"/shared", supporting}, {"/keeping", []access.Purpose{access.ForLegal}},
	{"/my", []access.Purpose{access.ForSupport, access.ForCondition}}, {"/allocate", supporting}, {"/board", supporting},
	{"/evidence", []access.Purpose{access.ForEvidence}}, {"/link", []access.Purpose{access.ForEvidence}},
	{"/admin", []access.Purpose{access.ForAdministration}},
	{"/account", nil},
	{"/packs", []access.Purpose{access.ForLegal}},
	// Nothing of any woman stands on these.
	{"/schemes", nil}, {"/sign-in", nil}, {"/sign-out", nil}, {"/signed-out", nil}, {"/exit", nil}, {"/continue", nil}, {"/ask", nil},
	{"/conflicts", nil}, {"/drafts", nil}, {"/stay", nil}, {"/jobs", nil}, {"/import", nil}, {"/suites", nil}, {"/r", nil},
	{"/diary", supporting}, {"/calendar", nil}, {"/groups", supporting}, {"/funds", supporting}, {"/services", supporting},
}

var supporting = []access.Purpose{access.ForSupport, access.ForCondition, access.ForSafeguarding}

// purposesOf returns what a page is for.
func purposesOf(path string) (purposes []access.Purpose, known bool) {
	path, _, _ = strings.Cut(path, "?")
	if path == "/" {
		return nil, true
	}
	for _, door := range doors {
		if path == door.path || strings.HasPrefix(path, door.path+"/") {
			return door.purposes, true
		}
	}
	return nil, false
}

// fillings returns what stands in the place of each name in the path of a route:
// every id there is, and one that there is not.
func (w *world) fillings() map[string][]string {
	nobody := idOf("nobody", 0)
	fill := map[string][]string{
		"case": {nobody}, "account": {nobody}, "keyworker": {nobody}, "session": {theSession, nobody}, "passkey": {nobody},
		"what": {"cannot", "talk", "add", "change", "agree", "answer", "feel", "reach", "copy", "correct", "delete"},
		"fact": append([]string{nobody}, w.facts...), "scheme": {"lwds", "nowhere"}, "from": {"2030-01-01"},
		"part": {"T1", "T15", "T15.csv", "nowhere"}, "figure": {"nowhere"},
		"conflict": {w.women[0].id + "-conflict", "conflict-1", nobody}, "ask": {w.women[0].id + "-ask", w.women[5].id + "-ask", nobody},
	}
	maps.Copy(fill, map[string][]string{
		"group": {theGroup, nobody}, "fund": {theFund, nobody}, "service": {theService, nobody}, "suite": {theSuite, nobody}, "leave": {theLeave, nobody},
		"instrument": {"phq9", "nowhere"}, "secret": {feedSecret, nobody}, "token": {linkToken, nobody}, "sheet": {nobody}, "job": {nobody},
		"survey": {theSurvey, nobody}, "feed": {nobody}, "pair": {"1", nobody}, "study": {nobody},
	})
	for place, part := range hers {
		fill[place] = []string{w.women[0].id + part, w.women[5].id + part, nobody}
	}
	fill["pack"], fill["form"] = []string{nobody}, []string{"pdf", "json", "proof"}
	fill["act"] = []string{"keep", "hold", "lift", "erase", "leave", "agree", "nowhere"}
	for _, her := range w.women {
		fill["case"] = append(fill["case"], her.caseID)
	}
	for _, one := range everybody() {
		if one.ID != "" && !one.herself() {
			fill["account"] = append(fill["account"], one.ID)
			fill["keyworker"] = append(fill["keyworker"], one.ID)
		}
	}
	return fill
}

// hers are the places in a path that hold an id of something of one woman.
var hers = map[string]string{"appointment": "-next", "referral": "-sent", "request": "-request", "document": "-letter"}

// placeholder is a place in a path; filled is one in its quoted form.
var (
	filled      = regexp.MustCompile(`\\\{[a-z]+(?:\\\.\\\.\\\.)?\\\}`)
	placeholder = regexp.MustCompile(`\{([a-z]+)(?:\.\.\.)?\}`)
)

// paths returns the path of a route with every filling in each of its places.
func paths(t *testing.T, path string, fillings map[string][]string) []string {
	t.Helper()
	place := placeholder.FindStringSubmatch(path)
	if place == nil {
		return []string{path}
	}
	values, known := fillings[place[1]]
	if !known {
		t.Fatalf("the route %s has a place {%s}: say in fillings what may stand there", path, place[1])
	}
	var all []string
	for _, value := range values {
		all = append(all, paths(t, strings.Replace(path, place[0], value, 1), fillings)...)
	}
	return all
}

// routeOf returns the path of the route that a path belongs to, itself where it
// belongs to none.
func routeOf(routes []route, path string) string {
	path, _, _ = strings.Cut(path, "?")
	best := path
	for _, one := range routes {
		switch {
		case one.path == path:
			return path
		case one.form.MatchString(path):
			best = one.path
		}
	}
	return best
}

// hunt looks through artefacts for canaries that may not stand there.
type hunt struct {
	t       *testing.T
	world   *world
	routes  []route
	seeker  *seeker
	leaks   map[string]int // what got out, and how often
	seen    map[string]int // canaries seen where they may be, by role
	looked  int            // artefacts
	size    int            // bytes of them
	allowed int            // sightings where the door allows them
}

func newHunt(t *testing.T, w *world) *hunt {
	return &hunt{t: t, world: w, routes: routesOf(t, w.data), seeker: newSeeker(w.birds.all), leaks: map[string]int{}, seen: map[string]int{}}
}

// page looks at what somebody was answered, who said why where a reason is
// asked for.
func (h *hunt) page(as person, method, path string, got answer, said ...string) {
	purposes, known := purposesOf(path)
	if !known && got.status < 400 {
		h.t.Errorf("%s is a page: say in doors what it is for", path)
	}
	about := ""
	for _, her := range h.world.women {
		if strings.Contains(path, her.caseID) {
			about = her.id
		}
	}
	h.artefact(fmt.Sprintf("%s %s as %s", method, routeOf(h.routes, path), as), got.whole(), func(bird canary) bool {
		switch {
		case strings.HasPrefix(path, "/groups/") && bird.onRegister(as):
			return true
		case bird.kind == herCase: // who asked by an id may be told that id
			return strings.Contains(path, bird.woman.id) || about == bird.woman.id || bird.woman.open(as, false, purposes...) != 0
		case about != "" && bird.woman.id != about: // a page about one woman is about no other
			return false
		case as.Role.Police() && bird.agency != as.Agency: // what she told the service stays with the service
			return false
		}
		open := bird.woman.open(as, strings.Join(said, "") != "", purposes...)
		return open.Has(bird.class) && (bird.inPart(as) || !bird.woman.partly(as, bird.class, purposes...))
	})
}

// artefact looks at any bytes. may says which canaries may stand in them.
func (h *hunt) artefact(name string, data []byte, may func(canary) bool) {
	h.looked++
	h.size += len(data)
	for _, sighting := range h.seeker.seek(data) {
		bird := h.world.birds.all[sighting.canary]
		if may != nil && may(bird) {
			h.allowed++
			h.seen[bird.String()]++
			continue
		}
		h.leaks[fmt.Sprintf("%s: %s, %s", name, bird, sighting.how)]++
	}
}

// report fails the test for each leak.
func (h *hunt) report() {
	h.t.Helper()
	for _, leak := range slices.Sorted(maps.Keys(h.leaks)) {
		h.t.Errorf("%s (%d times)", leak, h.leaks[leak])
	}
}

// often bounds how many addresses of one route a walk follows by links alone.
func often(path string) int {
	switch {
	case *every:
		return 1000
	case strings.HasPrefix(path, "/schemes"): // documents of the program, with nothing of any woman
		return 2
	}
	return 12
}

// fewer leaves two ids of each kind in the addresses of a route that is not for
// somebody: one there is, and one there is not.
func fewer(fillings map[string][]string) map[string][]string {
	few := map[string][]string{}
	for name, values := range fillings {
		few[name] = values[:min(2, len(values))]
	}
	return few
}

// guesses are the acts at which a secret is tried, each at the cost of a hash.
var guesses = []string{"/sign-in", "/my/open", "/my/code", "/r/{token}"}

// last are the acts after which somebody is no longer signed in.
var last = []string{"/exit", "/sign-out", "/account/sign-out-everywhere", "/my/close"}

// walk drives the whole site as one person: every route with every id, every
// link, every form as it is shown, with nothing in it, and filled in.
func (h *hunt) walk(s *serving, as person) {
	all := h.world.fillings()
	fillingsFor := func(one route) map[string][]string {
		if *every || one.admits(as) {
			return all
		}
		return fewer(all)
	}
	var queue []string
	visited, count := map[string]bool{}, map[string]int{}
	push := func(path string, linked bool) {
		route := routeOf(h.routes, path)
		if visited[path] || slices.Contains(last, route) || linked && count[route] >= often(path) {
			return
		}
		visited[path] = true
		count[route]++
		queue = append(queue, path)
	}
	push("/", false)
	push("/nowhere", false)
	for _, one := range h.routes {
		for _, path := range paths(h.t, one.path, fillingsFor(one)) {
			push(path, false)
		}
	}
	posted := map[string]form{}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		got := s.ask(as, path, nil)
		h.page(as, http.MethodGet, path, got)
		links, forms := readPage(path, got.body)
		if to := got.header.Get("Location"); strings.HasPrefix(to, "/") {
			links = append(links, to)
		}
		for _, link := range links {
			push(link, true)
		}
		for _, one := range forms {
			if !slices.Contains(last, one.action) && !slices.Contains(guesses, routeOf(h.routes, one.action)) {
				posted[path+" "+one.action+fmt.Sprint(len(one.fields))] = one
			}
		}
	}
	h.post(s, as, fillingsFor, posted)
	for _, path := range last {
		h.page(as, http.MethodPost, path, s.ask(as, path, url.Values{}))
	}
}

// post drives every act: with every id and nothing in the form, with too much,
// and the forms that were seen.
func (h *hunt) post(s *serving, as person, fillingsFor func(route) map[string][]string, seen map[string]form) {
	send := func(path string, values url.Values) {
		got := s.ask(as, path, values)
		h.page(as, http.MethodPost, path, got, values["reason"]...)
		if to := got.header.Get("Location"); strings.HasPrefix(to, "/") && !slices.Contains(last, to) {
			h.page(as, http.MethodGet, to, s.ask(as, to, nil))
		}
	}
	for _, one := range h.routes {
		if one.method != http.MethodPost || slices.Contains(last, one.path) || slices.Contains(guesses, one.path) && as.ID != "" {
			continue
		}
		for _, path := range paths(h.t, one.path, fillingsFor(one)) {
			send(path, url.Values{})
			send(path, url.Values{"nothing": {strings.Repeat("a ", 400)}, "on": {"31 2 2020"}, "key": {"x"}})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		one := seen[name]
		send(one.action, one.asShown())
		send(one.action, one.filled("some words"))
		send(one.action, one.filled("3"))
	}
}

// Nothing that somebody may not know is in any byte that they are answered.
func TestNoCanaryLeavesThroughAPage(t *testing.T) {
	w := imagine(t).make(t)
	hunted := newHunt(t, w)
	people := sample(rand.New(rand.NewPCG(*seed, 2)), everybody(), 6)
	for _, as := range people {
		s := serve(t, copied(t, w.data))
		hunted.walk(s, as)
		s.stop()
		hunted.artefact("the log as "+as.String(), []byte(s.log()), nil)
	}
	hunted.report()
	sealed := 0
	for _, bird := range w.birds.all {
		if bird.sealed {
			sealed++
		}
	}
	t.Logf("%d canaries (%d sealed) of %d women, %d encodings, %d patterns; %d people; %d artefacts, %d bytes; %d sightings where the door allows them, of %d canaries; %d leaks",
		len(w.birds.all), sealed, len(w.women), len(encodings), hunted.seeker.patterns, len(people), hunted.looked, hunted.size, hunted.allowed, len(hunted.seen), len(hunted.leaks))
}
