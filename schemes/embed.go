// Package schemes holds the rulebooks of diversion schemes, one YAML file each,
// and beside each a table of the scenarios it must answer. It never decides
// anything itself.
package schemes

import (
	"embed"
	"fmt"
	"strings"

	"throughline/internal/domain/scheme"
)

// Files are the rulebooks (ID.yaml) and their scenarios (ID.scenarios.yaml).
//
//go:embed *.yaml
var Files embed.FS

const scenariosSuffix = ".scenarios.yaml"

// Rulebooks returns every rulebook, in the order of their file names. The error
// names the file and everything found wrong in it.
func Rulebooks() ([]*scheme.Rulebook, error) {
	entries, err := Files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("listing the rulebooks: %w", err)
	}
	var books []*scheme.Rulebook
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), scenariosSuffix) {
			continue
		}
		data, err := Files.ReadFile(entry.Name())
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", entry.Name(), err)
		}
		book, err := scheme.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entry.Name(), err)
		}
		books = append(books, book)
	}
	if problems := scheme.CheckTogether(books); len(problems) > 0 {
		return nil, fmt.Errorf("rulebooks: %w", problems)
	}
	return books, nil
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
