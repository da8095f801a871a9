package refer

import (
	"strings"

	"throughline/internal/casework/intake"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// sentSheet is the page after a referral.
type sentSheet struct {
	intake.SentView
	changed, late bool
}

func (d *Door) sent(r *web.Request) (web.Response, error) {
	view, err := d.intake.Sent(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	sheet := sentSheet{SentView: view, changed: r.Query("changed") != "", late: r.Query("late") != ""}
	return web.Show(web.Page{Title: "Referral sent", Body: sentPage(sheet)}), nil
}

// whoCalls says who reaches her, and how. No source states a time.
func (s sentSheet) whoCalls() string {
	who := s.Service + " will contact " + s.First + "."
	if s.Agreed == journey.AgreedYesNotToday {
		who = s.Service + " will contact " + s.First + ", but not today."
	}
	return who + " By when: not stated."
}

// readToHer are the three sentences for her. They promise no time, and say what
// the police may see. Source: 000:260.
func (s sentSheet) readToHer() []string {
	when := "Someone will "
	if s.Agreed == journey.AgreedYesNotToday {
		when = "Not today, but on another day, someone will "
	}
	how := map[journey.Contact]string{
		journey.ContactCall:      "call you, and will not say who they are on your voicemail.",
		journey.ContactText:      "send you a text that does not say what it is about.",
		journey.ContactNoMessage: "call you, and will not leave a message or send a text.",
		journey.ContactInPerson:  "speak to you here.",
	}[s.Contact]
	return []string{
		s.Service + " helps women, and it is not the police.",
		when + how,
		s.whatPoliceSee(),
	}
}

// whatPoliceSee tells her what is reported: nothing where nothing is asked of her.
// Source: 004:166, 181.
func (s sentSheet) whatPoliceSee() string {
	if s.Condition == nil {
		return "The police are not told if you come, or what you say."
	}
	return "The police can see if you came, but not what you said."
}

// forRecord is what the officer copies to the custody record: what was done and
// what police entered, and neither her name nor her number.
func (s sentSheet) forRecord() string {
	lines := []string{
		"Referred to " + s.Service + ", " + s.Sent.Words() + ".",
		"Referral reference: " + s.Reference + ".",
		"Route: " + s.route() + ".",
	}
	if s.Agreed == journey.AgreedYesNotToday {
		lines = append(lines, "She agreed to be contacted, but not today.")
	} else {
		lines = append(lines, "She agreed to be contacted.")
	}
	if c := s.Condition; c != nil {
		lines = append(lines, "Condition: "+c.Text+". Given "+c.Given.Short()+". Complete by: "+dateStated(c.Due)+".")
	}
	if s.Entry.Legal != "" {
		lines = append(lines, "Legal advice: "+s.Entry.Legal.Words()+".")
	}
	return strings.Join(lines, "\n")
}

func dateStated(day calendar.Day) string {
	if !day.Known() {
		return "no date stated"
	}
	return day.Short()
}

func (s sentSheet) rows() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "Woman", Value: s.Name},
		{Key: "Who contacts her", Value: s.whoCalls()},
		{Key: "How to reach her", Value: s.Contact.Words()},
		{Key: "Route", Value: s.route()},
	}
	if c := s.Condition; c != nil {
		rows = append(rows, govuk.SummaryRow{Key: "Condition", Value: c.Text + ", given " + c.Given.Short()},
			govuk.SummaryRow{Key: "Complete by", Value: dateStated(c.Due)})
	}
	if urgent := urgentWords(s.Urgent...); urgent != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Urgent today", Value: urgent})
	}
	return append(rows, agreementRows(s.Entry)...)
}

// route names the way she comes, and its scheme.
func (s sentSheet) route() string {
	if len(s.Doors.Hers) == 0 {
		return codeWords(string(s.Pathway))
	}
	return doorWords(s.Doors.Hers[0])
}

// agreementRows say what was written down of her agreement and of the net.
func agreementRows(entry journey.Referral) []govuk.SummaryRow {
	var rows []govuk.SummaryRow
	if entry.Explained == journey.Yes {
		rows = append(rows, govuk.SummaryRow{Key: "What agreeing means", Value: "She was told"})
	}
	if entry.Legal != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Legal advice", Value: entry.Legal.Words()})
	}
	if entry.Widening.Otherwise != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Without this scheme", Value: codeWords(entry.Widening.Otherwise)})
	}
	switch entry.Widening.Answer {
	case journey.AsksInstead:
		rows = append(rows, govuk.SummaryRow{Key: "She asks for support herself", Value: "In place of: " + codeWords(entry.Outcome)})
	case journey.GoesOn:
		why := entry.Widening.Reason.Words()
		if entry.Widening.Words != "" {
			why += ". " + entry.Widening.Words
		}
		rows = append(rows, govuk.SummaryRow{Key: "Why police go on", Value: why})
	}
	return rows
}

// standingWords say how a route stands, with the colour that repeats it.
var standingWords = map[scheme.Standing]struct {
	words  string
	colour govuk.Colour
}{
	scheme.Open:    {"Open", govuk.Green},
	scheme.Closed:  {"Closed", govuk.Grey},
	scheme.Unclear: {"Not clear yet", govuk.Yellow},
}

var answerWords = map[scheme.Answer]string{
	scheme.Yes: "Yes", scheme.No: "No", scheme.NotKnown: "Not known", scheme.NotStated: "Not stated",
}

// sourceWords cites a clause, with its standing where it is not simply in force.
func sourceWords(source scheme.Source, mark scheme.Mark) string {
	words := "Source " + string(source)
	if mark != scheme.InForce {
		words += ", " + mark.Words()
	}
	return words
}

// changeUntil is the time of day until which the referral may be put right.
func (s sentSheet) changeUntil() string { return calendar.At(s.ChangeUntil).Clock() }
