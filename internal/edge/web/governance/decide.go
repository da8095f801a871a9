package governance

import (
	"cmp"

	"throughline/internal/casework/safeguarding"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// conflictPage is one conflict to look at again.
type conflictPage struct {
	safeguarding.Conflict
	key, reason string
	problems    govuk.Problems
}

func (d Door) conflict(r *web.Request) (web.Response, error) {
	one, err := d.Desk.Conflict(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("conflict"))
	if err != nil {
		return web.Response{}, err
	}
	return conflictPage{Conflict: one, key: d.Desk.NewID()}.response(), nil
}

// review keeps a conflict, asks to lift it, or agrees to that.
func (d Door) review(r *web.Request) (web.Response, error) {
	one, err := d.Desk.Conflict(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("conflict"))
	if err != nil {
		return web.Response{}, err
	}
	page, done := conflictPage{Conflict: one, key: r.Field("key"), reason: r.Field("reason")}, "kept"
	if r.Field("what") == "keep" {
		err = d.Desk.Keep(r.Context(), r.Asker, one.Case, one.ID, page.key)
	} else {
		if done = "asked"; one.LiftBy != "" {
			done = "lifted"
		}
		err = d.Desk.Lift(r.Context(), r.Asker, one.Case, one.ID, page.key, page.reason)
	}
	problems, mend := problemsOf(err)
	switch {
	case err == nil:
		return web.Redirect("/governance?done=" + done), nil
	case mend:
		for _, problem := range problems { // whatever is wrong is put right where the reason stands
			page.problems.Add("reason", problem.Text)
		}
		return page.response(), nil
	}
	return web.Response{}, err
}

func (p conflictPage) response() web.Response {
	return web.Show(web.Page{
		Title: "A conflict of interest", Body: conflictBody(p), Problems: p.problems, Back: govuk.Link{Text: "Back to Governance", Href: "/governance"},
	})
}

func (p conflictPage) known() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "Case", Value: p.Reference}, {Key: "Hidden from", Value: p.With}, {Key: "How it became known", Value: fromWords[p.From]},
		{Key: "Since", Value: p.On.Short()}, {Key: "Written down by", Value: cmp.Or(p.By, "Nobody: it was found by a match")}, {Key: "Now", Value: stateWords(p.Conflict)},
	}
	if p.LiftBy != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Asks to lift it", Value: p.LiftBy}, govuk.SummaryRow{Key: "Because", Value: p.LiftReason})
	}
	return rows
}

func (p conflictPage) reasonField() govuk.Field {
	field := govuk.Field{Name: "reason", Label: "Why is it no conflict?", LabelSize: govuk.Small, Value: p.reason, Error: p.problems.For("reason"), Rows: 3}
	if p.LiftBy != "" {
		field.Label = "Why do you agree?"
	}
	return field
}

// askPage is somebody who asks to open a record.
type askPage struct {
	safeguarding.Ask
	key, answer, reason string
	problems            govuk.Problems
}

func (d Door) ask(r *web.Request) (web.Response, error) {
	one, err := d.Desk.Ask(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("ask"))
	if err != nil {
		return web.Response{}, err
	}
	return askPage{Ask: one, key: d.Desk.NewID()}.response(), nil
}

func (d Door) answer(r *web.Request) (web.Response, error) {
	one, err := d.Desk.Ask(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("ask"))
	if err != nil {
		return web.Response{}, err
	}
	page := askPage{Ask: one, key: r.Field("key"), answer: r.Field("answer"), reason: r.Field("reason")}
	done := map[string]string{"yes": "agreed", "no": "declined"}[page.answer]
	if done == "" {
		page.problems.Add("answer", "Choose whether you agree")
		return page.response(), nil
	}
	err = d.Desk.Answer(r.Context(), r.Asker, one.Case, one.ID, page.key, page.answer == "yes", page.reason)
	problems, mend := problemsOf(err)
	switch {
	case err == nil:
		return web.Redirect("/governance?done=" + done), nil
	case mend:
		for _, problem := range problems {
			field := "answer"
			if problem.Field == "reason" {
				field = "reason"
			}
			page.problems.Add(field, problem.Text)
		}
		return page.response(), nil
	}
	return web.Response{}, err
}

func (p askPage) response() web.Response {
	return web.Show(web.Page{
		Title: "Open a record outside a role", Body: askBody(p), Problems: p.problems, Back: govuk.Link{Text: "Back to Governance", Href: "/governance"},
	})
}

func (p askPage) known() []govuk.SummaryRow {
	return []govuk.SummaryRow{{Key: "Case", Value: p.Reference}, {Key: "Who asks", Value: p.By}, {Key: "When", Value: p.At.Words()}, {Key: "Why", Value: p.Reason}}
}

func (p askPage) answerField() (govuk.Field, []govuk.Option) {
	return govuk.Field{Name: "answer", Label: "Do you agree?", LabelSize: govuk.Small, Value: p.answer, Error: p.problems.For("answer")}, []govuk.Option{
		{Value: "yes", Label: "Yes, open it to them for 4 hours"}, {Value: "no", Label: "No"},
	}
}

func (p askPage) reasonField() govuk.Field {
	return govuk.Field{Name: "reason", Label: "Why?", LabelSize: govuk.Small, Value: p.reason, Error: p.problems.For("reason"), Rows: 3, Hint: "Needed where you agree."}
}
