package my

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"throughline/internal/casework"
	"throughline/internal/casework/herspace"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/safecontact"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// question is one screen on which she says something.
type question struct {
	choices []string                 // codes to choose from; none for no choice
	codes   func(of string) []string // the same, where they hang on what it is about
	writes  bool                     // she may write
	back    string                   // where the screen leads when she is done
	ready   func(herspace.View, string) bool
	send    func(context.Context, Desk, said) error
}

// said is what she said on a screen.
type said struct {
	r      *web.Request
	key    string
	of     string // what it is about: an appointment, a goal, an entry, a pathway
	choice string
	text   string
}

// faces are the five answers to how things are, the best first.
var faces = []string{"4", "3", "2", "1", "0"}

// questions are the screens, by their names in the address. Where one is about
// something of hers, ready says whether there is such a thing.
var questions = map[string]question{
	"cannot": {writes: true, back: web.SpaceStart,
		ready: func(v herspace.View, of string) bool { return of != "" && v.Next.ID == of },
		send: func(ctx context.Context, d Desk, s said) error {
			return d.CannotCome(ctx, s.r.Asker, s.key, s.of, s.text)
		}},
	"talk": {writes: true, back: web.SpaceStart, send: func(ctx context.Context, d Desk, s said) error {
		return d.AskToTalk(ctx, s.r.Asker, s.key, journey.TalkAbout(s.of), s.text)
	}},
	"add": {writes: true, back: planPath, ready: isOpen, send: func(ctx context.Context, d Desk, s said) error {
		return d.AddGoal(ctx, s.r.Asker, s.key, s.text)
	}},
	"change": {writes: true, back: planPath,
		ready: func(v herspace.View, of string) bool { _, known := v.Goal(of); return known },
		send: func(ctx context.Context, d Desk, s said) error {
			return d.AskForChange(ctx, s.r.Asker, s.key, s.of, s.text)
		}},
	"agree": {choices: []string{"agreed", "not_agreed", "could_not_answer"}, writes: true, back: planPath, ready: isOpen,
		send: func(ctx context.Context, d Desk, s said) error {
			return d.AgreePlan(ctx, s.r.Asker, s.key, journey.PlanAnswer(s.choice), s.text)
		}},
	"answer": {writes: true, back: writtenPath,
		ready: func(v herspace.View, of string) bool { _, shown := v.Entry(of); return shown },
		send: func(ctx context.Context, d Desk, s said) error {
			return d.AnswerBack(ctx, s.r.Asker, s.key, s.of, s.text)
		}},
	"feel": {choices: faces, back: web.SpaceStart,
		ready: func(v herspace.View, of string) bool { return of == "" || v.Row.Needs.Has(need.Pathway(of)) },
		send: func(ctx context.Context, d Desk, s said) error {
			rating, err := strconv.Atoi(s.choice)
			if err != nil {
				rating = -1 // nothing was chosen: the pen says so
			}
			return d.CheckIn(ctx, s.r.Asker, s.key, need.Pathway(s.of), rating, "")
		}},
	"reach": {codes: func(of string) []string { return reaching[safecontact.Channel(of)] }, back: reachPath,
		ready: func(v herspace.View, of string) bool { return slices.Contains(reachable(v), safecontact.Channel(of)) },
		send: func(ctx context.Context, d Desk, s said) error {
			if !slices.Contains(reaching[safecontact.Channel(s.of)], s.choice) {
				return journey.Problems{{Field: "rating"}} // nothing was chosen
			}
			return d.Reach(ctx, s.r.Asker, s.key, termsOf(safecontact.Channel(s.of), s.choice))
		}},
	"copy": {back: dataPath, send: func(ctx context.Context, d Desk, s said) error { return d.AskForCopy(ctx, s.r.Asker, s.key) }},
	"correct": {writes: true, back: dataPath, send: func(ctx context.Context, d Desk, s said) error {
		return d.AskForCorrection(ctx, s.r.Asker, s.key, s.text)
	}},
	"delete": {back: dataPath, send: func(ctx context.Context, d Desk, s said) error { return d.AskForDeletion(ctx, s.r.Asker, s.key) }},
}

func isOpen(v herspace.View, _ string) bool { return v.Row.Open() }

// sayPage is one screen as she sees it.
type sayPage struct {
	wording.Words
	question
	said
	name     string
	view     herspace.View
	problems govuk.Problems
}

// screen returns the screen that the request is about, with what she said on it.
func (d Door) screen(r *web.Request, from func(string) string) (sayPage, error) {
	name := r.PathValue("what")
	asked, known := questions[name]
	none := casework.Fail(casework.NotFound, "opening a screen", "there is none of this name")
	if !known {
		return sayPage{}, none
	}
	view, w, err := d.view(r)
	if err != nil {
		return sayPage{}, err
	}
	p := sayPage{Words: w, question: asked, name: name, view: view, said: said{
		r: r, key: r.Field("key"), of: from("of"), choice: r.Field("choice"), text: r.Field("text"),
	}}
	if asked.ready != nil && !asked.ready(view, p.of) {
		return sayPage{}, none
	}
	if asked.codes != nil {
		p.choices = asked.codes(p.of)
	}
	return p, nil
}

// ask shows a screen.
func (d Door) ask(r *web.Request) (web.Response, error) {
	p, err := d.screen(r, r.Query)
	if err != nil {
		return web.Response{}, err
	}
	p.key = d.Desk.NewKey()
	return p.answer(), nil
}

// say takes what she said on it.
func (d Door) say(r *web.Request) (web.Response, error) {
	p, err := d.screen(r, r.Field)
	if known := questions[r.PathValue("what")].back; casework.KindOf(err) == casework.NotFound && known != "" {
		return web.Redirect(known), nil // it was sent before, or is over: the page she came from says how it stands
	}
	if err != nil {
		return web.Response{}, err
	}
	if r.ChoosesLanguage() {
		return p.answer(), nil
	}
	if p.name == "feel" && r.Field("go") == "skip" {
		return web.Redirect(p.after()), nil
	}
	err = p.send(r.Context(), d.Desk, p.said)
	var wrong journey.Problems
	switch {
	case errors.As(err, &wrong):
		for _, problem := range wrong {
			p.problem(problem)
		}
		return p.answer(), nil
	case err != nil:
		return web.Response{}, err
	}
	if p.name == "feel" && (p.choice == "0" || p.choice == "1") {
		return web.Redirect(sayPath + "talk?of=feeling"), nil
	}
	return web.Redirect(p.after()), nil
}

// after is where the screen leads when she is done: of several it is the next one.
func (p sayPage) after() string {
	if p.name != "feel" {
		return p.back + "?done=" + p.name
	}
	asked := append([]need.Pathway{""}, p.view.Pathways()...)
	for i, pathway := range asked[:len(asked)-1] {
		if string(pathway) == p.of {
			return sayPath + "feel?of=" + string(asked[i+1])
		}
	}
	return p.back + "?done=" + p.name
}

// problem says in her words what has to be put right.
func (p *sayPage) problem(found journey.Problem) {
	field := "text"
	if len(p.choices) > 0 && p.choice == "" || found.Field == "rating" {
		field = "choice"
	}
	say := "my.problem." + field
	if len([]rune(p.text)) > 1000 {
		say = "my.problem.long"
	}
	if p.problems.For(field) == "" {
		p.problems.Add(field, p.Say(say))
	}
}

func (p sayPage) answer() web.Response {
	shown := page(p.Words, p.name, sayBody(p))
	shown.Problems, shown.Answers = p.problems, form
	shown.Back = govuk.Link{Text: p.Say("my.back"), Href: p.back}
	return web.Show(shown)
}

// about is what of hers the screen is about, in words; "" for nothing.
func (p sayPage) about() string {
	switch p.name {
	case "cannot":
		return p.NearMoment(p.view.Next.At)
	case "change":
		goal, _ := p.view.Goal(p.of)
		return goal.Words
	case "answer":
		entry, _ := p.view.Entry(p.of)
		return tell(p.Words, p.view, entry).title
	case "reach":
		return p.Say("my.reach." + p.of)
	case "feel":
		if p.of != "" {
			return p.Say("told.pathway." + p.of)
		}
	case "talk":
		if journey.TalkAbout(p.of) == journey.TalkFeeling {
			return p.Say("my.talk.feeling")
		}
	}
	return ""
}

func (p sayPage) choiceField() govuk.Field {
	return govuk.Field{Name: "choice", Label: p.Say("my.label." + p.name), LabelSize: govuk.Medium, Value: p.choice, Error: p.problems.For("choice")}
}

func (p sayPage) options() []govuk.Option {
	options := make([]govuk.Option, len(p.choices))
	for i, code := range p.choices {
		options[i] = govuk.Option{Value: code, Label: p.Say("my.choice." + p.name + "." + code)}
	}
	return options
}

func (p sayPage) textField() govuk.Field {
	label := "my.label." + p.name
	if len(p.choices) > 0 {
		label = "my.label.more"
	}
	return govuk.Field{Name: "text", Label: p.Say(label), Value: p.text, Error: p.problems.For("text"), Autocomplete: "off", Rows: 5}
}
