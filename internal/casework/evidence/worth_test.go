package evidence_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"throughline/economics"
	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	verbs "throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// costed is a desk with 22 women, all engaged, of whom 10 say that they feel
// better, and £4,400 spent on them.
func costed(t *testing.T, costs bool) (*verbs.Desk, *caseworktest.Room) {
	t.Helper()
	return costedFor(t, 22, costs)
}

// costedFor is the same with so many women.
func costedFor(t *testing.T, women int, costs bool) (*verbs.Desk, *caseworktest.Room) {
	t.Helper()
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	var err error
	if d.Economics, err = economics.Library(); err != nil {
		t.Fatal(err)
	}
	for i := range women {
		woman, id := fmt.Sprintf("woman-%02d", i), fmt.Sprintf("case-%02d", i)
		write(t, room, on(first, woman, id, journey.Referred{Scheme: london, Pathway: journey.Voluntary}))
		if i < 10 {
			write(t, room, on(summer, woman, id, journey.OutcomeAnswered{Wave: journey.Exit, Measure: "mental_health_improved", Answer: "yes"}))
		}
	}
	if costs {
		write(t, room, on(summer, "", "", journey.CostRecorded{Scheme: london, From: first, To: winter, Category: "keyworkers", Pence: 440_000}))
	}
	return d, room
}

func TestWhatSupportCostsAndIsWorth(t *testing.T) {
	for _, test := range []struct {
		name  string
		asker access.Asker
		costs bool
		says  map[string]string // by figure of cost
		saved string            // the range of the value saved_ipswich, "" where there is none
		place string            // of place_prison
		not   string
	}{
		{name: "to the lead, exactly", asker: caseworktest.Lead, costs: true,
			says:  map[string]string{"cost.per_referred": "£200 (£4,400 for 22)", "cost.per_outcome.mental_health_improved": "£440 (£4,400 for 10)"},
			saved: "£0 to £8,800,", place: "£0 to £1,146,662,"},
		{name: "to a commissioner, for each of a rounded count", asker: caseworktest.Commissioner, costs: true,
			says:  map[string]string{"cost.per_referred": "£220 (£4,400 for 20)"},
			saved: "£0 to £8,800,", place: "£0 to £1,042,420,"},
		{name: "with no cost recorded", asker: caseworktest.Lead, not: "no cost is recorded"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, room := costed(t, test.costs)
			worth, err := d.Worth(ctx, test.asker, atWinter, d.Assumptions())
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for _, cost := range worth.Costs {
				got[cost.Meaning().ID] = cost.Text()
			}
			for id, says := range test.says {
				if got[id] != says {
					t.Errorf("%s is %q, want %q", id, got[id], says)
				}
			}
			ranges := map[string]string{}
			for _, one := range worth.Estimates {
				ranges[one.Value.ID] = one.Range.String()
			}
			if !strings.HasPrefix(ranges["saved_ipswich"], test.saved) || !strings.HasPrefix(ranges["place_prison"], test.place) || (test.saved == "") != (len(ranges) == 0) {
				t.Errorf("the ranges are %q", ranges)
			}
			if test.not != "" && (len(worth.Without) != 6 || !strings.Contains(worth.Without[0], test.not)) {
				t.Errorf("not worked out: %q", worth.Without)
			}
			if line, _ := room.Record.Last(); line.Action != access.Read || line.What != "what support costs and is worth, lwds as at 2020-12-31" {
				t.Errorf("is written down as %+v", line)
			}
		})
	}
}

// Of five women the count is hidden, and what was spent on them is not.
func TestWhatWasSpentIsNoCountOfWomen(t *testing.T) {
	d, _ := costedFor(t, 5, true)
	worth, err := d.Worth(ctx, caseworktest.Commissioner, atWinter, d.Assumptions())
	if err != nil {
		t.Fatal(err)
	}
	if got := worth.Costs[0].Text(); got != "*" {
		t.Errorf("the cost for each of them is %q", got)
	}
	spent := false
	for _, one := range worth.Estimates {
		spent = spent || one.Value.ID == "saved_ipswich" && strings.HasPrefix(one.Range.String(), "£0 to £8,800,")
	}
	if !spent {
		t.Errorf("what was spent went with the women who are hidden: %q", worth.Without)
	}
}

func TestWhoMayReadWhatSupportCosts(t *testing.T) {
	d, room := costed(t, true)
	for _, asker := range []access.Asker{caseworktest.Keyworker, caseworktest.Officer, caseworktest.Admin} {
		if _, err := d.Worth(ctx, asker, atWinter, d.Assumptions()); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s: %v", asker.Role, err)
		}
	}
	if _, err := d.Worth(ctx, caseworktest.Lead, verbs.Query{Scheme: "none"}, nil); casework.KindOf(err) != casework.NotFound {
		t.Errorf("of a scheme that there is not: %v", err)
	}
	room.Record.Deaf = errors.New("no ledger")
	if worth, err := d.Worth(ctx, caseworktest.Lead, atWinter, d.Assumptions()); err == nil || len(worth.Estimates) > 0 {
		t.Errorf("what nobody wrote down is shown: %v", err)
	}
}

func TestTablesOfCostsAndRates(t *testing.T) {
	d, _ := costed(t, true)
	for _, test := range []struct {
		asker access.Asker
		table string
		want  []string
	}{
		{caseworktest.Lead, "T26", []string{"London Women's Diversion Service|Cost for each woman referred|£200 (£4,400 for 22)|not stated", "Elsewhere|Court liaison for women, for each woman assessed|£491.07 (£55,000 for 112)|not stated|2009-10|000:592", "Elsewhere|A place at a women's centre|no one number|£1,223 to £4,125 for a place|2020"}},
		{caseworktest.Commissioner, "T26", []string{"London Women's Diversion Service|Cost for each woman referred|£220 (£4,400 for 20)"}},
		{caseworktest.Lead, "T27", []string{"London Women's Diversion Service|Engaged, all pathways|22 of 22 (100.0%, 95% interval 85.1 to 100.0)|not printed", "Durham|No new offence known|27 of 36 (75.0%, 95% interval 58.9 to 86.2)|three quarters (75%)", "Anawim|Reoffending rate|no counts printed|1%"}},
		{caseworktest.Commissioner, "T27", []string{"London Women's Diversion Service|Engaged, all pathways|20 of 20", "Hull triage|Further offences|2 of 98 (2.0%, 95% interval 0.6 to 7.1)|two further offences"}},
	} {
		report, err := d.Report(ctx, test.asker, atWinter)
		if err != nil {
			t.Fatal(err)
		}
		table, ok := report.Table(test.table)
		if !ok {
			t.Fatalf("there is no %s", test.table)
		}
		var rows strings.Builder
		for _, row := range table.Cells() {
			fmt.Fprintln(&rows, strings.Join(row, "|"))
		}
		for _, want := range test.want {
			if !strings.Contains(rows.String(), want) {
				t.Errorf("%s to %s lacks %q:\n%s", test.table, test.asker.Role, want, rows.String())
			}
		}
		if strings.Contains(rows.String(), "re-arrest") || strings.Contains(rows.String(), "Re-arrest") {
			t.Errorf("re-arrest stands beside rates of reoffending:\n%s", rows.String())
		}
		var file strings.Builder
		if err := table.WriteCSV(&file); err != nil {
			t.Errorf("%s as a file: %v", test.table, err)
		}
	}
	d.Economics.Values = nil
	report, err := d.Report(ctx, caseworktest.Lead, atWinter)
	if _, found := report.Table("T26"); found || err != nil {
		t.Errorf("a table of costs without documents: %v", err)
	}
}
