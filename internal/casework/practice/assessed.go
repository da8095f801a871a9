package practice

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

var strengthWords = []string{
	"I make people laugh.", "I got my girls to school every day this term.", "My aunt stands by me.", "I can cook for twenty.", "I have been clean since Easter.",
}

var riskDone = "We made a list of who she rings at night. Her sister sleeps at hers this week. Told the safeguarding lead the same day."

// learn writes what a woman of the present told at her first meeting beside the nine
// pathways. It draws nothing by chance, so that what is drawn after it stays as it is.
func (t *thread) learn(first, last calendar.Day, needs need.Set) {
	t.numbers["learnt"]++
	n := t.numbers["learnt"]
	at := calendar.OnDay(first)
	t.screened(at, n, needs)
	t.write("strengths", at, journey.StrengthsTold{Ready: journey.Readinesses[n%len(journey.Readinesses)]}, &journey.Words{Text: strengthWords[n%len(strengthWords)]})
	if n%9 == 4 {
		t.write("risks", at, journey.RiskTold{To: journey.RiskToHerself, Present: journey.Yes, From: journey.RiskSheTold, When: journey.RiskDays}, &journey.Words{Text: riskDone})
	}
	if needs.Has(need.Health) && needs.Has(need.DrugsAndAlcohol) {
		t.write("dual", at, journey.DualTold{Together: journey.Yes}, nil)
		if n%2 == 1 {
			t.write("excluded", at, journey.ServiceExcluded{By: need.MentalHealth, Because: need.Substances}, &journey.Words{Text: "Talking therapies. They said to come back when she has stopped drinking."})
		}
	}
	if young := t.her.described.ChildrenUnder18; young != nil && *young > 0 {
		t.family(at, n, *young)
	}
	if n%11 == 7 {
		t.put("pregnancies", t.her.id, "", at, t.worker, journey.PregnancyTold{Pregnant: journey.Yes, Due: t.today.AddDays(90)}, nil)
	}
	t.scored(first, last, n)
	t.wellbeing(first, last, n)
}

// screened writes her answers to the common screening tool.
func (t *thread) screened(at calendar.Moment, n int, needs need.Set) {
	answer := func(holds bool) journey.ScreenAnswer {
		if holds {
			return journey.ScreenYes
		}
		return journey.ScreenNo
	}
	young := t.her.described.ChildrenUnder18
	for _, asked := range []struct {
		question string
		area     need.Area
		answer   journey.ScreenAnswer
	}{
		{"feeling", need.MentalHealth, answer(needs.Has(need.Health))},
		{"harm_to_herself", need.MentalHealth, answer(n%9 == 4)},
		{"learning", need.Learning, answer(n%6 == 2)},
		{"substances", need.Substances, answer(needs.Has(need.DrugsAndAlcohol))},
		{"violence_now", need.Violence, answer(needs.Has(need.DomesticAbuseVAWG))},
		{"selling_sex", need.Prostitution, journey.ScreenAnswers[1+2*(n%2)]}, // no, or she would rather not say
		{"trafficked", need.Trafficking, answer(n%13 == 9)},
		{"family", need.FamilyAndCare, answer(young != nil && *young > 0)},
	} {
		t.write("screened", at, journey.Screened{
			Tool: "common", Version: 2, Question: asked.question, Area: asked.area, Answer: asked.answer, Where: journey.AskedWheres[n%len(journey.AskedWheres)],
		}, nil)
	}
}

// family writes what is so of her children.
func (t *thread) family(at calendar.Moment, n, young int) {
	body := journey.FamilyTold{SocialCare: journey.SocialCares[n%len(journey.SocialCares)], Needs: journey.YesNoOf(n%3 == 0), Caring: journey.YesNoOf(n%7 == 0)}
	for i := range young {
		body.Ages = append(body.Ages, 2+(n+4*i)%15)
	}
	t.put("families", t.her.id, "", at, t.worker, body, nil)
}

// scored writes two fillings in of PHQ-9 for every other woman, the second better.
func (t *thread) scored(first, last calendar.Day, n int) {
	if n%2 == 0 {
		return
	}
	for i, on := range []calendar.Day{first, last} {
		if i > 0 && last.Sub(first) < 21 {
			return
		}
		body := journey.InstrumentScored{Instrument: "phq9", Version: "1"}
		for item := range 8 {
			points := max(0, (n+item)%4-i)
			body.Items, body.Total = append(body.Items, points), body.Total+points
		}
		body.Items = append(body.Items, 0)
		t.write("scores", calendar.OnDay(on), body, nil)
	}
}

// wellbeing writes how two women of three rate the aspects of their well-being, first
// and some weeks after.
func (t *thread) wellbeing(first, last calendar.Day, n int) {
	if n%3 == 0 {
		return
	}
	for i, on := range []calendar.Day{first, last} {
		if i > 0 && last.Sub(first) < 21 {
			return
		}
		for at, aspect := range need.Aspects() {
			body := journey.WellbeingTold{Aspect: aspect, Rating: min(int(need.RatingHighest), (n+at)%3+i*((n+at)%2+at%2))}
			t.write("wellbeing", calendar.OnDay(on), body, nil)
		}
	}
}
