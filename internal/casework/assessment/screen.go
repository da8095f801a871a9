package assessment

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// Screening is the tool as it stands for one woman.
type Screening struct {
	Tool      need.Tool
	Questions []Asked
}

// Asked is one question with what is known of it.
type Asked struct {
	need.Question
	Findings []journey.Finding // in the order in which they happened
	// Told says that she answered it: it is not asked again unless she wants.
	Told bool
}

// Last returns the last finding, and false where there is none.
func (a Asked) Last() (journey.Finding, bool) {
	if len(a.Findings) == 0 {
		return journey.Finding{}, false
	}
	if last, _ := journey.Told(a.Findings); last.Answer != "" {
		return last, true
	}
	return a.Findings[len(a.Findings)-1], true
}

// Screening returns the tool that is asked today, with what she and others told. To
// a reader who may not know what she was met for, it does not say which agency saw
// something: that may be a police force.
func (d Desk) Screening(ctx context.Context, asker access.Asker, caseID string) (Screening, error) {
	const op = "open screening"
	tool, ours := d.Tools.On(d.Tool, d.Today())
	if !ours {
		return Screening{}, casework.Fail(casework.NotFound, op, "no screening tool is asked today")
	}
	one, standing, err := d.read(ctx, op, asker, caseID)
	if err != nil {
		return Screening{}, err
	}
	offence := standing.Allowed(access.Read, access.ForSupport).Has(access.Offence)
	known := journey.FindingsOf(one.Facts, tool)
	view := Screening{Tool: tool}
	for _, question := range tool.Questions {
		asked := Asked{Question: question, Findings: known[question.ID]}
		for n := range asked.Findings {
			if asked.Findings[n].Answer == "" && !offence {
				asked.Findings[n].Agency = ""
			}
		}
		_, asked.Told = journey.Told(asked.Findings)
		view.Questions = append(view.Questions, asked)
	}
	return view, nil
}

// Screen writes down what she answered to the tool that is asked today. It says
// whether an answer tells of harm to herself, which comes before anything else.
func (d Desk) Screen(ctx context.Context, asker access.Asker, caseID, key string, entry journey.ScreenEntry) (harm bool, err error) {
	tool, _ := d.Tools.On(d.Tool, d.Today())
	for _, answer := range entry.Answers {
		question, _ := tool.Question(answer.Question)
		harm = harm || question.Safety && answer.Answer == journey.ScreenYes
	}
	_, err = d.write(ctx, "screen", asker, caseID, key, entry, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.Screen(row, tool, entry)
	})
	return harm && err == nil, err
}
