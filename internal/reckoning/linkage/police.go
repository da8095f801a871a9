package linkage

import (
	_ "embed"
	"fmt"
	"slices"
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

// PoliceRules choose the pairs that a model for a police feed is trained on.
var PoliceRules = []string{
	"l.date_of_birth = r.date_of_birth",
	"l.given_name = r.given_name AND l.family_name = r.family_name",
}

// TrainPolice trains the model for a police feed on the lists themselves.
func TrainPolice(women, feed *Table, draw func(n int) int) (*Model, error) {
	return Police().Train(women, feed, Training{Draw: draw, Rules: PoliceRules})
}

// assumed are the frequencies of each answer of the model for a police feed, in one
// woman's records and in those of two, the answer that is no evidence left out.
// They are chosen near what training finds in the invented feed of London, with
// fewer errors of typing: no study is known that counted them in a real feed.
var assumed = [][][2]float64{
	{{0.6, 0.0004}, {0.05, 0.0002}, {0.25, 0.0008}, {0.04, 0.001}, {0.02, 0.006}, {0.02, 0.012}, {0.02, 0.9796}},
	{{0.85, 0.0001}, {0.05, 0.0001}, {0.06, 0.002}, {0.02, 0.05}, {0.02, 0.9478}},
	{{0.6, 0.0005}, {0.05, 0.0002}, {0.1, 0.02}, {0.25, 0.9793}},
}

// assumedShare is the share of a feed that is held to be of women who are here, as
// in the same feed.
const assumedShare = 0.2

// AssumedPolice returns the model for a police feed with assumed frequencies, for
// lists that are too small to find them in, with so many records of women.
func AssumedPolice(women int) *Model {
	model := Police()
	model.Prior = assumedShare / float64(max(women, 1))
	for i := range model.Comparisons {
		levels := slices.DeleteFunc(slices.Clone(model.Comparisons[i].Levels), func(l Level) bool { return l.Null })
		nulls := len(model.Comparisons[i].Levels) - len(levels)
		for j := range levels {
			level := &model.Comparisons[i].Levels[nulls+j]
			level.M, level.U = assumed[i][j][0], assumed[i][j][1]
		}
	}
	return model
}
