package sharing

import (
	"context"
	"slices"
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/discreet"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
)

// Dispatch is where messages are let out of the service.
type Dispatch struct {
	casework.Bench
	Senders  Senders
	Words    Catalogue
	Drafts   bool     // whether words that nobody reviewed may be said: on a practice system
	Replies  bool     // whether somebody reads what she answers to a text
	Partners Partners // nil where nothing goes to partners
	Services []string // the names of the service and its centres, which no message says
}

// Senders knows those who ask for messages.
type Senders interface {
	// Asker returns the person of an account as she stands now; a NotFound where she
	// is no longer here.
	Asker(ctx context.Context, id string) (access.Asker, error)
}

// Partners knows where a message to a partner goes.
type Partners interface {
	// Letterbox returns the address of a message to a partner and the link in it; a
	// NotFound where nothing is shared with the partner any more.
	Letterbox(ctx context.Context, out casework.Outgoing) (address, link string, err error)
}

// Before what a reminder is sent: from a day before the appointment, and no later
// than an hour before it. It is our own choice: no source says when to remind.
const (
	remindFrom  = 24 * time.Hour
	remindUntil = time.Hour
)

// needed is what a message to her needs to read: where it goes, and whether what
// it says is so.
var needed = access.SetOf(access.Identity, access.Condition)

// Release says whether an item may leave for the woman of a case, asked by
// somebody now. Where it may, the message is to be written in the same change as
// what it comes of. Where it may not, the answer says why in words: a hold is for a
// person.
func (d Dispatch) Release(ctx context.Context, asker access.Asker, item casework.Item) (casework.Released, error) {
	const op = "release message"
	row, _, err := d.Admit(ctx, op, asker, item.Case, access.Read, access.ForSupport, needed)
	if err != nil {
		return casework.Released{}, err
	}
	out := casework.Outgoing{
		ID: d.NewID(), Woman: row.Woman, Case: row.Case, Channel: item.Channel, Template: item.Template,
		Language: item.Language, Appointment: item.Appointment, At: item.At, By: asker.ID, Agency: asker.Agency,
	}
	from, until := d.timing(item)
	leaves, found := row.SafeContact.Next(item.Channel, calendar.At(from), calendar.At(until))
	if !found {
		return held(because(row.SafeContact, item.Channel, from, until)), nil
	}
	out.After, out.Until = leaves.Time(), until
	_, why, err := d.ready(ctx, op, asker, row, out, leaves)
	if err != nil || why != "" {
		return held(why), err
	}
	return casework.Released{Send: true, Outgoing: out}, nil
}

func held(why string) casework.Released { return casework.Released{Because: why} }

// timing says from when until when an item can be said.
func (d Dispatch) timing(item casework.Item) (from, until time.Time) {
	from, until = d.Now(), item.At.Time().Add(-remindUntil)
	if item.Template == casework.AppointmentReminder {
		if earliest := item.At.Time().Add(-remindFrom); earliest.After(from) {
			from = earliest
		}
	} else if item.Template == casework.AppointmentOff {
		until = item.At.Time()
	}
	return from.Truncate(time.Second), until.Truncate(time.Second)
}

// because says why no moment of a stretch is one to send at.
func because(rule safecontact.Rule, channel safecontact.Channel, from, until time.Time) string {
	if !from.Before(until) {
		return "It is too late to say it in a message"
	}
	if no := rule.May(channel, calendar.At(from)); !no.Allow {
		return no.Reason
	}
	return "There is no safe moment left to say it"
}

// ready makes a message final, or says why it may not go at that moment. It is the
// one place where everything that leaves for a woman is looked at.
func (d Dispatch) ready(ctx context.Context, op string, asker access.Asker, row journey.Row, out casework.Outgoing, at calendar.Moment) (Letter, string, error) {
	if decision := row.SafeContact.May(out.Channel, at); !decision.Allow {
		return Letter{}, decision.Reason, nil
	}
	one, err := d.Record.Case(ctx, row.Case, needed)
	if err != nil {
		return Letter{}, "", casework.In(op, err)
	}
	to := one.Who.Destination(out.Channel)
	standing, _ := row.SafeContact.Of(out.Channel)
	switch since := journey.DestinationSince(one.Facts, out.Channel); {
	case to == "":
		return Letter{}, "No number or address is written down for " + out.Channel.Words(), nil
	case since.Compare(standing.Said) > 0:
		return Letter{}, "The number or address is newer than what she said of it. Ask her whether it is safe", nil
	}
	if out.Channel != safecontact.Email {
		shared, err := d.Record.Find(ctx, journey.Identity{Phone: to})
		if err != nil {
			return Letter{}, "", casework.In(op, err)
		}
		if slices.ContainsFunc(shared, func(woman string) bool { return woman != row.Woman }) {
			return Letter{}, "The number has to be checked with her before anything goes to it", nil
		}
	}
	hers := slices.DeleteFunc([]string{one.Who.Given, one.Who.Family, one.Who.KnownAs}, func(name string) bool { return strings.TrimSpace(name) == "" })
	made := Letter{Outward: d.compose(out, firstName(asker.Name, hers)), To: to}
	services := d.Services
	if standing.Wording == safecontact.Normal {
		services = nil
	}
	if found := discreet.Inspect(made.Outward, discreet.Names{Hers: hers, Services: services}); len(found) > 0 {
		return Letter{}, "The message would say too much: " + found[0].Where + ", " + found[0].What, nil
	}
	if out.Channel == safecontact.Text && !onePart(made.Body) {
		return Letter{}, "The text is too long to arrive in one piece", nil
	}
	return made, "", nil
}
