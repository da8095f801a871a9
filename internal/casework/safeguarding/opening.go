package safeguarding

import (
	"context"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// record are the classes without which there is no record to open.
var record = access.SetOf(access.Identity, access.Condition, access.Plan)

// MayAskToOpen says whether a record can be opened to somebody of this role,
// outside it.
func MayAskToOpen(asker access.Asker) bool {
	return record&^access.Allowed(asker, access.Opened, access.Read, access.ForSafeguarding) == 0
}

// AskToOpen asks that her record is opened to the asker, for safeguarding. A second
// person is asked where the terms mean one woman, and no conflict hides her from
// the asker. The answer is the same whether or not she is known.
func (d Desk) AskToOpen(ctx context.Context, asker access.Asker, key string, terms Declaration, reason string) error {
	const op = "ask to open a record"
	if !MayAskToOpen(asker) {
		return casework.Fail(casework.Forbidden, op, "no record is opened to %s outside the role", asker.Role.Words())
	}
	if strings.TrimSpace(reason) == "" {
		return casework.In(op, journey.Problems{{Field: "reason", Say: "Say why her record has to be opened"}})
	}
	sought, err := d.sought(ctx, op, asker, Search{access.ForSafeguarding, terms})
	if err != nil {
		return err
	}
	digest, err := casework.Digest(key, op, asker, terms, reason)
	if err != nil {
		return err
	}
	change := casework.Change{Key: key, Digest: digest, Seen: casework.AnyVersion, Entry: sought.note(d.Note(asker, access.Append, access.ForSafeguarding, op, 0))}
	if len(sought.women) == 1 && len(sought.women[0].rows) > 0 {
		row := sought.women[0].rows[0]
		if change.Facts, err = d.Pen(asker).AskOpening(row, reason); err != nil {
			return casework.In(op, err)
		}
	}
	_, err = d.Record.Append(ctx, change)
	return err
}

// OpenRecord is a record that is open to the asker for a time.
type OpenRecord struct {
	Case, Reference string
	Name            string
	Until           calendar.Moment
}

// Opened returns the records that are open to the asker now.
func (d Desk) Opened(ctx context.Context, asker access.Asker) ([]OpenRecord, error) {
	const op = "records opened to me"
	if !MayAskToOpen(asker) {
		return nil, casework.Fail(casework.Forbidden, op, "no record is opened to %s outside the role", asker.Role.Words())
	}
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Tied: journey.Tie{Who: asker.ID, How: access.Opened}})
	if err != nil {
		return nil, casework.In(op, err)
	}
	rows = slices.DeleteFunc(rows, func(row journey.Row) bool { return !d.Standing(asker, row).Is(access.Opened) })
	women := make([]string, len(rows))
	for i, row := range rows {
		women[i] = row.Woman
	}
	who, err := d.Record.Who(ctx, women)
	if err != nil {
		return nil, casework.In(op, err)
	}
	var list []OpenRecord
	for _, row := range rows {
		list = append(list, OpenRecord{row.Case, casework.Reference(row.Case), who[row.Woman].Name(), calendar.At(d.Standing(asker, row).Until())})
	}
	note := d.Note(asker, access.Read, access.ForSafeguarding, op, access.SetOf(access.Identity), rows...)
	if len(rows) > 0 {
		note.Reason = access.ReasonOpened
	}
	if err := d.Tell(ctx, op, note); err != nil {
		return nil, err
	}
	return list, nil
}

// Ask is somebody who asks to open a record, as a second person sees it.
type Ask struct {
	ID, Case, Reference string
	By                  string // with the agency
	At                  calendar.Moment
	Reason              string
	MayAnswer           bool // the asker is somebody else, of another agency
}

// asks returns who waits for a second person.
func (d Desk) asks(ctx context.Context, asker access.Asker, people map[string]casework.Person) ([]Ask, []journey.Row, error) {
	rows, err := d.tied(ctx, asker, journey.Tie{How: journey.AsksToOpen})
	if err != nil {
		return nil, nil, err
	}
	var list []Ask
	for _, row := range rows {
		one, err := d.Record.Case(ctx, row.Case, access.SetOf(access.Identity))
		if err != nil {
			return nil, nil, err
		}
		for _, ask := range row.Door.Asks {
			list = append(list, askOf(one, ask, asker, people))
		}
	}
	return list, rows, nil
}

func askOf(one casework.Case, ask journey.OpeningAsk, asker access.Asker, people map[string]casework.Person) Ask {
	shown := Ask{
		ID: ask.ID, Case: one.Row.Case, Reference: casework.Reference(one.Row.Case), By: called(people, ask.Account), At: calendar.At(ask.At),
		MayAnswer: ask.Account != asker.ID && ask.Agency != asker.Agency,
	}
	for _, fact := range one.Facts {
		if body, ok := fact.Body.(journey.OpeningAsked); ok && body.Ask == ask.ID && fact.Words != nil {
			shown.Reason = fact.Words.Text
		}
	}
	return shown
}

// Ask returns one that waits for a second person.
func (d Desk) Ask(ctx context.Context, asker access.Asker, caseID, id string) (Ask, error) {
	const op = "look at who asks to open a record"
	row, err := d.admit(ctx, op, asker, caseID)
	if err != nil {
		return Ask{}, err
	}
	i := slices.IndexFunc(row.Door.Asks, func(a journey.OpeningAsk) bool { return a.ID == id })
	if i < 0 {
		return Ask{}, casework.Fail(casework.NotFound, op, "this was answered already")
	}
	people, err := d.people(ctx)
	if err != nil {
		return Ask{}, casework.In(op, err)
	}
	one, err := d.Record.Case(ctx, row.Case, access.SetOf(access.Identity))
	if err != nil {
		return Ask{}, casework.In(op, err)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, purposeOf(asker), op, access.SetOf(access.Identity), row)); err != nil {
		return Ask{}, err
	}
	return askOf(one, row.Door.Asks[i], asker, people), nil
}

// Answer agrees that her record is opened to who asks, for journey.OpeningLasts,
// or does not. Never past a conflict.
func (d Desk) Answer(ctx context.Context, asker access.Asker, caseID, id, key string, agree bool, reason string) error {
	const op = "answer who asks to open a record"
	if err := governs(op, asker); err != nil {
		return err
	}
	return d.write(ctx, op, asker, caseID, key, decided, []any{id, agree, reason}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		i := slices.IndexFunc(row.Door.Asks, func(a journey.OpeningAsk) bool { return a.ID == id })
		if i < 0 || !agree {
			return pen.DeclineOpening(row, id, reason)
		}
		who := row.Door.Asks[i]
		if row.Door.Barred(who.Account, who.Agency) {
			return nil, journey.Problems{{Field: "answer", Say: "It cannot be opened to this person: a conflict of interest is on record"}}
		}
		return pen.AgreeOpening(row, who.Account, who.Agency, reason)
	})
}
