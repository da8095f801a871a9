package allocate

import (
	"cmp"
	"errors"
	"strconv"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/support"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// choosing is the page on which a woman's keyworker is chosen: what is known,
// and what was entered.
type choosing struct {
	support.Choice
	key       string
	keyworker string
	reason    string
	handover  string
	problems  govuk.Problems
	since     []support.TimelineItem // written meanwhile
}

func (d Door) choose(r *web.Request) (web.Response, error) {
	choice, err := d.Desk.Choose(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	page := choosing{Choice: choice, key: d.Desk.NewID()}
	if len(choice.Suggested) > 0 && !choice.Suggested[0].Full() {
		page.keyworker = choice.Suggested[0].Keyworker.ID
	}
	return web.Show(page.page()), nil
}

func (d Door) allocate(r *web.Request) (web.Response, error) {
	caseID := r.PathValue("case")
	version, err := strconv.Atoi(r.Field("version"))
	if err != nil || version < 0 {
		return web.Response{}, casework.Fail(casework.Invalid, "reading the form", "%q is no version", r.Field("version"))
	}
	entry := support.Allocation{Keyworker: r.Field("keyworker"), Reason: r.Field("reason"), Handover: r.Field("handover")}
	_, wrong := d.Desk.Allocate(r.Context(), r.Asker, caseID, version, r.Field("key"), entry)
	if wrong == nil {
		return web.Redirect("/allocate?done=allocated"), nil
	}
	problems, mend := problemsOf(wrong)
	var changed support.Changed
	conflict := errors.As(wrong, &changed)
	if !mend && !conflict {
		return web.Response{}, wrong
	}
	choice, err := d.Desk.Choose(r.Context(), r.Asker, caseID)
	if err != nil {
		return web.Response{}, err
	}
	page := choosing{Choice: choice, key: r.Field("key"), keyworker: entry.Keyworker, reason: entry.Reason, handover: entry.Handover, problems: problems}
	if !conflict {
		// What was seen stays what was seen, so that a change meanwhile is told.
		page.Version = version
		return web.Show(page.page()), nil
	}
	page.since, page.Version, page.key = changed.Since, changed.Version, d.Desk.NewID()
	return web.Show(page.page()).WithStatus(409), nil
}

func (c choosing) title() string {
	if c.Worker == "" {
		return "Choose a keyworker"
	}
	return "Move to another keyworker"
}

func (c choosing) back() govuk.Link {
	if c.Worker == "" {
		return govuk.Link{Text: "Back to Allocate", Href: "/allocate"}
	}
	return govuk.Link{Text: "Back to the board", Href: "/board"}
}

func (c choosing) page() web.Page {
	return web.Page{Title: c.title(), Body: choosePage(c), Problems: c.problems, Back: c.back()}
}

// known lists what is known of her that bears on the choice.
func (c choosing) known() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "Referred", Value: c.Referred.Short()},
		{Key: "Urgent at referral", Value: urgent(c.Urgent)},
		{Key: "Speaks", Value: speaks(c.Line)},
	}
	gets := cmp.Or(c.Title, "Not stated")
	if len(c.Titles) > 0 {
		gets = strings.Join(c.Titles, " or ") + ", by where she lives: not known yet"
	}
	rows = append(rows, govuk.SummaryRow{Key: "Under her scheme she gets", Value: gets})
	if c.Cohort != nil {
		words := c.Cohort.Words()
		if c.Cohort.Full() {
			words += " One more needs a reason."
		}
		rows = append(rows, govuk.SummaryRow{Key: c.Cohort.Scheme, Value: words})
	}
	if c.Worker != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Keyworker now", Value: c.WorkerName})
	}
	return rows
}

func (c choosing) keyworkers() (govuk.Field, []govuk.Option) {
	field := govuk.Field{
		Name: "keyworker", Label: "Keyworker", LabelSize: govuk.Medium, Value: c.keyworker, Error: c.problems.For("keyworker"),
		Hint: "In the order we suggest: room first, then her language, then the smaller caseload.",
	}
	options := make([]govuk.Option, len(c.Suggested))
	for i, s := range c.Suggested {
		options[i] = govuk.Option{Value: s.Keyworker.ID, Label: s.Keyworker.Name, Hint: capital(reasons(s))}
	}
	return field, options
}

// handoverField asks what the next keyworker should know.
func (c choosing) handoverField() govuk.Field {
	return govuk.Field{
		Name: "handover", Label: "What the next keyworker should know", Value: c.handover, Error: c.problems.For("handover"), Rows: 4, Autocomplete: "off",
		Hint: "So that she need not tell it again. She can read this in her own space, and sees who works with her now.",
	}
}

func (c choosing) reasonField() govuk.Field {
	return govuk.Field{
		Name: "reason", Label: "Why one more, if it passes a limit", Value: c.reason, Error: c.problems.For("reason"), Rows: 3,
		Hint: "The limits never stop you. Leave it empty when there is room.",
	}
}
