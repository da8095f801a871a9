package safeguarding

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// How many searches an account may make, and in which time.
const (
	SearchesAllowed = 30
	SearchesWithin  = time.Hour
)

// Search is what somebody looks for, and what for. Nothing but a whole identifier
// finds: no beginning of a name, no name that sounds alike.
type Search struct {
	Purpose access.Purpose
	Declaration
}

// Found is what a search gives: none, one woman, or word that there are more.
type Found struct {
	Cases []FoundCase // of one woman, the newest first
	More  bool        // more than one woman: only a reference tells them apart
}

// FoundCase is one case of the woman who was found.
type FoundCase struct {
	Case, Reference string
	Name            string
	Referred        calendar.Day
	Closed          calendar.Day
}

// Purposes are those for which a role may search, in the order of the page.
func Purposes(asker access.Asker) []access.Purpose {
	var list []access.Purpose
	for _, purpose := range []access.Purpose{access.ForSupport, access.ForSafeguarding, access.ForCondition} {
		if slices.ContainsFunc(access.EveryRelation, func(relation access.Relation) bool {
			return access.Decide(asker, relation, access.Identity, access.Find, purpose).Allow
		}) {
			list = append(list, purpose)
		}
	}
	return list
}

// LimitReached says that an account searched as often as it may.
type LimitReached struct{ Until time.Time }

// Error says from when on it may search again.
func (l LimitReached) Error() string {
	return fmt.Sprintf("%d searches were made within an hour: the next may be made at %s", SearchesAllowed, calendar.At(l.Until).Words())
}

// Find looks for one woman by exact identifiers. Whom the asker may not find is not
// found, and every search is written down, with its terms sealed.
func (d Desk) Find(ctx context.Context, asker access.Asker, search Search) (Found, error) {
	const op = "search"
	sought, err := d.sought(ctx, op, asker, search)
	if err != nil {
		return Found{}, err
	}
	var found Found
	women, answered := 0, journey.Row{}
	for _, one := range sought.women {
		var hers []FoundCase
		for _, row := range one.rows {
			if !d.Standing(asker, row).Decide(access.Identity, access.Find, search.Purpose).Allow {
				continue
			}
			hers = append(hers, FoundCase{Case: row.Case, Reference: casework.Reference(row.Case), Name: one.who.Name(), Referred: row.Referred, Closed: row.Closed})
			answered = row
		}
		if len(hers) > 0 {
			women++
			found.Cases = hers
		}
	}
	note := sought.note(d.Note(asker, access.Find, search.Purpose, op, 0))
	if women == 1 {
		note.Women, note.Case, note.Classes, note.Answers = []string{answered.Woman}, answered.Case, access.SetOf(access.Identity).String(), 1
	}
	if err := d.Tell(ctx, op, note); err != nil {
		return Found{}, err
	}
	if women > 1 {
		return Found{More: true}, nil
	}
	return found, nil
}

// sought is whom a search means, before the door is asked.
type sought struct {
	terms  string
	women  []meant
	barred *journey.Row // one of them that a conflict hides from the asker
}

// meant is a woman whom the terms mean exactly, with those of her rows that the
// asker may know of.
type meant struct {
	id   string
	who  journey.Identity
	rows []journey.Row
}

// note puts on a ledger line what was looked for, and whom it means where that is
// one woman: the terms are sealed with her key.
func (s sought) note(entry access.Entry) access.Entry {
	entry.Sought = s.terms
	if len(s.women) == 1 {
		entry.Women = []string{s.women[0].id}
	}
	if s.barred != nil {
		entry.Reason, entry.Case = access.ReasonConflict, s.barred.Case
	}
	return entry
}

// sought checks a search and returns whom it means. It takes the same steps
// whoever is there.
func (d Desk) sought(ctx context.Context, op string, asker access.Asker, search Search) (sought, error) {
	if err := account(op, asker); err != nil {
		return sought{}, err
	}
	if len(Purposes(asker)) == 0 {
		return sought{}, casework.Fail(casework.Forbidden, op, "%s may not search", asker.Role.Words())
	}
	if !slices.Contains(Purposes(asker), search.Purpose) {
		return sought{}, casework.In(op, journey.Problems{{Field: "purpose", Say: "Choose what you search for"}})
	}
	if err := search.check(); err != nil {
		return sought{}, casework.In(op, err)
	}
	now := d.Now()
	made, first, err := d.Guard.Searches(ctx, asker.ID, now.Add(-SearchesWithin))
	if err != nil {
		return sought{}, casework.In(op, err)
	}
	if made >= SearchesAllowed {
		return sought{}, &casework.Error{Kind: casework.TooMany, Op: op, Err: LimitReached{first.Add(SearchesWithin)}}
	}
	ids, err := d.candidates(ctx, search.Declaration)
	if err != nil {
		return sought{}, casework.In(op, err)
	}
	who, err := d.Record.Who(ctx, ids)
	if err != nil {
		return sought{}, casework.In(op, err)
	}
	hidden, err := d.Record.Hidden(ctx, asker)
	if err != nil {
		return sought{}, casework.In(op, err)
	}
	result := sought{terms: search.words()}
	for _, id := range ids {
		if !search.means(who[id]) {
			continue
		}
		rows, err := d.Record.Rows(ctx, asker, casework.Filter{Woman: id})
		if err != nil {
			return sought{}, casework.In(op, err)
		}
		if i := slices.IndexFunc(hidden, func(row journey.Row) bool { return row.Woman == id }); i >= 0 {
			result.barred = &hidden[i]
		}
		result.women = append(result.women, meant{id, who[id], rows})
	}
	return result, nil
}

// candidates returns the women whom the identifiers may mean, each once.
func (d Desk) candidates(ctx context.Context, q Declaration) ([]string, error) {
	if reference := strings.TrimSpace(q.Reference); reference != "" {
		rows, err := d.Record.Rows(ctx, access.Asker{}, casework.Filter{Reference: reference})
		if err != nil {
			return nil, err
		}
		var ids []string
		for _, row := range rows {
			if !slices.Contains(ids, row.Woman) {
				ids = append(ids, row.Woman)
			}
		}
		return ids, nil
	}
	return d.Record.Find(ctx, journey.Identity{Family: q.Family, Born: q.Born, Phone: q.Phone})
}

// means says whether she is the one: a token also finds a name that was put right
// since, a day that was swapped with its month, a first name in place of the last.
// What is asked for has to hold whole.
func (q Declaration) means(her journey.Identity) bool {
	if strings.TrimSpace(q.Reference) != "" {
		return true
	}
	family, number := journey.PlainLetters(q.Family), journey.PhoneDigits(q.Phone)
	return (family == "" || family == journey.PlainLetters(her.Family) && q.Born == her.Born) &&
		(number == "" || number == journey.PhoneDigits(her.Phone))
}

// words are the terms as they were typed, for the ledger to seal.
func (q Declaration) words() string {
	return strings.Join([]string{q.Family, q.Born.String(), q.Phone, q.Reference}, "|")
}
