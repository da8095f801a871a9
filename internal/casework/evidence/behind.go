package evidence

import (
	"cmp"
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/figure"
)

// CaseList is the cases behind a figure.
type CaseList struct {
	Figure figure.Figure
	AsAt   calendar.Day
	Cases  []CaseLine
	// Without is how many of the numerator are no case: an encounter of a woman
	// who was never referred.
	Without int
	// Erased is how many are of women who were erased: counted, and no record.
	Erased int
}

// CaseLine is one case behind a figure. It names no one.
type CaseLine struct {
	Case      string
	Reference string
	Referred  calendar.Day
	Pathway   journey.Pathway
	Keyworker string // account id, or the code an import carries; "" where none is allocated
}

// behind are the classes that a list of cases behind a figure tells of.
var behind = access.SetOf(access.Offence, access.Condition, access.Needs)

// Cases returns the cases behind a figure as at a day, for those who lead the
// service. The women on the list are named in the ledger.
func (d *Desk) Cases(ctx context.Context, asker access.Asker, query Query, figureID string) (CaseList, error) {
	const op = "cases behind a figure"
	if allowed := access.Allowed(asker, relationTo(asker), access.Find, access.ForEvidence); behind&^allowed != 0 {
		return CaseList{}, casework.Fail(casework.Forbidden, op, "only those who lead the service may see which cases are behind a figure")
	}
	query, book, err := d.settled(op, query)
	if err != nil {
		return CaseList{}, err
	}
	from, err := d.leftOut(ctx, op, asker, true)
	if err != nil {
		return CaseList{}, err
	}
	list, women, err := d.casesBehind(ctx, op, query, book, figureID, from)
	if err != nil {
		return CaseList{}, err
	}
	entry := d.Note(asker, access.Find, access.ForEvidence, op+" "+figureID, behind)
	entry.Women = women
	if err := d.Tell(ctx, op, entry); err != nil {
		return CaseList{}, err
	}
	return list, nil
}

// casesBehind finds the cases and the women of a figure.
func (d *Desk) casesBehind(ctx context.Context, op string, query Query, book *scheme.Rulebook, figureID string, from hidden) (CaseList, []string, error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	counted, err := d.count(ctx, query, book, from)
	if err != nil {
		return CaseList{}, nil, casework.In(op, err)
	}
	made, ok := counted.book.Figure(figureID)
	if !ok {
		return CaseList{}, nil, casework.Fail(casework.NotFound, op, "there is no figure %q", figureID)
	}
	found, ok := counted.columns.Behind(counted.book, figureID)
	if !ok {
		return CaseList{}, nil, casework.Fail(casework.NotFound, op, "what %q counts are no cases", made.Meaning().Title)
	}
	list := CaseList{Figure: made, AsAt: query.AsAt, Without: found.Without}
	var women []string
	for _, one := range found.Cases {
		if d.erased[one.ID] { // counted, and nobody any more
			list.Erased++
			continue
		}
		list.Cases = append(list.Cases, CaseLine{
			Case: one.ID, Reference: casework.Reference(one.ID), Referred: one.Referred, Pathway: one.Pathway, Keyworker: one.Worker,
		})
		women = append(women, one.Woman)
	}
	slices.Sort(women)
	// The order hangs on nothing that the asker may not know, such as who came before.
	slices.SortFunc(list.Cases, func(a, b CaseLine) int {
		return cmp.Or(cmp.Compare(a.Referred, b.Referred), cmp.Compare(a.Case, b.Case))
	})
	return list, slices.Compact(women), nil
}
