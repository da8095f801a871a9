package refer_test

import (
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/justice"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web/refer"
	"throughline/internal/edge/web/webtest"
	"throughline/schemes"
)

var places = []refer.Place{
	{Agency: "Metropolitan Police", Area: "Central West", Suite: "Charing Cross"},
	{Agency: "Metropolitan Police", Area: "Central South", Suite: "Brixton"},
	{Agency: "Surrey Police", Area: "Guildford", Suite: "Guildford"},
}

// library is read once: a rulebook does not change.
var library = sync.OnceValues(schemes.Library)

// front is the front door over a record in memory.
type front struct {
	*webtest.Site
	room *caseworktest.Room
	desk intake.Desk
	t    *testing.T
}

func open(t *testing.T, asker access.Asker) front { return openAt(t, asker, places) }

func openAt(t *testing.T, asker access.Asker, places []refer.Place) front {
	t.Helper()
	return openRunning(t, asker, places, "lwds")
}

// openRunning opens the door of a service that runs these schemes.
func openRunning(t *testing.T, asker access.Asker, places []refer.Place, delivers ...string) front {
	t.Helper()
	books, err := library()
	if err != nil {
		t.Fatal(err)
	}
	room := caseworktest.NewRoom(t)
	desk := intake.Desk{
		Bench: room.Bench, Provider: "Advance",
		Schemes: casework.Schemes{Rules: books, Delivers: delivers, Settings: map[string]scheme.Settings{"lwds": {"covered_areas": []string{"Central West"}}}},
	}
	return front{webtest.Start(t, asker, refer.New(desk, justice.Desk{Bench: room.Bench, Schemes: desk.Schemes}, places)), room, desk, t}
}

// amina is what an officer types.
func amina() url.Values {
	return url.Values{
		"place": {"Charing Cross, Central West"}, "reference": {"01CW/100/26"},
		"given_name": {"Amina"}, "family_name": {"Okafor"}, "known_as": {"Mina"},
		"date_of_birth-day": {"27"}, "date_of_birth-month": {"3"}, "date_of_birth-year": {"1990"},
		"outcome": {"conditional_caution"}, "units_required": {"2"},
		"given_on-day": {"3"}, "given_on-month": {"3"}, "given_on-year": {"2026"},
		"would_otherwise": {"charge"},
		"offence":         {"TH68010 Theft from a shop"}, "phone": {"07700 900123"}, "contact": {"text"}, "agreed": {"yes"},
	}
}

func with(form url.Values, pairs ...string) url.Values {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			form.Del(pairs[i])
			continue
		}
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// send fills the form of a page and sends it with the page's own hidden fields.
func (f front) send(shown *webtest.Page, form url.Values) *webtest.Page {
	f.t.Helper()
	for name, values := range filled(shown) {
		if name == "key" {
			form[name] = values
		}
	}
	return f.Post(shown.Attr("main form", "action"), form)
}

// referred opens the page, sends what an officer types and returns the case.
func (f front) referred(form url.Values) string {
	f.t.Helper()
	answer := f.send(f.Get("/refer").WantStatus(200), form).WantStatus(303)
	id, found := strings.CutPrefix(answer.To(), "/refer/sent/")
	if !found {
		f.t.Fatalf("a referral leads to %q", answer.To())
	}
	return id
}

// filled returns what the form of a page would send as it stands.
func filled(page *webtest.Page) url.Values {
	form := url.Values{}
	for _, node := range page.All("main form input") {
		if kind := attr(node, "type"); kind != "radio" && kind != "checkbox" || has(node, "checked") {
			form.Add(attr(node, "name"), attr(node, "value"))
		}
	}
	for _, node := range page.All("main form select") {
		for option := range node.Descendants() {
			if option.Data == "option" && has(option, "selected") {
				form.Add(attr(node, "name"), attr(option, "value"))
			}
		}
	}
	return form
}

func attr(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(node *html.Node, name string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func TestOnePageAndOneSubmitReferAWoman(t *testing.T) {
	site := open(t, caseworktest.Officer)
	pages, submits := 0, 0
	form := site.Get("/refer").WantStatus(200)
	pages++
	if forms := form.All("main form"); len(forms) != 1 {
		t.Fatalf("%d forms, want one", len(forms))
	}
	answer := site.send(form, amina()).WantStatus(303)
	submits++
	shown := site.Get(answer.To()).WantStatus(200).WantText("h1", "Referral sent")
	pages++
	if pages != 2 || submits != 1 {
		t.Errorf("%d pages and %d submits, want 2 and 1", pages, submits)
	}
	rows, err := site.room.Record.Rows(t.Context(), access.Asker{}, casework.Filter{})
	if err != nil || len(rows) != 1 {
		t.Fatalf("rows %v, %v", rows, err)
	}
	row := rows[0]
	if row.Pathway != journey.ConditionalCaution || row.Area != "Central West" || row.OffenceCode != "TH68010" ||
		row.OffenceLabel != "Theft from a shop" || row.Contact != journey.ContactText || row.Agreed != "yes" {
		t.Errorf("row %+v", row)
	}
	if row.Condition == nil || row.Condition.Required != 2 || row.Condition.Due.Known() {
		t.Errorf("condition %+v, want two appointments and no date", row.Condition)
	}
	shown.WantText(".govuk-panel", casework.Reference(row.Case))
}

func TestTheFieldsStandInTheirOrder(t *testing.T) {
	shown := open(t, caseworktest.Officer).Get("/refer").WantText("h1", "Refer a woman").WantText("main button", "Send referral")
	var order []string
	for _, node := range shown.All("main form [name]") {
		name := attr(node, "name")
		for _, part := range []string{"-day", "-month", "-year"} {
			name = strings.TrimSuffix(name, part)
		}
		if name != "key" && !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	want := "place reference not_in_custody given_name family_name known_as date_of_birth outcome units_required given_on due_on " +
		"would_otherwise explained legal_advice released offence phone contact agreed urgent language dialect interpreter_gender"
	if got := strings.Join(order, " "); got != want {
		t.Errorf("the fields are\n%s, want\n%s", got, want)
	}
	for selector, want := range map[string]string{
		"#units_required": "2", "#given_on-day": "3", "#given_on-month": "3", "#given_on-year": "2026", "#due_on-day": "",
	} {
		if got := shown.Attr(selector, "value"); got != want {
			t.Errorf("%s begins with %q, want %q", selector, got, want)
		}
	}
	if len(shown.All("#offences option")) < 30 || shown.Attr("#offence", "list") != "offences" {
		t.Error("the offences are not suggested")
	}
	for _, never := range []string{"ethnicity", "gp", "history", "needs", "children"} {
		shown.WantNone("[name=" + never + "]")
	}
	chosen := filled(shown)
	for _, name := range []string{"contact", "agreed", "outcome", "urgent"} {
		if chosen.Has(name) {
			t.Errorf("%s is answered before anyone answered it: %q", name, chosen[name])
		}
	}
}

func TestWhatIsMissingIsNamedAndWhatWasTypedIsKept(t *testing.T) {
	for _, row := range []struct {
		name   string
		change []string
		anchor string
		says   string
	}{
		{"no reference", []string{"reference", ""}, "#reference", "Enter the custody or crime reference"},
		{"no first name", []string{"given_name", ""}, "#given_name", "Enter her first name"},
		{"no last name", []string{"family_name", " "}, "#family_name", "Enter her last name"},
		{"no birth date", []string{"date_of_birth-day", "", "date_of_birth-month", "", "date_of_birth-year", ""}, "#date_of_birth-day", "Enter her date of birth, like 27 3 1990"},
		{"a birth date there is not", []string{"date_of_birth-day", "31", "date_of_birth-month", "2"}, "#date_of_birth-day", "Enter her date of birth as a real date"},
		{"a birth date to come", []string{"date_of_birth-year", "2030"}, "#date_of_birth-day", "must be in the past"},
		{"a birth date too long ago", []string{"date_of_birth-year", "1890"}, "#date_of_birth-day", "Check the year"},
		{"nothing happening", []string{"outcome", ""}, "#outcome", "Choose what is happening"},
		{"an outcome there is not", []string{"outcome", "prison"}, "#outcome", "Choose what is happening"},
		{"released, but how", []string{"outcome", "released"}, "#released", "Choose released under investigation, or bail"},
		{"no number of appointments", []string{"units_required", "two"}, "#units_required", "Enter how many appointments"},
		{"no date of the caution", []string{"given_on-day", ""}, "#given_on-day", "Enter the date the caution was given"},
		{"half a date to complete by", []string{"due_on-day", "9"}, "#due_on-day", "or leave it empty"},
		{"not asked what would have happened", []string{"would_otherwise", ""}, "#would_otherwise", "Choose what would have happened without this scheme"},
		{"complete before it began", []string{"due_on-day", "1", "due_on-month", "3", "due_on-year", "2026"}, "#due_on-day", "on or after the day it was given"},
		{"no phone to text", []string{"phone", ""}, "#phone", "Enter a phone number"},
		{"no way to reach her", []string{"contact", ""}, "#contact", "Choose how we can reach her safely"},
		{"a way there is not", []string{"contact", "letter"}, "#contact", "Choose how we can reach her safely"},
		{"not asked whether she agreed", []string{"agreed", ""}, "#agreed", "Choose whether she agreed"},
		{"an urgency there is not", []string{"urgent", "lunch"}, "#urgent", "Choose what is urgent today"},
	} {
		t.Run(row.name, func(t *testing.T) {
			site := open(t, caseworktest.Officer)
			form := with(amina(), row.change...)
			shown := site.send(site.Get("/refer"), form).WantStatus(422).WantText("title", "Error: Refer a woman")
			shown.WantText(".govuk-error-summary", row.says)
			if got := shown.All(".govuk-error-summary a"); len(got) != 1 || attr(got[0], "href") != row.anchor || len(shown.All(row.anchor)) != 1 {
				t.Errorf("%d problems, want one that leads to %s", len(got), row.anchor)
			}
			shown.WantText(".govuk-error-message", row.says)
			if len(site.room.Record.Facts()) != 0 {
				t.Error("something was written")
			}
			back := filled(shown)
			for name, values := range form {
				if values[0] != "" && back.Get(name) != values[0] && name != "outcome" && name != "contact" && name != "urgent" {
					t.Errorf("%s came back as %q, want %q", name, back.Get(name), values[0])
				}
			}
		})
	}
}

func TestEveryProblemIsSaidAtOnceInTheOrderOfTheForm(t *testing.T) {
	site := open(t, caseworktest.Officer)
	form := site.Get("/refer")
	shown := site.send(form, url.Values{"due_on-day": {"40"}, "outcome": {"conditional_caution"}}).WantStatus(422)
	var leads []string
	for _, link := range shown.All(".govuk-error-summary a") {
		leads = append(leads, attr(link, "href"))
	}
	want := "#reference #given_name #family_name #date_of_birth-day #units_required #given_on-day #due_on-day #contact #agreed"
	if got := strings.Join(leads, " "); got != want {
		t.Errorf("problems lead to %s, want %s", got, want)
	}
}

func TestWhatIsHappeningIsWrittenInCodes(t *testing.T) {
	for _, row := range []struct {
		chosen, released string
		met, outcome     string
		offence          string
		condition        bool
	}{
		{"conditional_caution", "", "arrest", "conditional_caution", "TH68010", true},
		{"community_resolution", "", "arrest", "community_resolution", "TH68010", false},
		{"no_further_action", "", "arrest", "no_further_action", "TH68010", false},
		{"released", "released_under_investigation", "arrest", "released_under_investigation", "TH68010", false},
		{"released", "bail", "arrest", "bail", "TH68010", false},
		{"charge", "", "arrest", "charge", "TH68010", false},
		{"voluntary_attendance", "", "voluntary_attendance", "", "TH68010", false},
		{"not_arrested", "", "none", "", "", false},
	} {
		t.Run(row.chosen+row.released, func(t *testing.T) {
			site := open(t, caseworktest.Officer)
			site.referred(with(amina(), "outcome", row.chosen, "released", row.released))
			var met journey.Encounter
			condition := false
			for _, fact := range site.room.Record.Facts() {
				switch body := fact.Body.(type) {
				case journey.Encounter:
					met = body
				case journey.ConditionGiven:
					condition = true
				}
			}
			if met.What != row.met || met.Outcome != row.outcome || met.Offence.Code != row.offence || condition != row.condition {
				t.Errorf("written as %+v, condition %t", met, condition)
			}
			if met.Suite != "Charing Cross" || met.Area != "Central West" || met.Force != "Metropolitan Police" {
				t.Errorf("the place is %q %q of %q", met.Suite, met.Area, met.Force)
			}
		})
	}
}

func TestOutOfCustodyNoReferenceIsNeeded(t *testing.T) {
	for _, change := range [][]string{
		{"not_in_custody", "yes"}, {"outcome", "voluntary_attendance"}, {"outcome", "not_arrested"},
	} {
		open(t, caseworktest.Officer).referred(with(amina(), append(change, "reference", "")...))
	}
}

func TestAnOffenceIsReadHoweverItIsTyped(t *testing.T) {
	shopTheft := journey.Offence{Code: "TH68010", Label: "Theft from a shop"}
	for typed, want := range map[string]struct {
		offence      journey.Offence
		words, shown string
	}{
		"TH68010 Theft from a shop":   {shopTheft, "", "TH68010 Theft from a shop"},
		"th68010":                     {shopTheft, "", "TH68010 Theft from a shop"},
		" theft  from a shop ":        {shopTheft, "", "TH68010 Theft from a shop"},
		"TH68010 her sister's coat":   {shopTheft, "her sister's coat", "TH68010 Theft from a shop, her sister's coat"},
		"CJ88116: Assault by beating": {journey.Offence{Code: "CJ88116", Label: "Assault by beating"}, "", "CJ88116 Assault by beating"},
		"AB06001 Something else":      {journey.Offence{Code: "AB06001"}, "Something else", "AB06001, Something else"},
		"a row in the street":         {journey.Offence{}, "a row in the street", "a row in the street"},
		"":                            {journey.Offence{}, "", "not stated"},
	} {
		site := open(t, caseworktest.Officer)
		id := site.referred(with(amina(), "offence", typed))
		row, err := site.room.Record.Row(t.Context(), id)
		if err != nil || row.OffenceCode != want.offence.Code || row.OffenceLabel != want.offence.Label {
			t.Errorf("%q is read as %q %q, want %+v", typed, row.OffenceCode, row.OffenceLabel, want)
		}
		sealed := ""
		for _, fact := range site.room.Record.Facts() {
			body, err := journey.MarshalBody(fact.Body)
			if err != nil || want.words != "" && strings.Contains(string(body), want.words) {
				t.Errorf("%q stands in clear in %s, %v", want.words, body, err)
			}
			if fact.Body.Kind() == journey.KindReferred && fact.Words != nil {
				sealed = fact.Words.Offence
			}
		}
		if sealed != want.words {
			t.Errorf("%q seals %q, want %q", typed, sealed, want.words)
		}
		site.Get("/refer/list/"+id).WantText("body", "Offence "+want.shown)
	}
}

func TestTheNextFormBeginsWhereTheOfficerWas(t *testing.T) {
	site := open(t, caseworktest.Officer)
	site.referred(with(amina(), "place", "Brixton, Central South", "outcome", "released", "released", "bail"))
	next := filled(site.Get("/refer"))
	if next.Get("place") != "Brixton, Central South" || next.Get("outcome") != "released" || next.Get("released") != "bail" {
		t.Errorf("the next form begins with %v", next)
	}
	for _, name := range []string{"given_name", "family_name", "known_as", "phone", "reference", "offence", "date_of_birth-day", "contact", "agreed"} {
		if next.Get(name) != "" {
			t.Errorf("%s of the woman before stands in the next form: %q", name, next.Get(name))
		}
	}
	site.As(caseworktest.Colleague)
	if other := filled(site.Get("/refer")); other.Get("outcome") != "" || other.Get("place") != "" {
		t.Errorf("a colleague begins with %v", other)
	}
	linked := filled(site.Get("/refer?suite=charing+cross"))
	if linked.Get("place") != "Charing Cross, Central West" {
		t.Errorf("the link of a suite begins with %q", linked.Get("place"))
	}
	site.As(caseworktest.OtherForce)
	if only := filled(site.Get("/refer")); only.Get("place") != "Guildford, Guildford" {
		t.Errorf("the only suite of a force is not chosen: %q", only.Get("place"))
	}
}

func TestWithoutAListThePlaceIsTyped(t *testing.T) {
	site := openAt(t, caseworktest.Officer, nil)
	id := site.referred(with(amina(), "place", "", "suite", "Walworth", "area", "Central South"))
	row, err := site.room.Record.Row(t.Context(), id)
	if err != nil || row.Area != "Central South" {
		t.Errorf("area %q, %v", row.Area, err)
	}
	next := filled(site.Get("/refer"))
	if next.Get("suite") != "Walworth" || next.Get("area") != "Central South" {
		t.Errorf("the next form begins with %v", next)
	}
}

func TestSendingTwiceRefersOnce(t *testing.T) {
	site := open(t, caseworktest.Officer)
	form := site.Get("/refer")
	first := site.send(form, amina()).WantStatus(303)
	site.send(form, amina()).WantRedirect(first.To())
	other := with(amina(), "given_name", "Grace")
	again := site.send(form, other).WantStatus(409).WantText(".govuk-error-summary", "sent once already").WantText("title", "Error:")
	if filled(again).Get("given_name") != "Grace" {
		t.Error("what was typed is lost")
	}
	if to := site.send(again, other).WantStatus(303).To(); to == first.To() {
		t.Error("another woman leads to the first one's page")
	}
}

func TestAnInterpreterIsAskedForInHerWords(t *testing.T) {
	site := open(t, caseworktest.Officer)
	id := site.referred(with(amina(), "urgent", "interpreter", "language", "Albanian", "dialect", "Gheg; north", "interpreter_gender", "a woman"))
	view, err := site.desk.Sent(t.Context(), caseworktest.Officer, id)
	if err != nil || view.Entry.Identity.Interpret != "Albanian; dialect: Gheg, north; interpreter: a woman" {
		t.Errorf("she asked for %q, %v", view.Entry.Identity.Interpret, err)
	}
	back := filled(site.Get("/refer/sent/" + id + "/change"))
	if back.Get("language") != "Albanian" || back.Get("dialect") != "Gheg, north" || back.Get("interpreter_gender") != "a woman" {
		t.Errorf("the change form shows %v", back)
	}
}

func TestOnlyPoliceOpenTheDoor(t *testing.T) {
	for _, asker := range []access.Asker{caseworktest.Keyworker, caseworktest.Lead, caseworktest.Commissioner, caseworktest.Admin} {
		site := open(t, asker)
		for _, path := range []string{"/refer", "/refer/check", "/refer/declined", "/refer/sent/x", "/refer/sent/x/change", "/refer/list", "/refer/list/x"} {
			site.Get(path).WantStatus(403)
		}
		site.Post("/refer", with(amina(), "key", "k")).WantStatus(403)
		site.Post("/refer/check", url.Values{"age": {"30"}}).WantStatus(403)
		site.Post("/refer/declined", url.Values{"key": {"k"}, "declined_reason": {"not_now"}}).WantStatus(403)
		site.Post("/refer/list/x", url.Values{"key": {"k"}, "decision": {"met"}}).WantStatus(403)
		if len(site.room.Record.Facts()) != 0 {
			t.Errorf("%s wrote something", asker.Role)
		}
	}
	site := open(t, caseworktest.Colleague)
	site.referred(with(amina(), "due_on-day", "1", "due_on-month", "6", "due_on-year", "2026"))
	rows, _ := site.room.Record.Rows(t.Context(), access.Asker{}, casework.Filter{})
	if len(rows) != 1 || rows[0].Condition.Due != calendar.On(2026, 6, 1) || rows[0].Role != "evidence-review-officer" {
		t.Errorf("rows %+v", rows)
	}
}
