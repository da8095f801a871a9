package evaluation_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
)

var update = flag.Bool("update", false, "write docs/figures.md anew")

// What every figure counts stands in docs/figures.md, written from the definitions
// by which it is counted.
func TestFiguresAreDocumented(t *testing.T) {
	const file = "../../../docs/figures.md"
	made := documented(t)
	if *update {
		if err := os.WriteFile(file, []byte(made), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != made {
		t.Errorf("%s is not what the definitions say: run go test ./internal/reckoning/evaluation -run Documented -update", file)
	}
}

// kinds say what sort of number a figure is.
var kinds = map[figure.Kind]string{
	figure.Proportion: "Some of a base", figure.Count: "A count", figure.Mean: "A mean", figure.Money: "Pounds, shared", figure.ByTime: "A share by a time",
}

func documented(t *testing.T) string {
	t.Helper()
	day := calendar.On(2021, time.August, 31)
	var columns evaluation.Columns
	columns.Put(caution("a", func(row *journey.Row) { row.OffenceCode, row.OffenceLabel = "CODE", "One offence, by its code" }))
	columns.PutLoose(journey.Fact{ID: "t", Happened: calendar.OnDay(from), Body: journey.TrainingHeld{Session: "t", Area: "Some Area"}})
	scope := londonScope(t, day)
	scope.Areas = nil
	columns.PutLoose(journey.Fact{ID: "e", Happened: calendar.OnDay(scope.Reach.From), Body: journey.Encounter{Encounter: "e", Area: "Some Area", Offered: journey.No, NotOffered: "some_reason"}})
	book, err := columns.Count(scope)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `# Every figure, and what it counts

Written from the definitions in `+"`internal/reckoning/evaluation`"+` by which figures are counted, for the London scheme as at %s. Do not edit it: run `+"`go test ./internal/reckoning/evaluation -run Documented -update`"+`.

Sources are cited as document and line. A percentage stands with its numerator, its base and its 95%% interval, by Wilson's method unless another is named; a share by a time with how many were still followed, by Kaplan–Meier with Greenwood's error and a log–log interval. Names with `+"`some_area`, `some_reason` and `CODE`"+` are one each for every area, reason and offence code that is recorded.

## Figures

| Name | Title | What it is | What it counts | Window | Source |
|---|---|---|---|---|---|
`, day.Short())
	for _, f := range book.Figures {
		meaning := f.Meaning()
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", meaning.ID, meaning.Title, kinds[f.Kind()], meaning.Definition, meaning.Window.Words(), meaning.Source)
	}
	b.WriteString("\n## Tables\n\nCosts (T26, T27) and the tables made of other records than cases are described where they are made.\n\n| Table | Title | What it counts | Read with care | Source |\n|---|---|---|---|---|\n")
	for _, table := range book.Tables(book.Exact) {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", table.ID, table.Title, table.Definition, table.Note, table.Source)
	}
	return b.String()
}
