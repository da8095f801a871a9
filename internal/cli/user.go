package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/casework/sharing"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/edge/record"
	"throughline/internal/edge/signin"
)

type userCommand struct {
	Add     userAddCommand     `cmd:"" help:"Add a person who signs in. The password is read from standard input or a file, never from a flag."`
	List    userListCommand    `cmd:"" help:"List the people who sign in."`
	Disable userDisableCommand `cmd:"" help:"Stop a person from signing in, at once."`

	ResetFactor userResetFactorCommand `cmd:"" help:"Take the codes of a person away, as after a lost phone. The next sign-in sets up new ones."`
}

type userAddCommand struct {
	place
	Name         string   `arg:"" help:"Sign-in name."`
	Role         string   `required:"" help:"Role: officer, evidence-review-officer, keyworker, service-lead, partner-manager, specialist, partner, court, probation, commissioner, evaluator, information-governance or administrator."`
	Specialism   string   `help:"What a specialist is for: immigration, idva, drugs-and-alcohol, liaison-and-diversion or group. For the role specialist only."`
	DisplayName  string   `help:"Name that colleagues read. The sign-in name where empty."`
	Agency       string   `help:"Agency or provider she works for." default:"Women's service"`
	Languages    []string `help:"Languages she works in, as BCP 47 codes, such as pl."`
	PasswordFile string   `help:"File with the password on its first line; standard input where empty." type:"path"`
}

// Run adds an account.
func (c userAddCommand) Run(ctx context.Context, t terminal) error {
	role, err := access.ParseRole(c.Role)
	if err != nil {
		return coded{exitUsage, err}
	}
	specialism, err := c.specialism(role)
	if err != nil {
		return coded{exitUsage, err}
	}
	name, err := signin.Name(c.Name)
	if err != nil {
		return coded{exitUsage, err}
	}
	password, err := c.password(t)
	if err != nil {
		return err
	}
	hash, err := signin.Hash(password)
	if err != nil {
		return coded{exitUsage, err}
	}
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	display := c.DisplayName
	if display == "" {
		display = c.Name
	}
	err = in.record.AddAccount(ctx, administration.Account{
		ID: newID(), Name: name, DisplayName: display, Agency: c.Agency, Role: role, Specialism: specialism,
		PasswordHash: hash, Languages: c.Languages,
		CaseloadOpen: administration.CaseloadOpen, CaseloadYear: administration.CaseloadYear,
	})
	if err := errors.Join(err, in.close(ctx)); err != nil {
		return err
	}
	t.say("Added %s as %s.", name, access.Asker{Role: role, Specialism: specialism}.Work())
	return nil
}

// specialism reads what a specialist is for, which nobody else may have.
func (c userAddCommand) specialism(role access.Role) (access.Specialism, error) {
	if role == access.Specialist {
		return access.ParseSpecialism(c.Specialism)
	}
	if c.Specialism != "" {
		return "", fmt.Errorf("--specialism is for the role %s only", access.Specialist)
	}
	return "", nil
}

func (c userAddCommand) password(t terminal) (string, error) {
	source := t.in
	if c.PasswordFile != "" {
		file, err := os.Open(c.PasswordFile)
		if err != nil {
			return "", fmt.Errorf("reading the password: %w", err)
		}
		defer file.Close()
		source = file
	} else {
		t.say("Password for %s, on one line:", c.Name)
	}
	line, err := bufio.NewReader(source).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("reading the password: %w", err)
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", coded{exitUsage, errors.New("no password was given")}
	}
	return line, nil
}

type userListCommand struct{ place }

// Run lists accounts.
func (c userListCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{readOnly: true})
	if err != nil {
		return err
	}
	accounts, err := in.record.Accounts(ctx)
	if err := errors.Join(err, in.record.Close()); err != nil {
		return err
	}
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "name\trole\tagency\tmay sign in")
	for _, account := range accounts {
		may := "yes"
		if account.Disabled {
			may = "no"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", account.Name, strings.Trim(string(account.Role)+" "+string(account.Specialism), " "), account.Agency, may)
	}
	return table.Flush()
}

type userDisableCommand struct {
	place
	Name string `arg:"" help:"Sign-in name."`
}

// Run stops an account and ends its sessions.
func (c userDisableCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := errors.Join(disable(ctx, in.record, c.Name), in.close(ctx)); err != nil {
		return err
	}
	t.say("%s can no longer sign in.", c.Name)
	return nil
}

func disable(ctx context.Context, store *record.Store, typed string) error {
	name, err := signin.Name(typed)
	if err != nil {
		return coded{exitUsage, err}
	}
	account, err := store.AccountByName(ctx, name)
	if err != nil {
		return err
	}
	account.Disabled = true
	return errors.Join(store.SaveAccount(ctx, account), store.EndSessionsOf(ctx, account.ID))
}

type userResetFactorCommand struct {
	place
	Name string `arg:"" help:"Sign-in name."`
}

// Run takes a second factor away: the act of whoever is at the server, and a
// line of the ledger before it is done.
func (c userResetFactorCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := errors.Join(in.resetFactor(ctx, c.Name), in.close(ctx)); err != nil {
		return err
	}
	t.say("%s sets up new codes at the next sign-in.", c.Name)
	return nil
}

func (in *installation) resetFactor(ctx context.Context, typed string) error {
	const op = "take a second factor away"
	name, err := signin.Name(typed)
	if err != nil {
		return coded{exitUsage, err}
	}
	account, err := in.record.AccountByName(ctx, name)
	if err != nil {
		return err
	}
	if _, err := in.record.Factor(ctx, account.ID); err != nil {
		return err
	}
	entry := in.bench.Note(operator, access.Append, access.ForAdministration, op, 0)
	entry.Reason = account.ID
	if err := in.bench.Tell(ctx, op, entry); err != nil {
		return err
	}
	return in.record.TakeFactor(ctx, account.ID)
}

// people tells the verbs who may sign in, and which of them are keyworkers.
type people struct{ store *record.Store }

// Staff returns everybody who may sign in.
func (p people) Staff(ctx context.Context) ([]casework.Person, error) {
	accounts, err := p.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	var staff []casework.Person
	for _, account := range accounts {
		if !account.Disabled {
			staff = append(staff, casework.Person{ID: account.ID, Name: account.DisplayName, Agency: account.Agency, Role: account.Role, Specialism: account.Specialism})
		}
	}
	return staff, nil
}

// Keyworkers returns everybody who may hold a caseload.
func (p people) Keyworkers(ctx context.Context) ([]support.Keyworker, error) {
	accounts, err := p.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	var keyworkers []support.Keyworker
	for _, account := range accounts {
		if account.Role != access.Keyworker || account.Disabled {
			continue
		}
		keyworkers = append(keyworkers, support.Keyworker{
			ID: account.ID, Name: account.DisplayName, Agency: account.Agency, Languages: account.Languages,
			OpenLimit: account.CaseloadOpen, YearLimit: account.CaseloadYear,
		})
	}
	return keyworkers, nil
}

// NameOf returns the name of an account as colleagues read it.
func (p people) NameOf(ctx context.Context, account string) (string, error) {
	found, err := p.store.Account(ctx, account)
	if errors.Is(err, administration.ErrNoAccount) {
		return "", nil // the code that an import carries
	}
	return found.DisplayName, err
}

// Colleagues returns everybody who may sign in.
func (p people) Colleagues(ctx context.Context) ([]sharing.Colleague, error) {
	accounts, err := p.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	var colleagues []sharing.Colleague
	for _, account := range accounts {
		if !account.Disabled {
			colleagues = append(colleagues, sharing.Colleague{
				ID: account.ID, Name: account.DisplayName, Agency: account.Agency, Role: account.Role, Specialism: account.Specialism,
			})
		}
	}
	return colleagues, nil
}
