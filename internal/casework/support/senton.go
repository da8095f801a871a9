package support

import (
	"cmp"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// SentOnLine is a referral to another service on Today.
type SentOnLine struct {
	Line
	Sent  journey.SentOn
	State journey.SentState
	Wait  int // working days since it was sent, while it waits for an answer
}

// sentOnDays is for how many days a yes of a service, or a no, stands on Today.
const sentOnDays = 7

// sentOn puts the referrals of a row on the list: those that wait for an answer,
// those with a question, and those answered in the last days.
func (s *sorting) sentOn(row journey.Row) {
	for _, sent := range row.SentOn {
		state := row.SentState(sent, s.now.Time())
		news := sent.Answered.Known() && s.Day.Sub(sent.Answered) < sentOnDays && (state == journey.SentTaken || state == journey.SentNo)
		if !state.Waits() && !news {
			continue
		}
		one := SentOnLine{Line: s.line(row, sent.On.Day()), Sent: sent, State: state}
		if state.Waits() {
			one.Wait = calendar.WorkingDays(sent.On.Day(), s.Day)
		}
		s.SentOn = append(s.SentOn, one)
	}
}

// finishSentOn names the women and puts what somebody asked first, then answers, then
// what waits the longest.
func (s *sorting) finishSentOn(who map[string]journey.Identity) {
	first := map[journey.SentState]int{journey.SentAsks: 0, journey.SentTaken: 1, journey.SentNo: 2, journey.SentWaits: 3}
	for i := range s.SentOn {
		s.SentOn[i].name(who)
	}
	slices.SortStableFunc(s.SentOn, func(a, b SentOnLine) int {
		return cmp.Or(first[a.State]-first[b.State], cmp.Compare(a.On, b.On), cmp.Compare(a.Reference, b.Reference))
	})
}
