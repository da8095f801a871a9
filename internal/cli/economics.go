package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"

	documented "throughline/economics"
	"throughline/internal/reckoning/economics"
)

type economicsCommand struct {
	List  economicsListCommand  `cmd:"" help:"List what sources say of costs and returns, each value with its source and how sure it is."`
	Check economicsCheckCommand `cmd:"" help:"Check documents of costs and returns: unknown keys, missing sources, ranges the wrong way round."`
}

type economicsListCommand struct{}

// Run lists the values and the rates of other schemes.
func (c economicsListCommand) Run(t terminal) error {
	library, err := documented.Library()
	if err != nil {
		return coded{exitData, err}
	}
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, v := range library.Values {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", v.ID, v.Words(), v.Use, v.Confidence, v.From())
	}
	for _, b := range library.Benchmarks {
		counts := "no counts printed"
		if f, ok := b.Figure(); ok {
			counts = f.Short()
		}
		fmt.Fprintf(table, "%s\t%s\tbenchmark\t%s\t%s\n", b.ID, counts, cmp.Or(b.Count.Is, economics.Printed), b.Source)
	}
	return table.Flush()
}

type economicsCheckCommand struct {
	Files     []string `arg:"" optional:"" help:"Documents; without any, all that came with the program."`
	Documents string   `type:"existingdir" help:"Folder of the source documents: see that each number stands on a line it cites."`
}

// Run checks documents and says everything that is wrong.
func (c economicsCheckCommand) Run(t terminal) error {
	library, err := c.read()
	if err != nil {
		return err
	}
	numbers := library.Numbers()
	if c.Documents != "" {
		lines := documents{folder: c.Documents, read: map[string][]string{}}
		wrong := 0
		for _, number := range numbers {
			if !number.StandsIn(lines.line) {
				wrong++
				t.say("%s: %s is not on the lines it cites: %s (%s)", number.At, number.Number, number.Text, number.Source)
			}
		}
		if wrong > 0 {
			return coded{exitData, fmt.Errorf("%d of %d numbers do not stand where they are said to", wrong, len(numbers))}
		}
	}
	t.say("%d values and %d rates of other schemes are right, with %d numbers of the source documents.", len(library.Values), len(library.Benchmarks), len(numbers))
	return nil
}

// read reads the files that were named, or all that came with the program.
func (c economicsCheckCommand) read() (economics.Library, error) {
	if len(c.Files) == 0 {
		library, err := documented.Library()
		if err != nil {
			return economics.Library{}, coded{exitData, err}
		}
		return library, nil
	}
	var parts []economics.Library
	for _, name := range c.Files {
		text, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			return economics.Library{}, coded{exitNotFound, fmt.Errorf("there is no file %s", name)}
		}
		if err != nil {
			return economics.Library{}, fmt.Errorf("reading a document of costs and returns: %w", err)
		}
		part, err := economics.Parse(text)
		if err != nil {
			return economics.Library{}, coded{exitData, fmt.Errorf("%s: %w", filepath.Base(name), err)}
		}
		parts = append(parts, part)
	}
	library, err := economics.Join(parts...)
	if err != nil {
		return economics.Library{}, coded{exitData, err}
	}
	return library, nil
}
