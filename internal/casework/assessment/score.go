package assessment

import (
	"context"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// Measures are the instruments, with what she scored on each over time.
type Measures struct {
	Offered []Measure // those used here
	Others  []need.Instrument
}

// Measure is one instrument with her scores, the oldest first. Scores of two
// instruments never stand side by side.
type Measure struct {
	need.Instrument
	Scores []Score
}

// Score is one filling in.
type Score struct {
	journey.InstrumentScored
	Fact     string
	On       calendar.Day
	Agency   string
	Note     string
	Readings []need.Reading
	Alerts   []string
	// Moved is how far the total moved since the first one, and Real whether that is
	// read as a real change; nil where there is nothing to compare.
	Moved *int
	Real  bool
}

// Measures returns what she scored.
func (d Desk) Measures(ctx context.Context, asker access.Asker, caseID string) (Measures, error) {
	one, _, err := d.read(ctx, "open measures", asker, caseID)
	if err != nil {
		return Measures{}, err
	}
	var view Measures
	for _, instrument := range d.Instruments {
		scores := scoresOf(one.Facts, instrument)
		if d.Offered(instrument) || len(scores) > 0 {
			view.Offered = append(view.Offered, Measure{instrument, scores})
			continue
		}
		view.Others = append(view.Others, instrument)
	}
	return view, nil
}

// scoresOf returns her scores on one version of an instrument. What cannot be read
// by it, as of another version, is shown without a meaning.
func scoresOf(facts []journey.Fact, instrument need.Instrument) []Score {
	var scores []Score
	var first *Score
	for _, fact := range facts {
		body, ok := fact.Body.(journey.InstrumentScored)
		if !ok || body.Instrument != instrument.ID {
			continue
		}
		score := Score{InstrumentScored: body, Fact: fact.ID, On: fact.Happened.Day(), Agency: fact.Agency, Alerts: instrument.Alerted(body.Items)}
		if fact.Words != nil {
			score.Note = fact.Words.Text
		}
		if body.Version == instrument.Version && !body.Declined {
			score.read(instrument)
		}
		if score.Readings != nil && instrument.HasTotal() {
			if first == nil {
				kept := score
				first = &kept
			} else {
				moved := score.Total - first.Total
				score.Moved, score.Real = &moved, instrument.Change > 0 && max(moved, -moved) >= instrument.Change
			}
		}
		scores = append(scores, score)
	}
	return scores
}

func (s *Score) read(instrument need.Instrument) {
	readings, err := instrument.Score(s.Items)
	if len(s.Items) == 0 {
		readings, err = instrument.ScoreTotal(s.Total)
	}
	if err == nil {
		s.Readings = readings
	}
}

// Score writes down one filling in of an instrument. It says whether an answer
// tells of harm to herself.
func (d Desk) Score(ctx context.Context, asker access.Asker, caseID, key, id string, entry journey.ScoreEntry) (harm bool, err error) {
	instrument, offered := d.instrument(id)
	_, err = d.write(ctx, "score instrument", asker, caseID, key, []any{id, entry}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		if !offered {
			return nil, journey.Problems{{Field: "instrument", Say: "Choose one of the questionnaires that are used here"}}
		}
		return pen.Score(row, instrument, entry)
	})
	return err == nil && len(instrument.Alerted(entry.Items)) > 0, err
}

// Given is one filling in, to be given to another service.
type Given struct {
	Instrument need.Instrument
	Score      Score
	Reference  string // of her case, and not her name
}

// Give returns one filling in for another service, once she agreed. What she
// agreed to, in the words of who asked her, is written down.
func (d Desk) Give(ctx context.Context, asker access.Asker, caseID, fact, agreed string) (Given, error) {
	const op = "give score"
	row, _, err := d.Admit(ctx, op, asker, caseID, access.Export, access.ForSupport, needs)
	if err != nil {
		return Given{}, err
	}
	if strings.TrimSpace(agreed) == "" {
		return Given{}, journey.Problems{{Field: "agreed", Say: "Write whom it goes to, and that she agreed"}}
	}
	one, err := d.Record.Case(ctx, caseID, 0)
	if err != nil {
		return Given{}, casework.In(op, err)
	}
	for _, instrument := range d.Instruments {
		scores := scoresOf(one.Facts, instrument)
		at := slices.IndexFunc(scores, func(s Score) bool { return s.Fact == fact })
		if at < 0 || instrument.LOINC.Panel == "" || len(scores[at].Items) == 0 {
			continue
		}
		note := d.Note(asker, access.Export, access.ForSupport, op, needs, row)
		note.Said = strings.TrimSpace(agreed)
		return Given{instrument, scores[at], casework.Reference(row.Case)}, d.Tell(ctx, op, note)
	}
	return Given{}, casework.Fail(casework.NotFound, op, "there is no such score to give")
}
