package refer

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/justice"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// caseSheet is one referral as the force that sent it sees it, with the form of
// the police decision where there is a condition.
type caseSheet struct {
	justice.SentCase
	key      string
	form     url.Values
	problems govuk.Problems
	saved    bool
}

func (s caseSheet) page() web.Page {
	return web.Page{
		Title: "Referral " + s.Reference, Body: casePage(s), Problems: s.problems,
		Back: govuk.Link{Text: "Back to My referrals", Href: "/refer/list"},
	}
}

func (d *Door) askDecision(r *web.Request) (web.Response, error) {
	sent, err := d.justice.Sent(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	form := startOf(sent)
	setDay(form, "on", d.justice.Today())
	return web.Show(caseSheet{SentCase: sent, key: d.intake.NewID(), form: form, saved: r.Query("saved") != ""}.page()), nil
}

func (d *Door) decide(r *web.Request) (web.Response, error) {
	caseID := r.PathValue("case")
	seen, err := strconv.Atoi(r.Field("version"))
	if err != nil || seen < 0 {
		return web.Response{}, casework.Fail(casework.Invalid, "decide condition", "the version of the case is missing")
	}
	sheet := caseSheet{key: r.Field("key"), form: r.Posted}
	if sheet.SentCase, err = d.justice.Sent(r.Context(), r.Asker, caseID); err != nil {
		return web.Response{}, err
	}
	entry := sheet.readDecision()
	if sheet.problems.Any() {
		return web.Show(sheet.page()), nil
	}
	_, err = d.justice.DecideCondition(r.Context(), r.Asker, caseID, seen, r.Field("key"), entry)
	var problems journey.Problems
	conflict := casework.KindOf(err) == casework.Conflict
	switch {
	case err == nil:
		return web.Redirect(listPath(caseID) + "?saved=1"), nil
	case !conflict && !errors.As(err, &problems):
		return web.Response{}, err
	}
	if conflict {
		sheet.key = d.intake.NewID()
		sheet.problems.Add("", "Something was added since you opened this page. Check how it stands now, then save again")
		return web.Show(sheet.page()).WithStatus(409), nil
	}
	for _, problem := range problems {
		sheet.add(problem.Field, problem.Say)
	}
	return web.Show(sheet.page()), nil
}

// entered is what the force itself told of her.
func (s caseSheet) entered() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "Woman", Value: s.Name},
		{Key: "Date of birth", Value: s.Who.Born.Short()},
		{Key: "Your reference", Value: stated(s.Police)},
		{Key: "Area", Value: stated(s.Area)},
		{Key: "What is happening", Value: stated(outcomeWords(s.Outcome))},
		{Key: "Offence", Value: stated(offenceWords(s.Offence, s.Typed))},
		{Key: "How to reach her", Value: stated(s.Contact.Words())},
	}
	if urgent := urgentWords(s.Urgent...); urgent != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Urgent on that day", Value: urgent})
	}
	if c := s.Condition; c != nil {
		rows = append(rows,
			govuk.SummaryRow{Key: "Condition as given", Value: stated(strings.TrimSuffix(s.Text, ".")) + ", given " + s.Given.Short()},
			govuk.SummaryRow{Key: "Complete by", Value: dateStated(c.Due)})
	}
	return rows
}

// since is what became of the referral, as far as police see it.
func (s caseSheet) since() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "Received", Value: s.Sent.Short()},
		{Key: "How it stands", Value: stage(s.Line)},
	}
	if c := s.Condition; c != nil {
		rows = append(rows, govuk.SummaryRow{Key: "Appointments she came to", Value: came(*c)})
		if c.Awaited() {
			rows = append(rows, govuk.SummaryRow{Key: "Appointments she did not come to", Value: absence(s.SentCase)})
		}
		rows = append(rows, govuk.SummaryRow{Key: "How the condition stands", Value: c.Ending.Words()},
			govuk.SummaryRow{Key: c.DecisionOf, Value: ending.Decided(c.Decision, c.Consequence, c.Decided)})
		if s.Time.Stated {
			rows = append(rows, govuk.SummaryRow{Key: "Time the scheme allows", Value: s.Time.Words()})
		}
		if s.Words != "" {
			rows = append(rows, govuk.SummaryRow{Key: "Police wrote", Value: s.Words})
		}
	} else {
		rows = append(rows, govuk.SummaryRow{Key: "Appointments she came to", Value: "Police are not told: she comes by her own choice"})
	}
	return rows
}

// absence counts the appointments she did not come to while the condition ran.
// Their days stand here only once the matter is referred back. Never why.
func absence(s justice.SentCase) string {
	words := fmt.Sprintf("%d without a reasonable excuse%s, %d with one%s", s.Condition.Missed, days(s.Missed), s.Condition.Excused, days(s.Excused))
	if s.Condition.Missed+s.Condition.Excused == 0 {
		words = "None"
	}
	return words
}

func days(on []calendar.Day) string {
	words := make([]string, len(on))
	for i, day := range on {
		words[i] = day.Short()
	}
	if len(words) == 0 {
		return ""
	}
	return " (" + strings.Join(words, ", ") + ")"
}

// decisionTitle heads the form: a date stands in it only where the caution
// carries one.
func (s caseSheet) decisionTitle() string {
	if words := needed(s.Line); words != "" {
		return words
	}
	return "Police decision on the condition"
}

func stated(words string) string {
	if strings.TrimSpace(words) == "" {
		return "not stated"
	}
	return words
}

// outcomeWords say a police outcome as the form of a referral says it.
func outcomeWords(code string) string {
	for _, h := range happenings {
		if h.outcome == code && code != "" {
			return h.label
		}
	}
	return capital(strings.ReplaceAll(code, "_", " "))
}
