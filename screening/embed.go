// Package screening holds the screening tools, one YAML file for each version, and
// the published instruments with their licences. It never scores or decides
// anything itself.
package screening

import (
	"embed"
	"fmt"
	"strings"

	"throughline/internal/domain/need"
)

// Files are the tools (NAME-VERSION.yaml) and instruments.yaml.
//
//go:embed *.yaml
var Files embed.FS

const instrumentsFile = "instruments.yaml"

// Tools returns every version of every tool. The error names the file.
func Tools() (need.Tools, error) {
	entries, err := Files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("listing the screening tools: %w", err)
	}
	var tools []need.Tool
	for _, entry := range entries {
		if entry.Name() == instrumentsFile {
			continue
		}
		text, err := Files.ReadFile(entry.Name())
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", entry.Name(), err)
		}
		tool, err := need.ParseTool(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entry.Name(), err)
		}
		if name := fmt.Sprintf("%s-%d.yaml", strings.ReplaceAll(tool.ID, "_", "-"), tool.Version); name != entry.Name() {
			return nil, fmt.Errorf("%s holds what belongs in %s", entry.Name(), name)
		}
		tools = append(tools, tool)
	}
	return need.NewTools(tools...)
}

// Instruments returns the published instruments, those that are not offered too.
func Instruments() ([]need.Instrument, error) {
	text, err := Files.ReadFile(instrumentsFile)
	if err != nil {
		return nil, fmt.Errorf("reading the instruments: %w", err)
	}
	return need.ParseInstruments(text)
}
