package journey

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// twoTools are two versions of a tool: the second asks two of its questions anew.
func twoTools() (need.Tool, need.Tool) {
	first := need.Tool{ID: "common", Version: 1, Questions: []need.Question{
		{ID: "violence", Area: need.Violence, Ask: "Are you safe?", Raised: []need.Observation{{Screen: need.AtEncounter, Codes: []string{"domestic_abuse"}}}},
	}}
	second := need.Tool{ID: "common", Version: 2, Questions: []need.Question{
		{ID: "violence_now", Area: need.Violence, Ask: "Are you safe now?", Same: []need.Reference{{Tool: "common", Version: 1, Questions: []string{"violence"}}},
			Raised: []need.Observation{{Screen: need.AtEncounter, Codes: []string{"domestic_abuse"}}}},
		{ID: "violence_before", Area: need.Violence, Ask: "Were you safe before?"},
		{ID: "harm", Area: need.MentalHealth, Ask: "Do you think of harm?", Safety: true},
	}}
	return first, second
}

func asked(answers ...ScreenedAnswer) ScreenEntry {
	return ScreenEntry{At: calendar.OnDay(d("2021-03-01")), Where: AskedAtCentre, Answers: answers}
}

func TestScreening(t *testing.T) {
	p, row := assessing()
	_, tool := twoTools()
	for name, test := range map[string]struct {
		entry ScreenEntry
		want  problem
	}{
		"one answer":             {asked(ScreenedAnswer{Question: "violence_now", Answer: ScreenNo}), problem{}},
		"to say nothing":         {asked(ScreenedAnswer{Question: "violence_now", Answer: ScreenDeclined}), problem{}},
		"nothing asked":          {asked(), problem{"questions", "at least one question"}},
		"words without answer":   {asked(ScreenedAnswer{Question: "violence_now", Words: "He shouts"}), problem{"violence_now", "Choose her answer"}},
		"another answer":         {asked(ScreenedAnswer{Question: "violence_now", Answer: "maybe"}), problem{"violence_now", "Choose her answer"}},
		"another question":       {asked(ScreenedAnswer{Question: "violence", Answer: ScreenYes}), problem{"violence", "from the list"}},
		"asked nowhere":          {ScreenEntry{At: calendar.OnDay(d("2021-03-01")), Answers: asked(ScreenedAnswer{Question: "violence_now", Answer: ScreenNo}).Answers}, problem{"where", "where you asked"}},
		"asked tomorrow":         {ScreenEntry{At: calendar.OnDay(d("2021-03-02")), Where: AskedAtCourt, Answers: asked(ScreenedAnswer{Question: "violence_now", Answer: ScreenNo}).Answers}, problem{"on", "today or an earlier day"}},
		"before she was sent":    {ScreenEntry{At: calendar.OnDay(d("2021-01-03")), Where: AskedInCustody, Answers: asked(ScreenedAnswer{Question: "violence_now", Answer: ScreenNo}).Answers}, problem{"on", "before she was referred"}},
		"at an hour still ahead": {ScreenEntry{At: calendar.At(p.Now.Add(time.Hour)), Where: AskedByPhone, Answers: asked(ScreenedAnswer{Question: "violence_now", Answer: ScreenNo}).Answers}, problem{"on", "not happened yet"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.Screen(row, tool, test.entry)
			wantProblem(t, err, test.want)
		})
	}
}

// A yes that tells of harm to herself is a risk until somebody spoke with her.
func TestAnAnswerThatTellsOfHarmIsARisk(t *testing.T) {
	p, row := assessing()
	_, tool := twoTools()
	for answer, risk := range map[ScreenAnswer]bool{ScreenYes: true, ScreenNo: false, ScreenNotSure: false, ScreenDeclined: false} {
		facts, err := p.Screen(row, tool, asked(ScreenedAnswer{Question: "harm", Answer: answer}))
		if err != nil {
			t.Fatal(err)
		}
		if got := folded(facts).Has(AtRiskHerself); got != risk {
			t.Errorf("%s: at risk %t", answer, got)
		}
	}
}

func folded(facts []Fact) Concerns {
	var c Concerns
	for _, fact := range facts {
		c.take(fact)
	}
	return c
}

// What was answered elsewhere is known, and what was only seen is to be asked.
func TestWhatIsKnownOfAQuestion(t *testing.T) {
	_, second := twoTools()
	facts := []Fact{
		{Happened: calendar.OnDay(d("2021-01-03")), Agency: "Met Police", Body: Encounter{Needs: []string{"domestic_abuse"}}},
		{Happened: calendar.OnDay(d("2021-01-04")), Agency: "Liaison", Body: Screened{Tool: "common", Version: 1, Question: "violence", Area: need.Violence, Answer: ScreenDeclined, Where: AskedInCustody}},
		{Happened: calendar.OnDay(d("2021-01-20")), Agency: "Centre", Body: Screened{Tool: "common", Version: 1, Question: "violence", Area: need.Violence, Answer: ScreenYes, Where: AskedAtCentre}, Words: &Words{Text: "Since last year"}},
	}
	found := FindingsOf(facts, second)["violence_now"]
	if len(found) != 3 || found[0].Answer != "" || found[0].Agency != "Met Police" || found[2].Words != "Since last year" || found[2].Same {
		t.Fatalf("found %+v", found)
	}
	for n, want := range map[int]struct {
		answer ScreenAnswer
		told   bool
	}{0: {"", false}, 1: {"", false}, 2: {ScreenDeclined, false}, 3: {ScreenYes, true}} {
		if last, told := Told(found[:n]); last.Answer != want.answer || told != want.told {
			t.Errorf("after %d findings: %q, told %t", n, last.Answer, told)
		}
	}
	if other := FindingsOf(facts, second)["violence_before"]; len(other) != 0 {
		t.Errorf("a question that nobody asked is known: %+v", other)
	}
}

// What an agency raised is open until she answered; to say nothing leaves it open.
func TestAnAnswerClosesWhatWasRaised(t *testing.T) {
	raised := Fact{Happened: calendar.OnDay(d("2021-01-03")), Body: Encounter{Needs: []string{"domestic_abuse"}}}
	for answer, open := range map[ScreenAnswer]int{ScreenYes: 0, ScreenNo: 0, ScreenNotSure: 0, ScreenDeclined: 1} {
		said := Fact{Happened: calendar.OnDay(d("2021-01-05")), Body: Screened{Area: need.Violence, Answer: answer}}
		if got := RaisedIn([]Fact{raised, said}); len(got) != open {
			t.Errorf("after %q there are %d open", answer, len(got))
		}
	}
}

// wellbeing is an instrument made up for these tests.
var wellbeing = need.Instrument{
	ID: "made_up", Title: "Made up", Version: "1", Items: 4, To: 3, Reversed: []int{2},
	Scales: []need.Scale{{Bands: []need.Band{{From: 0, To: 5, Words: "low"}, {From: 6, To: 12, Words: "high"}}}},
	Alerts: []need.Alert{{Item: 4, From: 1, Words: "harm"}},
}

func TestScoring(t *testing.T) {
	p, row := assessing()
	total := func(n int) *int { return &n }
	on := d("2021-03-01")
	for name, test := range map[string]struct {
		entry ScoreEntry
		want  problem
	}{
		"every answer":           {ScoreEntry{On: on, Items: []int{0, 3, 1, 0}}, problem{}},
		"the total of the form":  {ScoreEntry{On: on, Total: total(12)}, problem{}},
		"she would rather not":   {ScoreEntry{On: on, Declined: true}, problem{}},
		"nothing":                {ScoreEntry{On: on}, problem{"items", "every question"}},
		"an answer too few":      {ScoreEntry{On: on, Items: []int{0, 3, 1}}, problem{"items", "has 4 questions"}},
		"an answer too high":     {ScoreEntry{On: on, Items: []int{0, 3, 1, 4}}, problem{"items", "Question 4 goes from 0 to 3"}},
		"a total too high":       {ScoreEntry{On: on, Total: total(13)}, problem{"total", "from 0 to 12"}},
		"answers and total":      {ScoreEntry{On: on, Items: []int{0, 3, 1, 0}, Total: total(1)}, problem{"total", "not both"}},
		"declined, and answered": {ScoreEntry{On: on, Declined: true, Items: []int{0, 3, 1, 0}}, problem{"declined", "leave the answers empty"}},
		"tomorrow":               {ScoreEntry{On: d("2021-03-02"), Total: total(1)}, problem{"on", "today or an earlier day"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.Score(row, wellbeing, test.entry)
			wantProblem(t, err, test.want)
		})
	}
}

// Whatever she answers, the total is the sum of her answers with the good signs
// turned round, it has exactly one band, and harm is flagged if and only if she
// told of it.
func TestTheTotalFollowsFromTheAnswers(t *testing.T) {
	p, row := assessing()
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfN(rapid.IntRange(0, 3), 4, 4).Draw(t, "items")
		facts, err := p.Score(row, wellbeing, ScoreEntry{On: d("2021-03-01"), Items: items})
		if err != nil {
			t.Fatal(err)
		}
		body := facts[0].Body.(InstrumentScored)
		if want := items[0] + 3 - items[1] + items[2] + items[3]; body.Total != want || !slices.Equal(body.Items, items) {
			t.Fatalf("%v make %d, want %d", items, body.Total, want)
		}
		fromTotal, err := wellbeing.ScoreTotal(body.Total)
		if err != nil {
			t.Fatal(err)
		}
		fromItems, err := wellbeing.Score(items)
		if err != nil || fromItems[0].Band == "" || fromItems[0].Band != fromTotal[0].Band || fromItems[0].Total != body.Total {
			t.Fatalf("%v read as %+v from the answers and %+v from the total (%v)", items, fromItems, fromTotal, err)
		}
		if folded(facts).Has(AtRiskHerself) != (items[3] > 0) {
			t.Fatalf("%v: concerns %v", items, folded(facts).Words())
		}
	})
}
