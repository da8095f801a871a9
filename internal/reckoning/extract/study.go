package extract

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Smallest is how many women at the least share what could be known of them
// otherwise.
const Smallest = 5

// What stands in the place of a value.
const (
	WithheldValue = "withheld" // for anonymity
	OtherValue    = "other"    // of a code that too few women have
)

// Anonymity says what was done so that no few women can be told.
type Anonymity struct {
	Rows        int // in the extract
	Women       int // whom they are of
	Generalised int // rows in which something is withheld
	Dropped     int // rows left out
}

// halfYear is how exactly an extract says for how long she was followed.
const halfYear = 26 * 7

// Study returns the rows of a study as at a day: each with a study id that the key
// gives, weeks in the place of days, and nothing that could be known of fewer than
// Smallest women. Two referrals of a woman have the same study id.
func Study(rows []journey.Row, key []byte, asAt calendar.Day) (Table, Anonymity) {
	columns := []said{{
		Column{Name: "study_id", Kind: Text, Meaning: "Stands for the woman in this study alone; the same in each of its files", Codes: "16 letters and digits", Missing: "never empty"},
		func(r *journey.Row) any { return studyID(key, r.Woman) },
	}}
	columns = append(columns, whoColumns()...)
	columns = append(columns, said{
		Column{Name: "followed_half_years", Kind: Whole, Meaning: "For how long she was followed: whole spans of 26 weeks from the referral to the day of the extract", Codes: "0 and up", Missing: WithheldValue + " for anonymity", Tells: true},
		func(r *journey.Row) any { return int(asAt-r.Referred) / halfYear },
	})
	columns = append(columns, caseColumns()...)
	for _, m := range moments {
		columns = append(columns, said{
			Column{Name: m.name + "_week", Kind: Whole, Meaning: m.meaning + ", in whole weeks from the referral", Codes: "0 is the first seven days; below 0 is before it", Missing: m.missing, Source: m.source},
			func(r *journey.Row) any {
				if on := m.on(r); on.Known() {
					return weeks(r.Referred, on)
				}
				return nil
			},
		})
	}
	columns = append(columns, answerColumns(rows)...)
	table := fill(columns, rows)
	slices.SortFunc(table.Rows, func(a, b []any) int { return cmp.Compare(a[0].(string), b[0].(string)) })
	return table.anonymous()
}

// weeks returns whole weeks from one day to another, rounded down.
func weeks(from, to calendar.Day) int {
	days := int(to - from)
	if days < 0 {
		return -((6 - days) / 7)
	}
	return days / 7
}

// studyID returns what stands for a woman in a study: nobody without its key can
// tell of which woman it is made, or find her in another study.
func studyID(key []byte, woman string) string {
	sum := hmac.New(sha256.New, key)
	sum.Write([]byte(woman))
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

func fill(columns []said, rows []journey.Row) Table {
	var table Table
	for _, column := range columns {
		table.Columns = append(table.Columns, column.Column)
	}
	for i := range rows {
		values := make([]any, len(columns))
		for j, column := range columns {
			values[j] = column.value(&rows[i])
		}
		table.Rows = append(table.Rows, values)
	}
	return table
}

// withheldFirst is in which order what tells of her is withheld where too few
// women share it. What is still shared by too few then is left out.
var withheldFirst = []string{"followed_half_years", "ethnic_group", "age_band", "area"}

// rareCodes are columns in which a code that too few women have becomes other.
var rareCodes = []string{"offence", "police_outcome", "closure_reason"}

// anonymous withholds values and leaves out rows until every row shares what tells
// of her with that of Smallest women. The first column says which woman.
func (t Table) anonymous() (Table, Anonymity) {
	t.Columns = slices.Clone(t.Columns)
	for i := range t.Columns {
		column := &t.Columns[i]
		if slices.Contains(rareCodes, column.Name) {
			t.mergeRare(i)
			column.Codes += "; " + OtherValue + ": a code that fewer than 5 women have"
		}
		if column.Tells && column.Kind == Text {
			column.Codes += "; " + WithheldValue + ": for anonymity"
		}
	}
	withheld := map[*any]bool{} // rows, by their first value
	for _, name := range withheldFirst {
		at := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
		for _, row := range t.rare() {
			t.Rows[row][at] = nil
			if t.Columns[at].Kind == Text {
				t.Rows[row][at] = WithheldValue
			}
			withheld[&t.Rows[row][0]] = true
		}
	}
	var made Anonymity
	// Leaving a row out leaves fewer to share with the others.
	for rare := t.rare(); len(rare) > 0; rare = t.rare() {
		made.Dropped += len(rare)
		for _, row := range slices.Backward(rare) {
			t.Rows = slices.Delete(t.Rows, row, row+1)
		}
	}
	women := map[any]bool{}
	for _, row := range t.Rows {
		women[row[0]] = true
		if withheld[&row[0]] {
			made.Generalised++
		}
	}
	made.Rows, made.Women = len(t.Rows), len(women)
	return t, made
}

// rare returns the rows that share what tells of her with too few, in order.
func (t Table) rare() []int {
	shared := map[string]map[any]bool{}
	keys := make([]string, len(t.Rows))
	for i, row := range t.Rows {
		for j, column := range t.Columns {
			if column.Tells {
				value, _ := written(row[j])
				keys[i] += value + "\x00"
			}
		}
		if shared[keys[i]] == nil {
			shared[keys[i]] = map[any]bool{}
		}
		shared[keys[i]][row[0]] = true
	}
	var rare []int
	for i, key := range keys {
		if len(shared[key]) < Smallest {
			rare = append(rare, i)
		}
	}
	return rare
}

// mergeRare puts other in the place of every code of a column that too few women
// have.
func (t Table) mergeRare(column int) {
	women := map[any]map[any]bool{}
	for _, row := range t.Rows {
		if women[row[column]] == nil {
			women[row[column]] = map[any]bool{}
		}
		women[row[column]][row[0]] = true
	}
	for _, row := range t.Rows {
		if row[column] != nil && len(women[row[column]]) < Smallest {
			row[column] = OtherValue
		}
	}
}

func sorted[V any](list map[string]V) []string { return slices.Sorted(maps.Keys(list)) }
