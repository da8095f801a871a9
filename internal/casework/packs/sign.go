package packs

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Draft is a pack that is being made, or has left.
type Draft struct {
	Case     string
	Content  Content
	Decided  Decisions
	Sheet    Sheet
	Digest   string // of the sheet as it is now
	Open     []At   // what nobody has decided
	Signed   []Signature
	Mine     bool // the asker has signed it as it is
	Barred   bool // a conflict came up with the one who was to get it
	Dropped  bool
	Released *journey.PackReleased

	begun journey.PackBegun
	row   journey.Row
}

// Signature is one person's agreement to the sheet as it is now.
type Signature struct {
	Account string
	Words   string // role and agency
}

// signatures is how many people sign a pack before it leaves.
const signatures = 2

// Draft shows a pack as it stands.
func (d Desk) Draft(ctx context.Context, asker access.Asker, caseID, pack string) (Draft, error) {
	const op = "read a pack"
	draft, err := d.load(ctx, op, asker, caseID, pack)
	if err != nil {
		return Draft{}, err
	}
	return draft, d.Tell(ctx, op, d.note(op, asker, draft))
}

func (d Desk) note(op string, asker access.Asker, draft Draft) access.Entry {
	note := d.Note(asker, access.Export, access.ForLegal, op, draft.begun.Classes, draft.row)
	note.Reason = "pack " + draft.Content.Reference
	return note
}

// load admits and brings in everything about one pack.
func (d Desk) load(ctx context.Context, op string, asker access.Asker, caseID, pack string) (Draft, error) {
	row, _, err := d.Admit(ctx, op, asker, caseID, access.Export, access.ForLegal, Everything)
	if err != nil {
		return Draft{}, err
	}
	one, err := d.Record.Case(ctx, caseID, 0)
	if err != nil {
		return Draft{}, casework.In(op, err)
	}
	draft := Draft{Case: caseID, Decided: Decisions{}, row: row}
	var signed []journey.Fact
	for _, fact := range inOrder(one.Facts) {
		switch body := fact.Body.(type) {
		case journey.PackBegun:
			if body.Pack == pack {
				draft.begun = body
			}
		case journey.PackDecided:
			if body.Pack == pack {
				draft.Decided[At{body.Item, body.Place}] = body
			}
		case journey.PackSigned:
			if body.Pack == pack {
				signed = append(signed, fact)
			}
		case journey.PackReleased:
			if body.Pack == pack {
				draft.Released = &body
			}
		case journey.PackDropped:
			draft.Dropped = draft.Dropped || body.Pack == pack
		}
	}
	if draft.begun.Pack == "" {
		return Draft{}, casework.Fail(casework.NotFound, op, "there is no such pack")
	}
	if err := d.content(ctx, &draft); err != nil {
		return Draft{}, casework.In(op, err)
	}
	people, err := d.people(ctx)
	if err != nil {
		return Draft{}, casework.In(op, err)
	}
	for _, fact := range signed {
		body := fact.Body.(journey.PackSigned)
		again := slices.ContainsFunc(draft.Signed, func(s Signature) bool { return s.Account == fact.By })
		if body.Digest == draft.Digest && !again {
			draft.Signed = append(draft.Signed, Signature{fact.By, cmp.Or(people[fact.By].Words(), fact.Agency)})
			draft.Mine = draft.Mine || fact.By == asker.ID
		}
	}
	draft.Barred, err = d.barred(ctx, row, draft.Content.Recipient)
	if err != nil {
		return Draft{}, casework.In(op, err)
	}
	return draft, nil
}

// inOrder returns facts in the order they were written, whatever the time they
// carry: of two decisions within a second the later holds.
func inOrder(facts []journey.Fact) []journey.Fact {
	ordered := slices.Clone(facts)
	slices.SortStableFunc(ordered, func(a, b journey.Fact) int { return cmp.Compare(a.ID, b.ID) })
	return ordered
}

// content opens what the pack was frozen with, finds the places in it, and works
// out the sheet. Of a pack that has left nothing is sought any more.
func (d Desk) content(ctx context.Context, draft *Draft) error {
	text, err := d.Store.Paper(ctx, draft.row.Woman, draft.begun.Pack)
	if err != nil {
		return err
	}
	if hash(text) != draft.begun.Content {
		return casework.Fail(casework.Internal, "opening a pack", "what was found for it is not what was kept: tampered")
	}
	if err := json.Unmarshal(text, &draft.Content); err != nil {
		return fmt.Errorf("reading what was found for a pack: %w", err)
	}
	if draft.Released != nil {
		draft.Digest = draft.Released.Digest
		return nil
	}
	others, hers, err := d.others(ctx, draft.row, draft.Content)
	if err != nil {
		return err
	}
	draft.Content.Items = others.find(draft.Content.Items, hers)
	draft.Open = draft.Content.Open(draft.Decided)
	if draft.Sheet, err = draft.Content.Sheet(draft.Decided); err != nil {
		return err
	}
	_, draft.Digest, err = draft.Sheet.File()
	return err
}

// moved says that a pack is no longer as it was read.
const moved = "The pack has changed since you read it. Read it again, then sign"

// change appends facts about a pack, where nothing was written of it since it was
// loaded: what leaves is what two people signed, and no decision made meanwhile is
// passed over.
func (d Desk) change(ctx context.Context, op string, asker access.Asker, draft Draft, key string, entered any, reason string, facts []journey.Fact) error {
	digest, err := casework.Digest(key, op, asker, draft.begun.Pack, entered)
	if err != nil {
		return err
	}
	note := d.note(op, asker, draft)
	if reason != "" {
		note.Reason = reason
	}
	_, err = d.Record.Append(ctx, casework.Change{
		Key: key, Digest: digest, Case: draft.Case, Seen: draft.row.Version, Facts: facts, Entry: note,
	})
	switch {
	case casework.KindOf(err) == casework.Conflict:
		return casework.In(op, journey.Problems{{Say: moved}})
	case err != nil:
		return casework.In(op, err)
	}
	return nil
}

// Decide writes decisions on items and places down.
func (d Desk) Decide(ctx context.Context, asker access.Asker, caseID, pack, key string, decisions []journey.PackDecision) error {
	const op = "decide on a pack"
	draft, err := d.load(ctx, op, asker, caseID, pack)
	if err != nil {
		return err
	}
	decisions = slices.DeleteFunc(slices.Clone(decisions), func(one journey.PackDecision) bool {
		before, done := draft.Decided[At{one.Item, one.Place}]
		return done && before.Choice == one.Choice && before.Ground == one.Ground
	})
	for _, one := range decisions {
		if !draft.Content.has(one) {
			return casework.In(op, journey.Problems{{Say: "The pack has changed. Open it again"}})
		}
	}
	if len(decisions) == 0 {
		return nil
	}
	facts, err := d.Pen(asker).DecidePack(draft.row, pack, decisions)
	if err != nil {
		return casework.In(op, err)
	}
	return d.change(ctx, op, asker, draft, key, decisions, "", facts)
}

// has says whether a decision is about something in the pack, and of a kind that
// can be decided there.
func (c Content) has(one journey.PackDecision) bool {
	i := slices.IndexFunc(c.Items, func(item Item) bool { return item.ID == one.Item })
	switch {
	case i < 0 || one.Place < 0 || one.Place > len(c.Items[i].Places):
		return false
	case one.Place == 0:
		return one.Choice == journey.PackInclude || one.Choice == journey.PackWithhold && (one.Ground == "" || GroundWords[Ground(one.Ground)] != "")
	}
	return one.Choice == journey.PackRemove || one.Choice == journey.PackLeave
}

// Sign signs the pack as it was read: where anything changed since, it is not
// signed. The second signature, by another person, lets it leave.
func (d Desk) Sign(ctx context.Context, asker access.Asker, caseID, pack, key, read string) error {
	const op = "sign a pack"
	draft, err := d.load(ctx, op, asker, caseID, pack)
	if err != nil {
		return err
	}
	switch {
	case draft.Released != nil:
		return nil // sent twice
	case draft.Barred:
		return casework.In(op, journey.Problems{{Say: cannotHaveIt}})
	case len(draft.Open) > 0:
		return casework.In(op, journey.Problems{{Field: "decide", Say: "Decide first on everything that is open"}})
	case read != draft.Digest:
		return casework.In(op, journey.Problems{{Say: moved}})
	case draft.Mine:
		return casework.In(op, journey.Problems{{Say: "You have signed. Somebody else has to sign too"}})
	}
	facts, err := d.Pen(asker).SignPack(draft.row, pack, draft.Digest)
	if err != nil {
		return casework.In(op, err)
	}
	if len(draft.Signed)+1 < signatures {
		return d.change(ctx, op, asker, draft, key, read, "", facts)
	}
	released, err := d.files(ctx, op, draft)
	if err != nil {
		return err
	}
	facts = append(facts, d.Pen(asker).ReleasePack(draft.row, released))
	return d.change(ctx, "release a pack", asker, draft, key, read, mark(released.Digest), facts)
}

// mark is how the ledger names the bytes that left.
func mark(digest string) string { return "sha256:" + digest }

// files makes the files of a pack and keeps them sealed.
func (d Desk) files(ctx context.Context, op string, draft Draft) (journey.PackReleased, error) {
	file, digest, err := draft.Sheet.File()
	if err != nil {
		return journey.PackReleased{}, casework.In(op, err)
	}
	paper, err := d.Paper(draft.Sheet)
	if err != nil {
		return journey.PackReleased{}, casework.In(op, err)
	}
	for form, content := range map[string][]byte{FormJSON: file, FormPDF: paper} {
		if err := d.keep(ctx, draft.row.Woman, fileID(draft.begun.Pack, digest, form), content); err != nil {
			return journey.PackReleased{}, casework.In(op, err)
		}
	}
	return journey.PackReleased{Pack: draft.begun.Pack, Digest: digest, JSON: hash(file), PDF: hash(paper)}, nil
}

// keep keeps a file; the same file kept before is kept still.
func (d Desk) keep(ctx context.Context, woman, id string, content []byte) error {
	err := d.Store.KeepPaper(ctx, woman, id, content)
	if casework.KindOf(err) != casework.Conflict {
		return err
	}
	before, err := d.Store.Paper(ctx, woman, id)
	if err == nil && !bytes.Equal(before, content) {
		err = casework.Fail(casework.Internal, "keeping a pack", "the same pack gives other bytes")
	}
	return err
}

// The forms of a pack.
const (
	FormJSON  = "json"
	FormPDF   = "pdf"
	FormProof = "proof"
)

func fileID(pack, digest, form string) string { return pack + "/" + digest + "/" + form }

// Taken is a file of a pack that has left.
type Taken struct {
	Name string // neutral: it names neither her nor the service
	Body []byte
}

// Take gives a file of a pack that has left, or the proof that its hash is in the
// ledger. She herself takes what was made for her.
func (d Desk) Take(ctx context.Context, asker access.Asker, caseID, pack, form string) (Taken, error) {
	const op = "take a pack"
	draft, err := d.load(ctx, op, asker, caseID, pack)
	if err != nil {
		return Taken{}, err
	}
	if draft.Released == nil || asker.Role == access.Woman && draft.begun.Sort != journey.PackHers {
		return Taken{}, casework.Fail(casework.NotFound, op, "there is no such pack")
	}
	if draft.Barred && form != FormProof {
		return Taken{}, casework.In(op, journey.Problems{{Say: cannotHaveIt}})
	}
	taken := Taken{Name: "pack-" + draft.Content.Reference + "." + form}
	switch form {
	case FormJSON, FormPDF:
		taken.Body, err = d.Store.Paper(ctx, draft.row.Woman, fileID(pack, draft.Released.Digest, form))
		if err == nil && hash(taken.Body) != map[string]string{FormJSON: draft.Released.JSON, FormPDF: draft.Released.PDF}[form] {
			err = casework.Fail(casework.Internal, op, "the file is not the one that left: tampered")
		}
	case FormProof:
		if d.Prove == nil {
			return Taken{}, casework.Fail(casework.NotFound, op, "there is no proof here")
		}
		taken.Name = "pack-" + draft.Content.Reference + "-proof.json"
		taken.Body, err = d.Prove(ctx, mark(draft.Released.Digest))
	default:
		return Taken{}, casework.Fail(casework.NotFound, op, "there is no such form")
	}
	if err != nil {
		return Taken{}, casework.In(op, err)
	}
	note := d.note(op, asker, draft)
	note.Reason = mark(draft.Released.Digest)
	return taken, d.Tell(ctx, op, note)
}

// Drop gives a pack up.
func (d Desk) Drop(ctx context.Context, asker access.Asker, caseID, pack, key, reason string) error {
	const op = "give a pack up"
	draft, err := d.load(ctx, op, asker, caseID, pack)
	if err != nil {
		return err
	}
	facts, err := d.Pen(asker).DropPack(draft.row, pack, reason)
	if err != nil {
		return casework.In(op, err)
	}
	return d.change(ctx, op, asker, draft, key, reason, "", facts)
}

// Listed is a pack on the list of a case.
type Listed struct {
	Case            string
	Pack, Reference string
	Sort            journey.PackSort
	On              string
	Released        bool
	Dropped         bool
}

// List returns the packs of a case, the newest first, and the case's reference.
func (d Desk) List(ctx context.Context, asker access.Asker, caseID string) ([]Listed, string, error) {
	const op = "packs of a record"
	row, _, err := d.Admit(ctx, op, asker, caseID, access.Export, access.ForLegal, Everything)
	if err != nil {
		return nil, "", err
	}
	one, err := d.Record.Case(ctx, caseID, 0)
	if err != nil {
		return nil, "", casework.In(op, err)
	}
	var list []Listed
	set := func(pack string, change func(*Listed)) {
		for i := range list {
			if list[i].Pack == pack {
				change(&list[i])
			}
		}
	}
	for _, fact := range inOrder(one.Facts) {
		switch body := fact.Body.(type) {
		case journey.PackBegun:
			list = append(list, Listed{Case: caseID, Pack: body.Pack, Reference: casework.Reference(body.Pack), Sort: body.Sort, On: fact.Happened.Words()})
		case journey.PackReleased:
			set(body.Pack, func(l *Listed) { l.Released = true })
		case journey.PackDropped:
			set(body.Pack, func(l *Listed) { l.Dropped = true })
		}
	}
	slices.Reverse(list)
	if asker.Role == access.Woman {
		list = slices.DeleteFunc(list, func(l Listed) bool { return !l.Released || l.Sort != journey.PackHers })
	}
	return list, casework.Reference(row.Case), d.Tell(ctx, op, d.Note(asker, access.Export, access.ForLegal, op, access.SetOf(access.Plan), row))
}
