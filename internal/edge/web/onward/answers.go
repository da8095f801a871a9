package onward

import (
	"strconv"

	"throughline/internal/casework/onward"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/figure"
)

func (d Door) answers(r *web.Request) (web.Response, error) {
	answers, err := d.Desk.Answers(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	return show("What services answered", answersBody(answersPage{answers}), govuk.Link{Text: "Back to services", Href: "/services"}, nil), nil
}

// answersPage is what services answered, exactly.
type answersPage struct{ onward.Answers }

// shareRow is one figure of a table, with its base and interval.
func shareRow(name string, share figure.Figure) []govuk.Cell { return govuk.Text(name, share.Text()) }

func (p answersPage) table() govuk.TableOf {
	return govuk.TableOf{Columns: []govuk.Column{{Text: "Answer"}, {Text: "Of those sent"}}, RowHeads: true, Rows: [][]govuk.Cell{
		shareRow("Taken on", p.Accepted), shareRow("Turned down", p.Refused), shareRow("Turned down for mental health, alone or with drugs or alcohol", p.Mental),
	}}
}

func (p answersPage) reasons() govuk.TableOf {
	t := govuk.TableOf{Columns: []govuk.Column{{Text: "Why not"}, {Text: "Of those sent"}}, RowHeads: true}
	for _, one := range p.Reasons {
		t.Rows = append(t.Rows, shareRow(one.Reason.Words(), one.Share))
	}
	return t
}

func waitWords(wait onward.Wait) string {
	if wait.Of == 0 {
		return "Not known of any"
	}
	return count(wait.Median, "day") + ", the middle one of " + strconv.Itoa(wait.Of)
}

func (p answersPage) waits() []govuk.SummaryRow {
	return []govuk.SummaryRow{
		{Key: "From sending to a yes", Value: waitWords(p.Answered)}, {Key: "From sending to the first appointment", Value: waitWords(p.First)},
	}
}

func (p answersPage) services() govuk.TableOf {
	t := govuk.TableOf{RowHeads: true, Columns: []govuk.Column{
		{Text: "Service"}, {Text: "Sent", Numeric: true}, {Text: "Yes", Numeric: true}, {Text: "No", Numeric: true}, {Text: "Waiting", Numeric: true}, {Text: "Days to a yes"},
	}}
	for _, one := range p.Services {
		t.Rows = append(t.Rows, govuk.Text(one.Name, strconv.Itoa(one.Sent), strconv.Itoa(one.Accepted), strconv.Itoa(one.Declined), strconv.Itoa(one.Waiting), waitWords(one.Answered)))
	}
	return t
}
