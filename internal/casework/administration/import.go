package administration

import (
	"context"
	"errors"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Rejection is one thing in a package that cannot be taken. It carries no
// value: a short one as its shape, such as 99/99/9999, any other as its length.
type Rejection struct {
	File   string
	Row    int    // line of the file, the header being 1; 0: the file as a whole
	Column string // "" where it is the row as a whole
	Value  string
	Reason string
	Whole  bool // the file cannot be read, and so nothing of the package is taken
}

// TableReport counts what became of the rows of one file.
type TableReport struct {
	Table     string `json:"table"`
	Read      int    `json:"read"`
	Accepted  int    `json:"accepted"` // written for the first time
	Unchanged int    `json:"unchanged"`
	Changed   int    `json:"changed"` // written again, over what an earlier package said
	Rejected  int    `json:"rejected"`
	NotLinked int    `json:"not_linked"` // arrests without the key of a woman: counted, not kept
}

// ImportReport says what became of a package.
type ImportReport struct {
	Tables  []TableReport `json:"tables"` // in the order in which they were read
	Ignored []string      `json:"ignored"`
	Notes   []string      `json:"notes"`
	Written bool          `json:"written"`
}

// Rejected counts the rejected rows of all tables.
func (r ImportReport) Rejected() int {
	sum := 0
	for _, table := range r.Tables {
		sum += table.Rejected
	}
	return sum
}

// Package is an exchange package, as Import needs it.
type Package interface {
	// Check reads everything once and tells what cannot be taken. Rows that name
	// a row which is not in the package are looked for in intake.
	Check(ctx context.Context, intake casework.Intake, reject func(Rejection) error) ([]TableReport, error)
	// Facts reads everything again and gives take the facts of each row that
	// Check did not reject, in an order in which no row comes before one it names.
	Facts(ctx context.Context, intake casework.Intake, bench casework.Bench, take func(table string, facts []journey.Fact) error) error
	// Ignored lists the files that are not in the format.
	Ignored() []string
	// Notes says what was done to read the files.
	Notes() []string
}

// ImportOrder says how a package is to be brought in.
type ImportOrder struct {
	// AcceptValid takes the rows that are right where others are not.
	AcceptValid bool
	// Reject is told every rejection as it is found.
	Reject func(Rejection) error
}

// What Import can answer beside success. Nothing was written.
var (
	ErrRowsRejected = errors.New("some rows cannot be taken, so nothing was written")
	ErrFileRefused  = errors.New("a file cannot be read, so nothing was written")
)

// Import brings a whole package in, in one transaction: all of it, or with
// AcceptValid all rows that are right, or nothing. Bringing the same package in
// again changes nothing. The report is also returned with ErrRowsRejected and
// ErrFileRefused.
func Import(ctx context.Context, bench casework.Bench, importer casework.Importer, asker access.Asker, parcel Package, order ImportOrder) (ImportReport, error) {
	const op = "importing a package"
	needed := access.SetOf(access.Identity, access.Offence, access.Condition, access.Needs, access.Notes, access.Plan, access.Children, access.Sealed)
	for _, class := range access.EveryClass {
		if !needed.Has(class) {
			continue
		}
		if decision := access.Decide(asker, access.Unrelated, class, access.Append, access.ForAdministration); !decision.Allow {
			return ImportReport{}, casework.Fail(casework.Forbidden, op, "%s", decision.Reason)
		}
	}
	var report ImportReport
	refused := false
	reject := func(rejection Rejection) error {
		refused = refused || rejection.Whole
		if order.Reject == nil {
			return nil
		}
		return order.Reject(rejection)
	}
	entry := asker.Note(bench.Now(), access.Append, access.ForAdministration, "import", needed)
	err := importer.Import(ctx, entry, func(intake casework.Intake) error {
		tables, err := parcel.Check(ctx, intake, reject)
		report = ImportReport{Tables: tables, Ignored: parcel.Ignored(), Notes: parcel.Notes()}
		switch {
		case err != nil:
			return err
		case refused:
			return casework.Fail(casework.Invalid, op, "%w", ErrFileRefused)
		case report.Rejected() > 0 && !order.AcceptValid:
			return casework.Fail(casework.Invalid, op, "%w", ErrRowsRejected)
		}
		return parcel.Facts(ctx, intake, bench, func(table string, facts []journey.Fact) error {
			return put(ctx, intake, asker, facts, report.table(table))
		})
	})
	if err != nil {
		for i := range report.Tables {
			report.Tables[i].Accepted, report.Tables[i].Unchanged, report.Tables[i].Changed = 0, 0, 0
		}
		return report, err
	}
	report.Written = true
	return report, nil
}

// table returns the counts of a table that was read.
func (r *ImportReport) table(name string) *TableReport {
	for i := range r.Tables {
		if r.Tables[i].Table == name {
			return &r.Tables[i]
		}
	}
	r.Tables = append(r.Tables, TableReport{Table: name})
	return &r.Tables[len(r.Tables)-1]
}

// put writes the facts of one row and counts what became of it: changed if any
// fact of it changed, unchanged if all of them stood already.
func put(ctx context.Context, intake casework.Intake, asker access.Asker, facts []journey.Fact, counts *TableReport) error {
	fresh, changed := 0, 0
	for _, fact := range facts {
		fact.By, fact.Agency = asker.ID, asker.Agency
		verdict, err := intake.Put(ctx, fact)
		if err != nil {
			return err
		}
		switch verdict {
		case casework.RowNew:
			fresh++
		case casework.RowChanged:
			changed++
		}
	}
	switch {
	case changed > 0 || fresh > 0 && fresh < len(facts):
		counts.Changed++
	case fresh > 0:
		counts.Accepted++
	default:
		counts.Unchanged++
	}
	return nil
}
