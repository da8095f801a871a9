package intake

import (
	"context"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// ChangeFor is how long the agency that sent a referral may put it right by
// itself; after that it tells the service.
const ChangeFor = 10 * time.Minute

// Amend puts a referral right within ChangeFor: every fact it made is superseded
// by one that says what was meant. The route is worked out again. It is a
// Conflict where the case moved on since the version that was seen.
func (d Desk) Amend(ctx context.Context, asker access.Asker, caseID string, seen int, entry journey.Referral, key string) (casework.Receipt, error) {
	const op = "amend referral"
	if err := mayRefer(op, asker); err != nil {
		return casework.Receipt{}, err
	}
	// Only who may read what was sent may put it right, though any officer may refer.
	row, _, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForReferral, entered)
	if err != nil {
		return casework.Receipt{}, err
	}
	if row.Sender != asker.Agency {
		return casework.Receipt{}, d.Absent(ctx, op, asker, row, access.Append, access.ForReferral)
	}
	digest, err := casework.Digest(key, op, asker, caseID, entry)
	if err != nil {
		return casework.Receipt{}, err
	}
	before, err := d.Record.Case(ctx, caseID, entered)
	if err != nil {
		return casework.Receipt{}, casework.In(op, err)
	}
	sent := sentOf(before)
	if !d.Now().Before(sent.referred.Happened.Time().Add(ChangeFor)) {
		return casework.Receipt{}, casework.Fail(casework.Conflict, op, "the ten minutes for changes have passed")
	}
	change := casework.Change{
		Key: key, Digest: digest, Case: caseID, Seen: seen,
		Entry: d.Note(asker, access.Append, access.ForReferral, op, entered, row),
	}
	// Where the case moved on, nothing is put in the place of what was not seen:
	// the record answers with the first receipt of this key, or with a conflict.
	if seen != casework.AnyVersion && seen != versionOf(entryOf(before.Row, sent)) {
		change.Seen = casework.OtherVersion
		return d.Record.Append(ctx, change)
	}
	if err := d.stillHer(ctx, asker, row, sent, entry.Identity); err != nil {
		return casework.Receipt{}, casework.In(op, err)
	}
	if entry, err = d.settled(asker, entry, row.Referred); err != nil {
		return casework.Receipt{}, err
	}
	facts, err := d.Pen(asker).Refer(entry, row.Woman)
	if err != nil {
		return casework.Receipt{}, &casework.Error{Kind: casework.Invalid, Op: op, Err: err}
	}
	// What is replaced is what was read here, whatever the asker saw.
	change.Seen, change.Facts = before.Row.Version, sent.replacedBy(facts)
	return d.Record.Append(ctx, change)
}

// versionOf numbers what was sent, and nothing that the service wrote since.
func versionOf(entry journey.Referral) int { return casework.Version(entry) }

// stillHer refuses to turn a woman whom the agency referred more than once into
// another: her earlier referrals would change with her.
func (d Desk) stillHer(ctx context.Context, asker access.Asker, row journey.Row, sent sentFacts, identity journey.Identity) error {
	if sent.identity == nil || sent.identity.Words == nil || sent.identity.Words.Identity == nil || same(*sent.identity.Words.Identity, identity) {
		return nil
	}
	times, err := d.Record.Count(ctx, asker, casework.Filter{Woman: row.Woman, Sender: asker.Agency})
	if err != nil {
		return err
	}
	if times > 1 {
		return journey.Problems{{Field: "family_name", Say: "Her name and date of birth stand on an earlier referral too: tell the service what to change"}}
	}
	return nil
}

// sentFacts are the facts that one referral made, as they stand.
type sentFacts struct {
	identity, encounter, referred, condition *journey.Fact
}

// sentOf picks them out of a case.
func sentOf(one casework.Case) sentFacts {
	var sent sentFacts
	for i := range one.Facts {
		fact := &one.Facts[i]
		if _, ok := fact.Body.(journey.Referred); ok && fact.Case == one.Row.Case {
			sent.referred = fact
		}
	}
	for i := range one.Facts {
		fact := &one.Facts[i]
		switch body := fact.Body.(type) {
		case journey.IdentityTold:
			if fact.Happened == sent.referred.Happened && fact.Agency == sent.referred.Agency {
				sent.identity = fact
			}
		case journey.Encounter:
			if body.Encounter != "" && body.Encounter == one.Row.Encounter {
				sent.encounter = fact
			}
		case journey.ConditionGiven:
			if fact.Case == one.Row.Case {
				sent.condition = fact
			}
		}
	}
	return sent
}

// replacedBy returns the facts of a new telling, fitted to the case that stands:
// each supersedes the one it corrects, keeps its ids and the moment it happened,
// and what is no longer told is withdrawn.
func (s sentFacts) replacedBy(facts []journey.Fact) []journey.Fact {
	left := map[journey.Kind]*journey.Fact{
		journey.KindIdentity: s.identity, journey.KindEncounter: s.encounter,
		journey.KindReferred: s.referred, journey.KindConditionGiven: s.condition,
	}
	for i := range facts {
		fact := &facts[i]
		if fact.Case != "" {
			fact.Case = s.referred.Case
		}
		fact.Happened = s.referred.Happened
		kind := fact.Body.Kind()
		if old := left[kind]; old != nil {
			fact.Supersedes, fact.Why = old.ID, journey.CorrectionTyped
			delete(left, kind)
		}
		fact.Body = s.fitted(fact.Body)
	}
	for _, kind := range []journey.Kind{journey.KindEncounter, journey.KindConditionGiven} {
		if old := left[kind]; old != nil {
			facts = append(facts, journey.Fact{
				Woman: old.Woman, Case: old.Case, Happened: old.Happened, Known: facts[0].Known,
				By: facts[0].By, Agency: facts[0].Agency,
				Supersedes: old.ID, Why: journey.CorrectionTyped, Body: journey.Withdrawn{},
			})
		}
	}
	return facts
}

// fitted keeps the ids that other facts may already point at.
func (s sentFacts) fitted(body journey.Body) journey.Body {
	switch body := body.(type) {
	case journey.Encounter:
		if s.encounter != nil {
			body.Encounter = s.encounter.Body.(journey.Encounter).Encounter
		}
		return body
	case journey.Referred:
		if s.encounter != nil && body.Encounter != "" {
			body.Encounter = s.encounter.Body.(journey.Encounter).Encounter
		}
		return body
	case journey.ConditionGiven:
		if s.condition != nil {
			body.Condition = s.condition.Body.(journey.ConditionGiven).Condition
		}
		return body
	}
	return body
}
