package caseworktest

import (
	"context"
	"fmt"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Governance answers for how records are used.
var Governance = access.Asker{ID: "governance-1", Name: "Ines", Agency: "Advance", Role: access.InformationGovernance}

// Stones keeps stones in memory.
type Stones struct {
	List []keeping.Stone
	Fail error // what Keep answers, when set
}

// Keep keeps a stone, or answers Fail.
func (s *Stones) Keep(_ context.Context, stone keeping.Stone) error {
	if s.Fail == nil {
		s.List = append(s.List, stone)
	}
	return s.Fail
}

// Kept is what keeping and packs need of a record beyond casework.Record.
type Kept interface {
	casework.Record
	keeping.Store
	KeepPaper(ctx context.Context, woman, id string, plain []byte) error
	Paper(ctx context.Context, woman, id string) ([]byte, error)
}

// Kept returns the room's record as keeping needs it.
func (r *Room) Kept() Kept { return r.Record.Record.(Kept) }

// Erase ends what is kept of a woman.
func (r *Record) Erase(_ context.Context, erasure keeping.Erasure) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	woman := erasure.Stone.Woman
	var cases []string
	for _, row := range journey.Fold(r.of(woman), 0) {
		if len(row.Keeping.Holds) > 0 && !erasure.Again {
			return casework.Fail(casework.Conflict, "erasing", "the record is held")
		}
		cases = append(cases, row.Case)
	}
	known := false
	for i := range r.facts { // marks count facts: what goes leaves an empty place
		if fact := &r.facts[i]; fact.Woman == woman {
			known, fact.Words = true, nil
			if !slices.Contains(journey.Counted, fact.Body.Kind()) {
				*fact = journey.Fact{ID: fact.ID, Body: journey.Withdrawn{}}
			}
		}
	}
	if known {
		fact := erasure.Stone.Fact()
		fact.ID, fact.Written = fmt.Sprintf("fact-%06d", len(r.facts)+1), r.Now()
		r.facts = append(r.facts, fact)
	}
	for key, before := range r.keys {
		if before.receipt.Woman == woman || slices.Contains(cases, before.receipt.Case) {
			delete(r.keys, key)
		}
	}
	for _, kept := range []map[string]paper{r.papers, r.documents} {
		for id, paper := range kept {
			if paper.woman == woman {
				delete(kept, id)
			}
		}
	}
	r.stones = append(r.stones, erasure.Stone)
	return nil
}

// erased says whether a woman's record has ended.
func (r *Record) erased(woman string) bool {
	return slices.ContainsFunc(r.stones, func(stone keeping.Stone) bool { return stone.Woman == woman })
}

// Stones returns every erasure.
func (r *Record) Stones(context.Context) ([]keeping.Stone, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.Clone(r.stones), nil
}

// Past returns every fact of a case and of its woman.
func (r *Record) Past(_ context.Context, caseID string, open access.Classes) ([]journey.Fact, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	row, err := r.row(caseID)
	if err != nil {
		return nil, err
	}
	if r.erased(row.Woman) {
		return nil, casework.Fail(casework.NotFound, "opening a case", "her record is no longer kept")
	}
	var facts []journey.Fact
	for _, fact := range r.of(row.Woman) {
		if fact.Case != "" && fact.Case != caseID {
			continue
		}
		if !open.Has(fact.Class()) {
			fact.Words = nil
		}
		facts = append(facts, fact)
	}
	return facts, nil
}

// paper is what was kept under an id.
type paper struct {
	woman string
	plain []byte
}

// KeepPaper keeps a paper of a woman under an id, once.
func (r *Record) KeepPaper(_ context.Context, woman, id string, plain []byte) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if _, kept := r.papers[id]; kept || r.erased(woman) {
		return casework.Fail(casework.Conflict, "keeping a paper", "it is kept already, or she is erased")
	}
	if r.papers == nil {
		r.papers = map[string]paper{}
	}
	r.papers[id] = paper{woman, slices.Clone(plain)}
	return nil
}

// Paper returns what was kept under an id for a woman.
func (r *Record) Paper(_ context.Context, woman, id string) ([]byte, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	kept, known := r.papers[id]
	if !known || kept.woman != woman {
		return nil, casework.Fail(casework.NotFound, "opening a paper", "there is no such paper")
	}
	return kept.plain, nil
}
