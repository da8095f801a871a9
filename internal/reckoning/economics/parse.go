package economics

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/figure"
)

// Library is what the documents say: values, the rates of other schemes, and how
// prices moved.
type Library struct {
	Values     []Value     `yaml:"values"`
	Benchmarks []Benchmark `yaml:"benchmarks"`
	Deflator   Deflator    `yaml:"deflator"`
}

// Value returns the value of this id, and false where there is none.
func (l Library) Value(id string) (Value, bool) {
	at := slices.IndexFunc(l.Values, func(v Value) bool { return v.ID == id })
	if at < 0 {
		return Value{}, false
	}
	return l.Values[at], true
}

// Returns lists the values that may be multiplied, in the order of the documents:
// no other order, for they are not ranked.
func (l Library) Returns() []Value {
	var list []Value
	for _, value := range l.Values {
		if value.Use == AvoidedCost || value.Use == SocialValue {
			list = append(list, value)
		}
	}
	return list
}

// Join makes one library of several documents. It fails where two say what an id
// is.
func Join(parts ...Library) (Library, error) {
	var whole Library
	seen := map[string]bool{}
	once := func(id string) error {
		if seen[id] {
			return fmt.Errorf("two documents say what %s is", id)
		}
		seen[id] = true
		return nil
	}
	var wrong []error
	for _, part := range parts {
		for _, value := range part.Values {
			wrong = append(wrong, once(value.ID))
		}
		for _, benchmark := range part.Benchmarks {
			wrong = append(wrong, once(benchmark.ID))
		}
		if part.Deflator.ID != "" {
			wrong = append(wrong, once(part.Deflator.ID))
			if whole.Deflator.ID != "" {
				wrong = append(wrong, fmt.Errorf("%s and %s: prices move in one way only", whole.Deflator.ID, part.Deflator.ID))
			}
			whole.Deflator = part.Deflator
		}
		whole.Values = append(whole.Values, part.Values...)
		whole.Benchmarks = append(whole.Benchmarks, part.Benchmarks...)
	}
	return whole, errors.Join(wrong...)
}

// longest is far more than the longest document has bytes.
const longest = 1 << 20

// Parse reads a document strictly: a key that the form does not have is a
// problem, and so is a number without a source. The error is a scheme.Problems,
// each with its line.
func Parse(text []byte) (Library, error) {
	if len(text) > longest {
		return Library{}, scheme.Problems{{Text: fmt.Sprintf("the file is larger than %d bytes", longest)}}
	}
	var library Library
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var typed *yaml.TypeError
	switch err := decoder.Decode(&library); {
	case errors.As(err, &typed):
		return Library{}, problemsOf(typed.Errors...)
	case err == io.EOF:
		return Library{}, scheme.Problems{{Text: "the file holds nothing"}}
	case err != nil:
		return Library{}, problemsOf(err.Error())
	}
	if err := decoder.Decode(new(yaml.Node)); err != io.EOF {
		return Library{}, scheme.Problems{{Text: "the file holds more than one document"}}
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return Library{}, problemsOf(err.Error())
	}
	if problems := library.check(root.Content[0]); len(problems) > 0 {
		return Library{}, problems
	}
	return library, nil
}

var (
	yamlLine     = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	unknownField = regexp.MustCompile(`^field (\S+) not found in type \S+$`)
)

func problemsOf(texts ...string) scheme.Problems {
	var problems scheme.Problems
	for _, text := range texts {
		problem := scheme.Problem{Text: text}
		if match := yamlLine.FindStringSubmatch(text); match != nil {
			problem.Text = match[2]
			if _, err := fmt.Sscan(match[1], &problem.Line); err != nil {
				problem.Text = text
			}
			if field := unknownField.FindStringSubmatch(match[2]); field != nil {
				problem.Text = fmt.Sprintf("%q is not a key here", field[1])
			}
		}
		problems = append(problems, problem)
	}
	return problems
}

// check says all that is wrong with what was read.
func (l Library) check(root *yaml.Node) scheme.Problems {
	var problems scheme.Problems
	each := func(key string, i int, id string, wrong []string) {
		line := lineOf(root, key, i)
		for _, text := range wrong {
			problems = append(problems, scheme.Problem{Line: line, Text: id + " " + text})
		}
	}
	for i, value := range l.Values {
		each("values", i, value.ID, value.wrong())
	}
	for i, benchmark := range l.Benchmarks {
		each("benchmarks", i, benchmark.ID, benchmark.wrong())
	}
	if l.Deflator.ID != "" || len(l.Deflator.Index) > 0 {
		each("deflator", -1, l.Deflator.ID, l.Deflator.wrong())
	}
	return problems
}

// lineOf returns the line of the i-th thing under a key, or of what the key holds
// where i is below zero.
func lineOf(root *yaml.Node, key string, i int) int {
	for at := 0; at+1 < len(root.Content); at += 2 {
		if root.Content[at].Value != key {
			continue
		}
		if i >= 0 && i < len(root.Content[at+1].Content) {
			return root.Content[at+1].Content[i].Line
		}
		return root.Content[at+1].Line
	}
	return root.Line
}

var (
	plainID       = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	financialYear = regexp.MustCompile(`^\d{4}-\d{2}$`)
	someYear      = regexp.MustCompile(`^\d{4}(-\d{2})?$`)
)

// findings collects what is wrong.
type findings []string

func (f *findings) unless(right bool, format string, values ...any) {
	if !right {
		*f = append(*f, fmt.Sprintf(format, values...))
	}
}

func (v Value) wrong() findings {
	var f findings
	f.unless(plainID.MatchString(v.ID), "needs an id of small letters, digits and _")
	f.unless(v.Text != "", "says nothing of what it is")
	f.unless(slices.Contains(units, v.Unit), "has the unit %q: it is one of %s", v.Unit, strings.Join(units, ", "))
	for _, one := range []struct {
		key string
		Amount
	}{{"low", v.Low}, {"central", v.Central}, {"high", v.High}} {
		f.unless(one.text != "", "does not say %s: write a number or %s", one.key, NotStated)
	}
	ranged := v.Low.known() && v.High.known()
	f.unless(v.Low.known() == v.High.known(), "has one end of a range and not the other")
	f.unless(ranged || v.Central.known(), "has no number at all")
	if ranged {
		f.unless(v.Low.rat.Cmp(v.High.rat) <= 0, "has a low end above its high end")
		f.unless(!v.Central.known() || v.Low.rat.Cmp(v.Central.rat) <= 0 && v.Central.rat.Cmp(v.High.rat) <= 0, "has its central number outside its range")
	}
	f.unless((v.Total > 0) == (v.Women > 0) && v.Total >= 0 && v.Women >= 0, "needs both total and women, above zero, or neither")
	f.unless((v.Source == "") != (v.Outside == ""), "needs either a source or the publication outside it was read in")
	f.unless(v.Source == "" || len(v.Source.Cited()) > 0, "cites %q: write a source as 004:158, 166", v.Source)
	f.unless(v.Mark == scheme.InForce || v.Mark == scheme.Inferred, "has the mark %q: a number is inferred, or printed and unmarked", v.Mark)
	f.unless(slices.Contains(Grades(), v.Confidence), "has the confidence %q: it is one of %q", v.Confidence, Grades())
	f.unless((v.Source != "") == (v.Confidence == Stated), "is %s with no source document, or has one and is graded otherwise", Stated)
	f.unless(v.Year == NotStated || someYear.MatchString(v.Year), "has the year %q: write 2020, 2020-21 or %s", v.Year, NotStated)
	f.unless(v.PriceBase == NotStated || financialYear.MatchString(v.PriceBase), "has the price base %q: write 2020-21 or %s", v.PriceBase, NotStated)
	multiplied := v.Use == AvoidedCost || v.Use == SocialValue
	f.unless(multiplied || slices.Contains([]Use{Cost, ForMethod, OnlyContext}, v.Use), "has the use %q, which there is not", v.Use)
	f.unless(multiplied == (v.Times != ""), "is multiplied, and does not say by what, or the other way round")
	f.unless(v.Times == "" || v.Times == PoundsSpent && v.Unit == poundsBack || v.Times == PrisonPlaces && v.Unit == poundsPlace,
		"is in %s, which is not multiplied by %s", v.Unit, v.Times)
	f.unless(!multiplied || v.Method != "", "does not say whose working it is")
	f.unless(!multiplied || v.Note != "", "has no note on how to read it with care")
	return f
}

func (b Benchmark) wrong() findings {
	var f findings
	f.unless(plainID.MatchString(b.ID), "needs an id of small letters, digits and _")
	f.unless(b.Scheme != "" && b.What != "" && b.Measure != "" && b.Printed != "" && b.Of != "", "needs scheme, what, measure, printed and of")
	f.unless(len(b.Source.Cited()) > 0, "cites %q: write a source as 004:158, 166", b.Source)
	f.unless(b.Measure != figure.MeasureRearrest, "would set re-arrest beside other rates")
	f.unless((b.Count.Is == "") == (b.Base.Is == ""), "has a count without its base, or a base without its count")
	for _, one := range []Counted{b.Count, b.Base} {
		f.unless(one == Counted{} || slices.Contains([]Standing{Printed, Computed, Assumed}, one.Is), "has a count that is %q: it is printed, computed or assumed", one.Is)
	}
	f.unless(b.Count.Value >= 0 && b.Count.Value <= b.Base.Value, "counts %d of %d", b.Count.Value, b.Base.Value)
	f.unless(!b.To.Known() || b.From <= b.To, "ends before it begins")
	return f
}

func (d Deflator) wrong() findings {
	var f findings
	f.unless(plainID.MatchString(d.ID), "needs an id of small letters, digits and _")
	f.unless(d.Text != "" && d.Outside != "", "needs a text and the publication it was read in")
	f.unless(slices.Contains(Grades(), d.Confidence) && d.Confidence != Stated, "has the confidence %q", d.Confidence)
	for year, index := range d.Index {
		f.unless(financialYear.MatchString(year), "has the year %q: write 2020-21", year)
		f.unless(index.known() && index.rat.Sign() > 0, "has no index above zero for %s", year)
	}
	slices.Sort(f)
	return f
}
