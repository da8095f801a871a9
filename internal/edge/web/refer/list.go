package refer

import (
	"fmt"
	"net/url"

	"throughline/internal/casework/justice"
	"throughline/internal/domain/ending"
	"throughline/internal/edge/web"
)

// listPart is one group of the list under its heading.
type listPart struct {
	heading string
	justice.Group
}

// listSheet is what the asker's force sent, group by group.
type listSheet struct{ parts []listPart }

func (d *Door) list(r *web.Request) (web.Response, error) {
	sent, err := d.justice.MyReferrals(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	var sheet listSheet
	for _, part := range []listPart{
		{"Decision needed: conditions not met", sent.DecisionNeeded},
		{"Waiting to be accepted", sent.Waiting},
		{"Accepted", sent.Booked},
		{"Coming to appointments", sent.Attending},
		{"Conditions met", sent.Met},
		{"Closed", sent.Closed},
	} {
		if part.Total > 0 {
			sheet.parts = append(sheet.parts, part)
		}
	}
	return web.Show(web.Page{Title: "My referrals", Body: listPage(sheet)}), nil
}

func listPath(caseID string) string { return "/refer/list/" + url.PathEscape(caseID) }

func (p listPart) title() string { return fmt.Sprintf("%s (%d)", p.heading, p.Total) }

// cut says so where the list holds fewer than there are.
func (p listPart) cut() string {
	if p.Total == len(p.Lines) {
		return ""
	}
	return fmt.Sprintf("The newest %d of %d are shown.", len(p.Lines), p.Total)
}

// references name a referral without naming her: ours, and that of the police.
func references(line justice.Line) string {
	if line.Police == "" {
		return line.Reference
	}
	return line.Reference + ", your reference " + line.Police
}

// came says how often she came, of how many where the condition states a number.
func came(c justice.Condition) string { return ending.CountOf(c.Attended, c.Required) + " " + c.Unit }

// about says how a referral stands: each sentence is a fact, none is a verdict.
func about(line justice.Line) string {
	words := "Sent " + line.Sent.Short() + ". " + stage(line) + "."
	if c := line.Condition; c != nil {
		words += " Came to " + came(*c) + ". " + c.Ending.Line()
	}
	return words
}

// stage says how far the service has come with a referral.
func stage(line justice.Line) string {
	switch {
	case line.Closed:
		return "Closed"
	case !line.Accepted:
		return "Received, not accepted yet"
	case line.Attended > 0:
		return "Accepted"
	case line.FirstBooked:
		return "First appointment booked"
	}
	return "Accepted, no appointment booked yet"
}

// needed names the decision that is waited for, and the date that makes it so.
func needed(line justice.Line) string {
	switch c := line.Condition; {
	case c == nil || !c.Awaited():
		return ""
	case c.ReferredBack.Known():
		return "Decision needed: referred back on " + c.ReferredBack.Short()
	}
	return "Decision needed: conditions not met by " + line.Condition.Due.Short()
}
