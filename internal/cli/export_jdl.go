package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"throughline/exports"
	"throughline/internal/casework/datalab"
	"throughline/internal/reckoning/figure"
)

type exportJDLCommand struct {
	place
	Scheme   string   `help:"Scheme." default:"lwds"`
	Out      string   `required:"" type:"path" help:"File to write, which must not exist yet. Nobody but its owner may read it."`
	Columns  string   `type:"path" help:"Column map, in place of the one that comes with the program."`
	AgreedBy []string `help:"Sign-in name of who agrees: one who leads the service and, beyond 100 women, another who answers for how records are used. Each is asked for a password and a code." placeholder:"NAME"`
}

// Run checks who would be in the file, and makes it where those who have to agree
// do.
func (c exportJDLCommand) Run(ctx context.Context, t terminal) error {
	made, err := c.columns()
	if err != nil {
		return err
	}
	if _, err := os.Lstat(c.Out); !errors.Is(err, fs.ErrNotExist) {
		return coded{exitUsage, fmt.Errorf("%s is there already, or cannot be looked at: choose another name for the file", c.Out)}
	}
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	return errors.Join(c.make(ctx, t, in, made), in.close(ctx))
}

func (c exportJDLCommand) columns() (datalab.Map, error) {
	text := exports.JDL
	if c.Columns != "" {
		var err error
		if text, err = os.ReadFile(c.Columns); err != nil {
			return datalab.Map{}, fmt.Errorf("reading the column map: %w", err)
		}
	}
	made, err := datalab.ParseMap(text)
	if err != nil {
		return datalab.Map{}, coded{exitConfig, err}
	}
	return made, nil
}

func (c exportJDLCommand) make(ctx context.Context, t terminal, in *installation, made datalab.Map) error {
	desk := datalab.Desk{Bench: in.bench, Schemes: in.schemes}
	checks, err := desk.Before(ctx, c.Scheme)
	if err != nil {
		return err
	}
	if err := datalab.TooFew(made, checks.Left); err != nil {
		printChecks(t, made, checks)
		return err
	}
	if need := datalab.People(checks.Left); len(c.AgreedBy) < need {
		printChecks(t, made, checks)
		who := "one who leads the service has to agree: add --agreed-by NAME"
		if need > 1 {
			who = "one who leads the service and another who answers for how records are used have to agree: add --agreed-by NAME --agreed-by NAME"
		}
		return coded{exitUsage, fmt.Errorf("the file would name %s women, so nothing was made: %s", figure.Thousands(int64(checks.Left)), who)}
	}
	agreed, err := in.agreeing(ctx, t, c.AgreedBy)
	if err != nil {
		return err
	}
	file, err := desk.Take(ctx, c.Scheme, made, agreed...)
	if err != nil {
		return err
	}
	if err := writeFile(c.Out, file.Content, 0o600); err != nil {
		return err
	}
	printChecks(t, made, file.Checks)
	t.say("Wrote %s. It names women: send it only by the way that the %s gives you, then destroy it.", c.Out, made.Title)
	return nil
}

// printChecks says who is in the file, and who is not and why.
func printChecks(t terminal, made datalab.Map, checks datalab.Checks) {
	t.say("%s, for the %s", checks.Scheme, made.Title)
	for i, step := range checks.Steps {
		sign := " "
		if i > 0 {
			sign = "-"
		}
		t.say("%s%7s  %s", sign, figure.Thousands(int64(step.Women)), step.What)
	}
	t.say("=%7s  left; no fewer than %d are taken", figure.Thousands(int64(checks.Left)), made.Fewest)
	t.say("Of those left %s came to an appointment, and %s were never asked whether their record may be used so.",
		figure.Thousands(int64(checks.Began)), figure.Thousands(int64(checks.NeverAsked)))
	if !made.Confirmed {
		t.say("The columns have not been held against the current template yet: ask the %s for it before you send anything.", made.Title)
	}
}
