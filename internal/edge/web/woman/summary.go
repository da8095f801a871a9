package woman

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/safecontact"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/pattern"
)

// summaryPage is the first page of a record.
type summaryPage struct {
	record
	done string
}

func (d Door) summary(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	return c.show(sheet{title: "Summary", part: "summary", body: summaryBody(summaryPage{c, r.Query("done")})}), nil
}

// reach says how to reach her and who helps.
func (p summaryPage) reach() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{{Key: "How to reach her safely", Value: p.contactOrNone()}}
	if p.Safe != "" {
		rows[0].Value += ". " + p.Safe
	}
	if p.May(support.VerbSafeContact) {
		rows[0].Actions = []govuk.Link{{Text: "Ask again", Hidden: "how she may be reached", Href: p.path("safe-contact")}}
	}
	if p.Guard.MustNotKnow != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Must not know", Value: p.Guard.MustNotKnow})
	}
	if p.Guard.OpensPost != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Who opens post", Value: p.Guard.OpensPost})
	}
	if p.Who.Phone != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Phone", Value: p.number()})
	}
	worker := p.Worker
	if worker == "" {
		worker = "Nobody yet"
	}
	if len(p.Titles) > 0 {
		worker += " (" + strings.Join(p.Titles, " or ") + ", by where she lives: not known yet)"
	}
	rows = append(rows, govuk.SummaryRow{Key: cmp.Or(p.WorkerTitle, "Keyworker"), Value: worker})
	referred := p.Row.Referred.Short()
	switch p.Row.Agency {
	case "":
	case herself:
		referred += ", she came herself"
	default:
		referred += ", by " + p.Row.Agency
	}
	return append(rows, govuk.SummaryRow{Key: "Referred", Value: referred})
}

// number is her number, with whether it is safe to call; in its place, where it is
// not, what she said.
func (p summaryPage) number() string {
	standing, spoken := p.Row.SafeContact.Of(safecontact.Phone)
	switch {
	case spoken && (!standing.Allowed || standing.Frozen.Known()):
		return p.Row.SafeContact.Instruction(safecontact.Phone, p.At.Day)
	case !spoken:
		return p.Who.Phone
	}
	return p.Who.Phone + ". " + p.Row.SafeContact.Instruction(safecontact.Phone, p.At.Day)
}

// next lists what comes next, in words.
func (p summaryPage) next() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{{Key: "Next appointment", Value: "None booked"}}
	if p.May(support.VerbBook) {
		rows[0].Actions = []govuk.Link{{Text: "Book", Hidden: "an appointment", Href: p.path("appointments") + "#book"}}
	}
	for _, item := range p.Due {
		row := govuk.SummaryRow{Value: When(item.On, p.At.Day)}
		switch item.What {
		case support.DueAppointment:
			rows[0].Value, rows[0].Actions = row.Value, nil
			continue
		case support.DueOutcome:
			row.Key = "Outcome to record"
			row.Actions = []govuk.Link{{Text: "Record", Hidden: "what happened on " + item.On.Words(), Href: p.path("contact") + "?at=" + queryOf(item.On)}}
		case support.DueCondition:
			row.Key = "Date on the caution"
		case support.DueReview:
			row.Key = "Review of a goal"
			if p.May(support.VerbReview) {
				row.Actions = []govuk.Link{{Text: "Look again", Hidden: "at the plan", Href: p.path("review")}}
			}
		case support.DueStep:
			row.Key = "A step of her plan"
		case support.DueFollowUp:
			row.Key = "Ask how things are"
			if p.May(support.VerbAnswers) {
				row.Actions = []govuk.Link{{Text: "Write her answers down", Href: p.path("answers")}}
			}
		}
		if item.Days < 0 {
			row.Value += " (" + Days(-item.Days) + " ago)"
		}
		rows = append(rows, row)
	}
	return rows
}

// clock is the condition with its date, which the pattern draws; false where it
// has no date, or where words alone tell how it stands.
func (p summaryPage) clock() (pattern.Clock, bool) {
	c := p.Condition
	if !c.Stated || c.Required == 0 || c.State.Settled() || c.State.Awaited() {
		return pattern.Clock{}, false
	}
	return pattern.Clock{Done: c.Units, Asked: c.Required, Start: c.Given, Due: c.Due, Today: p.At.Day}, true
}

// tierRows show the tier with what was anticipated beside what happened.
func (c record) tierRows() []govuk.SummaryRow {
	t := c.Tier
	name := "Not stated yet: no first meeting is recorded"
	switch {
	case t.Tier != need.TierNotStated && t.Chosen:
		name = t.Tier.Title() + ", chosen by a person"
	case t.Tier != need.TierNotStated:
		name = t.Tier.Title() + ", from " + count(c.Row.Needs.Count(), "need")
	case c.Row.Assessed.Known():
		name = "Not stated: no needs were found"
	}
	row := govuk.SummaryRow{Key: "Tier", Value: name}
	if c.May(support.VerbTier) {
		row.Actions = []govuk.Link{{Text: "Change", Hidden: "tier", Href: c.path("tier")}}
	}
	rows := []govuk.SummaryRow{row}
	if t.Why != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Why", Value: t.Why})
	}
	if t.HasDesign {
		rows = append(rows, govuk.SummaryRow{Key: "Anticipated", Value: Anticipated(t.Design)})
	}
	rows = append(rows, govuk.SummaryRow{Key: "So far", Value: c.soFar()})
	for _, asked := range c.Extensions {
		rows = append(rows, govuk.SummaryRow{Key: "She asked to go on", Value: extensionLine(asked)})
	}
	return rows
}

// soFar says how much support she has had.
func (c record) soFar() string {
	switch t := c.Tier; {
	case t.Sessions == 0:
		return "No meetings yet"
	case t.Weeks == 0:
		return count(t.Sessions, "meeting") + " in less than a week"
	default:
		return count(t.Sessions, "meeting") + " in " + count(t.Weeks, "week")
	}
}

// Anticipated says what a tier was designed to offer. A month is told in weeks
// too, so that it can be held against what happened.
func Anticipated(design need.Design) string {
	const daysOfYear, months, week = 365, 12, 7
	weeks := (design.SupportMonths*daysOfYear/months + week/2) / week
	return fmt.Sprintf("%d to %d meetings within %s, about %s", design.SessionsFrom, design.SessionsTo,
		count(design.SupportMonths, "month"), count(weeks, "week"))
}

// needsTable shows each pathway as first told and as last told.
func (p summaryPage) needsTable() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "The nine pathways she was asked about", RowHeads: true,
		Columns: []govuk.Column{{Text: "Pathway"}, {Text: "At first"}, {Text: "Now"}},
	}
	for _, one := range p.Needs {
		now := "Not asked again"
		if one.Latest != nil {
			now = shortNeed(*one.Latest)
		}
		t.Rows = append(t.Rows, govuk.Text(one.First.Pathway.Title(), shortNeed(one.First), now))
	}
	return t
}

func shortNeed(a support.Assessment) string {
	text := present(a.NeedAssessed)
	if a.Hers != nil {
		text += ", " + strconv.Itoa(*a.Hers) + " " + need.Rating(*a.Hers).Words()
	}
	return text + " (" + a.On.Short() + ")"
}

// openGoals are the goals she works on, three at most.
func (p summaryPage) openGoals() []support.Goal {
	var open []support.Goal
	for _, goal := range p.Goals {
		if goal.State == journey.GoalOpen && len(open) < 3 {
			open = append(open, goal)
		}
	}
	return open
}
