package access

import "fmt"

// Decision is the door's answer.
type Decision struct {
	Allow  bool
	Reason string // in words, for the ledger and for the page where it may be shown
}

// rule is one row of the table: this role, standing in this relation, may do
// this with these classes for these purposes.
type rule struct {
	role     Role
	relation Relation
	action   Action
	classes  Classes
	purposes []Purpose
	reason   string
}

var (
	supportClasses = SetOf(Identity, Offence, Condition, Needs, Notes, Plan, Children)
	policeClasses  = SetOf(Identity, Offence, Condition)
	noticeClasses  = SetOf(Identity, Condition)
	supporting     = []Purpose{ForSupport, ForCondition, ForSafeguarding}
	policing       = []Purpose{ForReferral, ForCondition}
)

// rules is the whole table. What no row allows is refused.
var rules = []rule{
	// A woman may ask for support herself, and nothing is read back to her: whoever
	// holds her phone learns nothing. Source: 004:166.
	{Woman, Unrelated, Append, SetOf(Identity, Offence), []Purpose{ForReferral}, "she asks for support herself"},

	// Police see what their force sent: receipt, attended count, met or not and
	// its date; nothing else. Source: 004:181, 411; 000:260 (her fear of who sees).
	{Officer, SentBy, Read, policeClasses, policing, "her own force sent her"},
	{EvidenceReviewOfficer, SentBy, Read, policeClasses, policing, "her own force sent her"},
	{Officer, Unrelated, Append, policeClasses, []Purpose{ForReferral}, "police may refer any woman they meet"},
	{EvidenceReviewOfficer, Unrelated, Append, policeClasses, []Purpose{ForReferral}, "police may refer any woman they meet"},
	// The centre reports facts and police decide what follows. Source: 000:497.
	{Officer, SentBy, Append, SetOf(Condition), []Purpose{ForCondition}, "police decide on the condition"},
	{EvidenceReviewOfficer, SentBy, Append, SetOf(Condition), []Purpose{ForCondition}, "police decide on the condition"},

	// The notice that certifies how a condition stands is made to be kept and given.
	{Officer, SentBy, Export, noticeClasses, []Purpose{ForCondition}, "the notice on the condition of a woman her own force sent"},
	{EvidenceReviewOfficer, SentBy, Export, noticeClasses, []Purpose{ForCondition}, "the notice on the condition of a woman her own force sent"},
	{Keyworker, Allocated, Export, noticeClasses, []Purpose{ForCondition}, "the notice on the condition of a woman in the keyworker's own caseload"},
	{ServiceLead, Service, Export, noticeClasses, []Purpose{ForCondition}, "the notice on a condition of the service she leads"},

	// The keyworker holds the relationship, the plan and the advocacy. Source: 004:209-217.
	{Keyworker, Allocated, Find, supportClasses, supporting, "she is in the keyworker's own caseload"},
	{Keyworker, Allocated, Read, supportClasses, supporting, "she is in the keyworker's own caseload"},
	{Keyworker, Allocated, Append, supportClasses, supporting, "she is in the keyworker's own caseload"},

	// The service lead allocates, watches conditions and reports trends; notes
	// open only for safeguarding, with a reason that is written down. Source: 004:448.
	{ServiceLead, Service, Find, SetOf(Identity), supporting, "a case of the service she leads"},
	{ServiceLead, Service, Read, supportClasses &^ SetOf(Notes), supporting, "a case of the service she leads"},
	{ServiceLead, Service, Read, SetOf(Notes), []Purpose{ForSafeguarding}, "a reason was recorded for reading notes"},
	{ServiceLead, Service, Append, supportClasses &^ SetOf(Notes), supporting, "a case of the service she leads"},
	{ServiceLead, Service, Read, SetOf(Aggregates), []Purpose{ForEvidence}, "the service's own figures"},
	{ServiceLead, Service, Export, SetOf(Aggregates), []Purpose{ForEvidence}, "the service's own figures"},
	{ServiceLead, Service, Find, SetOf(Offence, Condition, Needs), []Purpose{ForEvidence}, "the cases behind the service's own figures"},

	// Commissioners read figures in which no woman is a row, with small numbers
	// hidden. Source: 000:198, 217.
	{Commissioner, Unrelated, Read, SetOf(Aggregates), []Purpose{ForEvidence}, "protected figures"},
	{Commissioner, Unrelated, Export, SetOf(Aggregates), []Purpose{ForEvidence}, "protected figures"},

	// The administrator runs the program and holds no class of a woman, except to
	// bring a whole package of them in.
	{Administrator, Unrelated, Append, supportClasses | SetOf(Sealed), []Purpose{ForAdministration}, "an import of a whole package"},
}

// Decide says whether the asker, standing in this relation, may do this with
// this class for this purpose. Silence is no.
func Decide(asker Asker, relation Relation, class Class, action Action, purpose Purpose) Decision {
	for _, row := range rules {
		if row.role != asker.Role || row.action != action || !row.classes.Has(class) {
			continue
		}
		if row.relation != relation && row.relation != Unrelated {
			continue
		}
		for _, allowed := range row.purposes {
			if allowed == purpose {
				return Decision{Allow: true, Reason: row.reason}
			}
		}
	}
	return Decision{Reason: fmt.Sprintf("%s, standing as %q to her, may not %s %s for %s", asker.Role.Words(), relation, action, class, purpose)}
}

// Allowed returns every class the asker may handle so.
func Allowed(asker Asker, relation Relation, action Action, purpose Purpose) Classes {
	var set Classes
	for _, class := range EveryClass {
		if Decide(asker, relation, class, action, purpose).Allow {
			set |= Classes(class)
		}
	}
	return set
}
