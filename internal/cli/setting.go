package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web/refer"
)

type settingCommand struct {
	Show        settingShowCommand        `cmd:"" help:"Print what was decided locally, and what still waits for a decision."`
	Set         settingSetCommand         `cmd:"" help:"Decide a local setting, such as covered_areas."`
	Delivers    settingDeliversCommand    `cmd:"" help:"Say which schemes this service runs itself, the first one first."`
	Ask         settingAskCommand         `cmd:"" help:"Say whether a woman may ask for support herself, without an account."`
	Lead        settingLeadCommand        `cmd:"" name:"safeguarding-lead" help:"Name the independent safeguarding lead, who with a second person reviews conflicts of interest."`
	Keeping     settingKeepingCommand     `cmd:"" help:"Say how long records are kept after support ended, and how long backups are."`
	Instruments settingInstrumentsCommand `cmd:"" help:"Turn questionnaires on whose licence does not let everybody use them."`
	Messages    settingMessagesCommand    `cmd:"" help:"Say how texts and e-mails leave, and what none of them says."`
	Suppression settingSuppressionCommand `cmd:"" help:"Say which small numbers are hidden from whoever is outside the service."`
	Study       settingStudyCommand       `cmd:"" help:"Agree a study in writing with an evaluator: whose women, and for how long."`
	Places      settingPlacesCommand      `cmd:"" help:"Say where officers refer from. Reads a JSON list of {\"agency\", \"area\", \"suite\"} from standard input."`
}

type settingShowCommand struct{ place }

// Run prints every local setting of every rulebook.
func (c settingShowCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{readOnly: true})
	if err != nil {
		return err
	}
	settings, err := in.settings(ctx)
	lead, unnamed := in.leadWords(ctx)
	studies, unread := in.studies(ctx)
	if err := errors.Join(err, unnamed, unread, in.record.Close()); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "this service runs %s\n", strings.Join(in.schemes.Delivers, ", "))
	fmt.Fprintf(t.out, "safeguarding lead: %s\n", lead)
	policy := in.evidence.Protects()
	fmt.Fprintf(t.out, "small numbers: %s. %s\n", policy.Name(), policy.Words())
	for _, study := range studies {
		fmt.Fprintf(t.out, "study %s of %s, agreed as %s: %s to %s\n", study.ID, study.Scheme, study.Reference, study.Starts.Short(), study.Ends.Short())
	}
	for _, book := range in.library.On(in.bench.Today()) {
		for _, setting := range book.Settings {
			value, decided := settings[book.ID][setting.Name]
			if !decided {
				value = "undecided"
			}
			text, err := json.Marshal(value)
			if err != nil {
				return fmt.Errorf("printing the setting %s: %w", setting.Name, err)
			}
			fmt.Fprintf(t.out, "%s %s = %s\n    %s\n", book.ID, setting.Name, text, setting.Text)
		}
	}
	return nil
}

type settingSetCommand struct {
	place
	Scheme string `arg:"" help:"Scheme, such as lwds."`
	Name   string `arg:"" help:"Name of the setting."`
	Value  string `arg:"" help:"Value as JSON, such as '[\"Central West\",\"Central South\"]' or true; null takes the decision back."`
}

// Run decides a local setting.
func (c settingSetCommand) Run(ctx context.Context, t terminal) error {
	var value any
	if err := json.Unmarshal([]byte(c.Value), &value); err != nil {
		return coded{exitUsage, fmt.Errorf("the value is not JSON: write true, 5 or [\"Central West\"], and null to take it back: %w", err)}
	}
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := errors.Join(in.decide(ctx, c.Scheme, c.Name, value), in.close(ctx)); err != nil {
		return err
	}
	t.say("Decided %s of %s.", c.Name, c.Scheme)
	return nil
}

type settingDeliversCommand struct {
	place
	Schemes []string `arg:"" help:"Ids of the schemes, such as lwds."`
}

// Run says which schemes this service runs itself.
func (c settingDeliversCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := errors.Join(in.deliver(ctx, c.Schemes), in.close(ctx)); err != nil {
		return err
	}
	t.say("This service now runs %s.", strings.Join(c.Schemes, ", "))
	return nil
}

// deliver keeps which schemes this service runs itself. One that is only
// proposed, or closed, cannot be.
func (in *installation) deliver(ctx context.Context, ids []string) error {
	for _, id := range ids {
		switch book := in.library.Of(id, in.bench.Today()); {
		case book == nil:
			return coded{exitNotFound, fmt.Errorf("there is no scheme %q", id)}
		case book.Status == scheme.ProposedOnly || book.Status == scheme.ClosedForGood:
			return coded{exitUsage, fmt.Errorf("%s is %s: no service can run it", id, book.Status)}
		}
	}
	text, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("keeping which schemes this service runs: %w", err)
	}
	return in.record.SetSetting(ctx, deliversName, string(text))
}

type settingPlacesCommand struct{ place }

// Run keeps the list of areas and suites that officers choose from.
func (c settingPlacesCommand) Run(ctx context.Context, t terminal) error {
	var places []refer.Place
	decoder := json.NewDecoder(io.LimitReader(t.in, maxEncounter))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&places); err != nil {
		return coded{exitUsage, fmt.Errorf("the list is not right: write [{\"agency\": \"\", \"area\": \"Central West\", \"suite\": \"Eastgate\"}]: %w", err)}
	}
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	text, err := json.Marshal(places)
	if err == nil {
		err = in.record.SetSetting(ctx, placesName, string(text))
	}
	if err := errors.Join(err, in.close(ctx)); err != nil {
		return err
	}
	t.say("Officers now refer from %d places.", len(places))
	return nil
}

// decide keeps a local setting after the rulebook has checked it.
func (in *installation) decide(ctx context.Context, schemeID, name string, value any) error {
	settings, err := in.settings(ctx)
	if err != nil {
		return err
	}
	mine := settings[schemeID]
	if mine == nil {
		mine = scheme.Settings{}
	}
	mine[name] = value
	if value == nil {
		delete(mine, name)
	}
	book := in.library.Of(schemeID, in.bench.Today())
	if book == nil {
		return coded{exitNotFound, fmt.Errorf("there is no scheme %q", schemeID)}
	}
	// Only what is decided now: an earlier edition may have left open what this one
	// does not.
	if value != nil {
		if err := book.CheckSettings(scheme.Settings{name: value}); err != nil {
			return coded{exitUsage, err}
		}
	}
	settings[schemeID] = mine
	text, err := json.Marshal(settings)
	if err != nil {
		return fmt.Errorf("keeping the setting: %w", err)
	}
	return in.record.SetSetting(ctx, settingsName, string(text))
}
