package drafts_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/drafts"
	"throughline/internal/casework/draftstest"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)
	note = drafts.Form{Account: "priya", Name: "/woman/c1/contact", Page: "/woman/c1/contact?at=today", Case: "c1"}
)

// room is a desk whose clock can be moved.
type room struct {
	*drafts.Desk
	store *draftstest.Store
	now   time.Time
}

func newRoom() *room {
	r := &room{store: draftstest.New(), now: noon}
	r.Desk = r.store.Desk(func() time.Time { return r.now })
	return r
}

// typed is what is kept of a form, "" where nothing is.
func (r *room) typed(t *testing.T, account string, form drafts.Form) string {
	t.Helper()
	found, err := r.Of(ctx, account, []drafts.Form{form})
	if err != nil {
		t.Fatal(err)
	}
	return found[form.Name].Fields.Get("note")
}

func TestADraftIsOfOneAccountAndOneFormForTwelveHours(t *testing.T) {
	r := newRoom()
	if err := r.Keep(ctx, note, url.Values{"note": {"Saw her"}, "pin": {"4826"}}); err != nil {
		t.Fatal(err)
	}
	other := note
	other.Name = "/woman/c2/contact"
	for _, row := range []struct {
		name    string
		account string
		form    drafts.Form
		after   time.Duration
		want    string
	}{
		{"hers", "priya", note, 0, "Saw her"},
		{"just before twelve hours", "priya", note, drafts.Life - 1, "Saw her"},
		{"after twelve hours", "priya", note, drafts.Life, ""},
		{"somebody else's", "ruth", note, 0, ""},
		{"of another form", "priya", other, 0, ""},
	} {
		r.now = noon.Add(row.after)
		if got := r.typed(t, row.account, row.form); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
	r.now = noon
	if found, err := r.Of(ctx, "priya", []drafts.Form{note}); err != nil || found[note.Name].Fields.Has("pin") || !found[note.Name].Kept.Equal(noon) {
		t.Errorf("kept %+v, %v", found, err)
	}
}

func TestADraftGoesWhenItIsSavedDroppedOrSwept(t *testing.T) {
	for name, do := range map[string]func(r *room) error{
		"saved":   func(r *room) error { return r.Settle(ctx, note, url.Values{"key": {"k1"}}) },
		"dropped": func(r *room) error { return r.Drop(ctx, note) },
		"swept":   func(r *room) error { r.now = noon.Add(drafts.Life); err := r.Sweep(ctx); r.now = noon; return err },
	} {
		r := newRoom()
		if err := r.Keep(ctx, note, url.Values{"key": {"k1"}, "note": {"Saw her"}}); err != nil {
			t.Fatal(err)
		}
		if err := do(r); err != nil || r.typed(t, "priya", note) != "" {
			t.Errorf("%s: %q is left, %v", name, r.typed(t, "priya", note), err)
		}
	}
}

func TestATicketSaysWhoseFormItIs(t *testing.T) {
	r := newRoom()
	ticket, err := r.Ticket(note)
	if err != nil {
		t.Fatal(err)
	}
	want := note
	want.Made = noon
	if form, err := r.Read(ticket); err != nil || form != want {
		t.Errorf("read %+v, %v", form, err)
	}
	forged := base64.RawURLEncoding.EncodeToString([]byte(`drafts//sealed:{"account":"ruth"}`)) // sealed for another place
	broken := base64.RawURLEncoding.EncodeToString([]byte(`drafts//ticket:{`))
	for name, row := range map[string]struct {
		ticket string
		after  time.Duration
		want   casework.Kind
	}{
		"no ticket":           {"", 0, casework.NotFound},
		"no text of ours":     {"?", 0, casework.NotFound},
		"of another place":    {forged, 0, casework.NotFound},
		"sealed and broken":   {broken, 0, casework.Internal},
		"twelve hours old":    {ticket, drafts.Life, casework.NotFound},
		"just before that":    {ticket, drafts.Life - 1, casework.Unknown},
		"cut off at its ends": {ticket[1:], 0, casework.NotFound},
	} {
		r.now = noon.Add(row.after)
		_, err := r.Read(row.ticket)
		if name == "just before that" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if casework.KindOf(err) != row.want || err == nil {
			t.Errorf("%s: %v, want %d", name, err, row.want)
		}
	}
}

func TestDraftsThatCannotBeKeptOrReadAreErrors(t *testing.T) {
	broken := errors.New("disk")
	long := url.Values{"note": {strings.Repeat("a", drafts.MostBytes)}}
	for name, row := range map[string]struct {
		fault func(r *room)
		do    func(r *room) error
		want  casework.Kind
	}{
		"too long":            {func(*room) {}, func(r *room) error { return r.Keep(ctx, note, long) }, casework.Invalid},
		"keeping it":          {func(r *room) { r.store.Fault = broken }, func(r *room) error { return r.Keep(ctx, note, nil) }, casework.Internal},
		"sealing it":          {func(r *room) { r.Seal = draftstest.Seal{Fault: broken} }, func(r *room) error { return r.Keep(ctx, note, nil) }, casework.Internal},
		"sealing its ticket":  {func(r *room) { r.Seal = draftstest.Seal{Fault: broken} }, func(r *room) error { _, err := r.Ticket(note); return err }, casework.Internal},
		"reading":             {func(r *room) { r.store.Fault = broken }, func(r *room) error { _, err := r.Of(ctx, "priya", nil); return err }, casework.Internal},
		"dropping":            {func(r *room) { r.store.Fault = broken }, func(r *room) error { return r.Drop(ctx, note) }, casework.Internal},
		"dropping what is so": {func(r *room) { r.store.Fault = broken }, func(r *room) error { return r.Settle(ctx, note, nil) }, casework.Internal},
		"sweeping":            {func(r *room) { r.store.Fault = broken }, func(r *room) error { return r.Sweep(ctx) }, casework.Internal},
	} {
		r := newRoom()
		row.fault(r)
		if err := row.do(r); err == nil || casework.KindOf(err) != row.want {
			t.Errorf("%s: %v, want %d", name, err, row.want)
		}
	}
}

// moved opens what was sealed for another place: none of it.
type moved struct{}

func (moved) Seal(string, string, string, []byte) ([]byte, error) { return nil, nil }

func (moved) Open(string, string, string, []byte) ([]byte, error) { return nil, errors.New("tampered") }

func TestADraftThatWasTamperedWithIsNoBlank(t *testing.T) {
	r := newRoom()
	if err := r.Keep(ctx, note, url.Values{"note": {"Saw her"}}); err != nil {
		t.Fatal(err)
	}
	r.Seal = moved{}
	if _, err := r.Of(ctx, "priya", []drafts.Form{note}); casework.KindOf(err) != casework.Internal || err == nil {
		t.Errorf("opened: %v", err)
	}
}
