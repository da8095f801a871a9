package woman

import (
	"strconv"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// typedTold is what was typed beside the nine pathways.
type typedTold struct {
	strengths, ready                       string
	risks                                  []typedRisk
	bothNeeds                              string
	excluded                               []string
	excludedWords                          string
	trafficking, referral                  string
	children, withHer, ages                string
	socialCare, atBirth, needs, familyWord string
	caring, pregnant                       string
	due                                    govuk.DateParts
}

// typedRisk is one risk as it was typed.
type typedRisk struct {
	to                        journey.RiskTo
	present, from, when, done string
}

func (t typedTold) risk(to journey.RiskTo) typedRisk {
	for _, risk := range t.risks {
		if risk.to == to {
			return risk
		}
	}
	return typedRisk{to: to}
}

func riskName(to journey.RiskTo) string { return "risk-" + string(to) }

// readTold reads what was told beside the nine pathways.
func (p *assessmentPage) readTold(r *web.Request) journey.AssessmentTold {
	t := typedTold{
		strengths: r.Field("strengths"), ready: r.Field("ready"), bothNeeds: r.Field("both-needs"),
		excluded: r.Posted["excluded"], excludedWords: r.Field("excluded-words"), trafficking: r.Field("trafficking"), referral: r.Field("trafficking-referral"),
		children: r.Field("children"), withHer: r.Field("with-her"), ages: r.Field("ages"), socialCare: r.Field("social-care"), atBirth: r.Field("at-birth"),
		needs: r.Field("children-need"), familyWord: r.Field("family-words"), caring: r.Field("caring"), pregnant: r.Field("pregnant"),
	}
	var due calendar.Day
	t.due, due = p.ReadDay(r, "due")
	told := journey.AssessmentTold{
		Strengths: t.strengths, Ready: journey.Readiness(t.ready), Together: journey.YesNo(t.bothNeeds), ExcludedBy: t.excludedWords,
		Trafficking: journey.TraffickingTold{Possible: journey.ScreenAnswer(t.trafficking), Referral: journey.YesNo(t.referral)},
		Children:    p.readNumber("children", t.children), WithHer: p.readNumber("with-her", t.withHer),
		Family: journey.FamilyTold{
			Ages: p.readAges(t.ages), SocialCare: journey.SocialCare(t.socialCare), AtBirth: journey.YesNo(t.atBirth),
			Needs: journey.YesNo(t.needs), Caring: journey.YesNo(t.caring),
		},
		FamilyWords: t.familyWord, Pregnancy: journey.PregnancyTold{Pregnant: journey.YesNo(t.pregnant), Due: due},
	}
	for _, by := range t.excluded {
		told.Excluded = append(told.Excluded, need.Area(by))
	}
	for _, to := range journey.RisksTo {
		name := riskName(to)
		risk := typedRisk{to, r.Field(name), r.Field(name + "-from"), r.Field(name + "-when"), r.Field(name + "-done")}
		t.risks = append(t.risks, risk)
		told.Risks = append(told.Risks, journey.RiskEntry{
			RiskTold: journey.RiskTold{To: to, Present: journey.YesNo(risk.present), From: journey.RiskSource(risk.from), When: journey.Imminence(risk.when)}, Done: risk.done,
		})
	}
	p.told = t
	return told
}

func (p *assessmentPage) readNumber(name, text string) *int {
	if text == "" {
		return nil
	}
	number, err := strconv.Atoi(text)
	if err != nil {
		p.Add(name, "Enter a number, such as 2")
		return nil
	}
	return &number
}

// readAges reads ages such as 3, 7, 12.
func (p *assessmentPage) readAges(text string) []int {
	var ages []int
	for _, one := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		age, err := strconv.Atoi(one)
		if err != nil {
			p.Add("ages", "Enter ages from 0 to 17, such as 3, 7, 12")
			return nil
		}
		ages = append(ages, age)
	}
	return ages
}

// known says what was told of something before, with its day and to whom; "" where
// nobody told.
func (c record) known(kind journey.Kind, also func(journey.Body) bool) string {
	for _, item := range c.Timeline { // the newest first
		if item.Kind == kind && (also == nil || also(item.Body)) {
			return c.provenance(item)
		}
	}
	return ""
}

func (c record) provenance(item support.TimelineItem) string {
	text := title(c, item)
	if item.Text != "" {
		text += ": “" + item.Text + "”"
	}
	text += ". " + item.At.Day().Short()
	if by := c.by(item); by != "" {
		text += ", written down by " + by
	}
	return text
}

// knownChildren says how many children she told of, and where from.
func (c record) knownChildren() string {
	for _, item := range c.Timeline {
		body, described := item.Body.(journey.Described)
		if !described || body.ChildrenUnder18 == nil {
			continue
		}
		text := count(*body.ChildrenUnder18, "child")
		if *body.ChildrenUnder18 != 1 {
			text = strconv.Itoa(*body.ChildrenUnder18) + " children"
		}
		text += " under 18"
		if body.ChildrenWithHer != nil {
			text += ", " + strconv.Itoa(*body.ChildrenWithHer) + " with her"
		}
		text += ". " + item.At.Day().Short()
		if item.Agency != "" && item.Agency != herself {
			text += ", told to " + item.Agency
		}
		return text
	}
	return ""
}

func (c record) knownRisk(to journey.RiskTo) string {
	return c.known(journey.KindRisk, func(body journey.Body) bool { return body.(journey.RiskTold).To == to })
}

// typedFamily says whether anything of her family was typed: then it stays open.
func (p assessmentPage) typedFamily() bool {
	t := p.told
	return t.children+t.withHer+t.ages+t.socialCare+t.atBirth+t.needs+t.familyWord+t.caring != "" || p.Problems.For("children")+p.Problems.For("ages")+p.Problems.For("with-her") != ""
}

// radio is one short question with a few answers side by side.
func (p assessmentPage) radio(name, label, hint, value string) govuk.Field {
	f := p.choiceField(name, label, hint, value)
	f.Inline, f.Compact = true, true
	return f
}

func (p assessmentPage) risksAsked() []typedRisk {
	var asked []typedRisk
	for _, to := range journey.RisksTo {
		if to != journey.RiskToStaff || !p.together {
			asked = append(asked, p.told.risk(to))
		}
	}
	return asked
}

func (p assessmentPage) excludedField() govuk.Field {
	f := p.choiceField("excluded", "Has a service turned her away because of the other need?", "", "")
	f.Values, f.Compact = p.told.excluded, true
	return f
}

func (p assessmentPage) lineField(name, label, hint, value string, width int) govuk.Field {
	return govuk.Field{Name: name, Label: label, Hint: hint, Value: value, Width: width, Autocomplete: "off", Error: p.Problems.For(name)}
}

func (p assessmentPage) numberField(name, label, value string) govuk.Field {
	f := p.lineField(name, label, "", value, 2)
	f.InputMode = "numeric"
	return f
}

var excludedOptions = []govuk.Option{
	{Value: string(need.MentalHealth), Label: "A mental health service, because of drugs or alcohol"},
	{Value: string(need.Substances), Label: "A drug or alcohol service, because of mental health"},
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

// selected are the same codes for a list to choose from, after an answer for none.
func selected[C interface {
	~string
	Words() string
}](none string, codes []C) []govuk.Option {
	return append([]govuk.Option{{Value: "", Label: none}}, coded(codes)...)
}
