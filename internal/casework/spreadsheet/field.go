package spreadsheet

import (
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/wording"
)

// Kind is what the cells of a field hold.
type Kind int

// The kinds of field.
const (
	Words Kind = iota
	Day
	Choice // one of the field's values
)

// Value is one answer of a field, with the words that lists have for it.
type Value struct {
	Code, Words string
	Says        []string
}

// Field is something a column can hold.
type Field struct {
	Code   string
	Title  string // as people choose it
	Kind   Kind
	Named  []string // what columns that hold it are called
	Values []Value
}

// yesNo are the answers about a need.
var yesNo = []Value{
	{"yes", "Yes", []string{"y", "yes", "true", "1", "x", "present", "identified", "need", "high", "medium", "low", "✓", "✔"}},
	{"no", "No", []string{"n", "no", "false", "0", "none", "no need", "not present", "not identified", "n/a", "na", "-"}},
}

var outcomes = []Value{
	{string(journey.Attended), journey.Attended.Words(), []string{"attended", "came", "yes", "y", "present", "seen", "att", "✓", "completed", "1"}},
	{string(journey.AttendedLate), journey.AttendedLate.Words(), []string{"late", "attended late", "came late"}},
	{string(journey.Missed), journey.Missed.Words(), []string{"dna", "did not attend", "did not come", "missed", "no show", "no", "n", "absent", "0", "fta"}},
	{string(journey.MissedWithExcuse), journey.MissedWithExcuse.Words(), []string{"dna with reason", "excused", "reasonable excuse", "did not come with a reasonable excuse"}},
	{string(journey.CancelledByHer), journey.CancelledByHer.Words(), []string{"cancelled by her", "cancelled by", "she cancelled", "cbc"}},
	{string(journey.CancelledByService), journey.CancelledByService.Words(), []string{"cancelled by us", "cancelled by service", "we cancelled", "cancelled by centre", "cbs"}},
	{string(journey.StillBooked), journey.StillBooked.Words(), []string{"booked", "to come", "planned"}},
}

var contacts = []Value{
	{string(journey.ContactCall), journey.ContactCall.Words(), []string{"call", "phone", "ok to call", "phone ok", "voicemail"}},
	{string(journey.ContactText), journey.ContactText.Words(), []string{"text", "sms", "text only", "ok to text", "whatsapp"}},
	{string(journey.ContactNoMessage), journey.ContactNoMessage.Words(), []string{"no message", "no messages", "no voicemail", "call only", "do not leave message", "do not leave a message"}},
	{string(journey.ContactInPerson), journey.ContactInPerson.Words(), []string{"in person", "in person only", "no contact", "not safe", "unsafe", "do not contact", "do not call"}},
}

var pathways = []Value{
	{string(journey.ConditionalCaution), "Conditional caution", []string{"conditional caution", "cc", "caution"}},
	{string(journey.Voluntary), "Voluntary", []string{"voluntary", "self referral", "self", "self-referral", "vol"}},
	{string(journey.Triage), "Triage", []string{"triage"}},
	{string(journey.Bail), "Bail", []string{"bail"}},
	{string(journey.PenaltyNotice), "Penalty notice", []string{"penalty notice", "pnd"}},
	{string(journey.LiaisonAndDiversion), "Liaison and diversion", []string{"liaison and diversion", "l&d", "liaison & diversion"}},
	{string(journey.CourtOrder), "Court order", []string{"court order", "court", "community order", "rar"}},
	{string(journey.OffenderManagement), "Integrated management", []string{"iom", "probation"}},
	{string(journey.Transfer), "Transfer from another service", []string{"transfer", "transferred in"}},
}

var reasons = []Value{
	{string(journey.ClosedCompleted), journey.ClosedCompleted.Words(), []string{"completed", "complete", "finished", "planned", "planned exit"}},
	{string(journey.ClosedTransferred), journey.ClosedTransferred.Words(), []string{"transferred", "moved on", "referred on", "transfer"}},
	{string(journey.ClosedDidNotEngage), journey.ClosedDidNotEngage.Words(), []string{"did not engage", "dne", "no engagement", "never engaged"}},
	{string(journey.ClosedAfterFirst), journey.ClosedAfterFirst.Words(), []string{"after first appointment", "stopped after first", "stopped after the first meeting"}},
	{string(journey.ClosedOrderEnded), journey.ClosedOrderEnded.Words(), []string{"order ended", "order complete", "order completed"}},
	{string(journey.ClosedMovedAway), journey.ClosedMovedAway.Words(), []string{"moved away", "moved", "left area", "moved out of area"}},
	{string(journey.ClosedDied), journey.ClosedDied.Words(), []string{"died", "deceased"}},
	{string(journey.ClosedForOtherReasons), journey.ClosedForOtherReasons.Words(), []string{"other", "another reason"}},
}

// Keyworker is the field whose values are the keyworkers of the service.
const Keyworker = "keyworker"

// mostAppointments is how many appointments a row may hold.
const mostAppointments = 4

// Fields lists what a column can hold, in the order people choose from.
var Fields = fields()

func fields() []Field {
	list := []Field{
		{Code: "reference", Title: "Your own number for her", Named: []string{"reference", "ref", "id", "case id", "case number", "unique id", "urn", "number", "case ref", "file number"}},
		{Code: "given_name", Title: "First name", Named: []string{"first name", "given name", "forename", "firstname", "christian name", "forenames"}},
		{Code: "family_name", Title: "Last name", Named: []string{"last name", "surname", "family name", "lastname"}},
		{Code: "known_as", Title: "Name she uses", Named: []string{"known as", "preferred name", "name she uses", "likes to be called"}},
		{Code: "date_of_birth", Title: "Date of birth", Kind: Day, Named: []string{"date of birth", "dob", "d.o.b", "birth date", "birthdate", "born"}},
		{Code: "phone", Title: "Phone", Named: []string{"phone", "mobile", "telephone", "tel", "phone number", "contact number", "mobile number", "tel no"}},
		{Code: "postcode", Title: "Postcode", Named: []string{"postcode", "post code"}},
		{Code: "contact", Title: "How to reach her safely", Kind: Choice, Values: contacts, Named: []string{"safe contact", "how to contact", "safe to contact", "contact preference", "preferred contact", "safe to call", "contact method"}},
		{Code: "borough", Title: "Borough she lives in", Named: []string{"borough", "area", "local authority", "district", "town", "borough of residence"}},
		{Code: "language", Title: "Language", Named: []string{"language", "first language", "preferred language", "main language"}},
		{Code: "referred_on", Title: "Date she was referred", Kind: Day, Named: []string{"referred on", "referral date", "date of referral", "date referred", "date received", "referred", "date of ref", "ref date"}},
		{Code: "pathway", Title: "How she came to the scheme", Kind: Choice, Values: pathways, Named: []string{"pathway", "referral type", "route", "referral route", "disposal", "type of referral"}},
		{Code: Keyworker, Title: "Keyworker", Kind: Choice, Named: []string{"keyworker", "key worker", "worker", "caseworker", "case worker", "allocated to", "support worker", "advocate"}},
		{Code: "assessed_on", Title: "Date of the first assessment", Kind: Day, Named: []string{"assessed on", "assessment date", "date of assessment", "date assessed", "initial assessment"}},
	}
	for _, pathway := range need.Pathways() {
		list = append(list, Field{Code: "need_" + string(pathway), Title: "Need: " + pathway.Title(), Kind: Choice, Values: yesNo, Named: needNames[pathway]})
	}
	for n := 1; n <= mostAppointments; n++ {
		text := strconv.Itoa(n)
		ordinal := []string{"", "first", "second", "third", "fourth"}[n]
		short := []string{"", "1st", "2nd", "3rd", "4th"}[n]
		list = append(list,
			Field{Code: "appointment_" + text, Title: "Appointment " + text + ": date", Kind: Day, Named: []string{
				"appointment " + text, "appointment " + text + " date", "appt " + text, "appt " + text + " date", "date of appointment " + text, ordinal + " appointment", short + " appointment", short + " appt", ordinal + " appointment date", "session " + text, "session " + text + " date",
			}},
			Field{Code: "outcome_" + text, Title: "Appointment " + text + ": what became of it", Kind: Choice, Values: outcomes, Named: []string{
				"outcome " + text, "appointment " + text + " outcome", "appt " + text + " outcome", "attended " + text, "attendance " + text, ordinal + " appointment outcome", short + " appointment outcome", "session " + text + " outcome", "appointment " + text + " attended", "appt " + text + " attended",
			}})
	}
	return append(list,
		Field{Code: "closed_on", Title: "Date support ended", Kind: Day, Named: []string{"closed on", "date closed", "closure date", "exit date", "closed", "end date", "date of exit", "case closed"}},
		Field{Code: "closure_reason", Title: "Why support ended", Kind: Choice, Values: reasons, Named: []string{"closure reason", "reason closed", "reason for closure", "exit reason", "reason", "reason for leaving", "reason for exit", "outcome at closure"}},
	)
}

// needNames is what columns of needs are called.
var needNames = map[need.Pathway][]string{
	need.Accommodation:               {"accommodation", "housing", "need accommodation", "somewhere to live"},
	need.EducationTrainingEmployment: {"ete", "education", "employment", "education training employment", "education, training and employment", "education and employment", "eet", "education training and work"},
	need.Health:                      {"health", "mental health", "physical health", "health and wellbeing", "mental and physical health", "mental health and wellbeing"},
	need.DrugsAndAlcohol:             {"drugs and alcohol", "substance use", "substance misuse", "drugs alcohol", "drugs & alcohol", "drug and alcohol"},
	need.FinanceBenefitDebt:          {"finance", "debt", "benefits", "finance benefit and debt", "money", "finance benefit debt", "finance and debt", "money benefits and debt"},
	need.ChildrenAndFamilies:         {"children", "family", "children and families", "families", "children and family", "children & families"},
	need.AttitudesThinkingBehaviour:  {"attitudes", "attitudes thinking and behaviour", "thinking and behaviour", "behaviour", "attitudes thinking behaviour", "thinking and choices"},
	need.DomesticAbuseVAWG:           {"domestic abuse", "da", "vawg", "domestic violence", "dv", "domestic abuse and vawg", "domestic abuse and violence", "dva"},
	need.SexWork:                     {"sex work", "sex working", "prostitution", "sex industry"},
}

// FieldOf returns the field with a code.
func FieldOf(code string) (Field, bool) {
	i := slices.IndexFunc(Fields, func(field Field) bool { return field.Code == code })
	if i < 0 {
		return Field{}, false
	}
	return Fields[i], true
}

// guess returns the field that a heading names, "" where it names none.
func guess(heading string) string {
	plain := journey.PlainLetters(ours(heading))
	if plain == "" {
		return ""
	}
	for _, field := range Fields {
		if plain == journey.PlainLetters(field.Code) || plain == journey.PlainLetters(field.Title) ||
			slices.ContainsFunc(field.Named, func(name string) bool { return journey.PlainLetters(name) == plain }) {
			return field.Code
		}
	}
	// A need is often written with a word before or after it: "Housing need (Y/N)".
	trimmed := plain
	for _, word := range []string{"yesno", "yn", "needs", "need", "identified", "support"} {
		trimmed = strings.ReplaceAll(trimmed, word, "")
	}
	for _, pathway := range need.Pathways() {
		if slices.ContainsFunc(needNames[pathway], func(name string) bool { return journey.PlainLetters(name) == trimmed }) {
			return "need_" + string(pathway)
		}
	}
	return ""
}

// ours returns a text without what other lists call her, which is not said here.
func ours(text string) string {
	for _, one := range wording.FindUnsaid(text) {
		text = strings.ReplaceAll(text, one.Word, " ")
	}
	return strings.Join(strings.Fields(text), " ")
}

// plain returns the words of a cell as they are compared.
func plain(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

// value returns the code that a cell says, "" where no value of the field says so.
func (f Field) value(text string) string {
	text = plain(ours(text))
	for _, value := range f.Values {
		if text == value.Code || text == plain(value.Words) || slices.Contains(value.Says, text) {
			return value.Code
		}
	}
	return ""
}
