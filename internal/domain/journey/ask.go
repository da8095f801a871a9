package journey

import (
	"strings"
	"unicode/utf8"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// ByHerself is the agency and the role of a referral that nobody but the woman
// made.
const ByHerself = "self"

// longestAsked bounds what she may write in one answer, in characters.
const longestAsked = 200

// Asking is what a woman enters who asks for support herself. All but a name, a
// way to reach her and her agreement may be left out.
type Asking struct {
	Scheme   string // the scheme she comes to
	Provider string // the organisation that will support her, where that is settled

	Identity Identity
	Contact  Contact        // one of OwnContacts
	Wants    []need.Pathway // what she would like help with
	Lives    string         // where she lives, as she wrote it
	Urgent   []string       // Urgent codes
	Agreed   bool           // we may contact her so
}

// Ask makes the facts of a woman who asks for support herself: who she is, and
// her referral. Her words, and what she would like help with, are sealed. She is
// always a new woman: whether the service knows her already is for the service
// to say, and never for a page that anybody may open. Source: 004:166.
func (p Pen) Ask(entry Asking) ([]Fact, error) {
	if err := p.checkAsking(entry); err != nil {
		return nil, err
	}
	woman, now, identity := p.NewID(), calendar.At(p.Now), entry.Identity
	referred := Referred{
		Scheme: entry.Scheme, Pathway: Voluntary, Agency: ByHerself, Role: ByHerself, Provider: entry.Provider,
		Contact: entry.Contact, Agreed: AgreedYes, Urgent: entry.Urgent,
	}
	if identity.Born.Known() {
		age := identity.Born.YearsAt(p.today())
		referred.Age = &age
	}
	return []Fact{
		p.write(woman, "", now, IdentityTold{}, &Words{Identity: &identity}),
		p.write(woman, p.NewID(), now, referred, sealedText(entry.words())),
	}, nil
}

// words returns what she would like help with and where she lives, as a
// keyworker reads it.
func (e Asking) words() string {
	var lines []string
	if len(e.Wants) > 0 {
		titles := make([]string, len(e.Wants))
		for i, pathway := range e.Wants {
			titles[i] = pathway.Title()
		}
		lines = append(lines, "She would like help with: "+strings.Join(titles, "; "))
	}
	if e.Lives != "" {
		lines = append(lines, "She lives in: "+e.Lives)
	}
	return strings.Join(lines, ". ")
}

// What may have to be put right in what she asks. Her page says each in her
// language.
const (
	NoContact   = "no_contact"    // no way of reaching her
	NoPhone     = "no_phone"      // no number, or one that cannot be dialled
	NoThrough   = "no_through"    // nobody to go through
	NoName      = "no_name"       // no name to use
	BornAhead   = "born_ahead"    // born after today
	BornLongAgo = "born_long_ago" // born more than 110 years ago
	TooLong     = "too_long"      // an answer of more than 200 characters
	NotListed   = "not_listed"    // an answer that was not offered
	NotAgreed   = "not_agreed"    // she does not say that we may contact her
)

// checkAsking names what has to be put right.
func (p Pen) checkAsking(entry Asking) error {
	var problems Problems
	who := entry.Identity
	problems.code(oneOf(entry.Contact, OwnContacts), "contact", NoContact)
	phoned := entry.Contact == ContactCall || entry.Contact == ContactNoMessage || entry.Contact == ContactText
	problems.code(!phoned || dialled(who.Phone), "phone", NoPhone)
	problems.code(entry.Contact != ContactThrough || who.Through != "", "through", NoThrough)
	problems.code(strings.TrimSpace(who.Given) != "", "name", NoName)
	problems.code(!who.Born.Known() || who.Born < p.today(), "born", BornAhead)
	problems.code(!who.Born.Known() || who.Born > p.today().AddMonths(-12*110), "born", BornLongAgo)
	for _, answer := range []struct{ field, text string }{
		{"phone", who.Phone}, {"through", who.Through}, {"times", who.Times}, {"ask_for", who.Ask},
		{"name", who.Given}, {"family", who.Family}, {"lives", entry.Lives}, {"language", who.Interpret},
	} {
		problems.code(utf8.RuneCountInString(answer.text) <= longestAsked, answer.field, TooLong)
	}
	for _, pathway := range entry.Wants {
		problems.code(pathway.Known(), "wants", NotListed)
	}
	for _, urgent := range entry.Urgent {
		problems.code(oneOf(urgent, Urgents), "urgent", NotListed)
	}
	problems.code(entry.Agreed, "agreed", NotAgreed)
	return problems.err()
}

// dialled says whether a text can be a phone number: enough digits, and nothing
// that no number has.
func dialled(phone string) bool {
	digits := 0
	for _, letter := range phone {
		switch {
		case letter >= '0' && letter <= '9':
			digits++
		case !strings.ContainsRune(" +()-.", letter):
			return false
		}
	}
	return digits >= 7 && digits <= 15
}
