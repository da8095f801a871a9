package evaluation

import "throughline/internal/reckoning/chart"

// notRecorded is a row of a number that no record gives, with what would have to be
// written down: it is never none.
func notRecorded(words, what string) []Cell {
	return []Cell{{Words: words}, {Words: "Not recorded. " + what}}
}

// noWindow is said of encounters where the rulebook names no window for them.
const noWindow = "Not counted. The rulebook names no window for encounters"

// rowOr is a row of one figure, or of words where the book does not have it.
func rowOr(read Reader, words, id, otherwise string) []Cell {
	cells := row(read, words, id)
	if cells[1].Figure == nil {
		cells[1].Words = otherwise
	}
	return cells
}

func (b *Book) processTable(read Reader) Table {
	t := Table{
		ID: "T11", Title: "From being met to being referred", Source: "000:340-343", Columns: []string{"Step", "Encounters"},
		Definition: "The steps of liaison and diversion by what the record tells of each encounter, with who said no. The names of the steps in the source are lost with its picture",
		Note:       "Encounters, not women. A step that nobody wrote down is not known, and stands in no base.",
		Rows: [][]Cell{
			rowOr(read, "Met", "funnel.encounters", noWindow), rowOr(read, "Told of the service", "reach.informed", noWindow),
			rowOr(read, "Assessed", "reach.assessed", noWindow), rowOr(read, "Offered the service", "reach.offered", noWindow),
		},
	}
	for _, id := range b.exits["accepted"] {
		t.Rows = append(t.Rows, row(read, "Said no: "+b.title(id), id))
	}
	t.Rows = append(t.Rows, rowOr(read, "Accepted", "funnel.accepted", noWindow))
	return t
}

func (b *Book) trainingTable(read Reader) Table {
	t := Table{
		ID: "T17", Title: "Training of police by area", Source: "004:168, 440",
		Columns:    []string{"Area", "Sessions", "Evidence review officers", "Custody officers", "Last session", "Next due"},
		Definition: "Sessions held and attendances up to the day. The next is due six months after the last, for officers move on",
		Note:       "A person who came twice is counted twice.",
	}
	for _, area := range b.trained {
		cells := row(read, upperFirst(areaTitle(area.area)), area.id("sessions"), area.id(audiences[0]), area.id(audiences[1]))
		t.Rows = append(t.Rows, append(cells, Cell{Words: area.last.Short()}, Cell{Words: area.last.AddMonths(6).Short()}))
	}
	all := row(read, "All areas", "training.sessions", "training."+audiences[0], "training."+audiences[1])
	if all[1].Figure == nil {
		all[1].Words = "Not counted. Training is of the whole service"
	}
	t.Rows = append(t.Rows, append(all, Cell{}, Cell{}))
	return t
}

func (b *Book) triageTable(read Reader) Table {
	return Table{
		ID: "T19", Title: "Triage", Source: "000:471", Columns: []string{"Step", "Number"},
		Definition: "Each a count with its own base and window",
		Note:       "Encounters and referrals are counted over windows of their own: never divide one by the other. Women and offences are two counts.",
		Rows: [][]Cell{
			rowOr(read, "Came into custody or were met", "funnel.encounters", noWindow), rowOr(read, "Assessed", "reach.assessed", noWindow),
			rowOr(read, "Eligible", "reach.eligible", noWindow), row(read, "Referred", "referrals.total"), row(read, "Came", "attended.once"),
			notRecorded("Not suitable, and came by choice", "Police would have to write with the referral that triage was not for her"),
			row(read, "Women with a new matter", "new_matter"),
			notRecorded("Further offences", "The police feed would have to say what came of each arrest"),
		},
	}
}

func (b *Book) onwardTable(read Reader) Table {
	return Table{
		ID: "T20", Title: "Sent on to other services", Source: "000:364, 378", Columns: []string{"What came of it", "Times"},
		Definition: "Times that women were sent on to other services through this record, and what the service answered",
		Note:       "All are women. By age, ethnicity and other groups the table is given when groups are chosen. What a service did not answer is in none of the answers.",
		Rows: [][]Cell{
			row(read, "Sent", "onward.sent"), row(read, "Taken", "onward.accepted"), row(read, "Turned away", "onward.declined"),
			row(read, "Came", "onward.came"), row(read, "Women", "onward.women"),
		},
	}
}

func (b *Book) courtTable(Reader) Table {
	const what = "The court would have to write what the worker advised, and what it decided"
	return Table{
		ID: "T21", Title: "What courts decided on advice", Source: "000:592", Columns: []string{"Decision", "Women"},
		Definition: "Of women assessed at court, those with each decision where the advice was followed",
		Rows: [][]Cell{
			notRecorded("Bail", what), notRecorded("Release", what), notRecorded("Community disposal", what), notRecorded("Hospital order", what),
		},
	}
}

func (b *Book) orderTable(read Reader) Table {
	return Table{
		ID: "T22", Title: "Orders of a court", Source: "000:219", Columns: []string{"What came of it", "Women"},
		Definition: "Of women on an order of a court: those who attended as much as it asks for, and of them those who came again by choice",
		Note:       "Sums for meetings of those who use the court. Attendance is not breach: the court decides.",
		Rows:       [][]Cell{row(read, "Met", "orders.met"), row(read, "Came again by choice", "orders.went_on")},
	}
}

func (b *Book) eligibilityTable(read Reader) Table {
	return Table{
		ID: "T23", Title: "Assessed, eligible, and sent elsewhere", Source: "000:392", Columns: []string{"Step", "Encounters"},
		Definition: "Encounters at which she was assessed, at which the service was for her, and those outside its area",
		Note:       "Encounters, not women. Where somebody wrote no reason it is not known, and nothing is guessed.",
		Rows: [][]Cell{
			rowOr(read, "Assessed", "reach.assessed", noWindow), rowOr(read, "Eligible", "reach.eligible", noWindow),
			rowOr(read, "Lives outside the area", exitID("eligible", "out_of_catchment"), "Given as the reason at no encounter"),
			notRecorded("Where she was sent from there", "Whoever met her would have to write the service she was sent to"),
		},
	}
}

func (b *Book) storyTable(Reader) Table {
	return Table{
		ID: "T28", Title: "Women’s stories", Source: "004:198-239, 358-382; 000:396-402, 556-564", Columns: []string{"Story", "Where it stands"},
		Definition: "A story is told only with her permission, under another name, and after somebody has looked for small details that tell who she is",
		Note:       "A story shows how support can go. It is never proof that support works.",
		Rows:       [][]Cell{{{Words: "None"}, {Words: "Not recorded. No permission to tell a story is held. Ask her, show her the text, and keep her answer before anything is printed"}}},
	}
}

// change says how a count differs from that of the last period of the same length.
func change(now, before chart.Reading, title string) string {
	one, ok := now.Shown()
	other, known := before.Shown()
	if !ok || !known {
		return "Not shown"
	}
	return differs(one.Tally().Numerator-other.Tally().Numerator) + " " + lowerFirst(title)
}
