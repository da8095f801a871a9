package cli

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

type benchGenerateCommand struct {
	place
	Cases int    `help:"How many cases to invent." default:"1500000"`
	Seed  uint64 `help:"Seed: the same seed, the same cases." default:"1"`
}

// generatedName is the setting that says how many cases were invented, and from
// which seed.
const generatedName = "bench.generated"

// Run invents the coded facts of very many women, who have no names and no keys:
// a record to measure figures on, and nothing else.
func (c benchGenerateCommand) Run(ctx context.Context, t terminal) error {
	if c.Cases < 1 {
		return coded{exitUsage, errors.New("--cases: say how many cases to invent, 1 or more")}
	}
	if _, err := c.initialise(""); err != nil {
		return err
	}
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	began := time.Now()
	facts, err := in.record.Fill(ctx, generated(c.Cases, c.Seed, func(done int) {
		t.say("%d of %d cases, after %s", done, c.Cases, time.Since(began).Round(time.Second))
	}))
	if err == nil {
		err = in.record.SetSetting(ctx, generatedName, fmt.Sprintf("%d cases of %d facts from seed %d", c.Cases, facts, c.Seed))
	}
	return errors.Join(err, in.close(ctx))
}

// generatedOften is after how many cases progress is told.
const generatedOften = 100_000

// generated invents women one after the other, each with one case and the facts
// that a record of it holds.
func generated(cases int, seed uint64, told func(done int)) iter.Seq[[]journey.Fact] {
	return func(yield func([]journey.Fact) bool) {
		g := generator{dice: rand.New(rand.NewPCG(seed, 1))}
		for i := range cases {
			if i > 0 && i%generatedOften == 0 {
				told(i)
			}
			if !yield(g.woman(i)) {
				return
			}
		}
	}
}

// generator invents facts. Its frequencies are round numbers near those of the
// London cohort; nothing is learned from what is counted on them.
type generator struct {
	dice *rand.Rand
	her  string // id of the woman in hand
	its  string // id of her case
	all  []journey.Fact
}

func (g *generator) tell(on calendar.Day, body journey.Body) {
	g.all = append(g.all, journey.Fact{Woman: g.her, Case: g.its, Happened: calendar.OnDay(on), Known: calendar.OnDay(on), Body: body})
}

// ofHer tells a fact of the woman herself, and of nobody where the encounter was
// never hers.
func (g *generator) ofHer(on calendar.Day, body journey.Body) {
	g.tell(on, body)
	g.all[len(g.all)-1].Case = ""
}

func (g *generator) woman(number int) []journey.Fact {
	name := strconv.Itoa(number)
	for len(name) < 8 {
		name = "0" + name
	}
	g.all, g.her, g.its = nil, "woman-"+name, "case-"+name
	referred := calendar.On(2019, time.November, 1).AddDays(g.dice.IntN(660))
	one := func(of []string) string { return of[g.dice.IntN(len(of))] }
	often := func(percent int) bool { return g.dice.IntN(100) < percent }

	pathway, outcome := journey.ConditionalCaution, "conditional_caution"
	if often(19) {
		pathway, outcome = journey.Voluntary, "no_further_action"
	}
	area := "Area " + strconv.Itoa(g.dice.IntN(40))
	offence := journey.Offence{Code: "CJ" + strconv.Itoa(88000+g.dice.IntN(60))}
	age := 18 + g.dice.IntN(50)
	g.ofHer(referred, journey.Described{
		Borough: "Borough " + strconv.Itoa(g.dice.IntN(33)), Language: "en", FirstTime: journey.YesNoOf(often(41)),
		Ethnicity: one([]string{"white_british", "white_other", "black_caribbean", "black_african", "asian_bangladeshi", "mixed_white_black_caribbean", "not_stated"}),
	})
	g.ofHer(referred, journey.Encounter{
		Encounter: "encounter-" + name, What: "arrest", Area: area, Offence: offence, Outcome: outcome, Offered: journey.Yes, Accepted: journey.Yes,
	})
	g.tell(referred, journey.Referred{
		Scheme: "lwds", Pathway: pathway, Agency: benchAgency, Role: "officer", Area: area, Provider: "Provider " + strconv.Itoa(g.dice.IntN(12)),
		Encounter: "encounter-" + name, Age: &age, Outcome: outcome, Offence: offence,
	})
	if pathway == journey.ConditionalCaution {
		g.tell(referred, journey.ConditionGiven{Condition: "condition-" + name, Units: 2, Given: referred})
	}
	g.support(referred, one, often)
	if pathway == journey.ConditionalCaution && often(17) {
		g.ofHer(referred.AddDays(1+g.dice.IntN(300)), journey.Arrested{Arrest: "arrest-" + name, Offence: "TH68010", Outcome: "not_known"})
	}
	return g.all
}

// support tells what became of a case after the referral.
func (g *generator) support(referred calendar.Day, one func([]string) string, often func(int) bool) {
	reason := journey.ClosedCompleted
	meetings := 2 + g.dice.IntN(3)
	switch {
	case often(6):
		reason, meetings = journey.ClosedDidNotEngage, 0
	case often(3):
		reason, meetings = journey.ClosedAfterFirst, 1
	}
	for i := range meetings {
		outcome := journey.Attended
		if often(20) {
			outcome = journey.AttendedLate
		}
		on := referred.AddDays(7 + 14*i)
		g.tell(on, journey.Attendance{Appointment: g.its + "-" + strconv.Itoa(i), At: calendar.OnDay(on), How: journey.OneToOne, Outcome: outcome, Minutes: 45, Counts: journey.Yes})
	}
	if meetings > 0 {
		for _, pathway := range need.Pathways() {
			if often(50) {
				g.tell(referred.AddDays(7), journey.NeedAssessed{Pathway: pathway, Present: true})
			}
		}
		for i := range g.dice.IntN(4) {
			g.tell(referred.AddDays(20+7*i), journey.ActivityRecorded{Activity: g.its + "-a" + strconv.Itoa(i), What: journey.ActivityKinds[g.dice.IntN(len(journey.ActivityKinds))]})
		}
	}
	if often(20) {
		return // still open
	}
	closed := referred.AddDays(60 + g.dice.IntN(150))
	g.tell(closed, journey.Closed{Reason: reason})
	if reason != journey.ClosedCompleted {
		return
	}
	for _, measure := range []string{"mental_health_improved", "less_likely_to_reoffend"} {
		g.tell(closed, journey.OutcomeAnswered{Wave: journey.Exit, Measure: measure, Answer: one([]string{"yes", "yes", "yes", "yes", "no", "not_applicable"})})
	}
}
