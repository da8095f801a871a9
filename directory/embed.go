// Package directory holds the entries of services that come with the program, as
// YAML files. It never decides anything itself.
package directory

import (
	"embed"
	"fmt"

	"throughline/internal/domain/directory"
)

// Files are the delivered entries.
//
//go:embed *.yaml
var Files embed.FS

// Entries returns all delivered entries, in the order of their files.
func Entries() ([]directory.Entry, error) {
	files, err := Files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("listing the directory: %w", err)
	}
	var all []directory.Entry
	for _, file := range files {
		text, err := Files.ReadFile(file.Name())
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", file.Name(), err)
		}
		entries, err := directory.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("directory/%s: %w", file.Name(), err)
		}
		all = append(all, entries...)
	}
	return all, nil
}
