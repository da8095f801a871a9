package linkage

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// london returns the women of the London cohort, the police feed without keys, and
// whom each of its arrests is really of; "" for a woman the service never met.
func london(t testing.TB) (women, feed *Table, refs, truth []string) {
	t.Helper()
	words := NewWords()
	read := func(file string) (columns []string, rows [][]string) {
		return rowsOf(t, shared(t, "london-2019-21", file))
	}
	plain := func(text string) string { return strings.ToUpper(strings.TrimSpace(text)) }
	fill := func(columns []string, rows [][]string) *Table {
		table := NewTable(words, PoliceColumns...)
		for _, row := range rows {
			values := make([]string, len(PoliceColumns))
			for i, column := range PoliceColumns {
				values[i] = plain(row[slices.Index(columns, column)])
			}
			if err := table.Add(values...); err != nil {
				t.Fatal(err)
			}
		}
		return table
	}
	columns, rows := read("women.csv")
	women = fill(columns, rows)
	for _, row := range rows {
		refs = append(refs, row[slices.Index(columns, "person_ref")])
	}
	keyed := map[string]string{}
	columns, rows = read("arrests.csv")
	for _, row := range rows {
		keyed[row[slices.Index(columns, "arrest_id")]] = row[slices.Index(columns, "person_ref")]
	}
	columns, rows = read("arrests-unlinked.csv")
	feed = fill(columns, rows)
	for _, row := range rows {
		truth = append(truth, keyed[row[slices.Index(columns, "arrest_id")]])
	}
	return women, feed, refs, truth
}

func TestTheLondonFeedWithoutKeys(t *testing.T) {
	women, feed, refs, truth := london(t)
	model, err := TrainPolice(women, feed, rand.New(rand.NewPCG(1, 1)).IntN)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := model.Plan(women, feed)
	if err != nil {
		t.Fatal(err)
	}
	woman := make([]int32, women.Len())
	for i := range woman {
		woman[i] = int32(i)
	}
	bests := NewBests(woman, feed.Len())
	plan.Scorer().Score(0, plan.Records(), bests.Take)
	arrests := 0
	for _, ref := range truth {
		if ref != "" {
			arrests++
		}
	}
	// Nobody is linked who is another woman, and nobody who is here is passed over:
	// what is not sure is for a person to look at.
	counts := map[Decision]int{}
	for i, one := range bests.List() {
		decision := Usual.Decide(one)
		right := one.Compared && refs[one.Pair.Left] == truth[i]
		switch {
		case decision == Link && !right:
			t.Errorf("record %d was linked to another woman, at %.1f", i, one.Pair.Weight)
		case decision == None && truth[i] != "":
			t.Errorf("record %d of a woman who is here was passed over", i)
		}
		counts[decision]++
	}
	if arrests != 35 || counts[Link] < 33 || counts[Review] > 5 {
		t.Errorf("of %d arrests of women who are here %d were linked and %d are for review", arrests, counts[Link], counts[Review])
	}
	t.Logf("linked %d, review %d, none %d", counts[Link], counts[Review], counts[None])
}
