package herspace

import (
	"fmt"
	"slices"

	"throughline/internal/domain/calendar"
)

// guessed are PINs that people try first, beside those that guessable finds by
// their pattern: runs down and across the keypad, and words in their numbers.
var guessed = []string{
	"0007", "0852", "1004", "1066", "1230", "1313", "1379", "1397", "1470", "1598", "2468", "2580", "3579", "3690", "3971",
	"4200", "5683", "6969", "7410", "7531", "7890", "8520", "8642", "9630", "9713",
}

// guessable says whether somebody who knows her, or nobody, would try this PIN
// first: common ones, years, and her own birth date in any order.
func guessable(pin string, born calendar.Day) bool {
	switch {
	case slices.Contains(guessed, pin), run(pin, 0), run(pin, 1), run(pin, -1):
		return true
	case pin[:2] == pin[2:], pin[0] == pin[1] && pin[2] == pin[3], pin[0] == pin[3] && pin[1] == pin[2]:
		return true // 1212, 1122, 1221
	case pin >= "1930" && pin <= "2030":
		return true
	}
	return born.Known() && slices.Contains(birthPINs(born), pin)
}

// run says whether each digit follows the one before by a step, from 9 on to 0.
func run(pin string, step int) bool {
	for i := 1; i < len(pin); i++ {
		if int(pin[i]-'0') != (int(pin[i-1]-'0')+step+10)%10 {
			return false
		}
	}
	return true
}

// birthPINs are the four digits in which people write a birth date.
func birthPINs(born calendar.Day) []string {
	year, month, day := born.Date()
	parts := []string{fmt.Sprintf("%02d", day), fmt.Sprintf("%02d", int(month)), fmt.Sprintf("%02d", year%100)}
	pins := []string{fmt.Sprintf("%04d", year)}
	for _, first := range parts {
		for _, second := range parts {
			pins = append(pins, first+second)
		}
	}
	return pins
}
