package packs_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	verbs "throughline/internal/casework/packs"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/packs"
	"throughline/internal/edge/web/webtest"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

type world struct {
	t      *testing.T
	room   *caseworktest.Room
	site   *webtest.Site
	caseID string
}

// newWorld is a service with two women. A note of the first names the second.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, room: caseworktest.NewRoom(t)}
	desk := &verbs.Desk{
		Bench: w.room.Bench, Store: w.room.Kept(),
		People: func(context.Context) ([]verbs.Person, error) {
			return []verbs.Person{{ID: caseworktest.Lead.ID, Name: "Ruth Adeyemi", Role: "Service lead", Agency: "Advance"}}, nil
		},
		Paper: func(sheet verbs.Sheet) ([]byte, error) { return []byte("%PDF " + sheet.Reference), nil },
		Prove: func(_ context.Context, mark string) ([]byte, error) { return []byte(mark), nil },
	}
	var woman string
	for _, who := range []journey.Identity{{Given: "Beata", Family: "Zielinska", Phone: "07700 900555"}, caseworktest.Amina().Identity} {
		entry := caseworktest.Amina()
		entry.Scheme, entry.Pathway, entry.Identity = "lwds", journey.ConditionalCaution, who
		entry.Identity.Born = calendar.On(1990, 3, 27)
		facts, err := desk.Pen(caseworktest.Officer).Refer(entry, "")
		if err != nil {
			t.Fatal(err)
		}
		receipt := w.append(facts...)
		w.caseID, woman = receipt.Case, receipt.Woman
	}
	now := calendar.At(w.room.Now())
	w.append(journey.Fact{
		Woman: woman, Case: w.caseID, Happened: now, Known: now, By: caseworktest.Lead.ID, Agency: "Advance",
		Body: journey.ContactMade{Spoke: true}, Words: &journey.Words{Text: "She came. Beata Zielinska came too."},
	})
	w.site = webtest.Start(t, caseworktest.Lead, packs.Door{Desk: desk})
	return w
}

func (w *world) append(facts ...journey.Fact) casework.Receipt {
	w.t.Helper()
	receipt, err := w.room.Record.Append(context.Background(), casework.Change{Seen: casework.AnyVersion, Facts: facts})
	if err != nil {
		w.t.Fatal(err)
	}
	return receipt
}

// begin begins a pack and returns its address.
func (w *world) begin(fields url.Values) string {
	w.t.Helper()
	form := w.site.Get(packs.Path(w.caseID, "new")).WantStatus(200)
	fields.Set("key", form.Attr("input[name=key]", "value"))
	begun := w.site.Post(packs.Path(w.caseID, "new"), fields)
	if begun.Status != http.StatusSeeOther {
		w.t.Fatalf("beginning it answers %d: %s", begun.Status, begun.Text("main"))
	}
	return begun.To()
}

var court = url.Values{"sort": {"disclosure"}, "recipient": {"The Crown Court at Leeds"}, "basis": {"An order of 3 March"}, "classes": {"CO", "CN"}}

// decided fills in a decision on everything: places are taken out, and all goes in
// but what stays out.
func decided(page *webtest.Page, out ...int) url.Values {
	fields := url.Values{"key": {page.Attr("input[name=key]", "value")}}
	for n := range 40 {
		name := strconv.Itoa(n)
		if page.Attr("input[name=item-"+name+"]", "name") == "" {
			break
		}
		fields.Set("item-"+name, "include")
		if page.Attr("input[name=place-"+name+"-1]", "name") != "" {
			fields.Set("place-"+name+"-1", "remove")
		}
	}
	for _, n := range out {
		fields.Set("item-"+strconv.Itoa(n), "withhold")
	}
	return fields
}

func (w *world) sign(path string) *webtest.Page {
	w.t.Helper()
	page := w.site.Get(path).WantStatus(200)
	return w.site.Post(path+"/sign", url.Values{
		"key": {page.Attr("input[name=key]", "value")}, "read": {page.Attr("input[name=read]", "value")},
	})
}

func TestAPackForACourtFromBeginningToEnd(t *testing.T) {
	w := newWorld(t)
	w.site.Get(packs.Path(w.caseID)).WantStatus(200).WantText("main", "No pack was made from it yet").WantText("main", "Two people sign it first")
	path := w.begin(court)
	page := w.site.Get(path).WantStatus(200)
	page.WantText("dl", "The Crown Court at Leeds").WantText("dl", "An order of 3 March").WantText("main", "Beata Zielinska came too").
		WantText(".govuk-hint", "somebody else").WantNone("input[name=read]").WantText("main", "Decide first on everything that is open")

	// An item stays out on a ground alone.
	missing := w.site.Post(path, decided(page, 0)).WantStatus(422)
	missing.WantText("#ground-0-error", "stays out").WantText("title", "Error:")
	if missing.Attr("input[name=item-0][checked]", "value") != "withhold" {
		t.Error("what was chosen is not kept")
	}
	fields := decided(page, 0)
	fields.Set("ground-0", "not_asked_for")
	w.site.Post(path, fields).WantRedirect(path)

	w.sign(path).WantRedirect(path)
	w.site.Get(path).WantText("main", "Signed as it is now by: you").WantText("main", "Somebody else has to sign now").WantNone("input[name=read]")
	w.site.Get(path + "/pdf").WantStatus(404)

	w.site.As(caseworktest.Governance)
	w.site.Get(path).WantText("main", "Service lead, Advance")
	w.sign(path).WantRedirect(path)
	done := w.site.Get(path).WantText("dl", "SHA-256 of what left").WantText("main", "Proof that it was not changed since").WantNone("input[name=key]")
	if strings.Contains(done.Body, "Zielinska") {
		t.Error("the page of a pack that has left shows somebody else")
	}
	file := w.site.Get(path + "/json").WantStatus(200)
	if strings.Contains(file.Body, "Zielinska") || !strings.Contains(file.Body, "She came. [Taken out: about another person]") || !strings.Contains(file.Body, "It is not what was asked for") {
		t.Errorf("the file says %s", file.Body)
	}
	paper := w.site.Get(path + "/pdf").WantStatus(200)
	if name := paper.Header.Get("Content-Disposition"); !strings.Contains(name, "pack-") || strings.Contains(name, "Amina") || paper.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the file is called %q of type %q", name, paper.Header.Get("Content-Type"))
	}
	w.site.Get(path + "/proof").WantStatus(200)
	w.site.Get(path + "/docx").WantStatus(404)
	w.site.Get(packs.Path(w.caseID)).WantText("table", "Has left")

	// What was signed before she was hidden from them is given no more.
	row, err := w.room.Record.Row(context.Background(), w.caseID)
	if err != nil {
		t.Fatal(err)
	}
	marked, err := w.room.Bench.Pen(caseworktest.Lead).MarkConflict(row, journey.ConflictEntry{Agency: "The Crown Court at Leeds", From: journey.ConflictHers, Story: "he is a clerk there"})
	if err != nil {
		t.Fatal(err)
	}
	w.append(marked...)
	w.site.Get(path).WantStatus(200).WantText("main", "cannot be given to them").WantNone("a[href$=pdf]").WantNone("a[href$=json]")
	w.site.Get(path+"/pdf").WantStatus(422).WantText(".govuk-error-summary", "Ask the safeguarding lead")
	w.site.Get(path + "/proof").WantStatus(200)
}

func TestHerCopyGoesInUnlessSomebodyHoldsItBack(t *testing.T) {
	w := newWorld(t)
	page := w.site.Get(w.begin(url.Values{"sort": {"hers"}})).WantStatus(200)
	if page.Attr("input[name=item-0][checked]", "value") != "include" {
		t.Error("an entry of her own copy does not go in by itself")
	}
	page.WantText("main", "With whom it is shared").WantText("dl", "Still to decide 1")
}

func TestWhatIsWrongAtTheBeginningIsNamedAndKept(t *testing.T) {
	w := newWorld(t)
	for _, row := range []struct {
		name   string
		change func(url.Values)
		field  string
		says   string
	}{
		{"nobody chosen", func(f url.Values) { f.Del("sort") }, "sort", "Choose whom the pack is for"},
		{"nobody named", func(f url.Values) { f.Del("recipient") }, "recipient", "Say who gets it"},
		{"no basis", func(f url.Values) { f.Del("basis") }, "basis", "Say on what legal basis"},
		{"about nothing", func(f url.Values) { f.Del("classes") }, "classes", "Choose what the pack is about"},
		{"a day there is none of", func(f url.Values) {
			f.Set("from-day", "31")
			f.Set("from-month", "2")
			f.Set("from-year", "2026")
		}, "from", "Enter a date that exists"},
		{"ends before it begins", func(f url.Values) {
			f.Set("from-day", "3")
			f.Set("from-month", "3")
			f.Set("from-year", "2026")
			f.Set("until-day", "1")
			f.Set("until-month", "3")
			f.Set("until-year", "2026")
		}, "until", "not before the first"},
	} {
		t.Run(row.name, func(t *testing.T) {
			fields := url.Values{"key": {w.room.Key()}}
			for name, values := range court {
				fields[name] = values
			}
			row.change(fields)
			page := w.site.Post(packs.Path(w.caseID, "new"), fields).WantStatus(422)
			page.WantText("#"+row.field+"-error", row.says).WantText("title", "Error:")
			if row.field != "basis" && page.Text("#basis") != "An order of 3 March" {
				t.Errorf("the basis is kept as %q", page.Text("#basis"))
			}
		})
	}
	w.site.Post(packs.Path(w.caseID, "new"), url.Values{"key": {"k"}, "sort": {"disclosure"}, "classes": {"XX"}}).WantStatus(422)
}

func TestWhatStaysInNeedsAReason(t *testing.T) {
	w := newWorld(t)
	path := w.begin(court)
	page := w.site.Get(path)
	fields := decided(page)
	for name := range fields {
		if strings.HasPrefix(name, "place-") {
			fields.Set(name, "leave")
			answer := w.site.Post(path, fields).WantStatus(422)
			answer.WantText("#reason-"+strings.TrimPrefix(name, "place-")+"-error", "Say why the words can stay in")
			fields.Set("reason-"+strings.TrimPrefix(name, "place-"), "She is her co-defendant, and the court knows")
			w.site.Post(path, fields).WantRedirect(path)
			return
		}
	}
	t.Error("there is no place to decide")
}

func TestASignatureForAnotherReadingIsNotTaken(t *testing.T) {
	w := newWorld(t)
	path := w.begin(court)
	w.site.Post(path, decided(w.site.Get(path))).WantRedirect(path)
	w.site.Post(path+"/sign", url.Values{"key": {w.room.Key()}, "read": {"something else"}}).WantStatus(422).
		WantText(".govuk-error-summary", "The pack has changed since you read it")
}

func TestAPackIsGivenUp(t *testing.T) {
	w := newWorld(t)
	path := w.begin(court)
	w.site.Post(path+"/drop", url.Values{"key": {w.room.Key()}}).WantStatus(422).WantText("#reason-error", "Say why it is given up")
	w.site.Post(path+"/drop", url.Values{"key": {w.room.Key()}, "reason": {"The order was withdrawn"}}).WantRedirect(packs.Path(w.caseID) + "?done=drop")
	w.site.Get(packs.Path(w.caseID)+"?done=drop").WantText(".govuk-notification-banner", "given up").WantText("table", "Given up")
	w.site.Get(path).WantText("main", "This pack was given up")
}

func TestNobodyElseOpensPacks(t *testing.T) {
	w := newWorld(t)
	path := w.begin(court)
	w.site.Get(packs.Path("none")).WantStatus(404)
	w.site.Get(packs.Path(w.caseID, "none")).WantStatus(404)
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Keyworker, caseworktest.Commissioner, caseworktest.Admin} {
		w.site.As(asker)
		for _, page := range []string{packs.Path(w.caseID), packs.Path(w.caseID, "new"), path, path + "/pdf"} {
			w.site.Get(page).WantStatus(http.StatusForbidden)
		}
	}
}
