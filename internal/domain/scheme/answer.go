package scheme

import "strings"

// Answer is what is known about one clause or one rule.
type Answer string

// The four answers. Not known is a fact nobody has given yet; not stated is a
// matter on which the scheme's sources are silent.
const (
	Yes       Answer = "yes"
	No        Answer = "no"
	NotKnown  Answer = "not_known"
	NotStated Answer = "not_stated"
)

func (a Answer) words() string { return strings.ReplaceAll(string(a), "_", " ") }

// Standing is what a rulebook says of one pathway for one encounter.
type Standing string

// The three standings. Any clause answered no closes the pathway; otherwise any
// clause not known leaves it unclear; a clause not stated never decides.
const (
	Open    Standing = "open"
	Closed  Standing = "closed"
	Unclear Standing = "unclear"
)

// Decision is the answer of one pathway of one scheme, clause by clause.
type Decision struct {
	Scheme   string         `json:"scheme"`
	Pathway  string         `json:"pathway"`
	Decision Standing       `json:"decision"`
	Clauses  []ClauseAnswer `json:"clauses"`
	// WouldNeed names, in plain words, what would have to be known before an
	// unclear pathway can be decided. The clause texts carry the same words.
	WouldNeed []string `json:"-"`
	// Undecided names the local settings among what would have to be known: only
	// the place that runs the scheme can say those.
	Undecided []string `json:"-"`
	// Worker is who she gets there, such as a keyworker or a lead professional; ""
	// where the rulebook does not say, or it cannot be known yet.
	Worker string `json:"-"`
	// Offers says what else is there for her. A closed pathway has at least one.
	Offers []OfferMade `json:"offers"`
}

// ClauseAnswer is one clause as it stands for one encounter. Its Text ends with
// what is missing where the clause is not known.
type ClauseAnswer struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Holds  Answer `json:"holds"`
	Source Source `json:"source"`
	// Mark is the clause's standing in its source, for pages.
	Mark Mark `json:"-"`
}

// OfferMade is one thing offered where a pathway is not open: another pathway of
// this scheme, another scheme, or help outside both.
type OfferMade struct {
	ID      string `json:"id"`
	Text    string `json:"text"`
	Scheme  string `json:"scheme,omitempty"`
	Pathway string `json:"pathway,omitempty"`
	Source  Source `json:"source"`
}
