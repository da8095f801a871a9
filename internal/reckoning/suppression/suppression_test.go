package suppression

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/reckoning/figure"
)

type failer interface {
	Helper()
	Fatal(...any)
}

func count(t failer, n int) figure.Figure {
	t.Helper()
	f, err := figure.NewCount(figure.Meaning{ID: "women"}, figure.Tally{Numerator: n})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func share(t failer, n, base int) figure.Figure {
	t.Helper()
	f, err := figure.NewProportion(figure.Meaning{ID: "share"}, figure.Tally{Numerator: n, Base: base})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// exactly shows every count: what passed it may not leave.
var exactly = Policy{"none", NotForPublication + ".", 0, 1, nil}

func named(t failer, name string) Policy {
	t.Helper()
	if name == exactly.name {
		return exactly
	}
	policy, ok := ByName(name)
	if !ok {
		t.Fatal("there is no policy " + name)
	}
	return policy
}

func TestThePoliciesAServiceMayChoose(t *testing.T) {
	if got := strings.Join(Names(), " "); got != "nhs-1-7-r5 lt5-secondary lt10" {
		t.Errorf("the policies are %s", got)
	}
	if policy, ok := ByName(Names()[0]); !ok || policy != Default() {
		t.Errorf("the default is %v", policy)
	}
	for _, policy := range policies {
		if !policy.Publishable() || !strings.HasPrefix(policy.Words(), "Counts of 1 to ") {
			t.Errorf("%s says %q", policy.Name(), policy.Words())
		}
	}
	if policy, ok := ByName("none"); ok || policy.Publishable() {
		t.Error("a service may choose to hide nothing")
	}
}

func TestWhatEachPolicyShows(t *testing.T) {
	mean, _ := figure.NewMean(figure.Meaning{ID: "m", Unit: "activities per woman"}, figure.Tally{Numerator: 337, Base: 137})
	meanOfFew, _ := figure.NewMean(figure.Meaning{ID: "m", Unit: "activities per woman"}, figure.Tally{Numerator: 20, Base: 6})
	cost, _ := figure.NewUnitCost(figure.Meaning{ID: "c", Unit: "GBP per woman"}, 34016000, figure.Tally{Base: 160})
	tests := []struct {
		policy string
		figure figure.Figure
		want   string
	}{
		{"nhs-1-7-r5", count(t, 0), "0"},
		{"nhs-1-7-r5", count(t, 1), "*"},
		{"nhs-1-7-r5", count(t, 7), "*"},
		{"nhs-1-7-r5", count(t, 8), "10"},
		{"nhs-1-7-r5", count(t, 12), "10"},
		{"nhs-1-7-r5", count(t, 13), "15"},
		{"nhs-1-7-r5", count(t, 2043), "2,045"},
		{"nhs-1-7-r5", share(t, 4, 142), "* of 140"},
		{"nhs-1-7-r5", share(t, 61, 2043), "60 of 2,045 (2.9%, 95% interval 2.3 to 3.8)"},
		{"nhs-1-7-r5", share(t, 3, 5), "*"},
		{"nhs-1-7-r5", share(t, 0, 5), "*"},
		{"nhs-1-7-r5", share(t, 0, 0), "no women in the base"},
		{"nhs-1-7-r5", mean, "2.48 activities per woman (335 for 135)"},
		{"nhs-1-7-r5", meanOfFew, "*"},
		{"nhs-1-7-r5", cost, "£2,126 (£340,160 for 160)"},
		{"lt5-secondary", count(t, 4), "*"},
		{"lt5-secondary", count(t, 5), "5"},
		{"lt5-secondary", share(t, 157, 160), "* of 160"}, // the other three could be worked out
		{"lt5-secondary", share(t, 107, 160), "107 of 160 (66.9%, 95% interval 59.3 to 73.7)"},
		{"lt10", count(t, 9), "*"},
		{"lt10", count(t, 10), "10"},
		{"none", share(t, 4, 142), "4 of 142 (2.8%, 95% interval 1.1 to 7.0)"},
	}
	for _, test := range tests {
		got, err := named(t, test.policy).Figures([]figure.Figure{test.figure})
		if err != nil || got[0].Text() != test.want {
			t.Errorf("%s of %s = %q, %v, want %q", test.policy, test.figure.Text(), got[0].Text(), err, test.want)
		}
	}
}

// grid makes a table of counts with totals to the right and below.
func grid(t failer, inner [][]int) figure.Table {
	rows, columns := len(inner), len(inner[0])
	table := figure.Table{ID: "T15", Columns: make([]string, columns+1)}
	values := make([][]int, rows+1)
	for i := range values {
		values[i] = make([]int, columns+1)
	}
	for i, row := range inner {
		for j, value := range row {
			for _, at := range []*int{&values[i][j], &values[i][columns], &values[rows][j], &values[rows][columns]} {
				*at += value
			}
		}
	}
	for i, row := range values {
		var cells []figure.Cell
		across := figure.Sum{Total: figure.Place{Row: i, Column: columns}}
		for j, value := range row {
			cells = append(cells, figure.Of(count(t, value)))
			if j < columns {
				across.Parts = append(across.Parts, figure.Place{Row: i, Column: j})
			}
		}
		table.Rows, table.Sums = append(table.Rows, cells), append(table.Sums, across)
	}
	for j := range columns + 1 {
		down := figure.Sum{Total: figure.Place{Row: rows, Column: j}}
		for i := range rows {
			down.Parts = append(down.Parts, figure.Place{Row: i, Column: j})
		}
		table.Sums = append(table.Sums, down)
	}
	return table
}

func shownAs(t *testing.T, policy Policy, table figure.Table) string {
	t.Helper()
	protected, err := policy.Table(table)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range protected.Rows() {
		lines = append(lines, strings.Join(row, " "))
	}
	return strings.Join(lines, " / ")
}

func TestFurtherCellsAreHiddenOnlyWhereAHiddenOneCouldBeWorkedOut(t *testing.T) {
	tests := []struct {
		name, policy string
		inner        [][]int
		want         string
	}{
		{"exact totals give one small cell away, so a whole rectangle hides it", "lt5-secondary",
			[][]int{{3, 20}, {30, 40}}, "* * 23 / * * 70 / 33 60 93"},
		{"nothing small, nothing hidden", "lt5-secondary",
			[][]int{{5, 20}, {30, 40}}, "5 20 25 / 30 40 70 / 35 60 95"},
		{"rounding already keeps a small cell open", "nhs-1-7-r5",
			[][]int{{3, 20}, {30, 40}}, "* 20 25 / 30 40 70 / 35 60 95"},
		{"four sevens make 28, printed 30, which only sevens reach", "nhs-1-7-r5",
			[][]int{{7, 7, 7, 7}}, "* * * * * / * * * * *"},
	}
	for _, test := range tests {
		if got := shownAs(t, named(t, test.policy), grid(t, test.inner)); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestARepeatedBaseDoesNotGiveAHiddenCountAway(t *testing.T) {
	// Referrals of the first row must be hidden to keep the 3 of the second;
	// the same 30 must then not stand as the base beside it.
	table := figure.Table{ID: "T1", Columns: []string{"Referrals", "Engaged"},
		Rows: [][]figure.Cell{
			{figure.Of(count(t, 30)), figure.Of(share(t, 20, 30))},
			{figure.Of(count(t, 3)), figure.Text("")},
			{figure.Of(count(t, 33)), figure.Text("")},
		},
		Sums: []figure.Sum{{Total: figure.Place{Row: 2}, Parts: []figure.Place{{Row: 0}, {Row: 1}}}},
	}
	got := shownAs(t, named(t, "lt5-secondary"), table)
	// Whichever number is given up, 30 and 33 never both stand.
	if strings.Contains(got, "30") && strings.Contains(got, "33") {
		t.Errorf("33 less 30 gives the 3 away: %s", got)
	}
}

// behind lists the counts that a cell may stand for, near the true one, told
// only by what is printed and by whether a small count hides there.
func behind(f ProtectedFigure, truth, hides, nearest int) []int {
	var values []int
	for value := max(0, truth-2); value <= truth+2; value++ {
		small, wasSmall := value >= 1 && value <= hides, truth >= 1 && truth <= hides
		shown, ok := f.Shown()
		printed, _ := shown.Numerator()
		rounded := (value + nearest/2) / nearest * nearest
		if !ok && small == wasSmall && value > 0 || ok && !small && rounded == printed && (value == 0) == (truth == 0) {
			values = append(values, value)
		}
	}
	return values
}

// solve tries every table that reads like the protected one and returns the
// values each hidden cell takes in them.
func solve(protected ProtectedTable, inner [][]int, hides, nearest int) map[figure.Place]map[int]bool {
	rows, columns := len(inner), len(inner[0])
	guess := make([][]int, rows+1)
	truth := make([][]int, rows+1)
	for i := range guess {
		guess[i], truth[i] = make([]int, columns+1), make([]int, columns+1)
	}
	sumUp := func(table [][]int) {
		clear(table[rows])
		for i := range rows {
			table[i][columns] = 0
			for j := range columns {
				table[i][columns] += table[i][j]
				table[rows][j] += table[i][j]
			}
			table[rows][columns] += table[i][columns]
		}
	}
	for i, row := range inner {
		copy(truth[i], row)
	}
	sumUp(truth)
	allowed := map[figure.Place][]int{}
	found := map[figure.Place]map[int]bool{}
	for i := range truth {
		for j := range truth[i] {
			place := figure.Place{Row: i, Column: j}
			f, _ := protected.Figure(place)
			allowed[place] = behind(f, truth[i][j], hides, nearest)
			if f.Hidden() {
				found[place] = map[int]bool{}
			}
		}
	}
	var try func(cell int)
	try = func(cell int) {
		if cell < rows*columns {
			i, j := cell/columns, cell%columns
			for _, value := range allowed[figure.Place{Row: i, Column: j}] {
				guess[i][j] = value
				try(cell + 1)
			}
			return
		}
		sumUp(guess)
		for place, values := range allowed {
			if (place.Row == rows || place.Column == columns) && !slices.Contains(values, guess[place.Row][place.Column]) {
				return
			}
		}
		for place := range found {
			found[place][guess[place.Row][place.Column]] = true
		}
	}
	try(0)
	return found
}

func TestNoHiddenCellCanBeWorkedOut(t *testing.T) {
	for _, policy := range policies {
		t.Run(policy.name, rapid.MakeCheck(func(t *rapid.T) {
			columns := rapid.IntRange(2, 3).Draw(t, "columns")
			row := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 12), rapid.IntRange(0, 60)), columns, columns)
			inner := rapid.SliceOfN(row, 1, 2).Draw(t, "inner")
			protected, err := policy.Table(grid(t, inner))
			if err != nil {
				t.Fatal(err)
			}
			if protected.withheld {
				// The reader learns only that something in it is small.
				for place, f := range protected.cells {
					if !f.Hidden() {
						t.Fatalf("%v is shown in a withheld table", place)
					}
				}
				return
			}
			for place, values := range solve(protected, inner, policy.hides, policy.nearest) {
				if len(values) < 2 {
					t.Fatalf("the hidden cell %v of %v can only be %v: %v", place, inner, values, protected.Rows())
				}
			}
		}))
	}
}

func TestNoSmallCountEverComesOut(t *testing.T) {
	for _, policy := range policies {
		t.Run(policy.name, rapid.MakeCheck(func(t *rapid.T) {
			var figures []figure.Figure
			for _, pair := range rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(0, 40), 2, 2), 1, 6).Draw(t, "pairs") {
				slices.Sort(pair)
				figures = append(figures, share(t, pair[0], pair[1]), count(t, pair[0]))
			}
			protected, err := policy.Figures(figures)
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range protected {
				written := f.Written()
				for _, printed := range []any{written.Numerator, written.Base} {
					if n, ok := printed.(int); ok && policy.small(n) {
						t.Fatalf("%s is printed as %s", figures[i].Text(), f.Text())
					}
				}
				if f.Hidden() && (written.Percent != nil || written.Interval != nil || !strings.HasPrefix(f.Text(), Marker)) {
					t.Fatalf("hidden, yet %s", f.Text())
				}
				if shown, ok := f.Shown(); ok && policy.nearest == 1 && figures[i].Kind() == figure.Proportion {
					tally := shown.Tally()
					if policy.small(tally.Base - tally.Numerator) {
						t.Fatalf("%s leaves a few over", f.Text())
					}
				}
			}
		}))
	}
}

func TestProtectedForms(t *testing.T) {
	table := figure.Table{ID: "T2", Title: "Re-arrest timing", Columns: []string{"Timing", "Women"}, Note: "First arrest only.",
		Rows: [][]figure.Cell{
			{figure.Text("Before any appointment"), figure.Of(share(t, 8, 142))},
			{figure.Text("After one"), figure.Of(share(t, 6, 142))},
		}}
	protected, err := Default().Table(table)
	if err != nil {
		t.Fatal(err)
	}
	var csv strings.Builder
	if err := protected.WriteCSV(&csv); err != nil {
		t.Fatal(err)
	}
	want := "Timing,Women,Women: of,Women: %,Women: 95% low,Women: 95% high\r\n" +
		"Before any appointment,10,140,7.14,3.93,12.65\r\n" +
		"After one,*,140,*,*,*\r\n"
	if csv.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &csv, want)
	}
	if note := protected.Note(); note != "First arrest only. "+Default().Words() {
		t.Errorf("note %q", note)
	}
	hidden, _ := protected.Figure(figure.Place{Row: 1, Column: 1})
	form, err := json.Marshal(hidden)
	for _, part := range []string{`"numerator":"*"`, `"base":140`, `"percent":null`, `"interval":null`, `"policy":"nhs-1-7-r5"`} {
		if err != nil || !strings.Contains(string(form), part) {
			t.Errorf("%s lacks %s (%v)", form, part, err)
		}
	}

	exact, _ := named(t, "none").Table(table)
	if exact.Policy().Publishable() || !strings.Contains(exact.Note(), NotForPublication) {
		t.Error("an exact table is not marked")
	}
	if _, err := Default().Table(figure.Table{ID: "T99"}); err == nil {
		t.Error("an unsound table passed")
	}
}

func TestALargeTableIsProtectedInTime(t *testing.T) {
	var inner [][]int
	for i := range 40 {
		inner = append(inner, []int{i * 7 % 13, i * 11 % 17, i * 5 % 23, i % 3})
	}
	for _, policy := range policies {
		protected, err := policy.Table(grid(t, inner))
		if err != nil || protected.withheld {
			t.Errorf("%s withholds it all (%v)", policy.name, err)
		}
		hidden, small := 0, 0
		for _, row := range inner {
			for _, n := range row {
				small += asInt(policy.small(n))
			}
		}
		for _, f := range protected.cells {
			hidden += asInt(f.Hidden())
		}
		if hidden < small || hidden > small*3/2 {
			t.Errorf("%s hides %d for %d small ones", policy.name, hidden, small)
		}
	}
}

func asInt(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
