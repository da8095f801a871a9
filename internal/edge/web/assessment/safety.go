package assessment

import (
	"throughline/internal/casework/assessment"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// safetyPage leads through the safety steps, and writes down what was done.
type safetyPage struct {
	woman.Frame
	form
	risks   []assessment.Risk
	to      string
	present string
	from    string
	when    string
	did     string
	done    string
}

func (d Door) safetyPage(r *web.Request) (safetyPage, error) {
	frame, err := d.Woman.Open(r)
	if err != nil {
		return safetyPage{}, err
	}
	risks, err := d.Desk.Risks(r.Context(), r.Asker, r.PathValue("case"))
	return safetyPage{Frame: frame, risks: risks}, err
}

func (d Door) safety(r *web.Request) (web.Response, error) {
	p, err := d.safetyPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form, p.done = d.blank(), r.Query("done")
	if p.done == "harm" {
		p.to, p.present = string(journey.RiskToHerself), string(journey.Yes)
	}
	return p.response(), nil
}

func (d Door) noteRisk(r *web.Request) (web.Response, error) {
	p, err := d.safetyPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form = posted(r)
	p.to, p.present, p.from, p.when, p.did = r.Field("to"), r.Field("present"), r.Field("from"), r.Field("when"), r.Field("did")
	risk := journey.RiskEntry{Done: p.did}
	risk.To, risk.Present, risk.From, risk.When = journey.RiskTo(p.to), journey.YesNo(p.present), journey.RiskSource(p.from), journey.Imminence(p.when)
	if !p.Problems.Any() {
		if err := d.Desk.NoteRisk(r.Context(), r.Asker, r.PathValue("case"), p.Key, p.day, risk); err != nil {
			if err := p.Settle(err); err != nil {
				return web.Response{}, err
			}
		}
	}
	if p.Problems.Any() {
		p.anchor("risk-"+p.to, "to")
		return p.response(), nil
	}
	return p.Done("safety-steps", "risk"), nil
}

func (p safetyPage) response() web.Response {
	return p.Show("Safety steps", "", p.Problems, safetyBody(p))
}

func (p safetyPage) path() string { return woman.Path(p.View().Row.Case, "safety-steps") }

func (p safetyPage) choice(name, label, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Value: value, Error: p.Problems.For(name), Inline: true, Compact: true}
}

func (p safetyPage) toField() govuk.Field {
	field := p.choice("to", "Who is at risk?", p.to)
	field.Error = p.Problems.For("risk-" + p.to)
	return field
}

func (p safetyPage) didField() govuk.Field {
	field := p.words("did", "What was done, and by whom?", p.did)
	field.LabelSize, field.Rows = govuk.Small, 3
	return field
}

// coded makes options of codes with their words.
func coded[C interface {
	~string
	Words() string
}](codes []C) []govuk.Option {
	options := make([]govuk.Option, len(codes))
	for i, code := range codes {
		options[i] = govuk.Option{Value: string(code), Label: code.Words()}
	}
	return options
}

var yesNoOptions = []govuk.Option{{Value: string(journey.Yes), Label: "Yes"}, {Value: string(journey.No), Label: "No"}}

// told tells one risk in a line.
func (p safetyPage) told(risk assessment.Risk) string {
	line := risk.On.Short() + ": "
	if risk.Present == journey.Yes {
		line += risk.To.Words()
	} else {
		line += "No " + lowerFirst(risk.To.Words())
	}
	for _, words := range []string{risk.When.Words(), risk.From.Words(), risk.Agency} {
		if words != "" {
			line += ", " + lowerFirst(words)
		}
	}
	if risk.FromAnswer {
		line += ", from an answer"
	}
	if risk.Done != "" {
		line += ". Done: " + risk.Done
	}
	return line
}
