// Package schemes holds the rulebooks of diversion schemes, one YAML file each,
// beside each a table of the scenarios it must answer, the packs of law that
// stand beside them, and worked examples of changes to them. It never decides
// anything itself.
package schemes

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"throughline/internal/domain/scheme"
)

// Files are the rulebooks (ID.yaml), their scenarios (ID.scenarios.yaml), the
// law packs (law/ID.yaml) and worked examples of a change to a rulebook
// (changes/NAME.yaml).
//
//go:embed *.yaml law/*.yaml changes/*.yaml
var Files embed.FS

// Change is a worked example of a change to a rulebook.
type Change struct {
	Name string // of its file, without .yaml
	Text []byte
	scheme.Amendment
}

// Changes returns the worked examples, in order of name.
func Changes() ([]Change, error) {
	entries, err := Files.ReadDir("changes")
	if err != nil {
		return nil, fmt.Errorf("listing the changes: %w", err)
	}
	var list []Change
	for _, entry := range entries {
		text, err := Files.ReadFile("changes/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("reading the change %s: %w", entry.Name(), err)
		}
		amendment, err := scheme.ParseAmendment(text)
		if err != nil {
			return nil, fmt.Errorf("changes/%s: %w", entry.Name(), err)
		}
		list = append(list, Change{strings.TrimSuffix(entry.Name(), ".yaml"), text, amendment})
	}
	return list, nil
}

const scenariosSuffix = ".scenarios.yaml"

// Library returns every rulebook, as the edition of its scheme that came with
// the program. Of several files of one scheme, each decides from its own first
// day in force. The error names the file and everything found wrong in it.
func Library() (*scheme.Library, error) {
	entries, err := Files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("listing the rulebooks: %w", err)
	}
	// The files are read side by side: reading them is most of a start.
	read := make([]scheme.Edition, len(entries))
	wrong := make([]error, len(entries))
	var reading sync.WaitGroup
	for i, entry := range entries {
		if entry.IsDir() || strings.HasSuffix(entry.Name(), scenariosSuffix) {
			continue
		}
		reading.Go(func() { read[i], wrong[i] = edition(entry.Name()) })
	}
	reading.Wait()
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	var editions []scheme.Edition
	var books []*scheme.Rulebook
	for _, edition := range read {
		if edition.Book == nil {
			continue
		}
		if slices.ContainsFunc(books, func(b *scheme.Rulebook) bool { return b.ID == edition.Book.ID }) {
			edition.From = edition.Book.InForce.From
		}
		editions, books = append(editions, edition), append(books, edition.Book)
	}
	if problems := scheme.CheckTogether(books); len(problems) > 0 {
		return nil, fmt.Errorf("rulebooks: %w", problems)
	}
	library, err := scheme.NewLibrary(editions...)
	if err != nil {
		return nil, fmt.Errorf("rulebooks: %w", err)
	}
	return library, nil
}

func edition(file string) (scheme.Edition, error) {
	text, err := Files.ReadFile(file)
	if err != nil {
		return scheme.Edition{}, fmt.Errorf("reading %s: %w", file, err)
	}
	book, err := scheme.Parse(text)
	if err != nil {
		return scheme.Edition{}, fmt.Errorf("%s: %w", file, err)
	}
	return scheme.Edition{Book: book, Text: text}, nil
}

// Law returns every law pack, in the order of their file names.
func Law() ([]*scheme.Pack, error) {
	entries, err := Files.ReadDir("law")
	if err != nil {
		return nil, fmt.Errorf("listing the law packs: %w", err)
	}
	var packs []*scheme.Pack
	for _, entry := range entries {
		text, err := Files.ReadFile("law/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", entry.Name(), err)
		}
		pack, err := scheme.ParsePack(text)
		if err != nil {
			return nil, fmt.Errorf("law/%s: %w", entry.Name(), err)
		}
		packs = append(packs, pack)
	}
	return packs, nil
}

// Scenarios returns the table of cases kept beside the rulebook of a scheme.
func Scenarios(id string) ([]scheme.Scenario, error) {
	data, err := Files.ReadFile(id + scenariosSuffix)
	if err != nil {
		return nil, fmt.Errorf("reading the scenarios of %s: %w", id, err)
	}
	of, scenarios, err := scheme.ParseScenarios(data)
	if err != nil {
		return nil, fmt.Errorf("the scenarios of %s: %w", id, err)
	}
	if of != id {
		return nil, fmt.Errorf("the scenarios of %s say that they are of %q", id, of)
	}
	return scenarios, nil
}
