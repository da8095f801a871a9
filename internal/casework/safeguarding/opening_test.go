package safeguarding_test

import (
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/safeguarding"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

var danger = safeguarding.Declaration{Phone: "07700 900123"}

// ask asks that her record is opened to the stranger, and returns who waits.
func (h *house) ask(row journey.Row) journey.OpeningAsk {
	h.t.Helper()
	h.must(h.desk.AskToOpen(ctx, stranger, h.Key(), danger, "She may be in danger tonight"))
	asks := h.row(row.Case).Door.Asks
	if len(asks) != 1 {
		h.t.Fatalf("%d wait for a second person", len(asks))
	}
	return asks[0]
}

func TestTwoPeopleOpenARecordForFourHours(t *testing.T) {
	h := newHouse(t)
	hers := h.hers()
	ask := h.ask(hers)
	if _, err := h.support.Open(ctx, stranger, hers.Case, ""); casework.KindOf(err) != casework.NotFound {
		t.Errorf("asking alone opens it: %v", err)
	}
	shown, err := h.desk.Ask(ctx, safety, hers.Case, ask.ID)
	h.must(err)
	if shown.Reason != "She may be in danger tonight" || shown.By != "Noor, Harbour" || !shown.MayAnswer {
		t.Errorf("the second person sees %+v", shown)
	}
	if err := h.desk.Answer(ctx, safety, hers.Case, ask.ID, h.Key(), true, ""); said(err) != "Say why her record has to be opened" {
		t.Errorf("agreed without a word: %v", err)
	}
	h.must(h.desk.Answer(ctx, safety, hers.Case, ask.ID, h.Key(), true, "I spoke to the refuge"))

	view, err := h.support.Open(ctx, stranger, hers.Case, "")
	h.must(err)
	if view.Who.Name() != "Amina Okafor" || len(view.Can) != 0 || !view.NotesOpen || !view.Opened.Known() {
		t.Errorf("opened: %+v", view)
	}
	line, _ := h.Record.Last()
	if line.Reason != access.ReasonOpened || line.Purpose != access.ForSafeguarding || line.Actor != stranger.ID {
		t.Errorf("the read is written down as %+v", line)
	}
	list, err := h.desk.Opened(ctx, stranger)
	if err != nil || len(list) != 1 || list[0].Name != "Amina Okafor" {
		t.Errorf("opened to her: %+v, %v", list, err)
	}
	if _, err := h.support.RecordContact(ctx, stranger, hers.Case, casework.AnyVersion, h.Key(), journey.ContactEntry{}); err == nil {
		t.Error("who reads outside the role writes")
	}
	home, err := h.desk.Home(ctx, safety)
	h.must(err)
	if len(home.Openings) != 1 || home.Openings[0].By != "Noor, Harbour" || home.Openings[0].Agreed != "Ines, Council" || home.Openings[0].Over || len(home.Reads) == 0 || len(home.Asks) != 0 || len(home.Searches) != 1 {
		t.Errorf("governance is shown %+v", home)
	}

	h.Wait(journey.OpeningLasts)
	if _, err := h.support.Open(ctx, stranger, hers.Case, ""); casework.KindOf(err) != casework.NotFound {
		t.Errorf("four hours later: %v", err)
	}
	if list, err := h.desk.Opened(ctx, stranger); err != nil || len(list) != 0 {
		t.Errorf("four hours later the list has %+v, %v", list, err)
	}
}

func TestASecondPersonMaySayNo(t *testing.T) {
	h := newHouse(t)
	hers := h.hers()
	ask := h.ask(hers)
	h.must(h.desk.AskToOpen(ctx, stranger, h.Key(), danger, "Once more")) // changes nothing while one waits
	h.must(h.desk.Answer(ctx, caseworktest.Lead, hers.Case, ask.ID, h.Key(), false, ""))
	if row := h.row(hers.Case); len(row.Door.Asks)+len(row.Door.Openings) != 0 {
		t.Errorf("after a no: %+v", row.Door)
	}
	if _, err := h.desk.Ask(ctx, safety, hers.Case, ask.ID); casework.KindOf(err) != casework.NotFound {
		t.Errorf("it is still there: %v", err)
	}
	for _, agree := range []bool{true, false} {
		if err := h.desk.Answer(ctx, safety, hers.Case, ask.ID, h.Key(), agree, "Because"); said(err) != "This was answered already" {
			t.Errorf("answered again: %v", err)
		}
	}
}

func TestTheSecondPersonIsSomebodyElseOfAnotherAgency(t *testing.T) {
	h := newHouse(t)
	hers := h.hers()
	h.must(h.desk.AskToOpen(ctx, caseworktest.OtherWorker, h.Key(), danger, "She may be in danger"))
	ask := h.row(hers.Case).Door.Asks[0]
	for _, second := range []access.Asker{caseworktest.Lead, privacy} { // of the same agency
		shown, err := h.desk.Ask(ctx, second, hers.Case, ask.ID)
		if err != nil || shown.MayAnswer {
			t.Errorf("%s may answer: %v", second.Name, err)
		}
		if err := h.desk.Answer(ctx, second, hers.Case, ask.ID, h.Key(), true, "Because"); said(err) != "Somebody of another agency has to agree" {
			t.Errorf("%s agrees: %v", second.Name, err)
		}
	}
	for _, nobody := range []access.Asker{stranger, manager, caseworktest.OtherWorker, caseworktest.Officer, caseworktest.Admin} {
		_, look := h.desk.Ask(ctx, nobody, hers.Case, ask.ID)
		if err := h.desk.Answer(ctx, nobody, hers.Case, ask.ID, h.Key(), true, "Because"); casework.KindOf(err) != casework.Forbidden || casework.KindOf(look) != casework.Forbidden {
			t.Errorf("%s agrees: %v, %v", nobody.Name, err, look)
		}
	}
}

func TestAskingSaysNothingAboutWhoIsHere(t *testing.T) {
	h := newHouse(t)
	hers := h.hers()
	h.mark(hers, journey.ConflictEntry{Account: stranger.ID})
	for name, terms := range map[string]safeguarding.Declaration{
		"nobody": {Phone: "07700 900555"}, "hidden by a conflict": danger,
	} {
		written := len(h.Record.Ledger)
		if err := h.desk.AskToOpen(ctx, stranger, h.Key(), terms, "She may be in danger"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(h.Record.Ledger) != written+1 || len(h.row(hers.Case).Door.Asks) != 0 {
			t.Errorf("%s: %d lines, %d wait", name, len(h.Record.Ledger)-written, len(h.row(hers.Case).Door.Asks))
		}
	}
	if err := h.desk.AskToOpen(ctx, stranger, h.Key(), danger, " "); said(err) != "Say why her record has to be opened" {
		t.Errorf("without a reason: %v", err)
	}
	for _, nobody := range []access.Asker{caseworktest.Officer, caseworktest.Commissioner, caseworktest.Admin, safety} {
		_, list := h.desk.Opened(ctx, nobody)
		if err := h.desk.AskToOpen(ctx, nobody, h.Key(), danger, "Because"); casework.KindOf(err) != casework.Forbidden || casework.KindOf(list) != casework.Forbidden {
			t.Errorf("%s asks: %v, %v", nobody.Name, err, list)
		}
	}
}

func TestNothingOpensPastAConflict(t *testing.T) {
	h := newHouse(t)
	hers := h.hers()
	ask := h.ask(hers)
	h.mark(hers, journey.ConflictEntry{Agency: stranger.Agency})
	if err := h.desk.Answer(ctx, safety, hers.Case, ask.ID, h.Key(), true, "Because"); said(err) != "It cannot be opened to this person: a conflict of interest is on record" {
		t.Errorf("a conflict that came after the asking: %v", err)
	}
	second := newHouse(t)
	hers = second.hers()
	ask = second.ask(hers)
	second.must(second.desk.Answer(ctx, safety, hers.Case, ask.ID, second.Key(), true, "Because"))
	second.Wait(time.Minute)
	second.mark(hers, journey.ConflictEntry{Account: stranger.ID})
	if _, err := second.support.Open(ctx, stranger, hers.Case, ""); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a conflict that came after the opening: %v", err)
	}
	if list, err := second.desk.Opened(ctx, stranger); err != nil || len(list) != 0 {
		t.Errorf("the list still has %+v, %v", list, err)
	}
}
