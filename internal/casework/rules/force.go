package rules

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// slack is how long before midnight tomorrow is no longer taken as the first day:
// longer than any instance needs to learn of an edition.
const slack = 5 * time.Minute

// Earliest returns the first day on which an edition written now may begin.
func (d *Desk) Earliest() calendar.Day { return calendar.DayOf(d.Now().Add(slack)).AddDays(1) }

// leads lets nobody but a service lead change a rulebook. A rulebook is no record
// of a woman and has no data class, so the role alone decides.
func leads(op string, asker access.Asker) error {
	if asker.Role != access.ServiceLead {
		return casework.Fail(casework.Forbidden, op, "%s reads rulebooks and does not change them", asker.Role.Words())
	}
	return nil
}

// Edition is what somebody wants to put in force.
type Edition struct {
	Scheme   string
	Text     string
	From     calendar.Day
	Why      string
	Accepted []Accepted // a reason for each scenario that is answered otherwise
	Seen     int        // lines of the scheme that the asker saw, see Sheet
}

// PutInForce lets an edition decide from a day to come. It answers with Problems
// where the text, the day, the reason or a scenario keeps it from that. The key
// becomes the id of the line, so that sending it twice writes it once.
func (d *Desk) PutInForce(ctx context.Context, asker access.Asker, key string, entry Edition) error {
	const op = "put edition in force"
	if err := leads(op, asker); err != nil {
		return err
	}
	draft, err := d.Check(entry.Scheme, entry.Text, entry.From)
	if err != nil {
		return err
	}
	line := Kept{ID: key, Scheme: entry.Scheme, From: entry.From, Text: entry.Text, Why: strings.TrimSpace(entry.Why)}
	var problems journey.Problems
	problems, line.Accepted = draft.problems(entry)
	switch {
	case !entry.From.Known():
		problems = append(problems, journey.Problem{Field: "from", Say: "Enter the first day it decides"})
	case entry.From < d.Earliest():
		problems = append(problems, journey.Problem{Field: "from", Say: "Enter " + d.Earliest().Short() + " or a later day: what is decided today never changes"})
	}
	if line.Why == "" {
		problems = append(problems, journey.Problem{Field: "why", Say: "Say why it changes, and who decided it"})
	}
	if len(problems) > 0 {
		return problems
	}
	err = d.keep(ctx, op, asker, line, entry.Seen)
	if errors.Is(err, ErrDayTaken) {
		return journey.Problems{{Field: "from", Say: "Another edition begins on that day: choose another day, or take that one back first"}}
	}
	return err
}

// problems says what in a draft keeps it from being put in force, and returns the
// reasons that were needed and given.
func (f Draft) problems(entry Edition) (journey.Problems, []Accepted) {
	var problems journey.Problems
	for _, problem := range f.Problems {
		problems = append(problems, journey.Problem{Field: "text", Say: problem.String()})
	}
	if f.Book != nil && entry.Text == string(f.Follows.Text) {
		problems = append(problems, journey.Problem{Field: "text", Say: "Change something: this is the edition that decides already"})
	}
	var needed []Accepted
	for i, outcome := range f.Outcomes {
		if !outcome.New() {
			continue
		}
		given := slices.IndexFunc(entry.Accepted, func(a Accepted) bool { return a.Scenario == outcome.Scenario })
		if given < 0 || strings.TrimSpace(entry.Accepted[given].Why) == "" {
			problems = append(problems, journey.Problem{Field: ScenarioField(i), Say: fmt.Sprintf("Say why another answer is right for “%s”", outcome.Scenario)})
			continue
		}
		needed = append(needed, Accepted{Scenario: outcome.Scenario, Why: strings.TrimSpace(entry.Accepted[given].Why)})
	}
	return problems, needed
}

// ScenarioField names the field in which the reason for the scenario at a place
// of the table is given.
func ScenarioField(place int) string { return fmt.Sprintf("scenario-%d", place+1) }

// TakeBack withdraws an edition that has not begun to decide. The line stays, with
// another that takes it back.
func (d *Desk) TakeBack(ctx context.Context, asker access.Asker, key, id string, from calendar.Day, why string) error {
	const op = "take edition back"
	if err := leads(op, asker); err != nil {
		return err
	}
	line := Kept{ID: key, Scheme: id, From: from, Why: strings.TrimSpace(why)}
	switch {
	case from < d.Earliest():
		return casework.Fail(casework.Conflict, op, "the edition of %s from %s decides already", id, from)
	case line.Why == "":
		return journey.Problems{{Field: "why", Say: "Say why it is taken back"}}
	}
	return d.keep(ctx, op, asker, line, casework.AnyVersion)
}

// keep writes a line with its ledger line, and lets it decide here.
func (d *Desk) keep(ctx context.Context, op string, asker access.Asker, line Kept, seen int) error {
	if line.ID == "" || len(line.ID) > 64 {
		return casework.Fail(casework.Invalid, op, "a change needs a key, so that sending it twice changes nothing")
	}
	line.Account, line.Name, line.Agency = asker.ID, asker.Name, asker.Agency
	entry := d.Note(asker, access.Append, access.ForAdministration, op, 0)
	entry.Reason = line.Scheme + " " + line.From.String()
	if err := d.Store.KeepEdition(ctx, line, seen, entry); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return d.Live.Refresh(ctx)
}
