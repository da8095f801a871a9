package intake_test

import (
	"context"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/domain/journey"
)

func TestAnInboxIsToldOfEachRequestOnce(t *testing.T) {
	room := caseworktest.NewRoom(t)
	desk := intake.Desk{Bench: room.Bench, Schemes: caseworktest.Rules(t), Inboxes: []string{"Advance"}}
	entry, key := caseworktest.Amina(), room.Key()
	var cases []string
	for range 2 {
		receipt, err := desk.Refer(context.Background(), caseworktest.Officer, entry, key)
		if err != nil {
			t.Fatal(err)
		}
		cases = append(cases, receipt.Case)
	}
	asked, err := desk.Ask(context.Background(), journey.Asking{Identity: journey.Identity{Given: "Amina", Phone: "07700 900456"}, Contact: journey.ContactCall, Agreed: true}, room.Key())
	if err != nil {
		t.Fatal(err)
	}
	messages, err := room.Record.Messages(context.Background(), casework.MessageFilter{})
	if err != nil || len(messages) != 2 {
		t.Fatalf("%d messages, %v", len(messages), err)
	}
	told := map[string]bool{}
	for _, message := range messages {
		told[message.Case] = true
		if message.ToHer() || message.Agency != "Advance" || message.Template != casework.NewRequest || message.By != "" || message.State != casework.MessageWaiting {
			t.Errorf("told %+v", message)
		}
	}
	if !told[cases[0]] || !told[asked.Case] {
		t.Errorf("told of %v, want %s and %s", told, cases[0], asked.Case)
	}
}
