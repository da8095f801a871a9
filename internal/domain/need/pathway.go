package need

// Pathway is the code of one of the nine pathways. The London report refers to
// nine without listing them (Source: 004:134, 215, 464); these are the settled
// convention of the field, seven and two for women, in the codes of the
// exchange format.
type Pathway string

// The nine pathways.
const (
	Accommodation               Pathway = "accommodation"
	EducationTrainingEmployment Pathway = "education_training_employment"
	Health                      Pathway = "health"
	DrugsAndAlcohol             Pathway = "drugs_and_alcohol"
	FinanceBenefitDebt          Pathway = "finance_benefit_debt"
	ChildrenAndFamilies         Pathway = "children_and_families"
	AttitudesThinkingBehaviour  Pathway = "attitudes_thinking_behaviour"
	DomesticAbuseVAWG           Pathway = "domestic_abuse_vawg"
	SexWork                     Pathway = "sex_work"
)

// Heading is what a published report calls a pathway.
type Heading struct {
	Text   string
	Source string
	// Inferred says that the report does not itself tie the heading to the pathway.
	Inferred bool
}

type entry struct {
	pathway Pathway
	title   string
	london  Heading
}

var nine = [...]entry{
	{Accommodation, "Somewhere to live", Heading{Text: "Accommodation", Source: "004:261"}},
	{EducationTrainingEmployment, "Education, training and work", Heading{Text: "Education and employment", Source: "004:215"}},
	{Health, "Mental and physical health", Heading{Text: "Mental health and well-being", Source: "004:258"}},
	{DrugsAndAlcohol, "Drugs and alcohol", Heading{Text: "Problematic substance use", Source: "004:260"}},
	{FinanceBenefitDebt, "Money, benefits and debt", Heading{Text: "Finance and debt", Source: "004:215"}},
	{ChildrenAndFamilies, "Children and family", Heading{Text: "Children, families, support networks", Source: "004:215"}},
	{AttitudesThinkingBehaviour, "Thinking and choices", Heading{Text: "Alternative, positive choices", Source: "004:334", Inferred: true}},
	{DomesticAbuseVAWG, "Domestic abuse and violence", Heading{Text: "Domestic abuse and VAWG", Source: "004:259"}},
	{SexWork, "Sex work", Heading{}},
}

// Pathways returns the nine in the order in which they are asked and printed.
func Pathways() []Pathway {
	pathways := make([]Pathway, len(nine))
	for i, e := range nine {
		pathways[i] = e.pathway
	}
	return pathways
}

func (p Pathway) entry() entry {
	for _, e := range nine {
		if e.pathway == p {
			return e
		}
	}
	return entry{}
}

// Known says whether the code is one of the nine.
func (p Pathway) Known() bool { return p.entry().pathway != "" }

// Title returns the pathway in plain English, or the code of an unknown one.
func (p Pathway) Title() string {
	if title := p.entry().title; title != "" {
		return title
	}
	return string(p)
}

// London returns the heading the London report prints for the pathway, and
// false where it prints none.
func (p Pathway) London() (Heading, bool) {
	heading := p.entry().london
	return heading, heading.Text != ""
}
