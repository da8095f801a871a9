package packs

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/discreet"
	"throughline/internal/domain/journey"
)

// Desk is where packs are made.
type Desk struct {
	casework.Bench
	Store Store
	// People returns everybody who signs in here.
	People func(ctx context.Context) ([]Person, error)
	// Looked returns the lines of the ledger that name a woman, the newest first,
	// from an offset on and at most so many.
	Looked func(ctx context.Context, woman string, offset, limit int) ([]access.Entry, error)
	// Paper makes a sheet into a PDF.
	Paper func(Sheet) ([]byte, error)
	// Prove returns a proof that a line with this mark is in the ledger, for
	// somebody who has only the public key; without it packs come without one.
	Prove func(ctx context.Context, mark string) ([]byte, error)
}

// Store is the record, as packs need it.
type Store interface {
	// Past returns every fact of a case and of its woman, those that were corrected
	// too, with the words of the given classes.
	Past(ctx context.Context, caseID string, open access.Classes) ([]journey.Fact, error)
	// KeepPaper seals a paper of a woman with her key and keeps it under an id. A
	// second one under the same id is a Conflict.
	KeepPaper(ctx context.Context, woman, id string, plain []byte) error
	// Paper opens a paper of a woman.
	Paper(ctx context.Context, woman, id string) ([]byte, error)
}

// Everything is all that a pack may be about.
var Everything = access.SetOf(access.Identity, access.Offence, access.Condition, access.Needs, access.Notes, access.Plan, access.Children, access.Sealed)

// Begin freezes what a pack may hold and begins it. It returns the pack's id.
func (d Desk) Begin(ctx context.Context, asker access.Asker, caseID, key string, entry journey.PackEntry) (string, error) {
	const op = "begin a pack"
	if entry.Sort == journey.PackHers {
		entry.Classes = Everything
	}
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Export, access.ForLegal, entry.Classes)
	if err != nil {
		return "", err
	}
	digest, err := casework.Digest(key, op, asker, caseID, entry)
	if err != nil {
		return "", err
	}
	if barred, err := d.barred(ctx, row, entry.Recipient); err != nil {
		return "", casework.In(op, err)
	} else if barred {
		return "", casework.In(op, journey.Problems{{Field: "recipient", Say: cannotHaveIt}})
	}
	pack := key
	if _, err := d.Pen(asker).BeginPack(row, pack, "", entry); err != nil {
		return "", casework.In(op, err)
	}
	content, err := d.gather(ctx, row, standing, pack, entry)
	if err != nil {
		return "", casework.In(op, err)
	}
	text, err := json.Marshal(content)
	if err != nil {
		return "", casework.In(op, err)
	}
	if err := d.Store.KeepPaper(ctx, row.Woman, pack, text); err != nil {
		if casework.KindOf(err) != casework.Conflict {
			return "", casework.In(op, err)
		}
		if text, err = d.keptBefore(ctx, row.Woman, pack, entry); err != nil { // sent twice
			return "", casework.In(op, err)
		}
	}
	facts, err := d.Pen(asker).BeginPack(row, pack, hash(text), entry)
	if err != nil {
		return "", casework.In(op, err)
	}
	note := d.Note(asker, access.Export, access.ForLegal, op, entry.Classes, row)
	note.Reason, note.Said = string(entry.Sort), entry.Basis
	_, err = d.Record.Append(ctx, casework.Change{Key: key, Digest: digest, Case: caseID, Seen: casework.AnyVersion, Facts: facts, Entry: note})
	if err != nil {
		return "", casework.In(op, err)
	}
	return pack, nil
}

// keptBefore returns what was frozen for a pack when its beginning was sent before.
// What was frozen for another scope is not what this one asks for.
func (d Desk) keptBefore(ctx context.Context, woman, pack string, entry journey.PackEntry) ([]byte, error) {
	text, err := d.Store.Paper(ctx, woman, pack)
	if err != nil {
		return nil, err
	}
	var content Content
	if err := json.Unmarshal(text, &content); err != nil {
		return nil, fmt.Errorf("reading what was found for a pack: %w", err)
	}
	if kept := (journey.PackEntry{
		Sort: content.Sort, From: content.From, Until: content.Until, Classes: content.Classes, Recipient: content.Recipient, Basis: content.Basis,
	}); kept != entry {
		return nil, journey.Problems{{Say: "This pack was begun already for something else. Open the page again, then begin it"}}
	}
	return text, nil
}

// cannotHaveIt refuses a recipient with whom there is a conflict.
const cannotHaveIt = "This pack cannot be given to them. Ask the safeguarding lead"

// barred says whether the recipient, in somebody's words, is a person or an
// agency from whom she is hidden.
func (d Desk) barred(ctx context.Context, row journey.Row, recipient string) (bool, error) {
	if len(row.Door.Conflicts) == 0 || recipient == "" {
		return false, nil
	}
	people, err := d.people(ctx)
	if err != nil {
		return false, err
	}
	var names []discreet.Protected
	for _, conflict := range row.Door.Conflicts {
		names = append(names, discreet.Protected{Text: people[conflict.Account].Name}, discreet.Protected{Text: conflict.Agency})
	}
	return len(discreet.Seek("", recipient, names)) > 0, nil
}

// gather finds what a pack may hold, as the record is now.
func (d Desk) gather(ctx context.Context, row journey.Row, standing casework.Standing, pack string, entry journey.PackEntry) (Content, error) {
	content := Content{
		Pack: pack, Sort: entry.Sort, Reference: casework.Reference(pack), Recipient: entry.Recipient, Basis: entry.Basis,
		AsAt: calendar.At(d.Now()), From: entry.From, Until: entry.Until, Classes: entry.Classes, Grounds: map[string]string{},
	}
	open := entry.Classes & standing.Allowed(access.Export, access.ForLegal)
	cases := []string{row.Case}
	if entry.Sort == journey.PackHers {
		var err error
		if cases, err = d.casesOf(ctx, row); err != nil {
			return content, err
		}
	}
	var facts []journey.Fact
	for _, id := range cases {
		found, err := d.Store.Past(ctx, id, open)
		if err != nil {
			return content, err
		}
		for _, fact := range found {
			if !slices.ContainsFunc(facts, func(f journey.Fact) bool { return f.ID == fact.ID }) {
				facts = append(facts, fact)
			}
		}
	}
	people, err := d.people(ctx)
	if err != nil {
		return content, err
	}
	for _, fact := range facts {
		if held, is := fact.Body.(journey.HeldBack); is {
			delete(content.Grounds, held.Entry)
			if held.Held {
				content.Grounds[held.Entry] = string(GroundOther)
			}
		}
	}
	g := gathering{people: people, known: idsOf(facts)}
	within := slices.DeleteFunc(slices.Clone(facts), func(fact journey.Fact) bool {
		on := fact.Happened.Day()
		return !open.Has(fact.Class()) || on < entry.From || entry.Until.Known() && on > entry.Until
	})
	if content.Items, err = g.items(within); err != nil {
		return content, err
	}
	if entry.Sort == journey.PackHers {
		return content, d.ofHerCopy(ctx, row, people, &content)
	}
	return content, nil
}

// casesOf returns all cases of the woman of a case.
func (d Desk) casesOf(ctx context.Context, row journey.Row) ([]string, error) {
	rows, err := d.Record.Rows(ctx, access.InHerSpace(row.Woman), casework.Filter{Woman: row.Woman, Order: casework.OldestFirst})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, one := range rows {
		ids = append(ids, one.Case)
	}
	return ids, nil
}

// ofHerCopy adds what her own copy has beside the entries: with whom it is shared
// and who looked.
func (d Desk) ofHerCopy(ctx context.Context, row journey.Row, people map[string]Person, content *Content) error {
	shared := Item{ID: "shared", Title: "With whom it is shared", Class: partOf(access.Plan), On: content.AsAt.Words(), Lines: []Line{}}
	for _, one := range row.Door.Permissions {
		shared.Lines = append(shared.Lines, Line{one.Recipient, fmt.Sprintf("%s, for %s, of %s, until %s", one.State(d.Now()), one.Purpose, one.Classes, one.Until.Short())})
	}
	if len(shared.Lines) == 0 {
		shared.Lines = append(shared.Lines, Line{"Nobody", "Nothing was shared by permission"})
	}
	content.Items = append(content.Items, shared)
	if d.Looked == nil {
		return nil
	}
	looked := Item{ID: "looked", Title: "Who looked, and when", Class: partOf(access.Identity), On: content.AsAt.Words(), Lines: []Line{}}
	const atOnce = 500
	for offset := 0; ; offset += atOnce {
		lines, err := d.Looked(ctx, row.Woman, offset, atOnce)
		if err != nil {
			return err
		}
		for _, line := range lines {
			who := cmp.Or(people[line.Actor].Words(), strings.Trim(line.Role.Words()+", "+line.Agency, ", "))
			looked.Lines = append(looked.Lines, Line{calendar.At(line.Time).Words(), fmt.Sprintf("%s: %s, for %s", who, line.What, line.Purpose)})
		}
		if len(lines) < atOnce {
			break
		}
	}
	content.Items = append(content.Items, looked)
	return nil
}

// people returns who signs in here, by account id.
func (d Desk) people(ctx context.Context) (map[string]Person, error) {
	byID := map[string]Person{}
	if d.People == nil {
		return byID, nil
	}
	all, err := d.People(ctx)
	if err != nil {
		return nil, err
	}
	for _, person := range all {
		byID[person.ID] = person
	}
	return byID, nil
}

// others returns the strings of everybody else, and of hers what this reader may
// not know. Women whom a conflict hides from the asker are among them: a word in
// her notes is shown as somebody's, and never whose.
func (d Desk) others(ctx context.Context, row journey.Row, content Content) (*Others, journey.Identity, error) {
	var women []string
	if _, err := d.Record.Changes(ctx, 0, func(one journey.Row) error {
		women = append(women, one.Woman)
		return nil
	}); err != nil {
		return nil, journey.Identity{}, err
	}
	slices.Sort(women)
	who, err := d.Record.Who(ctx, slices.Compact(women))
	if err != nil {
		return nil, journey.Identity{}, err
	}
	hers := who[row.Woman]
	others := &Others{}
	for woman, one := range who {
		if woman != row.Woman {
			others.Add(one)
		}
	}
	people, err := d.people(ctx)
	if err != nil {
		return nil, hers, err
	}
	for _, person := range people {
		others.AddWorker(person.Name)
	}
	if !content.Classes.Has(access.Identity) || !content.Classes.Has(access.Sealed) {
		others.AddHers(hers)
		hers = journey.Identity{} // to this reader her own number is one like any other
	}
	return others, hers, nil
}
