package need

import (
	"fmt"
	"slices"
)

// Instrument is a published questionnaire with a score. Which of its words may
// stand here, and who may use it, is its licence's to say.
type Instrument struct {
	ID      string `yaml:"id"`
	Title   string `yaml:"title"`
	About   string `yaml:"about"`
	Version string `yaml:"version"`
	Items   int    `yaml:"items"`
	From    int    `yaml:"from"` // lowest answer to an item
	To      int    `yaml:"to"`   // highest
	// Reversed are items, from 1, in which a high answer is a good sign: they are
	// turned round before they are counted.
	Reversed []int   `yaml:"reversed"`
	Scales   []Scale `yaml:"scales"`
	Alerts   []Alert `yaml:"alerts"`
	// Change is the least change of the total that is read as a real one; 0 where
	// none is published.
	Change int    `yaml:"change"`
	Count  string `yaml:"count"` // how the worker counts an answer on the paper form
	Note   string `yaml:"note"`

	Offer     Offer  `yaml:"offer"`
	Licence   string `yaml:"licence"`
	Notice    string `yaml:"notice"` // that has to stand wherever its words do
	Source    string `yaml:"source"`
	Confirmed bool   `yaml:"confirmed"` // its cut-offs and licence were read in a published source

	Wording []string `yaml:"wording"` // of the items, where they may stand here
	Choices []string `yaml:"choices"` // of the answers, lowest first
	LOINC   LOINC    `yaml:"loinc"`
}

// LOINC are the codes of an instrument whose answers are exchanged.
type LOINC struct {
	Panel   string   `yaml:"panel"`
	Total   string   `yaml:"total"`
	Items   []string `yaml:"items"`
	Choices []string `yaml:"choices"`
}

// Scale is what some items of an instrument add up to.
type Scale struct {
	Title string `yaml:"title"` // "" where the instrument has one scale
	Items []int  `yaml:"items"` // from 1; none for all of them
	Mean  bool   `yaml:"mean"`  // the mean of the answers is read, and not their sum
	Most  int    `yaml:"most"`  // highest answer to its items, where it is below the instrument's
	Bands []Band `yaml:"bands"`
	Cuts  []Cut  `yaml:"cuts"`
}

// Band is a stretch of totals and what it is called, both ends in it.
type Band struct {
	From  int    `yaml:"from"`
	To    int    `yaml:"to"`
	Words string `yaml:"words"`
}

// Cut is a total from which something follows.
type Cut struct {
	From  int    `yaml:"from"`
	Words string `yaml:"words"`
}

// Alert is an item whose answer asks for something at once.
type Alert struct {
	Item  int    `yaml:"item"`
	From  int    `yaml:"from"`
	Words string `yaml:"words"`
}

// Offer says on what terms an instrument is used here.
type Offer string

// The terms.
const (
	Offered    Offer = "offered"    // to everybody
	Unaltered  Offer = "unaltered"  // offered, and its words may not be changed
	Loadable   Offer = "loadable"   // off until the service turns it on
	Registered Offer = "registered" // only after the service registers with its owner
	AskFirst   Offer = "ask"        // only with the written leave of its owner
	LinkOnly   Offer = "link"       // used on its owner's own form
	Licensed   Offer = "licensed"   // only with a licence that is paid for
)

// Ready says whether it is used without anybody turning it on.
func (o Offer) Ready() bool { return o == Offered || o == Unaltered }

var offers = []Offer{Offered, Unaltered, Loadable, Registered, AskFirst, LinkOnly, Licensed}

// Reading is what one scale says.
type Reading struct {
	Title string
	Total int
	Of    int    // how many answers it is the mean of; 0 for a sum
	Band  string // "" where no bands are published
	Cuts  []string
}

// Score returns the readings of answers, one for each scale, in items as the
// woman answered them. The error says which answer cannot be.
func (i Instrument) Score(items []int) ([]Reading, error) {
	if len(items) != i.Items {
		return nil, fmt.Errorf("%s has %d questions", i.Title, i.Items)
	}
	for n, answer := range items {
		if answer < i.From || answer > i.highest(n+1) {
			return nil, fmt.Errorf("question %d goes from %d to %d", n+1, i.From, i.highest(n+1))
		}
	}
	readings := make([]Reading, len(i.Scales))
	for n, scale := range i.Scales {
		total := 0
		for _, item := range scale.of(i.Items) {
			answer := items[item-1]
			if slices.Contains(i.Reversed, item) {
				answer = i.From + i.To - answer
			}
			total += answer
		}
		readings[n] = scale.read(total)
		if scale.Mean {
			readings[n].Of = len(scale.of(i.Items))
		}
	}
	return readings, nil
}

// ScoreTotal returns the reading of a total taken from the paper form. Only an
// instrument of one scale has such a total.
func (i Instrument) ScoreTotal(total int) ([]Reading, error) {
	if !i.HasTotal() {
		return nil, fmt.Errorf("%s has no one total", i.Title)
	}
	least, most := i.Items*i.From, i.Items*i.To
	if total < least || total > most {
		return nil, fmt.Errorf("the total goes from %d to %d", least, most)
	}
	return []Reading{i.Scales[0].read(total)}, nil
}

// HasTotal says whether all its answers make one total.
func (i Instrument) HasTotal() bool {
	return len(i.Scales) == 1 && !i.Scales[0].Mean && len(i.Scales[0].Items) == 0
}

// Alerted returns what the answers ask for at once.
func (i Instrument) Alerted(items []int) []string {
	var words []string
	for _, alert := range i.Alerts {
		if alert.Item <= len(items) && items[alert.Item-1] >= alert.From {
			words = append(words, alert.Words)
		}
	}
	return words
}

// highest is the highest answer to an item.
func (i Instrument) highest(item int) int {
	for _, scale := range i.Scales {
		if scale.Most > 0 && slices.Contains(scale.of(i.Items), item) {
			return scale.Most
		}
	}
	return i.To
}

// Answers returns the answers an item may have, the lowest first.
func (i Instrument) Answers(item int) []int {
	var answers []int
	for answer := i.From; answer <= i.highest(item); answer++ {
		answers = append(answers, answer)
	}
	return answers
}

func (s Scale) of(items int) []int {
	if len(s.Items) > 0 {
		return s.Items
	}
	all := make([]int, items)
	for n := range all {
		all[n] = n + 1
	}
	return all
}

func (s Scale) read(total int) Reading {
	reading := Reading{Title: s.Title, Total: total}
	for _, band := range s.Bands {
		if total >= band.From && total <= band.To {
			reading.Band = band.Words
		}
	}
	for _, cut := range s.Cuts {
		if total >= cut.From {
			reading.Cuts = append(reading.Cuts, cut.Words)
		}
	}
	return reading
}

// ParseInstruments reads a list of instruments from YAML, each with its licence.
// The error names the instrument and what is wrong with it.
func ParseInstruments(text []byte) ([]Instrument, error) {
	var list []Instrument
	if err := readStrictly(text, &list); err != nil {
		return nil, fmt.Errorf("reading the instruments: %w", err)
	}
	seen := map[string]bool{}
	for _, one := range list {
		if err := one.check(); err != nil {
			return nil, fmt.Errorf("instrument %s: %w", one.ID, err)
		}
		if seen[one.ID] {
			return nil, fmt.Errorf("instrument %s stands twice", one.ID)
		}
		seen[one.ID] = true
	}
	return list, nil
}

func (i Instrument) check() error {
	switch {
	case !codeForm.MatchString(i.ID), i.Title == "", i.About == "":
		return fmt.Errorf("it needs an id, a title and what it is about")
	case !slices.Contains(offers, i.Offer), i.Licence == "", i.Source == "":
		return fmt.Errorf("it needs its terms, its licence and its source")
	case !i.Offer.Ready() && i.Offer != Loadable:
		return nil // nothing is scored
	case i.Items < 1, i.To <= i.From, len(i.Scales) == 0, i.Version == "":
		return fmt.Errorf("it needs a version, items, their answers and at least one scale")
	case len(i.Wording) > 0 && (len(i.Wording) != i.Items || len(i.Choices) != i.To-i.From+1):
		return fmt.Errorf("its wording does not fit its items and answers")
	case i.LOINC.Panel != "" && (len(i.LOINC.Items) != i.Items || len(i.LOINC.Choices) != i.To-i.From+1 || i.LOINC.Total == "" || i.Notice == ""):
		return fmt.Errorf("its codes do not fit its items and answers, or stand without their notice")
	}
	for _, alert := range i.Alerts {
		if alert.Item < 1 || alert.Item > i.Items || alert.Words == "" {
			return fmt.Errorf("an alert names item %d", alert.Item)
		}
	}
	for _, scale := range i.Scales {
		if err := scale.check(i); err != nil {
			return err
		}
	}
	return nil
}

// check wants bands that follow each other and leave no total out.
func (s Scale) check(i Instrument) error {
	items := s.of(i.Items)
	most := i.To
	if s.Most > 0 {
		most = s.Most
	}
	for _, item := range items {
		if item < 1 || item > i.Items {
			return fmt.Errorf("a scale names item %d", item)
		}
	}
	next := len(items) * i.From
	for _, band := range s.Bands {
		if band.From != next || band.To < band.From || band.Words == "" {
			return fmt.Errorf("its bands do not follow each other at %d", band.From)
		}
		next = band.To + 1
	}
	if len(s.Bands) > 0 && next != len(items)*most+1 {
		return fmt.Errorf("its bands end at %d of %d", next-1, len(items)*most)
	}
	return nil
}
