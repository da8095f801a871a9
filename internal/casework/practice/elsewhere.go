package practice

import (
	"fmt"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// matter is one woman under a scheme other than London's: each of them ends in a
// way of its own. Days are counted back from today.
type matter struct {
	scheme  string
	pathway journey.Pathway
	kind    string // of encounter
	outcome string
	offence journey.Offence
	text    string // of what is asked of her; "" where nothing is
	units   int    // 0: no number is stated
	parts   []journey.Part
	given   int
	due     *int // days until the last day, where the form carries one
	came    []came
	missed  []int
	excused []int // missed, with a reason that was accepted
	back    int   // sent back to police; 0: it was not
}

// came is an appointment she came to, and which part of what is asked it was.
type came struct {
	ago  int
	unit string
}

// matters show how a matter ends under bail, a penalty notice, an order and in a
// cohort. What is asked of each is what its source tells.
// Source: 000:398-400, 507, 554, 570-578.
var matters = []matter{
	{
		scheme: "durham-gateway-to-change", pathway: journey.Bail, kind: "charge", outcome: "charge", offence: shopTheft,
		text: "Keep the appointments with her mentor while on bail", units: 4, given: 33, due: in(23),
		came: []came{{29, ""}, {22, ""}, {8, ""}}, excused: []int{15},
	},
	{
		scheme: "durham-gateway-to-change", pathway: journey.Bail, kind: "charge", outcome: "charge", offence: shopTheft,
		text: "Keep the appointments with her mentor while on bail", units: 4, given: 40, due: in(16),
		came: []came{{35, ""}}, missed: []int{21, 12}, back: 3,
	},
	{
		scheme: "south-yorkshire-alcohol-waiver", pathway: journey.PenaltyNotice, kind: "notice", outcome: "penalty_notice",
		offence: journey.Offence{Code: "CJ67002", Label: "Drunk and disorderly in a public place"},
		text:    "Go to an alcohol awareness session and a follow-up session", units: 2, parts: sessions("alcohol_awareness_session", "follow-up_session"), given: 12,
		came: []came{{5, "alcohol_awareness_session"}},
	},
	{
		scheme: "sheffield-womens-waiver", pathway: journey.PenaltyNotice, kind: "notice", outcome: "penalty_notice", offence: shopTheft,
		text: "Come to a needs assessment, and to a session that makes a plan", units: 2, parts: sessions("needs_assessment", "support_and_action_plan_session"), given: 45,
		came: []came{{38, "needs_assessment"}, {24, "support_and_action_plan_session"}, {9, ""}},
	},
	{
		scheme: "cars-eden-house", pathway: journey.CourtOrder, kind: "court", outcome: "other", offence: commonAssault,
		text: "Come to Eden House on 7 days, as the court has ordered", units: 7, given: 70,
		came: []came{{66, ""}, {63, ""}, {59, ""}, {56, ""}, {52, ""}, {49, ""}, {45, ""}, {31, ""}, {17, ""}},
	},
	{
		scheme: "bedfordshire-exit", pathway: journey.OffenderManagement, kind: "street", outcome: "no_further_action",
		came: []came{{20, ""}, {6, ""}}, given: 50,
	},
}

func sessions(names ...string) []journey.Part {
	parts := make([]journey.Part, len(names))
	for i, name := range names {
		parts[i] = journey.Part{Unit: name, Required: 1}
	}
	return parts
}

// elsewhere writes the women under other schemes, whom one keyworker supports.
func (w *writer) elsewhere(home place, worker, by Account) {
	for _, m := range matters {
		w.under(m, home, worker, by)
	}
}

func (w *writer) under(m matter, home place, worker, by Account) {
	ago := func(days int) calendar.Day { return w.today.AddDays(-days) }
	on := calendar.OnDay(ago(m.given))
	her := w.invent(home, on.Day(), journey.No)
	w.tell(her, on, by)
	t := &thread{writer: w, her: her, id: w.id(), pathway: m.pathway, worker: worker, referred: on.Day()}
	age := her.who.Born.YearsAt(t.referred)
	referred := journey.Referred{
		Scheme: m.scheme, Pathway: m.pathway, Agency: policeForce, Role: "officer", Sender: by.Agency, Area: her.place.area, Provider: worker.Agency,
		Age: &age, Contact: journey.ContactText, Agreed: journey.AgreedYes, Explained: journey.Yes,
		Encounter: w.id(), Outcome: m.outcome, Offence: m.offence,
	}
	w.put("encounters", her.id, "", on, by, journey.Encounter{
		Encounter: referred.Encounter, What: m.kind, Force: forceCode, Area: her.place.area, Offence: m.offence, Admitted: "yes", Outcome: m.outcome,
		Information: journey.Yes, Offered: journey.Yes, Accepted: journey.Yes,
	}, nil)
	w.put("referrals", her.id, t.id, on, by, referred, &journey.Words{Reference: fmt.Sprintf("PR%06d", w.IntN(1_000_000))})
	if m.text != "" {
		t.condition = w.id()
		given := journey.ConditionGiven{Condition: t.condition, Units: m.units, Parts: m.parts, Given: on.Day()}
		if m.due != nil {
			given.Due = w.today.AddDays(*m.due)
		}
		w.put("conditions", her.id, t.id, on, by, given, &journey.Words{Text: m.text})
	}
	t.write("allocations", calendar.OnDay(ago(m.given-1)), journey.Allocated{Keyworker: worker.ID}, nil)
	for _, c := range m.came {
		t.part(t.diary(worker, ago(c.ago), -1), c.unit)
	}
	for _, days := range m.missed {
		t.met(t.diary(worker, ago(days), -1), journey.OneToOne, journey.Missed, nil)
	}
	for _, days := range m.excused {
		t.met(t.diary(worker, ago(days), -1), journey.OneToOne, journey.MissedWithExcuse, &journey.Words{Excuse: "Her daughter was ill."})
	}
	if m.back > 0 {
		t.write("referred_back", calendar.OnDay(ago(m.back)), journey.ReferredBack{Condition: t.condition},
			&journey.Words{Text: "Rang three times and wrote once. No word from her for three weeks."})
	}
}

// part writes an appointment she came to, as one part of what is asked of her.
func (t *thread) part(at calendar.Moment, unit string) {
	body := journey.Attendance{Appointment: t.writer.id(), At: at, How: journey.OneToOne, Outcome: journey.Attended, Unit: unit, Minutes: 45}
	if t.condition != "" {
		body.Counts = journey.Yes
	}
	t.write("appointments", at, body, &journey.Words{Text: one(t.writer, noteWords)})
}
