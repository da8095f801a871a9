package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"throughline/internal/casework/administration"
	"throughline/internal/casework/practice"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/signin"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/refer"
)

type demoCommand struct {
	Data string `help:"Data folder of the practice system; made where it is not there." type:"path" default:"throughline-demo" env:"THROUGHLINE_DEMO_DATA"`
	Addr string `help:"Address to listen on." default:"127.0.0.1:8080"`
	Seed uint64 `help:"Seed of the invented cohort." default:"2019"`
	Week bool   `help:"The working week of a centre: seven keyworkers, 180 women, and something on every list. It is made once, with the folder."`
}

// practiceName is the setting that marks a data folder as a practice system: as
// begun, so that one stopped while it was made is finished the next time, then
// with the day it was made.
const (
	practiceName  = "practice"
	practiceBegun = "begun"
)

// Run makes a practice system where there is none yet, and serves it.
func (c demoCommand) Run(ctx context.Context, t terminal) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	where := place{Data: c.Data}
	_, err := os.Stat(filepath.Join(c.Data, keysFolder))
	fresh := errors.Is(err, os.ErrNotExist)
	if fresh {
		t.say("Making a practice system with invented women in %s ...", c.Data)
		if _, err := where.initialise(""); err != nil {
			return err
		}
	}
	in, err := where.open(ctx, opening{fatal: func(err error) { stop(err) }})
	if err != nil {
		return err
	}
	if fresh {
		if err := in.record.SetSetting(ctx, practiceName, practiceBegun); err != nil {
			return errors.Join(err, in.record.Close())
		}
	}
	err = c.run(ctx, t, in)
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return errors.Join(cause, err, in.record.Close())
	}
	return errors.Join(err, in.close(context.WithoutCancel(ctx)))
}

func (c demoCommand) run(ctx context.Context, t terminal, in *installation) error {
	marked, err := in.record.Setting(ctx, practiceName)
	if err != nil {
		return err
	}
	switch marked {
	case "":
		return coded{exitConfig, fmt.Errorf("%s is not a practice system: choose another folder with --data", c.Data)}
	case practiceBegun:
		if err := in.furnish(ctx, c.Seed, c.Week); err != nil {
			return err
		}
	}
	return in.serve(ctx, t, serving{addr: c.Addr, organisation: "nobody: this is a practice system", practice: true, logLevel: slog.LevelWarn, ready: func(url string) {
		table := tabwriter.NewWriter(t.out, 0, 0, 3, ' ', 0)
		fmt.Fprintf(table, "\nThe practice system is at %s\n\nSign in as\tRole\n", url)
		for _, account := range practice.Accounts() {
			fmt.Fprintf(table, "%s\t%s, %s\n", account.Name, account.DisplayName, account.Asker().Work())
		}
		fmt.Fprintf(table, "\nThe password of each is: %s\n", practice.Password)
		fmt.Fprintf(table, "\nA woman opens her own space at %s%s\nwith the words: %s\nand the PIN: %s\n", url, web.OpenSpace, practice.CardWords, practice.CardPIN)
		fmt.Fprint(table, "\nEverything in it is invented. Stop it with Ctrl+C.\n")
		_ = table.Flush()
	}})
}

// furnish fills a new data folder with the invented cohort and its people.
func (in *installation) furnish(ctx context.Context, seed uint64, week bool) error {
	now, invent := time.Now(), practice.Invent
	if week {
		invent = practice.InventWeek
	}
	cohort, err := invent(seed, calendar.DayOf(now))
	if err != nil {
		return fmt.Errorf("inventing the cohort: %w", err)
	}
	hash, err := signin.HashDemo(practice.Password)
	if err != nil {
		return fmt.Errorf("making the practice accounts: %w", err)
	}
	var places []refer.Place
	for _, account := range cohort.Accounts {
		if err := in.record.AddAccount(ctx, administration.Account{
			ID: account.ID, Name: account.Name, DisplayName: account.DisplayName, Agency: account.Agency, Role: account.Role, Specialism: account.Specialism,
			PasswordHash: hash, Demo: true, Languages: account.Languages,
			CaseloadOpen: administration.CaseloadOpen, CaseloadYear: administration.CaseloadYear,
		}); err != nil && !errors.Is(err, administration.ErrNameTaken) {
			return err
		}
	}
	areas := []string{}
	for _, home := range practice.Areas() {
		areas = append(areas, home.Area)
		for _, suite := range home.Suites {
			places = append(places, refer.Place{Area: home.Area, Suite: suite})
		}
	}
	entry := operator.Note(now, access.Append, access.ForAdministration, "import of the practice cohort", 0)
	if err := practice.Load(ctx, in.record, entry, cohort); err != nil {
		return err
	}
	covered := make([]any, len(areas))
	for i, area := range areas {
		covered[i] = area
	}
	if err := in.decide(ctx, "lwds", "covered_areas", covered); err != nil {
		return err
	}
	listed, err := json.Marshal(places)
	if err != nil {
		return fmt.Errorf("listing where officers refer from: %w", err)
	}
	if err := in.record.SetSetting(ctx, placesName, string(listed)); err != nil {
		return err
	}
	// Nothing leaves a practice system but as files in its own folder.
	leaving, err := json.Marshal(messages{Text: byFolder, Email: byFolder, From: "hello@example.org", FromName: "My Space"})
	if err != nil {
		return fmt.Errorf("saying how messages leave: %w", err)
	}
	if err := in.record.SetSetting(ctx, messagesName, string(leaving)); err != nil {
		return err
	}
	if err := in.practiceCard(ctx); err != nil {
		return err
	}
	if err := in.furnishSafeguarding(ctx); err != nil {
		return err
	}
	if err := in.record.SetSetting(ctx, practiceName, calendar.DayOf(now).String()); err != nil {
		return err
	}
	return in.wire(ctx)
}
