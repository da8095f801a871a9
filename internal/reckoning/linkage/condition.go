package linkage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// truth is an answer that may be missing, as where a value is not known.
type truth int8

const (
	unknown truth = iota
	no
	yes
)

func truthOf(holds bool) truth {
	if holds {
		return yes
	}
	return no
}

// condition is what has to be so of a pair: the tree of a parsed condition.
type condition interface{ ask(c *compiling) test }

// test asks a condition of a pair of records.
type test func(s *scratch, left, right int32) truth

type (
	always struct{}
	not    struct{ what condition }
	and    struct{ all []condition }
	or     struct{ any []condition }
	null   struct{ what side }
	same   struct {
		left, right side
		differ      bool
	}
	compared struct {
		left, right amount
		with        string
	}
)

// side is a value of one of the two records, made from one column: as it stands, or
// changed by functions that look at nothing else.
type side struct {
	right  bool
	column string
	change []change
}

// change makes another text of a text; ok is false where nothing is left.
type change struct {
	name string
	of   func(text string) (changed string, ok bool)
}

// key names what a side makes of a column, so that it is worked out once.
func (s side) key() string {
	parts := []string{s.column}
	for _, change := range s.change {
		parts = append(parts, change.name)
	}
	return strings.Join(parts, "\x00")
}

// amount is a number that follows from a pair.
type amount interface {
	key() string
	number(c *compiling) measure
}

// measure works a number out; ok is false where a value is not known.
type measure func(s *scratch, left, right int32) (number float64, ok bool)

type (
	constant float64
	alike    struct {
		by          string
		left, right side
	}
	length     struct{ of side }
	seconds    struct{ of side } // of a date, since 1970
	difference struct{ from, take amount }
	size       struct{ of amount } // without its sign
)

func (k constant) key() string { return strconv.FormatFloat(float64(k), 'g', -1, 64) }
func (k alike) key() string {
	return fmt.Sprint(k.by, k.left.right, k.left.key(), k.right.right, k.right.key())
}
func (k length) key() string     { return fmt.Sprint("length", k.of.right, k.of.key()) }
func (k seconds) key() string    { return fmt.Sprint("seconds", k.of.right, k.of.key()) }
func (k difference) key() string { return "(" + k.from.key() + "-" + k.take.key() + ")" }
func (k size) key() string       { return "|" + k.of.key() + "|" }

// parser reads a condition.
type parser struct {
	list []token
	next int
	deep int
}

// deepest is how deep parentheses may stand in each other.
const deepest = 32

// parseCondition reads a condition of the closed grammar. What it does not know it
// names, with its place.
func parseCondition(text string) (condition, error) {
	list, err := tokens(text)
	if err != nil {
		return nil, err
	}
	p := &parser{list: list}
	read, err := p.either()
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != end {
		return nil, p.unexpected()
	}
	return read, nil
}

func (p *parser) peek() token { return p.list[p.next] }

// take moves on where the next word is this one.
func (p *parser) take(kind tokenKind, text string) bool {
	if t := p.peek(); t.kind == kind && t.text == text {
		p.next++
		return true
	}
	return false
}

func (p *parser) unexpected() error {
	t := p.peek()
	if t.kind == end {
		return fmt.Errorf("it ends too early")
	}
	return fmt.Errorf("%q at %d is not known here", t.text, t.at)
}

func (p *parser) need(kind tokenKind, text string) error {
	if p.take(kind, text) {
		return nil
	}
	return p.unexpected()
}

func (p *parser) either() (condition, error) {
	var any []condition
	for {
		one, err := p.both()
		if err != nil {
			return nil, err
		}
		if any = append(any, one); !p.take(word, "or") {
			break
		}
	}
	if len(any) == 1 {
		return any[0], nil
	}
	return or{any}, nil
}

func (p *parser) both() (condition, error) {
	var all []condition
	for {
		one, err := p.one()
		if err != nil {
			return nil, err
		}
		if all = append(all, one); !p.take(word, "and") {
			break
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return and{all}, nil
}

func (p *parser) one() (condition, error) {
	if p.deep++; p.deep > deepest {
		return nil, fmt.Errorf("it is deeper than %d", deepest)
	}
	defer func() { p.deep-- }()
	switch {
	case p.take(word, "else"), p.take(word, "true"):
		return always{}, nil
	case p.take(word, "not"):
		what, err := p.one()
		return not{what}, err
	}
	if p.opensCondition() {
		p.next++
		inside, err := p.either()
		if err != nil {
			return nil, err
		}
		return inside, p.need(sign, ")")
	}
	return p.comparison()
}

// opensCondition says whether a parenthesis stands here that holds a condition and
// not a value: nothing is compared with what it holds.
func (p *parser) opensCondition() bool {
	if t := p.peek(); t.kind != sign || t.text != "(" {
		return false
	}
	open := 0
	for i := p.next; i < len(p.list); i++ {
		if t := p.list[i]; t.kind == sign && t.text == "(" {
			open++
		} else if t.kind == sign && t.text == ")" {
			if open--; open == 0 {
				after := p.list[i+1] // the list ends with a word of its own
				return !(after.kind == word && after.text == "is") && !slices.Contains(comparing, after.text) && after.text != "-" || after.kind == text
			}
		}
	}
	return true
}

// comparing are the signs that compare.
var comparing = []string{"=", "<>", "!=", "<", "<=", ">", ">="}

// comparison reads "a = b", "a >= 0.9" or "a is null".
func (p *parser) comparison() (condition, error) {
	left, leftAmount, err := p.value()
	if err != nil {
		return nil, err
	}
	if leftAmount == nil && p.take(word, "is") {
		negated := p.take(word, "not")
		if err := p.need(word, "null"); err != nil {
			return nil, err
		}
		if negated {
			return not{null{left}}, nil
		}
		return null{left}, nil
	}
	with := p.peek()
	if with.kind != sign || !slices.Contains(comparing, with.text) {
		return nil, p.unexpected()
	}
	p.next++
	right, rightAmount, err := p.value()
	if err != nil {
		return nil, err
	}
	switch {
	case leftAmount != nil && rightAmount != nil:
		return compared{leftAmount, rightAmount, strings.Replace(with.text, "!=", "<>", 1)}, nil
	case leftAmount == nil && rightAmount == nil && with.text == "=":
		return same{left, right, false}, nil
	case leftAmount == nil && rightAmount == nil && (with.text == "<>" || with.text == "!="):
		return same{left, right, true}, nil
	}
	return nil, fmt.Errorf("%q at %d compares what cannot be compared", with.text, with.at)
}

// value reads a text of one record, or a number that follows from the pair.
func (p *parser) value() (side, amount, error) {
	of, from, err := p.term()
	for err == nil && from != nil && p.take(sign, "-") {
		var take amount
		if _, take, err = p.term(); err == nil && take == nil {
			err = fmt.Errorf("a text cannot be taken from a number")
		}
		from = difference{from, take}
	}
	return of, from, err
}

// term reads one value without a sign of reckoning.
func (p *parser) term() (side, amount, error) {
	if p.deep++; p.deep > deepest {
		return side{}, nil, fmt.Errorf("it is deeper than %d", deepest)
	}
	defer func() { p.deep-- }()
	t := p.peek()
	switch t.kind {
	case number:
		p.next++
		read, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			return side{}, nil, fmt.Errorf("%q at %d is not a number", t.text, t.at)
		}
		return side{}, constant(read), nil
	case column:
		p.next++
		of, err := columnSide(t)
		return of, nil, err
	case sign:
		if p.take(sign, "(") {
			of, from, err := p.value()
			if err == nil {
				err = p.need(sign, ")")
			}
			return of, from, err
		}
	case word:
		p.next++
		if (t.text == "l" || t.text == "r") && p.take(sign, ".") {
			name := p.peek()
			if name.kind != column && name.kind != word {
				return side{}, nil, p.unexpected()
			}
			p.next++
			return side{right: t.text == "r", column: name.text}, nil, nil
		}
		if p.take(sign, "(") {
			of, from, err := p.call(t)
			if err == nil {
				err = p.need(sign, ")")
			}
			return of, from, err
		}
		if t.text != "and" && t.text != "or" {
			if of, err := columnSide(t); err == nil {
				return of, nil, nil
			}
		}
		p.next--
	}
	return side{}, nil, p.unexpected()
}

// columnSide reads a column as Splink names it, "surname_l" or "surname_r".
func columnSide(t token) (side, error) {
	if name, ok := strings.CutSuffix(t.text, "_l"); ok && name != "" {
		return side{column: name}, nil
	}
	if name, ok := strings.CutSuffix(t.text, "_r"); ok && name != "" {
		return side{right: true, column: name}, nil
	}
	return side{}, fmt.Errorf("%q at %d does not end in _l or _r: which record is meant?", t.text, t.at)
}

// of reads a text as an argument.
func (p *parser) of() (side, error) {
	at := p.peek()
	read, from, err := p.value()
	if err == nil && from != nil {
		err = fmt.Errorf("a text is needed at %d", at.at)
	}
	return read, err
}

func (p *parser) quoted() (string, error) {
	t := p.peek()
	if t.kind != text {
		return "", p.unexpected()
	}
	p.next++
	return t.text, nil
}

func (p *parser) whole() (int, error) {
	t := p.peek()
	read, err := strconv.Atoi(t.text)
	if t.kind != number || err != nil || read > longestCondition {
		return 0, p.unexpected()
	}
	p.next++
	return read, nil
}
