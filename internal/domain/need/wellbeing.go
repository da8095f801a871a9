package need

// Aspect is the code of one of the four aspects of well-being in which women's
// services were found to make a difference. Source: 000:685-688.
type Aspect string

// The four aspects.
const (
	MeaningAndPurpose       Aspect = "meaning_and_purpose"
	SupportiveRelationships Aspect = "supportive_relationships"
	Optimism                Aspect = "optimism"
	Autonomy                Aspect = "autonomy"
)

var four = [...]struct {
	aspect     Aspect
	title, ask string
}{
	{MeaningAndPurpose, "Meaning and purpose", "How worthwhile do the things you do feel?"},
	{SupportiveRelationships, "Supportive relationships", "How are things with the people close to you?"},
	{Optimism, "Optimism", "How do you feel about what is to come?"},
	{Autonomy, "Autonomy", "How free are you to choose what you do?"},
}

// Aspects returns the four in the order in which they are asked and printed.
func Aspects() []Aspect {
	aspects := make([]Aspect, len(four))
	for i, one := range four {
		aspects[i] = one.aspect
	}
	return aspects
}

// Known says whether the code is one of the four.
func (a Aspect) Known() bool { return a.Ask() != "" }

// Title returns the aspect in plain English, or the code of an unknown one.
func (a Aspect) Title() string {
	for _, one := range four {
		if one.aspect == a {
			return one.title
		}
	}
	return string(a)
}

// Ask returns the question she is asked, "" for an unknown aspect.
func (a Aspect) Ask() string {
	for _, one := range four {
		if one.aspect == a {
			return one.ask
		}
	}
	return ""
}
