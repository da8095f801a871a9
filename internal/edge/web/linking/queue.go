package linking

import (
	"fmt"
	"strconv"

	"throughline/internal/casework/linking"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// queueing is the page of a feed: what to expect of each threshold, what may be
// taken together, what to look at one by one, and what was decided.
type queueing struct {
	linking.Queue
	named    bool // the names of the feed are still there
	done     string
	problems govuk.Problems
}

func (d Door) queue(r *web.Request) (web.Response, error) { return d.showQueue(r, nil) }

func (d Door) showQueue(r *web.Request, problems govuk.Problems) (web.Response, error) {
	queue, err := d.Desk.Queue(r.Context(), r.Asker, r.PathValue("feed"))
	if err != nil {
		return web.Response{}, err
	}
	page := queueing{queue, queue.Named(d.Desk.Now()), r.Query("done"), problems}
	return web.Show(web.Page{
		Title: "Arrests to decide on", Body: queuePage(page), Problems: problems, Wide: true,
		Back: govuk.Link{Text: "Back to police feeds", Href: "/link"},
	}), nil
}

// after leads back to the feed, or shows it with what is to be put right.
func (d Door) after(r *web.Request, wrong error, done string) (web.Response, error) {
	if wrong == nil {
		return web.Redirect(path(r.PathValue("feed")) + done), nil
	}
	problems, err := problemsOf(wrong)
	if err != nil {
		return web.Response{}, err
	}
	return d.showQueue(r, problems)
}

func (d Door) setThreshold(r *web.Request) (web.Response, error) {
	threshold, err := strconv.ParseFloat(r.Field("threshold"), 64)
	if err != nil {
		var problems govuk.Problems
		problems.Add("threshold", "Choose a weight from the table")
		return d.showQueue(r, problems)
	}
	return d.after(r, d.Desk.SetThreshold(r.Context(), r.Asker, r.PathValue("feed"), threshold), "")
}

func (d Door) take(r *web.Request) (web.Response, error) {
	version, err := strconv.Atoi(r.Field("version"))
	if err != nil {
		version = -1
	}
	_, wrong := d.Desk.Take(r.Context(), r.Asker, r.PathValue("feed"), version)
	return d.after(r, wrong, "?done=take")
}

func (d Door) back(r *web.Request) (web.Response, error) {
	n, err := numbered(r.Field("pair"))
	if err != nil {
		return web.Response{}, err
	}
	return d.after(r, d.Desk.Back(r.Context(), r.Asker, r.PathValue("feed"), n), "?done=back")
}

func (d Door) finish(r *web.Request) (web.Response, error) {
	return d.after(r, d.Desk.Finish(r.Context(), r.Asker, r.PathValue("feed")), "?done=finish")
}

// doneWords says what was just done.
func (q queueing) doneWords() string {
	return map[string]string{
		"take": "The arrests are on the women's records. You can take each one back.",
		"back": "It is taken back.", "finish": "You finished this feed. Its names are gone.",
	}[q.done]
}

// about says what came of the comparison.
func (q queueing) about() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "Sent", Value: sentWords(q.Sent)}, {Key: "Last day it tells of", Value: q.Until.Short()},
		{Key: "Arrests in the file", Value: strconv.Itoa(q.Rows)},
		{Key: "Women compared", Value: strconv.Itoa(q.Women)},
		{Key: "On record already", Value: strconv.Itoa(q.Before)},
		{Key: "Linked", Value: strconv.Itoa(q.Linked)},
	}
	if q.named {
		rows = append(rows, govuk.SummaryRow{Key: "Names are kept until", Value: calendar.At(q.NamesUntil()).Words()})
	}
	return rows
}

// rejected says which rows were left out.
func (q queueing) rejected() []string {
	var list []string
	for _, one := range q.Rejected {
		list = append(list, fmt.Sprintf("Row %d: %s %s.", one.Row, one.Column, one.Reason))
	}
	return list
}

// expected is the table that the threshold is chosen from.
func (q queueing) expected() govuk.TableOf {
	t := govuk.TableOf{Caption: "What to expect of each weight", CaptionSize: govuk.Small,
		Columns: []govuk.Column{{Text: "From this weight on"}, {Text: "Arrests taken", Numeric: true}, {Text: "Of them right"}, {Text: "Left for you to find"}}, RowHeads: true}
	for _, one := range q.Expected {
		t.Rows = append(t.Rows, govuk.Text(weightText(one.Threshold), strconv.Itoa(one.Links), one.Right, one.Missed))
	}
	return t
}

func (q queueing) thresholdField() (govuk.Field, []govuk.Option) {
	var options []govuk.Option
	for _, one := range q.Expected {
		options = append(options, govuk.Option{Value: weightText(one.Threshold), Label: weightText(one.Threshold)})
	}
	return govuk.Field{Name: "threshold", Label: "From which weight on may arrests be taken together?", LabelSize: govuk.Small, Value: weightText(q.Threshold), Error: q.problems.For("threshold")}, options
}

// pairs is a table of pairs that wait.
func (q queueing) pairs(caption string, list []linking.Listed) govuk.TableOf {
	t := govuk.TableOf{Caption: caption, CaptionSize: govuk.Small, RowHeads: true, Compact: true,
		Columns: []govuk.Column{{Text: "Arrest"}, {Text: "In the feed"}, {Text: "Here"}, {Text: "Weight", Numeric: true}}}
	for _, one := range list {
		t.Rows = append(t.Rows, []govuk.Cell{
			{Content: pairLink(q.ID, one)}, {Text: feedName(one.Line)}, {Text: one.Who.Name() + ", " + one.Reference}, {Text: weightText(one.Weight)},
		})
	}
	return t
}

// feedName says whom the feed names.
func feedName(line linking.Line) string {
	name := line.Given
	if name != "" && line.Family != "" {
		name += " "
	}
	return name + line.Family
}

// settled is the table of what was decided.
func (q queueing) settled() govuk.TableOf {
	t := govuk.TableOf{Caption: "What was decided", CaptionSize: govuk.Medium, RowHeads: true, Compact: true,
		Columns: []govuk.Column{{Text: "Arrest"}, {Text: "Case"}, {Text: "Weight", Numeric: true}, {Text: "Decided"}, {Text: "Who and when"}, {Text: "Change"}}}
	for _, one := range q.Settled {
		t.Rows = append(t.Rows, []govuk.Cell{
			{Text: one.Arrest + ", " + one.On.Short()}, {Text: one.Reference}, {Text: weightText(one.Weight)}, {Text: decidedWords(one.Decided)},
			{Text: one.Name + ", " + calendar.At(one.At).Words()}, {Content: backForm(q.ID, one.Decided)},
		})
	}
	return t
}

func decidedWords(one linking.Decided) string {
	if one.Answer == "" {
		return "Taken back"
	}
	return one.Answer.Words()
}

// weightText writes a weight with one figure after the point, or none where it is whole.
func weightText(weight float64) string {
	return strconv.FormatFloat(float64(int(weight*10+half(weight)))/10, 'f', -1, 64)
}

func half(weight float64) float64 {
	if weight < 0 {
		return -0.5
	}
	return 0.5
}
