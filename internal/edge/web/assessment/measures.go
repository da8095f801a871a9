package assessment

import (
	"strconv"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/assessment"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// measuresPage lists the questionnaires, each with what she scored.
type measuresPage struct {
	woman.Frame
	form
	asker    access.Asker
	measures assessment.Measures
	resource string // a FHIR resource as it was pasted
	done     string
}

func (d Door) measuresPage(r *web.Request) (measuresPage, error) {
	frame, err := d.Woman.Open(r)
	if err != nil {
		return measuresPage{}, err
	}
	measures, err := d.Desk.Measures(r.Context(), r.Asker, r.PathValue("case"))
	return measuresPage{Frame: frame, asker: r.Asker, measures: measures}, err
}

func (d Door) measures(r *web.Request) (web.Response, error) {
	p, err := d.measuresPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form, p.done = d.blank(), r.Query("done")
	return p.response(), nil
}

// readIn takes in answers that another service sent.
func (d Door) readIn(r *web.Request) (web.Response, error) {
	p, err := d.measuresPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form, p.resource = form{Form: dates.Posted(r)}, r.Field("resource")
	received, err := d.Read([]byte(p.resource), d.Desk.Instruments)
	if err != nil {
		p.Problems.Add("resource", "This cannot be read: "+err.Error())
		return p.response(), nil
	}
	harm, err := d.Desk.Score(r.Context(), r.Asker, r.PathValue("case"), p.Key, received.Instrument, journey.ScoreEntry{On: received.On, Items: received.Items})
	if err != nil {
		if err := p.Settle(err); err != nil {
			return web.Response{}, err
		}
		for i := range p.Problems {
			p.Problems[i].Field, p.Problems[i].Anchor = "resource", "resource"
		}
		return p.response(), nil
	}
	return p.scored(harm), nil
}

// scored leads on after a score is saved.
func (p measuresPage) scored(harm bool) web.Response {
	if harm {
		return p.Done("safety-steps", "harm")
	}
	return p.Done("measures", "score")
}

func (p measuresPage) response() web.Response {
	return p.Show("Questionnaires", "", p.Problems, measuresBody(p))
}

func (p measuresPage) path(parts ...string) string {
	return woman.Path(p.View().Row.Case, strings.Join(append([]string{"measures"}, parts...), "/"))
}

func (p measuresPage) scorePath(score assessment.Score) string {
	return woman.Path(p.View().Row.Case, "scores/"+score.Fact)
}

// gives says whether a score can be given to another service from here.
func (p measuresPage) gives(measure assessment.Measure, score assessment.Score) bool {
	return measure.LOINC.Panel != "" && len(score.Items) > 0 && p.asker.Role == access.Keyworker
}

func (p measuresPage) resourceField() govuk.Field {
	return govuk.Field{
		Name: "resource", Label: "Paste the FHIR QuestionnaireResponse", Hint: "As another service sent it. Only PHQ-9 can be read in.",
		Value: p.resource, Rows: 6, Code: true, NoSpelling: true, Autocomplete: "off", Error: p.Problems.For("resource"),
	}
}

// standing tells what a score says, in words.
func standing(measure assessment.Measure, score assessment.Score) string {
	switch {
	case score.Declined:
		return "She would rather not say then. You may ask again"
	case score.Readings == nil:
		return "Scored by another version: " + strconv.Itoa(score.Total)
	}
	var parts []string
	for _, reading := range score.Readings {
		parts = append(parts, readingWords(reading))
	}
	text := strings.Join(parts, "; ")
	if score.Moved == nil {
		return text
	}
	moved := strconv.Itoa(max(*score.Moved, -*score.Moved)) + " lower than the first"
	switch {
	case *score.Moved > 0:
		moved = strconv.Itoa(*score.Moved) + " higher than the first"
	case *score.Moved == 0:
		moved = "The same as the first"
	}
	switch {
	case measure.Change == 0:
	case score.Real:
		moved += ", which is read as a real change"
	default:
		moved += ", which may be chance: " + strconv.Itoa(measure.Change) + " or more is read as real"
	}
	return text + ". " + moved
}

func readingWords(reading need.Reading) string {
	text := strconv.Itoa(reading.Total)
	if reading.Of > 0 {
		tenths := (reading.Total*10*2 + reading.Of) / (reading.Of * 2) // the mean to one place, half up
		text = strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10)
	}
	if reading.Title != "" {
		text = reading.Title + " " + text
	}
	for _, words := range append([]string{reading.Band}, reading.Cuts...) {
		if words != "" {
			text += ", " + words
		}
	}
	return text
}

// offers says on what terms an instrument is not used here, and what would change
// that, in the order in which a service can do something about it.
var offers = []struct {
	offer need.Offer
	why   string
}{
	{need.Loadable, "Off: their licences allow use that is not for gain. Whoever runs this system turns them on with “throughline setting instruments”"},
	{need.Registered, "Not offered: the service has to register with the owner first"},
	{need.AskFirst, "Not offered: the owner has to agree in writing first"},
	{need.LinkOnly, "Not scored here: use the owner’s own form, unaltered"},
	{need.Licensed, "Not offered: they need a licence that is paid for"},
}

// terms are instruments that are not used here for one reason.
type terms struct {
	why         string
	instruments []need.Instrument
}

func (p measuresPage) others() []terms {
	var all []terms
	for _, one := range offers {
		these := terms{why: one.why}
		for _, instrument := range p.measures.Others {
			if instrument.Offer == one.offer {
				these.instruments = append(these.instruments, instrument)
			}
		}
		if len(these.instruments) > 0 {
			all = append(all, these)
		}
	}
	return all
}

// check says that a cut-off has to be confirmed.
func check(instrument need.Instrument) string {
	if instrument.Confirmed {
		return "Source: " + instrument.Source + "."
	}
	return "Check before you rely on it. Source: " + instrument.Source + "."
}

// giving asks to whom a score goes.
func (d Door) giving(r *web.Request) (web.Response, error) {
	p, err := d.measuresPage(r)
	if err != nil {
		return web.Response{}, err
	}
	return d.givePage(p, r, "")
}

func (d Door) givePage(p measuresPage, r *web.Request, agreed string) (web.Response, error) {
	for _, measure := range p.measures.Offered {
		for _, score := range measure.Scores {
			if score.Fact == r.PathValue("fact") && p.gives(measure, score) {
				return p.Show("Give a score", "", p.Problems, givingBody(givingPage{p, measure, score, agreed})), nil
			}
		}
	}
	return web.Response{}, casework.Fail(casework.NotFound, "give score", "there is no such score to give")
}

// givingPage asks to whom one score goes.
type givingPage struct {
	measuresPage
	measure assessment.Measure
	score   assessment.Score
	agreed  string
}

func (p givingPage) agreedField() govuk.Field {
	return govuk.Field{
		Name: "agreed", Label: "Whom does it go to, and what did she agree to?", LabelSize: govuk.Small, Rows: 2, Autocomplete: "off",
		Hint: "This is written down with your name. She can see it.", Value: p.agreed, Error: p.Problems.For("agreed"),
	}
}

func (d Door) give(r *web.Request) (web.Response, error) {
	given, err := d.Desk.Give(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("fact"), r.Field("agreed"))
	if err == nil {
		body, err := d.Write(given)
		if err != nil {
			return web.Response{}, err
		}
		return web.Download("answers-"+given.Score.On.String()+".json", "application/fhir+json", body), nil
	}
	refused := form{}
	if err := refused.Settle(err); err != nil {
		return web.Response{}, err
	}
	p, err := d.measuresPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form = refused
	return d.givePage(p, r, r.Field("agreed"))
}
