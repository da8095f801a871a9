package refer_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/webtest"
)

// names lists the fields of a page's form.
func names(page *webtest.Page) []string {
	var found []string
	for _, node := range page.All("main form [name]") {
		if name := attr(node, "name"); !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return found
}

func officerOf(force string) access.Asker {
	return access.Asker{ID: "officer-9", Name: "PC Shaw", Agency: force, Role: access.Officer}
}

func TestTheFormAsksWhatTheSchemesOfTheServiceAsk(t *testing.T) {
	for _, row := range []struct {
		runs        []string
		asks, never []string
	}{
		{[]string{"lwds"}, nil, []string{"residence", "gravity", "value_gbp", "admitted", "notice_units_required", "bail_given_on-day", "triage_would_otherwise"}},
		{[]string{"hull-womens-triage"}, []string{"gravity", "value_gbp", "admitted", "offence_group", "triage_would_otherwise"}, []string{"bail_suitable", "residence", "cohorts"}},
		{[]string{"manchester-bail-triage"}, []string{"bail_suitable", "admitted", "considered_outcome", "bail_units_required", "bail_given_on-day"}, []string{"gravity", "notice_given_on-day"}},
		{[]string{"cars-eden-house"}, []string{"residence", "orders", "order_units_required", "order_court"}, []string{"gravity", "bail_suitable"}},
	} {
		asked := names(openRunning(t, caseworktest.Officer, places, row.runs...).Get("/refer").WantStatus(200))
		for _, name := range row.asks {
			if !slices.Contains(asked, name) {
				t.Errorf("%v: the form does not ask %s", row.runs, name)
			}
		}
		for _, name := range row.never {
			if slices.Contains(asked, name) {
				t.Errorf("%v: the form asks %s", row.runs, name)
			}
		}
	}
}

// Each mechanism writes what it requires, from what its own part of the form says.
func TestWhatEachMechanismRequiresIsWritten(t *testing.T) {
	first := calendar.On(2026, 3, 1)
	day := func(prefix string) []string {
		return []string{prefix + "given_on-day", "1", prefix + "given_on-month", "3", prefix + "given_on-year", "2026"}
	}
	for _, row := range []struct {
		name    string
		runs    string
		force   string
		typed   []string
		scheme  string
		pathway journey.Pathway
		units   int
		text    string
	}{
		{"a notice with two sessions", "south-yorkshire-alcohol-waiver", "South Yorkshire Police",
			append(day("notice_"), "outcome", "penalty_notice", "notice_units_required", "2", "notice_would_otherwise", "not_known"),
			"south-yorkshire-alcohol-waiver", journey.PenaltyNotice, 2, "Attend 1 alcohol awareness session, 1 follow-up session"},
		{"bail with one assessment", "manchester-bail-triage", "Greater Manchester Police",
			append(day("bail_"), "outcome", "bailed", "bail_units_required", "1", "bail_suitable", "yes", "admitted", "yes", "considered_outcome", "charge"),
			"manchester-bail-triage", journey.Bail, 1, "Attend 1 assessment"},
		{"bail after charge, with no number stated", "durham-gateway-to-change", "Durham Constabulary",
			append(day("charge_"), "outcome", "charge", "admitted", "yes"),
			"durham-gateway-to-change", journey.Bail, 0, "Take part as agreed. How many times is not stated"},
		{"charged, and not bailed to the service", "durham-gateway-to-change", "Durham Constabulary",
			[]string{"outcome", "charge", "admitted", "yes"}, "durham-gateway-to-change", journey.Bail, -1, ""},
		{"an order of seven days", "cars-eden-house", "Avon and Somerset Police",
			append(day("order_"), "outcome", "court", "order_units_required", "7", "order_court", "Bristol Magistrates' Court", "orders", "specified_activity_requirement"),
			"cars-eden-house", journey.CourtOrder, 7, "Attend 7 days. Ordered by Bristol Magistrates' Court"},
	} {
		t.Run(row.name, func(t *testing.T) {
			site := openRunning(t, officerOf(row.force), nil, row.runs)
			form := with(amina(), append([]string{"place", "", "area", "Bristol", "units_required", "", "would_otherwise", ""}, row.typed...)...)
			id := site.referred(form)
			got, err := site.room.Record.Row(t.Context(), id)
			if err != nil || got.Scheme != row.scheme || got.Pathway != row.pathway {
				t.Fatalf("referred to %s %s, %v", got.Scheme, got.Pathway, err)
			}
			if row.units < 0 {
				if got.Condition != nil {
					t.Errorf("condition %+v, want none", got.Condition)
				}
				return
			}
			if got.Condition == nil || got.Condition.Required != row.units || got.Condition.Given != first || got.Condition.Due.Known() {
				t.Errorf("condition %+v", got.Condition)
			}
			shown := site.Get("/refer/sent/"+id).WantStatus(200).WantText(".govuk-summary-list", row.text)
			shown.WantText(".govuk-summary-list", "no date stated")
			back := filled(site.Get("/refer/sent/" + id + "/change").WantStatus(200))
			for i := 0; i+1 < len(row.typed); i += 2 {
				if back.Get(row.typed[i]) != row.typed[i+1] {
					t.Errorf("%s stands as %q, want %q", row.typed[i], back.Get(row.typed[i]), row.typed[i+1])
				}
			}
			site.Post("/refer/sent/"+id+"/change", back).WantStatus(303)
		})
	}
}

func TestWhatOnlySomeSchemesAskIsSaidWhereItIsWrong(t *testing.T) {
	for _, row := range []struct{ name, value, says string }{
		{"gravity", "seven", "Enter a number for: Gravity score"},
		{"gravity", "6", "Enter the gravity score as a number from 1 to 5"},
		{"value_gbp", "a lot", "Enter a number for: What is it worth"},
		{"admitted", "perhaps", "Choose from the list for: Does she admit it?"},
		{"offence_group", "arson", "Choose from the list for: What kind of offence is it?"},
		{"triage_would_otherwise", "", "Choose what would have happened without this scheme"},
	} {
		site := openRunning(t, officerOf("Humberside Police"), nil, "hull-womens-triage")
		form := with(amina(), "place", "", "area", "Hull", "outcome", "community_resolution", "admitted", "yes", "gravity", "2", "value_gbp", "£99.50", "triage_would_otherwise", "charge", row.name, row.value)
		site.send(site.Get("/refer"), form).WantStatus(422).WantText(".govuk-error-summary", row.says).WantText(".govuk-error-message", row.says)
		if len(site.room.Record.Facts()) != 0 {
			t.Errorf("%s: something was written", row.name)
		}
		sent := site.referred(with(form, "triage_would_otherwise", "charge", "admitted", "yes", "gravity", "2", "value_gbp", "£99.50", "offence_group", ""))
		view, err := site.desk.Sent(t.Context(), officerOf("Humberside Police"), sent)
		if err != nil || view.Pathway != journey.Triage || *view.Entry.Asked.ValuePence != 9950 {
			t.Errorf("sent %+v, %v", view.Entry.Asked, err)
		}
	}
}

func TestAnAddressIsNotKeptInClear(t *testing.T) {
	site := openRunning(t, officerOf("Avon and Somerset Police"), nil, "cars-eden-house")
	site.send(site.Get("/refer"), with(amina(), "place", "", "outcome", "court", "residence", "12 Fern Street, Bristol")).WantStatus(422).
		WantText(".govuk-error-summary", "Enter a borough, district or town, and no address")
}

func TestWhatAgreeingMeansStandsBeforeSheAgrees(t *testing.T) {
	shown := open(t, caseworktest.Officer).Get("/refer")
	shown.WantText(".govuk-inset-text", "A caution goes on her criminal record.").
		WantText(".govuk-inset-text", "she faces arrest, and a prosecution for the original offence may follow.").
		WantText(".govuk-inset-text", "She may take legal advice before she decides.").WantText(".govuk-inset-text", "Source 000:497")
	if strings.Contains(shown.Body, "There is some concern") {
		t.Error("what is for the officer to know stands among what to tell her")
	}
	if told, agreed := strings.Index(shown.Body, "faces arrest"), strings.Index(shown.Body, `name="agreed"`); told < 0 || told > agreed {
		t.Error("she is asked before she is told")
	}
}

func TestAnEncounterMayBeCheckedWithoutAName(t *testing.T) {
	site := open(t, caseworktest.Officer)
	form := site.Get("/refer/check").WantStatus(200).WantText("h1", "What is open to her").WantNone("[name=given_name]").WantNone("[name=phone]")
	if asked := names(form); !slices.Contains(asked, "gravity") || !slices.Contains(asked, "bail_suitable") {
		t.Errorf("the check asks %v", asked)
	}
	shown := site.Post("/refer/check", url.Values{
		"place": {"Charing Cross, Central West"}, "age": {"35"}, "outcome": {"conditional_caution"}, "offence": {"TH68010 Theft from a shop"},
	}).WantStatus(200)
	shown.WantText("#hers h3", "Conditional caution, London Women's Diversion Service").WantText("#hers .govuk-tag", "Open").
		WantText("main", "Would need to know more").WantText("main", "Closed: ").WantText("main", "What else there is for her")
	if strings.Contains(shown.Text("main"), "Humberside is considering") {
		t.Error("a scheme that is only proposed is offered")
	}
	if kept := filled(shown); kept.Get("age") != "35" || kept.Get("outcome") != "conditional_caution" {
		t.Errorf("what was asked is lost: %v", kept)
	}
	little := site.Post("/refer/check", url.Values{}).WantStatus(200).WantText("#hers .govuk-tag", "Not clear yet").WantText("#hers", "her age in years").
		WantText("#hers", "which offence codes are lower-level where police have not considered a conditional caution (for this place to decide)")
	if strings.Contains(little.Text("main"), "lower_level_offences") {
		t.Error("an officer reads the name of a setting")
	}
	site.Post("/refer/check", url.Values{"age": {"old"}, "gravity": {"x"}}).WantStatus(422).
		WantText(".govuk-error-summary", "Enter her age in years").WantText(".govuk-error-summary", "Enter a number for: Gravity score")
	closed := site.Post("/refer/check", url.Values{"place": {"Charing Cross, Central West"}, "outcome": {"charge"}}).WantText("#hers .govuk-tag", "Closed")
	if strings.Contains(closed.Text("#hers"), "we would need to know") {
		t.Error("a closed door asks for what cannot open it")
	}
	if line, told := site.room.Record.Last(); len(site.room.Record.Facts()) != 0 || told {
		t.Errorf("a check was kept: %+v", line)
	}
}

func TestWhoSheWouldGetIsSaid(t *testing.T) {
	site := openRunning(t, officerOf("Durham Constabulary"), nil, "durham-gateway-to-change")
	site.Post("/refer/check", url.Values{"age": {"30"}, "outcome": {"charge"}, "offence": {"TH68010"}, "admitted": {"yes"}}).
		WantText("#hers .govuk-tag", "Open").WantText("#hers", "Who she gets: Woman mentor.")
}
