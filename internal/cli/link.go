package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"strconv"
	"text/tabwriter"

	"throughline/internal/casework/linking"
	"throughline/internal/reckoning/linkage"
)

type linkCommand struct {
	place
	Feed      string   `help:"Police feed without keys: CSV with arrest_id, given_name, family_name, date_of_birth, arrested_on." type:"path" required:""`
	Model     string   `help:"Model in the JSON that Splink saves, instead of the one that is built in." type:"path"`
	Threshold *float64 `help:"Weight from which an arrest is named as hers; 5 where it is left out."`
	Truth     string   `help:"CSV with arrest_id and person_ref of the same arrests, to measure against." type:"path"`
	Format    string   `enum:"json,text,csv" default:"text" help:"json, text or csv."`
}

// Run says which arrests of a feed fit which women. It links nothing, and prints no
// name.
func (c linkCommand) Run(ctx context.Context, t terminal) error {
	feed, err := c.feed(t)
	if err != nil {
		return err
	}
	order := linking.Order{Thresholds: c.thresholds()}
	if order.Model, err = c.model(); err != nil {
		return err
	}
	var truth map[string]string
	if c.Truth != "" {
		if truth, err = c.truth(); err != nil {
			return err
		}
	}
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	bar := progress{to: t.err, shown: onTerminal(t.err), unit: "records"}
	order.Progress = func(done, total int) { bar.move(int64(done), int64(total)) }
	made, err := in.linking.AtServer(ctx, operator, feed, order)
	bar.end()
	if err := errors.Join(err, in.close(ctx)); err != nil {
		return err
	}
	report := linkReport(made, truth)
	switch c.Format {
	case "json":
		encoder := json.NewEncoder(t.out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(report)
	case "csv":
		return report.csv(t.out)
	}
	return report.text(t.out)
}

// thresholds returns those to decide by.
func (c linkCommand) thresholds() linkage.Thresholds {
	at := linkage.Usual
	if c.Threshold != nil {
		at.Link = *c.Threshold
		at.Review = min(at.Review, at.Link)
	}
	return at
}

// fileOf reads a file that a command was given.
func fileOf(path, what string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, coded{exitNotFound, fmt.Errorf("there is no %s at %s", what, path)}
	}
	if err != nil {
		return nil, fmt.Errorf("reading the %s: %w", what, err)
	}
	return content, nil
}

// feed reads the feed, and names the rows that are not right.
func (c linkCommand) feed(t terminal) (linking.Feed, error) {
	content, err := fileOf(c.Feed, "feed")
	if err != nil {
		return linking.Feed{}, err
	}
	feed, err := linking.ReadFeed(content)
	if err != nil {
		return linking.Feed{}, coded{exitData, fmt.Errorf("%s: %w", c.Feed, err)}
	}
	for i, one := range feed.Rejected {
		if i == shownRejections {
			t.say("and %d more", len(feed.Rejected)-i)
			break
		}
		t.say("row %d, %s: %s", one.Row, one.Column, one.Reason)
	}
	if len(feed.Lines) == 0 {
		return feed, coded{exitData, fmt.Errorf("%s: no row is right", c.Feed)}
	}
	return feed, nil
}

// model reads the model, nil where none is given.
func (c linkCommand) model() (*linkage.Model, error) {
	if c.Model == "" {
		return nil, nil
	}
	content, err := fileOf(c.Model, "model")
	if err != nil {
		return nil, err
	}
	model, err := linkage.ParseModel(content)
	if err == nil && model.Same {
		err = errors.New("it compares one list with itself: write link_only as its link_type")
	}
	if err == nil {
		err = model.Knows(linkage.PoliceColumns)
	}
	if err != nil {
		return nil, coded{exitData, fmt.Errorf("%s: %w", c.Model, err)}
	}
	return model, nil
}

// truth reads whose the arrests of a feed really are, by arrest.
func (c linkCommand) truth() (map[string]string, error) {
	content, err := fileOf(c.Truth, "file to measure against")
	if err != nil {
		return nil, err
	}
	truth, err := linking.ReadTruth(content)
	if err != nil {
		return nil, coded{exitData, fmt.Errorf("%s: %w", c.Truth, err)}
	}
	return truth, nil
}

// linkedFeed is what the command prints.
type linkedFeed struct {
	Publication string           `json:"publication"`
	Feed        linkedRows       `json:"feed"`
	Women       int              `json:"women"`
	Names       int              `json:"names"`
	Candidates  int64            `json:"candidates"`
	Model       linkedModel      `json:"model"`
	Thresholds  linkedThresholds `json:"thresholds"`
	Decisions   map[string]int   `json:"decisions"`
	Expected    []linkedExpected `json:"expected"`
	Measured    *linking.Measure `json:"measured,omitempty"`
	Links       []linkedArrest   `json:"links"`
}

type linkedRows struct {
	Rows     int                `json:"rows"`
	Read     int                `json:"read"`
	Rejected []linking.Rejected `json:"rejected"`
}

type linkedThresholds struct {
	Link   float64 `json:"link"`
	Review float64 `json:"review"`
	Margin float64 `json:"margin"`
}

type linkedModel struct {
	ID          string              `json:"id"`
	Frequencies linking.Frequencies `json:"frequencies"`
	Prior       float64             `json:"prior"`
	Comparisons []linkedComparison  `json:"comparisons"`
	Blocking    []string            `json:"blocking"`
}

type linkedComparison struct {
	Name   string        `json:"name"`
	Levels []linkedLevel `json:"levels"`
}

type linkedLevel struct {
	Label  string  `json:"label"`
	M      float64 `json:"m,omitempty"` // left out of an answer that is no evidence
	U      float64 `json:"u,omitempty"`
	Weight float64 `json:"weight"`
}

// linkedExpected is what the model expects where that weight is the threshold.
type linkedExpected struct {
	Threshold float64 `json:"threshold"`
	Links     int     `json:"links"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`

	inWords linking.Expected
}

// linkedArrest is one arrest. Without a record that was alike enough to compare
// there is no woman and no weight.
type linkedArrest struct {
	Arrest      string           `json:"arrest_id"`
	Ref         *string          `json:"person_ref"`
	Weight      *float64         `json:"weight"`
	Probability *float64         `json:"probability"`
	Decision    linkage.Decision `json:"decision"`
	OnRecord    bool             `json:"on_record"`
	Rival       *string          `json:"next_best_ref,omitempty"`
	RivalWeight *float64         `json:"next_best_weight,omitempty"`
}

// shownThresholds are the thresholds that the text and the pages show.
var shownThresholds = linking.ShownThresholds

func linkReport(made linking.Comparison, truth map[string]string) linkedFeed {
	report := linkedFeed{
		Publication: notPublished, Women: made.Women, Names: made.Names, Candidates: made.Candidates,
		Feed:       linkedRows{made.Feed.Rows(), len(made.Feed.Lines), append([]linking.Rejected{}, made.Feed.Rejected...)},
		Model:      linkedModel{ID: made.ModelID, Frequencies: made.Frequencies, Prior: significant(made.Model.Prior), Blocking: made.Model.Blocking},
		Thresholds: linkedThresholds{made.Thresholds.Link, made.Thresholds.Review, made.Thresholds.Margin}, Decisions: map[string]int{},
		Links: []linkedArrest{},
	}
	for _, comparison := range made.Model.Comparisons {
		one := linkedComparison{Name: comparison.Name}
		for _, level := range comparison.Levels {
			one.Levels = append(one.Levels, linkedLevel{level.Label, significant(level.M), significant(level.U), hundredths(level.Weight())})
		}
		report.Model.Comparisons = append(report.Model.Comparisons, one)
	}
	for _, threshold := range shownThresholds {
		at := linkage.ForecastAt(made.Expected, threshold)
		report.Expected = append(report.Expected, linkedExpected{threshold, at.Links, significant(at.Precision), significant(at.Recall), made.Expect(threshold)})
	}
	for _, match := range made.Matches {
		one := linkedArrest{Arrest: match.Line.Arrest, Decision: match.Decision, OnRecord: match.OnRecord}
		if match.Compared {
			one.Ref, one.Weight, one.Probability = &match.Ref, new(hundredths(match.Weight)), new(significant(match.Probability()))
		}
		if match.Second != nil {
			one.Rival, one.RivalWeight = &match.Second.Ref, new(hundredths(match.Second.Weight))
		}
		report.Decisions[string(match.Decision)]++
		report.Links = append(report.Links, one)
	}
	if truth != nil {
		measured := made.Against(truth)
		report.Measured = &measured
	}
	return report
}

const notPublished = "Not for publication"

// hundredths rounds a weight, which tells nothing beyond.
func hundredths(weight float64) float64 { return math.Round(weight*100) / 100 }

// significant rounds to six figures, which every machine gives alike.
func significant(number float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(number, 'g', 6, 64), 64)
	if err != nil {
		return number
	}
	return rounded
}

// csv prints one arrest a line.
func (r linkedFeed) csv(out io.Writer) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	lines := [][]string{{"arrest_id", "person_ref", "weight", "probability", "decision", "on_record"}}
	for _, one := range r.Links {
		line := []string{one.Arrest, "", "", "", string(one.Decision), strconv.FormatBool(one.OnRecord)}
		if one.Ref != nil {
			line[1], line[2], line[3] = *one.Ref, fmt.Sprintf("%.2f", *one.Weight), fmt.Sprintf("%.6f", *one.Probability)
		}
		lines = append(lines, line)
	}
	if err := w.WriteAll(lines); err != nil {
		return fmt.Errorf("printing the links: %w", err)
	}
	return nil
}

// text prints what a person reads: the counts, what to expect, and the arrests that
// fit somebody.
func (r linkedFeed) text(out io.Writer) error {
	p := printing{to: out}
	p.line("%s. Nothing was linked: these are weights of evidence.", r.Publication)
	p.line("%d of %d rows were read, and compared with %d women under %d names.", r.Feed.Read, r.Feed.Rows, r.Women, r.Names)
	p.line("Model %s, with frequencies %s.", r.Model.ID, r.Model.Frequencies.Words())
	p.line("From weight %g on an arrest is named as hers; from %g on a person has to look.", r.Thresholds.Link, r.Thresholds.Review)
	p.line("Link: %d. Review: %d. None: %d.", r.Decisions[string(linkage.Link)], r.Decisions[string(linkage.Review)], r.Decisions[string(linkage.None)])
	if r.Measured != nil {
		p.line("%s", r.Measured.Words())
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if p.err == nil {
		fmt.Fprintln(table, "\nthreshold\tlinks\tof them expected right\texpected to be missed")
		for _, one := range r.Expected {
			fmt.Fprintf(table, "%g\t%d\t%s\t%s\n", one.Threshold, one.Links, one.inWords.Right, one.inWords.Missed)
		}
		fmt.Fprintln(table, "\narrest\twoman\tweight\tdecision")
		for _, one := range r.Links {
			if one.Decision != linkage.None {
				fmt.Fprintf(table, "%s\t%s\t%.2f\t%s\n", one.Arrest, *one.Ref, *one.Weight, one.Decision)
			}
		}
		p.err = table.Flush()
	}
	return p.err
}
