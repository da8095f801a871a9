package spreadsheet

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// LeaveOut is what a value stands for that is to be read as an empty cell.
const LeaveOut = "-"

// Match says how a spreadsheet is read.
type Match struct {
	Columns []string `json:"columns"` // the field of each column, "" for none
	Order   Order    `json:"order"`
	Scheme  string   `json:"scheme"`
	Pathway string   `json:"pathway"` // of rows that say none
	// Values says what cells stand for that are no value of their field, by field and
	// by cell in plain words.
	Values map[string]map[string]string `json:"values,omitempty"`
}

// guessed returns how a spreadsheet is most likely read.
func guessed(headings []string, lines []Line, today calendar.Day) Match {
	match := Match{Columns: make([]string, len(headings))}
	var days []string
	for i, heading := range headings {
		code := guess(heading)
		if slices.Contains(match.Columns, code) {
			continue // of two that say the same, the first
		}
		match.Columns[i] = code
		if field, _ := FieldOf(code); field.Kind != Day {
			continue
		}
		for _, line := range lines[:min(len(lines), 200)] {
			if text := cell(line.Cells, i); text != "" {
				days = append(days, text)
			}
		}
	}
	match.Order = orderOf(days, today)
	return match
}

// check says what of a match has to be put right.
func (m Match) check(columns int, schemes []string) journey.Problems {
	var problems journey.Problems
	wrong := func(field, say string) { problems = append(problems, journey.Problem{Field: field, Say: say}) }
	if !slices.Contains(schemes, m.Scheme) {
		wrong("scheme", "Choose the scheme that the women were referred to")
	}
	if field, _ := FieldOf("pathway"); !slices.ContainsFunc(field.Values, func(value Value) bool { return value.Code == m.Pathway }) && !slices.Contains(m.Columns, "pathway") {
		wrong("pathway", "Choose how the women came to the scheme, or the column that says so")
	}
	if !slices.Contains(Orders, m.Order) {
		wrong("order", "Choose how days are written")
	}
	if len(m.Columns) != columns {
		wrong("columns", "Choose again what each column holds")
	}
	for i, code := range m.Columns {
		field, known := FieldOf(code)
		switch {
		case code == "":
		case !known:
			wrong(columnName(i), "Choose from the list what this column holds")
		case slices.Index(m.Columns, code) != i:
			wrong(columnName(i), "Two columns hold “"+field.Title+"”. Choose one of them")
		}
	}
	for _, needed := range []struct{ say, code, or string }{
		{"Choose the column with the date she was referred", "referred_on", ""},
		{"Choose the column with her last name, or with her first name", "family_name", "given_name"},
	} {
		if !slices.Contains(m.Columns, needed.code) && (needed.or == "" || !slices.Contains(m.Columns, needed.or)) {
			wrong("columns", needed.say)
		}
	}
	return problems
}

// columnName is the field of the form that says what a column holds.
func columnName(i int) string { return "column-" + strconv.Itoa(i) }

// Trouble is why a row cannot be brought in as it is.
type Trouble struct {
	Field string
	Say   string
	Cell  string // what stands there
	Maps  bool   // it can be said once what the cell stands for
}

// row is one row as it was read.
type row struct {
	line     Line
	entry    journey.Brought
	mark     string // by which the row is known again, in clear
	her      string // by which other rows of her are known, in clear; "" where they are not
	troubles []Trouble
	source   string // by which the row is known again, without what it says
	before   bool   // it was brought in before
	standing string // the case that it was brought in as, where it was
}

// reading reads rows as a match says.
type reading struct {
	Match
	agency  string // whose spreadsheet it is
	name    string // of the spreadsheet
	pen     journey.Pen
	today   calendar.Day
	workers []casework.Person
}

// row reads one row.
func (r reading) row(line Line) row {
	read := row{line: line}
	get := func(code string) string { return restored(cell(line.Cells, slices.Index(r.Columns, code))) }
	wrong := func(code, say, text string, maps bool) {
		read.troubles = append(read.troubles, Trouble{code, say, text, maps})
	}
	day := func(code string) calendar.Day {
		text := get(code)
		if said, mapped := r.said(code, text); mapped {
			text = said
		}
		on, ok := dayOf(text, r.Order, r.today)
		if text != "" && !ok {
			field, _ := FieldOf(code)
			wrong(code, field.Title+" is not a date", text, false)
		}
		return on
	}
	choice := func(code string) string {
		text := get(code)
		field, _ := FieldOf(code)
		if said, mapped := r.said(code, text); mapped {
			return said
		}
		if text == "" {
			return ""
		}
		found := field.value(text)
		if code == Keyworker {
			found = r.worker(text)
		}
		if found == "" {
			wrong(code, field.Title+" has a value that is not known", text, true)
		}
		return found
	}
	e := &read.entry
	e.Identity = journey.Identity{
		Given: get("given_name"), Family: get("family_name"), KnownAs: get("known_as"), Born: day("date_of_birth"),
		Phone: get("phone"), Postcode: get("postcode"),
	}
	e.Borough, e.Language = get("borough"), languageOf(get("language"))
	e.Scheme, e.Pathway = r.Scheme, journey.Pathway(cmp.Or(choice("pathway"), r.Pathway))
	e.Referred, e.Contact = day("referred_on"), journey.Contact(choice("contact"))
	if e.Keyworker = choice(Keyworker); e.Keyworker != "" {
		if i := slices.IndexFunc(r.workers, func(one casework.Person) bool { return one.ID == e.Keyworker }); i >= 0 {
			e.WorkerAgency = r.workers[i].Agency
		}
	}
	e.Assessed = day("assessed_on")
	for _, pathway := range need.Pathways() {
		if said := choice("need_" + string(pathway)); said != "" {
			e.Needs = append(e.Needs, journey.BroughtNeed{Pathway: pathway, Present: said == "yes"})
		}
	}
	for n := 1; n <= mostAppointments; n++ {
		e.Appointments = append(e.Appointments, r.appointment(day("appointment_"+strconv.Itoa(n)), choice("outcome_"+strconv.Itoa(n))))
	}
	e.Closed = day("closed_on")
	if e.Closed.Known() || get("closure_reason") != "" { // no reason is asked of an open case
		e.Reason = journey.ClosureReason(choice("closure_reason"))
	}
	r.judge(&read, get)
	r.naming(&read, get("reference"))
	return read
}

// appointment returns an appointment as a row has it. One to come that nothing is
// said of is booked.
func (r reading) appointment(on calendar.Day, outcome string) journey.BroughtAppointment {
	met := journey.BroughtAppointment{On: on, Outcome: journey.Outcome(outcome)}
	if on.Known() && outcome == "" {
		met.Outcome = journey.StillBooked
	}
	return met
}

// judge adds what live entry would not take, unless something was said of the cell
// already.
func (r reading) judge(read *row, get func(string) string) {
	err := r.pen.CheckBrought(read.entry)
	said, _ := err.(journey.Problems)
	for _, problem := range said {
		if slices.ContainsFunc(read.troubles, func(t Trouble) bool { return t.Field == problem.Field }) {
			continue
		}
		field, _ := FieldOf(problem.Field)
		text := get(problem.Field)
		maps := field.Kind == Choice && text == "" // an empty cell can be said once
		read.troubles = append(read.troubles, Trouble{problem.Field, problem.Say, text, maps})
	}
}

// said returns what somebody said that a cell stands for.
func (r reading) said(code, text string) (string, bool) {
	as, mapped := r.Values[code][plain(text)]
	if as == LeaveOut {
		return "", mapped
	}
	return as, mapped
}

// worker returns the account of the keyworker with a name, "" where none or more
// than one has it.
func (r reading) worker(text string) string {
	found := ""
	for _, one := range r.workers {
		whole := journey.PlainLetters(one.Name)
		first, _, _ := strings.Cut(one.Name, " ")
		if typed := journey.PlainLetters(text); typed == whole || typed == journey.PlainLetters(first) {
			if found != "" {
				return ""
			}
			found = one.ID
		}
	}
	return found
}

// naming says by what a row is known again: by the centre's own number for it, or
// else by who she is and when she was referred. Two agencies may call their lists the
// same and both count from 1, so a row is one of its agency's alone.
func (r reading) naming(read *row, reference string) {
	who := read.entry.Identity
	name := journey.PlainLetters(who.Given) + "/" + journey.PlainLetters(who.Family)
	if reference != "" {
		read.mark = strings.Join([]string{"number", plain(r.agency), plain(r.name), plain(reference)}, "\x00")
	} else {
		read.mark = strings.Join([]string{"woman", plain(r.agency), plain(r.name), name, who.Born.String(), read.entry.Referred.String()}, "\x00")
	}
	if who.Born.Known() && who.Given != "" && who.Family != "" {
		read.her = name + "/" + who.Born.String()
	}
}

// formulaMarks are how a cell begins that a spreadsheet could take for a formula.
const formulaMarks = "'=+-@\t\r＝＋－＠"

// Harmless returns a text cell as it may stand in a CSV file: one that a spreadsheet
// could take for a formula gets an apostrophe.
func Harmless(text string) string {
	if trimmed := strings.TrimLeft(text, " "); trimmed != "" && strings.ContainsRune(formulaMarks, []rune(trimmed)[0]) {
		return "'" + text
	}
	return text
}

// restored takes the apostrophe away that Harmless puts before a cell.
func restored(text string) string {
	if bare, marked := strings.CutPrefix(text, "'"); marked && Harmless(bare) == text {
		return bare
	}
	return text
}
