package intake_test

import (
	"context"
	"reflect"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/justice"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// herself is Amina, whom police may have referred too, asking on her own.
func herself() journey.Asking {
	amina := caseworktest.Amina().Identity
	amina.Times, amina.Ask = "10 to 2", "the library"
	return journey.Asking{Identity: amina, Contact: journey.ContactNoMessage, Wants: []need.Pathway{need.Accommodation}, Agreed: true}
}

func asksHerself(t *testing.T, desk intake.Desk, key string) casework.Receipt {
	t.Helper()
	receipt, err := desk.Ask(ctx, herself(), key)
	if err != nil {
		t.Fatalf("asking: %v", err)
	}
	return receipt
}

func TestAWomanWhoAsksHerselfComesByTheVoluntaryPathway(t *testing.T) {
	room, desk := newDesk(t)
	receipt := asksHerself(t, desk, "one key")
	row, err := room.Record.Row(ctx, receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	if row.Scheme != "lwds" || row.Pathway != journey.Voluntary || row.Agency != "self" || row.Role != "self" || row.Sender != "" || row.Provider != "Advance" || row.Encounter != "" || row.Condition != nil {
		t.Errorf("she came as %+v", row)
	}
	line, _ := room.Record.Last()
	if line.Role != access.Woman || line.Action != access.Append || line.What != "ask" || line.Case != receipt.Case || len(line.Women) != 1 || line.Actor != "" || len(line.Facts) != 2 {
		t.Errorf("the ledger says %+v", line)
	}

	again := asksHerself(t, desk, "one key")
	if !again.Replayed || again.Case != receipt.Case || len(room.Record.Facts()) != 2 {
		t.Errorf("sent twice: %+v after %+v", again, receipt)
	}
	other := herself()
	other.Identity.Given = "Grace"
	if _, err := desk.Ask(ctx, other, "one key"); casework.KindOf(err) != casework.Conflict {
		t.Errorf("other answers under the same key: %v, want a conflict", err)
	}
	if _, err := desk.Ask(ctx, herself(), ""); casework.KindOf(err) != casework.Invalid {
		t.Errorf("without a key: %v", err)
	}
	if _, err := desk.Ask(ctx, journey.Asking{}, room.Key()); casework.KindOf(err) != casework.Invalid {
		t.Errorf("without an answer: %v", err)
	}
}

func TestNothingTellsWhetherSheIsKnown(t *testing.T) {
	room, desk := newDesk(t)
	known := refer(t, desk, caseworktest.Officer, caseworktest.Amina(), room.Key())
	lines := len(room.Record.Ledger)
	own := asksHerself(t, desk, room.Key())
	if own.Woman == known.Woman || own.Case == known.Case {
		t.Error("she was joined to a record by a page that anybody may open")
	}
	if read := len(room.Record.Ledger) - lines; read != 1 {
		t.Errorf("%d lines in the ledger, want the one that she asked", read)
	}
	again := refer(t, desk, caseworktest.Officer, caseworktest.Amina(), room.Key())
	if again.Woman != known.Woman {
		t.Error("police are joined to what she asked herself")
	}
}

func TestPoliceSeeNothingOfAWomanWhoAsksHerself(t *testing.T) {
	room, desk := newDesk(t)
	police := justice.Desk{Bench: room.Bench, Schemes: desk.Schemes}
	empty, err := police.MyReferrals(ctx, caseworktest.Officer)
	if err != nil {
		t.Fatal(err)
	}
	own := asksHerself(t, desk, room.Key())
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Colleague, caseworktest.OtherForce, {ID: "x", Agency: "", Role: access.Officer}, {ID: "x", Agency: "self", Role: access.Officer}} {
		if _, err := desk.Sent(ctx, asker, own.Case); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s of %q opens it: %v", asker.Role, asker.Agency, err)
		}
		if list, err := police.MyReferrals(ctx, asker); err != nil || !reflect.DeepEqual(list, empty) {
			t.Errorf("%s of %q is shown %+v, %v", asker.Role, asker.Agency, list, err)
		}
		if _, err := police.Sent(ctx, asker, own.Case); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s of %q opens what became of her: %v", asker.Role, asker.Agency, err)
		}
	}
}

// nobody is a service without keyworkers yet.
type nobody struct{}

func (nobody) Keyworkers(context.Context) ([]support.Keyworker, error) { return nil, nil }

func TestSheWaitsForAKeyworkerAsAnyWomanDoes(t *testing.T) {
	room, desk := newDesk(t)
	own := asksHerself(t, desk, room.Key())
	service := support.Desk{Bench: room.Bench, Schemes: desk.Schemes, People: nobody{}}
	waiting, err := service.Unallocated(ctx, caseworktest.Lead)
	if err != nil || len(waiting) != 1 {
		t.Fatalf("%d wait, %v", len(waiting), err)
	}
	if line := waiting[0]; line.Case != own.Case || line.First != "Amina" || line.Instruction != "Call only. Leave no message and send no text. Only at these times: 10 to 2. What to ask for: the library" {
		t.Errorf("the lead reads %+v", line)
	}
}

func TestWhereNoSchemeTakesHerThePageSaysWhatThereIs(t *testing.T) {
	for _, row := range []struct {
		delivers []string
		may      bool
		scheme   string
	}{
		{[]string{"lwds"}, true, "lwds"},
		{[]string{"hull-womens-triage", "lwds"}, true, "lwds"},
		{[]string{"hull-womens-triage"}, false, ""},
		{nil, false, ""},
	} {
		room, desk := newDesk(t)
		desk.Delivers = row.delivers
		receipt, err := desk.Ask(ctx, herself(), room.Key())
		if desk.MayAsk() != row.may || (err == nil) != row.may {
			t.Errorf("%v: may ask %v, %v", row.delivers, desk.MayAsk(), err)
			continue
		}
		if !row.may {
			if casework.KindOf(err) != casework.Unavailable {
				t.Errorf("%v: %v", row.delivers, err)
			}
			if len(row.delivers) > 0 && len(desk.Elsewhere()) == 0 {
				t.Errorf("%v: a dead end", row.delivers)
			}
			continue
		}
		if got, err := room.Record.Row(ctx, receipt.Case); err != nil || got.Scheme != row.scheme {
			t.Errorf("%v: she came to %s, %v", row.delivers, got.Scheme, err)
		}
	}
}
