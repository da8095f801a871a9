package practice

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// writeStory writes the facts of one woman of 2019 to 2021.
func (w *writer) writeStory(s *story) {
	home := one(w, w.places)
	her := w.invent(home, s.referred, s.firstTime)
	switch s.mother {
	case journey.Yes:
		young := w.between(1, 3)
		her.described.ChildrenUnder18, her.described.ChildrenWithHer = &young, &young
	case journey.No:
		young := 0
		her.described.ChildrenUnder18, her.described.ChildrenWithHer = &young, &young
	}
	worker := one(w, home.workers)
	on := calendar.OnDay(s.referred)
	w.tell(her, on, Account{})
	s.thread = w.begin(her, opening{
		pathway: s.pathway, on: on, encountered: s.met, offence: s.offence, worker: worker, allocated: s.referred,
	})
	w.writeMeetings(s)
	switch {
	case s.first.Known() && s.engaged():
		s.thread.writeNeeds(calendar.OnDay(s.first), s.needs, false)
		if s.fate == completed && s.last.Sub(s.first) >= 30 {
			s.thread.writeNeeds(calendar.OnDay(s.last), s.needs, true)
		}
	case s.engaged():
		on := calendar.OnDay(workday(s.referred.AddDays(4)))
		s.thread.write("contacts", on, journey.ContactMade{How: journey.Phone, Spoke: true, Minutes: 45}, nil)
		s.thread.writeNeeds(on, s.needs, false)
	}
	for _, on := range s.arrests {
		w.put("arrests", her.id, "", calendar.OnDay(on), Account{}, journey.Arrested{
			Arrest: w.id(), Force: forceCode, Offence: one(w, otherOffences).Code, Outcome: "not_known",
		}, nil)
	}
	w.end(s)
}

// writeMeetings writes the appointments of a story: those its fate asks for,
// then one every two or three weeks, and some that came to nothing.
func (w *writer) writeMeetings(s *story) {
	attend := func(day calendar.Day) {
		s.attended, s.last = append(s.attended, len(w.facts)), day
		s.thread.met(clock(day, one(w, hours)), w.how(), journey.Attended, nil)
	}
	away := func(day calendar.Day, outcome journey.Outcome) {
		var words *journey.Words
		if outcome == journey.MissedWithExcuse {
			words = &journey.Words{Excuse: one(w, []string{"ill", "child ill", "at the hospital"})}
		}
		s.thread.met(clock(workday(day), one(w, hours)), journey.OneToOne, outcome, words)
	}
	end := reportDay.AddDays(-3)
	switch s.fate {
	case neverCame, openNoTime:
		away(s.referred.AddDays(7), journey.Missed)
		away(s.referred.AddDays(16), journey.MissedWithExcuse)
		return
	case cameOnce, openOnce:
		attend(s.first)
		away(s.first.AddDays(8), journey.Missed)
		return
	case completed:
		end = s.closed.AddDays(-3)
	}
	attend(s.first)
	attend(s.second)
	for day := s.second; ; {
		next := workday(day.AddDays(w.between(10, 21)))
		if next > end {
			return
		}
		if w.IntN(4) == 0 {
			away(day.AddDays(4), journey.Outcome(w.draw(weighted{
				{"missed", 40}, {"missed_with_reasonable_excuse", 30}, {"cancelled_by_her", 20}, {"cancelled_by_service", 10},
			})))
		}
		attend(next)
		day = next
	}
}

// end writes how support ended and what the police decided. What was open on 31
// August 2021 ended in the months after it.
func (w *writer) end(s *story) {
	t := s.thread
	decide := func(on calendar.Day, decision journey.ConditionDecision) {
		if t.condition != "" {
			t.write("decisions", calendar.OnDay(on), journey.ConditionDecided{Condition: t.condition, Decision: decision}, nil)
		}
	}
	if s.second.Known() {
		decide(min(reportDay, s.second.AddDays(w.between(1, 6))), journey.DecidedMet)
	}
	closed, reason := s.closed, journey.ClosedCompleted
	switch s.fate {
	case neverCame:
		reason = journey.ClosedDidNotEngage
		decide(min(reportDay, closed.AddDays(w.between(1, 5))), journey.DecidedNotMet)
	case cameOnce:
		reason = journey.ClosedAfterFirst
		decide(min(reportDay, closed.AddDays(w.between(1, 5))), journey.DecidedNotMet)
	case open:
		closed = w.dayIn(calendar.On(2021, 9, 20), calendar.On(2022, 3, 31))
	case openOnce, openNoTime:
		closed, reason = w.dayIn(calendar.On(2021, 9, 20), calendar.On(2021, 10, 31)), journey.ClosedMovedAway
		decide(closed, journey.DecidedWithdrawn)
	}
	t.write("closures", calendar.OnDay(closed), journey.Closed{Reason: reason}, nil)
}

// chooseLate makes 102 of the appointments late ones.
func (w *writer) chooseLate(stories []*story) {
	var attended []int
	for _, s := range stories {
		attended = append(attended, s.attended...)
	}
	shuffle(w, attended)
	for _, at := range attended[:min(102, len(attended))] {
		body := w.facts[at].Body.(journey.Attendance)
		body.Outcome = journey.AttendedLate
		w.facts[at].Body = body
	}
}

// chooseFollowUp draws the twelve women who were asked again on 16 August 2021:
// nine mothers, four who had told of abuse. Source: 004:343-354.
func (w *writer) chooseFollowUp(stories []*story) {
	ended := where(stories, func(s *story) bool { return s.fate == completed && s.closed <= date("2021-05-16") })
	shuffle(w, ended)
	drawn := append(first(4, where(ended, (*story).abused)), first(8, where(ended, func(s *story) bool { return !s.abused() }))...)
	shuffle(w, drawn)
	for i, s := range drawn {
		s.follow, s.mother = true, journey.YesNoOf(i < 9)
	}
}

// writeExits writes the answers of the 57 women asked at the end of support.
// Source: 004:330-335.
func (w *writer) writeExits(stories []*story) {
	asked := where(stories, func(s *story) bool { return s.asked })
	shuffle(w, asked)
	for _, question := range []struct {
		measure string
		need    need.Pathway // asked where she had it; "" asks everyone
		no      int
	}{
		{"safer_from_domestic_abuse", need.DomesticAbuseVAWG, 0},
		{"mental_health_improved", need.Health, 4},
		{"substance_use_improved", need.DrugsAndAlcohol, 3},
		{"accommodation_improved", need.Accommodation, 0},
		{"alternative_positive_choices", "", 3},
		{"less_likely_to_reoffend", "", 4},
	} {
		for i, s := range where(asked, func(s *story) bool { return question.need == "" || s.needs.Has(question.need) }) {
			s.answer(s.closed, journey.Exit, question.measure, i >= question.no)
		}
	}
}

// writeFollowUp writes the answers of the twelve. Source: 004:347-354, 398.
func (w *writer) writeFollowUp(stories []*story) {
	on := calendar.On(2021, 8, 16)
	drawn := where(stories, func(s *story) bool { return s.follow })
	shuffle(w, drawn)
	for i, s := range drawn {
		for _, measure := range []string{"confidence_improved", "confident_to_use_services", "less_likely_to_reoffend", "women_only_beneficial"} {
			s.answer(on, journey.FollowUp, measure, true)
		}
		if s.mother == journey.Yes {
			s.answer(on, journey.FollowUp, "positive_for_children", true)
		}
		if s.abused() {
			s.answer(on, journey.FollowUp, "safer_from_domestic_abuse", true)
		}
		s.answer(on, journey.FollowUp, "in_employment", i < 8)
		s.answer(on, journey.FollowUp, "in_education", i == 8)
		s.answer(on, journey.FollowUp, "considering_volunteering", i == 4 || i == 9)
	}
}

func (s *story) answer(on calendar.Day, wave journey.Wave, measure string, yes bool) {
	s.thread.write("outcomes", calendar.OnDay(on), journey.OutcomeAnswered{Wave: wave, Measure: measure, Answer: string(journey.YesNoOf(yes))}, nil)
}

// writeActivities writes 337 activities for 137 women. Source: 004:301.
func (w *writer) writeActivities(stories []*story) {
	women := where(stories, func(s *story) bool { return s.engaged() && s.first.Known() })
	shuffle(w, women)
	women = first(137, women)
	for i := range 337 {
		s := women[i%len(women)]
		if i >= len(women) {
			s = one(w, women)
		}
		s.thread.activity(w.dayIn(s.first, s.last), s.needs)
	}
}

// activity writes support beyond appointments for one of her needs.
func (t *thread) activity(on calendar.Day, needs need.Set) {
	pathway := one(t.writer, needs.Pathways())
	body := journey.ActivityRecorded{
		Activity: t.writer.id(), Pathway: pathway, What: journey.ActivityKind(t.draw(weighted{{"onward_referral", 41}, {"advocacy", 30}, {"group", 29}})),
	}
	body.Outcome = map[journey.ActivityKind]string{
		journey.OnwardReferral: "accepted", journey.Advocacy: "completed", journey.GroupActivity: "attended",
	}[body.What]
	t.write("activities", calendar.OnDay(on), body, &journey.Words{Text: onwardServices[pathway]})
}
