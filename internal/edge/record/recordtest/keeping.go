package recordtest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
)

// rowsOfHers returns how many rows each table with a column for a woman has of hers.
func rowsOfHers(t *testing.T, s *record.Store, woman string) map[string]int {
	t.Helper()
	found := map[string]int{}
	err := s.View(context.Background(), func(tx record.Tx) error {
		for _, table := range []string{"facts", "cases", "women_tokens", "papers", "documents", "tombstones", "cards", "codes", "her_sessions", "outbox"} {
			count := 0
			if err := tx.QueryRowContext(context.Background(), "SELECT COUNT(*) FROM "+table+" WHERE woman = $1", woman).Scan(&count); err != nil {
				return err
			}
			found[table] = count
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// keepsDocuments keeps two documents, ends one, and leaves "letter".
func keepsDocuments(t *testing.T, s *record.Store, woman string) {
	t.Helper()
	ctx := context.Background()
	for _, id := range []string{"letter", "picture"} {
		if err := s.KeepDocument(ctx, woman, id, []byte("content of "+id)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.KeepDocument(ctx, woman, "letter", []byte("other")); casework.KindOf(err) != casework.Conflict {
		t.Errorf("a second document under one id: %v", err)
	}
	for _, err := range []error{s.DropDocument(ctx, "somebody else", "letter"), s.DropDocument(ctx, woman, "picture"), s.DropDocument(ctx, woman, "picture")} {
		if err != nil {
			t.Errorf("ending a document: %v", err)
		}
	}
	if plain, err := s.Document(ctx, woman, "letter"); err != nil || string(plain) != "content of letter" {
		t.Errorf("the document is %q, %v", plain, err)
	}
	for _, row := range [][2]string{{woman, "picture"}, {"somebody else", "letter"}} {
		if _, err := s.Document(ctx, row[0], row[1]); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s of %s: %v", row[1], row[0], err)
		}
	}
}

func erases(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	receipt := refer(t, s, "Amina", "Hill")
	refer(t, s, "Beth", "Shaw")
	if err := s.KeepPaper(ctx, receipt.Woman, "paper", []byte("what left")); err != nil {
		t.Fatal(err)
	}
	if plain, err := s.Paper(ctx, receipt.Woman, "paper"); err != nil || string(plain) != "what left" {
		t.Errorf("the paper is %q, %v", plain, err)
	}
	if err := s.KeepPaper(ctx, receipt.Woman, "paper", []byte("other")); casework.KindOf(err) != casework.Conflict {
		t.Errorf("a second paper under one id: %v", err)
	}
	keepsDocuments(t, s, receipt.Woman)
	row, err := s.Row(ctx, receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	held, err := pen(Priya).Hold(row, "a court may ask")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, change(Priya, "hold", held)); err != nil {
		t.Fatal(err)
	}
	erasure := keeping.Erasure{
		Stone: keeping.Stone{Woman: receipt.Woman, At: Noon, By: "ig-1", Ground: journey.ErasureHers},
		Entry: Priya.Note(Noon, access.Erase, access.ForLegal, "erase a record", 0),
	}
	if err := s.Erase(ctx, erasure); casework.KindOf(err) != casework.Conflict {
		t.Errorf("held, she is erased: %v", err)
	}
	erasure.Again = true // as on a copy that was made while she was held
	written := len(lines.All())
	if err := s.Erase(ctx, erasure); err != nil {
		t.Fatal(err)
	}
	if all := lines.All(); len(all) != written+1 || !slices.Equal(all[written].Women, []string{"trace of " + receipt.Woman}) {
		t.Errorf("the ledger says %+v", all[written:])
	}
	for table, count := range rowsOfHers(t, s, receipt.Woman) {
		if stays := slices.Contains([]string{"facts", "cases", "tombstones"}, table); (count > 0) != stays {
			t.Errorf("table %s holds %d rows of hers", table, count)
		}
	}
	if stones, err := s.Stones(ctx); err != nil || len(stones) != 1 || stones[0].Woman != receipt.Woman {
		t.Errorf("the stones are %+v, %v", stones, err)
	}
	if built, err := s.Rebuild(ctx); err != nil || built.Changed != 0 || built.Removed != 0 {
		t.Errorf("rebuilt it is %+v, %v", built, err)
	}
	for name, err := range map[string]error{
		"a fact":       func() error { _, err := s.Append(ctx, change(Priya, "late", held)); return err }(),
		"a paper":      s.KeepPaper(ctx, receipt.Woman, "late", []byte("x")),
		"a document":   s.KeepDocument(ctx, receipt.Woman, "late", []byte("x")),
		"her document": func() error { _, err := s.Document(ctx, receipt.Woman, "letter"); return err }(),
		"opening":      func() error { _, err := s.Past(ctx, receipt.Case, access.SetOf(access.Notes)); return err }(),
	} {
		if casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s of hers: %v", name, err)
		}
	}
	if rows, err := s.Rows(ctx, access.Asker{}, casework.Filter{}); err != nil || len(rows) != 1 {
		t.Errorf("%d cases are listed, %v", len(rows), err)
	}
}

// A woman who was erased does not come back with the package she came with.
func importsNobodyErased(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	facts := Referral(t, "Amina", "Hill")
	for i := range facts {
		facts[i].Source = fmt.Sprint("rows/", i)
	}
	entry := access.Asker{ID: "admin", Role: access.Administrator}.Note(Noon, access.Append, access.ForAdministration, "import", 0)
	bring := func(facts []journey.Fact) (verdicts []casework.Verdict) {
		t.Helper()
		if err := s.Import(ctx, entry, func(in casework.Intake) error {
			for _, fact := range facts {
				verdict, err := in.Put(ctx, fact)
				if err != nil {
					return err
				}
				verdicts = append(verdicts, verdict)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return verdicts
	}
	bring(facts)
	if err := s.Erase(ctx, keeping.Erasure{Stone: keeping.Stone{Woman: facts[0].Woman, At: Noon}, Entry: entry}); err != nil {
		t.Fatal(err)
	}
	for i := range facts {
		facts[i].Happened = calendar.At(Noon.AddDate(0, 0, 1))
	}
	for _, verdict := range bring(facts) {
		if verdict != casework.RowUnchanged {
			t.Errorf("a row of hers is taken as %v", verdict)
		}
	}
	if found, err := s.Find(ctx, journey.Identity{Phone: "07700 900123"}); err != nil || len(found) != 0 {
		t.Errorf("she is found again: %v, %v", found, err)
	}
}
