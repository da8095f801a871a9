package assessment_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/assessment"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/screening"
)

var ctx = context.Background()

// house is a service that screens, with one woman in Priya's caseload.
type house struct {
	*caseworktest.Room
	t      *testing.T
	desk   assessment.Desk
	caseID string
}

func newHouse(t *testing.T) *house {
	t.Helper()
	tools, err := screening.Tools()
	if err != nil {
		t.Fatal(err)
	}
	instruments, err := screening.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	room := caseworktest.NewRoom(t)
	h := &house{Room: room, t: t, desk: assessment.Desk{Bench: room.Bench, Tools: tools, Tool: "common", Instruments: instruments}}
	referred := caseworktest.Amina()
	referred.Urgent = []string{"nowhere_safe"}
	facts, err := h.Bench.Pen(caseworktest.Officer).Refer(referred, "")
	h.write(facts, err)
	facts, err = h.Bench.Pen(caseworktest.Lead).Allocate(h.row(), caseworktest.Keyworker.ID, caseworktest.Keyworker.Agency, "")
	h.write(facts, err)
	return h
}

func (h *house) write(facts []journey.Fact, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
	receipt, err := h.Record.Append(ctx, casework.Change{Key: h.Key(), Digest: h.Key(), Case: h.caseID, Seen: casework.AnyVersion, Facts: facts})
	if err != nil {
		h.t.Fatal(err)
	}
	h.caseID = receipt.Case
}

func (h *house) row() journey.Row {
	h.t.Helper()
	row, err := h.Record.Row(ctx, h.caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

func (h *house) screen(asker access.Asker, where journey.AskedWhere, question string, answer journey.ScreenAnswer) {
	h.t.Helper()
	if _, err := h.desk.Screen(ctx, asker, h.caseID, h.Key(), journey.ScreenEntry{
		At: calendar.At(h.Now()), Where: where, Answers: []journey.ScreenedAnswer{{Question: question, Answer: answer, Words: "said " + string(answer)}},
	}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) asked(asker access.Asker, question string) assessment.Asked {
	h.t.Helper()
	view, err := h.desk.Screening(ctx, asker, h.caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	return view.Questions[slices.IndexFunc(view.Questions, func(q assessment.Asked) bool { return q.ID == question })]
}

// What police raised is to be asked; to say nothing leaves it open; an answer is
// not asked again, and a later one stands beside it. Source: 000:194, 004:295.
func TestTheStoryOfOneQuestion(t *testing.T) {
	h := newHouse(t)
	priya := caseworktest.Keyworker
	raised := h.asked(priya, "violence_now")
	if last, known := raised.Last(); raised.Told || !known || last.Answer != "" || last.Agency != caseworktest.Officer.Agency {
		t.Errorf("raised by police: %+v", raised.Findings)
	}
	if _, known := h.asked(priya, "learning").Last(); known {
		t.Error("something is known of a question that nobody asked")
	}
	h.screen(priya, journey.AskedInCustody, "violence_now", journey.ScreenDeclined)
	if again := h.asked(priya, "violence_now"); again.Told {
		t.Error("she would rather not say, and is not asked again")
	}
	h.WaitDays(20)
	h.screen(priya, journey.AskedAtCentre, "violence_now", journey.ScreenYes)
	h.WaitDays(1)
	h.screen(priya, journey.AskedByPhone, "violence_now", journey.ScreenNo)
	told := h.asked(priya, "violence_now")
	if last, _ := told.Last(); !told.Told || last.Answer != journey.ScreenNo || last.Where != journey.AskedByPhone || last.By != priya.ID || last.Words != "said no" {
		t.Errorf("last: %+v", last)
	}
	var said []journey.ScreenAnswer
	for _, found := range told.Findings {
		said = append(said, found.Answer)
	}
	if want := []journey.ScreenAnswer{"", journey.ScreenDeclined, journey.ScreenYes, journey.ScreenNo}; !slices.Equal(said, want) {
		t.Errorf("she said %q, and %q is kept", want, said)
	}
	line, _ := h.Record.Last()
	if line.What != "open screening" || line.Action != access.Read || line.Classes != "ND" || line.Case != h.caseID {
		t.Errorf("the read was written down as %+v", line)
	}
}

func TestHarmComesFirst(t *testing.T) {
	h := newHouse(t)
	entry := func(question string, answer journey.ScreenAnswer) journey.ScreenEntry {
		return journey.ScreenEntry{At: calendar.At(h.Now()), Where: journey.AskedAtCentre, Answers: []journey.ScreenedAnswer{{Question: question, Answer: answer}}}
	}
	for _, test := range []struct {
		question string
		answer   journey.ScreenAnswer
		harm     bool
	}{{"feeling", journey.ScreenYes, false}, {"harm_to_herself", journey.ScreenNo, false}, {"harm_to_herself", journey.ScreenYes, true}} {
		if harm, err := h.desk.Screen(ctx, caseworktest.Keyworker, h.caseID, h.Key(), entry(test.question, test.answer)); err != nil || harm != test.harm {
			t.Errorf("%s %s: harm %t, %v", test.question, test.answer, harm, err)
		}
	}
	if !h.row().Concerns.Has(journey.AtRiskHerself) {
		t.Error("she told of harm, and there is no concern")
	}
	h.Wait(time.Hour)
	if err := h.desk.NoteRisk(ctx, caseworktest.Keyworker, h.caseID, h.Key(), h.Bench.Today(), journey.RiskEntry{
		RiskTold: journey.RiskTold{To: journey.RiskToHerself, Present: journey.No}, Done: ""}); err != nil {
		t.Fatal(err)
	}
	risks, err := h.desk.Risks(ctx, caseworktest.Keyworker, h.caseID)
	if err != nil || len(risks) != 2 || risks[1].Present != journey.Yes {
		t.Errorf("risks %+v, %v", risks, err)
	}
}

func scores(answers ...int) journey.ScoreEntry { return journey.ScoreEntry{Items: answers} }

func TestScoresOverTime(t *testing.T) {
	h := newHouse(t)
	priya := caseworktest.Keyworker
	total := 6
	for _, each := range []struct {
		entry journey.ScoreEntry
		harm  bool
	}{
		{scores(3, 3, 2, 2, 1, 1, 1, 1, 1), true}, {journey.ScoreEntry{Declined: true}, false}, {scores(2, 2, 2, 2, 1, 1, 1, 1, 0), false}, {journey.ScoreEntry{Total: &total}, false},
	} {
		each.entry.On = h.Bench.Today()
		if harm, err := h.desk.Score(ctx, priya, h.caseID, h.Key(), "phq9", each.entry); err != nil || harm != each.harm {
			t.Fatalf("%+v: harm %t, %v", each.entry, harm, err)
		}
		h.WaitDays(14)
	}
	view, err := h.desk.Measures(ctx, priya, h.caseID)
	if err != nil {
		t.Fatal(err)
	}
	got := view.Offered[0].Scores
	if len(got) != 4 || got[0].Readings[0].Band != "moderately severe" || len(got[0].Alerts) != 1 || got[0].Moved != nil {
		t.Errorf("first: %+v", got[0])
	}
	if got[1].Readings != nil || got[1].Moved != nil {
		t.Errorf("declined: %+v", got[1])
	}
	if *got[2].Moved != -3 || got[2].Real || *got[3].Moved != -9 || !got[3].Real || got[3].Readings[0].Band != "mild" {
		t.Errorf("later: %+v, %+v", got[2], got[3])
	}
	if last, _ := h.Record.Last(); last.What != "open measures" || last.Classes != "ND" {
		t.Errorf("the read was written down as %+v", last)
	}
}

// A questionnaire is offered on the terms of its licence.
func TestWhichQuestionnairesAreUsed(t *testing.T) {
	h := newHouse(t)
	on := h.Bench.Today()
	yes := 1
	for id, loaded := range map[string]bool{"audit": true, "wemwbs": false, "outcomes_star": false, "hits": false, "unheard_of": false} {
		h.desk.Loaded = nil
		_, off := h.desk.Score(ctx, caseworktest.Keyworker, h.caseID, h.Key(), id, journey.ScoreEntry{On: on, Total: &yes})
		h.desk.Loaded = []string{id}
		_, turned := h.desk.Score(ctx, caseworktest.Keyworker, h.caseID, h.Key(), id, journey.ScoreEntry{On: on, Total: &yes})
		if off == nil || (turned == nil) != loaded {
			t.Errorf("%s: off %v, turned on %v", id, off, turned)
		}
	}
	h.desk.Loaded = nil
	view, err := h.desk.Measures(ctx, caseworktest.Keyworker, h.caseID)
	if err != nil || len(view.Offered) != 12 || len(view.Others) != 11 { // with AUDIT, which she has a score on
		t.Errorf("%d offered, %d not, %v", len(view.Offered), len(view.Others), err)
	}
}

func TestGivingAScore(t *testing.T) {
	h := newHouse(t)
	priya := caseworktest.Keyworker
	if _, err := h.desk.Score(ctx, priya, h.caseID, h.Key(), "phq9", journey.ScoreEntry{On: h.Bench.Today(), Items: make([]int, 9)}); err != nil {
		t.Fatal(err)
	}
	facts := h.Record.Facts()
	scored := facts[len(facts)-1].ID
	given, err := h.desk.Give(ctx, priya, h.caseID, scored, "To her doctor; she asked for it")
	line, _ := h.Record.Last()
	if err != nil || given.Instrument.ID != "phq9" || given.Reference != casework.Reference(h.caseID) || line.Action != access.Export || line.Said != "To her doctor; she asked for it" || line.Classes != "ND" {
		t.Errorf("given %+v, %v; ledger %+v", given, err, line)
	}
	for name, test := range map[string]struct {
		asker access.Asker
		fact  string
		said  string
		kind  casework.Kind
	}{
		"without her word":     {priya, scored, "  ", casework.Invalid},
		"another fact":         {priya, facts[0].ID, "To her doctor", casework.NotFound},
		"by a lead":            {caseworktest.Lead, scored, "To her doctor", casework.NotFound},
		"by another keyworker": {caseworktest.OtherWorker, scored, "To her doctor", casework.NotFound},
		"by police":            {caseworktest.Officer, scored, "To her doctor", casework.NotFound},
	} {
		if _, err := h.desk.Give(ctx, test.asker, h.caseID, test.fact, test.said); casework.KindOf(err) != test.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Who may not read her needs learns nothing, and writes nothing.
func TestOthersAreRefused(t *testing.T) {
	h := newHouse(t)
	before := len(h.Record.Facts())
	for _, asker := range []access.Asker{caseworktest.OtherWorker, caseworktest.Officer, caseworktest.Commissioner, caseworktest.Admin} {
		_, screening := h.desk.Screening(ctx, asker, h.caseID)
		_, measures := h.desk.Measures(ctx, asker, h.caseID)
		_, risks := h.desk.Risks(ctx, asker, h.caseID)
		_, screen := h.desk.Screen(ctx, asker, h.caseID, h.Key(), journey.ScreenEntry{})
		_, score := h.desk.Score(ctx, asker, h.caseID, h.Key(), "phq9", journey.ScoreEntry{})
		note := h.desk.NoteRisk(ctx, asker, h.caseID, h.Key(), h.Bench.Today(), journey.RiskEntry{})
		for _, err := range []error{screening, measures, risks, screen, score, note} {
			if casework.KindOf(err) != casework.NotFound || strings.Contains(err.Error(), "Okafor") {
				t.Errorf("%s: %v", asker.Role, err)
			}
		}
	}
	if len(h.Record.Facts()) != before {
		t.Error("somebody else wrote in her record")
	}
	h.desk.Tool = "none"
	if _, err := h.desk.Screening(ctx, caseworktest.Keyworker, h.caseID); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a tool that is not there: %v", err)
	}
}

// A form sent twice writes once, and nothing read leaves without its line.
func TestOnceAndWrittenDown(t *testing.T) {
	h := newHouse(t)
	entry := journey.ScoreEntry{On: h.Bench.Today(), Items: make([]int, 9)}
	for range 2 {
		if _, err := h.desk.Score(ctx, caseworktest.Keyworker, h.caseID, "one key", "phq9", entry); err != nil {
			t.Fatal(err)
		}
	}
	view, err := h.desk.Measures(ctx, caseworktest.Keyworker, h.caseID)
	if err != nil || len(view.Offered[0].Scores) != 1 {
		t.Errorf("%d scores, %v", len(view.Offered[0].Scores), err)
	}
	h.Record.Deaf = context.DeadlineExceeded
	if view, err := h.desk.Measures(ctx, caseworktest.Keyworker, h.caseID); casework.KindOf(err) != casework.Unavailable || len(view.Offered) > 0 {
		t.Errorf("a read that cannot be written down: %v", err)
	}
}
