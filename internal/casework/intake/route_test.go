package intake_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// local is what the places of the tests decided.
var local = map[string]scheme.Settings{
	"lwds":                           {"covered_areas": []string{"Central West"}},
	"hull-womens-triage":             {"theft_over_100_may_enter": false, "other_covered_areas": []string{}},
	"manchester-bail-triage":         {"pilot_suites": []string{"Longsight"}},
	"south-yorkshire-alcohol-waiver": {"receipt_day_counts": false, "day_28_counts": true},
	"liaison-and-diversion":          {"served_areas": []string{"Central West"}},
}

// deskRunning is the desk of a service that runs these schemes.
func deskRunning(t *testing.T, settings map[string]scheme.Settings, delivers ...string) (*caseworktest.Room, intake.Desk) {
	t.Helper()
	books, err := library()
	if err != nil {
		t.Fatal(err)
	}
	room := caseworktest.NewRoom(t)
	return room, intake.Desk{Bench: room.Bench, Schemes: casework.Schemes{Rules: books, Delivers: delivers, Settings: settings}}
}

// pence are pounds as they are kept.
func pence(pounds int64) *int64 {
	amount := pounds * 100
	return &amount
}

func TestWhereSheIsReferred(t *testing.T) {
	noFurtherAction := func(r *journey.Referral) { r.Outcome, r.Condition = "no_further_action", nil }
	hull := func(gravity int, pounds int64) func(*journey.Referral) {
		return func(r *journey.Referral) {
			r.Force, r.Area, r.Outcome, r.Condition = "Humberside Police", "Hull", "community_resolution", nil
			r.Offence = journey.Offence{Code: "TH68010", Label: "Theft from a shop"}
			r.Asked = journey.Encounter{Admitted: "yes", Gravity: gravity, ValuePence: pence(pounds)}
		}
	}
	durham := func(admitted string) func(*journey.Referral) {
		return func(r *journey.Referral) {
			r.Force, r.Area, r.Outcome, r.Condition = "Durham Constabulary", "Darlington", "charge", nil
			r.Offence, r.Asked.Admitted = journey.Offence{Code: "TH68010", Label: "Theft from a shop"}, admitted
		}
	}
	manchester := func(considered string) func(*journey.Referral) {
		return func(r *journey.Referral) {
			r.Force, r.Suite, r.Outcome, r.Condition = "Greater Manchester Police", "Longsight", "bail", nil
			r.Asked = journey.Encounter{Admitted: "yes", Bailable: journey.Yes, Considered: considered}
		}
	}
	notice := func(force string) func(*journey.Referral) {
		return func(r *journey.Referral) {
			r.Force, r.Area, r.Met, r.Outcome, r.Condition = force, "Rotherham", "notice", "penalty_notice", nil
		}
	}
	court := func(orders []string) func(*journey.Referral) {
		return func(r *journey.Referral) {
			r.Force, r.Area, r.Met, r.Outcome, r.Condition = "Avon and Somerset Police", "Bristol", "court", "", nil
			r.Asked = journey.Encounter{Residence: "Bristol", Orders: orders}
		}
	}
	waivers := []string{"south-yorkshire-alcohol-waiver", "lwds"}
	for _, row := range []struct {
		name    string
		runs    []string
		change  func(*journey.Referral)
		scheme  string
		pathway journey.Pathway
	}{
		{"Hull: gravity 2 and £100", []string{"hull-womens-triage", "lwds"}, hull(2, 100), "hull-womens-triage", journey.Triage},
		{"Hull: gravity 3 is closed, so by her own request", []string{"hull-womens-triage", "lwds"}, hull(3, 100), "lwds", journey.Voluntary},
		{"Hull: what she admits is not known, so triage is not open", []string{"hull-womens-triage", "lwds"},
			func(r *journey.Referral) { hull(2, 100)(r); r.Asked.Admitted = "" }, "lwds", journey.Voluntary},
		{"Hull alone: she is referred somewhere even so", []string{"hull-womens-triage"}, hull(3, 100), "hull-womens-triage", journey.Triage},
		{"Hull beside London: a caution in London stays London's", []string{"hull-womens-triage", "lwds"}, func(*journey.Referral) {}, "lwds", journey.ConditionalCaution},
		{"Durham: charged with theft, and she admits it", []string{"durham-gateway-to-change", "lwds"}, durham("yes"), "durham-gateway-to-change", journey.Bail},
		{"Durham: not admitted", []string{"durham-gateway-to-change", "lwds"}, durham("no"), "lwds", journey.Voluntary},
		{"Durham: nobody said whether she admits it", []string{"durham-gateway-to-change", "lwds"}, durham(""), "durham-gateway-to-change", journey.Bail},
		{"Manchester: bailed while a charge is considered", []string{"manchester-bail-triage", "lwds"}, manchester("charge"), "manchester-bail-triage", journey.Bail},
		{"Manchester: bailed while a simple caution is considered", []string{"manchester-bail-triage", "lwds"}, manchester("simple_caution"), "lwds", journey.Voluntary},
		{"South Yorkshire: a notice", waivers, notice("South Yorkshire Police"), "south-yorkshire-alcohol-waiver", journey.PenaltyNotice},
		{"South Yorkshire: a notice of another force", waivers, notice("West Yorkshire Police"), "lwds", journey.Voluntary},
		{"Bristol: at court with no order yet", []string{"cars-eden-house"}, court(nil), "cars-eden-house", journey.LiaisonAndDiversion},
		{"Bristol: at court with the order", []string{"cars-eden-house"}, court([]string{"specified_activity_requirement"}), "cars-eden-house", journey.CourtOrder},
		{"liaison and diversion in her area, and she has such a need", []string{"lwds", "liaison-and-diversion"},
			func(r *journey.Referral) { noFurtherAction(r); r.Asked.Needs = []string{"mental_health"} }, "liaison-and-diversion", journey.LiaisonAndDiversion},
		{"liaison and diversion, and nobody said what she needs", []string{"lwds", "liaison-and-diversion"}, noFurtherAction, "lwds", journey.Voluntary},
		{"two ways to ask for herself: the one known to be open", []string{"cars-eden-house", "lwds"}, noFurtherAction, "lwds", journey.Voluntary},
		{"two cautions run here: the first that is not closed", []string{"blackburn-wsc", "lwds"}, func(*journey.Referral) {}, "lwds", journey.ConditionalCaution},
	} {
		t.Run(row.name, func(t *testing.T) {
			room, desk := deskRunning(t, local, row.runs...)
			entry := caseworktest.Amina()
			row.change(&entry)
			entry.Widening.Otherwise = "charge"
			receipt := refer(t, desk, caseworktest.Officer, entry, room.Key())
			got, err := room.Record.Row(ctx, receipt.Case)
			if err != nil || got.Scheme != row.scheme || got.Pathway != row.pathway {
				t.Errorf("referred to %s %s, want %s %s: %v", got.Scheme, got.Pathway, row.scheme, row.pathway, err)
			}
			view, err := desk.Sent(ctx, caseworktest.Officer, receipt.Case)
			if err != nil || len(view.Doors.Hers) == 0 || view.Doors.Hers[0].Scheme != row.scheme || view.Doors.Hers[0].Pathway != string(row.pathway) {
				t.Errorf("the route is not first on her page: %+v, %v", view.Doors.Hers, err)
			}
		})
	}
}

func TestAServiceThatRunsNoSchemeCannotRefer(t *testing.T) {
	room, desk := deskRunning(t, local)
	if _, err := desk.Refer(ctx, caseworktest.Officer, caseworktest.Amina(), room.Key()); casework.KindOf(err) != casework.Unavailable {
		t.Errorf("with no scheme: %v, want unavailable", err)
	}
	if pathway := desk.LeadsTo(caseworktest.Amina()); pathway != "" {
		t.Errorf("it leads to %s", pathway)
	}
	if doors := desk.WhatIsOpen(caseworktest.Amina()); len(doors.Hers) != 0 || len(doors.Open)+len(doors.Elsewhere) == 0 {
		t.Errorf("what is open elsewhere is gone: %+v", doors)
	}
}

// The last day follows only where the place decided how days are counted.
func TestTheLastDayIsTheRulebooksOrNone(t *testing.T) {
	undecided := map[string]scheme.Settings{"south-yorkshire-alcohol-waiver": {"receipt_day_counts": false}}
	received := calendar.On(2026, time.March, 1)
	for _, row := range []struct {
		name     string
		settings map[string]scheme.Settings
		typed    calendar.Day
		due      calendar.Day
	}{
		{"28 days, the day of receipt not counted", local, 0, calendar.On(2026, time.March, 29)},
		{"whether day 28 counts is not decided", undecided, 0, 0},
		{"the notice itself carries a day", undecided, calendar.On(2026, time.March, 20), calendar.On(2026, time.March, 20)},
	} {
		t.Run(row.name, func(t *testing.T) {
			room, desk := deskRunning(t, row.settings, "south-yorkshire-alcohol-waiver")
			entry := caseworktest.Amina()
			entry.Force, entry.Met, entry.Outcome = "South Yorkshire Police", "notice", "penalty_notice"
			entry.Condition = &journey.ConditionEntry{Text: "Attend 2 sessions", Units: 2, Given: received, Due: row.typed}
			receipt := refer(t, desk, caseworktest.Officer, entry, room.Key())
			got, err := room.Record.Row(ctx, receipt.Case)
			if err != nil || got.Condition == nil || got.Condition.Due != row.due {
				t.Errorf("due %+v, %v, want %s", got.Condition, err, row.due)
			}
			if parts := got.Condition.Parts; len(parts) != 2 || parts[0].Unit != "alcohol_awareness_session" || parts[1].Required != 1 {
				t.Errorf("its parts are %+v", parts)
			}
			if entry.Condition.Due != row.typed {
				t.Error("what was entered was changed in the caller's hands")
			}
		})
	}
}

func TestWhatIsOpenIsSortedAndNeverADeadEnd(t *testing.T) {
	_, desk := deskRunning(t, local, "lwds")
	books := map[string]*scheme.Rulebook{}
	for _, book := range desk.Rules.On(desk.Today()) {
		books[book.ID] = book
	}
	for _, outcome := range []string{"conditional_caution", "penalty_notice", "bail", "charge", "no_further_action", ""} {
		for _, area := range []string{"Central West", "Hull", "Sheffield", "Bristol", "Luton", ""} {
			entry := caseworktest.Amina()
			entry.Outcome, entry.Area, entry.Force = outcome, area, ""
			doors := desk.WhatIsOpen(entry)
			if len(doors.Hers) != 2 || doors.Hers[0].Scheme != "lwds" {
				t.Fatalf("%s in %s: hers are %+v", outcome, area, doors.Hers)
			}
			all := slices.Concat(doors.Hers, doors.Open, doors.Unclear, doors.Elsewhere, doors.Closed)
			for _, door := range all {
				if books[door.Scheme].Status == scheme.ProposedOnly {
					t.Errorf("%s is only proposed, and is shown", door.Scheme)
				}
				if door.Decision.Decision != scheme.Open && len(door.Offers) == 0 {
					t.Errorf("%s in %s: %s %s is a dead end", outcome, area, door.Scheme, door.Pathway)
				}
				if door.Title == "" || door.SchemeTitle == "" {
					t.Errorf("%s %s has no title", door.Scheme, door.Pathway)
				}
				for _, offer := range door.Offers {
					if to := books[offer.Scheme]; to != nil && to.Status == scheme.ProposedOnly {
						t.Errorf("%s offers %s, which is only proposed", door.Scheme, offer.Scheme)
					}
				}
			}
			for _, door := range doors.Closed {
				if len(door.Closing()) == 0 {
					t.Errorf("%s %s is closed by nothing", door.Scheme, door.Pathway)
				}
			}
			for _, door := range doors.Unclear {
				if len(door.WouldNeed) == 0 || len(door.Undecided) > 0 {
					t.Errorf("%s %s is not clear: would need %q, undecided %q", door.Scheme, door.Pathway, door.WouldNeed, door.Undecided)
				}
			}
		}
	}
}

func TestTheFormAsksOnlyWhatTheSchemesOfTheServiceAsk(t *testing.T) {
	_, london := deskRunning(t, local, "lwds")
	if got := london.Asks(false); !slices.Equal(got, []string{"age", "area", "offence_code", "police_outcome", "sex"}) {
		t.Errorf("London asks %q", got)
	}
	if everywhere := london.Asks(true); !slices.Contains(everywhere, "gravity") || !slices.Contains(everywhere, "bail_suitable") {
		t.Errorf("all schemes together ask %q", everywhere)
	}
	_, hull := deskRunning(t, local, "hull-womens-triage")
	if got := hull.Asks(false); !slices.Contains(got, "gravity") || !slices.Contains(got, "value_gbp") || slices.Contains(got, "bail_suitable") {
		t.Errorf("Hull asks %q", got)
	}
	if book, pathway := hull.Runs(journey.ConditionalCaution); book != nil || pathway != nil {
		t.Errorf("Hull runs a caution: %v", book)
	}
}

// A simple caution was likely: police are told, and choose.
func TestTheNetIsAskedAboutBeforeAConditionIsSent(t *testing.T) {
	asked := func(otherwise string, answer journey.WideningAnswer, reason journey.WideningReason) journey.Referral {
		entry := caseworktest.Amina()
		entry.Widening = journey.Widening{Otherwise: otherwise, Answer: answer, Reason: reason, Words: "she has read both leaflets"}
		return entry
	}
	for _, row := range []struct {
		name    string
		entry   journey.Referral
		problem string
		pathway journey.Pathway
		warned  journey.YesNo
	}{
		{"a charge was likely", asked("charge", "", ""), "", journey.ConditionalCaution, ""},
		{"nobody knows", asked("not_known", "", ""), "", journey.ConditionalCaution, ""},
		{"a simple caution was likely, and nothing is answered", asked("simple_caution", "", ""), "widening", "", ""},
		{"she asks for herself instead", asked("simple_caution", journey.AsksInstead, ""), "", journey.Voluntary, journey.Yes},
		{"police go on, and do not say why", asked("no_further_action", journey.GoesOn, ""), "widening_reason", "", ""},
		{"police go on, and say why", asked("community_resolution", journey.GoesOn, journey.SheChoseIt), "", journey.ConditionalCaution, journey.Yes},
		{"an outcome there is not", asked("prison", "", ""), "would_otherwise", "", ""},
		{"a charge was likely after all, and an earlier answer stands", asked("charge", journey.AsksInstead, ""), "", journey.ConditionalCaution, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			room, desk := newDesk(t)
			receipt, err := desk.Refer(ctx, caseworktest.Officer, row.entry, room.Key())
			if row.problem != "" {
				var problems journey.Problems
				if casework.KindOf(err) != casework.Invalid || !errors.As(err, &problems) || problems[0].Field != row.problem {
					t.Errorf("%v, want a problem with %s", err, row.problem)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, err := room.Record.Row(ctx, receipt.Case)
			if err != nil || got.Pathway != row.pathway || got.Warned != row.warned || got.Otherwise != row.entry.Widening.Otherwise {
				t.Errorf("row %+v, %v", got, err)
			}
			if (got.Condition != nil) != (row.pathway == journey.ConditionalCaution) {
				t.Errorf("condition %+v of a %s", got.Condition, row.pathway)
			}
		})
	}
}

func TestWhoAsksForHerselfMayStillBePutRight(t *testing.T) {
	room, desk := newDesk(t)
	entry := caseworktest.Amina()
	entry.Legal, entry.Explained = journey.LegalDeclined, journey.Yes
	entry.Widening = journey.Widening{Otherwise: "simple_caution", Answer: journey.AsksInstead}
	receipt := refer(t, desk, caseworktest.Officer, entry, room.Key())
	view, err := desk.Sent(ctx, caseworktest.Officer, receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	back := view.Entry
	if back.Outcome != "conditional_caution" || back.Asked.Considered != "" || back.Legal != journey.LegalDeclined || back.Explained != journey.Yes ||
		back.Widening != entry.Widening || view.Condition != nil || view.Instead != "conditional_caution" {
		t.Errorf("what was entered came back as %+v, instead of %q", back, view.Instead)
	}
	back.Widening.Answer, back.Widening.Reason = journey.GoesOn, journey.AnotherReason
	back.Condition = entry.Condition
	if _, err := desk.Amend(ctx, caseworktest.Officer, receipt.Case, casework.AnyVersion, back, room.Key()); err != nil {
		t.Fatal(err)
	}
	row, err := room.Record.Row(ctx, receipt.Case)
	if err != nil || row.Pathway != journey.ConditionalCaution || row.Condition == nil || row.Outcome != "conditional_caution" {
		t.Errorf("after the change %+v, %v", row, err)
	}
}

func TestWhereNobodyMayAskForHerselfPoliceAreToldSo(t *testing.T) {
	room, desk := deskRunning(t, local, "hull-womens-triage")
	entry := caseworktest.Amina()
	entry.Area, entry.Condition, entry.Outcome = "Hull", nil, ""
	entry.Asked = journey.Encounter{Admitted: "yes", Gravity: 1}
	entry.Widening = journey.Widening{Otherwise: "no_further_action", Answer: journey.AsksInstead}
	var problems journey.Problems
	if _, err := desk.Refer(ctx, caseworktest.Officer, entry, room.Key()); !errors.As(err, &problems) || problems[0].Field != "widening" {
		t.Errorf("%v, want a problem with widening", err)
	}
}
