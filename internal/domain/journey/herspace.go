package journey

import (
	"slices"
	"strings"
	"unicode/utf8"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// The kinds of fact that she writes herself in her own space, and those that
// answer them.
const (
	KindAnsweredBack Kind = "answered_back"
	KindCheckedIn    Kind = "checked_in"
	KindTalk         Kind = "talk_asked"
	KindChange       Kind = "change_asked"
	KindCopy         Kind = "copy_asked"
	KindCorrection   Kind = "correction_asked"
	KindDeletion     Kind = "deletion_asked"
	KindSeenTo       Kind = "seen_to"
	KindHeldBack     Kind = "held_back"
)

// AnsweredBack is her own answer to an entry of her record. It stands beside the
// entry, and the entry stays as it was written.
type AnsweredBack struct {
	Entry string         `json:"entry"` // id of the fact it answers
	Class access.Classes `json:"class"` // of its words: see Fact.Class
}

// CheckedIn is how she says things are: for her as a whole, or in one pathway.
// It is no assessment, and changes no figure of one.
type CheckedIn struct {
	Pathway need.Pathway `json:"pathway,omitempty"` // "" for things as a whole
	Rating  int          `json:"rating"`            // 0 very hard to 4 going well
}

// lowRating is the highest rating that asks somebody to speak to her.
const lowRating = 1

// Low says whether things are so hard that somebody should speak to her.
func (c CheckedIn) Low() bool { return c.Rating <= lowRating }

// TalkAsked says that she would rather speak to somebody.
type TalkAsked struct {
	About TalkAbout `json:"about,omitempty"`
}

// TalkAbout is what she wants to talk about.
type TalkAbout string

// What she may want to talk about; "" where she did not say.
const (
	TalkPlan        TalkAbout = "plan"
	TalkAppointment TalkAbout = "appointment"
	TalkFeeling     TalkAbout = "feeling"
	TalkRecord      TalkAbout = "record"
	TalkSharing     TalkAbout = "sharing"
)

// TalkAbouts lists them.
var TalkAbouts = []TalkAbout{TalkPlan, TalkAppointment, TalkFeeling, TalkRecord, TalkSharing}

// ChangeAsked says that she wants her plan to be another.
type ChangeAsked struct {
	Goal string `json:"goal,omitempty"` // the goal it is about; "" for the plan as a whole
}

// CopyAsked says that she wants a copy of what is kept of her.
type CopyAsked struct{}

// CorrectionAsked says that she wants something put right.
type CorrectionAsked struct {
	Entry string `json:"entry,omitempty"` // id of the fact it is about; "" for none in particular
}

// DeletionAsked says that she wants what is kept of her to be deleted.
type DeletionAsked struct{}

// SeenTo says that what she asked for was seen to.
type SeenTo struct {
	Ask string `json:"ask"` // id of the fact in which she asked
}

// HeldBack says that an entry is not shown to her, because it would put another
// person in danger, or that it is shown again.
type HeldBack struct {
	Entry string `json:"entry"` // id of the fact
	Held  bool   `json:"held"`
}

func (AnsweredBack) Kind() Kind    { return KindAnsweredBack }
func (CheckedIn) Kind() Kind       { return KindCheckedIn }
func (TalkAsked) Kind() Kind       { return KindTalk }
func (ChangeAsked) Kind() Kind     { return KindChange }
func (CopyAsked) Kind() Kind       { return KindCopy }
func (CorrectionAsked) Kind() Kind { return KindCorrection }
func (DeletionAsked) Kind() Kind   { return KindDeletion }
func (SeenTo) Kind() Kind          { return KindSeenTo }
func (HeldBack) Kind() Kind        { return KindHeldBack }

// Class returns the data class that the sealed words of the fact belong to. It is
// that of its kind, but for her own answer to an entry and for a document.
func (f Fact) Class() access.Class {
	switch body := f.Body.(type) {
	case AnsweredBack:
		for _, class := range access.EveryClass {
			if body.Class.Has(class) {
				return class
			}
		}
	case DocumentAttached:
		return classOf(body.Class)
	case DocumentTakenOut:
		return classOf(body.Class)
	}
	return f.Body.Kind().Class()
}

// answerClass is the class of her answer to an entry: of her needs and her plan
// that of the entry. To anything else it is a note, read by those who support
// her: what police may read of an entry they may not read of her answer to it.
func answerClass(entry Fact) access.Class {
	if class := entry.Class(); class == access.Needs || class == access.Plan {
		return class
	}
	return access.Notes
}

// Ask is something she asked for, or told, that waits for somebody to see to it.
type Ask struct {
	Fact string       `json:"fact"` // in which she asked
	What Kind         `json:"what"`
	On   calendar.Day `json:"on"`
}

// AsksKeepers returns what she asks for that her keyworker cannot give: a copy of
// what is kept of her, or that it is deleted. The oldest comes first.
func (r Row) AsksKeepers() []Ask {
	var asks []Ask
	for _, ask := range r.Asks {
		if ask.What == KindCopy || ask.What == KindDeletion {
			asks = append(asks, ask)
		}
	}
	return asks
}

// asks adds what she asks for, and takes away what was seen to. Who spoke to her
// since has heard that she wanted to talk, or that things are hard.
func (r *Row) asks(fact Fact) {
	add := func(holds bool) {
		if holds {
			r.Asks = append(r.Asks, Ask{Fact: fact.ID, What: fact.Body.Kind(), On: fact.Happened.Day()})
		}
	}
	heard := func() {
		r.Asks = slices.DeleteFunc(r.Asks, func(a Ask) bool {
			return a.What == KindTalk || a.What == KindCheckedIn
		})
	}
	switch body := fact.Body.(type) {
	case TalkAsked, ChangeAsked, CopyAsked, CorrectionAsked, DeletionAsked:
		add(true)
	case CheckedIn:
		add(body.Low())
	case SeenTo:
		r.Asks = slices.DeleteFunc(r.Asks, func(a Ask) bool { return a.Fact == body.Ask })
	case ContactMade:
		if body.Spoke {
			heard()
		}
	case Attendance:
		if body.Outcome.Came() {
			heard()
		}
		if body.Outcome == CancelledByHer && fact.By == fact.Woman {
			r.Asks = append(r.Asks, Ask{Fact: fact.ID, What: KindAttendance, On: fact.Known.Day()})
		}
	}
}

// bookedAnew takes away that she could not come where a time was booked since then,
// by the id of the fact that booked last, or where somebody saw to it. An appointment
// she calls off is dated on its own day, so that what was written later is not what
// comes later.
func (r *Row) bookedAnew(last string, seen []string) {
	r.Asks = slices.DeleteFunc(r.Asks, func(a Ask) bool {
		return a.What == KindAttendance && (last > a.Fact || slices.Contains(seen, a.Fact))
	})
}

// longestOwn bounds what she writes at once, in characters.
const longestOwn = 4000

// ownWords checks what she wrote, and seals it.
func (p *Problems) ownWords(text, field, missing string) *Words {
	text = strings.TrimSpace(text)
	p.check(missing == "" || text != "", field, missing)
	p.check(utf8.RuneCountInString(text) <= longestOwn, field, "Use fewer words here")
	return sealedText(text)
}

// AnswerBack writes her own answer beside an entry.
func (p Pen) AnswerBack(row Row, entry Fact, text string) ([]Fact, error) {
	var problems Problems
	words := problems.ownWords(text, "answer", "Write your answer")
	if err := problems.err(); err != nil {
		return nil, err
	}
	body := AnsweredBack{Entry: entry.ID, Class: access.SetOf(answerClass(entry))}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), body, words)}, nil
}

// CheckIn writes down how she says things are.
func (p Pen) CheckIn(row Row, pathway need.Pathway, rating int, text string) ([]Fact, error) {
	var problems Problems
	problems.check(rating >= int(need.RatingLowest) && rating <= int(need.RatingHighest), "rating", "Choose one of the five")
	problems.check(pathway == "" || pathway.Known(), "rating", "Choose from the list")
	words := problems.ownWords(text, "words", "")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), CheckedIn{Pathway: pathway, Rating: rating}, words)}, nil
}

// AskToTalk writes down that she would rather speak to somebody.
func (p Pen) AskToTalk(row Row, about TalkAbout, text string) ([]Fact, error) {
	var problems Problems
	problems.check(about == "" || oneOf(about, TalkAbouts), "about", "Choose from the list")
	words := problems.ownWords(text, "words", "")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), TalkAsked{About: about}, words)}, nil
}

// AskForChange writes down that she wants her plan to be another.
func (p Pen) AskForChange(row Row, goal, text string) ([]Fact, error) {
	var problems Problems
	words := problems.ownWords(text, "words", "Write what you want to change")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), ChangeAsked{Goal: goal}, words)}, nil
}

// AskForCopy writes down that she wants a copy of what is kept of her.
func (p Pen) AskForCopy(row Row) []Fact {
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), CopyAsked{}, nil)}
}

// AskForDeletion writes down that she wants what is kept of her to be deleted.
func (p Pen) AskForDeletion(row Row) []Fact {
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), DeletionAsked{}, nil)}
}

// AskForCorrection writes down that she wants something put right.
func (p Pen) AskForCorrection(row Row, entry, text string) ([]Fact, error) {
	var problems Problems
	words := problems.ownWords(text, "words", "Write what is wrong")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), CorrectionAsked{Entry: entry}, words)}, nil
}

// SeeTo writes down that what she asked for was seen to.
func (p Pen) SeeTo(row Row, ask, note string) ([]Fact, error) {
	var problems Problems
	problems.check(slices.ContainsFunc(row.Asks, func(a Ask) bool { return a.Fact == ask }), "ask", "This was seen to already")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), SeenTo{Ask: ask}, sealedText(note))}, nil
}

// HoldBack keeps an entry from her, or shows it again. The reason is another
// person's safety and is written down.
func (p Pen) HoldBack(row Row, entry Fact, held bool, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(entry.Class() == access.Notes, "held", "Only a note can be held back")
	problems.check(entry.By != row.Woman, "held", "She wrote this herself")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say who would be in danger, and why")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), HeldBack{Entry: entry.ID, Held: held}, sealedText(reason))}, nil
}
