package profile

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/grouping"
)

// Ways are the groupings that women are counted by: the area that sent them, or
// where they live.
var Ways = []string{grouping.Area, grouping.Borough}

// source of the table. Source: 000:185, 244.
const source = "000:185, 244"

// measure is one line of the profile: whom it is out of, and who counts. A woman
// who is not in the base is neither.
type measure struct {
	code, title, text string
	of                string // code of the measure whose count the base is; "": the base is its own
	in, counts        func(*journey.Row) bool
}

// measures are the lines, in order.
func measures() []measure {
	referred := func(*journey.Row) bool { return true }
	assessed := func(r *journey.Row) bool { return r.Assessed.Known() }
	sent := func(r *journey.Row) bool { return len(r.SentOn) > 0 }
	list := []measure{
		{"assessed", "Assessed", "Of women referred: those whose needs were assessed", "referred", referred, assessed},
	}
	for _, pathway := range need.Pathways() {
		list = append(list, measure{
			"need." + string(pathway), "Need: " + pathway.Title(), "Of women assessed: those with a need present in " + string(pathway) + " at the first assessment",
			"assessed", assessed, func(r *journey.Row) bool { return r.Needs.Has(pathway) },
		})
	}
	return append(list,
		measure{"children", "Has children under 18", "Of women of whom it is known: those with children under 18", "",
			func(r *journey.Row) bool { return r.Mother == journey.Yes || r.Mother == journey.No }, func(r *journey.Row) bool { return r.Mother == journey.Yes }},
		measure{"sent_on", "Sent on to another service", "Of women referred: those sent on to another service", "referred", referred, sent},
		measure{"unmet", "Unmet referral", "Of women sent on: those with a referral that the service declined or never answered", "sent_on", sent, unmet},
	)
}

// unmet says whether a referral of hers was declined, or given up without an
// answer.
func unmet(r *journey.Row) bool {
	return slices.ContainsFunc(r.SentOn, func(s journey.SentOn) bool { return s.Answer == journey.SentDeclined })
}

// Table returns the profile of the women referred to a scheme within a window, by
// one of the Ways: for all of them and for each group, a row for each measure. Of a
// woman with several cases the latest counts.
func Table(rows []journey.Row, by string, window calendar.Window) (figure.Table, error) {
	way, known := grouping.Named(by)
	if !known || !slices.Contains(Ways, by) {
		return figure.Table{}, fmt.Errorf("the profile is by one of %q, not by %q", Ways, by)
	}
	groups := map[string][]journey.Row{}
	all := latest(rows)
	for _, row := range all {
		groups[groupOf(row, by)] = append(groups[groupOf(row, by)], row)
	}
	b := building{
		window: window, list: measures(),
		table: figure.Table{
			ID: "T24", Title: "Needs profile", Columns: []string{way.Title, "Measure", "Women"}, Source: source,
			Definition: "Women, not cases: of a woman with several the latest counts. Each measure has its own base",
		},
	}
	codes := slices.SortedFunc(maps.Keys(groups), func(a, c string) int { return way.Compare(a, len(groups[a]), c, len(groups[c])) })
	parts := [][]journey.Row{all}
	titles, names := []string{"All"}, []string{""}
	for _, code := range codes {
		parts, titles = append(parts, groups[code]), append(titles, way.Words(code))
		names = append(names, url.Values{by: {cmp.Or(code, grouping.NotKnown)}}.Encode())
	}
	for i, women := range parts {
		if err := b.put(titles[i], names[i], women); err != nil {
			return figure.Table{}, err
		}
	}
	b.addUp(len(parts))
	return b.table, nil
}

func groupOf(row journey.Row, by string) string {
	if by == grouping.Borough {
		return row.Lives()
	}
	return row.Area
}

// latest returns the latest case of each woman.
func latest(rows []journey.Row) []journey.Row {
	of := map[string]journey.Row{}
	for _, row := range rows {
		before, known := of[row.Woman]
		if !known || cmp.Or(cmp.Compare(row.Referred, before.Referred), cmp.Compare(row.Case, before.Case)) > 0 {
			of[row.Woman] = row
		}
	}
	var list []journey.Row
	for _, woman := range slices.Sorted(maps.Keys(of)) {
		list = append(list, of[woman])
	}
	return list
}

// building is a table that is being made. Each part has a row for all referred and
// one for each measure.
type building struct {
	window calendar.Window
	list   []measure
	table  figure.Table
}

// cells is where the figures stand.
const cells = 2

func (b *building) put(title, part string, women []journey.Row) error {
	first := len(b.table.Rows)
	referred, err := figure.NewCount(figure.Meaning{
		ID: "profile.referred", Title: "Women referred", Definition: "Women referred within the window", Source: source, Window: b.window,
	}, figure.Tally{Numerator: len(women)})
	if err != nil {
		return fmt.Errorf("counting the profile: %w", err)
	}
	b.row(title, "Women referred", referred.OfPart(part))
	at := map[string]int{"referred": first}
	for i, m := range b.list {
		var tally figure.Tally
		for j := range women {
			if m.in(&women[j]) {
				tally.Base++
				if m.counts(&women[j]) {
					tally.Numerator++
				}
			}
		}
		made, err := figure.NewProportion(figure.Meaning{
			ID: "profile." + m.code, Title: m.title, Definition: m.text, Source: source, Window: b.window,
		}, tally)
		if err != nil {
			return fmt.Errorf("counting the profile: %w", err)
		}
		b.row(title, m.title, made.OfPart(part))
		at[m.code] = first + 1 + i
		if m.of != "" {
			b.table.Sums = append(b.table.Sums, figure.Sum{
				Total: figure.Place{Row: first + 1 + i, Column: cells, Base: true}, Parts: []figure.Place{{Row: at[m.of], Column: cells}},
			})
		}
	}
	return nil
}

func (b *building) row(title, measure string, f figure.Figure) {
	b.table.Rows = append(b.table.Rows, []figure.Cell{figure.Text(title), figure.Text(measure), figure.Of(f)})
}

// addUp declares that the parts add up to all, counts and bases of their own.
func (b *building) addUp(parts int) {
	if parts < 2 {
		return
	}
	wide := len(b.list) + 1
	for line := range wide {
		for _, base := range []bool{false, true} {
			if base && (line == 0 || b.list[line-1].of != "") {
				continue // a plain count has none, and others are said already
			}
			sum := figure.Sum{Total: figure.Place{Row: line, Column: cells, Base: base}}
			for part := 1; part < parts; part++ {
				sum.Parts = append(sum.Parts, figure.Place{Row: part*wide + line, Column: cells, Base: base})
			}
			b.table.Sums = append(b.table.Sums, sum)
		}
	}
}

// Definitions lists what the table counts: for each measure its name, definition
// and source.
func Definitions() [][3]string {
	list := [][3]string{{"Women referred", "Women referred within the window", source}}
	for _, m := range measures() {
		list = append(list, [3]string{m.title, m.text, source})
	}
	return list
}
