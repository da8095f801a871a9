package sharing

import (
	"strings"

	"throughline/internal/domain/access"
)

var classWords = map[access.Class]string{
	access.Identity:  "Her name, date of birth and how to reach her",
	access.Offence:   "What she was met for, and what police did",
	access.Condition: "What is required of her, and how it stands",
	access.Needs:     "What she needs help with",
	access.Notes:     "Notes of meetings and calls",
	access.Plan:      "Her plan and goals",
	access.Children:  "How many children she has, and how many live with her",
	access.Sealed:    "What is sealed: immigration, and whom she fears",
}

// Words returns a class of data as people say it, "" for counts of many women.
func Words(class access.Class) string { return classWords[class] }

// List returns classes as people say them in one line: "her plan and goals; what
// she needs help with".
func List(classes access.Classes) string {
	var words []string
	for _, class := range access.EveryClass {
		if text := classWords[class]; text != "" && classes.Has(class) {
			words = append(words, strings.ToLower(text[:1])+text[1:])
		}
	}
	return strings.Join(words, "; ")
}

var purposeWords = map[access.Purpose]string{
	access.ForSupport:      "To support her",
	access.ForCondition:    "For what a court or an order requires of her",
	access.ForSafeguarding: "To keep her or a child safe",
}

// ForWhat returns a purpose as people say it, "" for one that nothing is shared
// for.
func ForWhat(purpose access.Purpose) string { return purposeWords[purpose] }

// purposes are those that something of hers may be read for, in the order in
// which they are asked.
var purposes = []access.Purpose{access.ForSupport, access.ForCondition, access.ForSafeguarding}

var specialismWords = map[access.Specialism]string{
	access.Immigration:         "immigration adviser",
	access.IDVA:                "adviser on domestic abuse",
	access.DrugsAndAlcohol:     "worker on drugs and alcohol",
	access.LiaisonAndDiversion: "liaison and diversion practitioner",
	access.Group:               "group and centre worker",
}

// RoleWords says what somebody does, as a page tells it.
func RoleWords(role access.Role, specialism access.Specialism) string {
	switch {
	case role == access.Specialist && specialismWords[specialism] != "":
		return specialismWords[specialism]
	case role == access.Partner:
		return "partner"
	}
	return strings.ToLower(role.Words())
}
