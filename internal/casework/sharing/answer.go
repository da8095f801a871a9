package sharing

import (
	"context"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Answer is what she said when she was asked whether an agency may have something
// of hers.
type Answer struct {
	Recipient string // agency
	Purpose   access.Purpose
	Classes   access.Classes
	Answer    journey.YesNo
	Until     calendar.Day // the last day it holds; of a yes
	Words     string       // what she said to it
	Raised    bool         // she spoke of it herself, sooner than she would be asked again
}

// Answer writes down what she said: by those who support her, on her word, or by
// herself. The latest answer on a recipient and a purpose is the one that holds:
// it takes back what she had given before. Her acceptance of a condition is
// another matter, and a no changes nothing about it.
func (d Desk) Answer(ctx context.Context, asker access.Asker, caseID, key string, entry Answer) (casework.Receipt, error) {
	return d.write(ctx, change{
		op: "answer on sharing", asker: asker, caseID: caseID, key: key, purpose: access.ForSupport, classes: planned, entered: entry, may: answers,
		decide: func(pen journey.Pen, row journey.Row, standing casework.Standing) ([]journey.Fact, error) {
			if err := d.check(ctx, row, standing, entry); err != nil {
				return nil, err
			}
			return answered(pen, row, entry)
		},
	})
}

// answered makes the facts of an answer: what she had given the recipient for this
// purpose is taken back, and the answer takes its place.
func answered(pen journey.Pen, row journey.Row, entry Answer) ([]journey.Fact, error) {
	var facts []journey.Fact
	for _, held := range row.Door.Permissions {
		if held.Recipient != entry.Recipient || held.Purpose != entry.Purpose || held.State(pen.Now) != journey.PermissionGiven {
			continue
		}
		back, err := pen.WithdrawPermission(row, held.ID, "")
		if err != nil {
			return nil, err
		}
		facts = append(facts, back...)
	}
	said, err := pen.AnswerPermission(row, journey.PermissionEntry{
		Recipient: entry.Recipient, Purpose: entry.Purpose, Classes: entry.Classes, Answer: entry.Answer, Until: entry.Until, Words: entry.Words,
	})
	return append(facts, said...), err
}

// check says what about an answer has to be put right, beyond what the pen says.
func (d Desk) check(ctx context.Context, row journey.Row, standing casework.Standing, entry Answer) error {
	recipients, err := d.recipients(ctx, row)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(recipients, func(r Recipient) bool { return r.Agency == entry.Recipient })
	switch {
	case i < 0:
		return problem("recipient", "Choose who would get it")
	case recipients[i].Could(entry.Purpose) == 0:
		return problem("purpose", "Nothing can be shared with "+entry.Recipient+" for this. Choose something else it is for")
	case entry.Classes&^recipients[i].Could(entry.Purpose) != 0:
		return problem("classes", entry.Recipient+" does not get this: "+List(entry.Classes&^recipients[i].Could(entry.Purpose)))
	case recipients[i].Rests.Known() && !entry.Raised && !standing.Is(access.Herself):
		return problem("raised", "She said no to sharing with "+entry.Recipient+". Ask again from "+recipients[i].Rests.Short()+
			", or say that she spoke of it herself")
	}
	return nil
}

// Withdraw takes a permission back, from now on. The next thing its recipient
// asks for is no longer there.
func (d Desk) Withdraw(ctx context.Context, asker access.Asker, caseID, key, permission, words string) (casework.Receipt, error) {
	return d.write(ctx, change{
		op: "withdraw permission", asker: asker, caseID: caseID, key: key, purpose: access.ForSupport, classes: planned,
		entered: []string{permission, words}, may: answers,
		decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return pen.WithdrawPermission(row, permission, words)
		},
	})
}

// Permission is one answer of hers, with all that was said.
type Permission struct {
	journey.Permission
	State  journey.PermissionState
	By     string // who asked her; "" where she answered in her own space, or the name is not known
	Agency string // whose worker asked; access.Itself where she answered in her own space
	Words  string // hers
	Back   string // what she said when she took it back
}

// Herself says whether she answered without anybody asking.
func (p Permission) Herself() bool { return p.Agency == access.Itself }

// permissionsOf returns her answers, the newest first.
func permissionsOf(one casework.Case, names map[string]string, at time.Time) []Permission {
	var all []Permission
	find := func(id string) *Permission {
		i := slices.IndexFunc(all, func(p Permission) bool { return p.ID == id })
		if i < 0 {
			return &Permission{}
		}
		return &all[i]
	}
	for _, permission := range one.Row.Door.Permissions {
		all = append(all, Permission{Permission: permission, State: permission.State(at)})
	}
	for _, fact := range one.Facts {
		text := ""
		if fact.Words != nil {
			text = fact.Words.Text
		}
		switch body := fact.Body.(type) {
		case journey.PermissionAnswered:
			p := find(body.Permission)
			p.By, p.Agency, p.Words = names[fact.By], fact.Agency, text
		case journey.PermissionWithdrawn:
			if text != "" {
				find(body.Permission).Back = text
			}
		}
	}
	slices.Reverse(all)
	return all
}
