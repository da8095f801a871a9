package support

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
)

// Way is one way of reaching her, as it stands today.
type Way struct {
	safecontact.Standing
	Open        bool   // she said that it is safe, lately enough
	To          string // the number or address, "" where none is kept
	Instruction string // what to do about it, or in its place
}

// waysOf returns each way of reaching her that she spoke of.
func waysOf(row journey.Row, one casework.Case, today calendar.Day) []Way {
	var ways []Way
	for _, standing := range row.SafeContact.Channels {
		ways = append(ways, Way{
			Standing: standing, Open: row.SafeContact.Open(standing.Channel, today),
			To: one.Who.Destination(standing.Channel), Instruction: row.SafeContact.Instruction(standing.Channel, today),
		})
	}
	return ways
}

// TellSafeContact writes down how she may be reached, as she says it now.
func (d Desk) TellSafeContact(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry journey.SafeContactEntry) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbSafeContact, asker: asker, caseID: caseID, seen: seen, key: key, classes: reached, entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			known, err := d.Record.Who(ctx, []string{row.Woman})
			if err != nil {
				return nil, err
			}
			return pen.TellSafeContact(row, known[row.Woman], entry)
		},
	})
}

// Freezing is a way of reaching her that is not used until she says that it is
// safe.
type Freezing struct {
	Channel safecontact.Channel
	Because safecontact.Trouble
}

// Freeze writes down that something happened after which a way of reaching her is
// not used until she says that it is safe.
func (d Desk) Freeze(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Freezing) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbFreeze, asker: asker, caseID: caseID, seen: seen, key: key, classes: reached, entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return pen.FreezeChannel(row, entry.Channel, entry.Because)
		},
	})
}

// Message sends her a message about one of her appointments, where it may go.
func (d Desk) Message(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry casework.Item) (casework.Receipt, error) {
	entry.Case = caseID
	return d.write(ctx, change{
		verb: VerbMessage, asker: asker, caseID: caseID, seen: seen, key: key, classes: plain, entered: entry,
		decide: func(_ journey.Pen, row journey.Row) ([]journey.Fact, error) {
			_, one, err := d.appointment(ctx, row, entry.Appointment)
			if err != nil {
				return nil, err
			}
			entry.At = one.At
			if !fits(entry.Template, one.Outcome) {
				return nil, journey.Problems{{Field: "template", Say: "Choose what the message says, as the appointment stands now"}}
			}
			return nil, nil
		},
		post: func([]journey.Fact) ([]casework.Outgoing, error) { return d.release(ctx, asker, "channel", entry) },
	})
}

// fits says whether a message says what is so of an appointment.
func fits(template casework.Template, outcome journey.Outcome) bool {
	switch template {
	case casework.AppointmentReminder, casework.AppointmentChanged:
		return outcome == journey.StillBooked
	case casework.AppointmentOff:
		return outcome == journey.CancelledByService
	}
	return false
}

// release asks whether an item may leave. Where it is held, the field says why.
func (d Desk) release(ctx context.Context, asker access.Asker, field string, item casework.Item) ([]casework.Outgoing, error) {
	if d.Post == nil {
		return nil, journey.Problems{{Field: field, Say: "No messages are sent from here. Tell her yourself"}}
	}
	if item.Channel != safecontact.Text && item.Channel != safecontact.Email {
		return nil, journey.Problems{{Field: field, Say: "Choose a text or an e-mail"}}
	}
	released, err := d.Post.Release(ctx, asker, item)
	if err != nil {
		return nil, err
	}
	if !released.Send {
		return nil, journey.Problems{{Field: field, Say: "No message can go. " + released.Because + ". Save without it, and tell her yourself"}}
	}
	return []casework.Outgoing{released.Outgoing}, nil
}
