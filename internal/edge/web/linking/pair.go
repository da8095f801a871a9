package linking

import (
	"fmt"
	"math"

	"throughline/internal/casework/linking"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/linkage"
)

// looking is the page of one pair, side by side.
type looking struct {
	linking.Side
	answer   string
	reason   string
	problems govuk.Problems
}

func (d Door) pair(r *web.Request) (web.Response, error) {
	side, err := d.one(r)
	if err != nil {
		return web.Response{}, err
	}
	return d.showPair(looking{Side: side, answer: string(side.Answer), reason: side.Reason}), nil
}

func (d Door) one(r *web.Request) (linking.Side, error) {
	n, err := numbered(r.PathValue("pair"))
	if err != nil {
		return linking.Side{}, err
	}
	return d.Desk.One(r.Context(), r.Asker, r.PathValue("feed"), n)
}

func (d Door) showPair(page looking) web.Response {
	return web.Show(web.Page{
		Title: "Is it the same woman?", Body: pairPage(page), Problems: page.problems,
		Back: govuk.Link{Text: "Back to the arrests to decide on", Href: path(page.Sent.ID)},
	})
}

func (d Door) decide(r *web.Request) (web.Response, error) {
	n, err := numbered(r.PathValue("pair"))
	if err != nil {
		return web.Response{}, err
	}
	feed := r.PathValue("feed")
	wrong := d.Desk.Decide(r.Context(), r.Asker, feed, n, linking.Answer(r.Field("answer")), r.Field("reason"))
	if wrong != nil {
		problems, err := problemsOf(wrong)
		if err != nil {
			return web.Response{}, err
		}
		side, err := d.one(r)
		if err != nil {
			return web.Response{}, err
		}
		return d.showPair(looking{side, r.Field("answer"), r.Field("reason"), problems}), nil
	}
	next, waits, err := d.Desk.Next(r.Context(), r.Asker, feed)
	if err != nil {
		return web.Response{}, err
	}
	if !waits {
		return web.Redirect(path(feed)), nil
	}
	return web.Redirect(pairPath(feed, next)), nil
}

// hers is the name of hers that fits.
func (l looking) hers() journey.Identity { return l.Names[l.At] }

// sides is the table of what the feed and her record say, and what that is worth.
func (l looking) sides() govuk.TableOf {
	t := govuk.TableOf{Caption: "Side by side", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "What"}, {Text: "The feed"}, {Text: "Her record"}, {Text: "What it tells us"}}}
	her := l.hers()
	for _, row := range []struct{ title, feed, hers, comparison string }{
		{"Name", feedName(l.Line), her.Name(), "name"},
		{"Date of birth", dayWords(l.Line.Born), dayWords(her.Born), "date_of_birth"},
		{"Postcode", known(l.Line.Postcode), known(her.Postcode), "postcode"},
	} {
		t.Rows = append(t.Rows, govuk.Text(row.title, row.feed, row.hers, l.evidence(row.comparison)))
	}
	return t
}

func known(text string) string {
	if text == "" {
		return "Not recorded"
	}
	return text
}

func dayWords(day calendar.Day) string {
	if !day.Known() {
		return "Not recorded"
	}
	return day.Short()
}

// evidence says what a comparison says, and how far it speaks for or against.
func (l looking) evidence(comparison string) string {
	for _, one := range l.Evidence {
		if one.Comparison == comparison {
			return one.Label + ". " + speaks(one.Weight+one.Frequency) + rare(one)
		}
	}
	return "Not compared"
}

// speaks says in words how far a weight speaks for the same woman.
func speaks(weight float64) string {
	const strong, some = 6, 1
	says := "Says little either way"
	switch {
	case weight >= strong:
		says = "Speaks strongly for the same woman"
	case weight >= some:
		says = "Speaks for the same woman"
	case weight <= -strong:
		says = "Speaks strongly against"
	case weight <= -some:
		says = "Speaks against"
	}
	return says + " (" + weightText(weight) + ")."
}

// rare says that a rare or a common name moves the weight.
func rare(one linkage.Evidence) string {
	switch {
	case one.Frequency >= 0.5:
		return " The name is rare, which adds to it."
	case one.Frequency <= -0.5:
		return " Many have this name, which takes from it."
	}
	return ""
}

// inAll says what the whole weight means.
func (l looking) inAll() string {
	p := l.Probability()
	if p >= 0.5 {
		return fmt.Sprintf("Weight %s in all. The model expects %s to be of another woman.", weightText(l.Weight), oneIn(1/(1-p)))
	}
	return fmt.Sprintf("Weight %s in all. The model expects %s to be of the same woman.", weightText(l.Weight), oneIn(1/p))
}

// start says where the weight began, so that it can be added up.
func (l looking) start() string {
	start := l.Weight
	for _, one := range l.Evidence {
		start -= one.Weight + one.Frequency
	}
	return "It starts at " + weightText(start) + ", as most pairs are of two women."
}

// oneIn says a rare chance in words.
func oneIn(n float64) string {
	const most = 1000
	if n > most || math.IsNaN(n) {
		return "fewer than 1 in 1,000 such pairs"
	}
	return fmt.Sprintf("about 1 in %.0f such pairs", max(math.Round(n), 2))
}

// arrest says what the feed tells of the arrest.
func (l looking) arrest() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{{Key: "Arrest", Value: l.Line.Arrest}, {Key: "On", Value: l.Line.On.Short()}}
	for _, one := range []govuk.SummaryRow{{Key: "Offence", Value: l.Line.Offence}, {Key: "Force", Value: l.Line.Force}} {
		if one.Value != "" {
			rows = append(rows, one)
		}
	}
	return append(rows, govuk.SummaryRow{Key: "Her case", Value: l.Reference})
}

// others lists the other names that she has or had.
func (l looking) others() []string {
	var list []string
	for i, name := range l.Names {
		if i != l.At {
			list = append(list, name.Name())
		}
	}
	return list
}

func (l looking) answerField() (govuk.Field, []govuk.Option) {
	hints := map[linking.Answer]string{
		linking.Same: "The arrest goes on her record", linking.NotSame: "Nothing is written on her record",
		linking.CannotTell: "Nothing is written, and it is counted as not known",
	}
	var options []govuk.Option
	for _, answer := range linking.Answers {
		options = append(options, govuk.Option{Value: string(answer), Label: answer.Words(), Hint: hints[answer]})
	}
	return govuk.Field{Name: "answer", Label: "Is it the same woman?", LabelSize: govuk.Medium, Value: l.answer, Error: l.problems.For("answer")}, options
}
