// Package policies holds what people review of who may see what: the same
// policy a second time, in Cedar, one file for each kind of asker, and the
// matrix that the table of the door gives. It never decides anything for the
// running program: a test puts both policies the same questions.
package policies

import (
	"embed"
	"fmt"
)

// Files are the policy in Cedar (NAME.cedar).
//
//go:embed *.cedar
var Files embed.FS

// Cedar returns the text of every policy file, by file name.
func Cedar() (map[string][]byte, error) {
	entries, err := Files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("listing the policies: %w", err)
	}
	texts := map[string][]byte{}
	for _, entry := range entries {
		if texts[entry.Name()], err = Files.ReadFile(entry.Name()); err != nil {
			return nil, fmt.Errorf("reading %s: %w", entry.Name(), err)
		}
	}
	return texts, nil
}
