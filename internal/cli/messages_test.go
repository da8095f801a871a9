package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
	"throughline/internal/edge/messaging"
)

func TestHowMessagesLeaveIsSaidInOneCommand(t *testing.T) {
	data := fresh(t)
	secret := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(secret, []byte("key-11111111-2222-3333-4444-555555555555-66666666-7777-8888-9999-000000000000\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"nothing leaves", nil, exitOK, "Texts leave by none, e-mails by none"},
		{"as files", []string{"--text", "file", "--email", "file", "--from", "hello@example.org"}, exitOK, "Texts leave by file, e-mails by file"},
		{"a sender that is no address", []string{"--email", "file"}, exitUsage, "not an address that e-mails can come from"},
		{"a sender that gives her away", []string{"--email", "file", "--from", "hello@court-help.org"}, exitUsage, "the word court"},
		{"a mail server without a name", []string{"--email", "smtp", "--from", "hello@example.org"}, exitUsage, "--host"},
		{"a mail server", []string{"--email", "smtp", "--from", "hello@example.org", "--host", "mail.example.org", "--password-file", secret}, exitOK, "e-mails by smtp"},
		{"Notify without a key", []string{"--text", "notify"}, exitUsage, "--notify-key-file"},
		{"Notify without a template of texts", []string{"--text", "notify", "--notify-key-file", secret}, exitUsage, "--notify-text-template"},
		{"Notify without a template of e-mails", []string{"--email", "notify", "--from", "hello@example.org", "--notify-key-file", secret}, exitUsage, "--notify-email-template"},
		{"a way there is none of", []string{"--text", "pigeon"}, exitUsage, "pigeon"},
		{"Notify", []string{"--text", "notify", "--notify-key-file", secret, "--notify-text-template", "x"}, exitOK, "Texts leave by notify"},
	} {
		code, _, said := ran("", append([]string{"setting", "messages", "--data", data}, row.args...)...)
		if code != row.code || !strings.Contains(said, row.says) {
			t.Errorf("%s: code %d, said %q", row.name, code, said)
		}
	}
	in, err := place{Data: data}.open(context.Background(), opening{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.close(context.Background()) }()
	decided, err := in.messages(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	drain, err := in.drain(decided, nil)
	if err != nil {
		t.Fatal(err)
	}
	if by, ok := drain.Senders[safecontact.Text].(messaging.Notify); !ok || by.Service != "11111111-2222-3333-4444-555555555555" || len(drain.Senders) != 1 {
		t.Errorf("texts leave by %+v", drain.Senders)
	}
	for name, wrong := range map[string]messages{
		"a key that is not there":  {Text: byNotify, NotifyKey: "/no/such/file"},
		"a file that holds no key": {Text: byNotify, NotifyKey: os.DevNull},
		"a password not there":     {Email: byMail, PasswordFile: "/no/such/file"},
	} {
		if _, err := in.drain(wrong, nil); err == nil {
			t.Errorf("%s: it starts all the same", name)
		}
	}
}

// A text goes from a booking to a file of the folder, through the record, the
// ledger and the drain of the program itself.
func TestAReminderLeavesAsAFile(t *testing.T) {
	ctx := context.Background()
	data := fresh(t)
	if code, _, said := ran("", "setting", "messages", "--data", data, "--text", "file"); code != exitOK {
		t.Fatal(said)
	}
	in, err := place{Data: data}.open(ctx, opening{})
	if err != nil {
		t.Fatal(err)
	}
	priya := access.Asker{ID: "kw-1", Name: "Priya Shah", Agency: "Advance", Role: access.Keyworker}
	if err := in.record.AddAccount(ctx, administration.Account{ID: priya.ID, Name: "priya", DisplayName: priya.Name, Agency: priya.Agency, Role: priya.Role}); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2040, time.March, 6, 12, 0, 0, 0, calendar.London)
	pen := journey.Pen{Now: now, By: priya.ID, Agency: priya.Agency, NewID: newID}
	facts, err := pen.Ask(journey.Asking{Scheme: "lwds", Identity: journey.Identity{Given: "Amina", Phone: "07700 900123"}, Contact: journey.ContactText, Agreed: true})
	if err != nil {
		t.Fatal(err)
	}
	row := journey.Fold(facts, 0)[0]
	told, err := pen.TellSafeContact(row, journey.Identity{}, journey.SafeContactEntry{Phone: "07700 900123", Channels: []safecontact.Terms{
		{Channel: safecontact.Text, Allowed: true, Hours: safecontact.AnyHour, Wording: safecontact.Neutral},
	}})
	if err != nil {
		t.Fatal(err)
	}
	given, err := pen.Allocate(row, priya.ID, priya.Agency, "")
	if err != nil {
		t.Fatal(err)
	}
	booked, err := pen.Book(row, journey.BookingEntry{At: []calendar.Moment{calendar.At(now.Add(20 * time.Hour))}, How: journey.OneToOne})
	if err != nil {
		t.Fatal(err)
	}
	facts = append(append(append(facts, told...), given...), booked...)
	if _, err := in.record.Append(ctx, casework.Change{Facts: facts, Seen: casework.AnyVersion, Entry: operator.Note(now, access.Append, access.ForSupport, "test", 0)}); err != nil {
		t.Fatal(err)
	}
	in.now = func() time.Time { return now }
	if err := in.wire(ctx); err != nil {
		t.Fatal(err)
	}
	appointment := booked[0].Body.(journey.Booked)
	item := casework.Item{Case: row.Case, Template: casework.AppointmentReminder, Channel: safecontact.Text, Appointment: appointment.Appointment, At: appointment.At}
	if _, err := in.support.Message(ctx, priya, row.Case, casework.AnyVersion, "key", item); err != nil {
		t.Fatal(err)
	}
	decided, err := in.messages(ctx)
	if err != nil {
		t.Fatal(err)
	}
	drain, err := in.drain(decided, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := drain.Once(ctx); err != nil {
		t.Fatal(err)
	}
	if err := in.close(ctx); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(data, outboxFolder, "*.txt"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the folder holds %v, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil || string(text) != "To: 07700 900123\n\nHi, see you Wednesday 7 March at 8am. Priya\n" {
		t.Errorf("the text says %q, %v", text, err)
	}
	code, out, said := ran("", "outbox", "list", "--data", data)
	if code != exitOK || !strings.Contains(out, "sent") || !strings.Contains(out, "reminder") || strings.Contains(out, "07700") || strings.Contains(out, "Amina") {
		t.Errorf("code %d, listed\n%s%s", code, out, said)
	}
	id := strings.TrimSuffix(filepath.Base(files[0]), ".txt")
	if code, _, said := ran("", "outbox", "retry", id, "--data", data); code != exitFailed || !strings.Contains(said, "the message is sent") {
		t.Errorf("one that was sent: code %d, %s", code, said)
	}
	if code, _, said := ran("", "outbox", "retry", "none", "--data", data); code != exitNotFound || !strings.Contains(said, "no such message") {
		t.Errorf("one there is none of: code %d, %s", code, said)
	}
}
