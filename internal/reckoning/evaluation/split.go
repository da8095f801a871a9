package evaluation

import (
	"cmp"
	"fmt"
	"slices"

	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/grouping"
	"throughline/internal/reckoning/suppression"
)

// Split is the figures of a scope and, beside them, those of each group of one
// grouping: by area, by month, by ethnicity.
type Split struct {
	By    grouping.By
	Whole *Book
	Parts []Part
}

// Part is the figures of one group.
type Part struct {
	Code  string // "" where it is not known
	Title string
	Book  *Book
}

// Readers read the figures of a split as its reader may see them.
type Readers struct {
	Whole Reader
	Parts []Reader // as the parts of the split
	// Withheld is set where the groups cannot be shown at all without telling of a
	// few women.
	Withheld bool

	protected bool
}

// Split counts the figures of a scope, and again for each of the groups that its
// cases or encounters fall into. It fails for a grouping that there is none of.
func (c *Columns) Split(scope Scope, by string) (*Split, error) {
	way, known := grouping.Named(by)
	held := c.grouped(by)
	if !known || held == nil {
		return nil, fmt.Errorf("there are no groups by %q", by)
	}
	whole, err := c.Count(scope)
	if err != nil {
		return nil, err
	}
	split := &Split{By: way, Whole: whole}
	sizes := c.sizes(scope, by, held)
	codes := sortedKeys(sizes)
	slices.SortStableFunc(codes, func(a, b string) int { return way.Compare(a, sizes[a], b, sizes[b]) })
	for _, code := range codes {
		narrow := scope
		narrow.Narrow.Group = Group{by, cmp.Or(code, grouping.NotKnown)}
		if scope.Narrow.Group.Value != "" && scope.Narrow.Group != narrow.Narrow.Group {
			narrow.Narrow.And = scope.Narrow.Group
		}
		book, err := c.Count(narrow)
		if err != nil {
			return nil, err
		}
		split.Parts = append(split.Parts, Part{code, way.Words(code), book})
	}
	return split, nil
}

// sizes returns how many cases of the scope, and encounters within reach, are of
// each group.
func (c *Columns) sizes(scope Scope, by string, held *column.Codes) map[string]int {
	n := c.counting(scope)
	sizes := map[string]int{}
	count := func(codes *column.Codes, places column.Bits) {
		counts := make([]int, codes.Names.Len()+1)
		for at := range places.Places() {
			counts[codes.Number(at)+1]++
		}
		for i, count := range counts {
			if count > 0 {
				sizes[codes.Names.Text(int32(i)-1)] += count
			}
		}
	}
	count(held, n.chosen)
	if of := c.met.grouped(by); of != nil && n.tellsOfReach() {
		count(of, n.chances())
	}
	return sizes
}

// Books lists the books of a split, that of the whole first.
func (s *Split) Books() []*Book {
	books := []*Book{s.Whole}
	for _, part := range s.Parts {
		books = append(books, part.Book)
	}
	return books
}

// Exact reads the figures as they are.
func (s *Split) Exact() Readers {
	readers := Readers{Whole: s.Whole.Exact}
	for _, part := range s.Parts {
		readers.Parts = append(readers.Parts, part.Book.Exact)
	}
	return readers
}

// Protected passes the figures of some ids through a policy, those of the whole
// and of every group at once, with the sums between them. What is read of the
// whole is what its reader gives, of the same policy: where the groups could not be shown beside
// it without hiding more of it, the groups are withheld.
func (s *Split) Protected(policy suppression.Policy, whole Reader, ids []string) (Readers, error) {
	together := newGathering()
	books := s.Books()
	for i, book := range books {
		together.add(i, book, ids)
	}
	for _, id := range ids {
		together.addUp(id, len(books))
	}
	protected, err := policy.Table(together.table)
	if err != nil {
		return Readers{}, fmt.Errorf("protecting the figures by %s: %w", s.By.Code, err)
	}
	readers := Readers{Whole: whole, protected: true}
	for _, id := range ids {
		if place, ok := together.places[cellOf{0, id}]; ok {
			made, _ := protected.Figure(place)
			alone, _ := whole(id)
			if shown, ok := alone.(suppression.ProtectedFigure); ok && made.Hidden() && !shown.Hidden() {
				readers.Withheld = true
			}
		}
	}
	for i := range s.Parts {
		readers.Parts = append(readers.Parts, func(id string) (chart.Reading, bool) {
			place, ok := together.places[cellOf{i + 1, id}]
			if !ok || readers.Withheld {
				return nil, false
			}
			return protected.Figure(place)
		})
	}
	return readers, nil
}

// gathering is figures of several books that are protected together.
type gathering struct {
	table  figure.Table
	places map[cellOf]figure.Place
	bases  map[cellOf]figure.Place
	counts map[cellOf]figure.Tally
}

// cellOf names a figure of one of the books.
type cellOf struct {
	book int
	id   string
}

func newGathering() *gathering {
	return &gathering{
		table:  figure.Table{ID: "T1", Title: "figures by group", Rows: [][]figure.Cell{nil}},
		places: map[cellOf]figure.Place{}, bases: map[cellOf]figure.Place{}, counts: map[cellOf]figure.Tally{},
	}
}

func (g *gathering) put(f figure.Figure) figure.Place {
	place := figure.Place{Column: len(g.table.Columns)}
	g.table.Columns = append(g.table.Columns, f.Meaning().ID)
	g.table.Rows[0] = append(g.table.Rows[0], figure.Of(f))
	return place
}

// add puts in the figures of a book, and the sums between them.
func (g *gathering) add(number int, book *Book, ids []string) {
	for _, id := range ids {
		f, ok := book.Figure(id)
		if !ok || f.Kind() == figure.ByTime {
			continue
		}
		cell := cellOf{number, id}
		g.places[cell], g.counts[cell] = g.put(f), f.Tally()
		if _, ok := f.Base(); ok {
			base := g.places[cell]
			base.Base = true
			g.bases[cell] = base
		}
	}
	for _, same := range book.bases() {
		base, ok := g.bases[cellOf{number, same.Total}]
		if whole, here := g.places[cellOf{number, same.Parts[0]}]; ok && here {
			g.table.Sums = append(g.table.Sums, figure.Sum{Total: base, Parts: []figure.Place{whole}})
		}
	}
	for _, sum := range book.Sums {
		declared := figure.Sum{}
		total, ok := g.places[cellOf{number, sum.Total}]
		for _, part := range sum.Parts {
			place, here := g.places[cellOf{number, part}]
			ok, declared.Parts = ok && here, append(declared.Parts, place)
		}
		if declared.Total = total; ok {
			g.table.Sums = append(g.table.Sums, declared)
		}
	}
}

// addUp declares that a figure of the groups adds up to that of the whole, its
// base too, as far as it does: a woman may be in two groups of months.
func (g *gathering) addUp(id string, books int) {
	of := func(places map[cellOf]figure.Place, number func(figure.Tally) int) {
		total, ok := places[cellOf{0, id}]
		declared := figure.Sum{Total: total}
		sum := 0
		for i := 1; i < books; i++ {
			place, here := places[cellOf{i, id}]
			ok, declared.Parts = ok && here, append(declared.Parts, place)
			sum += number(g.counts[cellOf{i, id}])
		}
		if ok && sum == number(g.counts[cellOf{0, id}]) {
			g.table.Sums = append(g.table.Sums, declared)
		}
	}
	of(g.places, func(t figure.Tally) int { return t.Numerator })
	of(g.bases, func(t figure.Tally) int { return t.Base })
}

// AllGroups is the first cell of the rows of the whole, in tables by group.
const AllGroups = "All"

// Tables returns the tables of the whole with a row for each group: the first
// column says which.
func (s *Split) Tables(readers Readers) []Table {
	tables := s.Whole.Tables(readers.Whole)
	for i := range tables {
		one := &tables[i]
		one.Columns = append([]string{s.By.Title}, one.Columns...)
		all := one.Rows
		one.Rows = nil
		put := func(title, group string, rows [][]Cell) {
			for _, row := range rows {
				one.Groups = append(one.Groups, group)
				one.Rows = append(one.Rows, append([]Cell{{Words: title}}, row...))
			}
		}
		put("All", "", all)
		if readers.Withheld {
			one.Note = sentences(one.Note, "The groups are withheld: beside the whole they would tell of a few women.")
			continue
		}
		unnamed := false
		for p, part := range s.Parts {
			for _, same := range part.Book.Tables(readers.Parts[p]) {
				switch {
				case same.ID != one.ID:
				case readers.protected && s.By.Code != grouping.Month && !same.tells(): // a month tells of nobody
					unnamed = true
				default:
					put(part.Title, cmp.Or(part.Code, grouping.NotKnown), same.Rows)
				}
			}
		}
		if unnamed {
			one.Note = sentences(one.Note, "Groups of too few women are not named.")
		}
		if one.ID == "fairness" {
			one.setAgainst(readers.Whole)
		}
	}
	return tables
}

// tells says whether any figure of a table counts somebody and may be read: a group
// of which nothing else may be said is not named, for the name alone would tell
// that some woman is of it.
func (t Table) tells() bool {
	for _, row := range t.Rows {
		for _, cell := range row {
			if cell.Figure == nil {
				continue
			}
			shown, ok := cell.Figure.Shown()
			base, _ := shown.Base()
			if n, _ := shown.Numerator(); ok && (n > 0 || base > 0) {
				return true
			}
		}
	}
	return false
}

// IDs returns the figures that a table of the book shows.
func (b *Book) IDs(table string) []string {
	var ids []string
	for _, one := range b.Tables(b.Exact) {
		if one.ID != table {
			continue
		}
		for _, row := range one.Rows {
			for _, cell := range row {
				if cell.Figure != nil {
					ids = append(ids, cell.Figure.Meaning().ID)
				}
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func sentences(one, other string) string {
	if one == "" {
		return other
	}
	return one + " " + other
}
