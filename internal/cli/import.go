package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/mattn/go-isatty"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/edge/exchange"
)

type importCommand struct {
	place
	Package     string `arg:"" help:"Folder or zip of CSV files in the diversion exchange format." type:"path"`
	AcceptValid bool   `help:"Take the rows that are right where others are not. Without it one wrong row stops everything."`
	From        string `help:"Short name of the sender, where several use the same row keys, such as north."`
	JSON        bool   `help:"Print the counts as JSON." name:"json"`
}

// operator is whoever runs commands at the server.
var operator = access.Asker{ID: "operator", Name: "Operator at the server", Role: access.Administrator}

var senderName = regexp.MustCompile(`^[A-Za-z0-9._-]{0,40}$`)

// Run brings a package in, and says what became of every table.
func (c importCommand) Run(ctx context.Context, t terminal) error {
	if !senderName.MatchString(c.From) {
		return coded{exitUsage, errors.New("--from takes letters, digits, dots, dashes and underscores, up to 40")}
	}
	bar := progress{to: t.err, shown: onTerminal(t.err)}
	parcel, err := exchange.Open(c.Package, exchange.Options{Namespace: c.From, Progress: bar.move})
	var unreadable *exchange.Unreadable
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return coded{exitNotFound, fmt.Errorf("there is no package at %s", c.Package)}
	case errors.As(err, &unreadable):
		return coded{exitData, err}
	case err != nil:
		return err
	}
	defer parcel.Close()
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	err = c.bring(ctx, t, in.bench, in.record, parcel, &bar)
	return errors.Join(err, in.close(ctx))
}

// bring imports the open package and prints the counts.
func (c importCommand) bring(ctx context.Context, t terminal, bench casework.Bench, importer casework.Importer, parcel *exchange.Package, bar *progress) error {
	rejects := rejectsFile{folder: filepath.Join(c.Data, rejectedFolder), began: bench.Now(), t: t, bar: bar}
	report, err := administration.Import(ctx, bench, importer, operator, parcel, administration.ImportOrder{
		AcceptValid: c.AcceptValid, Reject: rejects.add,
	})
	bar.end()
	if closed := rejects.close(); closed != nil {
		return errors.Join(err, closed)
	}
	wrong := errors.Is(err, administration.ErrRowsRejected) || errors.Is(err, administration.ErrFileRefused)
	if err != nil && !wrong {
		return err
	}
	if err := c.print(t, report, rejects.path); err != nil {
		return err
	}
	switch {
	case wrong && !c.AcceptValid && errors.Is(err, administration.ErrRowsRejected):
		return coded{exitData, fmt.Errorf("%w. Put the package right, or take the right rows alone with --accept-valid", err)}
	case wrong:
		return coded{exitData, err}
	case report.Rejected() > 0:
		return coded{exitData, fmt.Errorf("%d rows were rejected; the others were written", report.Rejected())}
	}
	return nil
}

// print writes the counts to standard output, and where the rejections are.
func (c importCommand) print(t terminal, report administration.ImportReport, rejects string) error {
	if rejects != "" {
		t.say("Rejections: %s", rejects)
	}
	if c.JSON {
		return json.NewEncoder(t.out).Encode(struct {
			administration.ImportReport
			RejectsFile string `json:"rejects_file,omitempty"`
		}{report, rejects})
	}
	for _, name := range report.Ignored {
		t.say("Ignored %s: it is not a file of the format.", name)
	}
	for _, note := range report.Notes {
		t.say("%s.", note)
	}
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "table\tread\taccepted\tunchanged\tchanged\trejected\tnot linked\t")
	for _, one := range report.Tables {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t\n", one.Table, one.Read, one.Accepted, one.Unchanged, one.Changed, one.Rejected, one.NotLinked)
	}
	return table.Flush()
}

// shownRejections is how many rejections are also told at the terminal.
const shownRejections = 10

// rejectsFile writes rejections to a file of their own, made with the first one.
type rejectsFile struct {
	folder string
	began  time.Time
	t      terminal
	bar    *progress
	path   string
	file   *os.File
	out    *csv.Writer
	count  int
}

// add writes one rejection.
func (r *rejectsFile) add(one administration.Rejection) error {
	if r.file == nil {
		if err := r.create(); err != nil {
			return err
		}
	}
	if r.count++; r.count <= shownRejections {
		r.bar.end()
		r.t.say("%s", told(one))
	}
	row := ""
	if one.Row > 0 {
		row = strconv.Itoa(one.Row)
	}
	if err := r.out.Write([]string{one.File, row, harmless(one.Column), harmless(one.Value), harmless(one.Reason)}); err != nil {
		return fmt.Errorf("writing rejections: %w", err)
	}
	return nil
}

func (r *rejectsFile) create() error {
	if err := os.MkdirAll(r.folder, 0o700); err != nil {
		return fmt.Errorf("writing rejections: %w", err)
	}
	stamp := r.began.UTC().Format("20060102T150405.000Z")
	r.path = filepath.Join(r.folder, stamp+"-rejected.csv")
	var err error
	if r.file, err = os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return fmt.Errorf("writing rejections: %w", err)
	}
	r.out = csv.NewWriter(r.file)
	return r.out.Write([]string{"file", "row", "column", "value", "reason"})
}

func (r *rejectsFile) close() error {
	if r.file == nil {
		return nil
	}
	if more := r.count - shownRejections; more > 0 {
		r.t.say("and %d more", more)
	}
	r.out.Flush()
	if err := errors.Join(r.out.Error(), r.file.Close()); err != nil {
		return fmt.Errorf("writing rejections: %w", err)
	}
	return nil
}

// told returns a rejection as a line for the person at the terminal.
func told(one administration.Rejection) string {
	var place strings.Builder
	place.WriteString(one.File)
	if one.Row > 0 {
		fmt.Fprintf(&place, ", row %d", one.Row)
	}
	if one.Column != "" {
		fmt.Fprintf(&place, ", column %s", one.Column)
	}
	if one.Value != "" {
		return fmt.Sprintf("%s: %q %s", place.String(), one.Value, one.Reason)
	}
	return place.String() + ": " + one.Reason
}

// harmless keeps a spreadsheet from taking a cell for a formula.
func harmless(cell string) string {
	if cell != "" && strings.IndexByte("=+-@\t\r", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

// onTerminal says whether a person is watching what is written there.
func onTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && isatty.IsTerminal(file.Fd())
}

// progress draws how far a long command has come, on a terminal only.
type progress struct {
	to    io.Writer
	shown bool
	unit  string // what is counted; bytes where it is empty
	drawn time.Time
}

// progressWidth is how many characters wide the bar is.
const progressWidth = 30

// move draws the bar anew, at most ten times a second.
func (p *progress) move(done, total int64) {
	if !p.shown || total <= 0 || time.Since(p.drawn) < 100*time.Millisecond {
		return
	}
	p.drawn = time.Now()
	filled := int(min(done, total) * progressWidth / total)
	bar := strings.Repeat("=", filled) + strings.Repeat(" ", progressWidth-filled)
	if p.unit != "" {
		fmt.Fprintf(p.to, "\r[%s] %d of %d %s", bar, done, total, p.unit)
		return
	}
	fmt.Fprintf(p.to, "\r[%s] %d of %d MB", bar, done>>20, total>>20)
}

// end wipes the bar.
func (p *progress) end() {
	if !p.drawn.IsZero() {
		fmt.Fprintf(p.to, "\r%s\r", strings.Repeat(" ", progressWidth+40))
	}
}
