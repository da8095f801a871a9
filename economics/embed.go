// Package economics holds what sources say about costs, savings and the rates of
// other schemes: each number with its source, year, price base and how sure it is.
// It never works anything out, and never says which of them is true.
package economics

import (
	"embed"
	"fmt"

	"throughline/internal/reckoning/economics"
)

// Files are the documents, by name.
//
//go:embed *.yaml
var Files embed.FS

// Library reads every document. The error names the file and all that is wrong
// in it.
func Library() (economics.Library, error) {
	entries, err := Files.ReadDir(".")
	if err != nil {
		return economics.Library{}, fmt.Errorf("listing the documents of costs and returns: %w", err)
	}
	var parts []economics.Library
	for _, entry := range entries {
		text, err := Files.ReadFile(entry.Name())
		if err != nil {
			return economics.Library{}, fmt.Errorf("reading %s: %w", entry.Name(), err)
		}
		part, err := economics.Parse(text)
		if err != nil {
			return economics.Library{}, fmt.Errorf("economics/%s: %w", entry.Name(), err)
		}
		parts = append(parts, part)
	}
	return economics.Join(parts...)
}
