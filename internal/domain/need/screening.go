package need

import "slices"

// Area is one of the seven areas that screening covers, and never mental health
// alone. Source: 000:316-323.
type Area string

// The seven areas.
const (
	MentalHealth  Area = "mental_and_emotional_health"
	Learning      Area = "learning_disability_and_difficulty"
	Substances    Area = "substance_misuse"
	Violence      Area = "domestic_violence_sexual_abuse_coercion"
	Prostitution  Area = "prostitution"
	Trafficking   Area = "possible_trafficking"
	FamilyAndCare Area = "childcare_and_family"
)

var seven = []struct {
	area  Area
	title string
}{
	{MentalHealth, "Mental and emotional health"},
	{Learning, "Learning disability and difficulty"},
	{Substances, "Drugs, alcohol and other substances"},
	{Violence, "Violence, sexual abuse and control by somebody"},
	{Prostitution, "Prostitution or sex work"},
	{Trafficking, "Whether somebody may have trafficked her"},
	{FamilyAndCare, "Childcare and family"},
}

// Areas returns the seven in the order in which they are asked.
func Areas() []Area {
	areas := make([]Area, len(seven))
	for i, one := range seven {
		areas[i] = one.area
	}
	return areas
}

// Title returns the area in plain English, or the code of an unknown one.
func (a Area) Title() string {
	for _, one := range seven {
		if one.area == a {
			return one.title
		}
	}
	return string(a)
}

// Screen is a list of codes by which an agency says what it saw or was told.
type Screen string

// The screens.
const (
	PoliceUrgent Screen = "police_urgent" // what was urgent on the day of a referral
	AtEncounter  Screen = "at_encounter"  // needs as police, or liaison and diversion, saw them at the encounter
	NinePathways Screen = "nine_pathways" // the service's own assessment, and what she asks help with herself
)

// Screens lists the screens.
var Screens = []Screen{PoliceUrgent, AtEncounter, NinePathways}

// raised says which area a code of a screen raises. A code that raises none says
// something that the seven areas do not cover, and stands here so that nobody
// takes it for forgotten. What is raised is to be asked about: it is no answer.
var raised = map[Screen]map[string]Area{
	PoliceUrgent: {
		"children_need_care": FamilyAndCare, "risk_to_herself": MentalHealth,
		"nowhere_safe": Violence, // asked about first, because a safe place may be what she needs; inferred
		"interpreter":  "",
	},
	AtEncounter: {
		"mental_health": MentalHealth, "emotional_difficulty": MentalHealth, "learning_disability": Learning, "substance_misuse": Substances,
		"domestic_abuse": Violence, "sex_work": Prostitution, "trafficking": Trafficking, "children_and_families": FamilyAndCare,
		"social_need": "", "multiple_needs": "", "other_vulnerability": "",
	},
	NinePathways: {
		string(Health): MentalHealth, string(DrugsAndAlcohol): Substances, string(DomesticAbuseVAWG): Violence, string(SexWork): Prostitution,
		string(ChildrenAndFamilies): FamilyAndCare, string(Accommodation): "", string(EducationTrainingEmployment): "",
		string(FinanceBenefitDebt): "", string(AttitudesThinkingBehaviour): "",
	},
}

// Raises returns the area that a code of a screen raises, "" where it raises none
// or the screen has no such code.
func (s Screen) Raises(code string) Area { return raised[s][code] }

// Codes returns the codes of a screen, sorted.
func (s Screen) Codes() []string {
	var codes []string
	for code := range raised[s] {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}
