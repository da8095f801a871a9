package economics_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/economics"
	"throughline/internal/domain/calendar"
	reckoned "throughline/internal/reckoning/economics"
)

var covered = calendar.Window{From: calendar.On(2019, time.November, 1), To: calendar.On(2021, time.August, 31)}

// london is what the London cost lines come to: £340,160, and 160 women engaged.
var london = reckoned.Counts{Costed: true, Window: covered, Pence: 34_016_000, Women: 160, Known: true}

func library(t testing.TB) reckoned.Library {
	t.Helper()
	library, err := economics.Library()
	if err != nil {
		t.Fatal(err)
	}
	return library
}

// tried are the assumptions with some decided, by name.
func tried(t interface {
	Helper()
	Fatal(...any)
}, library reckoned.Library, decided map[string]string) []reckoned.Assumption {
	t.Helper()
	list := reckoned.Undecided(library)
	for i := range list {
		var err error
		if list[i], err = list[i].Try(decided[list[i].Name]); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// nothing takes nothing off: all of it is owed to the service.
var nothing = map[string]string{
	"deadweight": "0 to 0", "attribution": "100 to 100", "displacement": "0 to 0", "optimism_stated": "0 to 0", "optimism_medium": "0 to 0", "prison_places": "0 to 1",
}

func estimateOf(t testing.TB, made []reckoned.Estimate, id string) reckoned.Estimate {
	t.Helper()
	at := slices.IndexFunc(made, func(e reckoned.Estimate) bool { return e.Value.ID == id })
	if at < 0 {
		t.Fatalf("there is no estimate %s", id)
	}
	return made[at]
}

func TestWhatAReturnComesTo(t *testing.T) {
	all := library(t)
	mixed := map[string]string{
		"deadweight": "20 to 40", "attribution": "50 to 70", "displacement": "0 to 10", "optimism_stated": "0 to 20", "drop_off": "0 to 20", "years": "1 to 3",
		"prison_places": "1 to 3",
	}
	for _, test := range []struct {
		name, id string
		decided  map[string]string
		says     string
	}{
		// 2 × £340,160.
		{"with nothing taken off", "saved_ipswich", nothing, "£680,320 to £680,320, with £680,320 in the middle"},
		// £340,160 × 3.40 and × 6.70, and × 5.05 half way.
		{"a range of the source", "social_value_nef", nothing, "£1,156,544 to £2,279,072, with £1,717,808 in the middle"},
		// Least: 966,054.40 × 0.6 × 0.5 × 0.9 × 0.8, for one year. Most: × 0.8 × 0.7, for three
		// years, 1 + 1/1.035 + 1/1.035². Middle: × 0.7 × 0.6 × 0.95 × 0.9, and 1 + 0.9/1.035.
		{"every assumption at once", "saved_womens_budget_group", mixed, "£208,668 to £1,568,707, with £648,571 in the middle"},
		// 160 women, none to one place for each hundred: none to 1.6 × £52,121.
		{"places in prison", "place_prison", nothing, "£0 to £83,394, with £41,697 in the middle"},
	} {
		t.Run(test.name, func(t *testing.T) {
			made, without := reckoned.Estimates(all, tried(t, all, test.decided), london)
			if len(without) > 0 {
				t.Errorf("left out: %q", without)
			}
			if got := estimateOf(t, made, test.id).Range.String(); got != test.says {
				t.Errorf("says %q, want %q", got, test.says)
			}
		})
	}
}

func TestUndecidedIsAnythingItCanBe(t *testing.T) {
	all := library(t)
	made, _ := reckoned.Estimates(all, reckoned.Undecided(all), london)
	one := estimateOf(t, made, "saved_ipswich")
	if got, want := one.Range.String(), "£0 to £680,320, and no middle: 4 assumptions are undecided"; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
	nearly := map[string]string{}
	for name, text := range nothing {
		nearly[name] = text
	}
	delete(nearly, "deadweight")
	if made, _ := reckoned.Estimates(all, tried(t, all, nearly), london); !strings.HasSuffix(estimateOf(t, made, "saved_ipswich").Range.String(), "1 assumption is undecided") {
		t.Errorf("with one undecided it says %q", estimateOf(t, made, "saved_ipswich").Range)
	}
	written, err := json.Marshal(one.Range)
	if err != nil || !strings.Contains(string(written), `"low_pence":0,"central_pence":null,"high_pence":68032000,"undecided":["Would have come anyway","Owed to this service","Moved elsewhere","Too hopeful: stated in a source document"]`) {
		t.Errorf("is written as %s, %v", written, err)
	}
	// The London figures at half of everything: 2 × 340,160 × 0.5⁴.
	if low, middle, high := one.Range.Pence(); low != 0 || middle != 4_252_000 || high != 68_032_000 {
		t.Errorf("in pence %d, %d, %d", low, middle, high)
	}
}

func TestReturnsStandInTheOrderOfTheDocuments(t *testing.T) {
	all := library(t)
	var ids, found []string
	for _, value := range all.Returns() {
		ids = append(ids, value.ID)
	}
	made, _ := reckoned.Estimates(all, tried(t, all, nothing), london)
	for _, one := range made {
		found = append(found, one.Value.ID)
	}
	if !slices.Equal(ids, found) || len(found) != 6 {
		t.Errorf("stand as %q, and in the documents as %q", found, ids)
	}
	said := reckoned.Doubled(made)
	if len(said) != 2 || !strings.HasPrefix(said[0], "5 of these start from the same pounds spent") {
		t.Errorf("of counting twice it says %q", said)
	}
	if said := reckoned.Doubled(nil); len(said) > 0 {
		t.Errorf("of nothing it says %q", said)
	}
}

func TestWhatIsHiddenOrNotRecordedIsNotWorkedOut(t *testing.T) {
	all := library(t)
	for _, test := range []struct {
		name string
		of   reckoned.Counts
		made int
		says string
	}{
		{"no cost lines", reckoned.Counts{Known: true, Women: 160}, 0, "no cost is recorded"},
		{"women hidden", reckoned.Counts{Costed: true, Pence: 100}, 5, "the number of women is hidden"},
	} {
		made, without := reckoned.Estimates(all, tried(t, all, nothing), test.of)
		if len(made) != test.made || len(without) != 6-test.made || !strings.Contains(without[0], test.says) {
			t.Errorf("%s: %d made, and %q", test.name, len(made), without)
		}
	}
	bare := reckoned.Library{Values: all.Returns()}
	if _, without := reckoned.Estimates(bare, reckoned.Undecided(bare), london); len(without) != 6 || !strings.Contains(without[0], "there is no discount rate") {
		t.Errorf("without a discount rate: %q", without)
	}
}

func TestPricesAreBroughtToTheYearOfTheCosts(t *testing.T) {
	const text = `values:
  - {id: place, text: A place, unit: GBP per place, low: not_stated, central: 851, high: not_stated, outside: A study, year: "2020", price_base: "2020-21", confidence: low, use: avoided_cost, times: prison_places, method: Theirs, note: Care}
  - {id: discount_rate, text: Rate, unit: per cent, low: not_stated, central: 3.5, high: not_stated, outside: A book, year: "2025", price_base: not_stated, confidence: high, use: method}
deflator: {id: prices, text: deflator, outside: A table, confidence: high, index: {"2020-21": 85.10, "2024-25": 100}}
`
	all, err := reckoned.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, text    string
		to            calendar.Day
		range_, about string
	}{
		// 100 women, one place for each: £851 × 100 ÷ 85.10 = £1,000 each.
		{"both years known", text, calendar.On(2025, time.March, 31), "£100,000 to £100,000", "Brought from prices of 2020-21 to prices of 2024-25 by the deflator."},
		{"the costs of a year without an index", text, calendar.On(2025, time.April, 1), "£85,100 to £85,100", "There is no index for both that year and 2025-26."},
		{"costs without an end", text, 0, "£85,100 to £85,100", "The last day of the cost lines is not stated."},
		{"no price base", strings.Replace(text, `price_base: "2020-21"`, "price_base: not_stated", 1), calendar.On(2025, time.March, 31), "£85,100 to £85,100", "As printed. Its price base is not stated."},
	} {
		t.Run(test.name, func(t *testing.T) {
			if all, err = reckoned.Parse([]byte(test.text)); err != nil {
				t.Fatal(err)
			}
			decided := map[string]string{"deadweight": "0 to 0", "attribution": "100 to 100", "displacement": "0 to 0", "optimism_low": "0 to 0", "prison_places": "100 to 100"}
			made, _ := reckoned.Estimates(all, tried(t, all, decided), reckoned.Counts{Costed: true, Window: calendar.Window{To: test.to}, Women: 100, Known: true})
			if got := made[0]; !strings.HasPrefix(got.Range.String(), test.range_) || !strings.Contains(got.Prices, test.about) {
				t.Errorf("comes to %s; %s", got.Range, got.Prices)
			}
		})
	}
}

func TestWhatSomebodyTypesForAnAssumption(t *testing.T) {
	list := reckoned.Undecided(library(t))
	at := func(name string) reckoned.Assumption {
		return list[slices.IndexFunc(list, func(a reckoned.Assumption) bool { return a.Name == name })]
	}
	for _, test := range []struct{ name, typed, says string }{
		{"deadweight", "", "undecided: anything from 0% to 100%"},
		{"deadweight", " 20 to 40 ", "20% to 40%"},
		{"deadweight", "12.5% - 20%", "12.5% to 20%"},
		{"deadweight", "30", "enter two numbers, such as 20 to 40"},
		{"deadweight", "some", "enter two numbers"},
		{"deadweight", "40 to 20", "enter the smaller number first"},
		{"deadweight", "40 to 120", "enter numbers up to 100"},
		{"years", "", "undecided: counted once"},
		{"years", "1 to 5", "1 to 5 years"},
		{"years", "0 to 5", "enter whole years from 1 to 30"},
		{"years", "1.5 to 2", "enter whole years"},
		{"years", "1 to 31", "enter numbers up to 30"},
	} {
		made, err := at(test.name).Try(test.typed)
		if err != nil {
			if !strings.Contains(err.Error(), test.says) {
				t.Errorf("%s of %q says %v, want %q", test.name, test.typed, err, test.says)
			}
			continue
		}
		if made.Words() != test.says {
			t.Errorf("%s of %q is %q, want %q", test.name, test.typed, made.Words(), test.says)
		}
	}
}

// Whatever is decided: the least is not above the middle, nor the middle above the
// most; swings stand widest first; and what the result hangs on in a straight line
// moves it as far up as down.
func TestRangesKeepTheirOrderAndSwingsTheirBalance(t *testing.T) {
	all := library(t)
	rapid.Check(t, func(t *rapid.T) {
		decided := map[string]string{}
		for _, a := range reckoned.Undecided(all) {
			if rapid.Bool().Draw(t, "decide "+a.Name) {
				continue
			}
			most := 100
			if a.Name == "years" {
				most = 29
			}
			low := rapid.IntRange(0, most).Draw(t, a.Name)
			high := rapid.IntRange(low, most).Draw(t, a.Name+" to")
			if a.Name == "years" {
				low, high = low+1, high+1
			}
			decided[a.Name] = fmt.Sprintf("%d to %d", low, high)
		}
		counts := london
		counts.Pence, counts.Women = rapid.Int64Range(0, 1_000_000_000).Draw(t, "pence"), rapid.IntRange(0, 100_000).Draw(t, "women")
		made, _ := reckoned.Estimates(all, tried(t, all, decided), counts)
		for _, one := range made {
			low, middle, high := one.Range.Pence()
			if low > middle || middle > high || low < 0 {
				t.Fatalf("%s: %d, %d, %d", one.Value.ID, low, middle, high)
			}
			last := int64(-1)
			for _, swing := range one.Swings {
				if last >= 0 && swing.Wide() > last {
					t.Fatalf("%s: %s swings wider than the one before", one.Value.ID, swing.Title)
				}
				last = swing.Wide()
				if min(swing.Low, swing.High) < low || max(swing.Low, swing.High) > high {
					t.Fatalf("%s: %s leaves the range", one.Value.ID, swing.Title)
				}
				straight := !strings.HasPrefix(swing.Title, "Years") && !strings.HasPrefix(swing.Title, "Lost")
				if off := swing.Low + swing.High - 2*middle; straight && (off < -2 || off > 2) {
					t.Fatalf("%s: %s moves the result to %d and %d about %d", one.Value.ID, swing.Title, swing.Low, swing.High, middle)
				}
			}
		}
	})
}

// A sure share that would have come anyway takes off just that share.
func TestDeadweightTakesOffItsShare(t *testing.T) {
	all := library(t)
	for share := range 101 {
		decided := map[string]string{}
		for name, text := range nothing {
			decided[name] = text
		}
		decided["deadweight"] = fmt.Sprintf("%d to %d", share, share)
		made, _ := reckoned.Estimates(all, tried(t, all, decided), london)
		low, middle, high := estimateOf(t, made, "saved_ipswich").Range.Pence()
		if want := int64(680_320 * (100 - share)); low != want || middle != want || high != want {
			t.Errorf("%d in 100: %d, %d, %d, want %d", share, low, middle, high, want)
		}
	}
}
