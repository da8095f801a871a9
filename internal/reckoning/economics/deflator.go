package economics

import (
	"fmt"
	"math/big"
	"time"

	"throughline/internal/domain/calendar"
)

// Deflator is how prices moved from year to year.
type Deflator struct {
	ID         string            `yaml:"id"`
	Text       string            `yaml:"text"`
	Outside    string            `yaml:"outside"`
	Confidence Grade             `yaml:"confidence"`
	Index      map[string]Amount `yaml:"index"` // by financial year
	Note       string            `yaml:"note"`
}

// restated brings a value to the prices of the financial year of a day, and says
// what was done. A value whose price base nobody states is left as it is printed,
// and so is one whose years have no index.
func (d Deflator) restated(value Value, to calendar.Day) (Value, string) {
	if value.PriceBase == NotStated {
		return value, "As printed. Its price base is not stated."
	}
	if !to.Known() {
		return value, fmt.Sprintf("As printed, in prices of %s. The last day of the cost lines is not stated.", value.PriceBase)
	}
	year := financialYearOf(to)
	then, now := d.Index[value.PriceBase], d.Index[year]
	if !then.known() || !now.known() {
		return value, fmt.Sprintf("As printed, in prices of %s. There is no index for both that year and %s.", value.PriceBase, year)
	}
	by := new(big.Rat).Quo(now.rat, then.rat)
	for _, amount := range []*Amount{&value.Low, &value.Central, &value.High} {
		if amount.known() {
			amount.rat = new(big.Rat).Mul(amount.rat, by)
			amount.text = amount.rat.FloatString(2)
		}
	}
	return value, fmt.Sprintf("Brought from prices of %s to prices of %s by the %s.", value.PriceBase, year, d.Text)
}

// financialYearOf returns the financial year of a day, such as 2020-21: it begins
// on 1 April.
func financialYearOf(day calendar.Day) string {
	year, month, _ := day.Date()
	if month < time.April {
		year--
	}
	return fmt.Sprintf("%d-%02d", year, (year+1)%100)
}
