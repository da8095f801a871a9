package woman

import "throughline/internal/domain/journey"

// sentOnTitle says what happened with a referral to another service, or what was
// done on her behalf; "" for anything else.
func sentOnTitle(body journey.Body) string {
	switch body := body.(type) {
	case journey.SentOnward:
		return "Sent on to " + body.To
	case journey.PartnerOpened:
		return "The other service opened her referral"
	case journey.PartnerAnswered:
		if body.Answer == journey.SentDeclined {
			return "The other service said no: " + lowerFirst(body.Reason.Words())
		}
		if body.First.Known() {
			return "The other service said yes. First appointment: " + body.First.Words()
		}
		return "The other service said yes"
	case journey.SentSaid:
		if body.Question {
			return "The other service asked something"
		}
		return "A reply to the other service"
	case journey.SentChased:
		return "Asked the other service for an answer"
	case journey.SentResult:
		switch {
		case body.Outcome != "":
			return "Of the referral: " + lowerFirst(body.Outcome.Words())
		case body.Came == journey.Yes:
			return "She came to her first appointment at the other service"
		}
		return "She did not come to her first appointment at the other service"
	case journey.AdvocacyNoted:
		text := "Advocacy: " + lowerFirst(body.What.Words()) + ", " + lowerFirst(body.With.Words()) + length(body.Minutes)
		if body.Outcome != "" {
			text += ": " + lowerFirst(body.Outcome.Words())
		}
		return text
	}
	return ""
}
