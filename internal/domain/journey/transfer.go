package journey

import (
	"strings"

	"throughline/internal/domain/calendar"
)

// The kinds of fact of a summary with which she moves on to another service, so
// that she does not have to tell it all again. Source: 004:464.
const (
	KindSummaryMade     Kind = "summary_made"
	KindSummaryAnswered Kind = "summary_answered"
	KindSummaryHanded   Kind = "summary_handed_over"
	KindSummaryBrought  Kind = "summary_brought"
)

// SummaryMade is a summary as it was put together, line by line; its text stands
// in its sealed words and never changes. Another choice of lines is another one.
type SummaryMade struct {
	Summary string `json:"summary"`
	Scheme  string `json:"scheme,omitempty"` // id of the scheme of ours it is for; "" for another service, which is named in sealed words
	Digest  string `json:"digest"`           // SHA-256 of its text and of whom it is for, in hexadecimal digits
	Lines   int    `json:"lines"`
}

// SummaryAnswered is what she said to a summary that she read, or that was read to
// her, word for word.
type SummaryAnswered struct {
	Summary string       `json:"summary"`
	Digest  string       `json:"digest"` // of what she was shown
	Answer  YesNo        `json:"answer"`
	Place   SummaryPlace `json:"place"`
}

// SummaryPlace is where she read it.
type SummaryPlace string

// Where she read it.
const (
	ReadInHerSpace    SummaryPlace = "own_space"
	ReadWithKeyworker SummaryPlace = "with_keyworker"
)

// SummaryHandedOver says that a summary she agreed to was handed over as it stood.
type SummaryHandedOver struct {
	Summary string `json:"summary"`
	Digest  string `json:"digest"`
	Case    string `json:"case,omitempty"` // the case that goes on from here, where one of our schemes has it
}

// SummaryBrought begins a case that goes on from another: its words are the
// summary that she agreed to.
type SummaryBrought struct {
	Earlier string `json:"earlier_case"`
	Digest  string `json:"digest"`
}

// Kind is KindSummaryMade.
func (SummaryMade) Kind() Kind { return KindSummaryMade }

// Kind is KindSummaryAnswered.
func (SummaryAnswered) Kind() Kind { return KindSummaryAnswered }

// Kind is KindSummaryHanded.
func (SummaryHandedOver) Kind() Kind { return KindSummaryHanded }

// Kind is KindSummaryBrought.
func (SummaryBrought) Kind() Kind { return KindSummaryBrought }

// Summary is the newest summary of a case as it stands.
type Summary struct {
	SummaryMade
	Made    calendar.Day
	Text    string // a line of it on each line; "" where the asker may not read it
	Service string // the service it is for, where no scheme of ours is
	// Answer is what she said to these very words, "" where she was not asked yet.
	Answer   YesNo
	Place    SummaryPlace
	Answered calendar.Day
	Said     string // what she said to it
	Handed   calendar.Day
	Case     string // the case that goes on
}

// ReadAloud returns the lines of the summary.
func (s Summary) ReadAloud() []string { return strings.Split(s.Text, "\n") }

// SummaryOf returns the newest summary, and false where none was made. The facts
// are effective ones, in the order they happened.
func SummaryOf(facts []Fact) (summary Summary, made bool) {
	for _, fact := range facts {
		switch body := fact.Body.(type) {
		case SummaryMade:
			summary, made = Summary{SummaryMade: body, Made: fact.Happened.Day()}, true
			if fact.Words != nil {
				summary.Text, summary.Service = fact.Words.Text, fact.Words.Service
			}
		case SummaryAnswered:
			if body.Summary != summary.Summary || body.Digest != summary.Digest {
				continue
			}
			summary.Answer, summary.Place, summary.Answered, summary.Said = body.Answer, body.Place, fact.Happened.Day(), ""
			if fact.Words != nil {
				summary.Said = fact.Words.Text
			}
		case SummaryHandedOver:
			if body.Summary == summary.Summary {
				summary.Handed, summary.Case = fact.Happened.Day(), body.Case
			}
		}
	}
	return summary, made
}

// SummaryEntry is a summary that is put together.
type SummaryEntry struct {
	Scheme  string   // of ours, or ""
	Service string   // the name of another service
	Lines   []string // as they are handed over
	Digest  string
}

// MakeSummary writes a summary as it was put together.
func (p Pen) MakeSummary(row Row, entry SummaryEntry) ([]Fact, error) {
	var problems Problems
	service := strings.TrimSpace(entry.Service)
	problems.check(entry.Scheme != "" || service != "", "service", "Write the name of the service, or choose one of ours")
	problems.check(entry.Scheme == "" || service == "", "service", "Choose one of ours, or write a name: not both")
	problems.check(len(entry.Lines) > 0, "lines", "Choose at least one line")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), SummaryMade{
		Summary: p.NewID(), Scheme: entry.Scheme, Digest: entry.Digest, Lines: len(entry.Lines),
	}, &Words{Text: strings.Join(entry.Lines, "\n"), Service: service})}, nil
}

// AnswerSummary writes down what she said to a summary as it reads.
func (p Pen) AnswerSummary(row Row, summary Summary, digest string, answer YesNo, place SummaryPlace, words string) ([]Fact, error) {
	var problems Problems
	problems.check(summary.Digest != "" && summary.Digest == digest, "answer", "The summary is another one now. Read it again")
	problems.check(!summary.Handed.Known(), "answer", "It was handed over already")
	problems.check(oneOf(answer, []YesNo{Yes, No}), "answer", "Choose what she says to it")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), SummaryAnswered{
		Summary: summary.Summary, Digest: digest, Answer: answer, Place: place,
	}, sealedText(words))}, nil
}

// HandOverSummary hands a summary over to which she said yes, as she read it. To a scheme
// of ours it begins a case there, of the same woman, by the pathway transfer.
func (p Pen) HandOverSummary(row Row, summary Summary) ([]Fact, error) {
	var problems Problems
	problems.check(summary.Digest != "", "summary", "Put the summary together first")
	problems.check(summary.Digest == "" || summary.Answer == Yes, "summary", "She has not said yes to this summary")
	problems.check(!summary.Handed.Known(), "summary", "It was handed over already")
	if err := problems.err(); err != nil {
		return nil, err
	}
	now := calendar.At(p.Now)
	handed := SummaryHandedOver{Summary: summary.Summary, Digest: summary.Digest}
	var goesOn []Fact
	if summary.Scheme != "" {
		handed.Case = p.NewID()
		goesOn = []Fact{
			p.write(row.Woman, handed.Case, now, Referred{
				Scheme: summary.Scheme, Pathway: Transfer, Agency: p.Agency, Area: row.Area,
				Age: row.Age, Contact: row.Contact, Agreed: string(Yes), Earlier: row.Case,
			}, nil),
			p.write(row.Woman, handed.Case, now, SummaryBrought{Earlier: row.Case, Digest: summary.Digest}, sealedText(summary.Text)),
		}
	}
	return append([]Fact{p.write(row.Woman, row.Case, now, handed, nil)}, goesOn...), nil
}
