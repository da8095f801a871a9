package linkage

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// call reads a function after its parenthesis. These are all there are.
func (p *parser) call(name token) (side, amount, error) {
	switch name.text {
	case "jaro_winkler_similarity", "jaro_similarity", "levenshtein", "damerau_levenshtein":
		left, err := p.of()
		if err == nil {
			err = p.need(sign, ",")
		}
		if err != nil {
			return side{}, nil, err
		}
		right, err := p.of()
		return side{}, alike{name.text, left, right}, err
	case "abs":
		_, of, err := p.value()
		if err == nil && of == nil {
			err = fmt.Errorf("abs at %d needs a number", name.at)
		}
		return side{}, size{of}, err
	case "length":
		of, err := p.of()
		return side{}, length{of}, err
	case "epoch":
		of, err := p.of()
		if err == nil && (len(of.change) == 0 || !strings.HasPrefix(of.change[len(of.change)-1].name, dated)) {
			err = fmt.Errorf("epoch at %d needs a date: try_strptime(..., '%%Y-%%m-%%d')", name.at)
		}
		return side{}, seconds{of}, err
	}
	of, err := p.of()
	if err != nil {
		return side{}, nil, err
	}
	step, err := p.changed(name)
	if err != nil {
		return side{}, nil, err
	}
	if step.of != nil {
		of.change = append(slices.Clone(of.change), step)
	}
	return of, nil, nil
}

// dated begins the name of a change that makes a date of a text.
const dated = "date "

// formats are the ways of writing a date that are known.
var formats = map[string]string{"%Y-%m-%d": time.DateOnly, "%Y%m%d": "20060102", "%d/%m/%Y": "02/01/2006"}

// changed reads the rest of a function that changes one text; its zero value is one
// that leaves a text as it is.
func (p *parser) changed(name token) (change, error) {
	switch name.text {
	case "lower":
		return change{"lower", func(text string) (string, bool) { return strings.ToLower(text), true }}, nil
	case "upper":
		return change{"upper", func(text string) (string, bool) { return strings.ToUpper(text), true }}, nil
	case "trim":
		return change{"trim", func(text string) (string, bool) { return strings.TrimSpace(text), true }}, nil
	case "cast", "try_cast":
		if err := p.need(word, "as"); err != nil {
			return change{}, err
		}
		if !p.take(word, "text") && !p.take(word, "varchar") && !p.take(word, "string") {
			return change{}, p.unexpected()
		}
		return change{}, nil
	}
	if err := p.need(sign, ","); err != nil {
		return change{}, fmt.Errorf("%s at %d is not a function that is known", name.text, name.at)
	}
	switch name.text {
	case "nullif":
		gone, err := p.quoted()
		return change{"nullif " + gone, func(text string) (string, bool) { return text, text != gone }}, err
	case "regexp_extract":
		return p.extracted()
	case "substr", "substring":
		return p.part()
	case "try_strptime", "strptime":
		written, err := p.quoted()
		if err != nil {
			return change{}, err
		}
		layout, ok := formats[written]
		if !ok {
			return change{}, fmt.Errorf("the date format %q is not known", written)
		}
		return change{dated + written, func(text string) (string, bool) {
			day, err := time.Parse(layout, text)
			return day.Format(time.DateOnly), err == nil
		}}, nil
	}
	return change{}, fmt.Errorf("%s at %d is not a function that is known", name.text, name.at)
}

// extracted reads the pattern of regexp_extract, and which group of it is meant.
func (p *parser) extracted() (change, error) {
	pattern, err := p.quoted()
	if err != nil {
		return change{}, err
	}
	read, err := regexp.Compile(pattern)
	if err != nil {
		return change{}, fmt.Errorf("the pattern %q: %w", pattern, err)
	}
	group := 0
	if p.take(sign, ",") {
		if group, err = p.whole(); err != nil {
			return change{}, err
		}
	}
	if group > read.NumSubexp() {
		return change{}, fmt.Errorf("the pattern %q has no group %d", pattern, group)
	}
	return change{fmt.Sprint("extract ", group, " ", pattern), func(text string) (string, bool) {
		if found := read.FindStringSubmatch(text); found != nil {
			return found[group], true
		}
		return "", true
	}}, nil
}

// part reads from where on, and how much of a text is meant.
func (p *parser) part() (change, error) {
	from, err := p.whole()
	if err != nil {
		return change{}, err
	}
	if from < 1 {
		return change{}, fmt.Errorf("the letters of a text are counted from 1")
	}
	most := longest
	if p.take(sign, ",") {
		if most, err = p.whole(); err != nil {
			return change{}, err
		}
	}
	return change{fmt.Sprint("part ", from, " ", most), func(text string) (string, bool) {
		letters := []rune(text)
		from := min(from-1, len(letters))
		return string(letters[from:min(len(letters), from+most)]), true
	}}, nil
}
