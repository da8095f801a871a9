package journey

import (
	"testing"

	"throughline/internal/domain/calendar"
)

func TestSheAsksForSupportToGoOn(t *testing.T) {
	pen, row := penOn(t, "2026-03-03"), referred("2026-03-01").row(t, "")
	ended := row
	ended.Closed = d("2026-03-02")
	for name, test := range map[string]struct {
		row   Row
		entry SupportExtended
		says  string
	}{
		"as trust grew":     {row, SupportExtended{Reason: ExtendedTrust}, ""},
		"until about a day": {row, SupportExtended{Reason: ExtendedToldMore, Until: d("2026-06-03")}, ""},
		"no reason":         {row, SupportExtended{}, "reason: Choose why she asks to go on"},
		"until yesterday":   {row, SupportExtended{Reason: ExtendedTrust, Until: d("2026-03-02")}, "until: Enter a day after today, or leave it empty"},
		"after the end":     {ended, SupportExtended{Reason: ExtendedTrust}, "reason: Her support has ended. New support is a new referral"},
	} {
		if _, err := pen.Extend(test.row, test.entry, "Two more months"); saysOf(err) != test.says {
			t.Errorf("%s: %q, want %q", name, saysOf(err), test.says)
		}
	}
	for _, reason := range ExtensionReasons {
		if reason.Words() == "" {
			t.Errorf("%s has no words", reason)
		}
	}
}

func TestTheLastTalk(t *testing.T) {
	pen, s := penOn(t, "2026-03-03"), referred("2026-03-01")
	row := s.row(t, "")
	whole := func() ExitEntry {
		return ExitEntry{
			On: d("2026-03-03"), How: ExitTogether, Words: "I feel safe", Answers: map[string]string{"mental_health_improved": "yes", "accommodation_improved": "no"},
			Goals: []GoalJudged{{"flat", ReachedPart, ReachedWhole}}, Agreed: Yes, Again: d("2026-06-03"),
		}
	}
	facts, err := pen.TalkAtEnd(row, whole(), []string{"flat"})
	s.told(t, facts, err)
	if len(facts) != 5 || facts[1].Body.(OutcomeAnswered).Measure != "accommodation_improved" {
		t.Errorf("wrote %+v", facts)
	}
	if row := s.row(t, ""); row.FollowUp != d("2026-06-03") || !row.Open() || row.Answer(Exit, "mental_health_improved") != "yes" {
		t.Errorf("row %+v", row)
	}
	for name, test := range map[string]struct {
		change func(*ExitEntry)
		says   string
	}{
		"no day":               {func(e *ExitEntry) { e.On = 0 }, "on: Enter the day you talked: between 1 March 2026 and today"},
		"tomorrow":             {func(e *ExitEntry) { e.On, e.Again = d("2026-03-04"), d("2026-06-04") }, "on: Enter the day you talked: between 1 March 2026 and today"},
		"no way":               {func(e *ExitEntry) { e.How = "" }, "how: Choose how you asked her"},
		"not asked, answered":  {func(e *ExitEntry) { e.How = ExitNotAsked }, "how: There are answers of hers: choose how you asked her"},
		"another answer":       {func(e *ExitEntry) { e.Answers["mental_health_improved"] = "maybe" }, "mental_health_improved: Choose her answer"},
		"another woman's goal": {func(e *ExitEntry) { e.Goals[0].Goal = "job" }, "goals: Choose from her goals"},
		"a view left out":      {func(e *ExitEntry) { e.Goals[0].Hers = "" }, "hers-flat: Choose how far she says it was reached"},
		"a view made up":       {func(e *ExitEntry) { e.Goals[0].Workers = "nearly" }, "workers-flat: Choose how far you say it was reached"},
		"again without a day":  {func(e *ExitEntry) { e.Again = 0 }, "again: Enter the day to ask her again, after this talk"},
		"again, perhaps":       {func(e *ExitEntry) { e.Agreed = "perhaps" }, "agreed: Choose whether she may be asked again"},
	} {
		entry := whole()
		test.change(&entry)
		if _, err := pen.TalkAtEnd(row, entry, []string{"flat"}); saysOf(err) != test.says {
			t.Errorf("%s: %q, want %q", name, saysOf(err), test.says)
		}
	}
	facts, err = pen.TalkAtEnd(row, ExitEntry{On: d("2026-03-02"), How: ExitNotAsked, Agreed: No, Again: d("2026-06-03")}, nil)
	if err != nil || len(facts) != 2 || facts[1].Body.(FollowUpAgreed).On.Known() {
		t.Errorf("she was not asked: %+v, %v", facts, err)
	}
}

func TestASummaryLeavesAsSheReadIt(t *testing.T) {
	pen, s := penOn(t, "2026-03-03"), referred("2026-03-01")
	stands := func() Summary { summary, _ := SummaryOf(s.effective()); return summary }
	if _, made := SummaryOf(s.effective()); made {
		t.Error("there is a summary before one is made")
	}
	says := func(what string, err error, want string) {
		t.Helper()
		if got := saysOf(err); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	make := func(entry SummaryEntry) error { _, err := pen.MakeSummary(s.row(t, ""), entry); return err }
	says("for nobody", make(SummaryEntry{Lines: []string{"a"}}), "service: Write the name of the service, or choose one of ours")
	says("for two", make(SummaryEntry{Scheme: "minerva-wraparound", Service: "Willow House", Lines: []string{"a"}}), "service: Choose one of ours, or write a name: not both")
	says("of nothing", make(SummaryEntry{Service: "Willow House"}), "lines: Choose at least one line")

	handOver := func() error { _, err := pen.HandOverSummary(s.row(t, ""), stands()); return err }
	says("before it is made", handOver(), "summary: Put the summary together first")
	facts, err := pen.MakeSummary(s.row(t, ""), SummaryEntry{Scheme: "minerva-wraparound", Lines: []string{"Name: Amina", "Goal: A flat"}, Digest: "abc"})
	s.told(t, facts, err)
	says("before she answers", handOver(), "summary: She has not said yes to this summary")

	answer := func(digest string, said YesNo) ([]Fact, error) {
		return pen.AnswerSummary(s.row(t, ""), stands(), digest, said, ReadWithKeyworker, "Leave out the rest")
	}
	_, err = answer("another", Yes)
	says("of another text", err, "answer: The summary is another one now. Read it again")
	_, err = answer("abc", "")
	says("without an answer", err, "answer: Choose what she says to it")
	facts, err = answer("abc", No)
	s.told(t, facts, err)
	if stands().Answer != No || stands().Said != "Leave out the rest" {
		t.Errorf("stands %+v", stands())
	}
	says("after a no", handOver(), "summary: She has not said yes to this summary")
	facts, err = answer("abc", Yes)
	s.told(t, facts, err)

	facts, err = pen.HandOverSummary(s.row(t, ""), stands())
	if err != nil || len(facts) != 3 {
		t.Fatalf("handed over %+v, %v", facts, err)
	}
	next := facts[1].Body.(Referred)
	if next.Pathway != Transfer || next.Scheme != "minerva-wraparound" || next.Earlier != "case-1" || facts[1].Case == "case-1" || facts[2].Words.Text != "Name: Amina\nGoal: A flat" {
		t.Errorf("the case that goes on: %+v", facts[1:])
	}
	s.told(t, facts[:1], nil)
	if got := stands(); got.Handed != d("2026-03-03") || got.Case != facts[1].Case || len(got.ReadAloud()) != 2 {
		t.Errorf("stands %+v", got)
	}
	says("twice", handOver(), "summary: It was handed over already")
	_, err = answer("abc", No)
	says("a no after it left", err, "answer: It was handed over already")

	// Another summary begins with no answer, and an old answer is none to it.
	facts, err = pen.MakeSummary(s.row(t, ""), SummaryEntry{Service: "Willow House", Lines: []string{"Name: Amina"}, Digest: "def"})
	s.told(t, facts, err)
	if got := stands(); got.Answer != "" || got.Handed.Known() || got.Service != "Willow House" || got.Made != calendar.DayOf(pen.Now) {
		t.Errorf("stands %+v", got)
	}
}
