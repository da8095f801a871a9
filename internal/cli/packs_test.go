package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/casework/packs"
	"throughline/internal/domain/journey"
)

func TestAPackIsProvenWithThePublicKeyAlone(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	w := newErasedWorld(t, []string{"--data", data})
	ctx := context.Background()
	desk := w.in.packs
	pack, err := desk.Begin(ctx, leadOfTests, w.receipt.Case, "begin", journey.PackEntry{Sort: journey.PackHers})
	if err != nil {
		t.Fatal(err)
	}
	draft, err := desk.Draft(ctx, leadOfTests, w.receipt.Case, pack)
	if err != nil {
		t.Fatal(err)
	}
	var decided []journey.PackDecision
	for _, at := range draft.Open {
		decided = append(decided, journey.PackDecision{Item: at.Item, Place: at.Place, Choice: journey.PackRemove})
	}
	if err := desk.Decide(ctx, leadOfTests, w.receipt.Case, pack, "decide", decided); err != nil {
		t.Fatal(err)
	}
	if draft, err = desk.Draft(ctx, leadOfTests, w.receipt.Case, pack); err != nil {
		t.Fatal(err)
	}
	if err := desk.Sign(ctx, leadOfTests, w.receipt.Case, pack, "first", draft.Digest); err != nil {
		t.Fatal(err)
	}
	if err := desk.Sign(ctx, governanceOfTests, w.receipt.Case, pack, "second", draft.Digest); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	take := func(form string) string {
		t.Helper()
		taken, err := desk.Take(ctx, governanceOfTests, w.receipt.Case, pack, form)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, taken.Name)
		if err := os.WriteFile(path, taken.Body, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	file, proof := take(packs.FormJSON), take(packs.FormProof)
	if paper, err := os.ReadFile(take(packs.FormPDF)); err != nil || !bytes.HasPrefix(paper, []byte("%PDF")) || bytes.Contains(paper, []byte("hroughline")) {
		t.Errorf("the paper is no neutral PDF: %v", err)
	}
	content, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(content, []byte(planted[4])) || !bytes.Contains(content, []byte("refer, for referral")) {
		t.Errorf("her copy lacks her note or who looked: %v", err)
	}
	if err := w.in.close(ctx); err != nil {
		t.Fatal(err)
	}

	public := filepath.Join(data, keysFolder, "ledger.pub")
	if code, _, said := ran("", "ledger", "check", proof, file, "--public-key", public); code != exitOK || !strings.Contains(said, "the file that left") {
		t.Errorf("the check ended with %d: %s", code, said)
	}
	changed := filepath.Join(folder, "changed.json")
	if err := os.WriteFile(changed, bytes.Replace(content, []byte(planted[4]), []byte("the red door by the canal"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, said := ran("", "ledger", "check", proof, changed, "--public-key", public); code != exitData || !strings.Contains(said, "not the file that left") {
		t.Errorf("of a changed file the check ended with %d: %s", code, said)
	}
	other := filepath.Join(t.TempDir(), "other")
	printed(t, "init", "--data", other)
	if code, _, said := ran("", "ledger", "check", proof, file, "--public-key", filepath.Join(other, keysFolder, "ledger.pub")); code != exitData {
		t.Errorf("with another key the check ended with %d: %s", code, said)
	}
}

func TestALedgerBehindAHeldCheckpointIsNotServed(t *testing.T) {
	folder := t.TempDir()
	data, backup, held := filepath.Join(folder, "data"), filepath.Join(folder, "before.tgz"), filepath.Join(folder, "held.txt")
	w := newErasedWorld(t, []string{"--data", data})
	printed(t, "backup", backup, "--data", data)
	now := w.in.now()
	if err := w.in.record.Witness(context.Background(), leadOfTests.Note(now, "read", "support", "open case", 0)); err != nil {
		t.Fatal(err)
	}
	text, err := w.in.signed(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(held, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := w.in.notBehind(context.Background(), []string{held}); err != nil {
		t.Errorf("the ledger of the checkpoint itself: %v", err)
	}
	if err := w.in.close(context.Background()); err != nil {
		t.Fatal(err)
	}
	older := filepath.Join(folder, "older")
	printed(t, "restore", backup, "--recovery", filepath.Join(data, recoveryFile), "--data", older, "--without-tombstones")
	if code, _, said := ran("", "serve", "--data", older, "--addr", "127.0.0.1:0", "--held", held); code != exitData || !strings.Contains(said, "set back") {
		t.Errorf("an older file was served: %d, %s", code, said)
	}
	if code, _, _ := ran("", "serve", "--data", data, "--addr", "127.0.0.1:0", "--held", backup); code != exitData {
		t.Errorf("what is no checkpoint was taken for one: %d", code)
	}
}
