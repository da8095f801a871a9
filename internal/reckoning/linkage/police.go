package linkage

import (
	_ "embed"
	"fmt"
)

//go:embed police.json
var police []byte

// PoliceColumns are what a police feed and the women of a service are compared by.
var PoliceColumns = []string{"given_name", "family_name", "date_of_birth", "postcode"}

// Police returns the model for a police feed without keys, not trained: names that
// may be misspelt or swapped, a date of birth whose day and month may be swapped,
// a postcode. An address alone is no evidence of who somebody is: it only adds to a
// name or a date.
func Police() *Model {
	model, err := ParseModel(police)
	if err != nil {
		panic(fmt.Sprintf("the model for a police feed, which is built in: %v", err))
	}
	return model
}

// TrainPolice trains the model for a police feed on the lists themselves.
func TrainPolice(women, feed *Table, draw func(n int) int) (*Model, error) {
	return Police().Train(women, feed, Training{Draw: draw, Rules: []string{
		"l.date_of_birth = r.date_of_birth",
		"l.given_name = r.given_name AND l.family_name = r.family_name",
	}})
}
