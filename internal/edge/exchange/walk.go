package exchange

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/calendar"
)

// mark stands for a key in 16 bytes, so that millions of keys may be remembered.
type mark [2]uint64

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func markOf(key string) mark {
	return mark{maphash.String(seeds[0], key), maphash.String(seeds[1], key)}
}

// woman is what rows of other tables need of a row of women.
type woman struct {
	born  calendar.Day
	first calendar.Day // her earliest dated row: a referral before any other
	ranks int          // how good a source first is: 2 referral, 1 other, 0 none
}

// see remembers the day of a dated row of hers, which her undated rows take. A
// referral counts before any other row.
func (w woman) see(on calendar.Day, rank int) woman {
	if rank > w.ranks || rank == w.ranks && on < w.first {
		w.first, w.ranks = on, rank
	}
	return w
}

// row is one row of a file, as text.
type row struct {
	table *table
	line  int
	cells []string
	at    map[string]int // where each column stands
}

// get returns the cell of a column, "" where the file has no such column.
func (r *row) get(column string) string {
	if i, ok := r.at[column]; ok {
		return r.cells[i]
	}
	return ""
}

// key returns the key of the row: its key columns joined by "/".
func (r *row) key() string {
	parts := make([]string, len(r.table.key))
	for i, column := range r.table.key {
		parts[i] = plainKey(r.get(column))
	}
	return strings.Join(parts, "/")
}

// plainKey writes a part of a key so that "/" and "#" only ever stand between parts.
func plainKey(part string) string {
	if !strings.ContainsAny(part, "%/#") {
		return part
	}
	return strings.NewReplacer("%", "%25", "/", "%2F", "#", "%23").Replace(part)
}

// walking is one reading of a whole package. Both readings judge every row the
// same way, so that what the first accepts the second accepts.
type walking struct {
	*Package
	ctx    context.Context
	intake casework.Intake
	reject func(administration.Rejection) error
	accept func(*row) error

	keys   map[string]map[mark]struct{} // of accepted rows, by table
	counts []administration.TableReport
}

// walk reads the tables in order and hands every row that is right to accept.
func (p *Package) walk(ctx context.Context, intake casework.Intake, reject func(administration.Rejection) error, accept func(*row) error) ([]administration.TableReport, error) {
	w := &walking{Package: p, ctx: ctx, intake: intake, reject: reject, accept: accept, keys: map[string]map[mark]struct{}{}}
	for i := range tables {
		t := &tables[i]
		w.keys[t.name] = map[mark]struct{}{}
		file, ok := p.files[t.name]
		if !ok {
			continue
		}
		w.counts = append(w.counts, administration.TableReport{Table: t.name})
		if err := w.table(t, file); err != nil {
			return w.counts, err
		}
	}
	return w.counts, nil
}

// refuse tells that a file cannot be read.
func (w *walking) refuse(t *table, line int, column, reason string) error {
	w.refused[t.name] = true
	return w.reject(administration.Rejection{File: t.file(), Row: line, Column: column, Reason: reason, Whole: true})
}

// table reads one file.
func (w *walking) table(t *table, file source) error {
	as, known := w.encodings[t.name]
	if !known {
		ok, err := w.sniff(t, file)
		if err != nil || !ok {
			return err
		}
		as = w.encodings[t.name]
	}
	stream, err := w.stream(file)
	if err != nil {
		return w.refuse(t, 0, "", "cannot be opened")
	}
	defer stream.Close()
	limit := &rowLimit{stream: decoded(stream, as)}
	limit.next()
	reader := csv.NewReader(limit)
	reader.FieldsPerRecord, reader.ReuseRecord = -1, true
	header, err := reader.Read()
	if err != nil {
		return w.broken(t, 1, err)
	}
	at, err := w.header(t, header)
	if err != nil || at == nil {
		return err
	}
	width, line := len(header), 1
	for {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		limit.next()
		cells, err := reader.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return w.broken(t, line+1, err)
		}
		line, _ = reader.FieldPos(0)
		if err := w.row(&row{table: t, line: line, cells: cells, at: at}, width); err != nil {
			return err
		}
	}
}

// sniff finds out the encoding of a file, once.
func (w *walking) sniff(t *table, file source) (bool, error) {
	stream, err := w.stream(file)
	if err != nil {
		return false, w.refuse(t, 0, "", "cannot be opened")
	}
	defer stream.Close()
	found, err := sniff(stream)
	var bytes *undecodable
	switch {
	case errors.As(err, &bytes):
		return false, w.refuse(t, bytes.line, "", bytes.why)
	case errors.Is(err, errBomb):
		return false, w.refuse(t, 0, "", err.Error())
	case err != nil:
		return false, w.refuse(t, 0, "", "cannot be read to its end: it may be cut short or damaged")
	case found.empty:
		return false, w.refuse(t, 0, "", "is empty: a file has at least a row of column names")
	}
	w.encodings[t.name] = found.encoding
	if found.encoding == windows1252 {
		w.notes = append(w.notes, fmt.Sprintf("%s is not UTF-8 (line %d): read as Windows-1252", t.file(), found.line))
	}
	return true, nil
}

// broken tells why the rows of a file cannot be told apart from a line on.
func (w *walking) broken(t *table, line int, err error) error {
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse):
		return w.refuse(t, parse.StartLine, "", fmt.Sprintf("has a quotation mark out of place, at line %d, character %d: where the row ends cannot be told", parse.Line, parse.Column))
	case errors.Is(err, errRowTooLong):
		return w.refuse(t, line, "", errRowTooLong.Error())
	case errors.Is(err, errBomb):
		return w.refuse(t, 0, "", err.Error())
	case err == io.EOF:
		return w.refuse(t, 0, "", "is empty: a file has at least a row of column names")
	}
	return w.refuse(t, 0, "", "cannot be read to its end: it may be cut short or damaged")
}

// header finds the columns; nil where the file cannot be read without.
func (w *walking) header(t *table, header []string) (map[string]int, error) {
	at, wrong := map[string]int{}, false
	for i, name := range header {
		name = strings.TrimSpace(name)
		_, twice := at[name]
		at[name] = i
		reason := ""
		switch {
		case t.field(name) == nil:
			reason = "is not a column of the format"
		case twice:
			reason = "stands in the header twice"
		default:
			continue
		}
		wrong = true
		if err := w.refuse(t, 1, headed(name), reason); err != nil {
			return nil, err
		}
	}
	for i := range t.fields {
		f := &t.fields[i]
		if _, ok := at[f.name]; ok || !t.needs(f) {
			continue
		}
		wrong = true
		if err := w.refuse(t, 1, f.name, "is missing: the column is required"); err != nil {
			return nil, err
		}
	}
	if wrong {
		return nil, nil
	}
	return at, nil
}

// needs says whether the table cannot do without the column.
func (t *table) needs(f *field) bool {
	for _, part := range t.key {
		if part == f.name {
			return true
		}
	}
	return f.required
}

// row judges one row: its shape, its cells, its key and the rows it names.
func (w *walking) row(r *row, width int) error {
	counts := &w.counts[len(w.counts)-1]
	counts.Read++
	wrong := 0
	tell := func(column, value, reason string) error {
		wrong++
		return w.reject(administration.Rejection{File: r.table.file(), Row: r.line, Column: column, Value: value, Reason: reason})
	}
	if len(r.cells) != width {
		counts.Rejected++
		return tell("", "", fmt.Sprintf("has %d cells where the header has %d", len(r.cells), width))
	}
	for i := range r.table.fields {
		f := &r.table.fields[i]
		cell := r.get(f.name)
		reason := f.check(cell)
		if reason == "" && cell == "" && r.table.needs(f) {
			reason = "is empty: a value is required"
		}
		if reason == "" && f.of != "" && cell != "" {
			found, err := w.exists(f.of, cell)
			if err != nil {
				return err
			}
			if !found {
				reason = fmt.Sprintf("names a row that is neither in %s.csv nor in the record", f.of)
			}
		}
		if reason != "" {
			if err := tell(f.name, f.shown(cell), reason); err != nil {
				return err
			}
		}
	}
	if wrong == 0 {
		if column, reason := w.rules(r); reason != "" {
			if err := tell(column, r.table.field(column).shown(r.get(column)), reason); err != nil {
				return err
			}
		}
	}
	if wrong == 0 {
		column, reason, err := w.moved(r)
		if err != nil {
			return err
		}
		if reason != "" {
			if err := tell(column, r.table.field(column).shown(r.get(column)), reason); err != nil {
				return err
			}
		}
	}
	if wrong == 0 && r.table.key != nil {
		key := markOf(r.key())
		if _, twice := w.keys[r.table.name][key]; twice {
			column := r.table.key[0]
			if err := tell(column, r.table.field(column).shown(r.key()), "stands in the file twice: "+strings.Join(r.table.key, ", ")+" must name one row"); err != nil {
				return err
			}
		} else {
			w.keys[r.table.name][key] = struct{}{}
		}
	}
	if wrong > 0 {
		counts.Rejected++
		return nil
	}
	if r.table.name == "arrests" && r.get("person_ref") == "" {
		counts.NotLinked++
		return nil
	}
	return w.accept(r)
}

// exists says whether a key names a row that was accepted, or one in the record.
// Rows of a file that cannot be read are not missed: the file is told once. Where
// a package has no women.csv, a referral or an encounter makes her known.
func (w *walking) exists(of, key string) (bool, error) {
	if _, found := w.keys[of][markOf(plainKey(key))]; found || w.refused[of] {
		return true, nil
	}
	if _, here := w.files["women"]; of == "women" && !here {
		if name := w.counts[len(w.counts)-1].Table; name == "referrals" || name == "encounters" {
			w.keys["women"][markOf(plainKey(key))] = struct{}{}
			return true, nil
		}
	}
	_, _, found, err := w.intake.Lookup(w.ctx, w.source(of, plainKey(key)))
	if err != nil {
		return false, fmt.Errorf("looking for a row of %s in the record: %w", of, err)
	}
	return found, nil
}

// moved judges a row that was imported before: it stays with the woman or the
// referral it had then. Only where it named nobody may it name a woman now. It
// returns the column and why.
func (w *walking) moved(r *row) (column, reason string, err error) {
	of := ""
	for i := range r.table.fields {
		if f := &r.table.fields[i]; f.of == "women" || f.of == "referrals" && !slices.Contains(r.table.key, f.name) {
			column, of = f.name, f.of
		}
	}
	if of == "" {
		return "", "", nil
	}
	woman, caseID, found, err := w.intake.Lookup(w.ctx, w.source(r.table.name, r.key()))
	if err != nil {
		return "", "", fmt.Errorf("looking for a row of %s in the record: %w", r.table.name, err)
	}
	if !found || of == "women" && woman == "" {
		return "", "", nil
	}
	her, its, _, err := w.intake.Lookup(w.ctx, w.source(of, plainKey(r.get(column))))
	switch {
	case err != nil:
		return "", "", fmt.Errorf("looking for a row of %s in the record: %w", of, err)
	case of == "women" && her != woman:
		return column, "is not the woman this row belonged to when it was first imported: a row cannot move to another woman. Take it back by hand and give it a new id", nil
	case of == "referrals" && its != caseID:
		return column, "is not the referral this row belonged to when it was first imported: a row cannot move to another referral. Take it back by hand and give it a new id", nil
	}
	return "", "", nil
}

// source returns the name under which the record remembers a row.
func (p *Package) source(table, key string) string {
	return p.named(table + "/" + key)
}

// named puts the sender's namespace before a key.
func (p *Package) named(key string) string {
	if p.options.Namespace == "" {
		return key
	}
	return p.options.Namespace + "/" + key
}
