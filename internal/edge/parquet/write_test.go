package parquet

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	pq "github.com/parquet-go/parquet-go"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/extract"
)

// weather is a table with a column of each kind.
func weather(rows int) Table {
	table := Table{Name: "rows", About: map[string]string{"publication": "Not for publication"}}
	table.Columns = []extract.Column{
		{Name: "woman", Kind: extract.Whole}, {Name: "area", Kind: extract.Text}, {Name: "referred_on", Kind: extract.Date}, {Name: "engaged", Kind: extract.YesNo},
	}
	for i := range rows {
		table.Rows = append(table.Rows, []any{i, "Camden", calendar.On(2020, time.January, 6) + calendar.Day(i), i%2 == 0})
	}
	return table
}

func TestATableComesBackWithItsTypes(t *testing.T) {
	table := weather(3000)
	table.Rows[1] = []any{nil, nil, nil, nil}
	var file bytes.Buffer
	if err := Write(&file, table); err != nil {
		t.Fatal(err)
	}
	opened, err := pq.OpenFile(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if said, ok := opened.Lookup("publication"); !ok || said != "Not for publication" || opened.NumRows() != 3000 {
		t.Errorf("%d rows, publication %q", opened.NumRows(), said)
	}
	var types []string
	for _, field := range opened.Schema().Fields() {
		types = append(types, field.Name()+" "+field.Type().String())
	}
	if got := strings.Join(types, ", "); got != "area STRING, engaged BOOLEAN, referred_on DATE, woman INT(64,true)" {
		t.Errorf("the columns are %s", got)
	}
	type line struct {
		Woman    *int64  `parquet:"woman,optional"`
		Area     *string `parquet:"area,optional"`
		Referred *int32  `parquet:"referred_on,optional,date"`
		Engaged  *bool   `parquet:"engaged,optional"`
	}
	lines, err := pq.Read[line](bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil || len(lines) != 3000 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	last := lines[2999]
	if *last.Woman != 2999 || *last.Area != "Camden" || *last.Engaged || time.Unix(int64(*last.Referred)*86400, 0).UTC().Format(time.DateOnly) != "2028-03-23" {
		t.Errorf("the last line is %d %s %d %t", *last.Woman, *last.Area, *last.Referred, *last.Engaged)
	}
	if lines[1] != (line{}) {
		t.Errorf("what is missing came back as %+v", lines[1])
	}
}

func TestTheSameTableGivesTheSameBytes(t *testing.T) {
	var one, other bytes.Buffer
	for _, file := range []*bytes.Buffer{&one, &other} {
		if err := Write(file, weather(10)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), other.Bytes()) {
		t.Error("two files of one table differ")
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	for name, row := range map[string][]any{
		"text in numbers": {"one", nil, nil, nil}, "a number in text": {nil, 1, nil, nil}, "text in days": {nil, nil, "2020", nil},
		"a day in yes or no": {nil, nil, nil, calendar.On(2020, 1, 1)}, "yes in text": {nil, true, nil, nil},
	} {
		table := weather(0)
		table.Rows = [][]any{row}
		if err := Write(io.Discard, table); err == nil || !strings.Contains(err.Error(), "row 1") {
			t.Errorf("%s: %v", name, err)
		}
	}
	odd := weather(0)
	odd.Columns[0].Kind = "colour"
	if err := Write(io.Discard, odd); err == nil || !strings.Contains(err.Error(), "colour") {
		t.Errorf("a kind there is none of: %v", err)
	}
	if err := Write(full{}, weather(10)); err == nil {
		t.Error("a full disk is not noticed")
	}
}

// full is a disk with no room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("no room") }
