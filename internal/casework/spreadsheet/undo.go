package spreadsheet

import (
	"context"
	"fmt"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Reported returns a sheet that was brought in, or is being, with what came of it.
func (d Desk) Reported(ctx context.Context, asker access.Asker, id string) (Sheet, error) {
	const op = "report on a spreadsheet"
	sheet, err := d.sheet(ctx, op, asker, id)
	if err != nil {
		return Sheet{}, err
	}
	if sheet.Open() || !leads(asker) {
		return Sheet{}, casework.Fail(casework.NotFound, op, "it was not brought in")
	}
	return sheet, nil
}

// UndoUntil is until when what the sheet made can be taken back; the zero time where
// it cannot.
func (s Sheet) UndoUntil() time.Time {
	if s.Done.IsZero() || s.Undoing != "" || s.Report.Created == 0 {
		return time.Time{}
	}
	return s.Done.Add(Kept)
}

// Undo asks for what a sheet made to be taken back, once, and returns the id of the
// job.
func (d Desk) Undo(ctx context.Context, asker access.Asker, id string) (string, error) {
	const op = "take a spreadsheet back"
	sheet, err := d.Reported(ctx, asker, id)
	if err != nil {
		return "", err
	}
	if sheet.Undoing == "" {
		if until := sheet.UndoUntil(); until.IsZero() || !d.Now().Before(until) {
			return "", casework.In(op, problem("undo", "It can no longer be taken back. Put each record right by itself"))
		}
		sheet.Undoing = d.NewID()
		if err := d.keep(ctx, sheet, headPart, sheet); err != nil {
			return "", casework.In(op, err)
		}
	}
	return sheet.Undoing, d.ask(ctx, op, asker, sheet.Undoing, undoingCode, id, sheet.Report.Read)
}

// Undoing is the long work of taking back what a sheet made.
type Undoing struct{ Desk Desk }

const undoingCode = "spreadsheet_undo"

var _ casework.JobKind = Undoing{}

// Code names the kind.
func (Undoing) Code() string { return undoingCode }

// Words says what it does.
func (Undoing) Words() (title, unit string) { return "Take a spreadsheet back", "rows" }

// Path is the page of what came of it.
func (Undoing) Path(job casework.Job) string { return "/import/" + sheetOf(job) + "/report" }

// May lets those in who may bring a sheet in that they see.
func (u Undoing) May(ctx context.Context, asker access.Asker, job casework.Job) bool {
	return u.Desk.mayWork(ctx, asker, job)
}

// Run takes back what a sheet created and nobody has changed since. Done again it
// takes back what is left.
func (u Undoing) Run(ctx context.Context, asker access.Asker, job casework.Job, progress casework.Progress) (casework.JobEnd, error) {
	d := u.Desk
	var sheet Sheet
	if err := d.open(ctx, sheetOf(job), headPart, &sheet); err != nil {
		return casework.JobEnd{}, err
	}
	end := casework.JobEnd{Result: sheet.ID}
	chunks := (sheet.Rows + linesAChunk - 1) / linesAChunk
	report := sheet.Report
	report.Back, report.Staying = 0, nil
	var made []outcome
	for number := range chunks {
		if err := ctx.Err(); err != nil {
			return end, err
		}
		var done chunk
		if err := d.open(ctx, sheet.ID, firstOutcome+number, &done); err != nil {
			return end, err
		}
		back, staying, err := d.takeBack(ctx, asker, done.Outcomes)
		if err != nil {
			return end, err
		}
		for _, one := range done.Outcomes {
			if one.MadeHer {
				made = append(made, one)
			}
		}
		report.Back += back
		report.Staying = append(report.Staying, staying...)
		progress(min(sheet.Rows, (number+1)*linesAChunk), sheet.Rows)
	}
	if err := d.forgetHer(ctx, asker, made); err != nil {
		return end, err
	}
	if _, err := d.Record.Append(ctx, casework.Change{
		Facts: []journey.Fact{d.Pen(asker).UndoImport(sheet.ID, report.Back)},
		Entry: d.Note(asker, access.Append, access.ForAdministration, "take a spreadsheet back", 0),
		Key:   "undo " + sheet.ID, Digest: sheet.ID,
	}); err != nil {
		return end, err
	}
	report.Undone = d.Now()
	sheet.Report = report
	if err := d.keep(ctx, sheet, headPart, sheet); err != nil {
		return end, err
	}
	end.Problems = len(report.Staying) > 0
	end.Said = fmt.Sprintf("%d rows taken back, %d stay because they were changed since.", report.Back, len(report.Staying))
	return end, nil
}

// takeBack takes back the cases of some lines. One that was changed since stays,
// and so does one that changed what an earlier file had brought.
func (d Desk) takeBack(ctx context.Context, asker access.Asker, outcomes []outcome) (back int, staying []int, err error) {
	var gone []outcome
	for _, one := range outcomes {
		switch one.Became {
		case isUpdated:
			staying = append(staying, one.Number)
			continue
		case isCreated:
		default:
			continue
		}
		row, err := d.Record.Row(ctx, one.Case)
		switch {
		case casework.KindOf(err) == casework.NotFound: // an earlier run took it back
			back++
		case err != nil:
			return 0, nil, err
		case row.Version != one.Version || d.Standing(asker, row).Is(access.Blocked):
			staying = append(staying, one.Number)
		default:
			gone = append(gone, one)
		}
	}
	if len(gone) == 0 {
		return back, staying, nil
	}
	parts := slices.DeleteFunc(journey.BroughtParts(), journey.OfHer)
	return back + len(gone), staying, d.unbring(ctx, asker, gone, parts)
}

// forgetHer takes back who the women are whom the sheet made, where no case of
// theirs is left.
func (d Desk) forgetHer(ctx context.Context, asker access.Asker, made []outcome) error {
	var alone []outcome
	for _, one := range made {
		left, err := d.Record.Rows(ctx, access.Asker{}, casework.Filter{Woman: one.Woman})
		if err != nil {
			return err
		}
		if len(left) == 0 {
			alone = append(alone, one)
		}
	}
	parts := slices.DeleteFunc(journey.BroughtParts(), func(part string) bool { return !journey.OfHer(part) })
	for some := range slices.Chunk(alone, linesAChunk) {
		if err := d.unbring(ctx, asker, some, parts); err != nil {
			return err
		}
	}
	return nil
}

// unbring takes back these parts of some lines, in one transaction.
func (d Desk) unbring(ctx context.Context, asker access.Asker, outcomes []outcome, parts []string) error {
	entry := d.Note(asker, access.Append, access.ForAdministration, "take a spreadsheet back", needed)
	return d.Store.Bring(ctx, entry, func(intake casework.Intake) error {
		for _, one := range outcomes {
			for _, part := range parts {
				_, _, there, err := intake.Lookup(ctx, one.Source+part)
				if err != nil {
					return err
				}
				if !there {
					continue
				}
				to := journey.BroughtTo{Woman: one.Woman, Case: one.Case, Source: one.Source}
				if _, err := intake.Put(ctx, d.Pen(asker).Unbring(to, part)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
