package practice

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// writeReach writes the arrests of women nobody identified, so that 61 of 2,043
// in the year to August 2020 were offered diversion. Source: 004:133, 273.
func (w *writer) writeReach(stories []*story) {
	from, to := calendar.On(2019, 9, 1), calendar.On(2020, 8, 31)
	known := len(where(stories, func(s *story) bool { return s.caution() && s.met >= from && s.met <= to }))
	for i := range 2043 - known {
		w.unknownWoman(w.dayIn(from, to), i < 61-known)
	}
}

// outcomesOfArrest are police outcomes with how often each is drawn.
var outcomesOfArrest = weighted{
	{"charge", 36}, {"no_further_action", 29}, {"released_under_investigation", 18}, {"community_resolution", 9}, {"simple_caution", 5}, {"bail", 3},
}

var whyNotOffered = map[string]string{
	"charge": "charged", "no_further_action": "no_enforcement_outcome", "community_resolution": "no_enforcement_outcome",
	"released_under_investigation": "no_decision_yet", "bail": "no_decision_yet", "simple_caution": "simple_caution_given",
}

// unknownWoman writes an arrest of a woman who is not known; one who was
// offered diversion said no, or not now.
func (w *writer) unknownWoman(on calendar.Day, offered bool) {
	place := one(w, w.places)
	body := journey.Encounter{
		Encounter: w.id(), What: "arrest", Force: forceCode, Area: place.area, Suite: one(w, place.suites),
		Offence: w.offence(), Gravity: w.between(1, 4), Admitted: one(w, []string{"yes", "no", "not_asked"}), Outcome: w.draw(outcomesOfArrest),
		Information: journey.YesNo(w.draw(weighted{{"yes", 38}, {"no", 30}, {"", 32}})), Offered: journey.YesNoOf(offered),
	}
	if offered {
		body.Outcome, body.Information, body.Accepted = "conditional_caution", journey.Yes, journey.No
		body.Declined, body.LeafletGiven = one(w, journey.DeclineReasons), journey.Yes
		body.MayAskAgain = one(w, []journey.YesNo{journey.Yes, journey.No})
	} else {
		body.NotOffered = whyNotOffered[body.Outcome]
	}
	w.put("encounters", "", "", calendar.OnDay(on), Account{}, body, nil)
}

// offence draws what a woman is met for.
func (w *writer) offence() journey.Offence {
	if i := w.IntN(10); i < 5 {
		return []journey.Offence{shopTheft, shopTheft, cocaine, commonAssault, beating}[i]
	}
	return one(w, otherOffences)
}

// writeService writes what belongs to no woman: 42 training sessions with 84
// places taken by Evidence Review Officers and 406 by custody officers, and
// costs of £340,160. Source: 004:113, 168.
func (w *writer) writeService() {
	session := func(audience string, attendees int) {
		w.put("training", "", "", calendar.OnDay(workday(w.dayIn(calendar.On(2019, 9, 2), calendar.On(2021, 8, 26)))), Account{}, journey.TrainingHeld{
			Session: w.id(), Force: forceCode, Area: one(w, w.places).area, Audience: audience, Attendees: attendees,
		}, nil)
	}
	for range 14 {
		session("evidence_review_officer", 6)
		session("custody_officer", 14)
		session("custody_officer", 15)
	}
	from := calendar.On(2019, 11, 1)
	for _, line := range []struct {
		category string
		pounds   int64
	}{{"keyworkers", 215_400}, {"groups", 47_260}, {"hardship_fund", 15_500}, {"management", 42_000}, {"premises", 20_000}} {
		w.put("costs", "", "", calendar.OnDay(reportDay), Account{}, journey.CostRecorded{
			Scheme: "lwds", From: from, To: reportDay, Category: line.category, Pence: line.pounds * 100,
		}, nil)
	}
}
