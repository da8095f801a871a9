package refer

import (
	"net/url"
	"slices"

	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// otherwiseOptions are the answers to what would have happened without the scheme.
func otherwiseOptions() []govuk.Option {
	options := []govuk.Option{{Label: "Choose"}}
	for _, code := range journey.Otherwises {
		options = append(options, govuk.Option{Value: code, Label: codeWords(code)})
	}
	return options
}

func legalOptions() []govuk.Option {
	options := make([]govuk.Option, len(journey.LegalAdvices))
	for i, answer := range journey.LegalAdvices {
		options[i] = govuk.Option{Value: string(answer), Label: answer.Words()}
	}
	return options
}

func wideningReasons() []govuk.Option {
	options := make([]govuk.Option, len(journey.WideningReasons))
	for i, reason := range journey.WideningReasons {
		options[i] = govuk.Option{Value: string(reason), Label: reason.Words()}
	}
	return options
}

// notAsked says what the form still has to ask of the net: where a condition,
// notice or triage is proposed, what would have happened without the scheme.
// Source: 000:501.
func (d *Door) notAsked(entry journey.Referral, prefix string) journey.Problems {
	if entry.Widening.Otherwise != "" || !d.intake.LeadsTo(entry).Widens() {
		return nil
	}
	return journey.Problems{{Field: prefix + "would_otherwise", Say: "Choose what would have happened without this scheme"}}
}

// warning is the step between the form and the referral where a lighter outcome
// was likely. What was typed goes through it untouched.
type warning struct {
	referForm
	proposed, otherwise string
	instead             []string // what else there is, where nobody may ask for herself here
}

// warns answers with the step, where all that is wrong is that it was not
// answered.
func (d *Door) warns(f referForm, entry journey.Referral, found journey.Problems) (web.Response, bool) {
	about := func(problem journey.Problem) bool {
		return problem.Field == "widening" || problem.Field == "widening_reason"
	}
	if !slices.ContainsFunc(found, about) || slices.ContainsFunc(found, func(problem journey.Problem) bool { return !about(problem) }) {
		return web.Response{}, false
	}
	w := warning{referForm: f, otherwise: codeWords(entry.Widening.Otherwise)}
	pathway := d.intake.LeadsTo(entry)
	w.proposed = codeWords(string(pathway))
	if entry.Widening.Answer != "" {
		for _, problem := range found {
			w.problems.Add(problem.Field, problem.Say)
		}
	}
	if _, p := d.intake.Runs(pathway); p != nil && !f.ask.requests {
		for _, offer := range p.Offers {
			w.instead = append(w.instead, offer.Text)
		}
	}
	page := web.Page{Title: "Could she ask for support herself?", Problems: w.problems, Body: warningPage(w)}
	return web.Show(page), true
}

// carriedOn are the fields of the form that the step carries on, in order.
func (w warning) carriedOn() []string {
	var names []string
	for name := range w.form {
		if !slices.Contains([]string{"key", "version", "widening", "widening_reason", "widening_words"}, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// changesMind says whether the step was left to change what was typed.
func changesMind(form url.Values) bool { return form.Get("widening") == "change" }
