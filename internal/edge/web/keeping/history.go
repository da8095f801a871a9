package keeping

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/keeping"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// HistoryPath returns the address of what was ever written in a record, or of one
// entry of it.
func HistoryPath(caseID, fact string) string {
	path := "/woman/" + url.PathEscape(caseID) + "/history"
	if fact != "" {
		path += "/" + url.PathEscape(fact)
	}
	return path
}

// historyPage is what was ever written.
type historyPage struct {
	keeping.History
	done bool
}

func (d Door) history(r *web.Request) (web.Response, error) {
	history, err := d.Desk.History(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{
		Title: "What was written", Body: historyBody(historyPage{history, r.Query("done") != ""}),
		Back: govuk.Link{Text: "Back to her record", Href: "/woman/" + url.PathEscape(history.Case)},
	}), nil
}

// fixing is the form that puts an entry right.
type fixing struct {
	keeping.History
	keeping.Entry
	key      string
	act      string // "words" or "out"
	text     string
	who      journey.Identity
	reason   string
	problems govuk.Problems
}

func (f fixing) show() web.Response {
	return web.Show(web.Page{
		Title: "This is wrong", Body: fixBody(f), Problems: f.problems,
		Back: govuk.Link{Text: "Back to what was written", Href: HistoryPath(f.Case, "")},
	})
}

// open finds the entry that a request is about.
func (d Door) open(r *web.Request) (fixing, error) {
	history, err := d.Desk.History(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return fixing{}, err
	}
	i := slices.IndexFunc(history.Entries, func(e keeping.Entry) bool { return e.Fact == r.PathValue("fact") })
	if i < 0 {
		return fixing{}, casework.Fail(casework.NotFound, "opening an entry", "there is none here")
	}
	f := fixing{History: history, Entry: history.Entries[i], act: "words", text: history.Entries[i].Text}
	if f.Identity != nil {
		f.who = *f.Identity
	}
	return f, nil
}

func (d Door) entry(r *web.Request) (web.Response, error) {
	f, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if !f.Right { // put right meanwhile, or of a kind that has a way of its own
		return web.Redirect(HistoryPath(f.Case, "")), nil
	}
	f.key = d.Desk.NewID()
	return f.show(), nil
}

func (d Door) correct(r *web.Request) (web.Response, error) {
	f, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	f.key, f.act, f.text, f.reason = r.Field("key"), r.Field("act"), r.Field("text"), r.Field("reason")
	entry := keeping.Correction{Fact: f.Fact, Out: f.act == "out", Rewording: journey.Rewording{Text: f.text, Reason: f.reason}}
	if f.Kind == journey.KindIdentity {
		f.who.Given, f.who.Family, f.who.KnownAs, f.who.Phone, f.who.Postcode = r.Field("given"), r.Field("family"), r.Field("known"), r.Field("phone"), r.Field("postcode")
		entry.Identity = &f.who
	}
	wrong := d.Desk.Correct(r.Context(), r.Asker, f.Case, f.key, entry)
	if wrong == nil {
		return web.Redirect(HistoryPath(f.Case, "") + "?done=1"), nil
	}
	var said journey.Problems
	if !errors.As(wrong, &said) {
		return web.Response{}, wrong
	}
	for _, problem := range said {
		f.problems.Add(problem.Field, problem.Say)
	}
	return f.show(), nil
}

// headed is the first line of an entry.
func headed(e keeping.Entry) string {
	kind := strings.ReplaceAll(string(e.Kind), "_", " ")
	return e.On.Words() + ": " + kind + ", by " + cmp.Or(e.By, "nobody named")
}

// became says what was done to an entry.
func became(e keeping.Entry) string {
	said := "Written anew since."
	if e.TakenOut {
		said = "Taken out since."
	}
	if e.Reason != "" {
		said += " What was wrong: " + e.Reason
	}
	return said
}

func (f fixing) actField() (govuk.Field, []govuk.Option) {
	field := govuk.Field{Name: "act", Label: "What is wrong?", LabelSize: govuk.Medium, Value: f.act, Error: f.problems.For("act")}
	return field, []govuk.Option{
		{Value: "words", Label: "The words: I write it as it should be"},
		{Value: "out", Label: "It should not be here at all", Hint: "It is taken out, and stays readable in what was written."},
	}
}

func (f fixing) field(name, label, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, Value: value, Rows: 4, Autocomplete: "off", Error: f.problems.For(name)}
}
