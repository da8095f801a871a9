package economics_test

import (
	"strings"
	"testing"

	"throughline/internal/reckoning/economics"
)

const sound = `values:
  - id: support
    text: Support
    unit: GBP per woman
    low: not_stated
    central: 2126
    high: not_stated
    source: "004:113"
    year: not_stated
    price_base: not_stated
    confidence: stated
    use: cost
`

const soundRate = `benchmarks:
  - id: hull
    scheme: Hull
    what: Attended
    measure: attendance
    printed: "98"
    count: {value: 98, is: printed}
    base: {value: 135, is: printed}
    of: Women referred
    from: 2012-12-01
    to: 2013-11-30
    source: "000:471"
`

const soundPrices = `deflator:
  id: prices
  text: GDP deflator
  outside: HM Treasury
  confidence: medium
  index: {"2020-21": 85.10}
`

func TestADocumentIsReadStrictly(t *testing.T) {
	for _, test := range []struct{ name, text, from, to, says string }{
		{"a key that there is not", sound, "use: cost", "useful: cost", `line 12: "useful" is not a key here`},
		{"a number in words", sound, "2126", "many", `line 6: "many" is no number: write digits, or not_stated`},
		{"a negative number", sound, "2126", "-5", `line 6: "-5" is no number`},
		{"a number left out", sound, "    low: not_stated\n", "", "line 2: support does not say low: write a number or not_stated"},
		{"no number at all", sound, "2126", "not_stated", "has no number at all"},
		{"half a range", sound, "low: not_stated", "low: 1", "has one end of a range and not the other"},
		{"a range the wrong way round", sound, "low: not_stated\n    central: 2126\n    high: not_stated", "low: 3\n    central: not_stated\n    high: 2", "has a low end above its high end"},
		{"a middle outside its range", sound, "low: not_stated\n    central: 2126\n    high: not_stated", "low: 1\n    central: 9\n    high: 2", "has its central number outside its range"},
		{"a unit that there is not", sound, "GBP per woman", "pounds", `has the unit "pounds"`},
		{"no source", sound, `    source: "004:113"` + "\n", "", "needs either a source or the publication"},
		{"a source that cites no line", sound, "004:113", "the report", `cites "the report"`},
		{"a grade that there is not", sound, "confidence: stated", "confidence: sure", `has the confidence "sure"`},
		{"stated and from outside", sound, `source: "004:113"`, "outside: A study", "is stated with no source document"},
		{"a mark of a rule", sound, "    year:", "    mark: recommended\n    year:", `has the mark "recommended"`},
		{"a year in words", sound, "year: not_stated", "year: lately", `has the year "lately"`},
		{"a price base of one year", sound, "price_base: not_stated", `price_base: "2020"`, `has the price base "2020"`},
		{"women without a sum", sound, "    source:", "    women: 3\n    source:", "needs both total and women"},
		{"a use that there is not", sound, "use: cost", "use: truth", `has the use "truth"`},
		{"multiplied by nothing", sound, "use: cost", "use: avoided_cost\n    method: Theirs", "does not say by what"},
		{"multiplied by what its unit is not for", sound, "use: cost", "use: avoided_cost\n    times: pounds_spent\n    method: Theirs", "is in GBP per woman, which is not multiplied by pounds_spent"},
		{"nobody's working", sound, "use: cost", "use: avoided_cost\n    times: pounds_spent", "does not say whose working it is"},
		{"multiplied, and for cost alone", sound, "unit: GBP per woman", "unit: GBP per GBP\n    times: pounds_spent\n    method: Theirs", "is multiplied, and does not say by what, or the other way round"},
		{"no note", sound, "use: cost", "use: avoided_cost\n    times: pounds_spent\n    method: Theirs", "has no note on how to read it with care"},
		{"an id with capitals", sound, "id: support", "id: Support", "needs an id"},
		{"no text", sound, "text: Support", `text: ""`, "says nothing of what it is"},
		{"more than its base", soundRate, "value: 98", "value: 136", "line 2: hull counts 136 of 135"},
		{"a count without its base", soundRate, "    base: {value: 135, is: printed}\n", "", "has a count without its base"},
		{"a count come by otherwise", soundRate, "value: 98, is: printed", "value: 98, is: guessed", `has a count that is "guessed"`},
		{"re-arrest beside other rates", soundRate, "measure: attendance", "measure: rearrest", "would set re-arrest beside other rates"},
		{"a rate of nobody", soundRate, "of: Women referred", `of: ""`, "needs scheme, what, measure, printed and of"},
		{"a rate without a source", soundRate, "000:471", "Hull", `cites "Hull"`},
		{"a span that ends too soon", soundRate, "to: 2013-11-30", "to: 2011-11-30", "ends before it begins"},
		{"prices of no year", soundPrices, "2020-21", "2020", `has the year "2020"`},
		{"prices of nought", soundPrices, "85.10", "0", "has no index above zero for 2020-21"},
		{"prices from nowhere", soundPrices, "outside: HM Treasury", `outside: ""`, "needs a text and the publication"},
		{"prices stated in the documents", soundPrices, "confidence: medium", "confidence: stated", `has the confidence "stated"`},
		{"two documents in one file", sound, "values:", "---\na: 1\n---\nvalues:", "is not a key here"},
		{"a second document after", sound, "    use: cost\n", "    use: cost\n---\nvalues: []\n", "more than one document"},
		{"no YAML", sound, "values:", "values: [", "line"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := economics.Parse([]byte(test.text)); err != nil {
				t.Fatalf("before the change: %v", err)
			}
			_, err := economics.Parse([]byte(strings.Replace(test.text, test.from, test.to, 1)))
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("says %v, want %q", err, test.says)
			}
		})
	}
	if _, err := economics.Parse(nil); err == nil || !strings.Contains(err.Error(), "holds nothing") {
		t.Errorf("an empty file: %v", err)
	}
	if _, err := economics.Parse(make([]byte, 2<<20)); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("a file without end: %v", err)
	}
}

func TestTwoDocumentsDoNotSayTheSame(t *testing.T) {
	part, err := economics.Parse([]byte(sound))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := economics.Join(part, part); err == nil || !strings.Contains(err.Error(), "two documents say what support is") {
		t.Errorf("joined: %v", err)
	}
	prices, err := economics.Parse([]byte(soundPrices))
	if err != nil {
		t.Fatal(err)
	}
	other, err := economics.Parse([]byte(strings.Replace(soundPrices, "id: prices", "id: others", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := economics.Join(prices, other); err == nil || !strings.Contains(err.Error(), "prices move in one way only") {
		t.Errorf("joined: %v", err)
	}
}
