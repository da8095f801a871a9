package impact

import (
	"fmt"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/suppression"
)

// book is every figure of a result with the sums a reader could do between them.
type book struct {
	figures []figure.Figure
	places  map[string]int
	sums    []figure.Sum
	window  calendar.Window
	source  string
	err     error
}

// standingWords are the standings in the order of Moves.
var standingWords = [3]string{"open", "unclear", "closed"}

// bookOf makes the figures of a result, by the dimensions given.
func bookOf(r Result, source string, by []string) (*book, error) {
	b := &book{places: map[string]int{}, window: r.Window, source: source}
	b.count("base", "Encounters", "Encounters in the window, whatever the area. Encounters are counted, not women", r.Base)
	b.share("uptake", "Accepted of offered", "Of encounters at which support was offered and an answer is recorded: those at which it was accepted",
		figure.Tally{Numerator: r.Accepted, Base: r.Offered - r.Unanswered, Missing: r.Unanswered})
	for _, p := range r.Pathways {
		b.standings(p)
		if p.Moves.Moved() {
			b.reasons(p)
			b.groups(p, by)
		}
	}
	return b, b.err
}

// Names of figures.
func beforeID(p Pathway, standing int) string { return p.Code + ".before." + standingWords[standing] }
func afterID(p Pathway, standing int) string  { return p.Code + ".after." + standingWords[standing] }
func moveID(p Pathway, from, to int) string {
	return p.Code + ".moves." + standingWords[from] + "." + standingWords[to]
}
func shutOutID(p Pathway) string { return p.Code + ".shut_out" }
func clauseID(p Pathway, how, id string) string {
	return p.Code + "." + how + ".clause." + id
}
func needID(p Pathway, place int) string {
	return fmt.Sprintf("%s.may_be_let_in.need.%d", p.Code, place+1)
}

// effects are what is counted of every group.
var effects = []struct {
	code, title string
	of          func(Moves) int
}{
	{"let_in", "Let in", Moves.LetIn}, {"may_be_let_in", "May be let in", Moves.MayBeLetIn}, {"shut_out", "Shut out", Moves.ShutOut},
}

// effectID names the whole of an effect: let in and may be let in are moves.
func effectID(p Pathway, effect string) string {
	switch effect {
	case "let_in":
		return moveID(p, closed, open)
	case "may_be_let_in":
		return moveID(p, closed, unclear)
	}
	return shutOutID(p)
}

func baseID(g Group, l Line) string { return "group." + g.Code + "." + slug(l.Code) }
func groupID(p Pathway, g Group, l Line, effect string) string {
	return p.Code + "." + effect + "." + g.Code + "." + slug(l.Code)
}

func slug(code string) string {
	if code == "" {
		return "not_known"
	}
	return strings.ReplaceAll(strings.ToLower(code), " ", "_")
}

func (b *book) standings(p Pathway) {
	for i, words := range standingWords {
		b.count(beforeID(p, i), p.Title+": "+words+" as it is", "Encounters whose door is "+words+" under the rulebook as it is", p.Moves.Before(i))
		b.count(afterID(p, i), p.Title+": "+words+" as changed", "Encounters whose door is "+words+" under the rulebook as changed", p.Moves.After(i))
	}
	for from, was := range standingWords {
		for to, is := range standingWords {
			b.count(moveID(p, from, to), p.Title+": "+was+", then "+is,
				"Encounters whose door is "+was+" as the rulebook is and "+is+" as changed", p.Moves[from][to])
		}
	}
	b.count(shutOutID(p), p.Title+": shut out", "Encounters whose door is open or unclear as the rulebook is and closed as changed", p.Moves.ShutOut())
	b.sum(shutOutID(p), moveID(p, open, closed), moveID(p, unclear, closed))
	b.sum("base", beforeID(p, open), beforeID(p, unclear), beforeID(p, closed))
	b.sum("base", afterID(p, open), afterID(p, unclear), afterID(p, closed))
	for i := range standingWords {
		b.sum(beforeID(p, i), moveID(p, i, open), moveID(p, i, unclear), moveID(p, i, closed))
		b.sum(afterID(p, i), moveID(p, open, i), moveID(p, unclear, i), moveID(p, closed, i))
	}
}

// reasons count the clauses that made the difference and what would have to be
// known, each of all whose door they hang on.
func (b *book) reasons(p Pathway) {
	opened := p.Moves.LetIn() + p.Moves.MayBeLetIn()
	for _, c := range p.Opened {
		b.share(clauseID(p, "opened", c.ID), "No longer closed by "+c.ID, "Of encounters let in or that may be: those that the clause closed before. One encounter may be closed by several",
			figure.Tally{Numerator: c.Encounters, Base: opened})
	}
	for _, c := range p.Shut {
		b.share(clauseID(p, "shut", c.ID), "Newly closed by "+c.ID, "Of encounters shut out: those that the clause closes as changed. One encounter may be closed by several",
			figure.Tally{Numerator: c.Encounters, Base: p.Moves.ShutOut()})
	}
	for i, need := range p.Needs {
		b.share(needID(p, i), "Would have to be known: "+need.Text, "Of encounters that may be let in: those of which this would have to be known first",
			figure.Tally{Numerator: need.Encounters, Base: p.Moves.MayBeLetIn()})
	}
}

func (b *book) groups(p Pathway, by []string) {
	for _, g := range p.Groups {
		if !slices.Contains(by, g.Code) {
			continue
		}
		var bases []string
		for _, line := range g.Lines {
			if _, known := b.places[baseID(g, line)]; !known {
				b.count(baseID(g, line), g.Title+": "+line.Name, "Encounters of the group in the window", line.Moves.Base())
				bases = append(bases, baseID(g, line))
			}
		}
		if len(bases) > 0 {
			b.sum("base", bases...)
		}
		for _, effect := range effects {
			if effect.of(p.Moves) == 0 {
				continue
			}
			var parts []string
			for _, line := range g.Lines {
				id := groupID(p, g, line, effect.code)
				b.count(id, effect.title+", "+g.Title+": "+line.Name, "Encounters of the group whose door the change moves so", effect.of(line.Moves))
				parts = append(parts, id)
			}
			b.sum(effectID(p, effect.code), parts...)
		}
	}
}

func (b *book) meaning(id, title, definition string) figure.Meaning {
	return figure.Meaning{ID: id, Title: title, Definition: definition, Source: b.source, Window: b.window}
}

func (b *book) count(id, title, definition string, n int) {
	b.add(figure.NewCount(b.meaning(id, title, definition), figure.Tally{Numerator: n}))
}

func (b *book) share(id, title, definition string, tally figure.Tally) {
	b.add(figure.NewProportion(b.meaning(id, title, definition), tally))
}

func (b *book) add(made figure.Figure, err error) {
	if err != nil {
		b.err = err
		return
	}
	b.places[made.Meaning().ID] = len(b.figures)
	b.figures = append(b.figures, made)
}

func (b *book) sum(total string, parts ...string) {
	made := figure.Sum{Total: figure.Place{Column: b.places[total]}}
	for _, part := range parts {
		made.Parts = append(made.Parts, figure.Place{Column: b.places[part]})
	}
	b.sums = append(b.sums, made)
}

// exact reads the figures as they are.
func (b *book) exact(id string) (chart.Reading, bool) {
	place, ok := b.places[id]
	if !ok {
		return nil, false
	}
	return b.figures[place], true
}

// protected passes all figures through a policy at once, with every sum between
// them, and returns the reader of what may be shown. It is false where the policy
// can show none of them without giving a small one away, or hides the whole base for
// the sake of its parts.
func (b *book) protected(policy suppression.Policy) (evaluation.Reader, bool, error) {
	together := figure.Table{ID: "T1", Title: "the figures of a change", Sums: b.sums, Rows: [][]figure.Cell{nil}}
	for _, f := range b.figures {
		together.Columns = append(together.Columns, f.Meaning().ID)
		together.Rows[0] = append(together.Rows[0], figure.Of(f))
	}
	shown, err := policy.Table(together)
	if err != nil {
		return nil, false, fmt.Errorf("protecting the figures of a change: %w", err)
	}
	some := false
	for place, exact := range b.figures {
		f, ok := shown.Figure(figure.Place{Column: place})
		some = some || ok && !f.Hidden()
		if n, _ := exact.Numerator(); exact.Meaning().ID == "base" && f.Hidden() && !policy.Few(n) {
			some = false
			break
		}
	}
	return func(id string) (chart.Reading, bool) {
		place, ok := b.places[id]
		if !ok {
			return nil, false
		}
		return shown.Figure(figure.Place{Column: place})
	}, some, nil
}

// byWeight are the dimensions in the order in which they are kept where a policy
// cannot keep small numbers hidden in all of them.
var byWeight = []string{"area", "police_outcome", "ethnicity", "age", "first_time", "mother", "interpreter", "month", offence}

// protectedBook returns the figures of a result as they may be read under a
// policy: by every dimension, or where that hides them all by as many as can be,
// with the titles of those left out.
func protectedBook(r Result, source string, policy suppression.Policy) (*book, evaluation.Reader, []string, error) {
	b, read, some, err := triedBook(r, source, policy, byWeight)
	if err != nil || some {
		return b, read, nil, err
	}
	var by, left []string
	if b, read, _, err = triedBook(r, source, policy, nil); err != nil {
		return nil, nil, nil, err
	}
	for _, code := range byWeight {
		tried := append(by[:len(by):len(by)], code)
		with, reads, some, err := triedBook(r, source, policy, tried)
		switch {
		case err != nil:
			return nil, nil, nil, err
		case some:
			b, read, by = with, reads, tried
		default:
			left = append(left, titleOf(code))
		}
	}
	return b, read, left, nil
}

func triedBook(r Result, source string, policy suppression.Policy, by []string) (*book, evaluation.Reader, bool, error) {
	b, err := bookOf(r, source, by)
	if err != nil {
		return nil, nil, false, err
	}
	read, some, err := b.protected(policy)
	return b, read, some, err
}

// titleOf returns the title of a dimension, as it stands within a sentence.
func titleOf(code string) string {
	at := slices.IndexFunc(dimensions, func(d dimension) bool { return d.Code == code })
	return strings.ToLower(dimensions[at].Title)
}
