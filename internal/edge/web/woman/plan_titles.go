package woman

import (
	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

var stepTitles = map[journey.StepState]string{
	journey.StepOpen: "Step to take", journey.StepDone: "Step done", journey.StepNotNeeded: "Step not needed any more",
}

// planTitle says what became of her plan, or of the end, in a few words; "" for
// other facts.
func planTitle(body journey.Body) string {
	switch body := body.(type) {
	case journey.StepSet:
		return stepTitles[body.State]
	case journey.GoalReviewed:
		if body.Rating != nil {
			return "Goal looked at again. Her rating: " + need.Rating(*body.Rating).Words()
		}
		return "Goal looked at again"
	case journey.PaperAgreed:
		if body.What == journey.PaperSafetyPlan {
			return "She agreed to have her safety plan on paper"
		}
		return "She agreed what of her plan is on paper"
	case journey.DocumentAttached:
		return "Document added: " + lowerFirst(body.Type.Words())
	case journey.DocumentTakenOut:
		return "Document taken out"
	case journey.SafetyPlanWritten:
		return "Safety plan changed"
	case journey.SafetyPlanShown:
		if body.Shown {
			return "Safety plan shown in her own space"
		}
		return "Safety plan hidden in her own space"
	case journey.SupportExtended:
		return "She asked for support to go on: " + lowerFirst(body.Reason.Words())
	case journey.ExitTalked:
		if body.How == journey.ExitNotAsked {
			return "She was not asked how support was for her"
		}
		return "The last talk: " + exitWords[body.How]
	case journey.GoalJudged:
		return "How far a goal was reached: she says " + reachWords[body.Hers] + ", her worker says " + reachWords[body.Workers]
	case journey.FollowUpAgreed:
		if body.Agreed == journey.Yes {
			return "She may be asked how things are, about " + body.On.Short()
		}
		return "She does not want to be asked later"
	case journey.SummaryMade:
		return "A summary was put together, for her to read"
	case journey.SummaryAnswered:
		if body.Answer == journey.Yes {
			return "She said yes to the summary"
		}
		return "She said no to the summary"
	case journey.SummaryHandedOver:
		return "The summary she agreed to was handed over"
	case journey.SummaryBrought:
		return "She brought a summary from her earlier support"
	}
	return ""
}

// extensionLine says when she asked for support to go on, why, and until about
// when.
func extensionLine(item support.TimelineItem) string {
	asked := item.Body.(journey.SupportExtended)
	line := "She asked to go on, on " + item.At.Day().Short() + ": " + lowerFirst(asked.Reason.Words())
	if asked.Until.Known() {
		line += ", until about " + asked.Until.Short()
	}
	return line
}
