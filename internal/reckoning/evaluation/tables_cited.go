package evaluation

import (
	"strconv"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// printed are the numbers of other services as the report prints them. They are
// set beside, and never compared: who counted whom, from when, is not stated.
// Source: 004:431-435.
var printed = []struct {
	service   string
	referrals int
}{{"South Wales", 97}, {"Surrey", 63}, {"Humberside", 44}}

func (b *Book) yearOneTable(read Reader) Table {
	t := Table{
		ID: "T3", Title: "Referrals in year 1", Source: "004:431-435", Columns: []string{"Service", "Referrals", "What is counted"},
		Definition: "Referrals by any pathway in the first year, beside the numbers that the report prints of other services",
		Note:       "Not to be compared: of the others neither the first day nor what counts as a referral is stated, nor how many women were arrested.",
	}
	own := rowOr(read, "This scheme", "referrals.year_1", "Not counted. The rulebook names no first year in the period")
	t.Rows = append(t.Rows, append(own, Cell{Words: "As defined here"}))
	for _, one := range printed {
		t.Rows = append(t.Rows, []Cell{{Words: one.service}, {Words: strconv.Itoa(one.referrals)}, {Words: "As printed in the report; not stated what"}})
	}
	return t
}

func (b *Book) supportTable(read Reader) Table {
	t := Table{
		ID: "T4", Title: "Support planned and given, by tier", Source: "004:461-466",
		Columns:    []string{"Tier", "As planned", "Women", "Appointments", "Days of support that ended"},
		Definition: "What the rulebook says was planned for each tier, beside what women in it had",
		Note:       "The plan was made before it was known how much women need, and was far exceeded. It never ends support.",
	}
	for i, level := range levels[:3] {
		plan := "Not stated"
		for _, text := range b.Scope.Tiers {
			if strings.HasPrefix(text, "Tier "+strconv.Itoa(i+1)+",") {
				plan = text
			}
		}
		cells := row(read, level.title, "tier."+level.code, "tier."+level.code+".appointments", "tier."+level.code+".days")
		t.Rows = append(t.Rows, append([]Cell{cells[0], {Words: plan}}, cells[1:]...))
	}
	return t
}

func (b *Book) besideTable(read Reader) Table {
	t := Table{
		ID: "T7", Title: "Needs here and in longer support", Source: "004:265-267", Columns: []string{"Need", "This scheme", "Minerva, 762 women"},
		Definition: "Need present at the first assessment, of women who engaged and were assessed, beside women on orders of a court in longer support",
		Note:       "The numbers of Minerva were in a picture that is lost. Only how many women there were is published.",
	}
	for _, pathway := range need.Pathways() {
		t.Rows = append(t.Rows, append(row(read, pathway.Title(), "needs."+string(pathway)), Cell{Words: "Not published"}))
	}
	return t
}

// nationalTable is a reference from elsewhere. The picture it stood in is lost; the
// text beside it gives two numbers. Source: 000:134-138.
func (b *Book) nationalTable(Reader) Table {
	return Table{
		ID: "T13", Title: "Offences of women in England and Wales", Source: "000:134-138; Ministry of Justice, Criminal Justice Statistics, December 2012, Table A5.5",
		Columns:    []string{"Offence group", "Share", "Of"},
		Definition: "A reference from elsewhere, as printed. It says nothing of this scheme",
		Note:       "Of 2011 to 2012. The other shares were in a picture that is lost.",
		Rows: [][]Cell{
			{{Words: "Theft and handling"}, {Words: "30%, no counts printed"}, {Words: "Arrests of women"}},
			{{Words: "Theft and handling"}, {Words: "41%, no counts printed"}, {Words: "Women sentenced to custody"}},
		},
	}
}

func (b *Book) cautionTable(read Reader) Table {
	t := Table{
		ID: "T16", Title: "Conditional cautions over time", Source: "004:174-179", Columns: []string{"Period", "Referrals with a conditional caution", "Change"},
		Definition: "Referrals with a conditional caution in each period, set beside the last period of the same length",
		Note:       "Periods of different lengths are not compared. The rise of 356% that the report prints is of a year to March against a calendar year, by police, with no counts: it cannot be checked.",
	}
	for i, period := range b.Scope.Periods {
		cells := row(read, period.Title, "referrals.conditional_caution."+period.code())
		said := "No earlier period of the same length"
		for _, earlier := range b.Scope.Periods[:i] {
			before, ok := read("referrals.conditional_caution." + earlier.code())
			if ok && cells[1].Figure != nil && monthsOf(earlier.Window) > 0 && monthsOf(earlier.Window) == monthsOf(period.Window) {
				said = change(cells[1].Figure, before, earlier.Title)
			}
		}
		t.Rows = append(t.Rows, append(cells, Cell{Words: said}))
	}
	return t
}

// monthsOf returns how many whole months a window is, 0 where it is not so many.
func monthsOf(window calendar.Window) int {
	for months := 1; window.To.Known() && window.From.AddMonths(months)-1 <= window.To; months++ {
		if window.From.AddMonths(months)-1 == window.To {
			return months
		}
	}
	return 0
}

// differs says by how many one count differs from another.
func differs(by int) string {
	switch {
	case by > 0:
		return strconv.Itoa(by) + " more than in"
	case by < 0:
		return strconv.Itoa(-by) + " fewer than in"
	}
	return "as many as in"
}
