package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/parquet"
	"throughline/internal/edge/report"
	"throughline/internal/reckoning/extract"
	"throughline/internal/reckoning/suppression"
)

type exportCommand struct {
	JDL       exportJDLCommand       `cmd:"" name:"jdl" help:"Make the file by which the Justice Data Lab finds women in its own records. It names them."`
	JSNA      exportJSNACommand      `cmd:"" name:"jsna" help:"Write the profile of needs by area for a joint strategic needs assessment, small numbers hidden."`
	Parquet   exportParquetCommand   `cmd:"" help:"Write exact rows without names as Parquet, for the service's own analyst. Not for publication."`
	Evaluator exportEvaluatorCommand `cmd:"" help:"Write the rows of a study for its evaluator: nobody can be told in them."`
}

// leaving is a command that writes what leaves into a folder.
type leaving struct {
	place
	Out string `required:"" type:"path" help:"Folder to write: a new one, or an empty one."`
}

// write opens the record, makes files and writes them into the folder.
func (l leaving) write(ctx context.Context, make func(*installation) ([]report.File, error)) error {
	if err := emptyFolder(l.Out); err != nil {
		return coded{exitConfig, err}
	}
	in, err := l.open(ctx, opening{})
	if err != nil {
		return err
	}
	files, err := make(in)
	if err := errors.Join(err, in.close(ctx)); err != nil {
		return err
	}
	return writeFolder(l.Out, files)
}

// fileWith makes a file of what is written into it.
func fileWith(name string, write func(io.Writer) error) (report.File, error) {
	var body bytes.Buffer
	err := write(&body)
	return report.File{Name: name, Body: body.Bytes()}, err
}

// filesOf makes a file of each table, as CSV.
func filesOf(tables map[string]extract.Table) ([]report.File, error) {
	var files []report.File
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		file, err := fileWith(name, tables[name].WriteCSV)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

type exportEvaluatorCommand struct {
	leaving
	Study string `required:"" help:"Name of the study, as it was agreed with throughline setting study."`
}

// Run writes the rows of a study, their codebook and what was done to them.
func (c exportEvaluatorCommand) Run(ctx context.Context, t terminal) error {
	var made evidence.StudyFile
	err := c.write(ctx, func(in *installation) ([]report.File, error) {
		var err error
		if made, err = in.evidence.ExtractAtServer(ctx, c.Study); err != nil {
			return nil, err
		}
		files, err := filesOf(map[string]extract.Table{
			made.Name("rows", "csv"): made.Table, made.Name("codebook", "csv"): made.Table.Codebook(),
		})
		return append(files, report.File{Name: made.Name("about", "txt"), Body: []byte(strings.Join(made.About(), "\n") + "\n")}), err
	})
	if err != nil {
		return err
	}
	for _, line := range made.About() {
		t.say("%s", line)
	}
	return nil
}

type exportJSNACommand struct {
	leaving
	Scheme string `help:"Scheme." default:"lwds"`
	AsAt   string `help:"Day to count as at, such as 2021-08-31; the end of the last month where empty." name:"as-at"`
	By     string `enum:"area,borough" default:"area" help:"By the area that sent her, or by the borough she lives in."`
}

// Run writes the profile of needs and its definitions.
func (c exportJSNACommand) Run(ctx context.Context, t terminal) error {
	asAt, err := calendar.ParseDay(c.AsAt)
	if err != nil {
		return coded{exitUsage, err}
	}
	var made evidence.Profile
	err = c.write(ctx, func(in *installation) ([]report.File, error) {
		var err error
		if made, err = in.evidence.ProfileAtServer(ctx, evidence.Query{Scheme: c.Scheme, AsAt: asAt, By: c.By}); err != nil {
			return nil, err
		}
		stem := "jsna-" + made.Scheme + "-" + made.AsAt.String() + "-" + made.Policy
		table, err := fileWith(stem+".csv", made.Table.WriteCSV)
		if err != nil {
			return nil, err
		}
		definitions, err := fileWith(stem+"-definitions.csv", definitionsOf(made).WriteCSV)
		return []report.File{table, definitions}, err
	})
	if err != nil {
		return err
	}
	t.say("The profile of %s as at %s is in %s: %d rows. %s", made.Scheme, made.AsAt.Short(), c.Out, len(made.Table.Rows), made.Publication)
	return nil
}

// definitionsOf says what each measure of the profile counts, and what the policy
// did to it.
func definitionsOf(profile evidence.Profile) extract.Table {
	made := extract.Table{Columns: []extract.Column{{Name: "measure", Kind: extract.Text}, {Name: "definition", Kind: extract.Text}, {Name: "source", Kind: extract.Text}, {Name: "small_numbers", Kind: extract.Text}}}
	seen := map[string]bool{}
	for _, row := range profile.Table.Rows {
		for _, cell := range row {
			if cell.Figure == nil || seen[cell.Figure.Meaning().ID] {
				continue
			}
			meaning := cell.Figure.Meaning()
			seen[meaning.ID] = true
			made.Rows = append(made.Rows, []any{meaning.Title, meaning.Definition, meaning.Source, profile.Policy + ": " + profile.Publication})
		}
	}
	return made
}

type exportParquetCommand struct {
	leaving
	Scheme string `help:"Scheme." default:"lwds"`
	AsAt   string `help:"Day to write as at, such as 2021-08-31; today where empty." name:"as-at"`
}

// Run writes exact rows without names, typed, with their codebook.
func (c exportParquetCommand) Run(ctx context.Context, t terminal) error {
	asAt, err := calendar.ParseDay(c.AsAt)
	if err != nil {
		return coded{exitUsage, err}
	}
	var made evidence.AnalystFile
	err = c.write(ctx, func(in *installation) ([]report.File, error) {
		var err error
		if made, err = in.evidence.AnalystAtServer(ctx, evidence.Query{Scheme: c.Scheme, AsAt: asAt}); err != nil {
			return nil, err
		}
		stem := "rows-" + c.Scheme + "-" + made.AsAt.String() + "-not-for-publication"
		about := map[string]string{"publication": suppression.NotForPublication, "scheme": c.Scheme, "as_at": made.AsAt.String()}
		rows, err := fileWith(stem+".parquet", func(w io.Writer) error {
			return parquet.Write(w, parquet.Table{Table: made.Table, Name: "rows", About: about})
		})
		if err != nil {
			return nil, err
		}
		codebook, err := fileWith(stem+"-codebook.csv", made.Table.Codebook().WriteCSV)
		return []report.File{rows, codebook}, err
	})
	if err != nil {
		return err
	}
	t.say("%d rows of %s as at %s are in %s. %s: they are exact, and a few of them can point to one woman.", len(made.Table.Rows), c.Scheme, made.AsAt.Short(), c.Out, suppression.NotForPublication)
	return nil
}
