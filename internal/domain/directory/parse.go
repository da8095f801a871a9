package directory

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"

	"go.yaml.in/yaml/v3"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// A file of entries may have so many bytes and entries.
const (
	maxBytes    = 1 << 20
	mostEntries = 5000
)

// file is a file of entries as it is written.
type file struct {
	Source   string  `yaml:"source"`  // document of the print
	Printed  int     `yaml:"printed"` // its year
	Services []given `yaml:"services"`
}

type given struct {
	ID        string   `yaml:"id"`
	Name      string   `yaml:"name"`
	Group     string   `yaml:"group"`
	About     string   `yaml:"about"`
	Helps     []string `yaml:"helps"`
	Areas     []string `yaml:"areas"`
	AgeFrom   int      `yaml:"age_from"`
	AgeTo     int      `yaml:"age_to"`
	WomenOnly string   `yaml:"women_only"`
	Staff     string   `yaml:"female_staff"`
	Children  string   `yaml:"children_welcome"`
	Creche    string   `yaml:"creche"`
	Languages []string `yaml:"languages"`
	Hours     string   `yaml:"hours"`
	Routes    []string `yaml:"routes"`
	Phone     string   `yaml:"phone"`
	Email     string   `yaml:"email"`
	Web       string   `yaml:"web"`
	Lines     string   `yaml:"lines"` // of the source
}

var linesForm = regexp.MustCompile(`^[0-9]+(-[0-9]+)?(, [0-9]+(-[0-9]+)?)*$`)

// Parse reads a file of delivered entries from YAML. The error says everything
// found wrong.
func Parse(data []byte) ([]Entry, error) {
	if len(data) > maxBytes {
		return nil, fmt.Errorf("the file is larger than %d bytes", maxBytes)
	}
	// An alias could make a small file large.
	if node, err := document(data); err != nil {
		return nil, err
	} else if aliased(node) {
		return nil, errors.New("the file refers to another part of itself: write it out")
	}
	var read file
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&read); err != nil {
		return nil, fmt.Errorf("reading the entries: %w", err)
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, errors.New("the file holds more than one document")
	}
	if len(read.Services) > mostEntries {
		return nil, fmt.Errorf("the file holds more than %d entries", mostEntries)
	}
	if read.Printed < 1900 || read.Printed > 2200 {
		return nil, fmt.Errorf("the file was printed in %d: name the year", read.Printed)
	}
	var wrong []error
	entries := make([]Entry, 0, len(read.Services))
	seen := map[string]bool{}
	for _, one := range read.Services {
		entry, err := one.entry(read)
		if err == nil && seen[entry.ID] {
			err = errors.New("the id stands twice")
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("entry %q: %w", one.ID, err))
			continue
		}
		seen[entry.ID] = true
		entries = append(entries, entry)
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return entries, nil
}

func document(data []byte) (*yaml.Node, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return nil, fmt.Errorf("reading the entries: %w", err)
	}
	return &root, nil
}

func aliased(node *yaml.Node) bool {
	if node.Kind == yaml.AliasNode {
		return true
	}
	for _, below := range node.Content {
		if aliased(below) {
			return true
		}
	}
	return false
}

func (g given) entry(from file) (Entry, error) {
	entry := Entry{ID: g.ID, Printed: from.Printed, Checked: calendar.On(from.Printed, 1, 1), Listing: journey.Listing{
		Name: g.Name, Group: g.Group, About: g.About, Areas: g.Areas, AgeFrom: g.AgeFrom, AgeTo: g.AgeTo,
		WomenOnly: journey.YesNo(g.WomenOnly), FemaleStaff: journey.YesNo(g.Staff), Children: journey.YesNo(g.Children),
		Creche: journey.YesNo(g.Creche), Languages: g.Languages, Hours: g.Hours, Routes: g.Routes, Phone: g.Phone,
		Email: g.Email, Web: g.Web, Source: from.Source + ":" + g.Lines,
	}}
	for _, code := range g.Helps {
		entry.Helps = append(entry.Helps, need.Pathway(code))
	}
	problems := entry.Listing.Problems()
	switch {
	case !journey.IsCode(g.ID):
		return Entry{}, errors.New("the id is no code")
	case Group(g.Group).Words() == "":
		return Entry{}, fmt.Errorf("%q is no group", g.Group)
	case !linesForm.MatchString(g.Lines):
		return Entry{}, errors.New("it names no line of its source")
	case len(problems) > 0:
		return Entry{}, problems
	}
	return entry, nil
}
