package today

import (
	"strconv"

	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/woman"
)

// sentOnList is what waits for other services, and what they answered; none where
// there is nothing.
func (p dayPage) sentOnList() []list {
	if len(p.SentOn) == 0 {
		return nil
	}
	all := list{title: "Other services", link: "/services/chasing"}
	if p.lead {
		all.title, all.whole = counted("Waiting for other services", len(p.SentOn)), "/services/chasing"
	}
	for _, one := range p.SentOn {
		line := p.each([]support.Line{one.Line}, func(support.Line) entry {
			return entry{what: sentOnWords(one), act: action{"Open the referral", woman.Path(one.Case, "onward/"+one.Sent.ID)}}
		})
		all.lines = append(all.lines, line...)
	}
	return []list{all}
}

// sentOnWords say how a referral stands.
func sentOnWords(one support.SentOnLine) string {
	switch one.State {
	case journey.SentAsks:
		return one.Sent.To + " asked you something on " + one.Sent.Asked.Short()
	case journey.SentTaken:
		if one.Sent.First.Known() {
			return one.Sent.To + " said yes. First appointment: " + one.Sent.First.Words()
		}
		return one.Sent.To + " said yes on " + one.Sent.Answered.Short()
	case journey.SentNo:
		return one.Sent.To + " said no: " + one.Sent.Reason.Words()
	}
	days := "working days"
	if one.Wait == 1 {
		days = "working day"
	}
	words := one.Sent.To + ": sent " + one.Sent.On.Day().Short() + ", " + strconv.Itoa(one.Wait) + " " + days + " ago"
	if one.Sent.Chase.Known() && one.Sent.Chase <= one.On.AddDays(-one.Days) {
		words += ". You meant to ask by now"
	}
	return words
}
