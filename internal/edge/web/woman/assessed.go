package woman

import (
	"strconv"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web/govuk"
)

// asking are the ways to ask her more, and to the safety steps.
func (c record) asking() []govuk.Link {
	if !c.May(support.VerbContact) {
		return nil
	}
	return []govuk.Link{
		{Text: "Screening questions", Href: c.path("screening")},
		{Text: "Questionnaires and scores", Href: c.path("measures")},
		{Text: "Well-being", Href: c.path("wellbeing")},
		{Text: "Safety steps", Href: c.path("safety-steps")},
	}
}

// instrumentName is the short name of a questionnaire as people write it: PHQ-9.
func instrumentName(id string) string {
	name := strings.ToUpper(strings.ReplaceAll(id, "_", "-"))
	if i := strings.IndexAny(name, "0123456789"); i > 0 && name[i-1] != '-' {
		name = name[:i] + "-" + name[i:]
	}
	return name
}

// assessedTitle says what an assessment told, a screening asked or a questionnaire
// scored; "" for anything else.
func assessedTitle(body journey.Body) string {
	switch body := body.(type) {
	case journey.Screened:
		return body.Area.Title() + ": " + lowerFirst(body.Answer.Words()) + ", asked " + lowerFirst(body.Where.Words())
	case journey.InstrumentScored:
		name := instrumentName(body.Instrument)
		if body.Declined {
			return name + ": she would rather not say then"
		}
		if body.Total == 0 { // nothing, or it has no one total
			return name + " answered"
		}
		return name + " answered: total " + strconv.Itoa(body.Total)
	case journey.StrengthsTold:
		if body.Ready == "" {
			return "What goes well"
		}
		return "What goes well. " + body.Ready.Words()
	case journey.WellbeingTold:
		return body.Aspect.Title() + ": she says " + rating(body.Rating)
	case journey.RiskTold:
		return riskTitle(body)
	case journey.DualTold:
		if body.Together == journey.Yes {
			return "Mental health and drugs or alcohol trouble her at the same time"
		}
		return "Mental health and drugs or alcohol do not trouble her at the same time"
	case journey.ServiceExcluded:
		return serviceTitles[body.By] + " turned her away because of the other need"
	case journey.TraffickingTold:
		return "Whether somebody may have trafficked her: " + lowerFirst(body.Possible.Words())
	case journey.FamilyTold:
		return familyTitle(body)
	case journey.PregnancyTold:
		return pregnancyTitle(body)
	}
	return ""
}

var serviceTitles = map[need.Area]string{
	need.MentalHealth: "A mental health service", need.Substances: "A drug or alcohol service",
}

func riskTitle(body journey.RiskTold) string {
	if body.Present != journey.Yes {
		return "No " + lowerFirst(body.To.Words())
	}
	text := body.To.Words()
	for _, words := range []string{body.When.Words(), body.From.Words()} {
		if words != "" {
			text += ", " + lowerFirst(words)
		}
	}
	return text
}

func familyTitle(body journey.FamilyTold) string {
	var parts []string
	if len(body.Ages) > 0 {
		parts = append(parts, "ages "+numbers(body.Ages))
	}
	if body.SocialCare != "" {
		parts = append(parts, "social care: "+lowerFirst(body.SocialCare.Words()))
	}
	for _, one := range []struct {
		answer journey.YesNo
		yes    string
		no     string
	}{
		{body.AtBirth, "a child was taken at birth, or that is decided", "no child was taken at birth"},
		{body.Needs, "a child needs help", "no child needs help"}, {body.Caring, "she cares for an adult", "she cares for no adult"},
	} {
		switch one.answer {
		case journey.Yes:
			parts = append(parts, one.yes)
		case journey.No:
			parts = append(parts, one.no)
		}
	}
	if len(parts) == 0 {
		return "Her family"
	}
	return "Her family: " + strings.Join(parts, ", ")
}

func pregnancyTitle(body journey.PregnancyTold) string {
	switch {
	case body.Pregnant != journey.Yes:
		return "She is not pregnant"
	case body.Due.Known():
		return "She is pregnant, due " + body.Due.Short()
	}
	return "She is pregnant"
}

// numbers writes numbers as they are typed: 3, 7, 12.
func numbers(all []int) string {
	words := make([]string, len(all))
	for i, n := range all {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ", ")
}
