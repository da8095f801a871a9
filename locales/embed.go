// Package locales holds the sentences of a woman's pages, a folder for each
// language and a file for each group of pages. It never decides which of them a
// page shows: see internal/domain/wording.
package locales

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"throughline/internal/domain/wording"
)

// Files are the groups: TAG/GROUP.json.
//
//go:embed */*.json
var Files embed.FS

// Catalogue reads the sentences of every language.
func Catalogue() (*wording.Catalogue, error) { return Read(Files) }

// Read reads the sentences of the languages in a folder.
func Read(folder fs.FS) (*wording.Catalogue, error) {
	names, err := fs.Glob(folder, "*/*.json")
	if err != nil {
		return nil, fmt.Errorf("listing the sentences: %w", err)
	}
	var files []wording.File
	for _, name := range names {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, fmt.Errorf("reading the sentences of %s: %w", name, err)
		}
		files = append(files, wording.File{Tag: path.Dir(name), Group: strings.TrimSuffix(path.Base(name), ".json"), Text: text})
	}
	return wording.New(files)
}
