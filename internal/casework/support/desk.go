package support

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
)

// Desk is where women are supported.
type Desk struct {
	casework.Bench
	casework.Schemes
	People People
	Staff  casework.Staff // who else may sign in, to name them; nil where nobody knows
	Post   Post           // nil where no messages are sent from here

	Sessions casework.Sessions // of groups; nil where there are none
	Vetting  casework.Vetting  // nil where nobody writes it down
}

// Post lets messages to her leave: a sharing.Dispatch.
type Post interface {
	// Release says whether an item may leave, asked by somebody now.
	Release(ctx context.Context, asker access.Asker, item casework.Item) (casework.Released, error)
}

// People knows the keyworkers of the service.
type People interface {
	// Keyworkers returns those who may be given a case.
	Keyworkers(ctx context.Context) ([]Keyworker, error)
}

// Keyworker is one of them, with her limits. Source: 004:314.
type Keyworker struct {
	ID        string
	Name      string
	Agency    string
	Languages []string // BCP 47
	OpenLimit int      // women at any one time
	YearLimit int      // women taken on in a year

	// As the lead wrote it; see journey.KeyworkerDescribed.
	Areas       []string
	Specialisms []string
	Share       int // of full time, in percent
	FullOpen    int // the limits at full time, before leave
	FullYear    int
	Away        journey.LeavePlanned // zero where she is there today
	NextLeave   journey.LeavePlanned // zero where none is planned
	DaysAway    int                  // in the year that the year's limit is for
}

// Present says whether she is there today.
func (k Keyworker) Present() bool { return k.Away.Leave == "" }

// listed are the classes that lists show.
var listed = access.SetOf(access.Identity, access.Condition)

// standing says in which relation lists are read: a keyworker her own, a lead
// those of the service. Everybody else is refused.
func standing(op string, asker access.Asker) (access.Relation, error) {
	relation := access.Service
	if asker.Role == access.Keyworker {
		relation = access.Allocated
	}
	if listed&^access.Allowed(asker, relation, access.Read, access.ForSupport) != 0 {
		return access.Unrelated, casework.Fail(casework.Forbidden, op, "%s has no caseload here", asker.Role.Words())
	}
	return relation, nil
}

// leads refuses everyone who does not lead the service.
func leads(op string, asker access.Asker) error {
	relation, err := standing(op, asker)
	if err == nil && relation != access.Service {
		err = casework.Fail(casework.Forbidden, op, "only the lead of the service may see this")
	}
	return err
}

// Line is one case on a list.
type Line struct {
	Case        string
	Reference   string
	Name        string
	First       string          // the name she uses
	On          calendar.Day    // the day the line is about
	At          calendar.Moment // its time, where it has one
	Days        int             // from today to On, below 0 when it has passed; days waiting or silent in lists of those
	Phone       string
	Instruction string // how to reach her safely, in words
	Safe        string // since when, and until when, that holds; or that she has to be asked
	Frozen      []safecontact.Standing
	Concerns    []string // what those who support her have to know at once, in words
	Harm        bool     // an answer told of harm to herself, and nobody wrote down what was done
	Urgent      []string // what was urgent at referral
	Language    string   // BCP 47
	Interpreter journey.YesNo
	Pathway     journey.Pathway
	Referred    calendar.Day
	Worker      string // keyworker's account id
	WorkerName  string // and name
	Next        calendar.Moment
	Silent      int // days since the service last met or spoke to her
	Condition   *journey.Condition
	State       journey.ConditionState
	Ending      ending.Ending // how the condition stands, in words
	Closed      calendar.Day
	Due         DueKind        // what is due, in a list of more than one kind
	Opened      *Opened        // her record was opened outside a role
	Asks        []journey.Kind // what she asked for that nobody has seen to

	// CoverFor is the name of the keyworker for whom somebody acts, until CoverUntil;
	// "" where nobody does. CoverBy is who acts.
	CoverFor, CoverBy string
	CoverUntil        calendar.Day

	woman string
}

// Opened is a time for which somebody outside the role could read her record.
type Opened struct {
	By     string // who opened it, by name and agency; "" where nobody knows the name
	Agreed string // and who agreed
	Until  calendar.Moment
}

// name puts her name and phone on the line.
func (l *Line) name(who map[string]journey.Identity) {
	her := who[l.woman]
	l.Name, l.First, l.Phone = her.Name(), her.First(), her.Phone
}

// line returns the line of a row as it is now, about a day.
func (d Desk) line(row journey.Row, who journey.Identity, now calendar.Moment, on calendar.Day) Line {
	at := row.AtMoment(now)
	one := Line{
		Case: row.Case, Reference: casework.Reference(row.Case), Name: who.Name(), First: who.First(),
		woman: row.Woman, On: on, Phone: who.Phone, Instruction: row.Reaching(who, now.Day()), Urgent: row.Urgent,
		Language: row.Language, Interpreter: row.Interpreter, Pathway: row.Pathway, Referred: row.Referred,
		Worker: row.Worker, Next: at.Next, Silent: at.Silent, Condition: row.Condition, State: at.Condition, Closed: row.Closed, Harm: row.Concerns.Has(journey.HarmNotSeenTo),
		Concerns: row.Concerns.Words(),
	}
	one.Safe, one.Frozen = row.SafeUntil(now.Day()), row.SafeContact.Frozen()
	if row.Condition != nil {
		one.Ending = ending.Of(row, now.Day(), d.RuleOf(row))
	}
	if on.Known() {
		one.Days = on.Sub(now.Day())
	}
	return one
}

// who returns the identities of the women of these rows.
func (d Desk) who(ctx context.Context, rows []journey.Row) (map[string]journey.Identity, error) {
	women := make([]string, 0, len(rows))
	seen := make(map[string]bool, len(rows))
	for _, row := range rows {
		if !seen[row.Woman] {
			seen[row.Woman] = true
			women = append(women, row.Woman)
		}
	}
	if len(women) == 0 {
		return nil, nil
	}
	return d.Record.Who(ctx, women)
}
