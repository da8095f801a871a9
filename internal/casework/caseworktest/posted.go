package caseworktest

import (
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
)

// reminder is a message of a case, for an hour from now.
func (h *held) reminder(id string, receipt casework.Receipt) casework.Outgoing {
	return casework.Outgoing{
		ID: id, Woman: receipt.Woman, Case: receipt.Case, Channel: safecontact.Text, Template: casework.AppointmentReminder, Language: "cy",
		Appointment: "appointment-1", At: calendar.At(h.now.Add(3 * time.Hour)), By: Keyworker.ID, Agency: Keyworker.Agency,
		After: h.now.Add(time.Hour).UTC().Truncate(time.Second), Until: h.now.Add(2 * time.Hour).UTC().Truncate(time.Second),
	}
}

func (h *held) messages(filter casework.MessageFilter) []casework.Message {
	h.t.Helper()
	messages, err := h.record.Messages(background, filter)
	if err != nil {
		h.t.Fatal(err)
	}
	return messages
}

func promiseMessages(t *testing.T, h *held) {
	receipt := h.refer(Officer, "Amina", "")
	change := h.allocate(receipt.Case)
	change.Key, change.Digest = "first", "digest"
	want := h.reminder("message-1", receipt)
	change.Outgoing = []casework.Outgoing{want}
	h.append(change)
	h.append(change) // sent twice, it is written once
	h.append(casework.Change{Outgoing: []casework.Outgoing{{ID: "message-0", Agency: "Advance", After: h.now.UTC(), Until: h.now.Add(time.Hour).UTC()}}})
	for name, row := range map[string]struct {
		filter casework.MessageFilter
		want   int
	}{
		"all":                   {casework.MessageFilter{}, 2},
		"one":                   {casework.MessageFilter{ID: "message-1"}, 1},
		"of the case":           {casework.MessageFilter{Case: receipt.Case}, 1},
		"of another case":       {casework.MessageFilter{Case: "other"}, 0},
		"waiting":               {casework.MessageFilter{State: casework.MessageWaiting}, 2},
		"sent":                  {casework.MessageFilter{State: casework.MessageSent}, 0},
		"whose time has come":   {casework.MessageFilter{Due: h.now}, 1},
		"whose time comes soon": {casework.MessageFilter{Due: h.now.Add(time.Hour)}, 2},
		"the first":             {casework.MessageFilter{Limit: 1}, 1},
	} {
		if got := h.messages(row.filter); len(got) != row.want {
			t.Errorf("%s: %d messages, want %d", name, len(got), row.want)
		}
	}
	got := h.messages(casework.MessageFilter{ID: "message-1"})[0]
	if got.Outgoing != want || got.State != casework.MessageWaiting || got.Why != "" {
		t.Errorf("the message is %+v, want %+v", got, want)
	}
}

func promiseSettled(t *testing.T, h *held) {
	receipt := h.refer(Officer, "Amina", "")
	h.append(casework.Change{Outgoing: []casework.Outgoing{h.reminder("message-1", receipt)}})
	settle := func(from, to casework.MessageState, why string, facts ...journey.Fact) error {
		_, err := h.record.Append(background, casework.Change{
			Facts: facts, Settled: []casework.Settled{{ID: "message-1", From: from, To: to, Why: why}},
			Entry: Keyworker.Note(h.now, access.Read, access.ForSupport, "send message", 0),
		})
		return err
	}
	if err := settle(casework.MessageWaiting, casework.MessageSending, ""); err != nil {
		t.Fatal(err)
	}
	if err := settle(casework.MessageWaiting, casework.MessageSending, ""); casework.KindOf(err) != casework.Conflict {
		t.Errorf("two senders take one message: %v", err)
	}
	frozen, err := h.pen(Keyworker).FreezeChannel(h.row(receipt.Case), safecontact.Text, safecontact.NotDelivered)
	if err != nil {
		t.Fatal(err)
	}
	if err := settle(casework.MessageWaiting, casework.MessageFailed, "", frozen...); casework.KindOf(err) != casework.Conflict || len(h.row(receipt.Case).SafeContact.Frozen()) != 0 {
		t.Errorf("a fact is written of a message that moved on: %v", err)
	}
	if err := settle(casework.MessageSending, casework.MessageFailed, "The number does not exist", frozen...); err != nil {
		t.Fatal(err)
	}
	if got := h.messages(casework.MessageFilter{})[0]; got.State != casework.MessageFailed || got.Why != "The number does not exist" {
		t.Errorf("the message is %+v", got)
	}
	if len(h.row(receipt.Case).SafeContact.Frozen()) != 1 {
		t.Error("the channel is not frozen with the message")
	}
	again := h.now.Add(5 * time.Minute).UTC().Truncate(time.Second)
	h.append(casework.Change{Settled: []casework.Settled{{ID: "message-1", From: casework.MessageFailed, To: casework.MessageWaiting, After: again}}})
	if got := h.messages(casework.MessageFilter{})[0]; !got.After.Equal(again) || got.Why != "" {
		t.Errorf("put off, the message is %+v", got)
	}
	_, err = h.record.Append(background, casework.Change{Settled: []casework.Settled{{ID: "no-such", From: casework.MessageWaiting, To: casework.MessageSent}}})
	if casework.KindOf(err) != casework.Conflict {
		t.Errorf("a message there is none of: %v", err)
	}
}
