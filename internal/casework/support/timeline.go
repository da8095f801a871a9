package support

import (
	"cmp"
	"slices"
	"strings"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// TimelineItem is one fact as a page tells it.
type TimelineItem struct {
	Fact   string
	Kind   journey.Kind
	At     calendar.Moment
	Wrote  calendar.Moment // when it was written here
	By     string          // account id; "" for an imported fact
	Agency string
	Body   journey.Body
	Fixed  bool // it corrects an earlier entry

	// Words, where the asker may read them.
	Text    string
	Excuse  string
	Offence string // as it was typed
	Onward  string // the service she moved on to

	Hers []HerAnswer // what she answered to it, the oldest first
	Held bool        // it is not shown to her
}

// HerAnswer is what she answered to an entry of her record.
type HerAnswer struct {
	On   calendar.Day
	Text string // where the asker may read it
}

// replies are her answers to entries, and which entries are held back from her.
type replies struct {
	hers map[string][]HerAnswer
	held map[string]bool
}

func repliesOf(facts []journey.Fact) replies {
	r := replies{map[string][]HerAnswer{}, map[string]bool{}}
	for _, fact := range facts {
		switch body := fact.Body.(type) {
		case journey.AnsweredBack:
			answer := HerAnswer{On: fact.Happened.Day()}
			if fact.Words != nil {
				answer.Text = fact.Words.Text
			}
			r.hers[body.Entry] = append(r.hers[body.Entry], answer)
		case journey.HeldBack:
			r.held[body.Entry] = body.Held
		}
	}
	return r
}

// Ask is what she asked for that nobody has seen to.
type Ask struct {
	journey.Ask
	Text string // where the asker may read it
}

// asksOf returns what waits to be seen to, with her words.
func asksOf(row journey.Row, facts []journey.Fact) []Ask {
	var asks []Ask
	for _, open := range row.Asks {
		ask := Ask{Ask: open}
		for _, fact := range facts {
			if fact.ID == open.Fact && fact.Words != nil {
				ask.Text = fact.Words.Text
			}
		}
		asks = append(asks, ask)
	}
	return asks
}

// apart are the kinds whose words are read on their own page alone: the timeline
// says that they were written, and no more.
var apart = []journey.Kind{journey.KindSafetyPlan, journey.KindSummaryMade, journey.KindSummaryBrought}

// timeline returns the facts of a case, the newest day first and within a day
// the last written first: an entry that carries only a day stands where it was
// written. What is sealed from every role by default is not even named.
func timeline(facts []journey.Fact) []TimelineItem {
	items := make([]TimelineItem, 0, len(facts))
	ordered := slices.Clone(facts)
	slices.SortFunc(ordered, func(a, b journey.Fact) int {
		return cmp.Or(cmp.Compare(b.Happened.Day(), a.Happened.Day()), strings.Compare(b.ID, a.ID))
	})
	said := repliesOf(facts)
	for _, fact := range ordered {
		switch body := fact.Body.(type) {
		case journey.BackgroundTold, journey.ConflictMarked, journey.ConflictLifted, journey.ConflictKept, journey.LiftAsked, journey.AdviceNoted, journey.KeptApart, journey.ApartEnded, journey.Withdrawn, journey.HeldBack:
			continue
		case journey.AnsweredBack:
			if slices.ContainsFunc(facts, func(f journey.Fact) bool { return f.ID == body.Entry }) {
				continue // it stands beside the entry
			}
		case journey.DocumentAttached:
			if body.Class.Has(access.Sealed) {
				continue
			}
		case journey.DocumentTakenOut:
			if body.Class.Has(access.Sealed) {
				continue
			}
		case journey.DocumentScanned:
			continue // its page says how it stands
		}
		item := TimelineItem{
			Fact: fact.ID, Kind: fact.Body.Kind(), At: fact.Happened, Wrote: calendar.At(fact.Written), By: fact.By, Agency: fact.Agency,
			Body: fact.Body, Fixed: fact.Supersedes != "", Hers: said.hers[fact.ID], Held: said.held[fact.ID],
		}
		if fact.Words != nil && !slices.Contains(apart, item.Kind) {
			item.Text, item.Excuse = fact.Words.Text, fact.Words.Excuse
			item.Offence, item.Onward = fact.Words.Offence, fact.Words.Onward
		}
		items = append(items, item)
	}
	return items
}

// Appointment is one appointment as it stands now.
type Appointment struct {
	journey.Appointment
	Upcoming bool
	Unended  bool // it is past, and has no outcome
}

// appointmentsOf returns the appointments of a case, the earliest first.
func appointmentsOf(facts []journey.Fact, now calendar.Moment) []Appointment {
	all := journey.AppointmentsOf(facts)
	list := make([]Appointment, len(all))
	for i, one := range all {
		booked := one.Outcome == journey.StillBooked
		list[i] = Appointment{one, booked && !one.At.Over(now), booked && one.At.Over(now)}
	}
	return list
}

// Assessment is what was said of one pathway on one day.
type Assessment struct {
	journey.NeedAssessed
	On    calendar.Day
	Words string // hers
}

// NeedView is one pathway over time: the first answer and, where she was asked
// again, the latest. Earlier answers are never rewritten. Source: 004:295.
type NeedView struct {
	First  Assessment
	Latest *Assessment // nil where there is only the first
}

// needsOf returns the pathways she was asked about, in the order first asked.
func needsOf(facts []journey.Fact) []NeedView {
	var needs []NeedView
	for _, fact := range facts {
		body, ok := fact.Body.(journey.NeedAssessed)
		if !ok {
			continue
		}
		said := Assessment{NeedAssessed: body, On: fact.Happened.Day()}
		if fact.Words != nil {
			said.Words = fact.Words.Text
		}
		if i := slices.IndexFunc(needs, func(n NeedView) bool { return n.First.Pathway == body.Pathway }); i >= 0 {
			needs[i].Latest = &said
		} else {
			needs = append(needs, NeedView{First: said})
		}
	}
	return needs
}
