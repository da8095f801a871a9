package evidence_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/scheme"
)

// A service is listed in summer: the directory of winter has it, that of the day it
// was listed before does not.
func TestTheDirectoryAndItsGaps(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	d.Delivered = []directory.Entry{
		{ID: "a", Listing: journey.Listing{Group: string(directory.Housing), Helps: []need.Pathway{need.Accommodation}}, Printed: 2014},
		{ID: "b", Listing: journey.Listing{Group: string(directory.Guidance)}},
	}
	d.Settings = map[string]scheme.Settings{london: {"covered_areas": []any{"Central West"}}}
	write(t, room, journey.Fact{Happened: calendar.OnDay(summer), Body: journey.ServiceListed{Service: "c", Listing: journey.Listing{
		Group: string(directory.Housing), Helps: []need.Pathway{need.Accommodation}, Areas: []string{"Central West"},
	}}})
	for _, test := range []struct {
		asAt calendar.Day
		want []string
	}{
		{winter, []string{"Housing | 2 | 1", "Guidance to read | 1 | 1", "Mental health | 0 | 0", "Somewhere to live, Central West | 1 | and 1 that work everywhere or name no area"}},
		{summer - 1, []string{"Housing | 1 | 1", "Somewhere to live, Central West | 0 | and 1 that work everywhere or name no area"}},
	} {
		report, err := d.AtServer(context.Background(), evidence.Query{Scheme: london, AsAt: test.asAt})
		if err != nil {
			t.Fatal(err)
		}
		table, _ := report.Table("T25")
		var lines []string
		for _, row := range table.Cells() {
			lines = append(lines, strings.Join(row, " | "))
		}
		for _, want := range test.want {
			if !strings.Contains(strings.Join(lines, "\n"), want) {
				t.Errorf("as at %s nothing says %q in\n%s", test.asAt, want, strings.Join(lines, "\n"))
			}
		}
	}
}

func TestWithoutAreasNoGapsAreWorkedOut(t *testing.T) {
	report, err := desk(t, caseworktest.NewRoom(t)).AtServer(context.Background(), atWinter)
	if err != nil {
		t.Fatal(err)
	}
	if table, _ := report.Table("T25"); len(table.Rows) != len(directory.Groups) || !strings.Contains(table.Note, "not decided") {
		t.Errorf("%d rows, and the note %q", len(table.Rows), table.Note)
	}
}

// unreadable is a record whose directory cannot be read.
type unreadable struct{ casework.Record }

func (u unreadable) Loose(ctx context.Context, mark int64, kinds ...journey.Kind) ([]journey.Fact, int64, error) {
	for _, kind := range kinds {
		if kind == journey.KindServiceListed {
			return nil, 0, errors.New("no disk")
		}
	}
	return u.Record.Loose(ctx, mark, kinds...)
}

func TestADirectoryThatCannotBeReadIsSaid(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	d.Bench.Record = unreadable{room.Record}
	if _, err := d.AtServer(context.Background(), atWinter); err == nil || !strings.Contains(err.Error(), "no disk") {
		t.Errorf("%v", err)
	}
}
