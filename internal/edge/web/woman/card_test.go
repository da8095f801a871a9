package woman_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/herspace"
	"throughline/internal/casework/herspacetest"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web/today"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/edge/web/woman"
)

// cardSecrets draws the words in order and hashes nothing.
type cardSecrets struct{ drawn int }

func (s *cardSecrets) NewPhrase() string {
	s.drawn++
	return fmt.Sprintf("river stone bridge lamp%d", s.drawn)
}

func (*cardSecrets) NewCode() string { return "40718264" }

func (*cardSecrets) Phrase(_ context.Context, words, pin string) ([]byte, string, error) {
	return []byte(words), words + pin, nil
}

func (*cardSecrets) Code(_ context.Context, code string) ([]byte, error) { return []byte(code), nil }

func (*cardSecrets) PIN(typed string) (string, bool) { return typed, len(typed) == 4 }

// names are those of the people who work here.
type names struct{}

func (names) NameOf(context.Context, string) (string, error) { return "Priya", nil }

// withSpace gives the house women a space of their own.
func withSpace(t *testing.T, asker access.Asker) (*house, herspace.Desk, *herspacetest.Cards) {
	h := newHouse(t, asker)
	cards := herspacetest.NewCards()
	desk := herspace.Desk{Bench: h.Bench, Schemes: h.desk.Schemes, Cards: cards, Secrets: &cardSecrets{}, People: names{}}
	h.site = webtest.Start(t, asker, today.Door{Support: h.desk}, woman.Door{Support: h.desk, Hers: desk})
	return h, desk, cards
}

func TestAKeyworkerGivesHerACard(t *testing.T) {
	h, _, cards := withSpace(t, caseworktest.Keyworker)
	path := woman.Path(h.hers(), "card")
	h.site.Get(woman.Path(h.hers(), "")).WantText("main", "Her own space: card or code")
	page := h.site.Get(path).WantStatus(200).WantText("main", "She has no card yet")
	given := h.site.Post(path, url.Values{"before": {page.Attr("input[name=before]", "value")}, "pin": {"4826"}, "again": {"4826"}}).
		WantStatus(200).WantText(".tl-card", "river stone bridge lamp1")
	for _, word := range []string{"4826", "Amina", "Throughline", "the Fern Centre"} {
		if strings.Contains(given.Text("title")+given.Text("main")+given.Text("footer"), word) {
			t.Errorf("the card says %q", word)
		}
	}
	if given.Text("title") != "Card" {
		t.Errorf("the sheet is titled %q", given.Text("title"))
	}
	page = h.site.Get(path).WantText("main", "She has a card since")
	if strings.Contains(page.Body, "lamp1") {
		t.Error("the words are shown again")
	}
	h.site.Post(path, url.Values{"before": {"0"}, "pin": {"4826"}, "again": {"4826"}}).WantStatus(409).WantText(".govuk-error-summary", "another card after you opened")
	h.site.Post(path, url.Values{"before": {page.Attr("input[name=before]", "value")}, "pin": {"7391"}, "again": {"7391"}}).WantText(".tl-card", "river stone bridge lamp3")
	for range herspace.MostWrong {
		if _, err := cards.TryCard(ctx, []byte("river stone bridge lamp3")); err != nil {
			t.Fatal(err)
		}
	}
	h.site.Get(path).WantText("main", "locked after five wrong PINs")
	h.site.Post(path+"/back", nil).WantRedirect(path + "?done=back")
	h.site.Get(path+"?done=back").WantText("main", "Card taken back").WantText("main", "She has no card yet")
}

func TestAPINIsPutRight(t *testing.T) {
	h, _, _ := withSpace(t, caseworktest.Lead)
	path := woman.Path(h.hers(), "card")
	for _, row := range []struct{ pin, again, says, leads string }{
		{"12", "12", "Enter four numbers", "#pin"},
		{"1234", "1234", "easy to guess", "#pin"},
		{"4826", "4827", "same four numbers", "#again"},
	} {
		page := h.site.Post(path, url.Values{"pin": {row.pin}, "again": {row.again}}).WantStatus(422).WantText(".govuk-error-summary", row.says)
		if leads := page.Attr(".govuk-error-summary__list a", "href"); leads != row.leads {
			t.Errorf("%s leads to %s", row.pin, leads)
		}
		if strings.Contains(page.Body, `value="`+row.pin) {
			t.Errorf("%s comes back in the page", row.pin)
		}
	}
}

func TestACodeIsShownOnceToBeReadOut(t *testing.T) {
	h, _, cards := withSpace(t, caseworktest.Keyworker)
	caseID := h.hers()
	page := h.site.Post(woman.Path(caseID, "card/code"), nil).WantStatus(200).WantText(".tl-card", "4071 8264").WantText("main", "until 9:45am")
	if page.Text("title") != "Code" {
		t.Errorf("the page is titled %q", page.Text("title"))
	}
	if _, err := cards.SpendCode(ctx, []byte("40718264"), h.Now()); err != nil {
		t.Errorf("the code opens nothing: %v", err)
	}
}

func TestWhoMayNotGiveHerACardIsToldThereIsNoSuchWoman(t *testing.T) {
	for _, asker := range []access.Asker{caseworktest.OtherWorker, caseworktest.Officer, caseworktest.Admin} {
		h, _, _ := withSpace(t, asker)
		caseID := h.hers()
		want := 404
		if asker.Role != access.Keyworker {
			want = 403
		}
		for _, page := range []string{"card", "asks", "entry/any"} {
			h.site.Get(woman.Path(caseID, page)).WantStatus(want)
			h.site.Post(woman.Path(caseID, page), nil).WantStatus(want)
		}
		h.site.Post(woman.Path(caseID, "card/back"), nil).WantStatus(want)
		h.site.Post(woman.Path(caseID, "card/code"), nil).WantStatus(want)
	}
}

func TestWhatSheAsksStandsOnTodayUntilItIsSeenTo(t *testing.T) {
	h, desk, _ := withSpace(t, caseworktest.Keyworker)
	caseID := h.hers()
	row, err := h.Record.Row(ctx, caseID)
	if err != nil {
		t.Fatal(err)
	}
	she := access.InHerSpace(row.Woman)
	for _, err := range []error{
		desk.AskForChange(ctx, she, h.Key(), "", "Not the course"), desk.AskForCopy(ctx, she, h.Key()), desk.CheckIn(ctx, she, h.Key(), "", 0, ""),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	h.site.Get("/today").WantText("main", "She asks you").WantText("main", "She wants to change her plan; She wants a copy of what is kept of her; She says that things are hard, today")
	h.site.Get(woman.Path(caseID, "")).WantText("main", "She asks you (3)")
	h.site.Get(woman.Path(caseID, "timeline")).WantText("main", "She wants to change her plan").WantText("main", "By her, in her own space").WantText("main", "0 (very hard)")
	path := woman.Path(caseID, "asks")
	page := h.site.Get(path).WantText("main", "“Not the course”")
	page.WantText("main", "Open her plan").WantText("main", "It stands under Keeping records").WantText("main", "Record a contact")
	form := url.Values{"key": {page.Attr("input[name=key]", "value")}, "ask": {page.Attr("input[name=ask]", "value")}}
	h.site.Post(path, form).WantRedirect(path + "?done=yes")
	h.site.Get(path+"?done=yes").WantText("main", "Seen to")
	h.site.Post(path, url.Values{"key": {h.Key()}, "ask": {form.Get("ask")}}).WantStatus(422).WantText(".govuk-error-summary", "seen to already")
	if left := len(h.site.Get(path).All("input[name=ask]")); left != 2 {
		t.Errorf("%d are left, want 2", left)
	}
}

func TestHerAnswerStandsBesideTheEntryAndANoteIsHeldBack(t *testing.T) {
	h, desk, _ := withSpace(t, caseworktest.Keyworker)
	caseID := h.hers()
	h.site.Post(woman.Path(caseID, "contact"), contactForm(h, caseID, "She seemed tired"))
	row, err := h.Record.Row(ctx, caseID)
	if err != nil {
		t.Fatal(err)
	}
	view, err := desk.Open(ctx, access.InHerSpace(row.Woman))
	if err != nil {
		t.Fatal(err)
	}
	note := ""
	for _, entry := range view.Entries {
		if entry.Text == "She seemed tired" {
			note = entry.Fact
		}
	}
	if err := desk.AnswerBack(ctx, access.InHerSpace(row.Woman), h.Key(), note, "I was sad"); err != nil {
		t.Fatal(err)
	}
	h.site.Get(woman.Path(caseID, "timeline")).WantText("main", "Her answer, Tuesday 3 March 2026 I was sad").WantText("main", "What she sees")
	path := woman.Path(caseID, "entry/"+note)
	h.site.Get(path).WantStatus(200).WantText("main", "She can read this note")
	h.site.Post(path, url.Values{"key": {h.Key()}}).WantStatus(422).WantText(".govuk-error-summary", "Say who would be in danger")
	h.site.Post(path, url.Values{"key": {h.Key()}, "reason": {"her sister"}}).WantRedirect(woman.Path(caseID, "timeline"))
	h.site.Get(woman.Path(caseID, "timeline")).WantText("main", "Held back from her.")
	h.site.Get(path).WantText("main", "Show it to her")
	h.site.Get(woman.Path(caseID, "entry/another")).WantStatus(404)
}

// contactForm is a call with a note, as the page sends it.
func contactForm(h *house, caseID, note string) url.Values {
	page := h.site.Get(woman.Path(caseID, "contact"))
	return url.Values{
		"key": {page.Attr("input[name=key]", "value")}, "version": {page.Attr("input[name=version]", "value")},
		"how": {"phone"}, "outcome": {"spoke"}, "note": {note},
		"on-day": {"3"}, "on-month": {"3"}, "on-year": {"2026"}, "at-day": {"3"}, "at-month": {"3"}, "at-year": {"2026"},
	}
}
