package groups

import (
	"errors"
	"fmt"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/groups"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// registerPage is the register of one session: a row for each woman, saved at once.
type registerPage struct {
	forms.Form
	groups.Register
	marked map[string]groups.Marked
}

func (d Door) register(r *web.Request) (web.Response, error) {
	register, err := d.Desk.Register(r.Context(), r.Asker, r.PathValue("group"), r.PathValue("session"))
	if err != nil {
		return web.Response{}, err
	}
	page := registerPage{Form: dates.Blank(d.Desk.NewID()), Register: register, marked: map[string]groups.Marked{}}
	page.Version = register.Seen
	for _, entry := range register.Entries {
		page.marked[entry.Case] = groups.Marked{Outcome: entry.Outcome, Counts: countsOf(entry)}
	}
	return page.show(), nil
}

// countsOf is what the list says at first: what was written down, or the rules.
func countsOf(entry groups.Entry) string {
	switch {
	case entry.Unit != "":
		return entry.Unit
	case entry.Outcome.Came() && entry.Counts != "":
		return string(entry.Counts)
	}
	return groups.ByTheRules
}

func (p registerPage) show() web.Response {
	return web.Show(web.Page{
		Title: "Register", Body: registerBody(p), Problems: p.Problems, Wide: true,
		Back: govuk.Link{Text: "Back to the group", Href: path(p.Group.Group, "")},
	})
}

// rest is the button by which everybody not written down yet came.
const rest = "rest"

func (d Door) takeRegister(r *web.Request) (web.Response, error) {
	group, session := r.PathValue("group"), r.PathValue("session")
	register, err := d.Desk.Register(r.Context(), r.Asker, group, session)
	if err != nil {
		return web.Response{}, err
	}
	page := registerPage{Form: dates.Posted(r), Register: register, marked: map[string]groups.Marked{}}
	for _, entry := range register.Entries {
		one := groups.Marked{Outcome: journey.Outcome(r.Field("outcome-" + entry.Case)), Counts: r.Field("counts-" + entry.Case)}
		if one.Outcome == "" && r.Field("act") == rest {
			one.Outcome = journey.Attended
		}
		page.marked[entry.Case] = one
	}
	_, err = d.Desk.TakeRegister(r.Context(), r.Asker, group, session, page.Version, page.Key, page.marked)
	if err == nil {
		return web.Redirect(path(group, "") + "?done=register"), nil
	}
	moved, err := page.SettleMoved(err)
	if err != nil {
		return web.Response{}, err
	}
	if moved { // also between what was read above and what was written
		if page.Register, err = d.Desk.Register(r.Context(), r.Asker, group, session); err != nil {
			return web.Response{}, err
		}
		page.Key, page.Version = d.Desk.NewID(), page.Seen
	}
	return page.show(), nil
}

func (d Door) cancel(r *web.Request) (web.Response, error) {
	group := r.PathValue("group")
	err := d.Desk.CancelSession(r.Context(), r.Asker, group, r.PathValue("session"), r.Field("key"))
	var problems journey.Problems
	if err != nil && (casework.KindOf(err) != casework.Invalid || !errors.As(err, &problems)) {
		return web.Response{}, err
	}
	return web.Redirect(path(group, "") + "?done=off"), nil // called off meanwhile is called off
}

var outcomeWords = map[journey.Outcome]string{
	journey.Attended: "Came", journey.AttendedLate: "Came late", journey.Missed: "Did not come", journey.CancelledByHer: "She cancelled",
}

// outcome is the question of one woman's row.
func (p registerPage) outcome(entry groups.Entry) (govuk.Field, []govuk.Option) {
	field := p.Field("outcome-"+entry.Case, woman.Called(entry.Name), rowHint(entry), string(p.marked[entry.Case].Outcome))
	field.Inline, field.Compact = true, true
	var options []govuk.Option
	for _, outcome := range journey.RegisterOutcomes {
		options = append(options, govuk.Option{Value: string(outcome), Label: outcomeWords[outcome]})
	}
	return field, options
}

// rowHint says what a room needs to know of her, and what was written down.
func rowHint(entry groups.Entry) string {
	var words []string
	if said := needs(entry.Member); said != "Nothing said" {
		words = append(words, said)
	}
	if entry.Outcome != "" {
		words = append(words, "Written down: "+strings.ToLower(outcomeWords[entry.Outcome]))
	}
	return strings.Join(words, ". ")
}

// counts is whether coming counts, of a woman whose condition the asker may know.
func (p registerPage) counts(entry groups.Entry) (govuk.Field, []govuk.Option) {
	field := p.Field("counts-"+entry.Case, "Does it count for "+woman.Called(entry.Name)+"?", "", p.marked[entry.Case].Counts)
	byRules := "By the rules: not stated"
	switch entry.Suggested {
	case journey.Yes:
		byRules = "By the rules: it counts"
	case journey.No:
		byRules = "By the rules: it does not count"
	}
	options := []govuk.Option{{Value: groups.ByTheRules, Label: byRules}}
	if len(entry.Parts) == 0 {
		options = append(options, govuk.Option{Value: "yes", Label: "Yes, it counts"})
	}
	for _, part := range entry.Parts {
		options = append(options, govuk.Option{Value: part.Unit, Label: "Yes, as " + ending.UnitWords(part.Unit)})
	}
	return field, append(options, govuk.Option{Value: "no", Label: "No"})
}

// intro says whom the register holds.
func (p registerPage) intro() string {
	words := fmt.Sprintf("%s, %s.", p.Session.At.Words(), p.Group.Place)
	if p.Session.Topic != "" {
		words += " " + p.Session.Topic + "."
	}
	return words
}
