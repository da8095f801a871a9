package need

// Tier is a level of need by the number of pathways in which need is present:
// 1 standard, 2 medium, 3 high. The zero Tier is "not stated".
// Source: 004:248 for one to three and four to six, 004:462-464 for the names;
// seven to nine is what remains of the nine.
type Tier int

// The tiers. No source gives a tier for no needs.
const (
	TierNotStated Tier = iota
	TierStandard
	TierMedium
	TierHigh
)

// TierFor returns the tier for a number of needs, from 0 to 9. For no needs, and
// for a number that cannot be, it is not stated.
func TierFor(needs int) Tier {
	switch {
	case needs < 1 || needs > len(nine):
		return TierNotStated
	case needs <= 3:
		return TierStandard
	case needs <= 6:
		return TierMedium
	}
	return TierHigh
}

// Title returns the tier's name as the service prints it.
func (t Tier) Title() string {
	switch t {
	case TierStandard:
		return "Standard level of need"
	case TierMedium:
		return "Medium level of need"
	case TierHigh:
		return "High level of need"
	}
	return "not stated"
}

// Design is what a tier was meant to offer when the service was drawn up. It is
// superseded: the support given far exceeded it (Source: 004:466), so it is
// guidance, shown as "anticipated" beside what happened, and never a stop.
type Design struct {
	SessionsFrom, SessionsTo int // structured one-to-one sessions
	SupportMonths            int // at most, in calendar months
	TelephoneMonths          int // follow-on contact, at most; 0 where none is named
	OnwardMonths             int // optional onward programme, at most; 0 where none is named
	Source                   string
	Status                   string
}

// DesignStatus is the standing of every tier's design limits.
const DesignStatus = "superseded, guidance only"

// Design returns what the tier was designed to offer, and false where the tier
// is not stated. Source: 004:462-464, superseded by 004:466.
func (t Tier) Design() (Design, bool) {
	switch t {
	case TierStandard:
		return Design{SessionsFrom: 2, SessionsTo: 3, SupportMonths: 1, Source: "004:462", Status: DesignStatus}, true
	case TierMedium:
		return Design{SessionsFrom: 3, SessionsTo: 5, SupportMonths: 3, Source: "004:463", Status: DesignStatus}, true
	case TierHigh:
		return Design{SessionsFrom: 3, SessionsTo: 5, SupportMonths: 3, TelephoneMonths: 6, OnwardMonths: 18, Source: "004:464", Status: DesignStatus}, true
	}
	return Design{}, false
}
