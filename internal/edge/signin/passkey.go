package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
)

// passkeyPatience is how long a device may take over its answer.
const passkeyPatience = 3 * time.Minute

// relyingParty is what passkeys are bound to: the host of the site. An address of
// numbers is no such host (W3C Web Authentication, 5.1.2), so there nil comes back
// and nobody has a passkey.
func relyingParty(origin string) *webauthn.WebAuthn {
	site, err := url.Parse(origin)
	if err != nil || site.Hostname() == "" {
		return nil
	}
	if _, err := netip.ParseAddr(site.Hostname()); err == nil {
		return nil
	}
	limit := webauthn.TimeoutConfig{Enforce: true, Timeout: passkeyPatience, TimeoutUVD: passkeyPatience}
	party, err := webauthn.New(&webauthn.Config{
		RPID: site.Hostname(), RPDisplayName: issuer, RPOrigins: []string{site.Scheme + "://" + site.Host},
		AttestationPreference:  protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{UserVerification: protocol.VerificationRequired},
		Timeouts:               webauthn.TimeoutsConfig{Login: limit, Registration: limit},
	})
	if err != nil {
		return nil
	}
	return party
}

// holder is an account with its passkeys, as the library asks for it.
type holder struct {
	administration.Account
	keys []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return []byte(h.ID) }
func (h holder) WebAuthnName() string                       { return h.Name }
func (h holder) WebAuthnDisplayName() string                { return h.DisplayName }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func (d *Desk) holder(ctx context.Context, account administration.Account) (holder, error) {
	kept, err := d.books.Passkeys(ctx, account.ID)
	if err != nil {
		return holder{}, fmt.Errorf("looking for passkeys: %w", err)
	}
	found := holder{Account: account}
	for _, one := range kept {
		var key webauthn.Credential
		if err := json.Unmarshal([]byte(one.Record), &key); err != nil {
			return holder{}, fmt.Errorf("reading a passkey: %w", err)
		}
		found.keys = append(found.keys, key)
	}
	return found, nil
}

// HasPasskey says whether the account of a session can answer with a passkey.
func (d *Desk) HasPasskey(ctx context.Context, token string) (bool, error) {
	account, _, err := d.find(ctx, token)
	if err != nil || d.party == nil {
		return false, err
	}
	kept, err := d.books.Passkeys(ctx, account.ID)
	if err != nil {
		return false, fmt.Errorf("looking for passkeys: %w", err)
	}
	return len(kept) > 0, nil
}

// OfferPasskey returns what a browser needs to make a passkey, as JSON. It answers
// administration.ErrNoPasskey where none can be made: the session is half, the
// account is a practice account, or the site has no host that passkeys can be
// bound to.
func (d *Desk) OfferPasskey(ctx context.Context, token string) ([]byte, error) {
	account, session, err := d.find(ctx, token)
	if err != nil {
		return nil, err
	}
	if d.party == nil || account.Demo || session.Half {
		return nil, administration.ErrNoPasskey
	}
	her, err := d.holder(ctx, account)
	if err != nil {
		return nil, err
	}
	options, asked, err := d.party.BeginRegistration(her, webauthn.WithExclusions(webauthn.Credentials(her.keys).CredentialDescriptors()))
	if err != nil {
		return nil, fmt.Errorf("offering a passkey: %w", err)
	}
	return d.ask(ctx, session, options.Response, asked)
}

// AskPasskey returns what a browser needs to answer with a passkey of the account,
// as JSON. It answers administration.ErrNoPasskey where there is none.
func (d *Desk) AskPasskey(ctx context.Context, token string) ([]byte, error) {
	account, session, err := d.find(ctx, token)
	if err != nil {
		return nil, err
	}
	her, err := d.holder(ctx, account)
	if err != nil {
		return nil, err
	}
	if d.party == nil || len(her.keys) == 0 {
		return nil, administration.ErrNoPasskey
	}
	options, asked, err := d.party.BeginLogin(her)
	if err != nil {
		return nil, fmt.Errorf("asking for a passkey: %w", err)
	}
	return d.ask(ctx, session, options.Response, asked)
}

// ask keeps what is asked, so that it can be answered once, and returns it as JSON.
func (d *Desk) ask(ctx context.Context, session administration.Session, options any, asked *webauthn.SessionData) ([]byte, error) {
	kept, err := json.Marshal(asked)
	if err != nil {
		return nil, fmt.Errorf("keeping what a passkey is asked: %w", err)
	}
	if err := d.books.SetChallenge(ctx, session.TokenHash, string(kept)); err != nil {
		return nil, fmt.Errorf("keeping what a passkey is asked: %w", err)
	}
	text, err := json.Marshal(options)
	if err != nil {
		return nil, fmt.Errorf("writing what a passkey is asked: %w", err)
	}
	return text, nil
}

// asked takes what was asked in a session. What was asked is answered once,
// rightly or wrongly.
func (d *Desk) asked(ctx context.Context, session administration.Session) (webauthn.SessionData, error) {
	var asked webauthn.SessionData
	kept, err := d.books.TakeChallenge(ctx, session.TokenHash)
	if errors.Is(err, administration.ErrNoChallenge) {
		return asked, administration.ErrWrongPasskey
	}
	if err == nil {
		err = json.Unmarshal([]byte(kept), &asked)
	}
	if err != nil {
		return asked, fmt.Errorf("reading what a passkey was asked: %w", err)
	}
	return asked, nil
}

// AddPasskey keeps the passkey that a browser made. The device must have made sure
// of its user, by a finger, a face or a PIN.
func (d *Desk) AddPasskey(ctx context.Context, token string, answer []byte) error {
	account, session, err := d.find(ctx, token)
	if err != nil {
		return err
	}
	if d.party == nil || account.Demo || session.Half {
		return administration.ErrWrongPasskey
	}
	asked, err := d.asked(ctx, session)
	if err != nil {
		return err
	}
	said, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return administration.ErrWrongPasskey
	}
	made, err := d.party.CreateCredential(holder{Account: account}, asked, said)
	if err != nil || !made.Flags.UserVerified {
		return administration.ErrWrongPasskey
	}
	passkey, err := passkeyOf(account, made, d.clock())
	if err != nil {
		return err
	}
	err = d.books.AddPasskey(ctx, passkey)
	if errors.Is(err, administration.ErrPasskeyKept) {
		return administration.ErrWrongPasskey
	}
	if err != nil {
		return fmt.Errorf("keeping a passkey: %w", err)
	}
	return nil
}

func passkeyOf(account administration.Account, key *webauthn.Credential, added time.Time) (administration.Passkey, error) {
	record, err := json.Marshal(key)
	if err != nil {
		return administration.Passkey{}, fmt.Errorf("writing a passkey: %w", err)
	}
	return administration.Passkey{Key: key.ID, Account: account.ID, Record: string(record), Count: key.Authenticator.SignCount, Added: added}, nil
}

// UsePasskey checks the answer of a passkey and gives the session a new token, as
// EnterCode does. The errors are administration.ErrWrongPasskey,
// ErrPasskeyCopied, ErrTooManyTries and ErrSignedOut; others are failures of the
// store. A passkey that seems to be copied is forgotten, and the ledger says so.
func (d *Desk) UsePasskey(ctx context.Context, token string, answer []byte, remoteAddr string) (renewed string, err error) {
	account, session, err := d.find(ctx, token)
	if err != nil {
		return "", err
	}
	now := d.clock()
	if !d.blocks.allow(addressBlock(remoteAddr), now) || !d.names.allow(account.Name, now) {
		return "", administration.ErrTooManyTries
	}
	if d.party == nil {
		return "", administration.ErrWrongPasskey
	}
	asked, err := d.asked(ctx, session)
	if err != nil {
		return "", err
	}
	her, err := d.holder(ctx, account)
	if err != nil {
		return "", err
	}
	said, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return "", administration.ErrWrongPasskey
	}
	used, err := d.party.ValidateLogin(her, asked, said)
	if err != nil || !said.Response.AuthenticatorData.Flags.HasUserVerified() {
		return "", administration.ErrWrongPasskey
	}
	passkey, err := passkeyOf(account, used, now)
	if err != nil {
		return "", err
	}
	if !used.Authenticator.CloneWarning {
		err = d.books.UsePasskey(ctx, passkey)
	}
	switch {
	case used.Authenticator.CloneWarning, errors.Is(err, administration.ErrPasskeyCopied):
		return "", d.copied(ctx, account, passkey)
	case err != nil:
		return "", fmt.Errorf("using a passkey: %w", err)
	}
	return d.renew(ctx, account, session, now)
}

// copied forgets a passkey that seems to be copied, once it is written down.
func (d *Desk) copied(ctx context.Context, account administration.Account, passkey administration.Passkey) error {
	entry := account.Asker().Note(d.clock(), access.Append, access.ForAdministration, "turn a passkey away that seems to be copied", 0)
	entry.Reason = account.ID
	if err := d.options.Witness(ctx, entry); err != nil {
		return fmt.Errorf("writing down a passkey that seems to be copied: %w", err)
	}
	if err := d.books.RemovePasskey(ctx, account.ID, passkey.Key); err != nil {
		return fmt.Errorf("forgetting a passkey that seems to be copied: %w", err)
	}
	return administration.ErrPasskeyCopied
}
