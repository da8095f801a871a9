package cli

import (
	"context"
	"errors"
	"fmt"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/edge/signin"
)

// leadName is the setting that holds the account id of the safeguarding lead.
const leadName = "safeguarding-lead"

type settingLeadCommand struct {
	place
	Name string `arg:"" help:"Sign-in name of an account with the role information-governance, best of another agency than the service."`
}

// Run names the safeguarding lead.
func (c settingLeadCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	account, err := in.nameLead(ctx, c.Name)
	if err := errors.Join(err, in.close(ctx)); err != nil {
		return err
	}
	t.say("%s of %s is now the safeguarding lead.", account.DisplayName, account.Agency)
	return nil
}

// nameLead keeps who the safeguarding lead is.
func (in *installation) nameLead(ctx context.Context, name string) (administration.Account, error) {
	typed, err := signin.Name(name)
	if err != nil {
		return administration.Account{}, coded{exitUsage, err}
	}
	account, err := in.record.AccountByName(ctx, typed)
	switch {
	case errors.Is(err, administration.ErrNoAccount):
		return account, coded{exitNotFound, fmt.Errorf("there is no account %q", name)}
	case err != nil:
		return account, err
	case account.Disabled || account.Role != access.InformationGovernance:
		return account, coded{exitUsage, fmt.Errorf("%s cannot be the safeguarding lead: choose an account with the role %s that may sign in", name, access.InformationGovernance)}
	}
	return account, in.record.SetSetting(ctx, leadName, account.ID)
}

// safeguardingLead returns the account id of the safeguarding lead, "" where nobody
// is named or the account no longer signs in.
func (in *installation) safeguardingLead(ctx context.Context) (string, error) {
	account, err := in.lead(ctx)
	if err != nil || account.Disabled {
		return "", err
	}
	return account.ID, nil
}

// lead returns the account of the safeguarding lead, the zero account where nobody
// is named.
func (in *installation) lead(ctx context.Context) (administration.Account, error) {
	id, err := in.record.Setting(ctx, leadName)
	if err != nil || id == "" {
		return administration.Account{}, err
	}
	account, err := in.record.Account(ctx, id)
	if errors.Is(err, administration.ErrNoAccount) {
		return administration.Account{}, nil
	}
	return account, err
}

// leadWords says who the safeguarding lead is, and what is to be done where nobody
// is.
func (in *installation) leadWords(ctx context.Context) (string, error) {
	account, err := in.lead(ctx)
	switch {
	case err != nil:
		return "", err
	case account.ID == "" || account.Disabled:
		return "nobody yet: say throughline setting safeguarding-lead NAME", nil
	}
	return account.DisplayName + ", " + account.Agency, nil
}

// SafeguardingLead says who the safeguarding lead is, "" where nobody is.
func (in *installation) SafeguardingLead(ctx context.Context) (string, error) {
	account, err := in.lead(ctx)
	if err != nil || account.ID == "" || account.Disabled {
		return "", err
	}
	return account.DisplayName + ", " + account.Agency, nil
}
