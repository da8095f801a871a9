package journey

import "throughline/internal/domain/calendar"

// KindFeedLinked is the fact of the service that a police feed was worked through.
const KindFeedLinked Kind = "police_feed_linked"

// MatchedHow says how a person decided that an arrest is hers.
type MatchedHow string

// The ways: she looked at the pair by itself, or took it with all pairs that fit as
// well as she had chosen.
const (
	MatchedAlone    MatchedHow = "one_pair"
	MatchedTogether MatchedHow = "over_the_threshold"
)

// ArrestMatch is why an arrest of a feed without keys is held to be hers. Who
// decided it is the account of the fact. The zero value stands with an arrest that
// came under her own key.
type ArrestMatch struct {
	Feed   string     `json:"feed,omitempty"`              // id under which the feed was read
	Weight int        `json:"weight_hundredths,omitempty"` // the weight of evidence, a hundred for each doubling of the odds
	Model  string     `json:"model,omitempty"`             // id of the model, which follows from its content
	How    MatchedHow `json:"how,omitempty"`
}

// FeedLinked says that a police feed was worked through, and up to which day it
// tells of arrests.
type FeedLinked struct {
	Feed   string       `json:"feed"`
	Until  calendar.Day `json:"cut_off"` // the last day the feed tells of
	Rows   int          `json:"rows"`
	Linked int          `json:"linked"`
	Unsure int          `json:"unsure"` // may be of a woman who is here, and nobody could tell
	Model  string       `json:"model"`
}

// Kind says that a police feed was worked through.
func (FeedLinked) Kind() Kind { return KindFeedLinked }

// LinkArrest writes an arrest of a feed to the record of the woman it is of. It was
// not known before now, whatever day it tells of: earlier reports do not change.
func (p Pen) LinkArrest(row Row, on calendar.Day, arrest Arrested) ([]Fact, error) {
	var problems Problems
	problems.check(arrest.Arrest != "", "arrest_id", "The arrest has no number of its own")
	problems.check(on.Known() && on <= p.today(), "arrested_on", "The day of the arrest is not known, or still to come")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.OnDay(on), arrest, nil)}, nil
}

// UnlinkArrest takes an arrest back that was linked to her: the fact stays, and
// counts no longer.
func (p Pen) UnlinkArrest(row Row, fact string, on calendar.Day) []Fact {
	return []Fact{p.instead(Fact{ID: fact, Woman: row.Woman, Happened: calendar.OnDay(on)}, Withdrawn{}, nil)}
}

// LinkFeed writes that a feed was worked through.
func (p Pen) LinkFeed(feed FeedLinked) Fact {
	return p.write("", "", calendar.At(p.Now), feed, nil)
}
