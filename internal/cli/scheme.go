package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

type schemeCommand struct {
	List    schemeListCommand    `cmd:"" help:"List the schemes: where each stands, and when it is in force."`
	Show    schemeShowCommand    `cmd:"" help:"Print a rulebook in words, each rule with its source; --yaml prints the file."`
	Check   schemeCheckCommand   `cmd:"" help:"Check rulebooks: unknown words, missing sources, clauses that can never hold, overlapping dates."`
	Test    schemeTestCommand    `cmd:"" help:"Run the scenarios that lie beside each rulebook."`
	Explain schemeExplainCommand `cmd:"" help:"Say what one scheme answers to an encounter, clause by clause. Reads the encounter as JSON."`
	Compare schemeCompareCommand `cmd:"" help:"Lay two schemes side by side."`
	Impact  schemeImpactCommand  `cmd:"" help:"Count what a change to a rulebook would admit, of the encounters recorded."`
}

// shelf is which rulebooks a command reads: those that came with the program,
// or with a data folder also what was decided and put in force there.
type shelf struct {
	Data     string `help:"Data folder, for its local settings and editions." type:"path" env:"THROUGHLINE_DATA"`
	Database string `help:"URL of a PostgreSQL database, where the record is in one." env:"THROUGHLINE_DATABASE"`
	On       string `help:"As on this date; today where empty."`
}

// read returns the library, the local settings and the day asked for.
func (s shelf) read(ctx context.Context) (*scheme.Library, map[string]scheme.Settings, calendar.Day, error) {
	on, err := calendar.ParseDay(s.On)
	if err != nil {
		return nil, nil, 0, coded{exitUsage, err}
	}
	if !on.Known() {
		on = calendar.DayOf(time.Now())
	}
	if s.Data == "" {
		library, err := schemes.Library()
		return library, nil, on, err
	}
	in, err := place{Data: s.Data, Database: s.Database}.open(ctx, opening{readOnly: true})
	if err != nil {
		return nil, nil, 0, err
	}
	settings, err := in.settings(ctx)
	return in.library.Library(), settings, on, errors.Join(err, in.record.Close())
}

// book returns the rulebook of a scheme.
func (s shelf) book(ctx context.Context, id string) (*scheme.Library, *scheme.Rulebook, map[string]scheme.Settings, calendar.Day, error) {
	library, settings, on, err := s.read(ctx)
	if err != nil {
		return nil, nil, nil, 0, err
	}
	book := library.Of(id, on)
	if book == nil {
		return nil, nil, nil, 0, coded{exitNotFound, fmt.Errorf("there is no scheme %q: throughline scheme list names them", id)}
	}
	return library, book, settings, on, nil
}

type schemeListCommand struct{ shelf }

// Run lists the schemes.
func (c schemeListCommand) Run(ctx context.Context, t terminal) error {
	library, _, on, err := c.read(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, book := range library.On(on) {
		pathways := make([]string, len(book.Pathways))
		for i, p := range book.Pathways {
			pathways[i] = p.Code
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", book.ID, book.Status, book.InForce.Words(), strings.Join(pathways, ", "), book.Title)
	}
	return table.Flush()
}

type schemeShowCommand struct {
	shelf
	Scheme string `arg:"" help:"Scheme, such as lwds."`
	YAML   bool   `help:"Print the file itself."`
}

// Run prints a rulebook.
func (c schemeShowCommand) Run(ctx context.Context, t terminal) error {
	library, book, _, on, err := c.book(ctx, c.Scheme)
	if err != nil {
		return err
	}
	if c.YAML {
		edition, _ := library.Edition(c.Scheme, on)
		_, err := t.out.Write(edition.Text)
		return err
	}
	packs, err := schemes.Law()
	if err != nil {
		return err
	}
	for _, section := range book.Sections(packs) {
		fmt.Fprintf(t.out, "%s\n", section.Title)
		for _, line := range section.Lines {
			fmt.Fprintf(t.out, "  %s\n", line)
		}
	}
	return nil
}

type schemeCheckCommand struct {
	Rulebooks []string `arg:"" optional:"" help:"Schemes, such as lwds, or files; without any, all that came with the program."`
	Sources   bool     `help:"Print every number and every matter not stated, with the line it stands on."`
	Documents string   `type:"existingdir" help:"Folder of the source documents: see that each number stands on a line it cites."`
}

// written is a rulebook as text.
type written struct {
	name string
	text []byte
}

// Run checks rulebooks and says everything that is wrong.
func (c schemeCheckCommand) Run(_ context.Context, t terminal) error {
	files, err := c.named()
	if err != nil {
		return err
	}
	lines := documents{folder: c.Documents, read: map[string][]string{}}
	wrong, numbers, silences := 0, 0, 0
	for _, file := range files {
		problems := problemsOf(file.text)
		traces, err := scheme.Traces(file.text)
		if err != nil {
			problems = append(problems, asProblems(err)...)
		}
		for _, trace := range traces {
			if trace.Silent {
				silences++
			} else {
				numbers++
			}
			if c.Sources {
				fmt.Fprintf(t.out, "%s: %s\n", file.name, trace)
			}
			if c.Documents != "" && !trace.StandsIn(lines.line) {
				problems = append(problems, scheme.Problem{Line: trace.Line, Text: fmt.Sprintf("%s is not on the lines it cites: %s", trace.At, trace)})
			}
		}
		for _, problem := range problems {
			wrong++
			t.say("%s: %s", file.name, problem)
		}
	}
	if wrong > 0 {
		return coded{exitData, fmt.Errorf("%d problems in %d rulebooks", wrong, len(files))}
	}
	t.say("%d rulebooks are right: %d numbers and %d matters not stated, each with its source.", len(files), numbers, silences)
	return nil
}

// named returns the rulebooks to check. Of all, their scenarios and what they
// lead to are looked at too.
func (c schemeCheckCommand) named() ([]written, error) {
	library, err := schemes.Library()
	if err != nil {
		return nil, coded{exitData, err}
	}
	if len(c.Rulebooks) == 0 {
		return everyOne(library)
	}
	var files []written
	for _, name := range c.Rulebooks {
		if editions := library.Editions(name); len(editions) > 0 {
			for _, edition := range editions {
				files = append(files, written{name, edition.Text})
			}
			continue
		}
		text, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, coded{exitNotFound, fmt.Errorf("%s is neither a scheme nor a file: throughline scheme list names the schemes", name)}
		}
		if err != nil {
			return nil, fmt.Errorf("reading a rulebook: %w", err)
		}
		files = append(files, written{filepath.Base(name), text})
	}
	return files, nil
}

func everyOne(library *scheme.Library) ([]written, error) {
	var files []written
	for _, id := range library.IDs() {
		for _, edition := range library.Editions(id) {
			files = append(files, written{id, edition.Text})
		}
		if _, err := schemes.Scenarios(id); err != nil {
			return nil, coded{exitData, err}
		}
	}
	packs, err := schemes.Law()
	if err != nil {
		return nil, coded{exitData, err}
	}
	if problems := scheme.CheckReferences(library.On(0), packs); len(problems) > 0 {
		return nil, coded{exitData, problems}
	}
	return files, nil
}

// problemsOf parses a rulebook and looks for contradictions.
func problemsOf(text []byte) scheme.Problems {
	book, err := scheme.Parse(text)
	if err != nil {
		return asProblems(err)
	}
	return book.Contradictions()
}

func asProblems(err error) scheme.Problems {
	var problems scheme.Problems
	if errors.As(err, &problems) {
		return problems
	}
	return scheme.Problems{{Text: err.Error()}}
}

// documents gives lines of the source documents: files whose names begin with
// the document's number.
type documents struct {
	folder string
	read   map[string][]string
}

func (d documents) line(document string, line int) (string, bool) {
	if _, ok := d.read[document]; !ok {
		var lines []string
		if found, err := filepath.Glob(filepath.Join(d.folder, document+"_*.txt")); err == nil && len(found) == 1 {
			if text, err := os.ReadFile(found[0]); err == nil {
				lines = strings.Split(string(text), "\n")
			}
		}
		d.read[document] = lines
	}
	lines := d.read[document]
	if line < 1 || line > len(lines) {
		return "", false
	}
	return lines[line-1], true
}

type schemeTestCommand struct {
	Schemes []string `arg:"" optional:"" help:"Schemes, such as lwds; without any, all."`
}

// Run runs the scenarios and says each way in which an answer is not the one
// wanted.
func (c schemeTestCommand) Run(_ context.Context, t terminal) error {
	library, err := schemes.Library()
	if err != nil {
		return coded{exitData, err}
	}
	ids := c.Schemes
	if len(ids) == 0 {
		ids = library.IDs()
	}
	tried, wrong := 0, 0
	for _, id := range ids {
		if library.Of(id, 0) == nil {
			return coded{exitNotFound, fmt.Errorf("there is no scheme %q", id)}
		}
		scenarios, err := schemes.Scenarios(id)
		if err != nil {
			return coded{exitData, err}
		}
		for _, scenario := range scenarios {
			tried++
			for _, difference := range scenario.Try(library.Of(id, scenario.On)) {
				wrong++
				t.say("%s: %s (%s): %s", id, scenario.Name, scenario.Source, difference)
			}
		}
		fmt.Fprintf(t.out, "%s: %d scenarios\n", id, len(scenarios))
	}
	if wrong > 0 {
		return coded{exitData, fmt.Errorf("%d answers are not the ones wanted", wrong)}
	}
	t.say("%d scenarios of %d schemes answer as their sources say.", tried, len(ids))
	return nil
}

type schemeExplainCommand struct {
	shelf
	Scheme string            `arg:"" help:"Scheme, such as lwds."`
	Set    map[string]string `help:"Try a local setting, as NAME=JSON." placeholder:"NAME=JSON"`
	Format string            `enum:"text,json" default:"text" help:"text or json."`
}

// Run explains one scheme's answer to an encounter.
func (c schemeExplainCommand) Run(ctx context.Context, t terminal) error {
	encounter, err := readEncounter(t.in)
	if err != nil {
		return err
	}
	if c.On == "" && encounter.OccurredOn.Known() {
		c.On = encounter.OccurredOn.String()
	}
	_, book, settings, on, err := c.book(ctx, c.Scheme)
	if err != nil {
		return err
	}
	mine := scheme.Settings{}
	for name, value := range settings[c.Scheme] {
		mine[name] = value
	}
	for name, text := range c.Set {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			return coded{exitUsage, fmt.Errorf("the setting %s is not JSON: %w", name, err)}
		}
		mine[name] = value
	}
	if err := book.CheckSettings(mine); err != nil {
		return coded{exitUsage, err}
	}
	packs, err := schemes.Law()
	if err != nil {
		return err
	}
	decisions := scheme.Decide(book, encounter, mine, on)
	if c.Format == "json" {
		type explained struct {
			scheme.Decision
			Worker    string             `json:"worker,omitempty"`
			WouldNeed []string           `json:"would_need"`
			Law       []scheme.LawAnswer `json:"law"`
		}
		out := make([]explained, len(decisions))
		for i, d := range decisions {
			out[i] = explained{d, d.Worker, d.WouldNeed, book.Pathway(d.Pathway).LawAnswers(packs, encounter, on)}
		}
		encoder := json.NewEncoder(t.out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(out)
	}
	var out bytes.Buffer
	for _, d := range decisions {
		explainTo(&out, book, d, book.Pathway(d.Pathway).LawAnswers(packs, encounter, on))
	}
	_, err = out.WriteTo(t.out)
	return err
}

// readEncounter reads one encounter as JSON.
func readEncounter(in io.Reader) (scheme.Encounter, error) {
	var encounter scheme.Encounter
	data, err := io.ReadAll(io.LimitReader(in, maxEncounter))
	if err != nil {
		return encounter, fmt.Errorf("reading the encounter: %w", err)
	}
	if !json.Valid(data) {
		return encounter, coded{exitData, errors.New("reading the encounter: it is not JSON: write it as {\"age\": 18}")}
	}
	if err := json.Unmarshal(data, &encounter); err != nil {
		return encounter, coded{exitData, fmt.Errorf("reading the encounter: %w", err)}
	}
	return encounter, nil
}

var answerWords = map[scheme.Answer]string{
	scheme.Yes: "yes", scheme.No: "no", scheme.NotKnown: "not known", scheme.NotStated: "not stated",
}

func explainTo(out io.Writer, book *scheme.Rulebook, d scheme.Decision, law []scheme.LawAnswer) {
	fmt.Fprintf(out, "%s, %s: %s\n", book.Title, book.Pathway(d.Pathway).Title, d.Decision)
	for _, clause := range d.Clauses {
		fmt.Fprintf(out, "  %-10s  %s (%s, %s)\n", answerWords[clause.Holds], clause.Text, clause.Source, clause.Mark.Words())
	}
	for _, need := range d.WouldNeed {
		fmt.Fprintf(out, "  would need  %s\n", need)
	}
	if d.Worker != "" {
		fmt.Fprintf(out, "  she gets    %s\n", d.Worker)
	}
	for _, offer := range d.Offers {
		fmt.Fprintf(out, "  offer       %s (%s)\n", offer.Text, offer.Source)
	}
	for _, answer := range law {
		fmt.Fprintf(out, "  law %-10s  %s (%s, confidence %s) %s\n", answerWords[answer.Holds], answer.Text, answer.Authority, answer.Confidence, scheme.Confirm)
	}
}

type schemeCompareCommand struct {
	shelf
	A string `arg:"" help:"One scheme, such as lwds."`
	B string `arg:"" help:"The other."`
}

// Run lays two schemes side by side, part by part.
func (c schemeCompareCommand) Run(ctx context.Context, t terminal) error {
	_, a, _, _, err := c.book(ctx, c.A)
	if err != nil {
		return err
	}
	_, b, _, _, err := c.book(ctx, c.B)
	if err != nil {
		return err
	}
	packs, err := schemes.Law()
	if err != nil {
		return err
	}
	for _, part := range scheme.Compare(a, b, packs) {
		fmt.Fprintf(t.out, "%s\n", part.Title)
		for _, side := range []struct {
			id    string
			lines []scheme.Line
		}{{a.ID, part.A}, {b.ID, part.B}} {
			fmt.Fprintf(t.out, "  %s\n", side.id)
			for _, line := range side.lines {
				fmt.Fprintf(t.out, "    %s\n", line)
			}
			if len(side.lines) == 0 {
				fmt.Fprintln(t.out, "    nothing said")
			}
		}
	}
	return nil
}
