package sharing_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/safecontact"
)

// letterbox is where every message to a partner goes, or why it does not.
type letterbox struct{ err error }

func (l letterbox) Letterbox(context.Context, casework.Outgoing) (string, string, error) {
	return "team@fern.example", "https://example.org/r/token", l.err
}

func TestAMessageToAPartnerSaysThatThereIsARequest(t *testing.T) {
	for name, test := range map[string]struct {
		partners sharing.Partners
		want     casework.MessageState
		fails    bool
	}{
		"it goes":                          {letterbox{}, casework.MessageSending, false},
		"nothing is shared any more":       {letterbox{casework.Fail(casework.NotFound, "looking", "gone")}, casework.MessageLate, false},
		"nothing goes to partners":         {nil, casework.MessageHeld, false},
		"the letterbox cannot be read now": {letterbox{errors.New("the disk is gone")}, casework.MessageWaiting, true},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t)
			p.desk.Partners = test.partners
			out := casework.Outgoing{
				ID: "message-1", Case: p.caseID, Channel: safecontact.Email, Template: casework.PartnerRequest, Appointment: "referral-1", By: "keyworker-1",
				Agency: "Fern Housing", After: p.Now(), Until: p.Now().AddDate(0, 0, 1),
			}
			if _, err := p.Record.Append(ctx, casework.Change{Outgoing: []casework.Outgoing{out}}); err != nil {
				t.Fatal(err)
			}
			due, err := p.desk.Due(ctx)
			if err != nil || len(due) != 1 {
				t.Fatalf("%d messages are due, %v", len(due), err)
			}
			letter, err := p.desk.Take(ctx, due[0])
			if (err != nil) != test.fails {
				t.Fatalf("taking it: %v", err)
			}
			found, err := p.Record.Messages(ctx, casework.MessageFilter{ID: "message-1"})
			if err != nil || found[0].State != test.want {
				t.Errorf("the message is %s, want %s (%v)", found[0].State, test.want, err)
			}
			if (letter != nil) != (test.want == casework.MessageSending) {
				t.Fatalf("the letter is %+v", letter)
			}
			if letter == nil {
				return
			}
			said := letter.Subject + " " + letter.Body
			if letter.To != "team@fern.example" || letter.Subject != "1 new request" || !strings.Contains(said, "https://example.org/r/token") || !strings.Contains(said, casework.Reference(p.caseID)) {
				t.Errorf("the letter is %+v", letter)
			}
			for _, never := range []string{"Amina", "Okafor", "Advance", "caution", "police", "07700"} {
				if strings.Contains(said, never) {
					t.Errorf("it says %q", never)
				}
			}
		})
	}
}
