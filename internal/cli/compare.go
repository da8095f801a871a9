package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/comparator"
	"throughline/internal/reckoning/figure"
)

type compareCommand struct {
	place
	Scheme     string `help:"Scheme." default:"lwds"`
	Comparator string `required:"" type:"path" help:"CSV of people who were not with the service: followed_days, event, and any of age, ethnicity, first_time, offence_group, area, event_day."`
	Measure    string `help:"What event counts on both sides." default:"re_arrest"`
	K          int    `help:"How many others are matched to each woman." default:"1"`
	Days       int    `help:"Cut everybody off after so many days; without it, the days that the file has for everybody."`
	CutOff     string `name:"cut-off" help:"Last day of which police told who was arrested; without it, the day of the last arrest they told of."`
	Format     string `enum:"json,text,csv" default:"text" help:"json, text or csv."`
}

// measures are the words of --measure, by what the figures call them.
var measures = map[string]string{
	"re_arrest": figure.MeasureRearrest, "recorded_new_matter": figure.MeasureRecordedNewMatter, "proven_reoffence": figure.MeasureProvenReoffence,
}

// Run sets women of a scheme beside people elsewhere who are as like them as
// their coded answers allow.
func (c compareCommand) Run(ctx context.Context, t terminal) error {
	cutOff, err := calendar.ParseDay(c.CutOff)
	if err != nil {
		return coded{exitUsage, err}
	}
	measure, ok := measures[c.Measure]
	if !ok {
		return coded{exitUsage, fmt.Errorf("there is no measure %q: re_arrest is the one that is compared", c.Measure)}
	}
	if c.K < 1 || c.K > 10 || c.Days < 0 {
		return coded{exitUsage, errors.New("--k is from 1 to 10, and --days not below 0")}
	}
	file, err := c.read()
	if err != nil {
		return err
	}
	in, err := c.open(ctx, opening{readOnly: true})
	if err != nil {
		return err
	}
	compared, err := in.evidence.CompareAtServer(ctx, evidence.CompareQuery{
		Scheme: c.Scheme, Measure: measure, Others: file.People, Traits: file.Traits, Each: c.K, Days: c.Days, CutOff: cutOff,
	})
	if err := errors.Join(err, in.record.Close()); err != nil {
		return err
	}
	return c.print(t.out, compared)
}

func (c compareCommand) read() (comparator.File, error) {
	opened, err := os.Open(c.Comparator)
	if err != nil {
		return comparator.File{}, fmt.Errorf("opening the comparator file: %w", err)
	}
	file, err := comparator.Read(opened)
	if err := errors.Join(err, opened.Close()); err != nil {
		return comparator.File{}, coded{exitData, err}
	}
	return file, nil
}

func (c compareCommand) print(out io.Writer, compared evidence.Compared) error {
	switch c.Format {
	case "json":
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(compared)
	case "csv":
		columns, rows := compared.Result.CSV()
		return figure.WriteCSV(out, columns, rows)
	}
	p := printing{to: out}
	p.line("%s, beside people who were not with it", compared.Title)
	p.line("%s. Arrests up to %s.", compared.Publication, compared.CutOff.Short())
	p.line("")
	p.line("%s", compared.Result.Text())
	return p.err
}
