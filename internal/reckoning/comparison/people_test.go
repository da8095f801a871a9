package comparison

import (
	"encoding/json"
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/figure"
)

var update = flag.Bool("update", false, "write the golden files anew")

func question() Question {
	return Question{
		Meaning: figure.Meaning{
			ID: "re_arrest", Title: "Re-arrest", Measure: figure.MeasureRearrest, Definition: "Arrested again, whatever came of it", Source: "004:408",
			Window: calendar.Window{From: calendar.On(2019, time.November, 1), To: calendar.On(2021, time.August, 31)},
		},
		Traits: []Trait{Age, Ethnicity, FirstTime, OffenceGroup}, Days: 365, Each: 1,
	}
}

// invented makes people whose chance to be arrested, and to come to the service,
// both fall with age and with a first arrest. Coming takes so many points off the
// chance of an arrest: the effect that a comparison has to find.
func invented(seed uint64, size int, points float64) (women, others []Person) {
	chance := rand.New(rand.NewPCG(seed, 2021))
	for len(women) < size {
		person := Person{Age: 18 + chance.IntN(40), Coded: map[Trait]string{
			Ethnicity:    []string{"white", "black", "asian"}[chance.IntN(3)],
			OffenceGroup: []string{"TH68", "CJ88"}[chance.IntN(2)],
			FirstTime:    []string{"yes", "no"}[chance.IntN(2)],
		}, Follow: Follow{Days: 365 + chance.IntN(300)}}
		arrested, comes := 0.75-0.008*float64(person.Age-18), 0.32-0.006*float64(person.Age-18)
		if person.Coded[FirstTime] == "yes" {
			arrested, comes = arrested-0.2, comes-0.05
		}
		in := chance.Float64() < comes
		if in {
			arrested -= points
		}
		if chance.Float64() < arrested {
			person.Follow.Event, person.Follow.EventDay = true, 1+chance.IntN(365)
		}
		if in {
			women = append(women, person)
		} else {
			others = append(others, person)
		}
	}
	return women, others
}

// Women who came were younger and had more often been arrested before, so that
// bare shares would hide what coming did: 30 points fewer.
func TestAKnownEffectIsFoundWhereBareSharesHideIt(t *testing.T) {
	women, others := invented(11, 300, 0.30)
	ask := question()
	got, err := People(ask, women, others)
	if err != nil {
		t.Fatal(err)
	}
	if got.Verdict != figure.Lower || got.Effect == nil || !got.Alike {
		t.Fatalf("%s\n%s", got.Verdict, got.Text())
	}
	if interval := got.Effect.Interval; interval.Low > -0.30 || interval.High < -0.30 {
		t.Errorf("30 points fewer do not lie within %v", interval)
	}
	if apart := got.Balance[0]; apart.What != "age" || math.Abs(apart.Before) < 0.2 || math.Abs(apart.After) >= unlike {
		t.Errorf("ages lay %v apart before and %v after", apart.Before, apart.After)
	}
	golden(t, "known-effect.txt", got.Text())
	var written struct {
		Verdict string `json:"verdict"`
		Effect  struct {
			Women           struct{ Numerator, Base int } `json:"women"`
			Difference, Low float64
			Others          struct{ Base int } `json:"others"`
		} `json:"effect"`
	}
	text, err := json.Marshal(got)
	if err == nil {
		err = json.Unmarshal(text, &written)
	}
	if n, _ := got.Effect.A.Base(); err != nil || written.Verdict != "lower" || written.Effect.Women.Base != n || written.Effect.Others.Base != n || written.Effect.Low >= 0 || written.Effect.Difference != -32.333 {
		t.Errorf("%s, %v", text, err)
	}
	columns, rows := got.CSV()
	var file strings.Builder
	if err := figure.WriteCSV(&file, columns, rows); err != nil || !strings.Contains(file.String(), "verdict,Re-arrest was lower") {
		t.Errorf("%s, %v", file.String(), err)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || got != string(want) {
		t.Errorf("%s is not as kept (%v):\n%s", name, err, got)
	}
}

func TestTheOrderInWhichPeopleAreKeptChangesNothing(t *testing.T) {
	women, others := invented(3, 90, 0.1)
	one, err := People(question(), women, others)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(women)
	slices.Reverse(others)
	other, err := People(question(), women, others)
	if err != nil || one.Text() != other.Text() {
		t.Errorf("%v\n%s\nand the other way round\n%s", err, one.Text(), other.Text())
	}
}

// Of comparisons in which coming did nothing, few find something, and what is
// found is within its interval about as often as the interval says.
func TestNoEffectIsFoundWhereThereIsNone(t *testing.T) {
	rounds := 60
	if testing.Short() {
		rounds = 8
	}
	found, given := 0, 0
	for seed := range rounds {
		women, others := invented(uint64(seed)+100, 150, 0)
		ask := question()
		ask.Each = 2
		got, err := People(ask, women, others)
		if err != nil {
			t.Fatal(err)
		}
		if got.Effect == nil {
			continue
		}
		given++
		if got.Verdict != figure.NoEffect {
			found++
		}
		if a, b := got.Effect.A.Tally().Base, got.Effect.B.Tally().Base; b != 2*a {
			t.Fatalf("%d women have %d others, not two each", a, b)
		}
	}
	if given < rounds/2 || found > given/8+1 {
		t.Errorf("of %d comparisons %d gave an effect and %d of those found one", rounds, given, found)
	}
}

func TestWhoIsLeftOutIsSaid(t *testing.T) {
	women, others := invented(5, 80, 0)
	women[0].Follow.Days = 100
	women[1].Coded[OffenceGroup] = "PU86" // nobody else has it
	others[0].Follow.Days, others[1].Follow.Days = 364, 10
	got, err := People(question(), women, others)
	if err != nil {
		t.Fatal(err)
	}
	want := []Step{
		{"to begin with", 80, len(others)},
		{"followed for less than 365 days", 1, 2},
		{"offence_group: an answer that nobody on the other side gave", 1, 0},
	}
	if !slices.Equal(got.Loss[:3], want) {
		t.Errorf("lost %v, want %v", got.Loss, want)
	}
	left := got.Loss[0]
	for _, step := range got.Loss[1 : len(got.Loss)-1] {
		left.Women, left.Others = left.Women-step.Women, left.Others-step.Others
	}
	if last := got.Loss[len(got.Loss)-1]; last.Women != left.Women || last.Others != left.Others || last.What != "matched" {
		t.Errorf("the steps leave %v, and the last says %v", left, last)
	}
}

// Too few before matching, too few near enough, or not alike: no effect.
func TestNoEffectIsGivenOfTooFewOrOfSidesThatDiffer(t *testing.T) {
	women, others := invented(5, 80, 0.3)
	few, err := People(question(), women[:59], others)
	if err != nil || few.Verdict != figure.NotEnough || few.Effect != nil || !strings.Contains(few.Says(), "not enough people") {
		t.Errorf("59 women: %s, %v", few.Verdict, err)
	}
	ask := question()
	ask.Each = 5
	near, err := People(ask, women, others[:120])
	if err != nil || near.Verdict != figure.NotEnough || near.Effect != nil {
		t.Errorf("five of 120 for each of 80: %s, %v", near.Verdict, err)
	}
	// Of 110 others too few are like 62 women: those near in score still differ.
	women, others = invented(22, 62, 0.3)
	apart, err := People(question(), women, others[:110])
	if err != nil || apart.Alike || apart.Effect != nil || apart.Verdict != "" {
		t.Errorf("alike %v, verdict %q, %v", apart.Alike, apart.Verdict, err)
	}
	if text := apart.Text(); !strings.Contains(text, "Balance was not reached") || !strings.Contains(text, "  not alike\n") || strings.Contains(text, "Difference:") {
		t.Errorf("%s", text)
	}
}

func TestQuestionsThatCannotBeAskedAreRefused(t *testing.T) {
	women, others := invented(5, 80, 0)
	undated := slices.Clone(others)
	for i := range undated {
		if undated[i].Follow.Event {
			undated[i].Follow = Follow{Days: 400, Event: true, Undated: true}
			break
		}
	}
	for what, row := range map[string]struct {
		change func(*Question)
		others []Person
		says   string
	}{
		"no day":      {func(q *Question) { q.Days = 0 }, others, "at least one day"},
		"no other":    {func(q *Question) { q.Each = 0 }, others, "0 others"},
		"nothing":     {func(q *Question) { q.Traits = nil }, others, "nothing that both sides"},
		"longer time": {func(*Question) {}, undated, "without the day of the event"},
	} {
		ask := question()
		row.change(&ask)
		if _, err := People(ask, women, row.others); err == nil || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v, want %q", what, err, row.says)
		}
	}
}

// Of nine women an answer of their own cannot be made alike: it stands together
// with other rare ones, on both sides, and whom it was read of keeps hers.
func TestRareAnswersStandTogether(t *testing.T) {
	women, others := invented(5, 120, 0)
	for i := range 9 {
		women[i].Coded[Ethnicity], others[i].Coded[Ethnicity] = "roma", "roma"
	}
	got, err := People(question(), women, others)
	if err != nil {
		t.Fatal(err)
	}
	has := func(what string) bool {
		return slices.ContainsFunc(got.Balance, func(b Balance) bool { return b.What == what })
	}
	if has("ethnicity roma") || !has("ethnicity another") || women[0].Coded[Ethnicity] != "roma" {
		t.Errorf("%v", got.Balance)
	}
}

// Ages that nobody stated are a value like any other, and everybody may have the
// same answers.
func TestWhatIsNotStatedIsMatchedWithWhatIsNotStated(t *testing.T) {
	var women, others []Person
	for i := range 160 {
		person := Person{Follow: Follow{Days: 365, Event: i%4 == 0, EventDay: 200}}
		if i%2 == 0 {
			person.Age = 30
		}
		women, others = append(women, person), append(others, person)
	}
	ask := question()
	got, err := People(ask, women, others)
	if err != nil || !got.Alike || got.Verdict != figure.NoEffect || got.Effect.A.Tally().Numerator != 40 {
		t.Fatalf("%v\n%s", err, got.Text())
	}
	if !slices.ContainsFunc(got.Balance, func(b Balance) bool { return b.What == "age not_stated" && b.After == 0 }) {
		t.Errorf("ages not stated are not in %v", got.Balance)
	}
	ask.Traits = []Trait{Ethnicity}
	if got, err := People(ask, women, others); err != nil || got.Verdict != figure.NoEffect || len(got.Balance) != 0 {
		t.Errorf("nothing tells anybody apart: %v, %v", got.Verdict, err)
	}
}
