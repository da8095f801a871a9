package spreadsheet

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Kept is how long a spreadsheet is kept after somebody last worked on it, and how
// long what it made can be taken back.
const Kept = 24 * time.Hour

// Store keeps spreadsheets sealed while they are worked on, in numbered parts, and
// writes what comes of them.
type Store interface {
	// KeepSheet seals a part and keeps it in place of what stood there.
	KeepSheet(ctx context.Context, id string, part int, account string, plain []byte) error
	// Sheet opens a part; a NotFound where there is none.
	Sheet(ctx context.Context, id string, part int) ([]byte, error)
	// Sheets returns the ids of all, the newest first.
	Sheets(ctx context.Context) ([]string, error)
	// DropSheet takes the parts away from one number up to and without another.
	DropSheet(ctx context.Context, id string, from, to int) error
	// ForgetSheets takes those away whose first part was last kept before a moment.
	ForgetSheets(ctx context.Context, before time.Time) error

	// Bring is casework.Importer.Import with a ledger line that names every woman
	// whom it writes of.
	Bring(ctx context.Context, entry access.Entry, bring func(casework.Intake) error) error
	// Sourced returns the cases of those of the sources that a fact stands under now.
	Sourced(ctx context.Context, sources []string) (map[string]string, error)
}

// Secrets make what tells rows apart without saying what they are.
type Secrets interface {
	Digest(data []byte) ([]byte, error)
}

// Memory keeps how the spreadsheets of one name were read.
type Memory interface {
	Setting(ctx context.Context, name string) (string, error)
	SetSetting(ctx context.Context, name, value string) error
}

// Desk is where spreadsheets are brought in.
type Desk struct {
	casework.Bench
	casework.Schemes
	Store   Store
	Secrets Secrets
	Memory  Memory
	Staff   casework.Staff
	Read    Read
}

// Parts of a sheet: the head, the lines, what was done with them, and what was left
// out of them.
const (
	headPart     = 0
	firstLines   = 1
	firstOutcome = 1_000_000
	leftPart     = 2_000_000
	endOfParts   = 3_000_000
)

// linesAPart is how many lines are sealed together.
const linesAPart = 500

// Sheet is a spreadsheet that is being brought in.
type Sheet struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"` // as whoever sent it calls it
	By       string    `json:"by"`
	Agency   string    `json:"agency"`
	Sent     time.Time `json:"sent"`
	Headings []string  `json:"headings"`
	Rows     int       `json:"rows"`
	Notes    []string  `json:"notes,omitempty"`

	Match   Match `json:"match"`
	Matched bool  `json:"matched"` // somebody has looked at the match

	Choices map[int]string   `json:"choices,omitempty"` // by line: ChooseNew, ChooseSkip or the id of a woman
	Alike   map[int][]string `json:"alike,omitempty"`   // by line: women she may be
	Looked  bool             `json:"looked,omitempty"`  // they were looked for

	Job     string    `json:"job,omitempty"`
	Undoing string    `json:"undoing,omitempty"`
	Done    time.Time `json:"done,omitzero"`
	Report  Report    `json:"report,omitzero"`
}

// What somebody chooses of a row that may be of a woman who is here; or else the
// woman's id.
const (
	ChooseNew  = "new"
	ChooseSkip = "skip"
)

// Open says whether how it is read can still be changed.
func (s Sheet) Open() bool { return s.Job == "" }

// needed is what an import of a spreadsheet writes.
var needed = access.SetOf(access.Identity, access.Offence, access.Condition, access.Needs, access.Plan)

// may says whether the door lets somebody bring in a spreadsheet.
func may(asker access.Asker) bool {
	for _, class := range access.EveryClass {
		allows := func(relation access.Relation) bool {
			return access.Decide(asker, relation, class, access.Append, access.ForAdministration).Allow
		}
		if needed.Has(class) && !allows(access.Unrelated) && !allows(access.Service) {
			return false
		}
	}
	return asker.ID != ""
}

// leads says whether somebody may look for women who are here already, and so bring
// rows in.
func leads(asker access.Asker) bool {
	return may(asker) && access.Decide(asker, access.Service, access.Identity, access.Find, access.ForSupport).Allow
}

// Leads says whether somebody may bring rows in, and not only prepare them.
func Leads(asker access.Asker) bool { return leads(asker) }

func allowed(op string, asker access.Asker) error {
	if !may(asker) {
		return casework.Fail(casework.Forbidden, op, "%s may not bring in a spreadsheet", asker.Role.Words())
	}
	return nil
}

// shows says whether a sheet is somebody's to see: one's own, and a lead sees those
// of the agency.
func shows(asker access.Asker, sheet Sheet) bool {
	return sheet.By == asker.ID || leads(asker) && sheet.Agency == asker.Agency
}

func problem(field, say string) error { return journey.Problems{{Field: field, Say: say}} }

// Send reads a file and keeps its lines, sealed, until they are brought in or a day
// has passed. It returns the id of the sheet.
func (d Desk) Send(ctx context.Context, asker access.Asker, name string, content []byte) (string, error) {
	const op = "send a spreadsheet"
	if err := allowed(op, asker); err != nil {
		return "", err
	}
	name = cell([]string{name}, 0)
	if name == "" || len(name) > 100 {
		return "", casework.In(op, problem("name", "Enter a name for the spreadsheet, up to 100 letters"))
	}
	table, err := d.Read(content)
	var wrong *Unreadable
	if errors.As(err, &wrong) {
		return "", casework.In(op, problem("file", wrong.Say))
	}
	if err != nil {
		return "", casework.In(op, err)
	}
	headings, lines, ok := headed(table)
	switch {
	case !ok:
		return "", casework.In(op, problem("file", "The file has no row of headings, such as First name, Last name and Date referred"))
	case len(lines) == 0:
		return "", casework.In(op, problem("file", "The file has headings and no row below them"))
	case len(lines) > MostRows:
		return "", casework.In(op, problem("file", fmt.Sprintf("The file has more than %d rows. Split it into smaller files", MostRows)))
	}
	sheet := Sheet{ID: d.NewID(), Name: name, By: asker.ID, Agency: asker.Agency, Sent: d.Now(), Headings: headings, Rows: len(lines), Notes: table.Notes}
	sheet.Match = guessed(headings, lines, d.Today())
	if delivered := d.Delivered(d.Today()); len(delivered) == 1 {
		sheet.Match.Scheme = delivered[0].ID
	}
	if err := d.remember(ctx, &sheet); err != nil {
		return "", casework.In(op, err)
	}
	if err := d.recallValues(ctx, &sheet, lines); err != nil {
		return "", casework.In(op, err)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Append, access.ForAdministration, op, access.SetOf(access.Identity))); err != nil {
		return "", err
	}
	for part := range (len(lines) + linesAPart - 1) / linesAPart {
		some := lines[part*linesAPart : min(len(lines), (part+1)*linesAPart)]
		if err := d.keep(ctx, sheet, firstLines+part, some); err != nil {
			return "", casework.In(op, err)
		}
	}
	if err := d.keep(ctx, sheet, headPart, sheet); err != nil {
		return "", casework.In(op, err)
	}
	return sheet.ID, nil
}

// keep keeps a part of a sheet.
func (d Desk) keep(ctx context.Context, sheet Sheet, part int, what any) error {
	text, err := json.Marshal(what)
	if err != nil {
		return fmt.Errorf("keeping a spreadsheet: %w", err)
	}
	return d.Store.KeepSheet(ctx, sheet.ID, part, sheet.By, text)
}

// open opens a part of a sheet.
func (d Desk) open(ctx context.Context, id string, part int, into any) error {
	text, err := d.Store.Sheet(ctx, id, part)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("opening a spreadsheet: %w", err)
	}
	return nil
}

// sheet opens the head of a sheet that is the asker's to see.
func (d Desk) sheet(ctx context.Context, op string, asker access.Asker, id string) (Sheet, error) {
	var sheet Sheet
	if err := allowed(op, asker); err != nil {
		return sheet, err
	}
	if err := d.open(ctx, id, headPart, &sheet); err != nil {
		return Sheet{}, casework.In(op, err)
	}
	if !shows(asker, sheet) || sheet.Sent.IsZero() {
		return Sheet{}, casework.Fail(casework.NotFound, op, "there is no such spreadsheet")
	}
	return sheet, nil
}

// lines opens all lines of a sheet.
func (d Desk) lines(ctx context.Context, sheet Sheet) ([]Line, error) {
	lines := make([]Line, 0, sheet.Rows)
	for part := firstLines; len(lines) < sheet.Rows; part++ {
		var some []Line
		if err := d.open(ctx, sheet.ID, part, &some); err != nil {
			return nil, err
		}
		lines = append(lines, some...)
	}
	return lines, nil
}

// List returns the sheets that somebody may see, the newest first.
func (d Desk) List(ctx context.Context, asker access.Asker) ([]Sheet, error) {
	const op = "list spreadsheets"
	if err := allowed(op, asker); err != nil {
		return nil, err
	}
	ids, err := d.Store.Sheets(ctx)
	if err != nil {
		return nil, casework.In(op, err)
	}
	var list []Sheet
	for _, id := range ids {
		sheet, err := d.sheet(ctx, op, asker, id)
		switch {
		case casework.KindOf(err) == casework.NotFound:
			continue
		case err != nil:
			return nil, err
		}
		list = append(list, sheet)
	}
	return list, nil
}

// Drop takes a sheet away that was not brought in.
func (d Desk) Drop(ctx context.Context, asker access.Asker, id string) error {
	const op = "drop a spreadsheet"
	sheet, err := d.sheet(ctx, op, asker, id)
	if err != nil {
		return err
	}
	if !sheet.Open() {
		return casework.Fail(casework.Conflict, op, "it is being brought in, or was")
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Append, access.ForAdministration, op, 0)); err != nil {
		return err
	}
	return d.Store.DropSheet(ctx, id, headPart, endOfParts)
}

// Forget takes away what was kept long enough.
func (d Desk) Forget(ctx context.Context) error {
	return d.Store.ForgetSheets(ctx, d.Now().Add(-Kept))
}

// Example is a sheet before its columns are matched, with its first rows.
type Example struct {
	Sheet
	Lines   []Line
	Schemes []Value
}

// examples is how many rows stand beside the columns.
const examples = 3

// Matching returns a sheet with its first rows, for choosing what its columns hold.
func (d Desk) Matching(ctx context.Context, asker access.Asker, id string) (Example, error) {
	const op = "match a spreadsheet"
	sheet, err := d.sheet(ctx, op, asker, id)
	if err != nil {
		return Example{}, err
	}
	if !sheet.Open() {
		return Example{}, casework.Fail(casework.NotFound, op, "it is being brought in, or was")
	}
	var lines []Line
	if err := d.open(ctx, id, firstLines, &lines); err != nil {
		return Example{}, casework.In(op, err)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForAdministration, op, access.SetOf(access.Identity))); err != nil {
		return Example{}, err
	}
	example := Example{Sheet: sheet, Lines: lines[:min(len(lines), examples)]}
	for _, book := range d.Delivered(d.Today()) {
		example.Schemes = append(example.Schemes, Value{Code: book.ID, Words: book.Title})
	}
	return example, nil
}

// SetMatch keeps how a sheet is read, for this one and for the next of its name.
func (d Desk) SetMatch(ctx context.Context, asker access.Asker, id string, match Match) error {
	const op = "match a spreadsheet"
	sheet, err := d.sheet(ctx, op, asker, id)
	if err != nil {
		return err
	}
	if !sheet.Open() {
		return casework.Fail(casework.Conflict, op, "it is being brought in, or was")
	}
	var schemes []string
	for _, book := range d.Delivered(d.Today()) {
		schemes = append(schemes, book.ID)
	}
	match.Values = sheet.Match.Values
	if problems := match.check(len(sheet.Headings), schemes); len(problems) > 0 {
		return casework.In(op, problems)
	}
	sheet.Match, sheet.Matched, sheet.Looked, sheet.Alike, sheet.Choices = match, true, false, nil, nil
	return d.kept(ctx, op, asker, sheet)
}

// SetValues says what cells stand for that are no value of their field, and how
// days are written.
func (d Desk) SetValues(ctx context.Context, asker access.Asker, id string, order Order, values map[string]map[string]string) error {
	const op = "map the values of a spreadsheet"
	sheet, err := d.sheet(ctx, op, asker, id)
	if err != nil {
		return err
	}
	if !sheet.Open() {
		return casework.Fail(casework.Conflict, op, "it is being brought in, or was")
	}
	if order != "" {
		if !slices.Contains(Orders, order) {
			return casework.In(op, problem("order", "Choose how days are written"))
		}
		sheet.Match.Order = order
	}
	workers, err := d.workers(ctx)
	if err != nil {
		return casework.In(op, err)
	}
	all := map[string]map[string]string{}
	for _, from := range []map[string]map[string]string{sheet.Match.Values, values} {
		for code, cells := range from {
			field, known := FieldOf(code)
			if !known || field.Kind != Choice {
				return casework.In(op, problem("values", "Choose from the list what each value stands for"))
			}
			for text, as := range cells {
				if as != LeaveOut && !slices.ContainsFunc(valuesOf(field, workers), func(value Value) bool { return value.Code == as }) {
					return casework.In(op, problem("values", "Choose from the list what each value stands for"))
				}
				if all[code] == nil {
					all[code] = map[string]string{}
				}
				all[code][plain(text)] = as
			}
		}
	}
	sheet.Match.Values, sheet.Looked, sheet.Alike = all, false, nil
	return d.kept(ctx, op, asker, sheet)
}

// valuesOf returns what a field may hold: of keyworkers, those there are.
func valuesOf(field Field, workers []casework.Person) []Value {
	if field.Code != Keyworker {
		return field.Values
	}
	values := make([]Value, len(workers))
	for i, one := range workers {
		values[i] = Value{Code: one.ID, Words: one.Name + ", " + one.Agency}
	}
	return values
}

// kept keeps the head of a sheet, and how it is read for the next of its name.
func (d Desk) kept(ctx context.Context, op string, asker access.Asker, sheet Sheet) error {
	if err := d.Tell(ctx, op, d.Note(asker, access.Append, access.ForAdministration, op, 0)); err != nil {
		return err
	}
	if err := d.memorise(ctx, sheet); err != nil {
		return casework.In(op, err)
	}
	if err := d.keep(ctx, sheet, headPart, sheet); err != nil {
		return casework.In(op, err)
	}
	return nil
}

// workers returns the keyworkers there are.
func (d Desk) workers(ctx context.Context) ([]casework.Person, error) {
	people, err := d.Staff.Staff(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing the keyworkers: %w", err)
	}
	return slices.DeleteFunc(people, func(one casework.Person) bool { return one.Role != access.Keyworker }), nil
}

// digest returns a text as digits that tell nothing of it.
func (d Desk) digest(text string) (string, error) {
	sum, err := d.Secrets.Digest([]byte("spreadsheet\x00" + text))
	if err != nil {
		return "", fmt.Errorf("making a digest: %w", err)
	}
	return hex.EncodeToString(sum), nil
}
