package allocate

import (
	"fmt"

	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// waitingList is the page of women without a keyworker.
type waitingList struct {
	lines []support.WaitingLine
	done  bool // one was allocated just before
}

func (d Door) waiting(r *web.Request) (web.Response, error) {
	lines, err := d.Desk.Unallocated(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	list := waitingList{lines: lines, done: r.Query("done") == "allocated"}
	return web.Show(web.Page{Title: "Allocate", Body: waitingPage(list), Wide: true}), nil
}

// lead sums the list up.
func (l waitingList) lead() string {
	if len(l.lines) == 0 {
		return "Everything is allocated. No woman waits for a keyworker."
	}
	women := fmt.Sprintf("%d women wait", len(l.lines))
	if len(l.lines) == 1 {
		women = "1 woman waits"
	}
	return women + " for a keyworker. The oldest referral: " + waited(l.lines[0].Days) + "."
}

// waited says how long ago she was referred.
func waited(n int) string {
	if n == 0 {
		return "today"
	}
	return days(n) + " ago"
}

func (l waitingList) table() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Women without a keyworker, oldest referral first", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Woman"}, {Text: "Referred"}, {Text: "Urgent at referral"}, {Text: "Speaks"}, {Text: "Ask first"}, {Text: "Next step"}},
	}
	for _, line := range l.lines {
		t.Rows = append(t.Rows, []govuk.Cell{
			{Content: named(line.Line)},
			{Text: capital(waited(line.Days))},
			{Text: urgent(line.Urgent)},
			{Text: speaks(line.Line)},
			{Text: first(line.Suggested)},
			{Content: caseLink("Allocate", line.Line)},
		})
	}
	return t
}

func urgent(codes []string) string {
	if len(codes) == 0 {
		return "Nothing said"
	}
	return capital(journey.UrgentWords(codes...))
}

// speaks says her language and whether she needs an interpreter.
func speaks(line support.Line) string {
	said := "Not recorded"
	if line.Language != "" {
		said = woman.LanguageName(line.Language)
	}
	if line.Interpreter == journey.Yes {
		said += ", needs an interpreter"
	}
	return said
}

// first names the keyworker to ask first, with the reasons.
func first(suggested []support.Suggestion) string {
	if len(suggested) == 0 {
		return "No keyworkers yet"
	}
	return suggested[0].Keyworker.Name + ": " + reasons(suggested[0])
}

// reasons says why a keyworker stands where she stands.
func reasons(s support.Suggestion) string {
	said := carries(s.Load)
	if s.Speaks != "" {
		said = "speaks " + woman.LanguageName(s.Speaks) + ", " + said
	}
	if s.Full() {
		said += ", over the limit with one more"
	}
	return said
}
