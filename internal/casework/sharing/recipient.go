package sharing

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Reader is a kind of person who works for a recipient: all of them may read the
// same.
type Reader struct {
	Role       access.Role
	Specialism access.Specialism
}

// Words says what the reader does.
func (r Reader) Words() string { return RoleWords(r.Role, r.Specialism) }

// asker returns a reader of an agency who has nothing to do with her yet.
func (r Reader) asker(agency string) access.Asker {
	return access.Asker{Agency: agency, Role: r.Role, Specialism: r.Specialism}
}

// Offer is what a permission of hers would open to a recipient for one purpose.
type Offer struct {
	Purpose access.Purpose
	Classes access.Classes
}

// Recipient is an agency that she may share with.
type Recipient struct {
	Agency  string
	Readers []Reader // who would read it there
	Offers  []Offer  // for each purpose, what a permission would open
	Never   access.Classes
	// Rests says until when she is not asked again, because she said no: zero where
	// she may be asked.
	Rests calendar.Day
}

// Could returns what a permission for a purpose would open, and 0 where it would
// open nothing.
func (r Recipient) Could(purpose access.Purpose) access.Classes {
	for _, offer := range r.Offers {
		if offer.Purpose == purpose {
			return offer.Classes
		}
	}
	return 0
}

// All returns everything that a permission would open for one purpose or another.
func (r Recipient) All() access.Classes {
	var all access.Classes
	for _, offer := range r.Offers {
		all |= offer.Classes
	}
	return all
}

// Who says who would read it, such as "housing worker or keyworker".
func (r Recipient) Who() string {
	words := make([]string, len(r.Readers))
	for i, reader := range r.Readers {
		words[i] = reader.Words()
	}
	return strings.Join(words, " or ")
}

// unshared are never opened by a permission here, whatever the table allows: what
// is sealed is told from person to person, and no page carries it to another
// agency. Why: docs/adr/0022-what-she-shares.md.
const unshared = access.Classes(access.Sealed) | access.Classes(access.Aggregates)

// opens returns what her permission would open to somebody for a purpose: what
// the table allows with it and not without it.
func opens(asker access.Asker, purpose access.Purpose, at time.Time) access.Classes {
	var set access.Classes
	question := access.Question{Asker: asker, Relation: access.Shared, Action: access.Read, Purpose: purpose, At: at}
	question.Permission = access.Permission{
		Recipient: asker.Agency, Purpose: purpose, Classes: ^access.Classes(0), From: at, Until: at.Add(time.Hour),
	}
	for _, class := range access.EveryClass {
		question.Class = class
		if question.Answer().Allow {
			set |= access.Classes(class)
		}
	}
	return set &^ unshared
}

// recipients returns the agencies she may share with, by name: those in which
// somebody could read more with her permission, without the one that supports her
// and without those she is hidden from.
func (d Desk) recipients(ctx context.Context, row journey.Row) ([]Recipient, error) {
	colleagues, err := d.People.Colleagues(ctx)
	if err != nil {
		return nil, err
	}
	now := d.Now()
	byAgency := map[string]*Recipient{}
	for _, colleague := range colleagues {
		if colleague.Agency == "" || colleague.Agency == row.Organisation() || barred(row, "", colleague.Agency) {
			continue
		}
		reader := Reader{colleague.Role, colleague.Specialism}
		for _, purpose := range purposes {
			classes := opens(reader.asker(colleague.Agency), purpose, now)
			if classes == 0 {
				continue
			}
			one := byAgency[colleague.Agency]
			if one == nil {
				one = &Recipient{Agency: colleague.Agency}
				byAgency[colleague.Agency] = one
			}
			one.add(reader, purpose, classes)
		}
	}
	all := make([]Recipient, 0, len(byAgency))
	for _, one := range byAgency {
		slices.SortFunc(one.Readers, func(a, b Reader) int { return strings.Compare(a.Words(), b.Words()) })
		for _, class := range access.EveryClass {
			if Words(class) != "" && !one.All().Has(class) {
				one.Never |= access.Classes(class)
			}
		}
		one.Rests = rests(row, one.Agency, now)
		all = append(all, *one)
	}
	slices.SortFunc(all, func(a, b Recipient) int { return cmp.Compare(a.Agency, b.Agency) })
	return all, nil
}

func (r *Recipient) add(reader Reader, purpose access.Purpose, classes access.Classes) {
	if !slices.Contains(r.Readers, reader) {
		r.Readers = append(r.Readers, reader)
	}
	for i := range r.Offers {
		if r.Offers[i].Purpose == purpose {
			r.Offers[i].Classes |= classes
			return
		}
	}
	r.Offers = append(r.Offers, Offer{purpose, classes})
}

// RestAfterNo is for how many days after a no nobody puts the same recipient to
// her again, unless she speaks of it herself. No source states a number: it is
// this service's own. Why: docs/adr/0022-what-she-shares.md.
const RestAfterNo = 28

// rests returns the first day on which she may be asked about a recipient again,
// zero where that is today or earlier.
func rests(row journey.Row, agency string, now time.Time) calendar.Day {
	var last journey.Permission
	for _, permission := range row.Door.Permissions {
		if permission.Recipient == agency {
			last = permission
		}
	}
	if last.ID == "" || last.Given {
		return 0
	}
	if again := calendar.DayOf(last.Asked).AddDays(RestAfterNo); again > calendar.DayOf(now) {
		return again
	}
	return 0
}
