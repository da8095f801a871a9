package drafts

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"time"

	"throughline/internal/casework"
)

// Limits of what is kept.
const (
	// Life is how long a draft is kept after it was last changed.
	Life = 12 * time.Hour
	// MostBytes is how long the fields of one draft may be, as a form sends them.
	MostBytes = 64 << 10
	// MostOf is how many drafts are kept of one account; the oldest make room.
	MostOf = 100
)

// Form is one form as one account has it before it: what a ticket says.
type Form struct {
	Account string `json:"account"`
	// Name tells the form from every other: where it is sent, and what it is about.
	Name string `json:"name"`
	// Page is the path and query of the page that shows it.
	Page string `json:"page"`
	// Case is whose record the page is of; "" where it is of none.
	Case string    `json:"case,omitempty"`
	Made time.Time `json:"made"`
}

// id is the digest under which the draft of a form is kept.
func (f Form) id() string {
	sum := sha256.Sum256([]byte(f.Account + "\x00" + f.Name))
	return hex.EncodeToString(sum[:])
}

// Draft is what was typed into a form.
type Draft struct {
	Fields url.Values `json:"fields"`
	Kept   time.Time  `json:"-"`
}

// Sealed is a draft as it is stored.
type Sealed struct {
	ID      string
	Account string
	Case    string
	// Key is the digest of the key that the form carries, by which sending it once
	// saved is known: a draft that comes late is not kept beside what it became.
	Key    string
	Kept   time.Time
	Sealed []byte
}

// Store keeps sealed drafts.
type Store interface {
	// KeepDraft keeps a draft in the place of the one before, unless a form with its
	// key was saved. Of the drafts of its account the oldest beyond most are dropped.
	KeepDraft(ctx context.Context, draft Sealed, most int) error
	// DraftsOf returns the drafts of an account that were kept after a moment.
	DraftsOf(ctx context.Context, account string, after time.Time) ([]Sealed, error)
	// SettleDraft drops a draft because its form was saved with this key.
	SettleDraft(ctx context.Context, draft Sealed) error
	// DropDraft drops a draft; dropping one that is not there is no error.
	DropDraft(ctx context.Context, id string) error
	// DropDraftsBefore drops all that were kept at or before a moment.
	DropDraftsBefore(ctx context.Context, before time.Time) error
}

// Sealer seals and opens with the draft key of the installation.
type Sealer interface {
	Seal(table, row, column string, plain []byte) ([]byte, error)
	Open(table, row, column string, sealed []byte) ([]byte, error)
}

// Desk is where drafts are kept.
type Desk struct {
	Store Store
	Seal  Sealer
	Now   casework.Clock
	rate  rate
}

// Ticket returns the ticket of a form: whoever has it may write the draft of that
// form for twelve hours, signed in or not, and can read nothing with it.
func (d *Desk) Ticket(form Form) (string, error) {
	const op = "ticket of a form"
	form.Made = d.Now().UTC()
	plain, err := json.Marshal(form)
	if err != nil {
		return "", casework.Fail(casework.Internal, op, "writing it: %w", err)
	}
	sealed, err := d.Seal.Seal("drafts", "", "ticket", plain)
	if err != nil {
		return "", casework.Fail(casework.Internal, op, "sealing it: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// Read returns the form a ticket is for, and NotFound where it is none of ours or
// too old.
func (d *Desk) Read(ticket string) (Form, error) {
	const op = "reading the ticket of a form"
	var form Form
	sealed, err := base64.RawURLEncoding.DecodeString(ticket)
	if err != nil {
		return Form{}, casework.Fail(casework.NotFound, op, "it is none of ours: %w", err)
	}
	plain, err := d.Seal.Open("drafts", "", "ticket", sealed)
	if err != nil {
		return Form{}, casework.Fail(casework.NotFound, op, "it is none of ours: %w", err)
	}
	if err := json.Unmarshal(plain, &form); err != nil {
		return Form{}, casework.Fail(casework.Internal, op, "%w", err)
	}
	if now := d.Now(); now.Sub(form.Made) >= Life {
		return Form{}, casework.Fail(casework.NotFound, op, "it is too old")
	}
	return form, nil
}

// secret are the fields that are never kept, whatever the form.
var secret = []string{"password", "pin", "code", "phrase"}

// Keep keeps what was typed into a form, in the place of what was kept of it
// before. It refuses more than MostBytes as Invalid, and too many in a minute as
// TooMany.
func (d *Desk) Keep(ctx context.Context, form Form, fields url.Values) error {
	const op = "keeping a draft"
	safe := url.Values{}
	for name, values := range fields {
		if !slices.Contains(secret, name) {
			safe[name] = values
		}
	}
	if len(safe.Encode()) > MostBytes {
		return casework.Fail(casework.Invalid, op, "it is longer than %d bytes", MostBytes)
	}
	now := d.Now()
	if !d.rate.allow(form.Account, now) {
		return casework.Fail(casework.TooMany, op, "too many in a minute")
	}
	plain, err := json.Marshal(Draft{Fields: safe})
	if err != nil {
		return casework.Fail(casework.Internal, op, "writing it: %w", err)
	}
	draft := sealedOf(form, safe, now)
	if draft.Sealed, err = d.Seal.Seal("drafts", draft.ID, "sealed", plain); err != nil {
		return casework.Fail(casework.Internal, op, "sealing it: %w", err)
	}
	return in(op, d.Store.KeepDraft(ctx, draft, MostOf))
}

// sealedOf is the draft of a form without what was typed.
func sealedOf(form Form, fields url.Values, now time.Time) Sealed {
	draft := Sealed{ID: form.id(), Account: form.Account, Case: form.Case, Kept: now}
	if key := fields.Get("key"); key != "" {
		sum := sha256.Sum256([]byte(key))
		draft.Key = hex.EncodeToString(sum[:])
	}
	return draft
}

// Of returns what was typed into each of these forms of one account, by the name
// of the form.
func (d *Desk) Of(ctx context.Context, account string, forms []Form) (map[string]Draft, error) {
	const op = "reading drafts"
	kept, err := d.Store.DraftsOf(ctx, account, d.Now().Add(-Life))
	if err != nil || len(kept) == 0 {
		return nil, in(op, err)
	}
	found := map[string]Draft{}
	for _, form := range forms {
		form.Account = account
		for _, sealed := range kept {
			if sealed.ID != form.id() {
				continue
			}
			plain, err := d.Seal.Open("drafts", sealed.ID, "sealed", sealed.Sealed)
			if err != nil {
				return nil, casework.Fail(casework.Internal, op, "opening one: %w", err)
			}
			draft := Draft{Kept: sealed.Kept}
			if err := json.Unmarshal(plain, &draft); err != nil {
				return nil, casework.Fail(casework.Internal, op, "%w", err)
			}
			found[form.Name] = draft
		}
	}
	return found, nil
}

// Settle drops the draft of a form that was saved with these fields.
func (d *Desk) Settle(ctx context.Context, form Form, fields url.Values) error {
	return in("dropping a draft that was saved", d.Store.SettleDraft(ctx, sealedOf(form, fields, d.Now())))
}

// Drop drops the draft of a form: whoever typed it starts again.
func (d *Desk) Drop(ctx context.Context, form Form) error {
	return in("dropping a draft", d.Store.DropDraft(ctx, form.id()))
}

// Sweep drops every draft that is older than Life.
func (d *Desk) Sweep(ctx context.Context) error {
	return in("dropping old drafts", d.Store.DropDraftsBefore(ctx, d.Now().Add(-Life)))
}

// in says what was being done where it did not succeed.
func in(op string, err error) error {
	if err == nil {
		return nil
	}
	return casework.In(op, err)
}
