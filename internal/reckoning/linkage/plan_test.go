package linkage

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAModelIsReadOrSaysWhatItDoesNotKnow(t *testing.T) {
	const comparison = `{"output_column_name": "n", "comparison_levels": [
		{"sql_condition": "n_l = n_r", "m_probability": 0.9, "u_probability": 0.1}, {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.9}]}`
	for _, row := range []struct{ name, text, want string }{
		{"as it should be", `{"link_type": "link_only", "probability_two_random_records_match": 0.1, "comparisons": [` + comparison + `]}`, ""},
		{"rules with their dialect", `{"link_type": "dedupe_only", "comparisons": [` + comparison + `], "blocking_rules_to_generate_predictions": [{"blocking_rule": "l.n = r.n", "sql_dialect": "spark"}, "l.\"n\" = r.\"n\""]}`, ""},
		{"no JSON", `model`, "invalid character"},
		{"two models", `{"link_type": "link_only", "comparisons": [` + comparison + `]} {}`, "after its end"},
		{"a field that is not known", `{"link_type": "link_only", "query": "SELECT"}`, `unknown field "query"`},
		{"a level's field that is not known", `{"link_type": "link_only", "comparisons": [{"output_column_name": "n", "comparison_levels": [{"sql": ""}]}]}`, `unknown field "sql"`},
		{"a rule's field that is not known", `{"link_type": "link_only", "comparisons": [` + comparison + `], "blocking_rules_to_generate_predictions": [{"blocking_rule": "l.n = r.n", "salting_partitions": 4}]}`, `unknown field "salting_partitions"`},
		{"a kind of linking", `{"link_type": "link_and_dedupe", "comparisons": [` + comparison + `]}`, "link_and_dedupe"},
		{"nothing compared", `{"link_type": "link_only"}`, "compares nothing"},
		{"one name twice", `{"link_type": "link_only", "comparisons": [` + comparison + `,` + comparison + `]}`, `comparison 2, "n": each comparison needs`},
		{"a certain prior", `{"link_type": "link_only", "probability_two_random_records_match": 1, "comparisons": [` + comparison + `]}`, "between 0 and 1"},
		{"no last answer", `{"link_type": "link_only", "comparisons": [{"output_column_name": "n", "comparison_levels": [{"sql_condition": "n_l = n_r"}, {"sql_condition": "n_l <> n_r"}]}]}`, "is not ELSE"},
		{"one level", `{"link_type": "link_only", "comparisons": [{"output_column_name": "n", "comparison_levels": [{"sql_condition": "ELSE"}]}]}`, "it has 1 levels"},
		{"no probability", `{"link_type": "link_only", "comparisons": [{"output_column_name": "n", "comparison_levels": [{"sql_condition": "n_l = n_r", "m_probability": 2}, {"sql_condition": "ELSE"}]}]}`, "2 is no probability"},
		{"a function that is not known", `{"link_type": "link_only", "comparisons": [{"output_column_name": "n", "comparison_levels": [{"sql_condition": "read_csv(n_l) = n_r"}, {"sql_condition": "ELSE"}]}]}`, `comparison 1, "n", level 1, read_csv(n_l) = n_r: read_csv at 0`},
		{"a rule that is every pair", `{"link_type": "link_only", "comparisons": [` + comparison + `], "blocking_rules_to_generate_predictions": ["1 = 1"]}`, "blocking rule 1, 1 = 1: it names no value"},
		{"too large", strings.Repeat(" ", largestModel+1), "larger than"},
	} {
		model, err := ParseModel([]byte(row.text))
		if row.want == "" {
			if err != nil || len(model.Comparisons) != 1 {
				t.Errorf("%s: %v", row.name, err)
				continue
			}
			text, err := model.JSON()
			again, readErr := ParseModel(text)
			if err != nil || readErr != nil || !slices.EqualFunc(again.Comparisons[0].Levels, model.Comparisons[0].Levels, func(a, b Level) bool { return a == b }) {
				t.Errorf("%s: written and read again it is another: %v %v", row.name, err, readErr)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), row.want) || !strings.HasPrefix(err.Error(), "reading the model") {
			t.Errorf("%s: %v, want %q", row.name, err, row.want)
		}
	}
}

func TestATableThatDoesNotFitIsRefused(t *testing.T) {
	words := NewWords()
	table := NewTable(words, PoliceColumns...)
	if err := table.Add("one"); err == nil {
		t.Error("a record with one value for four columns was added")
	}
	model := Police()
	for name, make := range map[string]func() (*Plan, error){
		"one list":        func() (*Plan, error) { return model.Plan(table, nil) },
		"other words":     func() (*Plan, error) { return model.Plan(table, NewTable(NewWords(), PoliceColumns...)) },
		"without columns": func() (*Plan, error) { return model.Plan(table, NewTable(words, "given_name")) },
	} {
		if _, err := make(); err == nil {
			t.Errorf("%s: a plan was made", name)
		}
	}
	if Police().Trained() {
		t.Error("the model for a police feed says that it was trained")
	}
	if table.Value(0, "given_name") != "" || table.Value(-1, "given_name") != "" || table.Value(0, "none") != "" {
		t.Error("a value where there is none")
	}
	if _, err := model.Train(table, table, Training{}); err == nil {
		t.Error("trained without anybody who draws")
	}
}

// invented returns two lists of invented women, of whom some are in both, with the
// misspellings of a feed.
func invented(n int, seed uint64) (women, feed *Table, truth []int) {
	draw := rand.New(rand.NewPCG(seed, 7))
	syllables := []string{"an", "bel", "ca", "dor", "el", "fi", "gra", "ha", "is", "jo", "ka", "li", "ma", "no", "ol", "pe", "ro", "sa", "ta", "vi"}
	name := func(parts int) string {
		var b strings.Builder
		for range parts {
			b.WriteString(syllables[int(float64(len(syllables))*draw.Float64()*draw.Float64())])
		}
		return b.String()
	}
	words := NewWords()
	women, feed = NewTable(words, PoliceColumns...), NewTable(words, PoliceColumns...)
	for i := range n {
		values := []string{name(2 + i%2), name(3), fmt.Sprintf("%d-%02d-%02d", 1950+draw.IntN(55), 1+draw.IntN(12), 1+draw.IntN(28)),
			fmt.Sprintf("%s%d %d%s", strings.ToUpper(syllables[draw.IntN(20)])[:1], 1+draw.IntN(20), 1+draw.IntN(9), strings.ToUpper(name(1))[:2])}
		_ = women.Add(values...)
		other := []string{name(2), name(3), fmt.Sprintf("%d-%02d-%02d", 1950+draw.IntN(55), 1+draw.IntN(12), 1+draw.IntN(28)), ""}
		if whose := i; draw.IntN(3) == 0 {
			other = slices.Clone(values)
			switch draw.IntN(5) {
			case 0:
				other[0], other[1] = other[1], other[0]
			case 1:
				other[1] = other[1][1:]
			case 2:
				other[3] = ""
			}
			truth = append(truth, whose)
		} else {
			truth = append(truth, -1)
		}
		_ = feed.Add(other...)
	}
	return women, feed, truth
}

func TestEveryPairThatARuleFindsIsWeighedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		women, feed, _ := invented(rapid.IntRange(1, 60).Draw(t, "women"), rapid.Uint64().Draw(t, "seed"))
		model := Police()
		model.Prior = 0.01
		plan, err := model.Plan(women, feed)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[[2]int32]bool{}
		cut := rapid.IntRange(0, plan.Records()).Draw(t, "cut")
		for _, part := range [][2]int{{0, cut}, {cut, plan.Records()}} {
			plan.Scorer().Score(part[0], part[1], func(pair Pair) {
				if seen[[2]int32{pair.Left, pair.Right}] {
					t.Fatalf("%d and %d were weighed twice", pair.Left, pair.Right)
				}
				seen[[2]int32{pair.Left, pair.Right}] = true
			})
		}
		scorer := plan.Scorer()
		for left := range int32(women.Len()) {
			for right := range int32(feed.Len()) {
				found := slices.ContainsFunc(plan.blocks, func(b *block) bool {
					return b.holds(&scorer.scratch, left, right)
				})
				if found != seen[[2]int32{left, right}] {
					t.Fatalf("%d and %d: a rule finds them %t, weighed %t", left, right, found, seen[[2]int32{left, right}])
				}
			}
		}
		if int64(len(seen)) > plan.Candidates() {
			t.Fatalf("%d pairs, and %d were announced", len(seen), plan.Candidates())
		}
	})
}

func TestTheBestDoNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pairs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Pair {
			return Pair{Left: int32(rapid.IntRange(0, 5).Draw(t, "left")), Right: int32(rapid.IntRange(0, 2).Draw(t, "right"))}
		}), 0, 15).Draw(t, "pairs")
		for i := range pairs { // one weight for one pair
			pairs[i].Weight = float64((pairs[i].Left*7 + pairs[i].Right*3) % 4)
		}
		woman := []int32{0, 0, 1, 1, 2, 3}
		forward, backward := NewBests(woman, 3), NewBests(woman, 3)
		for _, pair := range pairs {
			forward.Take(pair)
		}
		half := NewBests(woman, 3)
		for i, pair := range slices.Backward(pairs) {
			if i%2 == 0 {
				half.Take(pair)
			} else {
				backward.Take(pair)
			}
		}
		backward.Add(half)
		for i, one := range forward.List() {
			other := backward.List()[i]
			if one.Compared != other.Compared || one.Pair != other.Pair || one.Rivals != other.Rivals || one.Second.Weight != other.Second.Weight {
				t.Fatalf("record %d: %+v, the other way round %+v", i, one, other)
			}
		}
	})
}

func TestADecisionFollowsFromTheThresholds(t *testing.T) {
	at := Thresholds{Link: 5, Review: 0, Margin: 2}
	best := func(first, second float64) Best {
		return Best{Compared: true, Pair: Pair{Weight: first}, Second: Pair{Weight: second}, Rivals: true}
	}
	for _, row := range []struct {
		name string
		one  Best
		want Decision
	}{
		{"never compared", Best{}, None},
		{"below review", best(-0.1, -5), None},
		{"at review", best(0, -5), Review},
		{"just below the link", best(4.99, -5), Review},
		{"at the link", best(5, -5), Link},
		{"two women alike", best(9, 7.5), Review},
		{"two women, one far better", best(9, 7), Link},
		{"the second below review", best(5, -0.5), Link},
	} {
		if got := at.Decide(row.one); got != row.want {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
	}
}

func TestTrainingFindsWhoIsInBothLists(t *testing.T) {
	women, feed, truth := invented(3000, 11)
	model, err := TrainPolice(women, feed, rand.New(rand.NewPCG(3, 4)).IntN)
	if err != nil {
		t.Fatal(err)
	}
	if !model.Trained() {
		t.Fatal("not trained")
	}
	plan, err := model.Plan(women, feed)
	if err != nil {
		t.Fatal(err)
	}
	var known []Known
	var weights []float64
	plan.Scorer().Score(0, plan.Records(), func(pair Pair) {
		known = append(known, Known{pair.Weight, truth[pair.Right] == int(pair.Left)})
		weights = append(weights, pair.Weight)
	})
	same := 0
	for _, woman := range truth {
		if woman >= 0 {
			same++
		}
	}
	best, _ := BestPoint(Curve(known, same))
	if best.F1 < 0.99 {
		t.Errorf("the best is %+v", best)
	}
	for _, forecast := range Expected(weights) {
		if forecast.Links == same && (forecast.Precision < 0.95 || forecast.Recall < 0.95) {
			t.Errorf("it expects %+v of as many links as there are women", forecast)
		}
	}
	evidence := plan.Evidence(plan.Scorer().Weigh(0, 0))
	sum := math.Log2(model.Prior / (1 - model.Prior))
	for _, one := range evidence {
		sum += one.Weight + one.Frequency
	}
	if weight := plan.Scorer().Weigh(0, 0).Weight; math.Abs(sum-weight) > 1e-9 {
		t.Errorf("the evidence adds to %v, the weight is %v", sum, weight)
	}
	if _, err := model.Train(women, feed, Training{Draw: rand.IntN, Rules: []string{"l.given_name = r.given_name AND l.date_of_birth = r.date_of_birth AND l.postcode = r.postcode"}}); err == nil {
		t.Error("trained with a rule that touches every comparison")
	}
}

func TestACurveCountsWhatWasNeverCompared(t *testing.T) {
	curve := Curve([]Known{{3, true}, {2, false}, {2, true}, {-1, false}}, 4)
	want := []Point{
		{3, 1, 0, 3, 1, 0.25, 0.4},
		{2, 2, 1, 2, 2.0 / 3, 0.5, 4.0 / 7},
		{-1, 2, 2, 2, 0.5, 0.5, 0.5},
	}
	if !slices.Equal(curve, want) {
		t.Errorf("%+v", curve)
	}
	if _, ok := BestPoint(nil); ok {
		t.Error("the best of nothing")
	}
	if p := Probability(2000); p != 1 || Probability(-2000) != 0 || Probability(0) != 0.5 {
		t.Error("the probabilities of far weights")
	}
}

func FuzzParseModel(f *testing.F) {
	f.Add(police)
	f.Add([]byte(`{"link_type":"dedupe_only","comparisons":[{"output_column_name":"n","comparison_levels":[{"sql_condition":"NULLIF(regexp_extract(n_l,'a',0),'')=n_r"},{"sql_condition":"ELSE"}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		model, err := ParseModel(data)
		if err != nil {
			return
		}
		words := NewWords()
		left, right := NewTable(words, "n", "given_name", "family_name", "date_of_birth", "postcode"), NewTable(words, "n", "given_name", "family_name", "date_of_birth", "postcode")
		_ = left.Add("Ann", "Ann", "Bell", "1980-02-03", "N1 1AA")
		_ = right.Add("Anne", "Anne", "Bell", "1980-03-02", "N1 1AB")
		if model.Same {
			right = nil
		}
		plan, err := model.Plan(left, right)
		if err != nil {
			return
		}
		plan.Scorer().Score(0, plan.Records(), func(Pair) {})
	})
}

func BenchmarkScore(b *testing.B) {
	women, feed, _ := invented(100_000, 5)
	model, err := TrainPolice(women, feed, rand.New(rand.NewPCG(3, 4)).IntN)
	if err != nil {
		b.Fatal(err)
	}
	var pairs int64
	for b.Loop() {
		plan, err := model.Plan(women, feed)
		if err != nil {
			b.Fatal(err)
		}
		plan.Scorer().Score(0, plan.Records(), func(Pair) { pairs++ })
	}
	b.ReportMetric(float64(pairs)/b.Elapsed().Seconds(), "pairs/s")
	b.ReportMetric(float64(pairs)/float64(b.N), "pairs")
}

func TestOfVeryManyPairsSomeAreAnsweredInTheirShare(t *testing.T) {
	women, feed, _ := invented(400, 3)
	model := AssumedPolice(women.Len())
	plan, err := model.Plan(women, feed)
	if err != nil {
		t.Fatal(err)
	}
	count := func(answers counted) (pairs float64) {
		for _, n := range answers {
			pairs += n
		}
		return pairs
	}
	whole, share := plan.answered(1 << 40)
	if share != 1 || count(whole) == 0 {
		t.Fatalf("%v pairs, a share of %v", count(whole), share)
	}
	some, share := plan.answered(plan.Candidates() / 4)
	if share > 0.25 || share < 0.1 || count(some) == 0 || count(some) > count(whole)/2 {
		t.Errorf("%v pairs of %v, a share of %v", count(some), count(whole), share)
	}
	for answer := range whole {
		sum := 0.0
		for i, comparison := range model.Comparisons {
			sum += comparison.Levels[answer.Of(i)].Weight()
		}
		if got := model.weight(answer) - math.Log2(model.Prior/(1-model.Prior)); math.Abs(got-sum) > 1e-9 {
			t.Errorf("the answers are worth %v, want %v", got, sum)
		}
	}
}
