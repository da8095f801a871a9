package journey

import (
	"slices"
	"strings"
	"unicode/utf8"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/safecontact"
)

// The kinds of fact that say how she may be reached. All are of the woman.
const (
	KindSafeContact     Kind = "safe_contact_told"
	KindSafeConfirmed   Kind = "safe_contact_confirmed"
	KindChannelIsFrozen Kind = "channel_frozen"
)

// SafeContactTold is what she said of each channel. Her words about it, her number
// and her e-mail address are sealed. What it leaves out stays as it was.
type SafeContactTold struct {
	Channels []safecontact.Terms `json:"channels"`
}

// SafeContactConfirmed says that she was asked, and that these channels are still
// safe. A frozen one is open again.
type SafeContactConfirmed struct {
	Channels []safecontact.Channel `json:"channels"`
}

// ChannelFrozen says that something happened after which a channel is not used
// until she says that it is safe.
type ChannelFrozen struct {
	Channel safecontact.Channel `json:"channel"`
	Because safecontact.Trouble `json:"because"`
}

func (SafeContactTold) Kind() Kind      { return KindSafeContact }
func (SafeContactConfirmed) Kind() Kind { return KindSafeConfirmed }
func (ChannelFrozen) Kind() Kind        { return KindChannelIsFrozen }

// Guard is what she said of the people around her who may see or hear that
// somebody writes or calls.
type Guard struct {
	MustNotKnow string `json:"must_not_know,omitempty"` // who must not learn of it
	OpensPost   string `json:"opens_post,omitempty"`    // who opens post where she lives
}

// GuardOf returns what she said last of those around her, from effective facts
// whose words on safe contact the door has opened.
func GuardOf(effective []Fact) Guard {
	var guard Guard
	for _, fact := range effective {
		if _, told := fact.Body.(SafeContactTold); told && fact.Words != nil {
			guard = Guard{}
			if fact.Words.Guard != nil {
				guard = *fact.Words.Guard
			}
		}
	}
	return guard
}

// reach folds how she may be reached out of all her facts: a referral of another
// case says it too.
func (f *folding) reach(fact Fact) {
	rule := &f.row.SafeContact
	switch body := fact.Body.(type) {
	case Referred:
		*rule = rule.Offered(fact.Happened, body.Contact.terms()...)
	case SafeContactTold:
		*rule = rule.Told(fact.Happened, body.Channels...)
	case SafeContactConfirmed:
		*rule = rule.Confirmed(fact.Happened, body.Channels...)
	case ChannelFrozen:
		*rule = rule.Freeze(fact.Happened, body.Channel, body.Because)
	}
}

// terms is what the answer of a referral says of each channel: the first telling
// of the one she chose, and a no to those that the answer rules out. It says no
// hours, and nothing of what was not asked.
func (c Contact) terms() []safecontact.Terms {
	bar := func(channels ...safecontact.Channel) []safecontact.Terms {
		terms := make([]safecontact.Terms, len(channels))
		for i, channel := range channels {
			terms[i] = safecontact.Terms{Channel: channel}
		}
		return terms
	}
	open := func(terms safecontact.Terms, closed ...safecontact.Channel) []safecontact.Terms {
		terms.Allowed = true
		return append(bar(closed...), terms)
	}
	switch c {
	case ContactCall:
		return open(safecontact.Terms{Channel: safecontact.Phone, Voicemail: safecontact.Unnamed})
	case ContactText:
		return open(safecontact.Terms{Channel: safecontact.Text, Wording: safecontact.Neutral})
	case ContactNoMessage:
		return open(safecontact.Terms{Channel: safecontact.Phone, Voicemail: safecontact.NoVoicemail}, safecontact.Text)
	case ContactInPerson:
		return open(safecontact.Terms{Channel: safecontact.InPerson}, safecontact.Phone, safecontact.Text)
	case ContactThrough:
		return open(safecontact.Terms{Channel: safecontact.Through}, safecontact.Phone, safecontact.Text, safecontact.Email, safecontact.Post)
	}
	return nil
}

// DestinationSince returns when the number or address that a channel leads to was
// first told as it is now, from effective facts whose identity the door has
// opened; zero where there is none. What she said of an older one says nothing of
// this one.
func DestinationSince(effective []Fact, channel safecontact.Channel) calendar.Moment {
	var now string
	var since calendar.Moment
	for _, fact := range effective {
		if fact.Words == nil || fact.Words.Identity == nil {
			continue
		}
		if told := fact.Words.Identity.Destination(channel); told != "" && told != now {
			now, since = told, fact.Happened
		}
	}
	return since
}

// Destination returns the number or address that a channel leads to, "" where it
// leads to none that is kept.
func (i Identity) Destination(channel safecontact.Channel) string {
	switch channel {
	case safecontact.Phone, safecontact.Text:
		return i.Phone
	case safecontact.Email:
		return i.Email
	}
	return ""
}

// SafeContactEntry is how she may be reached, as a person writes down what she
// says.
type SafeContactEntry struct {
	Channels []safecontact.Terms
	Phone    string // as it is now; "" leaves what stands
	Email    string
	Times    string // her words on the hours
	Ask      string // what to ask for when somebody answers
	Through  string // whom to go through, and how
	Guard    Guard
}

// TellSafeContact writes down how she may be reached. known is who she is as it
// stands.
func (p Pen) TellSafeContact(row Row, known Identity, entry SafeContactEntry) ([]Fact, error) {
	entry.Phone, entry.Email = strings.TrimSpace(entry.Phone), strings.TrimSpace(entry.Email)
	if err := entry.check(known); err != nil {
		return nil, err
	}
	said := Identity{Phone: entry.Phone, Email: entry.Email, Times: entry.Times, Ask: entry.Ask, Through: entry.Through, Retold: true}
	words := &Words{Identity: &said}
	if entry.Guard != (Guard{}) {
		words.Guard = &entry.Guard
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), SafeContactTold{Channels: entry.Channels}, words)}, nil
}

// check says what has to be put right before the entry can be written down.
func (e SafeContactEntry) check(known Identity) error {
	var problems Problems
	problems.check(len(e.Channels) > 0, "phone_allowed", "Write down at least one way to reach her, or that there is none")
	now := known.Merge(Identity{Phone: e.Phone, Email: e.Email})
	seen := map[safecontact.Channel]bool{}
	for _, terms := range e.Channels {
		name := string(terms.Channel)
		problems.check(terms.Channel.Known() && !seen[terms.Channel], name+"_allowed", "Choose each way to reach her once, from the list")
		seen[terms.Channel] = true
		if !terms.Allowed {
			continue
		}
		problems.check(oneOf(terms.Hours, []safecontact.Hours{safecontact.HoursNotStated, safecontact.AnyHour, safecontact.SomeHours}), name+"_hours", "Choose at which hours from the list")
		problems.check((terms.Hours == safecontact.SomeHours) == (len(terms.Windows) > 0), name+"_hours", "Enter the hours that are safe, or choose that she did not say")
		for _, window := range terms.Windows {
			problems.check(window.Sound(), name+"_from", "Choose the days, and an hour that ends after it begins")
		}
		switch terms.Channel {
		case safecontact.Phone:
			problems.check(oneOf(terms.Voicemail, safecontact.Voicemails), "voicemail", "Choose what may be left on voicemail")
			problems.check(dialled(now.Phone), "phone", "Enter her number, like 07700 900123")
		case safecontact.Text:
			problems.check(oneOf(terms.Wording, safecontact.Wordings), name+"_wording", "Choose what a text may say")
			problems.check(dialled(now.Phone), "phone", "Enter her number, like 07700 900123")
		case safecontact.Email:
			problems.check(oneOf(terms.Wording, safecontact.Wordings), name+"_wording", "Choose what an e-mail may say")
			problems.check(mailed(now.Email), "email", "Enter her e-mail address, like name@example.org")
		case safecontact.Through:
			problems.check(strings.TrimSpace(e.Through) != "", "through", "Write whom to go through, and how")
		}
	}
	for _, answer := range []struct{ field, text string }{
		{"phone", e.Phone}, {"email", e.Email}, {"times", e.Times}, {"ask_for", e.Ask}, {"through", e.Through},
		{"must_not_know", e.Guard.MustNotKnow}, {"opens_post", e.Guard.OpensPost},
	} {
		problems.check(utf8.RuneCountInString(answer.text) <= longestAsked, answer.field, "Use fewer words here")
	}
	return problems.err()
}

// mailed says whether a text can be an e-mail address: something on each side of
// one @, and nothing that could add a line or a second address to a message.
func mailed(address string) bool {
	name, host, parted := strings.Cut(address, "@")
	return parted && name != "" && strings.Contains(strings.Trim(host, "."), ".") && !strings.ContainsAny(address, " \t\r\n,;<>\"") && !strings.Contains(host, "@")
}

// ConfirmSafeContact writes down that she was asked at a contact, and that these
// channels are still safe.
func (p Pen) ConfirmSafeContact(row Row, at calendar.Moment, channels []safecontact.Channel) ([]Fact, error) {
	var problems Problems
	allowed := row.SafeContact.Allowed()
	problems.check(len(channels) > 0, "still_safe", "She has not said of any way to reach her that it is safe. Write down what she says now")
	for _, channel := range channels {
		problems.check(slices.Contains(allowed, channel), "still_safe", "She never said that "+channel.Words()+" is safe. Write down what she says now")
	}
	problems.check(at.Known() && !at.Time().After(p.Now), "at", "Enter when she was asked: today or an earlier day")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", at, SafeContactConfirmed{Channels: channels}, nil)}, nil
}

// FreezeChannel writes down that a channel is not used until she says that it is
// safe.
func (p Pen) FreezeChannel(row Row, channel safecontact.Channel, because safecontact.Trouble) ([]Fact, error) {
	var problems Problems
	problems.check(channel.Known(), "channel", "Choose the way to reach her from the list")
	problems.check(oneOf(because, safecontact.Troubles), "because", "Choose what happened from the list")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), ChannelFrozen{Channel: channel, Because: because}, nil)}, nil
}

// withSafety adds to what happened at a contact what she said of the ways to reach
// her: a yes holds for those she allowed and that are not frozen, and a no freezes
// every one of them.
func (p Pen) withSafety(row Row, at calendar.Moment, still YesNo, happened Fact) ([]Fact, error) {
	facts := []Fact{happened}
	open := slices.DeleteFunc(row.SafeContact.Allowed(), func(channel safecontact.Channel) bool {
		standing, _ := row.SafeContact.Of(channel)
		return standing.Frozen.Known()
	})
	switch still {
	case "":
	case Yes:
		confirmed, err := p.ConfirmSafeContact(row, at, open)
		if err != nil {
			return nil, err
		}
		facts = append(facts, confirmed...)
	case No:
		for _, channel := range open {
			facts = append(facts, p.write(row.Woman, "", at, ChannelFrozen{Channel: channel, Because: safecontact.NotSafeNow}, nil))
		}
	default:
		return nil, Problems{{Field: "still_safe", Say: "Choose what she said from the list"}}
	}
	return facts, nil
}
