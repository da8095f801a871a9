package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"throughline/internal/casework/administration"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/exchange"
	"throughline/internal/reckoning/impact"
	"throughline/internal/reckoning/suppression"
	"throughline/schemes"
)

type schemeImpactCommand struct {
	Data         string            `required:"" type:"path" help:"Data folder, or an exchange package with encounters.csv: a folder or a zip." env:"THROUGHLINE_DATA"`
	Database     string            `help:"URL of a PostgreSQL database, where the record is in one." env:"THROUGHLINE_DATABASE"`
	Change       string            `required:"" help:"File of the change: an amendment, or a whole rulebook. Or the name of an example that comes with the program, such as lwds-all-outcomes."`
	From         string            `help:"First day counted; with neither end, the days of the rulebook's window reach, or all."`
	To           string            `help:"Last day counted."`
	AsAt         string            `name:"as-at" help:"Count what was known by this day; today where empty. A package is counted as it is."`
	Set          map[string]string `help:"Take a local setting so, as NAME=JSON." placeholder:"NAME=JSON"`
	EveryOffence string            `name:"every-offence-in" help:"Count a second time, with this local setting taken to list every offence code of the log." placeholder:"NAME"`
	Publish      bool              `help:"Hide small numbers by the policy; without it the figures are exact and not for publication."`
	Format       string            `enum:"text,json" default:"text" help:"text or json."`
}

// Run counts what a change to a rulebook would admit.
func (c schemeImpactCommand) Run(ctx context.Context, t terminal) error {
	query, err := c.query()
	if err != nil {
		return err
	}
	count, done, err := c.source(ctx)
	if err != nil {
		return err
	}
	var reports []impact.Report
	report, err := count(query)
	if err == nil && c.EveryOffence != "" {
		reports = append(reports, report)
		query.EveryOffence = c.EveryOffence
		report, err = count(query)
	}
	if err := errors.Join(err, done()); err != nil {
		return err
	}
	return printImpact(t.out, c.Format, append(reports, report))
}

// query reads what was asked.
func (c schemeImpactCommand) query() (evidence.ChangeQuery, error) {
	var query evidence.ChangeQuery
	text, err := changeText(c.Change)
	if err != nil {
		return query, err
	}
	query.Text = text
	for _, day := range []struct {
		typed string
		into  *calendar.Day
	}{{c.From, &query.Window.From}, {c.To, &query.Window.To}, {c.AsAt, &query.AsAt}} {
		if *day.into, err = calendar.ParseDay(day.typed); err != nil {
			return query, coded{exitUsage, err}
		}
	}
	if query.Window.To.Known() && query.Window.From > query.Window.To {
		return query, coded{exitUsage, fmt.Errorf("--from %s is after --to %s", c.From, c.To)}
	}
	for name, typed := range c.Set {
		var value any
		if err := json.Unmarshal([]byte(typed), &value); err != nil {
			return query, coded{exitUsage, fmt.Errorf("the setting %s is not JSON: %w", name, err)}
		}
		if query.Try == nil {
			query.Try = scheme.Settings{}
		}
		query.Try[name] = value
	}
	return query, nil
}

// changeText returns the text of a change: of the example of this name, or of a
// file.
func changeText(name string) ([]byte, error) {
	examples, err := changeExamples()
	if err != nil {
		return nil, err
	}
	for _, example := range examples {
		if example.Name == name {
			return example.Text, nil
		}
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		names := make([]string, len(examples))
		for i, example := range examples {
			names[i] = example.Name
		}
		return nil, coded{exitNotFound, fmt.Errorf("there is no change %q: give a file, or the name of an example: %s", name, strings.Join(names, ", "))}
	}
	if err != nil {
		return nil, fmt.Errorf("reading the change: %w", err)
	}
	return text, nil
}

// changeExamples returns the changes that come with the program.
func changeExamples() ([]evidence.Example, error) {
	changes, err := schemes.Changes()
	if err != nil {
		return nil, fmt.Errorf("reading the examples of changes: %w", err)
	}
	examples := make([]evidence.Example, len(changes))
	for i, change := range changes {
		examples[i] = evidence.Example{Name: change.Name, Text: change.Text, Amendment: change.Amendment}
	}
	return examples, nil
}

// source returns how a change is counted over the data given, and what closes it.
func (c schemeImpactCommand) source(ctx context.Context) (count func(evidence.ChangeQuery) (impact.Report, error), done func() error, err error) {
	_, err = os.Stat(filepath.Join(c.Data, keysFolder))
	if err == nil || c.Database != "" {
		in, err := place{Data: c.Data, Database: c.Database}.open(ctx, opening{readOnly: true})
		if err != nil {
			return nil, nil, err
		}
		return func(query evidence.ChangeQuery) (impact.Report, error) {
			return in.evidence.ImpactAtServer(ctx, query, c.Publish)
		}, in.record.Close, nil
	}
	parcel, err := exchange.Open(c.Data, exchange.Options{})
	if err != nil {
		return nil, nil, unopened(c.Data, err)
	}
	library, err := schemes.Library()
	if err != nil {
		return nil, nil, errors.Join(err, parcel.Close())
	}
	return func(query evidence.ChangeQuery) (impact.Report, error) {
		return c.ofPackage(ctx, library, parcel, query)
	}, parcel.Close, nil
}

// unopened is the error of a package that cannot be read, with its exit code.
func unopened(name string, err error) error {
	var unreadable *exchange.Unreadable
	switch {
	case errors.Is(err, os.ErrNotExist):
		return coded{exitNotFound, fmt.Errorf("there is no data folder and no package at %s", name)}
	case errors.As(err, &unreadable):
		return coded{exitData, err}
	}
	return err
}

// ofPackage counts a change over a package. A package with a wrong row is not
// counted: the base would not be the log.
func (c schemeImpactCommand) ofPackage(ctx context.Context, library *scheme.Library, parcel *exchange.Package, query evidence.ChangeQuery) (impact.Report, error) {
	if !query.AsAt.Known() {
		query.AsAt = calendar.DayOf(time.Now())
	}
	is, proposal, err := library.Propose(query.Text, query.AsAt)
	if err != nil {
		return impact.Report{}, coded{exitData, fmt.Errorf("the change: %w", err)}
	}
	question := impact.Question{
		Is: is.Book, Proposal: proposal, Settings: query.Try, Window: query.Window, AsAt: query.AsAt, EveryOffence: query.EveryOffence,
	}
	if c.Publish {
		question.Policy = suppression.Default()
	}
	var wrong error
	rejected := 0
	report, err := question.Answer(func(take func(*impact.Encounter) error) error {
		rejected = 0
		err := parcel.Log(ctx, func(one administration.Rejection) error {
			if rejected++; rejected == 1 {
				wrong = errors.New(told(one))
			}
			return nil
		}, take)
		return unopened(c.Data, err)
	})
	if rejected > 0 {
		return impact.Report{}, coded{exitData, fmt.Errorf("the package has %d things wrong, and is not counted. The first: %w", rejected, wrong)}
	}
	var known coded
	if err != nil && ctx.Err() == nil && !errors.As(err, &known) {
		return impact.Report{}, coded{exitUsage, err}
	}
	return report, err
}

// printImpact prints reports one after the other: as JSON, always a list.
func printImpact(out io.Writer, format string, reports []impact.Report) error {
	if format == "json" {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(reports)
	}
	for i, report := range reports {
		if i > 0 {
			fmt.Fprintf(out, "\n%s\n\n", strings.Repeat("=", 72))
		}
		if err := impactAsText(out, report); err != nil {
			return err
		}
	}
	return nil
}

// impactAsText prints a report for a terminal.
func impactAsText(out io.Writer, report impact.Report) error {
	p := printing{to: out}
	p.line("%s: %s", report.Title, report.Change.Title)
	p.line("%s.", strings.TrimSuffix(report.Publication, "."))
	if report.Change.Why != "" {
		p.line("%s (%s)", report.Change.Why, report.Change.Source)
	}
	p.line("Window: %s. As at %s.", report.Window.Words(), report.AsAt.Short())
	p.line("")
	p.line("What changes")
	for _, d := range report.Change.Clauses {
		p.line("  %s, %s", d.Pathway, d.ID)
		for _, side := range []struct {
			name    string
			wording *impact.Wording
		}{{"as it is", d.Before}, {"as changed", d.After}} {
			if side.wording == nil {
				p.line("    %-11s not there", side.name)
				continue
			}
			p.line("    %-11s %s (%s, %s)", side.name, side.wording.Text, side.wording.Source, side.wording.Mark)
		}
	}
	p.line("")
	p.line("Local settings")
	for _, setting := range report.Settings {
		p.line("  %s: %s", setting.Name, setting.Value)
	}
	for _, table := range report.Tables {
		p.line("")
		p.line("%s", table.Title)
		p.line("%s.", table.Definition)
		if table.Note != "" {
			p.line("%s", table.Note)
		}
		if p.err == nil {
			p.err = alignedTable(out, table.Columns, table.Cells())
		}
	}
	p.line("")
	p.line("Keyworkers")
	if len(report.Keyworkers) == 0 {
		p.line("  None to work out: nobody is let in, or the rulebook states no caseload.")
	}
	for _, k := range report.Keyworkers {
		for _, line := range k.Words() {
			p.line("  %s", line)
		}
	}
	p.line("")
	for _, note := range report.Notes {
		p.line("%s", note)
	}
	return p.err
}

// alignedTable prints a table with numbers set right.
func alignedTable(out io.Writer, columns []string, rows [][]string) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{columns}, rows...) {
		fmt.Fprintf(table, "  %s\n", strings.Join(row, "\t"))
	}
	return table.Flush()
}
