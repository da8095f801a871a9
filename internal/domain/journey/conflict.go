package journey

import (
	"slices"
	"strings"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// The kinds of fact about looking at a conflict again, and about asking to open
// her record. All are of the woman.
const (
	KindConflictKept    Kind = "conflict_kept"
	KindLiftAsked       Kind = "lift_asked"
	KindOpeningAsked    Kind = "opening_asked"
	KindOpeningDeclined Kind = "opening_declined"
)

// ConflictKept says that somebody looked at a conflict and found that it holds.
type ConflictKept struct {
	Conflict string `json:"conflict"`
}

// LiftAsked says that somebody found that a conflict is none, or no more, and asks
// a second person to agree. Until then it holds.
type LiftAsked struct {
	Conflict string `json:"conflict"`
}

// OpeningAsked says that somebody outside the role asks to open her record for
// safeguarding. It opens nothing until a second person agrees.
type OpeningAsked struct {
	Ask string `json:"ask"`
}

// OpeningDeclined says that a second person did not agree to an opening.
type OpeningDeclined struct {
	Ask string `json:"ask"`
}

func (ConflictKept) Kind() Kind    { return KindConflictKept }
func (LiftAsked) Kind() Kind       { return KindLiftAsked }
func (OpeningAsked) Kind() Kind    { return KindOpeningAsked }
func (OpeningDeclined) Kind() Kind { return KindOpeningDeclined }

// OpeningAsk is somebody who asks to open her record, and waits for a second person.
type OpeningAsk struct {
	ID      string    `json:"id"`
	Account string    `json:"account"`
	Agency  string    `json:"agency"`
	At      time.Time `json:"at"`
}

// AsksToOpen is how whoever asks is tied to a case. It is no relation of the door
// and opens nothing: it only puts the case before the second person.
const AsksToOpen access.Relation = "asks-to-open"

// review takes one fact about a conflict or an opening that is looked at.
func (d *Door) review(fact Fact) {
	about := func(id string, change func(*Conflict)) {
		for i := range d.Conflicts {
			if d.Conflicts[i].ID == id {
				change(&d.Conflicts[i])
			}
		}
	}
	switch body := fact.Body.(type) {
	case ConflictKept:
		about(body.Conflict, func(c *Conflict) { c.Kept, c.LiftBy = true, "" })
	case LiftAsked:
		about(body.Conflict, func(c *Conflict) { c.LiftBy = fact.By })
	case OpeningAsked:
		d.Asks = append(d.Asks, OpeningAsk{ID: body.Ask, Account: fact.By, Agency: fact.Agency, At: fact.Happened.Time()})
	case OpeningDeclined:
		d.Asks = slices.DeleteFunc(d.Asks, func(a OpeningAsk) bool { return a.ID == body.Ask })
	}
}

// Barred says whether a conflict hides her from this person, or from the whole
// agency.
func (d Door) Barred(account, agency string) bool {
	return slices.ContainsFunc(d.Conflicts, func(c Conflict) bool { return c.Bars(account, agency) })
}

// conflict returns the conflict of this id, and false where it holds no more.
func (d Door) conflict(id string) (Conflict, bool) {
	i := slices.IndexFunc(d.Conflicts, func(c Conflict) bool { return c.ID == id })
	if i < 0 {
		return Conflict{}, false
	}
	return d.Conflicts[i], true
}

// Matched returns the fact that hides her from somebody who was found to be too
// close to her, or who is barred from a woman who seems to be her. Nobody wrote it:
// it follows from what was told.
func Matched(woman string, found Conflict, now time.Time) Fact {
	return Fact{
		Woman: woman, Happened: calendar.At(now), Known: calendar.At(now),
		Body: ConflictMarked{Conflict: found.ID, Account: found.Account, Agency: found.Agency, From: found.From},
	}
}

// Matches says whether a woman with these facts has to be hidden from somebody who
// was found: not where she is already, not where two people found before that this
// is no conflict, and not from whoever referred her, who knows of her: hiding her
// then would only tell that she was known before.
func Matches(facts []Fact, found Conflict) bool {
	lifted := map[string]bool{}
	for _, fact := range facts {
		if body, ok := fact.Body.(ConflictLifted); ok {
			lifted[body.Conflict] = true
		}
	}
	return !slices.ContainsFunc(facts, func(fact Fact) bool {
		switch body := fact.Body.(type) {
		case ConflictMarked:
			same := body.Account == found.Account && body.Agency == found.Agency
			return same && (body.From == found.From || !lifted[body.Conflict])
		case Referred:
			return found.From == ConflictAlike && (Conflict{Account: found.Account, Agency: found.Agency}).Bars(fact.By, fact.Agency)
		}
		return false
	})
}

// KeepConflict says that a conflict was looked at and holds.
func (p Pen) KeepConflict(row Row, conflict string) ([]Fact, error) {
	_, held := row.Door.conflict(conflict)
	var problems Problems
	problems.check(held, "conflict", "There is no such conflict any more")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), ConflictKept{Conflict: conflict}, nil)}, nil
}

// AskLift asks a second person to agree that a conflict is none, or no more.
func (p Pen) AskLift(row Row, conflict, reason string) ([]Fact, error) {
	one, held := row.Door.conflict(conflict)
	var problems Problems
	problems.check(held, "conflict", "There is no such conflict any more")
	problems.check(one.LiftBy == "", "conflict", "Somebody asked for this already: a second person has to agree")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why it is no conflict")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), LiftAsked{Conflict: conflict}, sealedText(reason))}, nil
}

// AskOpening asks a second person to agree that the pen's owner reads her record
// for safeguarding. Asking again while a second person is asked changes nothing.
func (p Pen) AskOpening(row Row, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why her record has to be opened")
	if err := problems.err(); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(row.Door.Asks, func(a OpeningAsk) bool { return a.Account == p.By }) {
		return nil, nil
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), OpeningAsked{Ask: p.NewID()}, sealedText(reason))}, nil
}

// DeclineOpening says that the pen's owner does not agree to an opening.
func (p Pen) DeclineOpening(row Row, ask, reason string) ([]Fact, error) {
	i := slices.IndexFunc(row.Door.Asks, func(a OpeningAsk) bool { return a.ID == ask })
	var problems Problems
	problems.check(i >= 0, "ask", "This was answered already")
	problems.check(i < 0 || row.Door.Asks[i].Account != p.By, "ask", "Somebody else has to answer")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), OpeningDeclined{Ask: ask}, sealedText(reason))}, nil
}
