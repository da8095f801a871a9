package sharing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// Carried is one line that she could take along to another service.
type Carried struct {
	ID    string // of its words: a line that reads otherwise is another one
	Class access.Class
	Title string // of its section
	Text  string
}

// Onward is what could go into a summary, and which schemes of ours take women who
// move on.
type Onward struct {
	Lines   []Carried
	Schemes []*scheme.Rulebook
}

// goingOn are the classes that a case is written with that goes on from another.
var goingOn = access.SetOf(access.Identity, access.Offence, access.Notes, access.Plan)

// Onward returns what could go into a summary: what the table of the door gives a
// keyworker she moves on to, as such a keyworker would read it, and no more than
// the asker may read. Source: 004:464.
func (d Desk) Onward(ctx context.Context, asker access.Asker, caseID string) (Onward, error) {
	const op = "put a summary together"
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForSupport, goingOn)
	if err != nil {
		return Onward{}, err
	}
	lines, classes, err := d.carried(ctx, row, standing)
	if err != nil {
		return Onward{}, casework.In(op, err)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, classes, row)); err != nil {
		return Onward{}, err
	}
	return Onward{lines, d.takers(row)}, nil
}

// takers are the schemes of ours that take women who move on from this case.
func (d Desk) takers(row journey.Row) []*scheme.Rulebook {
	return slices.DeleteFunc(d.Delivered(d.Today()), func(book *scheme.Rulebook) bool {
		return book.ID == row.Scheme || book.Pathway(string(journey.Transfer)) == nil
	})
}

// carried returns the lines, and the classes they are of.
func (d Desk) carried(ctx context.Context, row journey.Row, standing casework.Standing) ([]Carried, access.Classes, error) {
	next := access.Asker{Role: access.Keyworker, Agency: "the next service"}
	classes := opens(next, access.ForSupport, d.Now()) & standing.Allowed(access.Read, access.ForSupport)
	one, err := d.Record.Case(ctx, row.Case, classes)
	if err != nil {
		return nil, 0, err
	}
	pack := d.pack(one, reading{asker: next, purposes: []opened{{access.ForSupport, classes}}, whole: classes}, classes)
	var lines []Carried
	for _, section := range pack.Sections {
		add := func(parts ...string) {
			text := strings.Join(strings.Fields(strings.Join(parts, ": ")), " ")
			sum := sha256.Sum256([]byte(text))
			lines = append(lines, Carried{hex.EncodeToString(sum[:8]), section.Class, section.Title, text})
		}
		for _, line := range section.Lines {
			add(line.Key, line.Value)
		}
		for _, note := range section.Notes {
			add(section.Title, note.On.Short(), note.Text)
		}
	}
	return lines, classes, nil
}

// SummaryEntry is a summary as a person puts it together.
type SummaryEntry struct {
	Scheme  string // of ours, or ""
	Service string // the name of another service
	Chosen  []string
}

// MakeSummary puts a summary together from the chosen lines, as they read now. It
// goes to nobody before she has read these very words and said yes.
func (d Desk) MakeSummary(ctx context.Context, asker access.Asker, caseID, key string, entry SummaryEntry) (casework.Receipt, error) {
	return d.write(ctx, change{
		op: "make a summary", asker: asker, caseID: caseID, key: key, purpose: access.ForSupport, classes: goingOn, entered: entry, may: supports,
		decide: func(pen journey.Pen, row journey.Row, standing casework.Standing) ([]journey.Fact, error) {
			lines, _, err := d.carried(ctx, row, standing)
			if err != nil {
				return nil, err
			}
			made := journey.SummaryEntry{Scheme: entry.Scheme, Service: entry.Service}
			for _, id := range entry.Chosen {
				if !slices.ContainsFunc(lines, func(line Carried) bool { return line.ID == id }) {
					return nil, problem("lines", "A line reads otherwise now. Look at the lines again")
				}
			}
			for _, line := range lines { // in the order they are read, and each once
				if slices.Contains(entry.Chosen, line.ID) {
					made.Lines = append(made.Lines, line.Text)
				}
			}
			if entry.Scheme != "" && !slices.ContainsFunc(d.takers(row), func(book *scheme.Rulebook) bool { return book.ID == entry.Scheme }) {
				return nil, problem("service", "Choose one of the services listed")
			}
			sum := sha256.Sum256([]byte(entry.Scheme + "\n" + strings.TrimSpace(entry.Service) + "\n" + strings.Join(made.Lines, "\n")))
			made.Digest = hex.EncodeToString(sum[:])
			return pen.MakeSummary(row, made)
		},
	})
}

// SummaryAnswer is what she says to a summary.
type SummaryAnswer struct {
	Digest string // of what she was shown
	Answer journey.YesNo
	Words  string
}

// AnswerSummary writes down what she says to a summary: in her own space, or with
// her keyworker beside her.
func (d Desk) AnswerSummary(ctx context.Context, asker access.Asker, caseID, key string, entry SummaryAnswer) (casework.Receipt, error) {
	return d.write(ctx, change{
		op: "answer to a summary", asker: asker, caseID: caseID, key: key, purpose: access.ForSupport, classes: planned, entered: entry, may: answers,
		decide: func(pen journey.Pen, row journey.Row, standing casework.Standing) ([]journey.Fact, error) {
			summary, err := d.summary(ctx, row, 0)
			if err != nil {
				return nil, err
			}
			place := journey.ReadWithKeyworker
			if standing.Is(access.Herself) {
				place = journey.ReadInHerSpace
			}
			return pen.AnswerSummary(row, summary, entry.Digest, entry.Answer, place, entry.Words)
		},
	})
}

// summary returns the newest summary of a case.
func (d Desk) summary(ctx context.Context, row journey.Row, open access.Classes) (journey.Summary, error) {
	one, err := d.Record.Case(ctx, row.Case, open)
	if err != nil {
		return journey.Summary{}, err
	}
	summary, _ := journey.SummaryOf(one.Facts)
	return summary, nil
}

// HandOver hands the summary over to which she said yes, as she read it. To a
// scheme of ours it begins a case there, which waits for a keyworker as every case
// does. It does not end support here: a person does.
func (d Desk) HandOver(ctx context.Context, asker access.Asker, caseID, key string) (casework.Receipt, error) {
	return d.write(ctx, change{
		op: "hand a summary over", asker: asker, caseID: caseID, key: key, purpose: access.ForSupport, classes: goingOn, may: supports,
		decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			summary, err := d.summary(ctx, row, access.SetOf(access.Notes))
			if err != nil {
				return nil, err
			}
			return pen.HandOverSummary(row, summary)
		},
	})
}

// SummaryView is her newest summary, and whom it is for in words.
type SummaryView struct {
	journey.Summary
	For string
}

// Summary returns her newest summary to herself, word for word.
func (d Desk) Summary(ctx context.Context, asker access.Asker, caseID string) (SummaryView, error) {
	const op = "read a summary"
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForSupport, planned)
	if err != nil {
		return SummaryView{}, err
	}
	classes := standing.Allowed(access.Read, access.ForSupport) & access.SetOf(access.Notes, access.Plan)
	summary, err := d.summary(ctx, row, classes)
	if err != nil {
		return SummaryView{}, casework.In(op, err)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, classes, row)); err != nil {
		return SummaryView{}, err
	}
	view := SummaryView{summary, summary.Service}
	if summary.Scheme != "" {
		view.For = d.Rules.Of(summary.Scheme, d.Today()).Title
	}
	return view, nil
}
