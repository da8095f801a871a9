package packs

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"throughline/internal/domain/journey"
)

// Sheet is a pack as it leaves.
type Sheet struct {
	Title     string   `json:"title"`
	Reference string   `json:"reference"`
	For       string   `json:"for"`
	Basis     string   `json:"basis,omitempty"`
	AsAt      string   `json:"as_at"`
	Day       string   `json:"day"`
	Period    string   `json:"period"`
	Items     []Leaves `json:"items"`
	Held      []Held   `json:"held_back"`
}

// Leaves is an item as it leaves, with its own hash.
type Leaves struct {
	Item
	SHA256 string `json:"sha256"` // of the item, in hexadecimal digits
}

// Held says that an item is not in the pack, and why: never what it says.
type Held struct {
	What string `json:"what"`
	On   string `json:"on"`
	Why  string `json:"why"`
}

// takenOut stands where a piece was taken out.
const takenOut = "[Taken out: about another person]"

// Decisions are what was decided on a pack, the latest of each.
type Decisions map[At]journey.PackDecided

// At is what a decision is about: an item, or a place in it from 1.
type At struct {
	Item  string
	Place int
}

// Open lists what nobody has decided yet: items of a pack for somebody else, and
// in items that go in, every place.
func (c Content) Open(decided Decisions) []At {
	var open []At
	for _, item := range c.Items {
		choice := c.choice(item, decided)
		if choice == "" {
			open = append(open, At{Item: item.ID})
		}
		if choice == journey.PackWithhold {
			continue
		}
		for _, place := range item.Places {
			if _, done := decided[At{item.ID, place.Number}]; !done {
				open = append(open, At{item.ID, place.Number})
			}
		}
	}
	return open
}

// choice returns what was decided on an item. Of her own copy an item goes in
// unless somebody held it back; for anybody else each is decided by a person.
func (c Content) choice(item Item, decided Decisions) journey.PackChoice {
	if one, done := decided[At{Item: item.ID}]; done {
		return one.Choice
	}
	if c.Sort != journey.PackHers {
		return ""
	}
	if c.Grounds[item.ID] != "" {
		return journey.PackWithhold
	}
	return journey.PackInclude
}

// Sheet returns the pack as it leaves by these decisions. What nobody decided is
// left out of it: a sheet with anything open is for reading only.
func (c Content) Sheet(decided Decisions) (Sheet, error) {
	sheet := Sheet{
		Title: "Copy of a record", Reference: c.Reference, For: "The woman it is about", Basis: c.Basis,
		AsAt: c.AsAt.Words(), Day: c.AsAt.Day().String(), Period: c.period(), Items: []Leaves{}, Held: []Held{},
	}
	if c.Sort == journey.PackDisclosure {
		sheet.Title, sheet.For = "Extract of a record", c.Recipient
	}
	for _, item := range c.Items {
		switch c.choice(item, decided) {
		case journey.PackInclude:
			leaves, err := leave(item, decided)
			if err != nil {
				return Sheet{}, err
			}
			sheet.Items = append(sheet.Items, leaves)
		case journey.PackWithhold:
			ground := Ground(decided[At{Item: item.ID}].Ground)
			if ground == "" {
				ground = Ground(c.Grounds[item.ID])
			}
			sheet.Held = append(sheet.Held, Held{item.Title, item.On, GroundWords[ground]})
		}
	}
	return sheet, nil
}

func (c Content) period() string {
	switch {
	case c.From.Known() && c.Until.Known():
		return c.From.Short() + " to " + c.Until.Short()
	case c.From.Known():
		return "From " + c.From.Short() + " to today"
	case c.Until.Known():
		return "Up to " + c.Until.Short()
	}
	return "Everything up to today"
}

// leave returns an item without the places that were taken out. The bytes are
// gone: there is nothing below what stands in their place.
func leave(item Item, decided Decisions) (Leaves, error) {
	item.Lines = slices.Clone(item.Lines)
	places := slices.Clone(item.Places)
	slices.SortFunc(places, func(a, b Place) int { return b.From - a.From }) // from the end, so that earlier ones stay where they are
	for _, place := range places {
		if decided[At{item.ID, place.Number}].Choice == journey.PackLeave {
			continue
		}
		line := &item.Lines[place.Line]
		before, after := line.Text[:place.From], line.Text[min(place.To, len(line.Text)):]
		line.Text = strings.TrimSpace(strings.TrimSpace(before) + " " + takenOut + " " + strings.TrimSpace(after))
	}
	item.Places = nil
	text, err := json.Marshal(item)
	if err != nil {
		return Leaves{}, fmt.Errorf("writing an item of a pack: %w", err)
	}
	return Leaves{item, hash(text)}, nil
}

// File writes the sheet for other programs, and returns its hash, which is what
// people sign.
func (s Sheet) File() (file []byte, digest string, err error) {
	file, err = json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, "", fmt.Errorf("writing a pack: %w", err)
	}
	return file, hash(file), nil
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
