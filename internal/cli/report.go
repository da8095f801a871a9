package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	edge "throughline/internal/edge/report"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/reportpack"
	"throughline/internal/reckoning/stats"
)

// reported says of which cases figures are asked for, and as at which day.
type reported struct {
	Scheme   string `help:"Scheme." default:"lwds"`
	AsAt     string `help:"Day to report as at, such as 2021-08-31; today where empty." name:"as-at"`
	By       string `help:"Tables by groups besides: area, provider, month, ethnicity, age and others."`
	Provider string `help:"Only cases with this provider."`
	Area     string `help:"Only this area."`
	Group    string `help:"Only this group, such as age=18 to 24; not_known for those of whom it is not known."`
	From     string `help:"Only women referred from this day."`
	To       string `help:"Only women referred up to this day."`
}

type reportCommand struct {
	place
	reported
	Format   string `enum:"json,text,csv" default:"text" help:"json, text or csv."`
	Table    string `help:"Only this table, such as T1, for text and csv."`
	Interval string `enum:"wilson,clopper_pearson" default:"wilson" help:"Method of the 95% intervals: wilson or clopper_pearson."`
}

// Run prints the figures of a scheme as at a day, exact and so not for
// publication.
func (c reportCommand) Run(ctx context.Context, t terminal) error {
	query, err := c.query()
	if err != nil {
		return coded{exitUsage, err}
	}
	in, err := c.open(ctx, opening{readOnly: true})
	if err != nil {
		return err
	}
	in.evidence.Progress = func(folded int) { t.say("%d women folded as at %s ...", folded, query.AsAt.Short()) }
	report, err := in.evidence.AtServer(ctx, query)
	if err := errors.Join(err, in.record.Close()); err != nil {
		return err
	}
	return c.print(t.out, report)
}

// query reads what is asked for.
func (c reported) query() (evidence.Query, error) {
	query := evidence.Query{Scheme: c.Scheme, By: c.By, Narrow: evaluation.Narrowing{Provider: c.Provider, Area: c.Area}}
	by, value, found := strings.Cut(c.Group, "=")
	if c.Group != "" && !found {
		return query, fmt.Errorf("--group %s: say which group, such as age=18 to 24", c.Group)
	}
	query.Narrow.Group = evaluation.Group{By: by, Value: value}
	for _, day := range []struct {
		flag, text string
		to         *calendar.Day
	}{{"as-at", c.AsAt, &query.AsAt}, {"from", c.From, &query.Narrow.Referred.From}, {"to", c.To, &query.Narrow.Referred.To}} {
		var err error
		if *day.to, err = calendar.ParseDay(day.text); err != nil {
			return query, fmt.Errorf("--%s: %w", day.flag, err)
		}
	}
	return query, nil
}

func (c reportCommand) print(out io.Writer, report evidence.Report) error {
	for i := range report.Figures {
		c.byMethod(&report.Figures[i])
	}
	for _, table := range report.Tables {
		for _, row := range table.Rows {
			for i := range row {
				c.byMethod(&row[i].Figure)
			}
		}
	}
	if c.Table != "" && c.Format != "json" {
		return c.printTable(out, report)
	}
	switch c.Format {
	case "json":
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(report)
	case "csv":
		return edge.FiguresCSV(out, report.Figures, report.AsAt, report.Publication)
	}
	return figuresAsText(out, report)
}

// byMethod gives a figure the interval that was asked for.
func (c reportCommand) byMethod(reading *chart.Reading) {
	if exact, ok := (*reading).(figure.Figure); ok {
		*reading = exact.WithMethod(stats.Method(c.Interval))
	}
}

func (c reportCommand) printTable(out io.Writer, report evidence.Report) error {
	table, ok := report.Table(c.Table)
	if !ok {
		table, ok = report.Table(strings.ToUpper(c.Table))
	}
	if !ok {
		var ids []string
		for _, known := range report.Tables {
			ids = append(ids, known.ID)
		}
		return coded{exitNotFound, fmt.Errorf("there is no table %s: choose one of %s", c.Table, strings.Join(ids, ", "))}
	}
	if c.Format == "csv" {
		return table.WriteCSV(out)
	}
	p := printing{to: out}
	p.line("%s. %s", table.Heading(), report.Publication)
	p.line("%s. Source: %s. %s", table.Definition, table.Source, table.Note)
	p.line("%s", strings.Join(table.Columns, " | "))
	for _, row := range table.Rows {
		texts := make([]string, len(row))
		for i, cell := range row {
			texts[i] = cell.String()
		}
		p.line("%s", strings.Join(texts, " | "))
	}
	return p.err
}

// figuresAsText prints each figure with its workings, for a terminal.
func figuresAsText(out io.Writer, report evidence.Report) error {
	p := printing{to: out}
	p.line("%s, as at %s%s", report.Title, report.AsAt.Short(), report.Within())
	p.line("%s.", strings.TrimSuffix(report.Publication, "."))
	for _, reading := range report.Figures {
		meaning := reading.Meaning()
		p.line("")
		p.line("%s: %s", meaning.Title, reading.Text())
		p.line("    %s. %s. Source: %s. [%s]", meaning.Window.Words(), meaning.Definition, meaning.Source, meaning.ID)
		if left := reportpack.LeftOut(reading); left != "" {
			p.line("    %s", left)
		}
	}
	return p.err
}

// printing writes lines and keeps the first error.
type printing struct {
	to  io.Writer
	err error
}

func (p *printing) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.to, format+"\n", args...)
	}
}
