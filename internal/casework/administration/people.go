package administration

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Desk is where accounts are looked after.
type Desk struct {
	casework.Bench
	Accounts AccountStore
	Sessions SessionStore
	Factors  FactorStore
	Secrets  Secrets
}

// Secrets brings what is typed into the form that is kept.
type Secrets interface {
	// Name returns the one form of a sign-in name, or a casework.Invalid.
	Name(typed string) (string, error)
	// Hash returns the hash of a password, or a casework.Invalid that says why it
	// may not be chosen.
	Hash(password string) (string, error)
}

// administers refuses everybody but an administrator. An account is no record of
// a woman and has no data class, so the role alone decides.
func administers(op string, asker access.Asker) error {
	if asker.Role != access.Administrator {
		return casework.Fail(casework.Forbidden, op, "%s does not look after accounts", asker.Role.Words())
	}
	return nil
}

// tell writes down what was done with an account, before it is done.
func (d Desk) tell(ctx context.Context, op string, asker access.Asker, action access.Action, account string) error {
	entry := d.Note(asker, action, access.ForAdministration, op, 0)
	entry.Reason = account
	return d.Tell(ctx, op, entry)
}

// People returns every account by sign-in name, disabled ones too, without
// hashes.
func (d Desk) People(ctx context.Context, asker access.Asker) ([]Account, error) {
	const op = "list accounts"
	if err := administers(op, asker); err != nil {
		return nil, err
	}
	accounts, err := d.Accounts.Accounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	for i := range accounts {
		accounts[i].PasswordHash = ""
	}
	if err := d.tell(ctx, op, asker, access.Read, ""); err != nil {
		return nil, err
	}
	return accounts, nil
}

// Newcomer is a person who is to sign in.
type Newcomer struct {
	Name        string // sign-in name
	DisplayName string
	Agency      string
	Role        string
	Specialism  string   // of a specialist, "" for everybody else
	Languages   []string // BCP 47
	Password    string
}

// AddAccount lets a person sign in. The key becomes the id of the account, so
// that sending the same twice adds one.
func (d Desk) AddAccount(ctx context.Context, asker access.Asker, key string, entry Newcomer) (Account, error) {
	const op = "add account"
	if err := administers(op, asker); err != nil {
		return Account{}, err
	}
	if key == "" || len(key) > 64 {
		return Account{}, casework.Fail(casework.Invalid, op, "a new account needs a key, so that sending it twice adds one")
	}
	account, err := d.newcomer(key, entry)
	if err != nil {
		return Account{}, err
	}
	if before, err := d.Accounts.Account(ctx, key); err == nil {
		if before.Name != account.Name || before.Role != account.Role || before.Specialism != account.Specialism || before.Agency != account.Agency {
			return Account{}, casework.Fail(casework.Conflict, op, "the key was used for someone else")
		}
		before.PasswordHash = ""
		return before, nil
	} else if !errors.Is(err, ErrNoAccount) {
		return Account{}, fmt.Errorf("%s: %w", op, err)
	}
	if err := d.tell(ctx, op, asker, access.Append, account.ID); err != nil {
		return Account{}, err
	}
	if err := d.Accounts.AddAccount(ctx, account); errors.Is(err, ErrNameTaken) {
		return Account{}, journey.Problems{{Field: "name", Say: "Choose another sign-in name: this one is taken"}}
	} else if err != nil {
		return Account{}, fmt.Errorf("%s: %w", op, err)
	}
	account.PasswordHash, account.Version = "", 1
	return account, nil
}

// newcomer checks what was entered and makes an account of it.
func (d Desk) newcomer(id string, entry Newcomer) (Account, error) {
	var problems journey.Problems
	want := func(field, say string, holds bool) {
		if !holds {
			problems = append(problems, journey.Problem{Field: field, Say: say})
		}
	}
	account := Account{
		ID: id, DisplayName: strings.TrimSpace(entry.DisplayName), Agency: strings.TrimSpace(entry.Agency),
		Languages: entry.Languages, CaseloadOpen: CaseloadOpen, CaseloadYear: CaseloadYear,
	}
	want("display_name", "Enter the name that colleagues read", account.DisplayName != "")
	var err error
	account.Name, err = d.Secrets.Name(strings.TrimSpace(entry.Name))
	want("name", "Enter a sign-in name without spaces, such as priya.shah", err == nil)
	want("agency", "Enter the agency this person works for", account.Agency != "")
	account.Role, err = access.ParseRole(entry.Role)
	want("role", "Choose what this person does", err == nil)
	if account.Role == access.Specialist {
		account.Specialism, err = access.ParseSpecialism(entry.Specialism)
		want("specialism", "Choose what this person is a specialist for", err == nil)
	} else {
		want("specialism", "Leave this out: only a specialist has one", entry.Specialism == "")
	}
	account.PasswordHash, err = d.Secrets.Hash(entry.Password)
	want("password", passwordAdvice(err), err == nil)
	if len(problems) > 0 {
		return Account{}, problems
	}
	return account, nil
}

// passwordAdvice says why a password may not be chosen.
func passwordAdvice(err error) string {
	var why *casework.Error
	if errors.As(err, &why) && why.Kind == casework.Invalid && why.Err != nil {
		return "Choose another password: " + why.Err.Error()
	}
	return "Choose another password"
}

// Disable stops a person from signing in, at once: sessions end too. Nobody
// disables the account she is signed in with, so one administrator stays.
func (d Desk) Disable(ctx context.Context, asker access.Asker, id string, version int) error {
	const op = "disable account"
	if err := administers(op, asker); err != nil {
		return err
	}
	if id == asker.ID {
		return journey.Problems{{Say: "Ask another administrator to disable your own account"}}
	}
	account, err := d.Accounts.Account(ctx, id)
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	if !account.Disabled {
		if err := d.tell(ctx, op, asker, access.Append, id); err != nil {
			return err
		}
		account.Disabled, account.Version = true, version
		if err := d.Accounts.SaveAccount(ctx, account); err != nil {
			return fmt.Errorf("%s: %w", op, err)
		}
	}
	if err := d.Sessions.EndSessionsOf(ctx, id); err != nil {
		return fmt.Errorf("%s: ending sessions: %w", op, err)
	}
	return nil
}
