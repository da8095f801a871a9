package herspace_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/herspace"
	"throughline/internal/casework/herspacetest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

// secrets draws words in order and hashes nothing, so that a test reads what is
// kept.
type secrets struct{ drawn int }

func (s *secrets) NewPhrase() string {
	s.drawn++
	return fmt.Sprintf("river stone bridge lamp%d", s.drawn)
}

func (s *secrets) NewCode() string {
	s.drawn++
	return fmt.Sprintf("4071826%d", s.drawn)
}

func (*secrets) Phrase(_ context.Context, words, pin string) ([]byte, string, error) {
	return []byte("found by " + words), "proof of " + words + " and " + pin, nil
}

func (*secrets) Code(_ context.Context, code string) ([]byte, error) {
	return []byte("found by " + code), nil
}

func (*secrets) PIN(typed string) (string, bool) { return typed, len(typed) == 4 }

// staff are those who work here.
type staff struct{}

func (staff) NameOf(_ context.Context, account string) (string, error) {
	return map[string]string{caseworktest.Keyworker.ID: "Priya"}[account], nil
}

// lines are those of the ledger that name a woman, as the record was told them.
type lines struct{ record *caseworktest.Watched }

func (l lines) Looked(_ context.Context, woman string, offset, limit int) ([]access.Entry, error) {
	var found []access.Entry
	for _, entry := range slices.Backward(l.record.Ledger) {
		if slices.Contains(entry.Women, woman) {
			found = append(found, entry)
		}
	}
	found = found[min(offset, len(found)):]
	return found[:min(limit, len(found))], nil
}

// home is a room with Amina referred and allocated to the keyworker.
type home struct {
	*caseworktest.Room
	desk  herspace.Desk
	cards *herspacetest.Cards
	row   journey.Row
}

func newHome(t *testing.T) *home {
	t.Helper()
	room := caseworktest.NewRoom(t)
	h := &home{Room: room, cards: herspacetest.NewCards()}
	h.desk = herspace.Desk{Bench: room.Bench, Schemes: caseworktest.Rules(t), Cards: h.cards, Secrets: &secrets{}, Ledger: lines{room.Record}, People: staff{}}
	h.row = h.refer(t, caseworktest.Amina())
	return h
}

func (h *home) refer(t *testing.T, referral journey.Referral) journey.Row {
	t.Helper()
	referral.Scheme = "lwds"
	facts, err := h.Bench.Pen(caseworktest.Officer).Refer(referral, "")
	if err != nil {
		t.Fatal(err)
	}
	receipt := h.append(t, caseworktest.Officer, facts)
	row := h.reload(t, receipt.Case)
	facts, err = h.Bench.Pen(caseworktest.Lead).Allocate(row, caseworktest.Keyworker.ID, "Advance", "")
	if err != nil {
		t.Fatal(err)
	}
	h.append(t, caseworktest.Lead, facts)
	return h.reload(t, receipt.Case)
}

func (h *home) append(t *testing.T, by access.Asker, facts []journey.Fact) casework.Receipt {
	t.Helper()
	receipt, err := h.Record.Append(context.Background(), casework.Change{
		Key: h.Key(), Digest: "a test", Facts: facts, Entry: h.Bench.Note(by, access.Append, access.ForSupport, "a test", 0),
	})
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

func (h *home) reload(t *testing.T, caseID string) journey.Row {
	t.Helper()
	row, err := h.Record.Row(context.Background(), caseID)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

func TestWhoMayGiveAWomanHerCard(t *testing.T) {
	for _, row := range []struct {
		asker access.Asker
		may   bool
	}{
		{caseworktest.Keyworker, true}, {caseworktest.Lead, true},
		{caseworktest.OtherWorker, false}, {caseworktest.Officer, false}, {caseworktest.Colleague, false},
		{caseworktest.OtherForce, false}, {caseworktest.Commissioner, false}, {caseworktest.Admin, false}, {access.Asker{}, false}, {access.ByHerself(), false},
	} {
		h := newHome(t)
		if row.asker.Role == access.Woman {
			row.asker = h.she()
		}
		ctx, before := context.Background(), len(h.Record.Ledger)
		for name, do := range map[string]func() error{
			"see":  func() error { _, err := h.desk.CardOf(ctx, row.asker, h.row.Case); return err },
			"code": func() error { _, _, err := h.desk.MakeCode(ctx, row.asker, h.row.Case); return err },
			"give": func() error {
				_, err := h.desk.GiveCard(ctx, row.asker, h.row.Case, herspace.Giving{PIN: "4826", Again: "4826"})
				return err
			},
			"take back": func() error { return h.desk.TakeCard(ctx, row.asker, h.row.Case) },
		} {
			if err := do(); (err == nil) != row.may || !row.may && casework.KindOf(err) != casework.NotFound {
				t.Errorf("%s, %s: %v, want may %v", row.asker.Role, name, err, row.may)
			}
		}
		if lines := len(h.Record.Ledger) - before; lines != 4 {
			t.Errorf("%s: %d lines in the ledger", row.asker.Role, lines)
		}
		for _, line := range h.Record.Ledger[before:] { // who is refused leaves a line that names nobody
			if absent := line.Reason == access.ReasonAbsent && line.Women == nil && line.Case == ""; absent == row.may {
				t.Errorf("%s is written down as %+v", row.asker.Role, line)
			}
		}
	}
}

func TestTheWordsAreToldOnceAndNotKept(t *testing.T) {
	ctx, h := context.Background(), newHome(t)
	words, err := h.desk.GiveCard(ctx, caseworktest.Keyworker, h.row.Case, herspace.Giving{PIN: "4826", Again: "4826"})
	if err != nil || words != "river stone bridge lamp1" {
		t.Fatalf("told %q, %v", words, err)
	}
	view, err := h.desk.CardOf(ctx, caseworktest.Keyworker, h.row.Case)
	if err != nil || !view.Given() || view.Frozen || !view.Issued.Equal(h.Now()) || view.Who.Given != "Amina" {
		t.Errorf("her card stands as %+v, %v", view, err)
	}
	if line, _ := h.Record.Last(); strings.Contains(fmt.Sprint(line), "river") || line.What != "see her card" {
		t.Errorf("the ledger says %+v", line)
	}
	for _, row := range []struct {
		name   string
		before time.Time
		want   error
	}{
		{"from a page opened before there was a card", time.Time{}, herspace.ErrCardChanged},
		{"from a page that shows the card", h.Now(), nil},
	} {
		if _, err := h.desk.GiveCard(ctx, caseworktest.Keyworker, h.row.Case, herspace.Giving{PIN: "4826", Again: "4826", Before: row.before}); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", row.name, err, row.want)
		}
	}
	for range herspace.MostWrong {
		if _, err := h.cards.TryCard(ctx, []byte("found by river stone bridge lamp3")); err != nil {
			t.Fatal(err)
		}
	}
	if view, err := h.desk.CardOf(ctx, caseworktest.Lead, h.row.Case); err != nil || !view.Frozen {
		t.Errorf("after five wrong PINs it stands as %+v, %v", view, err)
	}
	if err := h.desk.TakeCard(ctx, caseworktest.Lead, h.row.Case); err != nil {
		t.Fatal(err)
	}
	if view, err := h.desk.CardOf(ctx, caseworktest.Keyworker, h.row.Case); err != nil || view.Given() {
		t.Errorf("taken back it stands as %+v, %v", view, err)
	}
}

func TestAPINThatIsEasyToGuessIsNotTaken(t *testing.T) {
	for _, row := range []struct{ name, pin, again, field string }{
		{"hers", "4826", "4826", ""},
		{"typed otherwise the second time", "4826", "4827", "again"},
		{"typed once", "4826", "", "again"},
		{"none", "", "", "pin"},
		{"three numbers", "482", "482", "pin"},
		{"one number four times", "7777", "7777", "pin"},
		{"a run", "1234", "1234", "pin"},
		{"a run past nine", "7890", "7890", "pin"},
		{"a run back", "4321", "4321", "pin"},
		{"a run through nought", "9012", "9012", "pin"},
		{"two and two", "1212", "1212", "pin"},
		{"pairs", "1122", "1122", "pin"},
		{"there and back", "1221", "1221", "pin"},
		{"down the keypad", "2580", "2580", "pin"},
		{"a year", "1984", "1984", "pin"},
		{"the year she was born", "1990", "1990", "pin"},
		{"the day and month", "2703", "2703", "pin"},
		{"the month and day", "0327", "0327", "pin"},
		{"the day and year", "2790", "2790", "pin"},
		{"the year and month", "9003", "9003", "pin"},
	} {
		h := newHome(t)
		_, err := h.desk.GiveCard(context.Background(), caseworktest.Keyworker, h.row.Case, herspace.Giving{PIN: row.pin, Again: row.again})
		var problems journey.Problems
		switch errors.As(err, &problems); {
		case row.field == "" && err != nil, row.field != "" && (len(problems) != 1 || problems[0].Field != row.field):
			t.Errorf("%s: %v, want a problem with %q", row.name, err, row.field)
		}
	}
}

func TestACodeIsMadeForAQuarterOfAnHour(t *testing.T) {
	ctx, h := context.Background(), newHome(t)
	code, until, err := h.desk.MakeCode(ctx, caseworktest.Keyworker, h.row.Case)
	if err != nil || code != "40718261" || !until.Equal(h.Now().Add(15*time.Minute)) {
		t.Fatalf("%q until %v, %v", code, until, err)
	}
	if woman, err := h.cards.SpendCode(ctx, []byte("found by "+code), h.Now()); woman != h.row.Woman || err != nil {
		t.Errorf("it opens for %q, %v", woman, err)
	}
}

func TestNothingIsGivenThatCannotBeWrittenDown(t *testing.T) {
	ctx, h := context.Background(), newHome(t)
	h.Record.Deaf = errors.New("the disk is full")
	for name, do := range map[string]func() error{
		"see":  func() error { _, err := h.desk.CardOf(ctx, caseworktest.Keyworker, h.row.Case); return err },
		"code": func() error { _, _, err := h.desk.MakeCode(ctx, caseworktest.Keyworker, h.row.Case); return err },
		"give": func() error {
			_, err := h.desk.GiveCard(ctx, caseworktest.Keyworker, h.row.Case, herspace.Giving{PIN: "4826", Again: "4826"})
			return err
		},
		"take back": func() error { return h.desk.TakeCard(ctx, caseworktest.Keyworker, h.row.Case) },
	} {
		if err := do(); casework.KindOf(err) != casework.Unavailable {
			t.Errorf("%s: %v, want unavailable", name, err)
		}
	}
	if _, err := h.cards.Card(ctx, h.row.Woman); !errors.Is(err, herspace.ErrNoCard) {
		t.Errorf("a card was given: %v", err)
	}
	h.Record.Deaf, h.cards.Fault = nil, errors.New("the disk is gone")
	if _, err := h.desk.CardOf(ctx, caseworktest.Keyworker, h.row.Case); !errors.Is(err, h.cards.Fault) {
		t.Errorf("a store that is gone: %v", err)
	}
}
