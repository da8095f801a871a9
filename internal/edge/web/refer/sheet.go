package refer

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/govuk"
)

// happening is an answer to "What is happening?" with the codes it stands for.
type happening struct {
	value, label string
	met          string // kind of encounter
	outcome      string // what the police are doing; "" where nothing is decided
}

// released is the answer that asks further: its outcome is in the field of this
// name, for release under investigation and bail are two codes.
const released = "released"

var happenings = []happening{
	{"conditional_caution", "Conditional caution", "arrest", "conditional_caution"},
	{"community_resolution", "Community resolution", "arrest", "community_resolution"},
	{"no_further_action", "No further action", "arrest", "no_further_action"},
	{released, "Released under investigation or bail", "arrest", ""},
	{"charge", "Charged", "arrest", "charge"},
	{"voluntary_attendance", "Voluntary attendance", "voluntary_attendance", ""},
	{"not_arrested", "Not arrested", "none", ""},
}

func happeningOf(value string) (happening, bool) {
	i := slices.IndexFunc(happenings, func(h happening) bool { return h.value == value })
	if i < 0 {
		return happening{}, false
	}
	return happenings[i], true
}

// fieldOrder is the order of the form, in which its problems are listed.
var fieldOrder = []string{
	"", "place", "area", "suite", "reference", "given_name", "family_name", "known_as", "date_of_birth", "outcome",
	"units_required", "given_on", "due_on", "released", "offence", "phone", "contact", "agreed", "urgent",
}

// dates are the fields of three boxes.
var dates = []string{"date_of_birth", "given_on", "due_on"}

// problemsFrom lists problems in the order of the form, the first of each field.
func problemsFrom(found journey.Problems) govuk.Problems {
	slices.SortStableFunc(found, func(a, b journey.Problem) int {
		return slices.Index(fieldOrder, a.Field) - slices.Index(fieldOrder, b.Field)
	})
	var listed govuk.Problems
	for _, problem := range found {
		switch {
		case problem.Field != "" && listed.For(problem.Field) != "":
		case slices.Contains(dates, problem.Field):
			listed.AddDate(problem.Field, problem.Say)
		default:
			listed.Add(problem.Field, problem.Say)
		}
	}
	return listed
}

// readEntry reads a posted form as far as it can be read. The problems are those
// of the form alone; what a referral needs is for the verb to say.
func readEntry(form url.Values, places []Place) (journey.Referral, journey.Problems) {
	field := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	var problems journey.Problems
	problem := func(name, say string) { problems = append(problems, journey.Problem{Field: name, Say: say}) }
	day := func(name, say string) calendar.Day {
		typed := govuk.DateFrom(form, name)
		read, ok := typed.Read()
		if !ok && !typed.Empty() {
			problem(name, say)
		}
		return read
	}

	entry := journey.Referral{
		Reference: field("reference"),
		Identity: journey.Identity{
			Given: field("given_name"), Family: field("family_name"), KnownAs: field("known_as"),
			Born:  day("date_of_birth", "Enter her date of birth as a real date, like 27 3 1990"),
			Phone: field("phone"),
		},
		Contact: journey.Contact(field("contact")),
		Agreed:  field("agreed"),
		Urgent:  form["urgent"],
	}
	entry.Area, entry.Suite = readPlace(form, places)
	now, chosen := happeningOf(field("outcome"))
	if !chosen {
		problem("outcome", "Choose what is happening")
	}
	entry.Met, entry.Outcome = now.met, now.outcome
	if now.value == released {
		entry.Outcome = field("released")
		if entry.Outcome != "released_under_investigation" && entry.Outcome != "bail" {
			problem("released", "Choose released under investigation, or bail")
		}
	}
	if chosen && entry.Met == "arrest" && entry.Reference == "" && field("not_in_custody") == "" {
		problem("reference", "Enter the custody or crime reference, or tick that she is not in custody")
	}
	if chosen && entry.Met != "none" {
		entry.Offence, entry.Typed = readOffence(form.Get("offence"))
	}
	if slices.Contains(entry.Urgent, "interpreter") {
		entry.Identity.Interpret = interpreterWords(field("language"), field("dialect"), field("interpreter_gender"))
	}
	if now.value == "conditional_caution" {
		// Units that are no number stay 0, which the verb does not take.
		units, _ := strconv.Atoi(field("units_required"))
		entry.Condition = &journey.ConditionEntry{
			Text: conditionWords(units), Units: units,
			Given: day("given_on", "Enter the date the caution was given as a real date, like 27 3 2026"),
			Due:   day("due_on", "Enter the date to complete by as a real date, or leave it empty"),
		}
	}
	return entry, problems
}

// conditionWords says what the condition asks, as police would write it.
func conditionWords(units int) string {
	if units == 1 {
		return "Attend 1 appointment"
	}
	return fmt.Sprintf("Attend %d appointments", units)
}

// formOf fills the form with a referral that was sent.
func formOf(entry journey.Referral, places []Place) url.Values {
	who := entry.Identity
	form := url.Values{
		"area": {entry.Area}, "suite": {entry.Suite}, "reference": {entry.Reference},
		"given_name": {who.Given}, "family_name": {who.Family}, "known_as": {who.KnownAs}, "phone": {who.Phone},
		"outcome": {happeningFrom(entry)}, "offence": {offenceTyped(entry.Offence, entry.Typed)},
		"contact": {string(entry.Contact)}, "agreed": {entry.Agreed}, "urgent": entry.Urgent,
	}
	for _, place := range places {
		if place.Area == entry.Area && place.Suite == entry.Suite {
			form.Set("place", place.words())
		}
	}
	if entry.Reference == "" {
		form.Set("not_in_custody", "yes")
	}
	if form.Get("outcome") == released {
		form.Set("released", entry.Outcome)
	}
	language, dialect, gender := readInterpreter(who.Interpret)
	form.Set("language", language)
	form.Set("dialect", dialect)
	form.Set("interpreter_gender", gender)
	setDay(form, "date_of_birth", who.Born)
	if c := entry.Condition; c != nil {
		form.Set("units_required", strconv.Itoa(c.Units))
		setDay(form, "given_on", c.Given)
		setDay(form, "due_on", c.Due)
	}
	return form
}

func happeningFrom(entry journey.Referral) string {
	for _, h := range happenings {
		if h.met == entry.Met && h.outcome == entry.Outcome && h.value != released {
			return h.value
		}
	}
	if entry.Outcome == "released_under_investigation" || entry.Outcome == "bail" {
		return released
	}
	return ""
}

func setDay(form url.Values, name string, day calendar.Day) {
	boxes := govuk.DateOf(day)
	form.Set(name+"-day", boxes.Day)
	form.Set(name+"-month", boxes.Month)
	form.Set(name+"-year", boxes.Year)
}

// The interpreter she asks for is kept as one line of words.
const (
	dialectIs = "dialect: "
	genderIs  = "interpreter: "
)

var genders = []string{"a woman", "a man"}

func interpreterWords(language, dialect, gender string) string {
	parts := []string{strings.ReplaceAll(cmp.Or(language, "language not stated"), ";", ",")}
	if dialect != "" {
		parts = append(parts, dialectIs+strings.ReplaceAll(dialect, ";", ","))
	}
	if slices.Contains(genders, gender) {
		parts = append(parts, genderIs+gender)
	}
	return strings.Join(parts, "; ")
}

func readInterpreter(words string) (language, dialect, gender string) {
	for i, part := range strings.Split(words, "; ") {
		switch {
		case i == 0 && part != "language not stated":
			language = part
		case strings.HasPrefix(part, dialectIs):
			dialect = strings.TrimPrefix(part, dialectIs)
		case strings.HasPrefix(part, genderIs):
			gender = strings.TrimPrefix(part, genderIs)
		}
	}
	return language, dialect, gender
}
