package evaluation

import (
	"math/bits"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/figure"
)

// practiceFigures say what support was in fact: how much of it in each tier, who
// came at all, where women were sent on to, and what came of orders of a court.
func (c *Columns) practiceFigures() []definition {
	list := []definition{proportionOf(anyCase, "attended.once", "Came to an appointment",
		"Of referrals by any pathway: at least one attended appointment, late ones counted", "000:471", func(b block) marks { return when(b.is(attendedOnce)) })}
	for _, level := range levels[:3] {
		mean := func(id, title, unit, text string, amount column.Numbers, of flag) definition {
			return definition{
				id: "tier." + level.code + "." + id, title: level.title + ": " + title, unit: unit, source: "004:461-466", kind: figure.Mean,
				text: "Of women who engaged and have a first assessment with " + level.text + ": " + text,
				of:   isEngaged, amount: amount, judge: func(b block) marks { return onlyWhen(b.is(level.is) & b.is(isAssessed) & b.is(of)) },
			}
		}
		list = append(list,
			mean("appointments", "appointments", "appointments per woman", "attended appointments so far, for each", c.attended, anyCase),
			mean("days", "days of support", "days per woman", "days from the first attended appointment to the end of support, for each whose support has ended", c.lasted, hasLasted))
	}
	sent := func(id, title, text string, amount column.Numbers) definition {
		one := countOf(wasSentOn, "onward."+id, title, text, "000:364, 378", everyone)
		one.amount = amount
		return one
	}
	return append(list,
		sent("sent", "Sent on to other services", "Times that women were sent on to another service through this record", c.sentOn),
		sent("accepted", "Sent on, and taken", "Times that the other service said yes", c.sentAccepted),
		sent("declined", "Sent on, and turned away", "Times that the other service said no", c.sentDeclined),
		sent("came", "Sent on, and came", "Times that the other service told that she came", c.sentCame),
		countOf(wasSentOn, "onward.women", "Women sent on", "Women sent on to another service through this record at least once", "000:364, 378", everyone),
		proportionOf(isOrder, "orders.met", "Order: as many days or visits as it asks for",
			"Of women on an order of a court for whom the record says what it asks: attended as much", "000:219",
			func(b block) marks { return when(b.is(isMet)).ifKnown(b.is(isConditioned)) }),
		proportionOf(isOrder, "orders.went_on", "Order met, and came again by choice",
			"Of women who met what an order of a court asks: came to an appointment after the day they met it", "000:219",
			func(b block) marks { return when(b.is(goesOn)).of(b.is(isMet)) }))
}

// countTold says of encounters how often the record tells that she was informed, and
// assessed. Where nobody wrote it down it is not known.
func (n *counting) countTold(book *Book, window calendar.Window) error {
	chances := n.chances()
	among := func(those column.Bits) int {
		sum := 0
		for at, chosen := range chances {
			sum += bits.OnesCount64(chosen & those.Word(at))
		}
		return sum
	}
	for _, one := range []struct {
		id, title, text string
		yes, no         column.Bits
	}{
		{"reach.informed", "Told of the service", "she was given information about it", n.met.informed, n.met.notInformed},
		{"reach.assessed", "Assessed", "she was assessed", n.met.assessed, n.met.notAssessed},
	} {
		yes, no := among(one.yes), among(one.no)
		if err := book.add(figure.NewProportion(figure.Meaning{
			ID: one.id, Title: one.title, Source: "000:340-343, 471", Window: window,
			Definition: "Of arrests and other encounters " + n.scope.where() + " at which somebody wrote it down: " + one.text,
		}, figure.Tally{Numerator: yes, Base: yes + no, Missing: chances.Count() - yes - no})); err != nil {
			return err
		}
	}
	return nil
}

// trained is the training of one area.
type trained struct {
	area string // "" where it is not stated
	last calendar.Day
}

// id names a figure of the training of the area.
func (t trained) id(what string) string { return trainingID(t.area, what) }

func trainingID(area, what string) string {
	if area == "" {
		area = "not_stated"
	}
	return "training.area." + strings.ReplaceAll(strings.ToLower(area), " ", "_") + "." + what
}

// countTrainingByArea counts sessions and attendances in each area, and keeps the
// day of the last. Source: 004:168, 440.
func (n *counting) countTrainingByArea(book *Book, until calendar.Window) error {
	last, counts := map[string]calendar.Day{}, map[string]map[string]int{}
	for _, held := range n.training {
		if !until.Holds(held.on) {
			continue
		}
		if counts[held.area] == nil {
			counts[held.area] = map[string]int{}
		}
		counts[held.area]["sessions"]++
		counts[held.area][held.audience] += held.attendees
		last[held.area] = max(last[held.area], held.on)
	}
	for _, area := range sortedKeys(counts) {
		book.trained = append(book.trained, trained{area, last[area]})
		for _, what := range append([]string{"sessions"}, audiences...) {
			words := strings.ReplaceAll(what, "_", " ")
			if err := book.add(figure.NewCount(figure.Meaning{
				ID: trainingID(area, what), Title: "Training, " + areaTitle(area) + ", " + words, Source: "004:168, 440", Window: until,
				Definition: "In the area, up to the day: sessions held, or attendances of " + words + "; a person who came twice is counted twice",
			}, figure.Tally{Numerator: counts[area][what]})); err != nil {
				return err
			}
		}
	}
	return nil
}
