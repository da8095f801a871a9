package onward

import (
	"errors"

	"throughline/internal/domain/journey"
)

// problemsOf returns what an error says about what was entered.
func problemsOf(err error) (journey.Problems, bool) {
	var problems journey.Problems
	ok := errors.As(err, &problems)
	return problems, ok
}
