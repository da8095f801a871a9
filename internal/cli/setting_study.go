package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"throughline/internal/casework/administration"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/signin"
)

// studiesName is the setting that holds the studies agreed with evaluators.
const studiesName = "studies"

type settingStudyCommand struct {
	place
	With      string `arg:"" help:"Whom the study is with: the sign-in name of an account with the role evaluator, or else the name of an agency."`
	Study     string `required:"" help:"Name of the study, in small letters, digits and hyphens. One that there is already is agreed anew."`
	Scheme    string `required:"" help:"Scheme, such as lwds."`
	Reference string `required:"" help:"Reference of the agreement in writing."`
	Starts    string `required:"" help:"First day on which the agreement holds, such as 2021-09-01."`
	Ends      string `required:"" help:"Last day. An earlier day than today ends the study."`
	From      string `help:"Only women referred from the first day of this month on, such as 2020-01-01."`
	To        string `help:"Only women referred up to the last day of this month, such as 2020-12-31."`
}

// Run agrees a study.
func (c settingStudyCommand) Run(ctx context.Context, t terminal) error {
	study := evidence.Study{ID: c.Study, Scheme: c.Scheme, Reference: c.Reference}
	for _, one := range []struct {
		typed string
		day   *calendar.Day
	}{{c.Starts, &study.Starts}, {c.Ends, &study.Ends}, {c.From, &study.Referred.From}, {c.To, &study.Referred.To}} {
		var err error
		if *one.day, err = calendar.ParseDay(one.typed); err != nil {
			return coded{exitUsage, err}
		}
	}
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := errors.Join(in.agreeStudy(ctx, study, c.With), in.close(ctx)); err != nil {
		return err
	}
	t.say("The study %s with %s holds from %s to %s.", study.ID, c.With, study.Starts.Short(), study.Ends.Short())
	return nil
}

// agreeStudy keeps a study with an account or an agency, in place of one of the
// same name.
func (in *installation) agreeStudy(ctx context.Context, study evidence.Study, with string) error {
	var account administration.Account
	typed, err := signin.Name(with)
	if err == nil {
		account, err = in.record.AccountByName(ctx, typed)
	} else {
		err = administration.ErrNoAccount // no sign-in name, so the name of an agency
	}
	switch {
	case errors.Is(err, administration.ErrNoAccount):
		study.Agency = with
	case err != nil:
		return err
	case account.Disabled || account.Role != access.Evaluator:
		return coded{exitUsage, fmt.Errorf("%s cannot have a study: choose an account with the role %s that may sign in", with, access.Evaluator)}
	default:
		study.Account = account.ID
	}
	if err := study.Check(); err != nil {
		return coded{exitUsage, err}
	}
	if in.library.Of(study.Scheme, in.bench.Today()) == nil {
		return coded{exitNotFound, fmt.Errorf("there is no scheme %q", study.Scheme)}
	}
	studies, err := in.studies(ctx)
	if err != nil {
		return err
	}
	studies = append(slices.DeleteFunc(studies, func(s evidence.Study) bool { return s.ID == study.ID }), study)
	text, err := json.Marshal(studies)
	if err != nil {
		return fmt.Errorf("keeping the study: %w", err)
	}
	return in.record.SetSetting(ctx, studiesName, string(text))
}

// studies returns the studies that were agreed, those that are over too.
func (in *installation) studies(ctx context.Context) ([]evidence.Study, error) {
	text, err := in.record.Setting(ctx, studiesName)
	if err != nil || text == "" {
		return nil, err
	}
	var studies []evidence.Study
	if err := json.Unmarshal([]byte(text), &studies); err != nil {
		return nil, fmt.Errorf("reading the studies: %w", err)
	}
	return studies, nil
}
