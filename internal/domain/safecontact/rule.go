package safecontact

import (
	"slices"
	"time"

	"throughline/internal/domain/calendar"
)

// Days is how long what she said holds. After it she is asked again.
const Days = 28

// Terms is what she said of one channel.
type Terms struct {
	Channel   Channel   `json:"channel"`
	Allowed   bool      `json:"allowed"`
	Hours     Hours     `json:"hours,omitempty"`
	Windows   []Window  `json:"windows,omitempty"`   // where Hours is some
	Voicemail Voicemail `json:"voicemail,omitempty"` // of phone
	Wording   Wording   `json:"wording,omitempty"`   // of text and e-mail
}

// Trouble is why a channel is frozen.
type Trouble string

// The reasons.
const (
	NotDelivered Trouble = "not_delivered" // a message did not arrive, and nobody knows where it went
	WrongPerson  Trouble = "wrong_person"  // somebody else answered
	NotSafeNow   Trouble = "not_safe_now"  // she said so
)

// Troubles lists the reasons in the order people choose from.
var Troubles = []Trouble{WrongPerson, NotSafeNow, NotDelivered}

var troubleWords = map[Trouble]string{
	NotDelivered: "A message did not arrive", WrongPerson: "Somebody else answered", NotSafeNow: "She said it is not safe now",
}

// Words returns the reason as people say it.
func (t Trouble) Words() string { return troubleWords[t] }

// Standing is how one channel stands: what she said of it, when she last said so,
// and whether something happened since.
type Standing struct {
	Terms
	Said       calendar.Moment `json:"said"`                  // when she last said it, or that it is still so
	AtReferral bool            `json:"at_referral,omitempty"` // only the referral says it
	Frozen     calendar.Moment `json:"frozen,omitzero"`       // since when nothing goes by it; zero: not frozen
	Because    Trouble         `json:"because,omitempty"`
}

// Rule is how she may be reached, one standing for each channel she spoke of. The
// zero rule is of a woman nobody asked: every channel is no.
type Rule struct {
	Channels []Standing `json:"channels,omitempty"`
}

// Of returns how a channel stands, and false where she has not spoken of it.
func (r Rule) Of(channel Channel) (Standing, bool) {
	for _, standing := range r.Channels {
		if standing.Channel == channel {
			return standing, true
		}
	}
	return Standing{}, false
}

// with returns the rule with one channel standing so.
func (r Rule) with(standing Standing) Rule {
	channels := slices.Clone(r.Channels)
	if i := slices.IndexFunc(channels, func(s Standing) bool { return s.Channel == standing.Channel }); i >= 0 {
		channels[i] = standing
	} else {
		channels = append(channels, standing)
	}
	slices.SortFunc(channels, func(a, b Standing) int {
		return slices.Index(Channels, a.Channel) - slices.Index(Channels, b.Channel)
	})
	return Rule{Channels: channels}
}

// Told returns the rule after she said at a moment how she may be reached. It
// takes the place of what stood, a freeze included: she knows best.
func (r Rule) Told(at calendar.Moment, terms ...Terms) Rule {
	for _, one := range terms {
		r = r.with(Standing{Terms: one, Said: at})
	}
	return r
}

// Offered returns the rule after a referral that carries what she said to whoever
// sent her. It is the first word on a channel and never the last: it does not
// open what she told the service itself, and a no closes even that.
func (r Rule) Offered(at calendar.Moment, terms ...Terms) Rule {
	for _, one := range terms {
		if before, spoken := r.Of(one.Channel); spoken && !before.AtReferral && one.Allowed {
			continue
		}
		r = r.with(Standing{Terms: one, Said: at, AtReferral: true})
	}
	return r
}

// Confirmed returns the rule after she said at a moment that these channels are
// still safe, which ends a freeze. One she never allowed stays no.
func (r Rule) Confirmed(at calendar.Moment, channels ...Channel) Rule {
	for _, channel := range channels {
		if standing, spoken := r.Of(channel); spoken && standing.Allowed {
			standing.Said, standing.Frozen, standing.Because = at, calendar.Moment{}, ""
			r = r.with(standing)
		}
	}
	return r
}

// Freeze returns the rule after something happened that makes a channel unsafe
// until she says otherwise.
func (r Rule) Freeze(at calendar.Moment, channel Channel, because Trouble) Rule {
	standing, _ := r.Of(channel)
	standing.Channel, standing.Frozen, standing.Because = channel, at, because
	return r.with(standing)
}

// Allowed returns the channels that she allowed, frozen and old ones included:
// those she is asked about when somebody asks whether it is still safe.
func (r Rule) Allowed() []Channel {
	var channels []Channel
	for _, standing := range r.Channels {
		if standing.Allowed {
			channels = append(channels, standing.Channel)
		}
	}
	return channels
}

// Frozen returns the channels that are frozen.
func (r Rule) Frozen() []Standing {
	var frozen []Standing
	for _, standing := range r.Channels {
		if standing.Frozen.Known() {
			frozen = append(frozen, standing)
		}
	}
	return frozen
}

// Until returns the last day on which what she said of the channel holds.
func (s Standing) Until() calendar.Day { return s.Said.Day().AddDays(Days) }

// Next returns the first moment from one and before another at which the channel
// may be used, to the quarter of an hour, and false where there is none.
func (r Rule) Next(channel Channel, from, before calendar.Moment) (calendar.Moment, bool) {
	const step = 15 * time.Minute
	for at := from.Time(); at.Before(before.Time()); at = at.Truncate(step).Add(step) {
		if moment := calendar.At(at); r.May(channel, moment).Allow {
			return moment, true
		}
	}
	return calendar.Moment{}, false
}
