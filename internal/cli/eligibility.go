package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

type eligibilityCommand struct {
	place
	Format string `enum:"json,text" default:"json" help:"json or text."`
	On     string `help:"Decide as on this date; the encounter's own, or today, where empty."`
}

// maxEncounter is the most bytes an encounter may have.
const maxEncounter = 1 << 20

// Run decides every scheme for one encounter read from standard input.
func (c eligibilityCommand) Run(ctx context.Context, t terminal) error {
	encounter, err := readEncounter(t.in)
	if err != nil {
		return err
	}
	on, err := calendar.ParseDay(c.On)
	if err != nil {
		return coded{exitUsage, err}
	}
	if !on.Known() {
		on = encounter.OccurredOn
	}
	if !on.Known() {
		on = calendar.DayOf(time.Now())
	}
	in, err := c.open(ctx, opening{readOnly: true})
	if err != nil {
		return err
	}
	settings, err := in.settings(ctx)
	if err := errors.Join(err, in.record.Close()); err != nil {
		return err
	}
	decisions := scheme.DecideAll(in.library.On(on), encounter, settings, on)
	if c.Format == "json" {
		encoder := json.NewEncoder(t.out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(decisions)
	}
	for _, decision := range decisions {
		fmt.Fprintf(t.out, "%s, %s: %s\n", decision.Scheme, decision.Pathway, decision.Decision)
		for _, clause := range decision.Clauses {
			fmt.Fprintf(t.out, "  %-10s %s (%s)\n", clause.Holds, clause.Text, clause.Source)
		}
		for _, offer := range decision.Offers {
			fmt.Fprintf(t.out, "  offer      %s\n", offer.Text)
		}
	}
	return nil
}
