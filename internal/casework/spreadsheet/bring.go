package spreadsheet

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Report is what came of a sheet.
type Report struct {
	Read      int `json:"read"`
	Created   int `json:"created"`
	Updated   int `json:"updated"` // brought in before, and changed now
	Unchanged int `json:"unchanged"`
	Skipped   int `json:"skipped"`
	Left      int `json:"left"` // with something to put right

	Undone  time.Time `json:"undone,omitzero"`
	Back    int       `json:"back,omitempty"`    // rows taken back
	Staying []int     `json:"staying,omitempty"` // lines whose case was changed since, and stays
}

// outcome is what became of one line.
type outcome struct {
	Number  int    `json:"n"`
	Source  string `json:"s,omitempty"`
	Woman   string `json:"w,omitempty"`
	Case    string `json:"c,omitempty"`
	Her     string `json:"h,omitempty"` // by which other lines of her are known
	Before  bool   `json:"b,omitempty"` // it was brought in before
	MadeHer bool   `json:"m,omitempty"` // she was not here
	Chosen  bool   `json:"x,omitempty"` // somebody chose who she is
	Became  string `json:"o"`           // one of the words below
	Version int    `json:"v,omitempty"` // of the case, once it was written
}

// What becomes of a line.
const (
	isCreated   = "created"
	isUpdated   = "updated"
	isUnchanged = "unchanged"
	isSkipped   = "skipped"
	isLeft      = "left"
)

// chunk is what was done with some lines. It is kept before they are written, so
// that what a crash cut short is done again under the same ids.
type chunk struct {
	Done     bool      `json:"done"`
	Outcomes []outcome `json:"outcomes"`
}

// linesAChunk is how many lines are written in one transaction.
const linesAChunk = 50

// arguments are those of a job: the sheet alone.
type arguments struct {
	Sheet string `json:"sheet"`
}

func sheetOf(job casework.Job) string {
	var given arguments
	if json.Unmarshal([]byte(job.Arguments), &given) != nil {
		return ""
	}
	return given.Sheet
}

// Confirm asks for a sheet to be brought in, once however often it is confirmed, and
// returns the id of the job.
func (d Desk) Confirm(ctx context.Context, asker access.Asker, id string) (string, error) {
	const op = "confirm a spreadsheet"
	sheet, err := d.sheet(ctx, op, asker, id)
	if err != nil {
		return "", err
	}
	if !leads(asker) {
		return "", casework.Fail(casework.Forbidden, op, "whoever leads the service confirms")
	}
	if sheet.Job != "" && !sheet.Done.IsZero() {
		return sheet.Job, nil
	}
	if !sheet.Matched || !sheet.Looked {
		return "", casework.Fail(casework.Conflict, op, "it was not checked")
	}
	rows, err := d.examine(ctx, asker, sheet)
	if err != nil {
		return "", casework.In(op, err)
	}
	ready := 0
	for _, row := range rows {
		switch {
		case sheet.asks(row):
			return "", casework.In(op, problem("confirm", "Choose first who the rows are of that may be of women who are here"))
		case len(row.troubles) == 0 && sheet.Choices[row.line.Number] != ChooseSkip:
			ready++
		}
	}
	if ready == 0 {
		return "", casework.In(op, problem("confirm", "There is no row to bring in. Put the rows right first"))
	}
	if sheet.Job == "" {
		sheet.Job = d.NewID()
		if err := d.keep(ctx, sheet, headPart, sheet); err != nil {
			return "", casework.In(op, err)
		}
	}
	return sheet.Job, d.ask(ctx, op, asker, sheet.Job, bringingCode, id, len(rows))
}

// ask asks for a job on a sheet.
func (d Desk) ask(ctx context.Context, op string, asker access.Asker, job, kind, sheet string, rows int) error {
	text, err := json.Marshal(arguments{sheet})
	if err != nil {
		return fmt.Errorf("asking for background work: %w", err)
	}
	if _, err = d.Record.Append(ctx, casework.Change{
		Entry: d.Note(asker, access.Append, access.ForAdministration, op, needed),
		Jobs:  []casework.Job{{ID: job, Kind: kind, By: asker.ID, Agency: asker.Agency, Key: sheet, Arguments: string(text), Total: rows}},
	}); err != nil {
		return casework.In(op, err)
	}
	return nil
}

// Bringing is the long work of bringing a sheet in.
type Bringing struct{ Desk Desk }

const bringingCode = "spreadsheet"

var _ casework.JobKind = Bringing{}

// Code names the kind.
func (Bringing) Code() string { return bringingCode }

// Words says what it does.
func (Bringing) Words() (title, unit string) { return "Bring in a spreadsheet", "rows" }

// Path is the page of what came of it.
func (Bringing) Path(job casework.Job) string { return "/import/" + sheetOf(job) + "/report" }

// May lets those in who may bring a sheet in that they see.
func (b Bringing) May(ctx context.Context, asker access.Asker, job casework.Job) bool {
	return b.Desk.mayWork(ctx, asker, job)
}

func (d Desk) mayWork(ctx context.Context, asker access.Asker, job casework.Job) bool {
	var sheet Sheet
	return leads(asker) && d.open(ctx, sheetOf(job), headPart, &sheet) == nil && shows(asker, sheet)
}

// Run brings a sheet in, some lines in each transaction.
func (b Bringing) Run(ctx context.Context, asker access.Asker, job casework.Job, progress casework.Progress) (casework.JobEnd, error) {
	d := b.Desk
	var sheet Sheet
	if err := d.open(ctx, sheetOf(job), headPart, &sheet); err != nil {
		return casework.JobEnd{}, err
	}
	end := casework.JobEnd{Result: sheet.ID}
	if sheet.Done.IsZero() {
		rows, err := d.examine(ctx, asker, sheet)
		if err != nil {
			return end, err
		}
		work := bringing{Desk: d, asker: asker, sheet: sheet, her: map[string]string{}}
		for at := 0; at < len(rows); at += linesAChunk {
			if err := ctx.Err(); err != nil {
				return end, err
			}
			if err := work.chunk(ctx, at/linesAChunk, rows[at:min(len(rows), at+linesAChunk)]); err != nil {
				return end, err
			}
			progress(min(len(rows), at+linesAChunk), len(rows))
		}
		if sheet, err = work.finish(ctx, len(rows)); err != nil {
			return end, err
		}
	}
	report := sheet.Report
	end.Problems = report.Left > 0
	end.Said = fmt.Sprintf("%d rows read: %d new, %d changed, %d as they were, %d skipped, %d left out.",
		report.Read, report.Created, report.Updated, report.Unchanged, report.Skipped, report.Left)
	return end, nil
}

// bringing is a sheet that is being brought in.
type bringing struct {
	Desk
	asker  access.Asker
	sheet  Sheet
	her    map[string]string // the woman of lines before, by which others of her are known
	left   []Left
	report Report
}

// chunk brings some lines in, or takes over what was done with them before.
func (b *bringing) chunk(ctx context.Context, number int, rows []row) error {
	var plan chunk
	err := b.open(ctx, b.sheet.ID, firstOutcome+number, &plan)
	switch {
	case casework.KindOf(err) == casework.NotFound:
		if plan, err = b.plan(ctx, rows); err != nil {
			return err
		}
		if err := b.keep(ctx, b.sheet, firstOutcome+number, plan); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	if !plan.Done {
		if err := b.write(ctx, &plan, rows); err != nil {
			return err
		}
		plan.Done = true
		if err := b.keep(ctx, b.sheet, firstOutcome+number, plan); err != nil {
			return err
		}
	}
	for i, one := range plan.Outcomes {
		if one.Her != "" && one.Woman != "" {
			b.her[one.Her] = one.Woman
		}
		b.count(one, rows, i)
	}
	return nil
}

// count adds a line to the report.
func (b *bringing) count(one outcome, rows []row, i int) {
	b.report.Read++
	switch one.Became {
	case isCreated:
		b.report.Created++
	case isUpdated:
		b.report.Updated++
	case isUnchanged:
		b.report.Unchanged++
	case isSkipped:
		b.report.Skipped++
	default:
		b.report.Left++
		why := []string{}
		if len(rows[i].troubles) == 0 {
			why = append(why, strings.TrimPrefix(one.Became, isLeft+": "))
		}
		b.left = append(b.left, rows[i].left(why...))
	}
}

// plan decides under which ids some lines are written.
func (b *bringing) plan(ctx context.Context, rows []row) (chunk, error) {
	var plan chunk
	taken := map[string]string{}
	for _, row := range rows {
		one := outcome{Number: row.line.Number, Source: row.source, Her: row.her, Before: row.before}
		choice := b.sheet.Choices[row.line.Number]
		hidden, err := b.hidden(ctx, row)
		if err != nil {
			return plan, err
		}
		switch {
		case hidden: // as of a row that says nothing new
			one.Became = isUnchanged
		case len(row.troubles) > 0:
			one.Became = isLeft
		case b.sheet.asks(row):
			one.Became = isLeft + ": It may be of a woman who is here, and nobody chose"
		case !row.before && choice == ChooseSkip:
			one.Became = isSkipped
		case !row.before && choice != "" && choice != ChooseNew:
			cases, err := b.findable(ctx, b.asker, choice)
			if err != nil {
				return plan, err
			}
			one.Woman, one.Case, one.Chosen = choice, b.NewID(), true
			switch {
			case len(cases) == 0:
				one.Became = isLeft + ": The woman you chose is no longer there"
			case hasReferral(cases, row.entry):
				one.Became = isLeft + ": She has this referral here already"
			}
		default: // where it was brought in before, the record says under which ids
			one.Case, one.Woman = b.NewID(), b.her[row.her]
			if row.her == "" || one.Woman == "" {
				one.Woman = taken[row.her]
			}
			if one.Woman == "" || row.her == "" {
				one.Woman, one.MadeHer = b.NewID(), true
			}
		}
		if one.Became == "" && row.her != "" {
			taken[row.her] = one.Woman
		}
		plan.Outcomes = append(plan.Outcomes, one)
	}
	return plan, nil
}

// hidden says whether a row was brought in before as the case of a woman whom a
// conflict hides from whoever brings it in now. Nothing is written of her then.
func (b *bringing) hidden(ctx context.Context, row row) (bool, error) {
	if !row.before {
		return false, nil
	}
	known, err := b.Record.Row(ctx, row.standing)
	if casework.KindOf(err) == casework.NotFound && err != nil {
		return false, nil
	}
	return err == nil && b.Standing(b.asker, known).Is(access.Blocked), err
}

// hasReferral says whether a woman has the referral of a row already.
func hasReferral(cases []journey.Row, entry journey.Brought) bool {
	for _, row := range cases {
		if row.Scheme == entry.Scheme && row.Referred == entry.Referred {
			return true
		}
	}
	return false
}

// write writes some lines as they are planned, in one transaction.
func (b *bringing) write(ctx context.Context, plan *chunk, rows []row) error {
	pen := b.Pen(b.asker)
	entry := b.Note(b.asker, access.Append, access.ForAdministration, "bring in a spreadsheet", needed)
	var outcomes []outcome
	err := b.Store.Bring(ctx, entry, func(intake casework.Intake) error {
		outcomes = append(outcomes[:0], plan.Outcomes...)
		known := map[string]string{} // women by the id that was planned for them
		for i := range outcomes {
			if outcomes[i].Became != "" {
				continue
			}
			planned := outcomes[i].Woman
			if id := known[planned]; id != "" {
				outcomes[i].Woman = id
			}
			if err := put(ctx, intake, pen, rows[i], b.sheet.Agency, &outcomes[i]); err != nil {
				return fmt.Errorf("row %d: %w", rows[i].line.Number, err)
			}
			if outcomes[i].MadeHer {
				known[planned] = outcomes[i].Woman
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range outcomes {
		if outcomes[i].Became != isCreated {
			continue
		}
		row, err := b.Record.Row(ctx, outcomes[i].Case)
		switch {
		case casework.KindOf(err) == casework.NotFound: // her record was erased
			outcomes[i].Became = isUnchanged
		case err != nil:
			return err
		}
		outcomes[i].Version = row.Version
	}
	plan.Outcomes = outcomes
	return nil
}

// put writes the facts of one line, and takes back those that an earlier file had
// and this one has not.
func put(ctx context.Context, intake casework.Intake, pen journey.Pen, row row, provider string, one *outcome) error {
	woman, caseID, known, err := intake.Lookup(ctx, one.Source+journey.BroughtReferral)
	if err != nil {
		return err
	}
	if known && one.Chosen && woman != one.Woman {
		one.Became = isLeft + ": It was brought in before, taken back, and was of another record"
		return nil
	}
	if known { // she has her ids from the first time
		one.Woman, one.Case = woman, caseID
	}
	_, _, told, err := intake.Lookup(ctx, one.Source+journey.BroughtWho)
	if err != nil {
		return err
	}
	to := journey.BroughtTo{Woman: one.Woman, Case: one.Case, Source: one.Source, Who: one.MadeHer && !known || told}
	entry := row.entry
	entry.Provider = provider
	facts, err := pen.Bring(entry, to)
	if err != nil {
		return err
	}
	has := map[string]bool{}
	for _, fact := range facts {
		has[fact.Source] = true
	}
	if known {
		for _, part := range journey.BroughtParts() {
			if has[to.Source+part] {
				continue
			}
			_, _, before, err := intake.Lookup(ctx, to.Source+part)
			if err != nil {
				return err
			}
			if before {
				facts = append(facts, pen.Unbring(to, part))
			}
		}
	}
	one.Became = isUnchanged
	for _, fact := range facts {
		verdict, err := intake.Put(ctx, fact)
		if err != nil {
			return err
		}
		if verdict != casework.RowUnchanged {
			one.Became = isUpdated
		}
	}
	if !one.Before { // also where a run that was cut short had written it
		one.Became = isCreated
	}
	return nil
}

// finish keeps the report and the rows that were left out, and lets go of the file.
func (b *bringing) finish(ctx context.Context, rows int) (Sheet, error) {
	sheet := b.sheet
	sheet.Report, sheet.Done = b.report, b.Now()
	if err := b.keep(ctx, sheet, leftPart, b.left); err != nil {
		return sheet, err
	}
	if err := b.keep(ctx, sheet, headPart, sheet); err != nil {
		return sheet, err
	}
	return sheet, b.Store.DropSheet(ctx, sheet.ID, firstLines, firstOutcome)
}
