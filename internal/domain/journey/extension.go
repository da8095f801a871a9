package journey

import (
	"throughline/internal/domain/calendar"
)

// KindExtended is the kind of fact that says she asked for support to go on.
const KindExtended Kind = "support_extended"

// SupportExtended says that she asked for support to go on beyond what her tier
// was designed for. It stops nothing and starts no clock. Source: 004:295, 299.
type SupportExtended struct {
	Reason ExtensionReason `json:"reason"`
	Until  calendar.Day    `json:"until,omitzero"` // about when you will talk of ending again; zero: none agreed
}

// ExtensionReason is why she asked.
type ExtensionReason string

// Why she asked. Source: 004:295 for the first three; the others are our own.
const (
	ExtendedPandemic ExtensionReason = "emergency"
	ExtendedTrust    ExtensionReason = "trust_grew"
	ExtendedToldMore ExtensionReason = "told_more"
	ExtendedWaiting  ExtensionReason = "waiting_elsewhere"
	ExtendedOther    ExtensionReason = "other"
)

// ExtensionReasons lists them.
var ExtensionReasons = []ExtensionReason{ExtendedTrust, ExtendedToldMore, ExtendedWaiting, ExtendedPandemic, ExtendedOther}

var extensionWords = map[ExtensionReason]string{
	ExtendedTrust: "She trusts us more and wants to go on", ExtendedToldMore: "She told us more of what she needs",
	ExtendedWaiting: "She waits for another service", ExtendedPandemic: "Something outside held it up, such as a pandemic",
	ExtendedOther: "Another reason",
}

// Words returns the reason as people say it.
func (r ExtensionReason) Words() string { return extensionWords[r] }

// Kind is KindExtended.
func (SupportExtended) Kind() Kind { return KindExtended }

// Extend writes down that she asked for support to go on, and why, in her words
// where she said some.
func (p Pen) Extend(row Row, entry SupportExtended, words string) ([]Fact, error) {
	var problems Problems
	problems.check(row.Open(), "reason", "Her support has ended. New support is a new referral")
	problems.check(oneOf(entry.Reason, ExtensionReasons), "reason", "Choose why she asks to go on")
	problems.check(!entry.Until.Known() || entry.Until > p.today(), "until", "Enter a day after today, or leave it empty")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), entry, sealedText(words))}, nil
}
