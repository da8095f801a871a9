package access

// rule is one row of the table: this role, standing in this relation, may do
// this with these classes for these purposes, on these terms.
type rule struct {
	role     Role
	relation Relation
	action   Action
	classes  Classes
	purposes []Purpose
	terms    Terms
	reason   string
}

// whole is a class without terms.
const whole Terms = 0

// The table writes a specialist as one role for each specialism.
var (
	immigration = Immigration.role()
	idva        = IDVA.role()
	drugs       = DrugsAndAlcohol.role()
	liaison     = LiaisonAndDiversion.role()
	group       = Group.role()
)

var (
	supportClasses = SetOf(Identity, Offence, Condition, Needs, Notes, Plan, Children)
	policeClasses  = SetOf(Identity, Offence, Condition)
	everything     = supportClasses | SetOf(Sealed)
	noticeClasses  = SetOf(Identity, Condition)
	supporting     = []Purpose{ForSupport, ForCondition, ForSafeguarding}
	policing       = []Purpose{ForReferral, ForCondition}
	caring         = []Purpose{ForSupport, ForSafeguarding}
	ordering       = []Purpose{ForCondition}
	supervising    = []Purpose{ForCondition, ForSupport}
	legal          = []Purpose{ForLegal}
)

// rules is the whole table. What no row allows is refused.
var rules = []rule{
	// Police see what their force sent: receipt, attended count, met or not and
	// its date; nothing else. Source: 004:181, 411; 000:260 (her fear of who sees).
	{Officer, SentBy, Read, policeClasses, policing, whole, "her own force sent her"},
	{EvidenceReviewOfficer, SentBy, Read, policeClasses, policing, whole, "her own force sent her"},
	{Officer, Unrelated, Append, policeClasses, []Purpose{ForReferral}, whole, "police may refer any woman they meet"},
	{EvidenceReviewOfficer, Unrelated, Append, policeClasses, []Purpose{ForReferral}, whole, "police may refer any woman they meet"},
	// The centre reports facts and police decide what follows. Source: 000:497.
	{Officer, SentBy, Append, SetOf(Condition), []Purpose{ForCondition}, whole, "police decide on the condition"},
	{EvidenceReviewOfficer, SentBy, Append, SetOf(Condition), []Purpose{ForCondition}, whole, "police decide on the condition"},

	// The notice that certifies how a condition stands is made to be kept and given.
	{Officer, SentBy, Export, noticeClasses, []Purpose{ForCondition}, whole, "the notice on the condition of a woman her own force sent"},
	{EvidenceReviewOfficer, SentBy, Export, noticeClasses, []Purpose{ForCondition}, whole, "the notice on the condition of a woman her own force sent"},
	{Keyworker, Allocated, Export, noticeClasses, []Purpose{ForCondition}, whole, "the notice on the condition of a woman in the keyworker's own caseload"},
	{ServiceLead, Service, Export, noticeClasses, []Purpose{ForCondition}, whole, "the notice on a condition of the service she leads"},

	// A score goes to another service that treats her once she agreed, without her
	// name, so that nobody asks her again. Source: 000:194; the rest is inferred.
	{Keyworker, Allocated, Export, SetOf(Needs), []Purpose{ForSupport}, whole, "her score, for a service she agreed to give it to"},

	// The keyworker holds the relationship, the plan and the advocacy. Source: 004:209-217.
	{Keyworker, Allocated, Find, supportClasses, supporting, whole, "she is in the keyworker's own caseload"},
	{Keyworker, Allocated, Read, supportClasses, supporting, whole, "she is in the keyworker's own caseload"},
	{Keyworker, Allocated, Append, supportClasses, supporting, whole, "she is in the keyworker's own caseload"},

	// The service lead allocates, watches conditions and reports trends; notes
	// open only for safeguarding, with a reason that is written down. Source: 004:448.
	{ServiceLead, Service, Find, SetOf(Identity), supporting, whole, "a case of the service she leads"},
	{ServiceLead, Service, Read, supportClasses &^ SetOf(Notes), supporting, whole, "a case of the service she leads"},
	{ServiceLead, Service, Read, SetOf(Notes), []Purpose{ForSafeguarding}, WrittenReason, "a reason was recorded for reading notes"},
	{ServiceLead, Service, Append, supportClasses &^ SetOf(Notes), supporting, whole, "a case of the service she leads"},
	{ServiceLead, Service, Read, SetOf(Aggregates), []Purpose{ForEvidence}, whole, "the service's own figures"},
	{ServiceLead, Service, Export, SetOf(Aggregates), []Purpose{ForEvidence}, whole, "the service's own figures"},
	{ServiceLead, Service, Find, SetOf(Offence, Condition, Needs), []Purpose{ForEvidence}, whole, "the cases behind the service's own figures"},

	// The Justice Data Lab finds women in its own records by who they are. Two
	// people agree to such a file where it names many, one of each role. Source:
	// 000:1087 (that there is such a lab); who may make the file is inferred.
	{ServiceLead, Service, Export, SetOf(Identity), []Purpose{ForEvidence}, whole, "a file for the Justice Data Lab, of the service she leads"},
	{InformationGovernance, Overseen, Export, SetOf(Identity), []Purpose{ForEvidence}, whole, "one of two people who agree to a file for the Justice Data Lab"},
	// Names are opened to find which arrests of a police feed are of women who are
	// here, for figures of re-arrest. Source: 004:404-421; that whoever leads the
	// service does it is inferred.
	{ServiceLead, Service, Find, SetOf(Identity), []Purpose{ForEvidence}, whole, "whose the arrests of a police feed are"},

	// Commissioners read figures in which no woman is a row, with small numbers
	// hidden. Source: 000:198, 217.
	{Commissioner, Unrelated, Read, SetOf(Aggregates), []Purpose{ForEvidence}, whole, "protected figures"},
	{Commissioner, Unrelated, Export, SetOf(Aggregates), []Purpose{ForEvidence}, whole, "protected figures"},

	// The administrator runs the program and holds no class of a woman, except to
	// bring a whole package of them in.
	{Administrator, Unrelated, Append, supportClasses | SetOf(Sealed), []Purpose{ForAdministration}, whole, "an import of a whole package"},

	// Who leads the service brings in the list that a centre kept before.
	{ServiceLead, Service, Append, SetOf(Identity, Offence, Condition, Needs, Plan), []Purpose{ForAdministration}, whole, "an import of a list that the service kept"},

	// A partner manager answers for the women her own organisation supports, as a
	// service lead does for all; she is not written as the one who allocates.
	// Source: 004:62, 447; that she sees her own organisation only is inferred.
	{PartnerManager, Organisation, Find, SetOf(Identity), supporting, whole, "a case of the organisation she manages"},
	{PartnerManager, Organisation, Read, supportClasses &^ SetOf(Notes), supporting, whole, "a case of the organisation she manages"},
	{PartnerManager, Organisation, Read, SetOf(Notes), []Purpose{ForSafeguarding}, WrittenReason, "a reason was recorded for reading notes"},
	{PartnerManager, Organisation, Read, SetOf(Aggregates), []Purpose{ForEvidence}, whole, "the organisation's own figures"},
	{PartnerManager, Organisation, Export, SetOf(Aggregates), []Purpose{ForEvidence}, whole, "the organisation's own figures"},

	// What is sealed, those who support her and those who lead them read with her
	// permission only. A keyworker she moves on to gets what she agreed to carry
	// over. Source: 004:464; inferred from 004:225 and 000:260.
	{Keyworker, Shared, Read, SetOf(Identity, Offence, Needs, Notes, Plan, Children, Sealed), caring, whole, "she agreed that the keyworker's agency has it"},
	{ServiceLead, Shared, Read, SetOf(Sealed), caring, whole, "she agreed that the service has it"},
	{PartnerManager, Shared, Read, SetOf(Sealed), caring, whole, "she agreed that the organisation has it"},

	// An immigration specialist advises on her status, so reads it and writes it;
	// the rest as far as the advice needs. Source: 004:462; the parts are inferred.
	{immigration, Allocated, Find, SetOf(Identity), caring, whole, "she comes to the specialist for advice"},
	{immigration, Allocated, Read, SetOf(Identity, Sealed), caring, whole, "she comes to the specialist for advice"},
	{immigration, Allocated, Read, SetOf(Offence, Needs, Notes, Plan, Children), caring, PartOnly, "what bears on her immigration advice"},
	{immigration, Allocated, Append, SetOf(Identity, Sealed), caring, whole, "she comes to the specialist for advice"},

	// An adviser on domestic abuse needs the danger whole and the offence not at
	// all. Inferred from 004:215, 235.
	{idva, Allocated, Find, SetOf(Identity), caring, whole, "she is in the adviser's own caseload"},
	{idva, Allocated, Read, SetOf(Identity, Needs, Notes, Plan, Children, Sealed), caring, whole, "she is in the adviser's own caseload"},
	{idva, Allocated, Append, SetOf(Identity, Needs, Notes, Plan, Children, Sealed), caring, whole, "she is in the adviser's own caseload"},

	// Liaison and Diversion, and workers on drugs and alcohol: their own contact
	// with her, and her health history with her permission. Source: 000:398 (her
	// permission before the summary goes on); the rest is inferred.
	{liaison, Allocated, Find, SetOf(Identity), caring, whole, "she is in the practitioner's own caseload"},
	{liaison, Allocated, Read, SetOf(Identity, Offence, Needs), caring, whole, "she is in the practitioner's own caseload"},
	{liaison, Allocated, Read, SetOf(Notes, Plan, Children), caring, PartOnly, "what the practitioner's own contact brought"},
	{liaison, Allocated, Append, SetOf(Identity, Needs), caring, whole, "she is in the practitioner's own caseload"},
	{liaison, Shared, Read, SetOf(Needs), caring, whole, "she agreed that her health history is seen"},
	{drugs, Allocated, Find, SetOf(Identity), caring, whole, "she is in the worker's own caseload"},
	{drugs, Allocated, Read, SetOf(Identity, Offence, Needs), caring, whole, "she is in the worker's own caseload"},
	{drugs, Allocated, Read, SetOf(Notes, Plan, Children), caring, PartOnly, "what the worker's own contact brought"},
	{drugs, Allocated, Append, SetOf(Identity, Needs), caring, whole, "she is in the worker's own caseload"},
	{drugs, Shared, Read, SetOf(Needs), caring, whole, "she agreed that her health history is seen"},

	// Who runs groups, the crèche or the centre's rooms: her name, what she needs to
	// take part, who is with her. Never the offence. Inferred from 004:464.
	{group, Allocated, Read, SetOf(Identity, Needs, Children), caring, PartOnly, "name, what she needs to take part, who is with her, a flag for risk"},

	// The same for a keyworker who runs a group to which women of other keyworkers
	// come. Both take its register, which counts as the scheme counts group sessions;
	// they write her attendance and read nothing of a condition. Inferred from 004:303.
	{group, InGroup, Read, SetOf(Identity, Needs, Children), caring, PartOnly, "name, what she needs to take part, who is with her, a flag for risk"},
	{Keyworker, InGroup, Read, SetOf(Identity, Needs, Children), caring, PartOnly, "name, what she needs to take part, who is with her, a flag for risk"},
	{group, InGroup, Append, SetOf(Condition), []Purpose{ForSupport}, whole, "who runs a group takes its register"},
	{Keyworker, InGroup, Append, SetOf(Condition), []Purpose{ForSupport}, whole, "who runs a group takes its register"},

	// Housing, doctors, social care, grants: what each needs to act, with her
	// permission; not the offence. Inferred from 000:260, 004:235.
	{Partner, Shared, Read, SetOf(Identity, Needs, Plan, Children), caring, whole, "she agreed that the partner has it"},

	// What a partner answers to a referral that she agreed to goes back to those who
	// sent her: yes or no, a day, a question. Inferred from 004:145, 320 (that
	// services say no is to be seen).
	{Partner, Shared, Append, SetOf(Identity), []Purpose{ForSupport}, whole, "the partner answers a referral that she agreed to"},

	// A court reads what is before it, and a summary of her needs and of how far
	// she has come with her permission. Source: 000:398. The court decides on its own order.
	{Court, Ordered, Read, SetOf(Offence), ordering, whole, "she is before this court"},
	{Court, Ordered, Read, SetOf(Identity, Condition), ordering, PartOnly, "who she is, and days attended of days ordered"},
	{Court, Ordered, Append, SetOf(Condition), ordering, whole, "the court decides on its order"},
	{Court, Shared, Read, SetOf(Needs, Plan), ordering, PartOnly, "a summary, which she agreed to"},

	// Probation reads engagement for its reports; needs and plan with her
	// permission. Source: 000:394, 673; her fear of telling it, 000:260.
	{Probation, Ordered, Find, SetOf(Identity), supervising, whole, "she is under this supervision"},
	{Probation, Ordered, Read, SetOf(Identity, Offence, Condition), supervising, whole, "she is under this supervision"},
	{Probation, Ordered, Append, SetOf(Condition), ordering, whole, "probation decides on the order"},
	{Probation, Shared, Read, SetOf(Needs, Plan), supervising, whole, "she agreed that probation has it"},

	// An evaluator reads a study's cases without anything that names her, and its
	// figures. Source: 004:129; that names are taken out is inferred.
	{Evaluator, Studied, Read, SetOf(Offence, Condition, Needs), []Purpose{ForEvidence}, PartOnly, "coded answers of the study, with nothing that names her"},
	{Evaluator, Studied, Export, SetOf(Offence, Condition, Needs), []Purpose{ForEvidence}, PartOnly, "the extract of the study, with nothing that names her"},
	{Evaluator, Studied, Read, SetOf(Aggregates), []Purpose{ForEvidence}, whole, "the study's figures"},
	{Evaluator, Studied, Export, SetOf(Aggregates), []Purpose{ForEvidence}, whole, "the study's figures"},

	// Information governance reads who looked, what was shared and what was
	// overridden, not what was seen. Inferred from 000:193.
	{InformationGovernance, Overseen, Read, SetOf(Identity), []Purpose{ForAdministration}, PartOnly, "her trace in the logs of access, sharing and override"},

	// It also looks at conflicts of interest again, and is the second person who
	// agrees to an opening or not. The story of a conflict stays closed to it.
	// Inferred from 000:193.
	{InformationGovernance, Overseen, Append, SetOf(Sealed), []Purpose{ForSafeguarding}, whole, "conflicts of interest and openings are decided by two people"},

	// She may ask for support herself, without an account, and nothing is read back
	// to her then: whoever holds her phone learns nothing. Source: 004:166.
	{Woman, Unrelated, Append, SetOf(Identity, Offence), []Purpose{ForReferral}, whole, "she asks for support herself"},

	// Her record is hers. Notes are held back only where another person's safety
	// needs it. She sets priorities, asks for more time, chooses what comes next.
	// Source: 004:211, 295, 464; what is held back is inferred.
	{Woman, Herself, Read, SetOf(Identity, Offence, Condition, Needs, Plan, Children, Sealed), []Purpose{ForSupport, ForCondition}, whole, "it is her own record"},
	{Woman, Herself, Read, SetOf(Notes), []Purpose{ForSupport, ForCondition}, PartOnly, "her own notes, without what would put another person in danger"},
	{Woman, Herself, Append, SetOf(Identity, Condition, Needs, Notes, Plan), []Purpose{ForSupport}, whole, "her own words, plans, and how she may be reached"},

	// Where two people agreed, one of them of another agency, somebody outside the
	// role reads for safeguarding, for a time. What is sealed stays so. Inferred.
	{Keyworker, Opened, Read, supportClasses, []Purpose{ForSafeguarding}, whole, "two people agreed to open her record for a time"},
	{ServiceLead, Opened, Read, supportClasses, []Purpose{ForSafeguarding}, whole, "two people agreed to open her record for a time"},
	{PartnerManager, Opened, Read, supportClasses, []Purpose{ForSafeguarding}, whole, "two people agreed to open her record for a time"},
	{idva, Opened, Read, SetOf(Identity, Needs, Notes, Plan, Children), []Purpose{ForSafeguarding}, whole, "two people agreed to open her record for a time"},

	// Who is told of the person she fears, or of somebody who must not see her,
	// writes it down; reading it back is another matter. Inferred from 004:235.
	{Keyworker, Allocated, Append, SetOf(Sealed), caring, whole, "what she told of whom she fears is written down, and sealed"},
	{ServiceLead, Service, Append, SetOf(Sealed), caring, whole, "what she told of whom she fears is written down, and sealed"},

	// How long her record is kept, what holds it and what ends it: two people, one
	// who leads the service and one who answers for how records are used. The
	// second reads the reasons written about that and not her name. The sources
	// state nothing of it; all of this is inferred.
	{ServiceLead, Service, Find, SetOf(Identity), legal, whole, "how long records of the service are kept"},
	{ServiceLead, Service, Read, SetOf(Identity, Plan), legal, whole, "how long records of the service are kept"},
	{ServiceLead, Service, Append, SetOf(Plan), legal, whole, "how long records of the service are kept"},
	{ServiceLead, Service, Erase, everything, legal, whole, "one of two people who end what is kept of her"},
	{InformationGovernance, Overseen, Find, SetOf(Identity), legal, whole, "how long records are kept"},
	{InformationGovernance, Overseen, Read, SetOf(Plan), legal, PartOnly, "why her record is kept, held or to be erased"},
	{InformationGovernance, Overseen, Append, SetOf(Plan), legal, whole, "how long records are kept"},
	{InformationGovernance, Overseen, Erase, everything, legal, whole, "one of two people who end what is kept of her"},

	// A copy of her record is hers to take. Who prepares it for her, or for a court
	// or a police order, reads what goes into it, says why, and does not release it
	// alone. Inferred.
	{Woman, Herself, Export, everything &^ SetOf(Notes), legal, whole, "a copy of her own record"},
	{Woman, Herself, Export, SetOf(Notes), legal, PartOnly, "a copy of her own notes, without what would put another person in danger"},
	{ServiceLead, Service, Export, everything, legal, WrittenReason, "a pack that she or the law asks for, which two people sign"},
	{InformationGovernance, Overseen, Export, everything, legal, WrittenReason, "a pack that she or the law asks for, which two people sign"},
}
