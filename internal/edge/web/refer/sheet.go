package refer

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/govuk"
)

// problemsFrom lists problems in the order of the form, the first of each field.
// Where the form asks something more than once, the prefix says which part of it
// the verb's own problems are about.
func problemsFrom(found journey.Problems, prefix string) govuk.Problems {
	found = slices.Clone(found)
	for i := range found {
		if slices.Contains(partFields, found[i].Field) {
			found[i].Field = prefix + found[i].Field
		}
	}
	slices.SortStableFunc(found, func(a, b journey.Problem) int {
		return slices.Index(fieldOrder, a.Field) - slices.Index(fieldOrder, b.Field)
	})
	var listed govuk.Problems
	for _, problem := range found {
		switch {
		case problem.Field != "" && listed.For(problem.Field) != "":
		case slices.ContainsFunc(dates, func(date string) bool { return strings.HasSuffix(problem.Field, date) }):
			listed.AddDate(problem.Field, problem.Say)
		default:
			listed.Add(problem.Field, problem.Say)
		}
	}
	return listed
}

// readEntry reads a posted form as far as it can be read. The problems are those
// of the form alone; what a referral needs is for the verb to say.
func readEntry(form url.Values, places []Place, ask asking) (journey.Referral, journey.Problems) {
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
	problems = append(problems, ask.readMore(form, &entry.Asked)...)
	problems = append(problems, ask.partOf(now.value).read(form, &entry)...)
	return entry, problems
}

// formOf fills the form with a referral that was sent.
func formOf(entry journey.Referral, places []Place, ask asking) url.Values {
	who := entry.Identity
	form := url.Values{
		"area": {entry.Area}, "suite": {entry.Suite}, "reference": {entry.Reference},
		"given_name": {who.Given}, "family_name": {who.Family}, "known_as": {who.KnownAs}, "phone": {who.Phone},
		"outcome": {ask.happeningFrom(entry)}, "offence": {offenceTyped(entry.Offence, entry.Typed)},
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
	ask.fillMore(form, entry.Asked)
	ask.partOf(form.Get("outcome")).fill(form, entry)
	return form
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
