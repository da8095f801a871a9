package refer

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/justice"
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
	form := url.Values{}
	setDay(form, "on", d.justice.Today())
	return web.Show(caseSheet{SentCase: sent, key: d.intake.NewID(), form: form, saved: r.Query("saved") != ""}.page()), nil
}

func (d *Door) decide(r *web.Request) (web.Response, error) {
	caseID := r.PathValue("case")
	seen, err := strconv.Atoi(r.Field("version"))
	if err != nil || seen < 0 {
		return web.Response{}, casework.Fail(casework.Invalid, "decide condition", "the version of the case is missing")
	}
	on, _ := govuk.DateFrom(r.Posted, "on").Read()
	_, err = d.justice.DecideCondition(r.Context(), r.Asker, caseID, seen, r.Field("key"), justice.Decision{
		Decision: journey.ConditionDecision(r.Field("decision")), On: on, Words: r.Field("words"),
	})
	var problems journey.Problems
	conflict := casework.KindOf(err) == casework.Conflict
	switch {
	case err == nil:
		return web.Redirect(listPath(caseID) + "?saved=1"), nil
	case !conflict && !errors.As(err, &problems):
		return web.Response{}, err
	}
	sent, failed := d.justice.Sent(r.Context(), r.Asker, caseID)
	if failed != nil {
		return web.Response{}, failed
	}
	sheet := caseSheet{SentCase: sent, key: r.Field("key"), form: r.Posted}
	if conflict {
		sheet.key = d.intake.NewID()
		sheet.problems.Add("", "Something was added since you opened this page. Check how it stands now, then save again")
		return web.Show(sheet.page()).WithStatus(409), nil
	}
	for _, problem := range problems {
		if problem.Field == "on" {
			sheet.problems.AddDate(problem.Field, problem.Say)
			continue
		}
		sheet.problems.Add(problem.Field, problem.Say)
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
			govuk.SummaryRow{Key: "Condition", Value: stated(s.Text) + ", given " + s.Given.Short()},
			govuk.SummaryRow{Key: "Complete by", Value: dateStated(c.Due)})
	}
	return rows
}

// since is what became of the referral, as far as police see it.
func (s caseSheet) since() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "Received", Value: s.Sent.Short()},
		{Key: "How it stands", Value: stage(s.Line)},
		{Key: "Appointments she came to", Value: came(s.Line)},
	}
	if c := s.Condition; c != nil {
		rows = append(rows, govuk.SummaryRow{Key: "Condition", Value: conditionStands(*c)})
		if c.Decision != "" {
			words := decidedWords(*c)
			if s.Words != "" {
				words += ". " + s.Words
			}
			rows = append(rows, govuk.SummaryRow{Key: "Police decision", Value: words})
		}
	}
	return rows
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

func (s caseSheet) decision() govuk.Field {
	return govuk.Field{
		Name: "decision", Label: "What did police decide?", LabelSize: govuk.Small,
		Value: s.form.Get("decision"), Error: s.problems.For("decision"),
	}
}

func (s caseSheet) on() govuk.Field {
	return govuk.Field{Name: "on", Label: "Date of the decision", LabelSize: govuk.Small, Error: s.problems.For("on"), Autocomplete: "off"}
}

func (s caseSheet) words() govuk.Field {
	return govuk.Field{
		Name: "words", Label: "Anything to add (optional)", LabelSize: govuk.Small, Value: s.form.Get("words"), Rows: 3, Autocomplete: "off",
	}
}

func decisionOptions() []govuk.Option {
	options := make([]govuk.Option, len(journey.ConditionDecisions))
	for i, decision := range journey.ConditionDecisions {
		options[i] = govuk.Option{Value: string(decision), Label: decisionWords[decision]}
	}
	return options
}
