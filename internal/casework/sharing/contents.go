package sharing

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/safecontact"
)

// titles head the sections of a pack.
var titles = map[access.Class]string{
	access.Identity: "Who she is", access.Offence: "What she was met for", access.Condition: "What is required of her",
	access.Needs: "What she needs help with", access.Notes: "Notes", access.Plan: "Her plan", access.Children: "Children",
	access.Sealed: "For you alone",
}

// contents reads a case for one reader, class by class.
type contents struct {
	casework.Case
	reader access.Asker
	rule   ending.Rule
	today  calendar.Day
}

// of returns what the reader gets of a class, whole or the part that the table of
// the door names for such a reader.
func (c contents) of(class access.Class, part bool) ([]Line, []Note) {
	switch class {
	case access.Identity:
		return c.identity(part), nil
	case access.Offence:
		return c.offence(part), nil
	case access.Condition:
		return c.condition(part), nil
	case access.Needs:
		return c.needs(part), c.notes(part, journey.KindHealthNoted)
	case access.Notes:
		return nil, c.notes(part, journey.KindAttendance, journey.KindContact, journey.KindSupportNoted)
	case access.Plan:
		return c.plan(part), nil
	case access.Children:
		return c.children(), nil
	case access.Sealed:
		return nil, c.sealed()
	}
	return nil, nil
}

// groupWorker says whether the reader runs groups, the crèche or the rooms: who
// needs to know little, and that soon.
func (c contents) groupWorker() bool { return c.reader.Specialism == access.Group }

// identity says who she is. A court gets her name and date of birth, who runs a
// group the name she uses. No reader gets an address from here: who has to find
// her asks those who support her.
func (c contents) identity(part bool) []Line {
	who := c.Who
	switch {
	case part && c.groupWorker():
		return stated(Line{Key: "Name", Value: who.First()}, Line{Key: "Interpreter", Value: c.interpreter()}, Line{Key: "Before she joins", Value: c.flag()})
	case part:
		return stated(Line{Key: "Name", Value: who.Name()}, Line{Key: "Date of birth", Value: c.born()})
	}
	return stated(
		Line{Key: "Name", Value: who.Name()}, Line{Key: "Date of birth", Value: c.born()},
		Line{Key: "How to reach her safely", Value: c.reaching()}, Line{Key: "Phone", Value: c.phone()}, Line{Key: "Interpreter", Value: c.interpreter()},
	)
}

// stated returns the lines that say something.
func stated(lines ...Line) []Line {
	return slices.DeleteFunc(lines, func(line Line) bool { return line.Value == "" })
}

func (c contents) born() string {
	if !c.Who.Born.Known() {
		return ""
	}
	return c.Who.Born.Short()
}

// interpreter says what she speaks where she needs one.
func (c contents) interpreter() string {
	if c.Row.Interpreter != journey.Yes && !slices.Contains(c.Row.Urgent, "interpreter") {
		return ""
	}
	if c.Who.Interpret != "" {
		return c.Who.Interpret
	}
	if tag, err := language.Parse(c.Row.Language); err == nil {
		return display.English.Languages().Name(tag)
	}
	return "Needed"
}

// reaching says by which ways she may be reached today, in words; where none is
// safe, whom to ask.
func (c contents) reaching() string {
	var lines []string
	for _, channel := range []safecontact.Channel{safecontact.Phone, safecontact.Text, safecontact.InPerson, safecontact.Through} {
		if c.Row.SafeContact.Open(channel, c.today) {
			lines = append(lines, c.Row.SafeContact.Instruction(channel, c.today))
		}
	}
	if len(lines) == 0 {
		return "No way is known to be safe now. Ask those who support her"
	}
	for _, said := range []Line{{Key: "What to ask for", Value: c.Who.Ask}, {Key: "Through", Value: c.Who.Through}} {
		if said.Value != "" {
			lines = append(lines, said.Key+": "+said.Value+".")
		}
	}
	return strings.Join(lines, " ")
}

// phone is her number while a call or a text to it is safe.
func (c contents) phone() string {
	if c.Row.SafeContact.Open(safecontact.Phone, c.today) || c.Row.SafeContact.Open(safecontact.Text, c.today) {
		return c.Who.Phone
	}
	return ""
}

// flag says that there is something to know before she joins a group, and never
// what.
func (c contents) flag() string {
	if slices.Contains(c.Row.Urgent, "risk_to_herself") || slices.Contains(c.Row.Urgent, "nowhere_safe") {
		return "Speak to her keyworker first"
	}
	return ""
}

// offence says what she was met for; whole, also what police did and who sent her.
func (c contents) offence(part bool) []Line {
	label := c.Row.OffenceLabel
	for _, fact := range c.Facts {
		if _, referred := fact.Body.(journey.Referred); referred && fact.Case == c.Row.Case && fact.Words != nil {
			label = cmp.Or(label, fact.Words.Offence)
		}
	}
	lines := []Line{{Key: "Offence", Value: cmp.Or(label, "Not stated")}}
	if part {
		return lines
	}
	return append(lines, stated(
		Line{Key: "What police did", Value: sentence(c.Row.Outcome)}, Line{Key: "Referred", Value: c.Row.Referred.Short()}, Line{Key: "Referred by", Value: referredBy(c.Row)},
	)...)
}

func referredBy(row journey.Row) string {
	if row.Agency == journey.ByHerself {
		return "She came herself"
	}
	return row.Agency
}

// sentence returns a code as words.
func sentence(code string) string {
	if code == "" {
		return ""
	}
	text := strings.ReplaceAll(code, "_", " ")
	return strings.ToUpper(text[:1]) + text[1:]
}

// condition says how what is required of her stands; in part, how much of it she
// came to and no more. What she comes to by her own choice is on neither.
func (c contents) condition(part bool) []Line {
	if c.Row.Condition == nil {
		return []Line{{Key: "Required of her", Value: "Nothing is recorded"}}
	}
	held := *c.Row.Condition
	how := ending.Of(c.Row, c.today, c.rule)
	if part {
		return stated(Line{Key: "Attended", Value: how.Done}, Line{Key: "Met on", Value: known(held.Met)})
	}
	text := ""
	for _, fact := range c.Facts {
		if _, given := fact.Body.(journey.ConditionGiven); given && fact.Case == c.Row.Case && fact.Words != nil {
			text = fact.Words.Text
		}
	}
	due := "No date is stated"
	if held.Due.Known() {
		due = held.Due.Short()
	}
	return stated(
		Line{Key: "Required of her", Value: text}, Line{Key: "Given on", Value: known(held.Given)}, Line{Key: "Complete by", Value: due},
		Line{Key: "Attended", Value: how.Done}, Line{Key: "Came on", Value: days(held.Came)},
		Line{Key: "Did not come on", Value: days(held.Missed)}, Line{Key: "Did not come, with a reasonable excuse, on", Value: days(held.Excused)},
		Line{Key: "How it stands", Value: how.Words()},
	)
}

func known(day calendar.Day) string {
	if !day.Known() {
		return ""
	}
	return day.Short()
}

func days(all []calendar.Day) string {
	words := make([]string, len(all))
	for i, day := range all {
		words[i] = day.Short()
	}
	return strings.Join(words, ", ")
}

// needs lists the pathways as last told; in part, those she needs help with by
// their names alone. Who runs a group gets none of them.
func (c contents) needs(part bool) []Line {
	if part && c.groupWorker() {
		return nil
	}
	var lines []Line
	for _, pathway := range need.Pathways() {
		said, asked := c.lastOf(pathway)
		body, _ := said.Body.(journey.NeedAssessed)
		switch {
		case !asked, part && !body.Present:
		case part:
			lines = append(lines, Line{Key: pathway.Title(), Value: "She needs help"})
		default:
			lines = append(lines, Line{Key: pathway.Title(), Value: needWords(body, said)})
		}
	}
	if len(lines) == 0 {
		return []Line{{Key: "Asked about", Value: "Nothing yet"}}
	}
	return lines
}

// lastOf returns the latest answer on a pathway in this case.
func (c contents) lastOf(pathway need.Pathway) (said journey.Fact, asked bool) {
	for _, fact := range c.Facts {
		if body, ok := fact.Body.(journey.NeedAssessed); ok && body.Pathway == pathway && fact.Case == c.Row.Case {
			said, asked = fact, true
		}
	}
	return said, asked
}

func needWords(body journey.NeedAssessed, said journey.Fact) string {
	text := "Not now"
	if body.Present {
		text = body.Wanted.Words()
		text = strings.ToUpper(text[:1]) + text[1:]
		switch need.AbuseDetail(body.Detail) {
		case need.AbuseCurrent:
			text += ", happening now"
		case need.AbuseHistory:
			text += ", in the past"
		case need.AbuseBoth:
			text += ", now and in the past"
		}
	}
	if body.Hers != nil {
		text += ". Her rating: " + strconv.Itoa(*body.Hers) + ", " + need.Rating(*body.Hers).Words()
	}
	if said.Words != nil && said.Words.Text != "" {
		text += ". Her words: " + said.Words.Text
	}
	return text + " (" + said.Happened.Day().Short() + ")"
}

// notes are what was written in these kinds of fact, the newest first; in part,
// what the reader wrote.
func (c contents) notes(own bool, kinds ...journey.Kind) []Note {
	var notes []Note
	for _, fact := range slices.Backward(c.Facts) {
		if !slices.Contains(kinds, fact.Body.Kind()) || fact.Words == nil || fact.Words.Text == "" {
			continue
		}
		if own && (c.reader.ID == "" || fact.By != c.reader.ID) {
			continue
		}
		notes = append(notes, Note{On: fact.Happened.Day(), Agency: fact.Agency, Text: fact.Words.Text})
	}
	return notes
}

var planAnswers = map[journey.PlanAnswer]string{
	journey.PlanAgreedByHer: "She agrees with it", journey.PlanNotAgreed: "She does not agree with it", journey.PlanCouldNotAnswer: "She could not answer",
}

var goalStates = map[journey.GoalState]string{
	journey.GoalOpen: "working on it", journey.GoalReached: "reached", journey.GoalSetAside: "set aside",
}

// plan lists her goals as they stand; in part, those the reader set with her, and
// for a court how many there are.
func (c contents) plan(part bool) []Line {
	if part && c.reader.Role == access.Court {
		return []Line{{Key: "Goals set with her", Value: strconv.Itoa(c.Row.Goals)}, {Key: "Goals reached", Value: strconv.Itoa(c.Row.GoalsReached)}}
	}
	return c.goals(part)
}

// goals lists her goals; own are those the reader set.
func (c contents) goals(own bool) []Line {
	goals := map[string]int{}
	var lines []Line
	for _, fact := range c.Facts {
		body, set := fact.Body.(journey.GoalSet)
		if !set || fact.Case != c.Row.Case || own && (c.reader.ID == "" || fact.By != c.reader.ID) {
			continue
		}
		words := ""
		if fact.Words != nil {
			words = fact.Words.Text
		}
		line := Line{Key: words, Value: sentence(goalStates[body.State])}
		if body.Review.Known() {
			line.Value += ", to be looked at again on " + body.Review.Short()
		}
		if at, before := goals[body.Goal]; before {
			lines[at] = line
			continue
		}
		goals[body.Goal] = len(lines)
		lines = append(lines, line)
	}
	if own {
		return lines
	}
	if len(lines) == 0 {
		lines = []Line{{Key: "Goals", Value: "None yet"}}
	}
	return append(lines, stated(Line{Key: "What she says to the plan", Value: planAnswers[c.Row.PlanAnswer]})...)
}

// children says how many she has, and how many are with her. Who runs a group
// needs the second alone.
func (c contents) children() []Line {
	var under, with *int
	for _, fact := range c.Facts {
		if body, ok := fact.Body.(journey.Described); ok {
			under, with = cmp.Or(body.ChildrenUnder18, under), cmp.Or(body.ChildrenWithHer, with)
		}
	}
	lines := stated(Line{Key: "Under 18", Value: number(under)}, Line{Key: "Living with her", Value: number(with)})
	switch {
	case c.groupWorker():
		return stated(Line{Key: "Children who may come with her", Value: number(with)})
	case len(lines) == 0:
		return []Line{{Key: "Children", Value: "Nobody has asked her"}}
	}
	return lines
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// sealed is what an immigration adviser was told for the advice, and what such a
// specialist wrote. Whom she fears, and who must not know of her, stands on no
// page of another agency.
func (c contents) sealed() []Note {
	notes := c.notes(true, journey.KindAdviceNoted)
	if c.reader.Specialism == access.Immigration {
		notes = append(notes, c.notes(false, journey.KindBackground)...)
	}
	return notes
}
