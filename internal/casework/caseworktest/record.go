package caseworktest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Record is a casework.Record in memory.
type Record struct {
	Now casework.Clock

	mutex     sync.Mutex
	facts     []journey.Fact
	keys      map[string]kept
	post      []casework.Message
	stones    []keeping.Stone
	papers    map[string]paper
	documents map[string]paper
	jobs      []*work
	sheets    map[sheetPart]keptPart
	downloads map[string]evidence.Download
	feeds     map[sheetPart]keptPart

	matchings []casework.Matching
	overseen  []access.Entry
}

type kept struct {
	digest  string
	receipt casework.Receipt
}

var _ casework.Record = (*Record)(nil)

// NewRecord returns an empty record that writes at the clock's time.
func NewRecord(now casework.Clock) *Record {
	return &Record{Now: now, keys: map[string]kept{}}
}

// Append writes a change as casework.Record says.
func (r *Record) Append(_ context.Context, change casework.Change) (casework.Receipt, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if before, known := r.keys[change.Key]; known && change.Key != "" {
		if before.digest != change.Digest {
			return casework.Receipt{}, casework.Fail(casework.Conflict, "appending", "the key was used for something else")
		}
		receipt := before.receipt
		receipt.Replayed = true
		return receipt, nil
	}
	if change.Case != "" {
		row, err := r.row(change.Case)
		if err != nil {
			return casework.Receipt{}, err
		}
		if r.erased(row.Woman) {
			return casework.Receipt{}, casework.Fail(casework.NotFound, "appending", "there is no such case")
		}
		if change.Seen != casework.AnyVersion && change.Seen != row.Version {
			return casework.Receipt{}, casework.Fail(casework.Conflict, "appending", "version %d was seen, and the case is at %d", change.Seen, row.Version)
		}
	}
	for caseID, version := range change.Upon {
		row, err := r.row(caseID)
		if err != nil {
			return casework.Receipt{}, err
		}
		if version != row.Version {
			return casework.Receipt{}, casework.Fail(casework.Conflict, "appending", "version %d was seen, and the case is at %d", version, row.Version)
		}
	}
	if slices.ContainsFunc(change.Facts, func(fact journey.Fact) bool { return r.erased(fact.Woman) }) {
		return casework.Receipt{}, casework.Fail(casework.NotFound, "appending", "there is no such case")
	}
	if err := r.settle(change); err != nil {
		return casework.Receipt{}, err
	}
	var receipt casework.Receipt
	for _, fact := range change.Facts {
		receipt.Woman = cmp.Or(receipt.Woman, fact.Woman)
		receipt.Case = cmp.Or(receipt.Case, fact.Case)
		receipt.Facts = append(receipt.Facts, r.put(fact))
	}
	if receipt.Woman != "" {
		r.match(receipt.Woman)
	}
	r.ask(change)
	r.note(change.Entry)
	if receipt.Case != "" {
		row, err := r.row(receipt.Case)
		if err != nil {
			return casework.Receipt{}, err
		}
		receipt.Version = row.Version
	}
	if change.Key != "" {
		r.keys[change.Key] = kept{change.Digest, receipt}
	}
	return receipt, nil
}

// put numbers a fact and keeps it.
func (r *Record) put(fact journey.Fact) string {
	fact.ID, fact.Written = fmt.Sprintf("fact-%06d", len(r.facts)+1), r.Now()
	r.facts = append(r.facts, fact)
	return fact.ID
}

// Row returns the row of a case.
func (r *Record) Row(_ context.Context, caseID string) (journey.Row, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.row(caseID)
}

func (r *Record) row(caseID string) (journey.Row, error) {
	for _, row := range r.rows() {
		if row.Case == caseID {
			return row, nil
		}
	}
	return journey.Row{}, casework.Fail(casework.NotFound, "reading a row", "there is no case %q", caseID)
}

// rows folds every woman's facts anew.
func (r *Record) rows() []journey.Row {
	var rows []journey.Row
	for _, woman := range r.women() {
		rows = append(rows, journey.Fold(r.of(woman), 0)...)
	}
	return rows
}

func (r *Record) women() []string {
	var women []string
	for _, fact := range r.facts {
		if fact.Woman != "" && !slices.Contains(women, fact.Woman) {
			women = append(women, fact.Woman)
		}
	}
	return women
}

func (r *Record) of(woman string) []journey.Fact {
	var facts []journey.Fact
	for _, fact := range r.facts {
		if fact.Woman == woman {
			facts = append(facts, fact)
		}
	}
	return facts
}

// Rows returns the rows a filter chooses that the asker may know of.
func (r *Record) Rows(_ context.Context, asker access.Asker, filter casework.Filter) ([]journey.Row, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	rows := slices.DeleteFunc(r.rows(), func(row journey.Row) bool { return !chosen(asker, filter, row) })
	slices.SortStableFunc(rows, func(a, b journey.Row) int {
		order := cmp.Or(cmp.Compare(a.Referred, b.Referred), cmp.Compare(a.Case, b.Case))
		if filter.Order == casework.OldestFirst {
			return order
		}
		return -order
	})
	rows = rows[min(filter.Offset, len(rows)):]
	if filter.Limit > 0 {
		rows = rows[:min(filter.Limit, len(rows))]
	}
	return rows, nil
}

func chosen(asker access.Asker, filter casework.Filter, row journey.Row) bool {
	matches := func(wanted, has string) bool { return wanted == "" || wanted == has }
	ties := row.Ties()
	if slices.Contains(ties, journey.Tie{Who: asker.ID, How: access.Blocked}) || slices.Contains(ties, journey.Tie{Who: asker.Agency, How: access.Blocked}) ||
		!filter.Gone && slices.Contains(ties, journey.Tie{Who: journey.Everybody, How: access.Blocked}) {
		return false
	}
	if filter.ClosedBy.Known() && (row.Open() || row.Closed > filter.ClosedBy) {
		return false
	}
	tied := func(tie journey.Tie) bool {
		return tie.How == filter.Tied.How && (filter.Tied.Who == "" || tie.Who == filter.Tied.Who)
	}
	if filter.Tied != (journey.Tie{}) && !slices.ContainsFunc(ties, tied) {
		return false
	}
	if filter.Reference != "" && !strings.HasSuffix(row.Case, casework.PlainReference(filter.Reference)) {
		return false
	}
	return matches(filter.Organisation, row.Organisation()) && matches(filter.Scheme, row.Scheme) && matches(filter.Worker, row.Worker) && matches(filter.Sender, row.Sender) && matches(filter.Woman, row.Woman) &&
		(!filter.Open || row.Open()) && (!filter.Closed || !row.Open()) &&
		(!filter.Waiting || row.Worker == "") && row.Referred >= filter.Since
}

// Count returns how many rows a filter chooses.
func (r *Record) Count(ctx context.Context, asker access.Asker, filter casework.Filter) (int, error) {
	filter.Limit, filter.Offset = 0, 0
	rows, err := r.Rows(ctx, asker, filter)
	return len(rows), err
}

// Loads counts what every keyworker carries.
func (r *Record) Loads(ctx context.Context, asker access.Asker, worker string, since calendar.Day) ([]casework.Carried, error) {
	rows, err := r.Rows(ctx, asker, casework.Filter{Worker: worker})
	if err != nil {
		return nil, err
	}
	by := map[string]*casework.Carried{}
	for _, row := range rows {
		if row.Worker == "" || !row.Open() && row.Allocated < since {
			continue
		}
		one := by[row.Worker]
		if one == nil {
			one = &casework.Carried{Worker: row.Worker}
			by[row.Worker] = one
		}
		if row.Allocated >= since {
			one.Taken++
		}
		if !row.Open() {
			continue
		}
		one.Open++
		if row.Appointments.LastContact < row.Allocated {
			one.New++
			if !one.NewSince.Known() || row.Allocated < one.NewSince {
				one.NewSince = row.Allocated
			}
		}
	}
	var loads []casework.Carried
	for _, worker := range slices.Sorted(maps.Keys(by)) {
		loads = append(loads, *by[worker])
	}
	return loads, nil
}

// Case returns a case with the words of these classes opened.
func (r *Record) Case(_ context.Context, caseID string, open access.Classes) (casework.Case, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	row, err := r.row(caseID)
	if err != nil {
		return casework.Case{}, err
	}
	if r.erased(row.Woman) {
		return casework.Case{}, casework.Fail(casework.NotFound, "opening a case", "her record is no longer kept")
	}
	one := casework.Case{Row: row}
	for _, undone := range journey.Undoings(r.of(row.Woman)) {
		if undone.Fact.Case == "" || undone.Fact.Case == caseID {
			one.Undone = append(one.Undone, undone)
		}
	}
	for _, fact := range journey.Effective(r.of(row.Woman), 0) {
		if fact.Case != "" && fact.Case != caseID {
			continue
		}
		if !open.Has(fact.Class()) {
			fact.Words = nil
		}
		one.Facts = append(one.Facts, fact)
	}
	one.Who = journey.Who(one.Facts)
	return one, nil
}

// Who returns who these women are.
func (r *Record) Who(_ context.Context, women []string) (map[string]journey.Identity, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	who := make(map[string]journey.Identity, len(women))
	for _, woman := range women {
		if facts := r.of(woman); len(facts) > 0 && !r.erased(woman) {
			who[woman] = journey.Who(journey.Effective(facts, 0))
		}
	}
	return who, nil
}

// Find returns the women who can be found by what the identity says.
func (r *Record) Find(_ context.Context, identity journey.Identity) ([]string, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	wanted := tokens(identity, "")
	var found []string
	for _, woman := range r.women() {
		hers := tokens(journey.Who(journey.Effective(r.of(woman), 0)), "")
		if slices.ContainsFunc(wanted, func(token string) bool { return slices.Contains(hers, token) }) {
			found = append(found, woman)
		}
	}
	return found, nil
}

// Witness keeps what governance is shown: who watches the record sees every line.
func (r *Record) Witness(_ context.Context, entry access.Entry) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.note(entry)
	return nil
}

// Loose returns the coded facts of these kinds written after the mark.
func (r *Record) Loose(_ context.Context, mark int64, kinds ...journey.Kind) ([]journey.Fact, int64, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	last := int64(len(r.facts))
	var loose []journey.Fact
	for _, fact := range r.facts[min(mark, last):] {
		if fact.Case == "" && slices.Contains(kinds, fact.Body.Kind()) {
			fact.Words = nil
			loose = append(loose, fact)
		}
	}
	return loose, last, nil
}

// Changes gives every row once: the mark counts the facts written.
func (r *Record) Changes(_ context.Context, mark int64, take func(journey.Row) error) (int64, error) {
	r.mutex.Lock()
	rows, fresh, last := r.rows(), map[string]bool{}, int64(len(r.facts))
	for _, fact := range r.facts[min(mark, last):] {
		fresh[fact.Woman] = true
	}
	r.mutex.Unlock()
	for _, row := range rows {
		if !fresh[row.Woman] {
			continue
		}
		if err := take(row); err != nil {
			return mark, err
		}
	}
	return last, nil
}

// History gives every woman's coded facts.
func (r *Record) History(_ context.Context, take func([]journey.Fact) error) error {
	r.mutex.Lock()
	var all [][]journey.Fact
	for _, woman := range r.women() {
		facts := r.of(woman)
		for i := range facts {
			facts[i].Words = nil
		}
		all = append(all, facts)
	}
	r.mutex.Unlock()
	for _, facts := range all {
		if err := take(facts); err != nil {
			return err
		}
	}
	return nil
}
