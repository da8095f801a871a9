package support

import (
	"cmp"
	"context"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// PerPage is how many cases a page of the caseload holds where nothing else is
// asked.
const PerPage = 50

// The states by which a caseload is chosen.
const (
	StateOpen    = "" // the default
	StateClosed  = "closed"
	StateWaiting = "waiting" // without a keyworker; a lead's
	StateAll     = "all"
)

// Query chooses the cases of a page. In her own caseload a keyworker searches
// any part of a name. Whoever looks beyond that searches for a stated purpose, by
// exact identifiers: that is the safeguarding desk's.
type Query struct {
	Page    int // from 1
	PerPage int
	Text    string // of a keyworker
	State   string
	Narrow  Narrow
	Sort    Sort
}

// Caseload is one page of it.
type Caseload struct {
	Lines         []Line
	Total         int
	Page, PerPage int
	Pages         int
	Choices       Choices // what the list can be narrowed to; none where it is too long to look through
}

// Caseload returns a page of the asker's cases, newest first.
func (d Desk) Caseload(ctx context.Context, asker access.Asker, q Query) (Caseload, error) {
	const op = "caseload"
	relation, err := standing(op, asker)
	if err != nil {
		return Caseload{}, err
	}
	q.Page, q.PerPage = max(1, q.Page), cmp.Or(max(0, q.PerPage), PerPage)
	filter := casework.Filter{
		Open: q.State == StateOpen || q.State == StateWaiting, Closed: q.State == StateClosed, Waiting: q.State == StateWaiting,
	}
	if relation == access.Allocated {
		filter.Worker, filter.Waiting = asker.ID, false
	}
	var found selection
	rows, short, err := d.short(ctx, asker, filter)
	if err != nil {
		return Caseload{}, casework.In(op, err)
	}
	choices := choicesOf(rows)
	switch text := strings.TrimSpace(q.Text); {
	case text == "" && (q.Narrow != Narrow{} || q.Sort != Newest):
		if !short {
			if rows, err = d.Record.Rows(ctx, asker, filter); err != nil {
				break
			}
		}
		found, err = d.looked(ctx, rows, q)
	case text == "":
		found, err = d.page(ctx, asker, filter, q)
	case relation == access.Allocated:
		found, err = d.ownByName(ctx, asker, filter, text, q)
	default:
		err = casework.Fail(casework.Forbidden, op, "%s searches by exact identifiers and for a stated purpose", asker.Role.Words())
	}
	if err != nil {
		return Caseload{}, casework.In(op, err)
	}
	keyworkers, err := d.People.Keyworkers(ctx)
	if err != nil {
		return Caseload{}, casework.In(op, err)
	}
	names := make(map[string]string, len(keyworkers))
	for _, keyworker := range keyworkers {
		names[keyworker.ID] = keyworker.Name
	}
	view := Caseload{Total: found.total, Page: q.Page, PerPage: q.PerPage, Pages: (found.total + q.PerPage - 1) / q.PerPage, Choices: choices}
	for _, row := range found.rows {
		one := d.line(row, found.who[row.Woman], calendar.At(d.Now()), 0)
		one.WorkerName = names[row.Worker]
		view.Lines = append(view.Lines, one)
	}
	action := access.Read
	if q.Text != "" {
		action = access.Find
	}
	note := d.Note(asker, action, access.ForSupport, op, listed, found.rows...)
	if err := d.Tell(ctx, op, note); err != nil {
		return Caseload{}, err
	}
	return view, nil
}

// selection is the rows of a page, who they are of, and how many there are in all.
type selection struct {
	rows  []journey.Row
	who   map[string]journey.Identity
	total int
}

func (d Desk) page(ctx context.Context, asker access.Asker, filter casework.Filter, q Query) (selection, error) {
	total, err := d.Record.Count(ctx, asker, filter)
	if err != nil {
		return selection{}, err
	}
	filter.Limit, filter.Offset = q.PerPage, (q.Page-1)*q.PerPage
	rows, err := d.Record.Rows(ctx, asker, filter)
	if err != nil {
		return selection{}, err
	}
	who, err := d.who(ctx, rows)
	return selection{rows, who, total}, err
}

// ownByName looks for part of a name among a keyworker's own cases.
func (d Desk) ownByName(ctx context.Context, asker access.Asker, filter casework.Filter, text string, q Query) (selection, error) {
	rows, err := d.Record.Rows(ctx, asker, filter)
	if err != nil {
		return selection{}, err
	}
	who, err := d.who(ctx, rows)
	if err != nil {
		return selection{}, err
	}
	text = strings.ToLower(text)
	var matched []journey.Row
	now := calendar.At(d.Now())
	for _, row := range rows {
		if !q.Narrow.has(row, now) {
			continue
		}
		her := who[row.Woman]
		names := strings.ToLower(her.Given + " " + her.Family + "\n" + her.KnownAs + " " + her.Family)
		if strings.Contains(names, text) || strings.EqualFold(casework.Reference(row.Case), text) {
			matched = append(matched, row)
		}
	}
	q.Sort.sort(matched, now)
	return cut(matched, who, q), nil
}

// cut returns the rows of one page.
func cut(rows []journey.Row, who map[string]journey.Identity, q Query) selection {
	from := min((q.Page-1)*q.PerPage, len(rows))
	return selection{rows[from:min(from+q.PerPage, len(rows))], who, len(rows)}
}
