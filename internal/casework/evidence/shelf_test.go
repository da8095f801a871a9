package evidence_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// shelf keeps in memory.
type shelf struct {
	bytes  []byte
	kept   int // times
	broken error
}

func (s *shelf) Kept(context.Context) (io.ReadCloser, int64, error) {
	if s.bytes == nil || s.broken != nil {
		return nil, 0, s.broken
	}
	return io.NopCloser(bytes.NewReader(s.bytes)), int64(len(s.bytes)), nil
}

func (s *shelf) Keep(_ context.Context, write func(io.Writer) error) error {
	var to bytes.Buffer
	if err := errors.Join(s.broken, write(&to)); err != nil {
		return err
	}
	s.bytes, s.kept = to.Bytes(), s.kept+1
	return nil
}

// marked is a record that tells from where its rows were asked for.
type marked struct {
	casework.Record
	from *[]int64
}

func (m marked) Changes(ctx context.Context, mark int64, take func(journey.Row) error) (int64, error) {
	*m.from = append(*m.from, mark)
	return m.Record.Changes(ctx, mark, take)
}

// busy writes as many facts of the service as are worth keeping.
func busy(t *testing.T, room *caseworktest.Room) {
	facts := make([]journey.Fact, 10_000)
	for i := range facts {
		facts[i] = on(first, "", "", journey.TrainingHeld{Session: fmt.Sprint(i), Audience: "custody_officer", Attendees: 2})
		facts[i].Known, facts[i].Source = calendar.OnDay(first), "test"
	}
	if _, err := room.Record.Append(ctx, casework.Change{Facts: facts}); err != nil {
		t.Fatal(err)
	}
}

func TestFiguresAreKeptForTheNextStart(t *testing.T) {
	room := caseworktest.NewRoom(t)
	referred(t, room, "a", first)
	busy(t, room)
	shelved := &shelf{}
	d := desk(t, room)
	d.Shelf = shelved
	if err := d.Load(ctx); err != nil || shelved.kept != 1 {
		t.Fatalf("kept %d times, %v", shelved.kept, err)
	}
	if err := d.Keep(ctx); err != nil || shelved.kept != 1 {
		t.Errorf("kept %d times though nothing changed, %v", shelved.kept, err)
	}

	referred(t, room, "b", summer)
	var from []int64
	again := desk(t, room)
	again.Shelf, again.Record = shelved, marked{room.Record, &from}
	if n := counts(t, again, atWinter, "referrals.total"); n != 2 {
		t.Errorf("%d referrals after the start, want 2", n)
	}
	if n := counts(t, again, atWinter, "training.custody_officer"); n != 20_000 {
		t.Errorf("%d attendances after the start, want 20,000", n)
	}
	if len(from) == 0 || from[0] == 0 {
		t.Errorf("rows were read from the marks %v, and the first were kept", from)
	}
}

// What was kept and cannot be read is as if it had not been kept.
func TestWhatIsDamagedOnTheShelfIsNotRead(t *testing.T) {
	room := caseworktest.NewRoom(t)
	referred(t, room, "a", first)
	busy(t, room)
	kept := &shelf{}
	d := desk(t, room)
	d.Shelf = kept
	if err := d.Load(ctx); err != nil {
		t.Fatal(err)
	}
	for place := 0; place < len(kept.bytes); place += 1 + len(kept.bytes)/12 {
		damaged := bytes.Clone(kept.bytes)
		damaged[place] ^= 0xff
		again := desk(t, room)
		again.Shelf = &shelf{bytes: damaged}
		if n := counts(t, again, atWinter, "referrals.total"); n != 1 {
			t.Errorf("%d referrals with byte %d damaged, want 1", n, place)
		}
	}
}

func TestAShelfThatFailsIsSaid(t *testing.T) {
	room := caseworktest.NewRoom(t)
	referred(t, room, "a", first)
	busy(t, room)
	broken := errors.New("the disk is gone")
	d := desk(t, room)
	d.Shelf = &shelf{broken: broken}
	if err := d.Load(ctx); !errors.Is(err, broken) {
		t.Errorf("loading: %v", err)
	}
	d = desk(t, room)
	late := &shelf{}
	d.Shelf = late
	if _, err := d.Report(ctx, caseworktest.Lead, evidence.Query{Scheme: london}); err != nil {
		t.Fatal(err)
	}
	late.broken = broken
	if err := d.Keep(ctx); !errors.Is(err, broken) {
		t.Errorf("keeping: %v", err)
	}
}
