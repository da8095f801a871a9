package wording

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
)

// Status says whether somebody who speaks a language has read its sentences.
type Status string

// The statuses of a group. English is what the others are drafts of.
const (
	Draft    Status = "draft"
	Reviewed Status = "reviewed"
)

// Review says who answers for the sentences of a group, and since when.
type Review struct {
	Status Status       `json:"status"`
	By     string       `json:"by"`
	On     calendar.Day `json:"on"`
	// Of is the fingerprint of what was reviewed. Whatever changes after, in
	// English or in the translation, is a draft again.
	Of string `json:"of,omitempty"`
}

// File is the text of one group of sentences in one language. The keys of a
// group begin with its name and a dot.
type File struct {
	Tag, Group string
	Text       []byte
}

// group is what one file holds.
type group struct {
	review    Review
	consent   bool
	sentences map[string]sentence
}

// Catalogue holds every sentence in every language.
type Catalogue struct {
	// Report, when set, is told of a key that has no sentence in the language of
	// a page, of one outside the groups the page named, and of a value that was
	// not given. It is told no value.
	Report func(language, key string)

	languages []Language
	groups    map[string]map[string]group // by tag, then by name
}

// Shared are the groups that every page uses: the page around it, and days.
var Shared = []string{"page", "dates"}

// New reads the files of a catalogue. The error names every file that cannot be
// read, and why.
func New(files []File) (*Catalogue, error) {
	c := &Catalogue{groups: map[string]map[string]group{}}
	var wrong []error
	for _, file := range files {
		read, err := file.read()
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s/%s: %w", file.Tag, file.Group, err))
			continue
		}
		if c.groups[file.Tag] == nil {
			spoken, err := LanguageOf(file.Tag)
			if err != nil {
				wrong = append(wrong, err)
				continue
			}
			c.groups[file.Tag] = map[string]group{}
			c.languages = append(c.languages, spoken)
		}
		c.groups[file.Tag][file.Group] = read
	}
	if c.groups[English] == nil && len(wrong) == 0 {
		wrong = append(wrong, errors.New("there is no English, which every page falls back to"))
	}
	slices.SortFunc(c.languages, func(a, b Language) int {
		if (a.Tag == English) != (b.Tag == English) {
			if a.Tag == English {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Tag, b.Tag)
	})
	return c, errors.Join(wrong...)
}

func (f File) read() (group, error) {
	var written struct {
		Review    Review          `json:"review"`
		Consent   bool            `json:"consent"`
		Sentences json.RawMessage `json:"sentences"`
	}
	decoder := json.NewDecoder(bytes.NewReader(f.Text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&written); err != nil {
		return group{}, fmt.Errorf("reading the file: %w", err)
	}
	review := written.Review
	switch {
	case review.Status != Draft && review.Status != Reviewed:
		return group{}, fmt.Errorf("the status %q is neither draft nor reviewed", review.Status)
	case review.By == "" || !review.On.Known():
		return group{}, errors.New("the review does not say by whom, and on which day")
	}
	sentences, err := readSentences(written.Sentences)
	if err != nil {
		return group{}, err
	}
	for key := range sentences {
		if groupOf(key) != f.Group {
			return group{}, fmt.Errorf("the key %s does not begin with %s.", key, f.Group)
		}
	}
	return group{review, written.Consent, sentences}, nil
}

// groupOf returns the group that a key belongs to.
func groupOf(key string) string {
	name, _, _ := strings.Cut(key, ".")
	return name
}

// Languages lists what a page may be asked for in: English first, then by tag.
func (c *Catalogue) Languages() []Language { return slices.Clone(c.languages) }

// Language returns the language of a tag, if there are words in it.
func (c *Catalogue) Language(tag string) (Language, bool) {
	for _, spoken := range c.languages {
		if spoken.Tag == tag {
			return spoken, true
		}
	}
	return Language{}, false
}

// Keys lists the keys of the English sentences, in order.
func (c *Catalogue) Keys() []string {
	var keys []string
	for _, group := range c.groups[English] {
		keys = slices.AppendSeq(keys, maps.Keys(group.sentences))
	}
	slices.Sort(keys)
	return keys
}

// Standing is where a translated group stands.
type Standing struct {
	Language Language
	Group    string
	Consent  bool
	Review   Review
	// Fingerprint is what Review.Of must be for the group as it is now.
	Fingerprint string
	// Ready says that the group may be shown to a woman.
	Ready bool
}

// Standings lists every group of every language but English, by tag and name.
func (c *Catalogue) Standings() []Standing {
	var list []Standing
	for _, spoken := range c.languages {
		if spoken.Tag == English {
			continue
		}
		for _, name := range sortedKeys(c.groups[spoken.Tag]) {
			translated := c.groups[spoken.Tag][name]
			list = append(list, Standing{
				Language: spoken, Group: name, Consent: c.groups[English][name].consent, Review: translated.review,
				Fingerprint: c.fingerprint(spoken.Tag, name), Ready: c.ready(spoken.Tag, name),
			})
		}
	}
	return list
}

// ready says whether a group may be shown in a language: it is English, or
// somebody reviewed it as it is now.
func (c *Catalogue) ready(tag, name string) bool {
	if tag == English {
		return true
	}
	translated, there := c.groups[tag][name]
	return there && translated.review.Status == Reviewed && translated.review.Of == c.fingerprint(tag, name) &&
		len(translated.sentences) == len(c.groups[English][name].sentences)
}

// fingerprint stands for the English sentences of a group and their translation:
// 16 hexadecimal digits that change with any of them.
func (c *Catalogue) fingerprint(tag, name string) string {
	sum := sha256.New()
	for _, key := range sortedKeys(c.groups[English][name].sentences) {
		for _, text := range slices.Concat([]string{key}, c.groups[English][name].sentences[key].texts(), c.groups[tag][name].sentences[key].texts()) {
			sum.Write([]byte(text))
			sum.Write([]byte{0})
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

func sortedKeys[V any](from map[string]V) []string { return slices.Sorted(maps.Keys(from)) }
