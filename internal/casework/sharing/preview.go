package sharing

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Proposal is what she is asked to share.
type Proposal struct {
	Recipient string
	Purpose   access.Purpose
	Classes   access.Classes
	Until     calendar.Day
}

// Preview is what one kind of reader would get if she said yes.
type Preview struct {
	Reader Reader
	Pack   Pack
	// Closed are the classes that the reader would get and the asker may not read,
	// so that they are not in this Pack.
	Closed access.Classes
}

// Preview returns what each kind of reader at a recipient would get if she said
// yes: what their own page shows, made by the same function from the same facts.
// It is of a reader who has nothing else to do with her. Nothing of it is kept.
func (d Desk) Preview(ctx context.Context, asker access.Asker, caseID string, entry Proposal) ([]Preview, error) {
	const op = "preview sharing"
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForSupport, planned)
	if err != nil {
		return nil, err
	}
	if !answers(asker, standing) {
		return nil, d.Absent(ctx, op, asker, row, access.Read, access.ForSupport)
	}
	answer := Answer{
		Recipient: entry.Recipient, Purpose: entry.Purpose, Classes: entry.Classes, Answer: journey.Yes, Until: entry.Until, Raised: true,
	}
	if err := d.check(ctx, row, standing, answer); err != nil {
		return nil, casework.In(op, err)
	}
	facts, err := answered(d.Pen(asker), row, answer)
	if err != nil {
		return nil, casework.In(op, err)
	}
	recipients, err := d.recipients(ctx, row)
	if err != nil {
		return nil, casework.In(op, err)
	}
	at := slices.IndexFunc(recipients, func(r Recipient) bool { return r.Agency == entry.Recipient })
	mine := standing.Allowed(access.Read, access.ForSupport)
	var previews []Preview
	var shown access.Classes
	for _, reader := range recipients[at].Readers {
		r := d.readingOf(reader.asker(entry.Recipient), row.With(facts))
		one, err := d.Record.Case(ctx, caseID, r.all()&mine)
		if err != nil {
			return nil, casework.In(op, err)
		}
		shown |= r.all() & mine
		previews = append(previews, Preview{Reader: reader, Pack: d.pack(one, r, mine), Closed: r.all() &^ mine})
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, planned|shown, row)); err != nil {
		return nil, err
	}
	return previews, nil
}
