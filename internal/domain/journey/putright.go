package journey

import (
	"strings"

	"throughline/internal/domain/access"
)

// puttable lists the kinds of entry that those who write in a record can put
// right there, and whether one can be taken out whole. What police entered,
// decisions on a condition, what says who may see her, and what she wrote herself
// are not among them: each has a way of its own, or stays as it was said.
var puttable = map[Kind]bool{
	KindContact: true, KindNeed: true, KindGoal: true, KindActivity: true, KindAnswer: true, KindBooked: true, KindAttendance: true,
	KindHealthNoted: true, KindSupportNoted: true, KindAdviceNoted: true,
	KindScreened: true, KindScored: true, KindStrengths: true, KindWellbeing: true, KindRisk: true, KindExcluded: true, KindFamily: true,
	KindTier: false, KindPlanAgreed: false, KindExcuseDecided: false, KindIdentity: false,
}

// Puttable says whether an entry can be put right, and whether it can be taken
// out whole.
func Puttable(fact Fact) (right, out bool) {
	out, right = puttable[fact.Body.Kind()]
	if fact.paid() {
		out = false
	}
	if fact.Agency == access.Itself {
		return false, false
	}
	return right, out
}

// Rewording is how an entry should have been written.
type Rewording struct {
	Text     string
	Identity *Identity // of an entry that says who she is
	Reason   string
}

// PutRight writes an entry anew in other words. The earlier one stays, as what
// was written before.
func (p Pen) PutRight(fact Fact, entry Rewording) ([]Fact, error) {
	right, _ := Puttable(fact)
	text := strings.TrimSpace(entry.Text)
	var problems Problems
	problems.check(right, "", "This entry cannot be put right here")
	problems.check(strings.TrimSpace(entry.Reason) != "", "reason", "Say what was wrong")
	if fact.Body.Kind() == KindIdentity {
		problems.check(entry.Identity != nil && entry.Identity.Name() != "", "family", "Enter her name")
	} else {
		problems.check(text != "", "text", "Write it as it should be")
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	words := Words{}
	if fact.Words != nil {
		words = *fact.Words
	}
	words.Why = strings.TrimSpace(entry.Reason)
	if fact.Body.Kind() == KindIdentity {
		words.Identity = entry.Identity
	} else {
		words.Text = text
	}
	return []Fact{p.instead(fact, fact.Body, &words)}, nil
}

// TakeOut takes an entry out and puts nothing in its place, as one that was made
// in the wrong record. It stays as what was written before.
func (p Pen) TakeOut(fact Fact, reason string) ([]Fact, error) {
	_, out := Puttable(fact)
	var problems Problems
	problems.check(out, "", "This entry cannot be taken out")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say what was wrong")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.instead(fact, Withdrawn{}, &Words{Why: strings.TrimSpace(reason)})}, nil
}

// instead returns a fact in the place of another.
func (p Pen) instead(fact Fact, body Body, words *Words) Fact {
	made := p.write(fact.Woman, fact.Case, fact.Happened, body, words)
	made.Supersedes, made.Why = fact.ID, CorrectionTyped
	return made
}

// Replaced says which of these facts another of them replaces, or undoes. What a
// fact replaced that was undone itself is not among them.
func Replaced(facts []Fact) map[string]Fact { return replacedBy(facts, knownBy(0)) }
