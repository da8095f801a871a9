package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"throughline/internal/casework/herspace"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
	"throughline/internal/edge/signin"
)

// lookAtHer has a woman ask for herself, the lead look at her and give her a
// card, and returns who she is.
func lookAtHer(t *testing.T, in *installation, name string) (caseID string, she access.Asker, words string) {
	t.Helper()
	ctx, lead := context.Background(), access.Asker{ID: "lead", Name: "Ruth", Agency: "Riverside", Role: access.ServiceLead}
	receipt, err := in.intake.Ask(ctx, journey.Asking{
		Identity: journey.Identity{Given: name, Phone: "07700 900123"}, Contact: journey.ContactCall, Agreed: true,
	}, newID())
	if err != nil {
		t.Fatal(err)
	}
	for _, reason := range []string{"", "", "she did not come"} {
		if _, err := in.support.Open(ctx, lead, receipt.Case, reason); err != nil {
			t.Fatal(err)
		}
	}
	words, err = in.herspace.GiveCard(ctx, lead, receipt.Case, herspace.Giving{PIN: "4826", Again: "4826"})
	if err != nil {
		t.Fatal(err)
	}
	return receipt.Case, access.InHerSpace(receipt.Woman), words
}

// Who looked, as she is told it, is what the ledger says, line for line; and no
// line names her by anything but her trace.
func TestWhoLookedIsTheLedgerLineForLine(t *testing.T) {
	ctx, data := context.Background(), fresh(t)
	in, err := place{Data: data}.open(ctx, opening{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := in.close(ctx); err != nil {
			t.Error(err)
		}
	}()
	space, err := in.space(signin.New(in.record, sealingKey{in.vault.SignIn()}, in.now, signin.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	_, grace, words := lookAtHer(t, in, "Grace")
	_, other, _ := lookAtHer(t, in, "Oriel")
	if token, err := space.OpenWithCard(ctx, words, "4826", "192.0.2.1:1"); err != nil || token == "" {
		t.Errorf("her card opens nothing: %v", err)
	}
	for _, she := range []access.Asker{grace, other} {
		if _, err := in.herspace.Open(ctx, she); err != nil {
			t.Fatal(err)
		}
		if err := in.herspace.AskForCopy(ctx, she, newID()); err != nil {
			t.Fatal(err)
		}
	}
	lines := 0
	for _, she := range []access.Asker{grace, other} {
		looks, more, err := in.herspace.Looked(ctx, she, 0)
		if err != nil || more {
			t.Fatal(more, err)
		}
		told := map[string]int{}
		for _, look := range looks {
			told[fmt.Sprint(look.On, look.Mine, look.Agency, look.Role, look.Action, look.Purpose)] += look.Times
		}
		written := map[string]int{}
		if err := in.record.View(ctx, func(tx record.Tx) error { return count(ctx, tx, she.ID, written, &lines) }); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(told) != fmt.Sprint(written) || len(written) < 4 {
			t.Errorf("she is told %v, the ledger has %v", told, written)
		}
	}
	t.Logf("%d lines of the ledger, each told", lines)
}

// count counts the lines that name a woman by her trace, without the index.
func count(ctx context.Context, tx record.Tx, woman string, written map[string]int, lines *int) error {
	var trace string
	if err := tx.QueryRowContext(ctx, "SELECT trace FROM women WHERE id = $1", woman).Scan(&trace); err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, "SELECT leaf FROM ledger_leaf")
	if err != nil {
		return err
	}
	for rows.Next() {
		var leaf []byte
		var entry access.Entry
		if err := errors.Join(rows.Scan(&leaf), json.Unmarshal(leaf, &entry)); err != nil {
			return err
		}
		if entry.Actor == woman || slices.Contains(entry.Women, woman) {
			return fmt.Errorf("the ledger names her by her id: %s", leaf)
		}
		if slices.Contains(entry.Women, trace) {
			*lines++
			written[fmt.Sprint(calendar.DayOf(entry.Time), entry.Role == access.Woman, entry.Agency, entry.Role, entry.Action, entry.Purpose)]++
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}
