package woman

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/pattern"
)

// timelinePage is everything that happened, and what is to come.
type timelinePage struct {
	record
	form
	reason string // why a lead reads notes
}

func (d Door) timeline(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	return timelinePage{record: c}.response(), nil
}

// timelineWithNotes shows the timeline to a lead who says why she reads the
// notes. Nothing is kept of it but the reason, in the ledger.
func (d Door) timelineWithNotes(r *web.Request) (web.Response, error) {
	reason := r.Field("reason")
	c, err := d.openFor(r, reason)
	if err != nil {
		return web.Response{}, err
	}
	page := timelinePage{record: c, reason: reason}
	if reason == "" {
		page.Add("reason", "Say why you need to read the notes")
	}
	return page.response(), nil
}

func (p timelinePage) response() web.Response {
	return p.show(sheet{title: "Timeline", part: "timeline", form: p.form, body: timelineBody(p)})
}

// putsRight says whether the asker can put entries right.
func (p timelinePage) putsRight() bool {
	return p.asker.Role == access.Keyworker || p.asker.Role == access.ServiceLead
}

// asksReason says whether notes open once a reason is given.
func (p timelinePage) asksReason() bool {
	return !p.NotesOpen && (p.asker.Role == access.ServiceLead || p.asker.Role == access.PartnerManager)
}

func (p timelinePage) reasonField() govuk.Field {
	return p.Area("reason", "Why do you need to read the notes?", "Your reason is written down with your name.", p.reason, 2)
}

// events are what is to come and what has been, the latest first.
func (c record) events() []pattern.Event {
	return append(c.coming(), c.past(c.Timeline)...)
}

// coming is what is known to be ahead, the furthest first. A date nobody stated
// is not on it.
func (c record) coming() []pattern.Event {
	type ahead struct {
		at    calendar.Moment
		title string
	}
	var all []ahead
	for _, a := range c.Appointments {
		if a.Upcoming {
			all = append(all, ahead{a.At, "Appointment: " + lowerFirst(a.How.Words())})
		}
	}
	for _, item := range c.Due {
		switch {
		case item.Days < 0:
		case item.What == support.DueCondition:
			all = append(all, ahead{item.On, "Date on the caution"})
		case item.What == support.DueReview:
			all = append(all, ahead{item.On, "Review of a goal"})
		case item.What == support.DueStep:
			all = append(all, ahead{item.On, "A step of her plan"})
		case item.What == support.DueFollowUp:
			all = append(all, ahead{item.On, "Ask how things are"})
		}
	}
	slices.SortStableFunc(all, func(a, b ahead) int { return b.at.Compare(a.at) })
	events := make([]pattern.Event, len(all))
	for i, one := range all {
		events[i] = pattern.Event{Title: one.title, When: When(one.at, c.At.Day), Future: true}
	}
	return events
}

// past tells the items, the newest first. What was said at one time of several
// pathways or questions is told together.
func (c record) past(items []support.TimelineItem) []pattern.Event {
	var events []pattern.Event
	for i := 0; i < len(items); {
		n := 1
		for i+n < len(items) && together(items[i], items[i+n]) {
			n++
		}
		if n == 1 {
			events = append(events, c.event(items[i]))
		} else {
			events = append(events, c.several(items[i:i+n]))
		}
		i += n
	}
	return events
}

func together(a, b support.TimelineItem) bool {
	return a.Kind == b.Kind && (a.Kind == journey.KindNeed || a.Kind == journey.KindAnswer || a.Kind == journey.KindScreened) &&
		a.At.Compare(b.At) == 0 && a.By == b.By
}

func (c record) several(items []support.TimelineItem) pattern.Event {
	one := c.event(items[0])
	one.Title = fmt.Sprintf("Talked about %d pathways", len(items))
	switch items[0].Kind {
	case journey.KindAnswer:
		one.Title = fmt.Sprintf("Answered %d questions", len(items))
	case journey.KindScreened:
		one.Title = fmt.Sprintf("Asked %d screening questions", len(items))
	}
	lines := make([]said, len(items))
	for i, item := range items {
		lines[len(items)-1-i] = said{title(c, item), item.Text}
	}
	one.Content = severalSaid(lines)
	return one
}

// said is one line of several, with her words where the asker may read them.
type said struct{ title, words string }

func (c record) event(item support.TimelineItem) pattern.Event {
	one := pattern.Event{Title: title(c, item), When: item.At.Words(), By: c.by(item)}
	switch {
	case item.Kind == journey.KindReferred:
		one.By = "" // the title says who sent her
	case one.By != "":
		one.By = "By " + one.By
	}
	if item.Text != "" || item.Excuse != "" || item.Fixed || len(item.Hers) > 0 {
		one.Content = itemWords(c, item)
	}
	return one
}

// title says what happened in a few words.
func title(c record, item support.TimelineItem) string {
	switch body := item.Body.(type) {
	case journey.Referred:
		switch body.Agency {
		case "":
			return "Referred"
		case herself:
			return "She came herself"
		}
		return "Referred by " + body.Agency
	case journey.Allocated:
		if body.Keyworker == c.Row.Worker && c.Worker != "" {
			return "Allocated to " + c.Worker
		}
		return "Allocated to a keyworker"
	case journey.ConditionGiven:
		return "Condition given: " + asked(body.Units, body.Parts) + ", " + dateStated(body.Due)
	case journey.ConditionDecided:
		return decisionTitle(c.decider(item), body)
	case journey.ConditionVaried:
		return "The condition from now on: " + asked(body.Units, body.Parts) + ", " + dateStated(body.Due)
	case journey.ReferredBack:
		return "Referred back to police"
	case journey.Booked:
		return "Appointment booked: " + lowerFirst(body.How.Words()) + ", " + body.At.Words()
	case journey.Attendance:
		return attendanceTitle(body)
	case journey.ExcuseDecided:
		if body.Accepted {
			return "Her reason for not coming was accepted"
		}
		return "Her reason for not coming was not accepted"
	case journey.ContactMade:
		tried := "Tried to reach her"
		if body.Spoke {
			tried = "Spoke to her"
		}
		return tried + ": " + lowerFirst(body.How.Words()) + length(body.Minutes) + there(body.With)
	case journey.NeedAssessed:
		return needTitle(body)
	case journey.TierSet:
		return "Tier set: " + lowerFirst(body.Tier.Title())
	case journey.GoalSet:
		return goalTitles[body.State]
	case journey.PlanAgreed:
		return planTitles[body.Answer]
	case journey.ActivityRecorded:
		return activityTitle(body)
	case journey.OutcomeAnswered:
		return questionOf(body.Measure) + " " + answerWords[body.Answer]
	case journey.CheckedIn:
		return checkedTitle(body)
	case journey.TalkAsked, journey.ChangeAsked, journey.CopyAsked, journey.CorrectionAsked, journey.DeletionAsked:
		return AskWords(item.Kind)
	case journey.SeenTo:
		return "Seen to what she asked for"
	case journey.AnsweredBack:
		return "Her answer to an entry"
	case journey.Closed:
		return "Support ended: " + lowerFirst(body.Reason.Words())
	case journey.Arrested:
		return "Arrest, from the police feed"
	case journey.IdentityTold:
		return "Name and how to reach her recorded"
	case journey.SafeContactTold:
		return "She said how she may be reached"
	case journey.SafeContactConfirmed:
		return "She said it is still safe to reach her so"
	case journey.CannotCome:
		if body.Over {
			return "She can come again on " + body.Words()
		}
		return "She cannot come on " + body.Words()
	case journey.PlaceUnsafe:
		if body.Over {
			return "A place is safe for her again"
		}
		return "She said where she is not safe"
	case journey.ChannelFrozen:
		return "Nothing goes by " + body.Channel.Words() + " any more: " + lowerFirst(body.Because.Words())
	case journey.Encounter:
		return "Met by the police"
	case journey.GroupPlace:
		return "Group or workshop: " + lowerFirst(body.Step.Words())
	case journey.HardshipAsked:
		return "Asked the hardship fund: " + lowerFirst(body.Buys.Words()) + ", " + journey.Pounds(body.Pence)
	case journey.HardshipDecided:
		return hardshipTitles[body.Answer]
	case journey.HardshipReturned:
		return "Back to the hardship fund: " + journey.Pounds(body.Pence)
	case journey.Undone:
		return "Something was undone: what stood before stands again"
	case journey.OpeningAsked:
		return "Somebody outside her support asked to open her record"
	case journey.OpeningDeclined:
		return "Her record was not opened: the second person did not agree"
	case journey.OpeningAgreed:
		return "Her record was opened to somebody outside her support, until " + body.Until.Words()
	}
	if words := assessedTitle(item.Body); words != "" {
		return words
	}
	if words := sharingTitle(item.Body); words != "" {
		return words
	}
	if words := planTitle(item.Body); words != "" {
		return words
	}
	if words := sentOnTitle(item.Body); words != "" {
		return words
	}
	return "Details for her support recorded"
}

// there says who else was there, after what happened.
func there(with journey.Company) string {
	if words := with.Words(); words != "" {
		return ". There: " + words
	}
	return ""
}

// decider says who decided on the condition: the police, or the court or probation
// office that her order belongs to.
func (c record) decider(item support.TimelineItem) string {
	if held := c.Row.Condition; item.Agency != "" && (item.Agency == c.Row.Door.Supervisor || held != nil && item.Agency == held.DecidedBy) {
		return item.Agency
	}
	return "The police"
}

func decisionTitle(who string, body journey.ConditionDecided) string {
	if body.Consequence.GoesOn() {
		return who + " decided on the condition: " + lowerFirst(body.Consequence.Words())
	}
	words := who + " decided on the condition: " + lowerFirst(ending.DecisionWords(body.Decision))
	if body.Consequence != "" {
		words += ". " + body.Consequence.Words()
	}
	return words
}

var hardshipTitles = map[journey.HardshipDecision]string{
	journey.HardshipApproved: "The hardship fund agreed", journey.HardshipDeclined: "The hardship fund said no",
	journey.HardshipQuestion: "The hardship fund has a question",
}

var goalTitles = map[journey.GoalState]string{
	journey.GoalOpen: "Goal set", journey.GoalReached: "Goal reached", journey.GoalSetAside: "Goal set aside",
}

var planTitles = map[journey.PlanAnswer]string{
	journey.PlanAgreedByHer: "She agreed the plan", journey.PlanNotAgreed: "She did not agree the plan",
	journey.PlanCouldNotAnswer: "She could not answer on the plan",
}

func attendanceTitle(body journey.Attendance) string {
	text := body.Outcome.Words() + ": " + lowerFirst(body.How.Words()) + length(body.Minutes)
	switch {
	case body.Unit != "":
		text += ", counts towards the condition as " + ending.UnitWords(body.Unit)
	case body.Counts == journey.Yes:
		text += ", counts towards the condition"
	case body.Counts == journey.No:
		text += ", does not count towards the condition"
	}
	return text + there(body.With)
}

func needTitle(body journey.NeedAssessed) string {
	text := body.Pathway.Title() + ": " + present(body)
	if body.Hers != nil {
		text += ", her rating " + rating(*body.Hers)
	}
	if body.Workers != nil {
		text += ", worker's rating " + rating(*body.Workers)
	}
	return text
}

func present(body journey.NeedAssessed) string {
	if !body.Present {
		return "not now"
	}
	switch need.AbuseDetail(body.Detail) {
	case need.AbuseCurrent:
		return body.Wanted.Words() + ", happening now"
	case need.AbuseHistory:
		return body.Wanted.Words() + ", in the past"
	case need.AbuseBoth:
		return body.Wanted.Words() + ", now and in the past"
	}
	return body.Wanted.Words()
}

// checkedTitle says how she said things are.
func checkedTitle(body journey.CheckedIn) string {
	of := "Things as a whole"
	if body.Pathway != "" {
		of = body.Pathway.Title()
	}
	return of + ", in her own words: " + rating(body.Rating)
}

func rating(n int) string { return strconv.Itoa(n) + " (" + need.Rating(n).Words() + ")" }

func activityTitle(body journey.ActivityRecorded) string {
	text := body.What.Words()
	if body.Pathway != "" {
		text += " for " + lowerFirst(body.Pathway.Title())
	}
	if body.Pence > 0 {
		text += ", " + journey.Pounds(body.Pence)
	}
	if said := activityOutcomes.words(body.Outcome); said != "" {
		text += ": " + lowerFirst(said)
	}
	return text
}

func length(minutes int) string {
	if minutes == 0 {
		return ""
	}
	return ", " + count(minutes, "minute")
}

func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return strconv.Itoa(n) + " " + of + "s"
}

// asked says how many appointments a condition asks for, part by part where it
// has several.
func asked(units int, parts []journey.Part) string {
	words := make([]string, len(parts))
	for i, part := range parts {
		words[i] = count(part.Required, ending.UnitWords(part.Unit))
	}
	switch {
	case len(parts) > 0:
		return strings.Join(words, " and ")
	case units == 0:
		return "no number stated"
	}
	return count(units, "appointment")
}

func dateStated(due calendar.Day) string {
	if !due.Known() {
		return "no date stated"
	}
	return "by " + due.Short()
}

// latest are the last few things that happened.
func (c record) latest(n int) []pattern.Event {
	events := c.past(c.Timeline)
	return events[:min(n, len(events))]
}
