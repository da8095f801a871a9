package my

import (
	"net/http"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/herspace"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
)

// home is the first page of her space.
type home struct {
	wording.Words
	herspace.View
	done string // what she just did
}

func (d Door) home(r *web.Request) (web.Response, error) {
	view, w, err := d.view(r)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(page(w, "home", homeBody(home{w, view, doneOf(r)}))), nil
}

// doneOf returns what she just did, "" where the address says nothing that is
// known.
func doneOf(r *web.Request) string {
	name := r.Query("done")
	if _, known := questions[name]; known {
		return name
	}
	return ""
}

// choices are the ways on from the first page, five of them.
func (h home) choices() []choice {
	return []choice{
		{h.Say("my.title.next"), nextPath, h.nextLine()},
		{h.Say("my.title.plan"), planPath, h.stepsLine()},
		{h.Say("my.title.feel"), sayPath + "feel", ""},
		{h.Say("my.title.seen"), seenPath, ""},
		{h.Say("my.title.more"), morePath, ""},
	}
}

// nextLine says when she comes next.
func (h home) nextLine() string { return nextLine(h.Words, h.View) }

func nextLine(w wording.Words, view herspace.View) string {
	if !view.Next.At.Known() {
		return w.Say("my.next.none")
	}
	return w.NearMoment(view.Next.At)
}

func (h home) stepsLine() string {
	done, all := h.Steps()
	if all == 0 {
		return h.Say("my.plan.none")
	}
	return h.Say("my.plan.steps", "n", all, "done", done)
}

// conditionLine says how far she has come with what was asked of her; "" where
// nothing is, or where it is over.
func (h home) conditionLine() string {
	c := h.Row.Condition
	if c == nil || c.Required == 0 || h.At.Condition.Settled() {
		return ""
	}
	return h.Say("my.home.asked", "done", min(c.Units, c.Required), "n", c.Required)
}

// workerLine says who works with her; "" where nobody does yet, and once support
// has ended.
func (h home) workerLine() string {
	switch {
	case h.Worker == "" || !h.Row.Open():
		return ""
	case h.Cover != "":
		return h.Say("my.home.away", "name", h.Worker, "when", h.Day(h.CoverUntil), "cover", h.Cover)
	}
	return h.Say("my.home.worker", "name", h.Worker)
}

// nextPage is about the next appointment.
type nextPage struct {
	wording.Words
	herspace.View
}

func (d Door) next(r *web.Request) (web.Response, error) {
	view, w, err := d.view(r)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(page(w, "next", nextBody(nextPage{w, view}))), nil
}

func (p nextPage) how() string { return p.Say("my.how." + string(p.Next.How)) }

// planPage is her plan, in her words.
type planPage struct {
	wording.Words
	herspace.View
	key  string
	done string
}

func (d Door) plan(r *web.Request) (web.Response, error) {
	view, w, err := d.view(r)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(page(w, "plan", planBody(planPage{w, view, d.Desk.NewKey(), doneOf(r)}))), nil
}

// tick says that she did a step, or that it is open again.
func (d Door) tick(r *web.Request) (web.Response, error) {
	done := r.Field("reached") == "yes"
	var err error
	if step := r.Field("step"); step != "" {
		err = d.Desk.TickStep(r.Context(), r.Asker, r.Field("key"), step, done)
	} else {
		err = d.Desk.TickGoal(r.Context(), r.Asker, r.Field("key"), r.Field("goal"), done)
	}
	if err != nil && casework.KindOf(err) != casework.Invalid {
		return web.Response{}, err
	}
	return web.Redirect(planPath), nil
}

// steps are the goals that she did not set aside.
func (p planPage) steps() []herspace.Goal {
	var steps []herspace.Goal
	for _, goal := range p.Goals {
		if goal.State != journey.GoalSetAside {
			steps = append(steps, goal)
		}
	}
	return steps
}

// needed are the steps of a goal, without those that are not needed any more.
func needed(goal herspace.Goal) []journey.Step {
	return slices.DeleteFunc(slices.Clone(goal.Steps), func(step journey.Step) bool { return step.State == journey.StepNotNeeded })
}

// stepLine says by when a step is hoped for, and whether somebody helps.
func (p planPage) stepLine(step journey.Step) string {
	var said []string
	if step.State == journey.StepOpen && step.Due.Known() {
		said = append(said, p.Say("my.plan.by", "day", p.NearDay(step.Due)))
	}
	if step.Owner != journey.StepHers {
		said = append(said, p.Say("my.plan.helped"))
	}
	return strings.Join(said, ". ")
}

// waits says whether a summary waits for her to read it.
func (h home) waits() bool {
	return h.Summary.Digest != "" && h.Summary.Answer == "" && !h.Summary.Handed.Known()
}

// print is her plan on a sheet of paper, under a plain cover.
func (d Door) print(r *web.Request) (web.Response, error) {
	view, w, err := d.view(r)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(page(w, "print", printBody(planPage{Words: w, View: view}))).WithStatus(http.StatusOK), nil
}

// links is a page that only leads on.
type links struct {
	wording.Words
	name    string
	choices []choice
	done    string // what she just did
}

func (l links) answer() web.Response { return web.Show(page(l.Words, l.name, linksBody(l))) }

// seen leads to what is known of her and who knows it.
func (d Door) seen(r *web.Request) (web.Response, error) {
	w := words(r)
	choices := []choice{
		{w.Say("my.title.written"), writtenPath, w.Say("my.seen.written")},
		{w.Say("my.title.looked"), lookedPath, w.Say("my.seen.looked")},
	}
	if d.Share != nil {
		choices = append(choices, choice{w.Say("my.title.sharing"), sharePath, ""})
	}
	return links{Words: w, name: "seen", choices: choices}.answer(), nil
}

// more leads to what is needed less often.
func (d Door) more(r *web.Request) (web.Response, error) {
	w := words(r)
	return links{Words: w, name: "more", choices: []choice{
		{w.Say("my.title.talk"), sayPath + "talk", ""},
		{w.Say("my.title.reach"), reachPath, ""},
		{w.Say("my.title.print"), printPath, ""},
		{w.Say("my.title.safety"), safetyPath, ""},
		{w.Say("my.title.data"), dataPath, ""},
	}}.answer(), nil
}

// data leads to what she may ask for.
func (d Door) data(r *web.Request) (web.Response, error) {
	w := words(r)
	choices := []choice{
		{w.Say("my.title.copy"), sayPath + "copy", ""},
		{w.Say("my.title.correct"), sayPath + "correct", ""},
		{w.Say("my.title.delete"), sayPath + "delete", ""},
	}
	if d.Copy != nil {
		choices = append([]choice{{w.Say("my.title.copies"), copyPath, ""}}, choices...)
	}
	return links{Words: w, name: "data", done: doneOf(r), choices: choices}.answer(), nil
}
