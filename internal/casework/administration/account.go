package administration

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
)

// How many women one keyworker may hold where the account says nothing else:
// at any one time, and taken on in a year. Source: 004:314.
const (
	CaseloadOpen = 30
	CaseloadYear = 60
)

// Account is one person who may sign in.
type Account struct {
	ID           string
	Name         string // sign-in name, in the precis UsernameCaseMapped form
	DisplayName  string
	Agency       string
	Role         access.Role
	Specialism   access.Specialism // of a specialist, "" for everybody else
	PasswordHash string            // an Argon2id PHC string
	Disabled     bool
	Version      int  // counts saves, from 1
	Demo         bool // an invented person of the demonstration
	Languages    []string
	CaseloadOpen int // women held at any one time; a limit
	CaseloadYear int // women taken on in a year; a limit
}

// Asker returns the person in the form that access rules ask about.
func (a Account) Asker() access.Asker {
	return access.Asker{ID: a.ID, Name: a.DisplayName, Agency: a.Agency, Role: a.Role, Specialism: a.Specialism}
}

// What an AccountStore can answer beside success.
var (
	ErrNoAccount = casework.Fail(casework.NotFound, "finding an account", "there is no such account")
	ErrNameTaken = casework.Fail(casework.Conflict, "adding an account", "another account has this sign-in name")
	ErrChanged   = casework.Fail(casework.Conflict, "saving an account", "someone else changed it meanwhile")
)

// AccountStore keeps accounts. Names are compared byte by byte: callers bring
// them into their precis form first.
type AccountStore interface {
	// Account returns the account with this id, or ErrNoAccount.
	Account(ctx context.Context, id string) (Account, error)
	// AccountByName returns the account with this sign-in name, or ErrNoAccount.
	AccountByName(ctx context.Context, name string) (Account, error)
	// Accounts returns all accounts by sign-in name, disabled ones too.
	Accounts(ctx context.Context) ([]Account, error)
	// AddAccount keeps a new account at version 1, or answers ErrNameTaken.
	AddAccount(ctx context.Context, account Account) error
	// SaveAccount keeps a changed account under the next version. It answers
	// ErrChanged unless account.Version is the version kept, and ErrNoAccount
	// when there is none.
	SaveAccount(ctx context.Context, account Account) error
}
