package linking

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"

	"throughline/internal/casework"
	"throughline/internal/reckoning/linkage"
)

// Order says how a feed is compared.
type Order struct {
	// Model compares instead of the one for police feeds, where it is there.
	Model *linkage.Model
	// Thresholds decide; the zero value stands for linkage.Usual.
	Thresholds linkage.Thresholds
	Progress   casework.Progress // of records compared; nil for nobody to tell
}

// Frequencies says where the frequencies of a model come from.
type Frequencies string

// Where they come from.
const (
	Trained Frequencies = "trained_on_these_records"
	Given   Frequencies = "given_with_the_model"
	Assumed Frequencies = "assumed"
)

// Words says it as people read it.
func (f Frequencies) Words() string {
	return map[Frequencies]string{
		Trained: "found in these records", Given: "given with the model",
		Assumed: "assumed, as too few records share a date of birth to find them",
	}[f]
}

// Fit is how a woman who is here fits an arrest.
type Fit struct {
	Her      string             `json:"her"`
	Ref      string             `json:"ref"`  // the key she was imported under, else her id
	Name     int                `json:"name"` // which of her names fits best
	Weight   float64            `json:"weight"`
	Evidence []linkage.Evidence `json:"evidence"`
	OnRecord bool               `json:"on_record,omitempty"` // the arrest stands on her record already
}

// Match is what a comparison says of one arrest.
type Match struct {
	Line     Line
	Decision linkage.Decision
	Fit           // of the woman who fits best
	Compared bool // there is one: some record was alike enough to compare
	Second   *Fit // of the woman who fits next best, nil where there is none
}

// Probability returns the probability that belongs to the weight.
func (f Fit) Probability() float64 { return linkage.Probability(f.Weight) }

// Comparison is what came of comparing a feed with the women who are here.
type Comparison struct {
	Feed        Feed
	Women       int // compared
	Names       int // records of them, one for each name
	Candidates  int64
	Model       *linkage.Model
	ModelID     string
	Frequencies Frequencies
	Thresholds  linkage.Thresholds
	Matches     []Match // one for each line of the feed, in its order
	// Expected is what the model expects of each weight that occurs as the best of an
	// arrest.
	Expected []linkage.Forecast
}

// seed makes what is drawn at random the same every time.
const seed = 1

// leastAlike is how many arrests must share a date of birth with a woman for a
// model to be trained: of fewer nothing can be learnt.
const leastAlike = 20

// compare compares the lines of a feed with women. The answer depends on the order
// of neither.
func compare(ctx context.Context, women []her, feed Feed, order Order) (Comparison, error) {
	made := Comparison{Feed: feed, Women: len(women), Thresholds: order.Thresholds}
	if made.Thresholds == (linkage.Thresholds{}) {
		made.Thresholds = linkage.Usual
	}
	left, right, whose, which, err := tables(women, feed.Lines)
	if err != nil {
		return made, err
	}
	made.Names = left.Len()
	if made.Model, made.Frequencies, err = trained(order.Model, left, right); err != nil {
		return made, err
	}
	text, err := made.Model.JSON()
	if err != nil {
		return made, err
	}
	sum := sha256.Sum256(text)
	made.ModelID = hex.EncodeToString(sum[:6])
	plan, err := made.Model.Plan(left, right)
	if err != nil {
		return made, err
	}
	made.Candidates = plan.Candidates()
	bests, err := Score(ctx, plan, whose, right.Len(), order.Progress)
	if err != nil {
		return made, err
	}
	fit := func(pair linkage.Pair, arrest string) Fit {
		one := women[whose[pair.Left]]
		return Fit{one.woman, one.ref, int(which[pair.Left]), pair.Weight, plan.Evidence(pair), one.arrests[arrest]}
	}
	var weights []float64
	for i, best := range bests.List() {
		match := Match{Line: feed.Lines[i], Compared: best.Compared, Decision: made.Thresholds.Decide(best)}
		if best.Compared {
			match.Fit = fit(best.Pair, match.Line.Arrest)
			weights = append(weights, match.Weight)
		}
		if best.Rivals {
			match.Second = new(fit(best.Second, match.Line.Arrest))
		}
		made.Matches = append(made.Matches, match)
	}
	made.Expected = linkage.Expected(weights)
	return made, nil
}

// trained returns the model to compare with, its frequencies found in the records
// themselves where it has none and they are enough.
func trained(given *linkage.Model, women, feed *linkage.Table) (*linkage.Model, Frequencies, error) {
	if given != nil && given.Trained() {
		return given, Given, nil
	}
	alike := 0
	born := map[string]bool{}
	for i := range women.Len() {
		born[women.Value(i, "date_of_birth")] = true
	}
	for i := range feed.Len() {
		if day := feed.Value(i, "date_of_birth"); day != "" && born[day] {
			alike++
		}
	}
	model, how := given, Trained
	if given == nil {
		model = linkage.Police()
	}
	if alike < leastAlike {
		if given != nil {
			return nil, "", casework.Fail(casework.Invalid, "training the model",
				"the model has no frequencies, and too few records share a date of birth to find them: give one that was trained")
		}
		return linkage.AssumedPolice(women.Len()), Assumed, nil
	}
	model, err := model.Train(women, feed, linkage.Training{Draw: rand.New(rand.NewPCG(seed, seed)).IntN, Rules: linkage.PoliceRules})
	return model, how, err
}

// recordsAtOnce is how many records of the left table one worker scores before it
// looks for more.
const recordsAtOnce = 512

// Score weighs every pair of a plan with all cores, and keeps the best two women of
// each record of the feed. whose says of which woman each record of the left table
// is. What comes of it does not depend on how many cores there are.
func Score(ctx context.Context, plan *linkage.Plan, whose []int32, feed int, progress casework.Progress) (*linkage.Bests, error) {
	var next, done atomic.Int64
	var all sync.WaitGroup
	var mutex sync.Mutex
	records := plan.Records()
	workers := make([]*linkage.Bests, max(1, min(runtime.GOMAXPROCS(0), (records+recordsAtOnce-1)/recordsAtOnce)))
	for i := range workers {
		workers[i] = linkage.NewBests(whose, feed)
		all.Go(func() {
			scorer := plan.Scorer()
			for ctx.Err() == nil {
				from := int(next.Add(recordsAtOnce)) - recordsAtOnce
				if from >= records {
					return
				}
				scorer.Score(from, from+recordsAtOnce, workers[i].Take)
				if done.Add(recordsAtOnce); progress != nil {
					mutex.Lock()
					progress(min(records, int(done.Load())), records)
					mutex.Unlock()
				}
			}
		})
	}
	all.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("comparing the records: %w", err)
	}
	for _, other := range workers[1:] {
		workers[0].Add(other)
	}
	return workers[0], nil
}
