package allocate

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"throughline/internal/casework"
	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// waitingList is the page of women without a keyworker.
type waitingList struct {
	lines    []support.WaitingLine
	key      string
	done     int // women allocated just before
	ticked   []string
	chosen   map[string]string // keyworker by case, as entered
	reasons  map[string]string // by case, as entered
	problems govuk.Problems
}

func (d Door) waiting(r *web.Request) (web.Response, error) {
	list, err := d.waitingList(r)
	if err != nil {
		return web.Response{}, err
	}
	if r.Query("done") == "allocated" {
		list.done = 1
	}
	if n, err := strconv.Atoi(r.Query("women")); err == nil && n > 0 && n < 1000 {
		list.done = n
	}
	return web.Show(list.page()), nil
}

func (d Door) waitingList(r *web.Request) (waitingList, error) {
	lines, err := d.Desk.Unallocated(r.Context(), r.Asker)
	return waitingList{lines: lines, key: d.Desk.NewID(), chosen: map[string]string{}, reasons: map[string]string{}}, err
}

func (l waitingList) page() web.Page {
	return web.Page{Title: "Allocate", Body: waitingPage(l), Problems: l.problems}
}

// allocateAll allocates the women who are ticked, or the one whose button was
// pressed.
func (d Door) allocateAll(r *web.Request) (web.Response, error) {
	ticked := r.Posted["case"]
	if only := r.Field("only"); only != "" {
		ticked = []string{only}
	}
	entries := make([]support.Ticked, len(ticked))
	for i, caseID := range ticked {
		version, err := strconv.Atoi(r.Field("version-" + caseID))
		if err != nil || version < 0 {
			return web.Response{}, casework.Fail(casework.Invalid, "reading the form", "no version of case %d of the form", i+1)
		}
		entries[i] = support.Ticked{Case: caseID, Seen: version, Allocation: support.Allocation{
			Keyworker: r.Field("keyworker-" + caseID), Reason: r.Field("reason-" + caseID),
		}}
	}
	done, wrong, err := d.Desk.AllocateAll(r.Context(), r.Asker, r.Field("key"), entries)
	if err != nil {
		return web.Response{}, err
	}
	if len(wrong) == 0 && done > 0 {
		return web.Redirect("/allocate?women=" + strconv.Itoa(done)), nil
	}
	list, err := d.waitingList(r)
	if err != nil {
		return web.Response{}, err
	}
	list.done = done
	if len(ticked) == 0 {
		list.problems.Add("case", "Tick at least one woman, or press Allocate beside her")
	}
	list.keep(r)
	for _, entry := range entries {
		if err := wrong[entry.Case]; err != nil {
			list.ticked = append(list.ticked, entry.Case)
			list.mend(entry.Case, err)
		}
	}
	return web.Show(list.page()), nil
}

// keep keeps what was entered of every woman who still waits.
func (l *waitingList) keep(r *web.Request) {
	for _, line := range l.lines {
		l.chosen[line.Case] = r.Field("keyworker-" + line.Case)
		l.reasons[line.Case] = r.Field("reason-" + line.Case)
	}
}

// mend says what is to be put right with one woman.
func (l *waitingList) mend(caseID string, err error) {
	name := "A woman on the list"
	if i := slices.IndexFunc(l.lines, func(line support.WaitingLine) bool { return line.Case == caseID }); i >= 0 {
		name = l.lines[i].Name
	}
	var said journey.Problems
	if !errors.As(err, &said) {
		l.problems.Add("case", name+": somebody else saved first. Look again, then allocate her")
		return
	}
	for _, problem := range said {
		l.problems.Add(problem.Field+"-"+caseID, name+": "+problem.Say)
	}
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

// doneWords says how many were allocated.
func (l waitingList) doneWords() string {
	if l.done == 1 {
		return "She is allocated. Her keyworker sees her on Today."
	}
	return fmt.Sprintf("%d women are allocated. Their keyworkers see them on Today.", l.done)
}

// waited says how long ago she was referred.
func waited(n int) string {
	if n == 0 {
		return "today"
	}
	return days(n) + " ago"
}

// tick is the box by which she is one of several.
func (l waitingList) tick(line support.WaitingLine) (govuk.Field, []govuk.Option) {
	return govuk.Field{Name: "case", ID: "tick-" + line.Case, Label: line.Name + ", " + line.Reference, LabelSize: govuk.Medium, Values: l.ticked, Compact: true},
		[]govuk.Option{{Value: line.Case, Label: "Allocate her with the others that are ticked"}}
}

// known says what is known of her that bears on the choice.
func known(line support.WaitingLine) string {
	return fmt.Sprintf("Referred %s. Urgent: %s. Speaks: %s.", waited(line.Days), lower(urgent(line.Urgent)), lowerFirst(speaks(line.Line)))
}

// keyworker asks who her keyworker is to be: the one suggested is chosen.
func (l waitingList) keyworker(line support.WaitingLine) (govuk.Field, []govuk.Option) {
	name := "keyworker-" + line.Case
	field := govuk.Field{Name: name, Label: "Keyworker for " + line.Name, LabelSize: govuk.Small, Error: l.problems.For(name), Value: l.chosen[line.Case]}
	if _, entered := l.chosen[line.Case]; !entered && len(line.Suggested) > 0 && !line.Suggested[0].Full() {
		field.Value = line.Suggested[0].Keyworker.ID
	}
	options := []govuk.Option{{Value: "", Label: "Choose a keyworker"}}
	for _, s := range line.Suggested {
		options = append(options, govuk.Option{Value: s.Keyworker.ID, Label: s.Keyworker.Name + ": " + briefly(s)})
	}
	return field, options
}

// asksReason says whether a reason for passing a limit has to be asked on the list.
func (l waitingList) asksReason(line support.WaitingLine) bool {
	return l.reasons[line.Case] != "" || l.problems.For("reason-"+line.Case) != "" || len(line.Suggested) > 0 && line.Suggested[0].Full()
}

func (l waitingList) reason(line support.WaitingLine) govuk.Field {
	name := "reason-" + line.Case
	return govuk.Field{Name: name, Label: "Why one more, if it passes a limit", LabelSize: govuk.Small, Value: l.reasons[line.Case], Error: l.problems.For(name), Autocomplete: "off"}
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

// briefly says what matters most of a keyworker, for a menu on a phone.
func briefly(s support.Suggestion) string {
	said := now(s.Load)
	switch {
	case !s.Keyworker.Present():
		return said + ", away"
	case s.Over():
		return said + ", over the limit"
	case s.Full():
		return said + ", at the limit"
	case s.Speaks != "":
		return said + ", speaks " + woman.LanguageName(s.Speaks)
	case s.Covers != "":
		return said + ", covers " + s.Covers
	}
	return said
}

// reasons says why a keyworker stands where she stands.
func reasons(s support.Suggestion) string {
	said := carries(s.Load)
	if s.Covers != "" {
		said += ", covers " + s.Covers
	}
	if s.Knows != "" {
		said += ", knows about " + lower(SpecialismWords(s.Knows))
	}
	if s.Speaks != "" {
		said = "speaks " + woman.LanguageName(s.Speaks) + ", " + said
	}
	switch {
	case !s.Keyworker.Present():
		said = "away until " + s.Keyworker.Away.Until.Short() + ", " + said
	case s.Full():
		said += ", over the limit with one more"
	}
	return said
}
