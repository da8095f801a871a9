package documents_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/documents"
	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

var (
	ctx       = context.Background()
	priya, jo = caseworktest.Keyworker, caseworktest.OtherWorker
	lead      = caseworktest.Lead
)

// scanner answers as it is told.
type scanner struct {
	found bool
	err   error
}

func (s *scanner) Scan(context.Context, []byte) (bool, error) { return s.found, s.err }

// store is a store that can break.
type store struct {
	documents.Store
	keep, open, drop error
	opened           int
}

func (s *store) KeepDocument(ctx context.Context, woman, id string, plain []byte) error {
	if s.keep != nil {
		return s.keep
	}
	return s.Store.KeepDocument(ctx, woman, id, plain)
}

func (s *store) Document(ctx context.Context, woman, id string) ([]byte, error) {
	s.opened++
	if s.open != nil {
		return nil, s.open
	}
	return s.Store.Document(ctx, woman, id)
}

func (s *store) DropDocument(ctx context.Context, woman, id string) error {
	if s.drop != nil {
		return s.drop
	}
	return s.Store.DropDocument(ctx, woman, id)
}

// house is a service that keeps documents, with one woman in Priya's caseload.
type house struct {
	*caseworktest.Room
	t      *testing.T
	desk   documents.Desk
	scan   *scanner
	store  *store
	caseID string
}

func newHouse(t *testing.T) *house {
	t.Helper()
	room := caseworktest.NewRoom(t)
	h := &house{Room: room, t: t, scan: &scanner{}, store: &store{Store: room.Filed()}}
	h.desk = documents.Desk{Bench: room.Bench, Store: h.store, Scan: h.scan, Clean: func(content []byte) (documents.Cleaned, error) {
		if string(content) == "a program" {
			return documents.Cleaned{}, journey.Problems{{Field: "file", Say: "not this"}}
		}
		return documents.Cleaned{Type: journey.DocumentText, Content: append([]byte("clean: "), content...), Cleaned: true}, nil
	}}
	facts, err := room.Bench.Pen(caseworktest.Officer).Refer(caseworktest.Amina(), "")
	h.write(facts, err)
	facts, err = room.Bench.Pen(lead).Allocate(h.row(), priya.ID, priya.Agency, "")
	h.write(facts, err)
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) write(facts []journey.Fact, err error) {
	h.t.Helper()
	h.must(err)
	receipt, err := h.Record.Append(ctx, casework.Change{Key: h.Key(), Digest: h.Key(), Case: h.caseID, Seen: casework.AnyVersion, Facts: facts})
	h.must(err)
	h.caseID = receipt.Case
}

func (h *house) row() journey.Row {
	h.t.Helper()
	row, err := h.Record.Row(ctx, h.caseID)
	h.must(err)
	return row
}

func entry(class access.Class) journey.DocumentEntry {
	return journey.DocumentEntry{Title: "Letter from her doctor", Class: access.SetOf(class)}
}

// attach puts a document in as Priya.
func (h *house) attach(class access.Class, content string) string {
	h.t.Helper()
	id, err := h.desk.Attach(ctx, priya, h.caseID, h.Key(), entry(class), []byte(content))
	h.must(err)
	return id
}

func (h *house) list(asker access.Asker) []journey.Document {
	h.t.Helper()
	list, err := h.desk.List(ctx, asker, h.caseID)
	h.must(err)
	return list.Documents
}

func wantKind(t *testing.T, what string, err error, kind casework.Kind) {
	t.Helper()
	if err == nil || casework.KindOf(err) != kind {
		t.Errorf("%s: %v", what, err)
	}
}

func wantSay(t *testing.T, what string, err error, say string) {
	t.Helper()
	var problems journey.Problems
	if !errors.As(err, &problems) || !strings.Contains(problems.Error(), say) {
		t.Errorf("%s: %v, want %q", what, err, say)
	}
}

func TestADocumentIsAttachedListedOpenedAndTakenOut(t *testing.T) {
	h := newHouse(t)
	id := h.attach(access.Needs, "she needs rest")
	got := h.list(priya)
	if len(got) != 1 || got[0].Document != id || got[0].Title != "Letter from her doctor" || got[0].Scan != journey.ScanClean || !got[0].Cleaned || got[0].By != priya.ID {
		t.Fatalf("listed %+v", got)
	}
	document, content, err := h.desk.Open(ctx, priya, h.caseID, id)
	if err != nil || string(content) != "clean: she needs rest" || document.Bytes != len(content) {
		t.Errorf("opened %q, %+v, %v", content, document, err)
	}
	if line, _ := h.Record.Last(); line.What != "open document" || line.Classes != "ND" || !slices.Equal(line.Women, []string{h.row().Woman}) {
		t.Errorf("the ledger says %+v", line)
	}
	wantSay(t, "without a reason", h.desk.Take(ctx, priya, h.caseID, h.Key(), id, " "), "Say why")
	key := h.Key()
	for range 2 { // sent twice
		h.must(h.desk.Take(ctx, priya, h.caseID, key, id, "it is another woman's"))
	}
	wantSay(t, "taken out again", h.desk.Take(ctx, priya, h.caseID, h.Key(), id, "again"), "not in her record any more")
	_, _, err = h.desk.Open(ctx, priya, h.caseID, id)
	wantKind(t, "opened after it was taken out", err, casework.NotFound)
	if got := h.list(priya); len(got) != 1 || !got[0].Taken.Known() || got[0].Why != "it is another woman's" {
		t.Errorf("it stands as %+v", got)
	}
	_, err = h.store.Document(ctx, h.row().Woman, id)
	wantKind(t, "its content", err, casework.NotFound)
}

func TestNothingIsUnsealedBeforeTheLedgerHasALine(t *testing.T) {
	h := newHouse(t)
	id := h.attach(access.Plan, "a letter")
	h.store.opened = 0
	h.Record.Deaf = errors.New("disk full")
	_, content, err := h.desk.Open(ctx, priya, h.caseID, id)
	wantKind(t, "opened without a line", err, casework.Unavailable)
	if content != nil || h.store.opened != 0 {
		t.Errorf("%q was unsealed, %d times", content, h.store.opened)
	}
}

func TestWhoMayWhatWithADocument(t *testing.T) {
	for _, row := range []struct {
		class          access.Class
		name           string
		asker          access.Asker
		attaches, sees bool
	}{
		{access.Identity, "her keyworker", priya, true, true},
		{access.Offence, "her keyworker", priya, true, true},
		{access.Needs, "her keyworker", priya, true, true},
		{access.Notes, "her keyworker", priya, true, true},
		{access.Plan, "her keyworker", priya, true, true},
		{access.Children, "her keyworker", priya, true, true},
		{access.Sealed, "her keyworker", priya, true, false},
		{access.Needs, "who leads the service", lead, true, true},
		{access.Notes, "who leads the service", lead, false, false},
		{access.Sealed, "who leads the service", lead, true, false},
		{access.Needs, "another keyworker", jo, false, false},
		{access.Offence, "the officer who sent her", caseworktest.Officer, false, false},
		{access.Identity, "a commissioner", access.Asker{ID: "c", Role: access.Commissioner}, false, false},
	} {
		h := newHouse(t)
		what := row.class.String() + " for " + row.name
		_, err := h.desk.Attach(ctx, row.asker, h.caseID, h.Key(), entry(row.class), []byte("x"))
		if row.attaches != (err == nil) || err != nil && casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s: attaching: %v", what, err)
		}
		id := h.attach(row.class, "a letter")
		_, content, err := h.desk.Open(ctx, row.asker, h.caseID, id)
		if row.sees != (err == nil) || err != nil && (casework.KindOf(err) != casework.NotFound || content != nil) {
			t.Errorf("%s: opening: %q, %v", what, content, err)
		}
		if _, err := h.desk.Look(ctx, row.asker, h.caseID, id); row.sees != (err == nil) {
			t.Errorf("%s: looking: %v", what, err)
		}
		if list, err := h.desk.List(ctx, row.asker, h.caseID); err == nil && row.sees != (len(list.Documents) > 0) {
			t.Errorf("%s: listing: %+v", what, list)
		}
		if err := h.desk.Take(ctx, row.asker, h.caseID, h.Key(), id, "why"); row.sees != (err == nil) {
			t.Errorf("%s: taking out: %v", what, err)
		}
	}
}

func TestADocumentOfAnotherCaseIsNone(t *testing.T) {
	h := newHouse(t)
	for _, id := range []string{"none", ""} {
		_, _, err := h.desk.Open(ctx, priya, h.caseID, id)
		wantKind(t, "opening "+id, err, casework.NotFound)
		_, err = h.desk.Rescan(ctx, priya, h.caseID, h.Key(), id)
		wantKind(t, "scanning "+id, err, casework.NotFound)
		wantKind(t, "taking "+id, h.desk.Take(ctx, priya, h.caseID, h.Key(), id, "why"), casework.NotFound)
	}
}

func TestWhatIsNotAttached(t *testing.T) {
	for name, row := range map[string]struct {
		entry   journey.DocumentEntry
		content string
		found   bool
		says    string
	}{
		"no title":            {journey.DocumentEntry{Class: access.SetOf(access.Needs)}, "x", false, "Say what it is"},
		"a title too long":    {journey.DocumentEntry{Title: strings.Repeat("a", 101), Class: access.SetOf(access.Needs)}, "x", false, "up to 100 letters"},
		"about nothing":       {journey.DocumentEntry{Title: "Letter"}, "x", false, "Choose what it is about"},
		"about two things":    {journey.DocumentEntry{Title: "Letter", Class: access.SetOf(access.Needs, access.Plan)}, "x", false, "Choose what it is about"},
		"about a condition":   {entry(access.Condition), "x", false, "Choose what it is about"},
		"a program":           {entry(access.Needs), "a program", false, "not this"},
		"larger than may be":  {entry(access.Needs), strings.Repeat("a", documents.MostBytes+1), false, "larger than 10 MB"},
		"what the scan found": {entry(access.Needs), "x", true, "The virus scan found something"},
	} {
		h := newHouse(t)
		h.scan.found = row.found
		before := len(h.Record.Facts())
		_, err := h.desk.Attach(ctx, priya, h.caseID, h.Key(), row.entry, []byte(row.content))
		wantSay(t, name, err, row.says)
		if len(h.Record.Facts()) != before || len(h.list(priya)) != 0 {
			t.Errorf("%s: something was written", name)
		}
	}
}

func TestAFormSentTwiceBringsOneDocument(t *testing.T) {
	h := newHouse(t)
	key := h.Key()
	for range 2 {
		_, err := h.desk.Attach(ctx, priya, h.caseID, key, entry(access.Needs), []byte("a letter"))
		h.must(err)
	}
	if got := h.list(priya); len(got) != 1 {
		t.Errorf("listed %+v", got)
	}
	_, err := h.desk.Attach(ctx, priya, h.caseID, key, entry(access.Needs), []byte("another"))
	wantSay(t, "another file by the same form", err, "used for another file")
	_, err = h.desk.Attach(ctx, priya, h.caseID, "", entry(access.Needs), []byte("a letter"))
	wantKind(t, "without a key", err, casework.Invalid)
}

func TestAScannerThatIsAwayHoldsADocumentBackAndLosesNothing(t *testing.T) {
	h := newHouse(t)
	h.scan.err = errors.New("not there")
	id := h.attach(access.Needs, "a letter")
	if got := h.list(priya); got[0].Scan != journey.ScanWaiting || got[0].Opens() {
		t.Errorf("it stands as %+v", got[0])
	}
	_, _, err := h.desk.Open(ctx, priya, h.caseID, id)
	wantKind(t, "opened before the scan", err, casework.NotFound)
	before := len(h.Record.Facts())
	if answer, err := h.desk.Rescan(ctx, priya, h.caseID, h.Key(), id); answer != journey.ScanWaiting || err != nil || len(h.Record.Facts()) != before {
		t.Errorf("while it is away: %s, %v", answer, err)
	}
	h.scan.err = nil
	if answer, err := h.desk.Rescan(ctx, priya, h.caseID, h.Key(), id); answer != journey.ScanClean || err != nil {
		t.Errorf("when it is back: %s, %v", answer, err)
	}
	if _, content, err := h.desk.Open(ctx, priya, h.caseID, id); err != nil || string(content) != "clean: a letter" {
		t.Errorf("after the scan it is %q, %v", content, err)
	}
	if answer, err := h.desk.Rescan(ctx, priya, h.caseID, h.Key(), id); answer != journey.ScanClean || err != nil {
		t.Errorf("scanned again: %s, %v", answer, err)
	}
}

func TestWhatALaterScanFindsIsNoLongerKept(t *testing.T) {
	h := newHouse(t)
	h.scan.err = errors.New("not there")
	id := h.attach(access.Needs, "a letter")
	h.scan.err, h.scan.found = nil, true
	if answer, err := h.desk.Rescan(ctx, priya, h.caseID, h.Key(), id); answer != journey.ScanFound || err != nil {
		t.Errorf("the scan: %s, %v", answer, err)
	}
	_, _, err := h.desk.Open(ctx, priya, h.caseID, id)
	wantKind(t, "opened", err, casework.NotFound)
	_, err = h.store.Document(ctx, h.row().Woman, id)
	wantKind(t, "its content", err, casework.NotFound)
}

func TestWithoutAScannerItSaysNotScanned(t *testing.T) {
	h := newHouse(t)
	h.desk.Scan = nil
	h.attach(access.Needs, "a letter")
	list, err := h.desk.List(ctx, priya, h.caseID)
	if err != nil || list.Scans || list.Documents[0].Scan != journey.ScanNone || !list.Documents[0].Opens() {
		t.Errorf("listed %+v, %v", list, err)
	}
}

func TestAStoreThatBreaksIsAnError(t *testing.T) {
	broken := errors.New("disk")
	for name, row := range map[string]struct {
		fault func(*house)
		do    func(*house, string) error
	}{
		"keeping": {func(h *house) { h.store.keep = broken }, func(h *house, _ string) error {
			_, err := h.desk.Attach(ctx, priya, h.caseID, h.Key(), entry(access.Needs), []byte("x"))
			return err
		}},
		"comparing": {func(h *house) {
			h.store.keep, h.store.open = casework.Fail(casework.Conflict, "keeping", "kept"), broken
		}, func(h *house, _ string) error {
			_, err := h.desk.Attach(ctx, priya, h.caseID, h.Key(), entry(access.Needs), []byte("x"))
			return err
		}},
		"opening": {func(h *house) { h.store.open = broken }, func(h *house, id string) error {
			_, _, err := h.desk.Open(ctx, priya, h.caseID, id)
			return err
		}},
		"scanning": {func(h *house) { h.store.open = broken }, func(h *house, id string) error {
			_, err := h.desk.Rescan(ctx, priya, h.caseID, h.Key(), id)
			return err
		}},
		"ending": {func(h *house) { h.store.drop = broken }, func(h *house, id string) error {
			return h.desk.Take(ctx, priya, h.caseID, h.Key(), id, "why")
		}},
	} {
		h := newHouse(t)
		if name == "scanning" {
			h.scan.err = errors.New("not there")
		}
		id := h.attach(access.Needs, "a letter")
		row.fault(h)
		wantKind(t, name, row.do(h, id), casework.Internal)
	}
}

func TestAConflictHidesHerDocuments(t *testing.T) {
	h := newHouse(t)
	id := h.attach(access.Needs, "a letter")
	facts, err := h.Bench.Pen(lead).MarkConflict(h.row(), journey.ConflictEntry{Account: priya.ID, From: journey.ConflictWorkers})
	h.write(facts, err)
	_, _, err = h.desk.Open(ctx, priya, h.caseID, id)
	wantKind(t, "opened by who is barred", err, casework.NotFound)
}

func TestHerDocumentsEndWithHerRecord(t *testing.T) {
	h := newHouse(t)
	id := h.attach(access.Needs, "a letter")
	woman := h.row().Woman
	h.must(h.Kept().Erase(ctx, keeping.Erasure{
		Stone: keeping.Stone{Woman: woman, At: h.Now(), By: "ig-1", Ground: journey.ErasureHers},
		Entry: lead.Note(h.Now(), access.Erase, access.ForLegal, "erase a record", 0),
	}))
	if content, err := h.store.Document(ctx, woman, id); casework.KindOf(err) != casework.NotFound {
		t.Errorf("%q is left, %v", content, err)
	}
}
