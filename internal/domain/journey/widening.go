package journey

import "cmp"

// A condition can widen the net: some women who were given one might otherwise
// have had a simple caution, with the option of asking for support themselves.
// So what she would otherwise have had is asked, and police are told where it
// was lighter. Source: 000:501.

// Otherwises lists what would have happened without the scheme.
var Otherwises = []string{"simple_caution", "community_resolution", "no_further_action", "charge", "penalty_notice", "other", "not_known"}

// Lighter says whether an outcome asks less of her than a condition does. The
// source names the simple caution; the two without enforcement are inferred.
// Source: 000:501; 004:166.
func Lighter(otherwise string) bool {
	return otherwise == "simple_caution" || otherwise == "community_resolution" || otherwise == "no_further_action"
}

// Widens says whether a pathway asks something of her that she might have been
// spared without it. Source: 000:501, of the conditional caution; the same
// question is put of penalty notices and triage.
func (p Pathway) Widens() bool { return p == ConditionalCaution || p == PenaltyNotice || p == Triage }

// Widening is what police answered about the net, and to the warning where the
// answer was lighter.
type Widening struct {
	Otherwise string // one of Otherwises; "" where nobody was asked
	Answer    WideningAnswer
	Reason    WideningReason // where they go on
	Words     string
	// Instead is the outcome in whose place she asks for herself, set by AsAnswered:
	// Undecided where police had named none.
	Instead string
}

// Undecided is the outcome of the exchange format where nothing is decided.
const Undecided = "undecided"

// WideningAnswer is what police did once they were told.
type WideningAnswer string

// The two answers.
const (
	AsksInstead WideningAnswer = "asks_instead" // she is referred by her own request
	GoesOn      WideningAnswer = "goes_on"
)

// WideningReason is why police go on although a lighter outcome was likely.
type WideningReason string

// The reasons. They are our own: no source lists any.
const (
	SheChoseIt      WideningReason = "she_chose_it"
	EarlierOutcomes WideningReason = "earlier_outcomes"
	MoreSerious     WideningReason = "more_serious_now"
	AlreadyDecided  WideningReason = "already_decided"
	AnotherReason   WideningReason = "other"
)

// WideningReasons lists the reasons in the order people choose from.
var WideningReasons = []WideningReason{SheChoseIt, EarlierOutcomes, MoreSerious, AlreadyDecided, AnotherReason}

var wideningWords = map[WideningReason]string{
	SheChoseIt:      "She knows both ways and chose this one",
	EarlierOutcomes: "She had a lighter outcome before",
	MoreSerious:     "More is known of the offence now",
	AlreadyDecided:  "A supervisor decided on it",
	AnotherReason:   "Another reason",
}

// Words returns the reason as people say it.
func (r WideningReason) Words() string { return wideningWords[r] }

// AsAnswered returns the referral as it stands once police answered the warning:
// a woman who asks for herself comes without a condition, and what police were
// considering is kept as that. Where nothing lighter was likely there was no
// warning, and nothing is answered.
func (r Referral) AsAnswered() Referral {
	if !Lighter(r.Widening.Otherwise) {
		r.Widening = Widening{Otherwise: r.Widening.Otherwise}
		return r
	}
	if r.Widening.Answer != AsksInstead {
		return r
	}
	r.Widening.Instead = cmp.Or(r.Outcome, Undecided)
	r.Asked.Considered = cmp.Or(r.Outcome, r.Asked.Considered)
	r.Outcome, r.Condition = "", nil
	return r
}

// WideningOf returns what police answered, from what was written down.
func WideningOf(body Referred) Widening {
	w := Widening{Otherwise: body.Otherwise, Reason: body.Reason}
	switch {
	case body.Instead != "":
		w.Answer = AsksInstead
	case body.Warned == Yes:
		w.Answer = GoesOn
	}
	return w
}

// warned says whether police were told, and answered.
func (r Referral) warned() bool {
	return Lighter(r.Widening.Otherwise) && (r.Pathway.Widens() || r.Widening.Answer == AsksInstead)
}

func (r Referral) checkWidening(problems *Problems) {
	w := r.Widening
	problems.check(w.Otherwise == "" || oneOf(w.Otherwise, Otherwises), "would_otherwise", "Choose from the list what would have happened without this scheme")
	if !r.warned() {
		return
	}
	problems.check(w.Answer == AsksInstead || w.Answer == GoesOn, "widening", "Choose whether she asks for herself instead, or you go on")
	problems.check(w.Answer != GoesOn || oneOf(w.Reason, WideningReasons), "widening_reason", "Choose why you go on")
}

// widening writes down what was answered.
func (b *Referred) widening(entry Referral) {
	b.Otherwise = entry.Widening.Otherwise
	if !entry.warned() {
		return
	}
	b.Warned = Yes
	if entry.Widening.Answer == AsksInstead {
		b.Instead = entry.Widening.Instead
		return
	}
	b.Reason = entry.Widening.Reason
}

// LegalAdvice is what she said when she was offered legal advice, before she
// agreed. There is some concern that people who accept a caution frequently have
// none, and may not fully understand what it means. Source: 000:497.
type LegalAdvice string

// The answers; "" is not written down.
const (
	LegalTaken    LegalAdvice = "taken"
	LegalDeclined LegalAdvice = "declined"
	LegalNotAsked LegalAdvice = "not_asked"
)

// LegalAdvices lists the answers.
var LegalAdvices = []LegalAdvice{LegalTaken, LegalDeclined, LegalNotAsked}

var legalWords = map[LegalAdvice]string{
	LegalTaken: "Offered, and she took it", LegalDeclined: "Offered, and she did not want it", LegalNotAsked: "Not offered yet",
}

// Words returns the answer as people say it.
func (a LegalAdvice) Words() string { return legalWords[a] }
