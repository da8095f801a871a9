package sharing

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// topics are what a class of data tells of first.
var topics = map[access.Class]journey.Topic{
	access.Identity: journey.TopicIdentity, access.Needs: journey.TopicNeeds, access.Children: journey.TopicChildren,
}

// ToldWords says who told something, when, and whether she confirmed it since.
func ToldWords(told journey.Telling) string {
	words := "Told"
	switch told.Agency {
	case "":
	case journey.ByHerself:
		words = "Told by herself"
	default:
		words = "Told to " + told.Agency
	}
	words += " on " + told.On.Short()
	if told.Confirmed.Known() {
		return words + ", confirmed with her on " + told.Confirmed.Short() + "."
	}
	return words + ". Not confirmed with her yet."
}

// told says so of a class. To a reader who may not know what she was met for, it
// does not say which agency she told: that may be a police force.
func (c contents) told(class access.Class, offence bool) string {
	for _, told := range journey.Tellings(c.Facts) {
		if told.Topic == topics[class] {
			if !offence {
				told.Agency = ""
			}
			return ToldWords(told)
		}
	}
	return ""
}

// Confirm writes down that she was asked, and that what is written of these topics
// is so: nobody has to ask her again.
func (d Desk) Confirm(ctx context.Context, asker access.Asker, caseID, key string, topics []journey.Topic) (casework.Receipt, error) {
	return d.write(ctx, change{
		op: "confirm what was told", asker: asker, caseID: caseID, key: key,
		purpose: access.ForSupport, classes: access.SetOf(access.Identity, access.Needs), entered: topics, may: answers,
		decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			one, err := d.Record.Case(ctx, caseID, 0)
			if err != nil {
				return nil, err
			}
			return pen.ConfirmTold(row, journey.Tellings(one.Facts), topics)
		},
	})
}
