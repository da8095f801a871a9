package exchange

import (
	"regexp"
	"unicode/utf8"

	"throughline/internal/domain/journey"
)

// kind is the type of a column, in the word of the format.
type kind string

// The types of the format.
const (
	textKind   kind = "string"
	dayKind    kind = "date"
	momentKind kind = "datetime"
	truthKind  kind = "boolean"
	wholeKind  kind = "integer"
	moneyKind  kind = "number" // every number of the format is pounds
)

// field is one column of a table.
type field struct {
	name     string
	kind     kind
	required bool
	codes    []string // the only values allowed; nil: any text
	ranged   bool     // low and high hold
	low      int
	high     int
	private  bool   // says or may say who she is: told only as its length, never as its shape
	form     *form  // what the text must look like to stand in clear; nil: any text
	of       string // the table whose key the cell must name, where it names one
}

// table is one file of the format.
type table struct {
	name   string
	key    []string // columns that name a row; nil: rows have no key
	fields []field
}

// file returns the name of the table's file.
func (t *table) file() string { return t.name + ".csv" }

// field returns the column of this name, nil where the format has none.
func (t *table) field(name string) *field {
	for i := range t.fields {
		if t.fields[i].name == name {
			return &t.fields[i]
		}
	}
	return nil
}

// form is what a text column that stands in clear may hold.
type form struct {
	is   func(cell string) bool
	says string // what is expected, in words
}

var (
	codeForm = &form{journey.IsCode, "a code of up to 60 small letters, digits, dashes and underscores"}
	// A CJS offence code has two letters and five digits, and may go on.
	offenceForm  = &form{regexp.MustCompile(`^[A-Za-z]{2}[0-9]{5}[A-Za-z0-9-]{0,5}$`).MatchString, "a CJS offence code such as TH68010"}
	languageForm = &form{regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,5}$`).MatchString, "a language code such as en"}
	workerForm   = &form{regexp.MustCompile(`^[^\s]{1,60}$`).MatchString, "a code of up to 60 characters without spaces"}
	nameForm     = &form{func(cell string) bool { return utf8.RuneCountInString(cell) <= 80 }, "a name of up to 80 characters"}
	titleForm    = &form{func(cell string) bool { return utf8.RuneCountInString(cell) <= 300 }, "the title of an offence, of up to 300 characters"}
)

func formed(name string, as *form) field { return field{name: name, kind: textKind, form: as} }

// code is a code that the format does not list.
func code(name string) field { return formed(name, codeForm) }

// place is the name of a place, an organisation or a post, never of a woman.
func place(name string) field { return formed(name, nameForm) }

func text(name string) field    { return field{name: name, kind: textKind} }
func private(name string) field { return field{name: name, kind: textKind, private: true} }
func day(name string) field     { return field{name: name, kind: dayKind} }
func moment(name string) field  { return field{name: name, kind: momentKind} }
func truth(name string) field   { return field{name: name, kind: truthKind} }
func whole(name string) field   { return field{name: name, kind: wholeKind} }
func money(name string) field   { return field{name: name, kind: moneyKind} }

func coded(name string, codes ...string) field {
	return field{name: name, kind: textKind, codes: codes}
}

func between(name string, low, high int) field {
	return field{name: name, kind: wholeKind, ranged: true, low: low, high: high}
}

func must(f field) field {
	f.required = true
	return f
}

// keyOf says that the cell holds the key of a row of another table.
func keyOf(other string, f field) field {
	f.of = other
	return f
}

// tables are the files of the format, in the order in which they are read: a
// row is read after the rows it names. A test holds them against the format's
// own description.
var tables = []table{
	{name: "women", key: []string{"person_ref"}, fields: []field{
		must(text("person_ref")),
		private("given_name"), private("family_name"), private("known_as"),
		{name: "date_of_birth", kind: dayKind, private: true},
		private("postcode"), place("borough"), private("phone"),
		code("ethnicity"), formed("language", languageForm), truth("interpreter_needed"), truth("first_time"),
		whole("children_under_18"), whole("children_with_her"),
		{name: "foreign_national", kind: truthKind, private: true},
	}},
	{name: "encounters", key: []string{"encounter_id"}, fields: []field{
		must(text("encounter_id")), keyOf("women", text("person_ref")), must(day("occurred_on")),
		coded("kind", "arrest", "voluntary_attendance", "street", "charge", "notice", "court", "none"),
		place("force"), place("area"), place("suite"),
		formed("offence_code", offenceForm), formed("offence_label", titleForm),
		money("value_gbp"), between("gravity", 1, 5), coded("admitted", "yes", "no", "not_asked"),
		coded("police_outcome", "conditional_caution", "simple_caution", "community_resolution", "no_further_action",
			"released_under_investigation", "bail", "charge", "penalty_notice", "restorative_disposal", "other", "undecided"),
		truth("information_given"), truth("assessed"), truth("offered"), truth("accepted"),
		code("not_offered_reason"), code("declined_reason"),
	}},
	{name: "referrals", key: []string{"referral_id"}, fields: []field{
		must(text("referral_id")), must(keyOf("women", text("person_ref"))), keyOf("encounters", text("encounter_id")),
		must(code("scheme")),
		coded("pathway", "conditional_caution", "voluntary", "triage", "bail", "penalty_notice", "liaison_and_diversion",
			"court_order", "offender_management", "transfer"),
		must(day("referred_on")), place("referrer_agency"), place("referrer_role"),
		place("area"), place("provider"), formed("keyworker", workerForm),
	}},
	{name: "conditions", key: []string{"condition_id"}, fields: []field{
		must(text("condition_id")), must(keyOf("referrals", text("referral_id"))),
		private("text"), whole("units_required"), day("given_on"), day("due_on"),
		coded("police_decision", "met", "not_met", "withdrawn"), day("decided_on"),
	}},
	{name: "needs", key: []string{"referral_id", "assessed_on", "pathway"}, fields: []field{
		must(keyOf("referrals", text("referral_id"))), must(day("assessed_on")),
		must(coded("pathway", "accommodation", "education_training_employment", "health", "drugs_and_alcohol",
			"finance_benefit_debt", "children_and_families", "attitudes_thinking_behaviour", "domestic_abuse_vawg", "sex_work")),
		must(truth("present")), between("her_rating", 0, 4), between("worker_rating", 0, 4), private("detail"),
	}},
	{name: "appointments", key: []string{"appointment_id"}, fields: []field{
		must(text("appointment_id")), must(keyOf("referrals", text("referral_id"))), must(moment("at")),
		coded("kind", "one_to_one", "group", "phone", "outreach", "accompanied", "custody_visit"),
		coded("outcome", "attended", "attended_late", "missed", "missed_with_reasonable_excuse",
			"cancelled_by_service", "cancelled_by_her", "booked"),
		truth("counts_toward_condition"), whole("minutes"), private("excuse"),
	}},
	{name: "activities", key: []string{"activity_id"}, fields: []field{
		must(text("activity_id")), must(keyOf("referrals", text("referral_id"))), must(day("on")),
		coded("kind", "onward_referral", "advocacy", "group", "hardship_payment", "safety_planning", "immigration_advice"),
		private("service"), text("pathway"), money("amount_gbp"),
		coded("outcome", "sent", "accepted", "declined", "attended", "completed", "paid"),
	}},
	{name: "closures", key: []string{"referral_id"}, fields: []field{
		must(keyOf("referrals", text("referral_id"))), must(day("closed_on")),
		coded("reason", "completed", "did_not_engage", "disengaged_after_first_appointment", "transferred",
			"order_ended", "moved_away", "died", "other"),
		private("onward_scheme"),
	}},
	{name: "outcomes", key: []string{"referral_id", "wave", "measure"}, fields: []field{
		must(keyOf("referrals", text("referral_id"))), must(day("asked_on")),
		coded("wave", "during", "exit", "follow_up"), code("measure"),
		coded("answer", "yes", "no", "not_applicable", "prefer_not_to_say", "no_answer"),
	}},
	{name: "arrests", key: []string{"arrest_id"}, fields: []field{
		must(text("arrest_id")), keyOf("women", text("person_ref")),
		private("given_name"), private("family_name"), {name: "date_of_birth", kind: dayKind, private: true}, private("postcode"),
		must(day("arrested_on")), place("force"), formed("offence_code", offenceForm),
		coded("outcome", "charged", "no_further_action", "caution", "not_known"),
	}},
	{name: "training", key: []string{"session_id"}, fields: []field{
		must(text("session_id")), must(day("on")), place("force"), place("area"),
		coded("audience", "evidence_review_officer", "custody_officer", "response_officer", "magistrate",
			"liaison_and_diversion", "probation", "other"),
		whole("attendees"),
	}},
	{name: "costs", fields: []field{
		must(code("scheme")), day("from"), day("to"),
		coded("category", "keyworkers", "groups", "hardship_fund", "management", "premises", "other"),
		must(money("amount_gbp")),
	}},
}

// tableNamed returns the table of this name, nil where the format has none.
func tableNamed(name string) *table {
	for i := range tables {
		if tables[i].name == name {
			return &tables[i]
		}
	}
	return nil
}
