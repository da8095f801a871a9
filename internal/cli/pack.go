package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"throughline/internal/casework/evidence"
	"throughline/internal/edge/report"
	"throughline/internal/reckoning/reportpack"
)

// wireReportPacks makes the making of report packs known, as work and as files.
func (in *installation) wireReportPacks() error {
	browser, err := report.Browser(in.Chromium)
	if err != nil {
		return coded{exitConfig, err}
	}
	in.evidence.Downloads = in.record
	in.evidence.Write = func(ctx context.Context, pack reportpack.Pack, forms []reportpack.Form, progress func(done, total int)) ([]byte, error) {
		files, err := report.Writer{Browser: browser}.Files(ctx, pack, forms, progress)
		if err != nil {
			return nil, err
		}
		return report.Zip(pack.Name(), files)
	}
	in.jobs.Kinds = append(in.jobs.Kinds, evidence.Packing{Desk: in.evidence})
	return nil
}

type packCommand struct {
	place
	reported
	Out       string   `required:"" help:"Folder to write: a new one, or an empty one." type:"path"`
	Protected bool     `help:"Hide small numbers by the policy, as for somebody outside the service. The pack is then as at the end of a month, and that it leaves is written down."`
	Form      []string `help:"Only these sorts of files: html, pdf, xlsx, csv, json, parquet." placeholder:"FORM"`
}

// Run writes a report pack into a folder: exact and not for publication, unless it is
// to be protected.
func (c packCommand) Run(ctx context.Context, t terminal) error {
	query, err := c.query()
	if err != nil {
		return coded{exitUsage, err}
	}
	forms, err := reportpack.ParseForms(c.Form)
	if err != nil {
		return coded{exitUsage, err}
	}
	browser, err := report.Browser(c.Chromium)
	if err != nil {
		return coded{exitConfig, err}
	}
	if err := emptyFolder(c.Out); err != nil {
		return coded{exitConfig, err}
	}
	pack, err := c.count(ctx, t, query)
	if err != nil {
		return err
	}
	files, err := report.Writer{Browser: browser}.Files(ctx, pack, forms, func(int, int) {})
	if err != nil {
		return err
	}
	if err := writeFolder(c.Out, files); err != nil {
		return err
	}
	t.say("%d files are in %s, as at %s. %s", len(files), c.Out, pack.AsAt.Short(), pack.Publication)
	if browser == "" && slices.Contains(forms, reportpack.PDF) {
		t.say("%s", report.NoPDF)
	}
	return nil
}

// count counts what the pack holds. What is made for others to read is written down,
// so the record is open for writing then.
func (c packCommand) count(ctx context.Context, t terminal, query evidence.Query) (reportpack.Pack, error) {
	in, err := c.open(ctx, opening{readOnly: !c.Protected})
	if err != nil {
		return reportpack.Pack{}, err
	}
	in.evidence.Progress = func(folded int) { t.say("%d women folded as at %s ...", folded, query.AsAt.Short()) }
	if !c.Protected {
		pack, err := in.evidence.PackAtServer(ctx, query)
		return pack, errors.Join(err, in.record.Close())
	}
	pack, err := in.evidence.ReleaseAtServer(ctx, query)
	return pack, errors.Join(err, in.close(ctx))
}

// emptyFolder refuses a place where something is already: a pack is never mixed with
// other files.
func emptyFolder(path string) error {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("looking at the folder for the pack: %w", err)
	case len(entries) > 0:
		return fmt.Errorf("%s holds something already: name a folder that is new or empty", path)
	}
	return nil
}

// writeFolder writes files into a folder that only who runs the command may open.
func writeFolder(path string, files []report.File) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return fmt.Errorf("making the folder for the pack: %w", err)
	}
	for _, file := range files {
		if err := writeFile(filepath.Join(path, file.Name), file.Body, 0o600); err != nil {
			return err
		}
	}
	return nil
}
