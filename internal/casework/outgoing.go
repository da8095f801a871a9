package casework

import (
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/safecontact"
)

// Template is what a message says. Nothing leaves for her device in anybody's own
// words: a template has typed values, and its words stand in the catalogue.
type Template string

// The templates.
const (
	AppointmentReminder Template = "reminder"
	AppointmentChanged  Template = "changed"
	AppointmentOff      Template = "off"
	NewRequest          Template = "new_request"     // to an inbox of the service
	PartnerRequest      Template = "partner_request" // to a partner, with a link to answer by
)

// Templates lists them.
var Templates = []Template{AppointmentReminder, AppointmentChanged, AppointmentOff, NewRequest, PartnerRequest}

// Outgoing is one message that is to leave: codes and moments only. Its words are
// made, and where it goes is looked up, when it leaves.
type Outgoing struct {
	ID          string
	Woman       string // "" where it goes to an inbox of the service
	Case        string
	Channel     safecontact.Channel
	Template    Template
	Language    string          // BCP 47, "" for English
	Appointment string          // or, of a message to a partner, the referral
	At          calendar.Moment // when the appointment is, as the message says
	By          string          // account id of who asked for it; "" where nobody signed in
	Agency      string          // whose inbox it goes to, where it goes to one
	After       time.Time       // not before
	Until       time.Time       // from then on it is too late to say it
}

// ToHer says whether a message goes to the woman herself.
func (o Outgoing) ToHer() bool { return o.Woman != "" }

// MessageState is what became of a message.
type MessageState string

// The states. Only one that waits is ever sent: of one whose delivery is not
// known, no machine sends it again.
const (
	MessageWaiting   MessageState = "waiting"
	MessageSending   MessageState = "sending" // handed over, and no answer yet
	MessageSent      MessageState = "sent"
	MessageDelivered MessageState = "delivered"
	MessageHeld      MessageState = "held"    // a person has to look
	MessageLate      MessageState = "late"    // it was no longer so, or too late to say
	MessageFailed    MessageState = "failed"  // it did not arrive
	MessageUnknown   MessageState = "unknown" // it may have arrived
)

// MessageStates lists them.
var MessageStates = []MessageState{MessageWaiting, MessageSending, MessageSent, MessageDelivered, MessageHeld, MessageLate, MessageFailed, MessageUnknown}

// Message is an outgoing message as it stands.
type Message struct {
	Outgoing
	State   MessageState
	Why     string // why it was held or did not arrive; a sentence without a value of hers
	Changed time.Time
}

// Settled moves a message from one state to another. Where it is no longer in the
// first, the change is a Conflict and nothing of it is written: so of two
// instances one sends.
type Settled struct {
	ID   string
	From MessageState
	To   MessageState
	Why  string
	// After is from when it may be sent again, zero where that does not change.
	After time.Time
}

// MessageFilter chooses messages. Zero fields choose everything.
type MessageFilter struct {
	ID    string
	Case  string
	State MessageState
	Due   time.Time // only those whose time has come by then
	Limit int       // 0: all
}

// Item is what somebody wants to leave the service.
type Item struct {
	Case        string
	Template    Template
	Channel     safecontact.Channel
	Language    string
	Appointment string
	At          calendar.Moment
}

// Released says whether an item leaves: as a message to be written with the facts
// it comes of, or not, because.
type Released struct {
	Send     bool
	Because  string // why it is held, in words for the person who asked
	Outgoing Outgoing
}
