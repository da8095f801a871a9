package journey

import (
	"slices"
	"strings"
	"unicode/utf8"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// The kinds of fact by which she is screened and measured.
const (
	KindScreened Kind = "screened"
	KindScored   Kind = "instrument_scored"
)

// Screened is one question of a screening tool and what she answered, at the time
// she was asked. A later answer stands beside it and never rewrites it.
// Source: 004:295.
type Screened struct {
	Tool     string       `json:"tool"`
	Version  int          `json:"version"`
	Question string       `json:"question"`
	Area     need.Area    `json:"area"`
	Answer   ScreenAnswer `json:"answer"`
	Where    AskedWhere   `json:"where"`
}

// ScreenAnswer is what she answered. A question without one was not asked.
type ScreenAnswer string

// The answers. To say nothing is an answer too, and she may be asked again.
const (
	ScreenYes      ScreenAnswer = "yes"
	ScreenNo       ScreenAnswer = "no"
	ScreenNotSure  ScreenAnswer = "not_sure"
	ScreenDeclined ScreenAnswer = "declined"
)

// ScreenAnswers lists them in the order in which they are offered.
var ScreenAnswers = []ScreenAnswer{ScreenYes, ScreenNo, ScreenNotSure, ScreenDeclined}

var screenWords = map[ScreenAnswer]string{
	ScreenYes: "Yes", ScreenNo: "No", ScreenNotSure: "Not sure", ScreenDeclined: "She would rather not say now",
}

// Words returns the answer as people say it.
func (a ScreenAnswer) Words() string { return screenWords[a] }

// AskedWhere is where she was asked.
type AskedWhere string

// The places.
const (
	AskedInCustody AskedWhere = "custody"
	AskedAtCourt   AskedWhere = "court"
	AskedAtCentre  AskedWhere = "centre"
	AskedByPhone   AskedWhere = "phone"
	AskedOutreach  AskedWhere = "outreach"
)

// AskedWheres lists them in the order in which they are offered.
var AskedWheres = []AskedWhere{AskedAtCentre, AskedByPhone, AskedInCustody, AskedAtCourt, AskedOutreach}

var whereWords = map[AskedWhere]string{
	AskedInCustody: "In custody", AskedAtCourt: "At court", AskedAtCentre: "At the centre", AskedByPhone: "By phone", AskedOutreach: "Out with her",
}

// Words returns the place as people say it.
func (w AskedWhere) Words() string { return whereWords[w] }

// InstrumentScored is one filling in of a published instrument. What its total
// means is worked out from the answers.
type InstrumentScored struct {
	Instrument string `json:"instrument"`
	Version    string `json:"version"`
	Items      []int  `json:"items,omitempty"` // as she answered; none where only the total of a paper form is known
	Total      int    `json:"total"`           // of an instrument that has one
	Declined   bool   `json:"declined,omitempty"`
}

func (Screened) Kind() Kind         { return KindScreened }
func (InstrumentScored) Kind() Kind { return KindScored }

// longestTold bounds what is written down in her words at once, in characters.
const longestTold = 4000

// ScreenEntry is a screening as a person enters it.
type ScreenEntry struct {
	At      calendar.Moment
	Where   AskedWhere
	Answers []ScreenedAnswer
}

// ScreenedAnswer is her answer to one question; none where it was not asked.
type ScreenedAnswer struct {
	Question string
	Answer   ScreenAnswer
	Words    string // hers
}

// Screen writes down what she answered to a tool, question by question.
func (p Pen) Screen(row Row, tool need.Tool, entry ScreenEntry) ([]Fact, error) {
	var problems Problems
	p.dated(&problems, row, entry.At.Day())
	problems.check(!entry.At.Known() || !entry.At.Time().After(p.Now), "on", "It has not happened yet: enter today or an earlier day")
	problems.check(oneOf(entry.Where, AskedWheres), "where", "Choose where you asked her")
	if entry.At == calendar.OnDay(p.today()) {
		entry.At = calendar.At(p.Now) // of today the hour is known
	}
	var facts []Fact
	for _, said := range entry.Answers {
		words := strings.TrimSpace(said.Words)
		if said.Answer == "" && words == "" {
			continue
		}
		question, known := tool.Question(said.Question)
		problems.check(known, said.Question, "Choose questions from the list")
		problems.check(oneOf(said.Answer, ScreenAnswers), said.Question, "Choose her answer: "+question.Ask)
		problems.check(utf8.RuneCountInString(words) <= longestTold, said.Question, "Use fewer words here")
		facts = append(facts, p.write(row.Woman, row.Case, entry.At, Screened{
			Tool: tool.ID, Version: tool.Version, Question: said.Question, Area: question.Area, Answer: said.Answer, Where: entry.Where,
		}, sealedText(words)))
		if question.Safety && said.Answer == ScreenYes {
			facts = append(facts, p.write(row.Woman, row.Case, calendar.OnDay(entry.At.Day()), harmTold, nil))
		}
	}
	problems.check(len(facts) > 0 || len(problems) > 0, "questions", "Write down her answer to at least one question")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return facts, nil
}

// dated wants a day that lies between her referral and today.
func (p Pen) dated(problems *Problems, row Row, on calendar.Day) {
	problems.check(on.Known() && on <= p.today(), "on", "Enter the day you talked: today or an earlier day")
	problems.check(!on.Known() || on >= row.Referred, "on", "That is before she was referred, on "+row.Referred.Short())
}

// ScoreEntry is one filling in of an instrument as a person enters it.
type ScoreEntry struct {
	On       calendar.Day
	Items    []int // none where only the total is known
	Total    *int  // from the paper form
	Declined bool  // she would rather not
	Note     string
}

// Score writes down one filling in of an instrument. Its total follows from its
// items where these are known.
func (p Pen) Score(row Row, instrument need.Instrument, entry ScoreEntry) ([]Fact, error) {
	body := InstrumentScored{Instrument: instrument.ID, Version: instrument.Version, Declined: entry.Declined}
	var problems Problems
	p.dated(&problems, row, entry.On)
	problems.check(utf8.RuneCountInString(entry.Note) <= longestTold, "note", "Use fewer words here")
	switch given := len(entry.Items) > 0; {
	case entry.Declined:
		problems.check(!given && entry.Total == nil, "declined", "She would rather not: leave the answers empty")
	case given && entry.Total != nil:
		problems.check(false, "total", "Enter the answers or the total, not both")
	case given:
		readings, err := instrument.Score(entry.Items)
		if err != nil {
			problems.check(false, "items", capitalised(err.Error()))
			break
		}
		body.Items = slices.Clone(entry.Items)
		if instrument.HasTotal() {
			body.Total = readings[0].Total
		}
	case entry.Total != nil:
		if _, err := instrument.ScoreTotal(*entry.Total); err != nil {
			problems.check(false, "total", capitalised(err.Error()))
			break
		}
		body.Total = *entry.Total
	default:
		problems.check(false, "items", "Enter the answer to every question, or the total from the form")
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	facts := []Fact{p.write(row.Woman, row.Case, calendar.OnDay(entry.On), body, sealedText(entry.Note))}
	if len(instrument.Alerted(body.Items)) > 0 {
		facts = append(facts, p.write(row.Woman, row.Case, calendar.OnDay(entry.On), harmTold, nil))
	}
	return facts, nil
}

// harmTold is what an answer says that tells of harm to herself, until somebody who
// spoke with her about it writes down more.
var harmTold = RiskTold{To: RiskToHerself, Present: Yes, From: RiskSheTold}

func capitalised(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// Finding is what is known already of one question of a tool: an answer of hers, or
// something that an agency saw and she was not asked about there.
type Finding struct {
	Answer ScreenAnswer // "" where it was only seen
	Words  string       // hers, where the reader may read them
	On     calendar.Moment
	By     string // account; "" where nobody is known
	Agency string // see Fact.teller
	Where  AskedWhere
	Same   bool // asked with this very question, and not with another that asks the same
}

// FindingsOf returns what is known of each question of a tool, in the order in
// which it happened, from the effective facts of a woman.
func FindingsOf(effective []Fact, tool need.Tool) map[string][]Finding {
	known := map[string][]Finding{}
	for _, fact := range effective {
		found := Finding{On: fact.Happened, By: fact.By, Agency: fact.teller()}
		for _, question := range tool.Questions {
			switch body := fact.Body.(type) {
			case Screened:
				if !tool.Answers(question, body.Tool, body.Version, body.Question) {
					continue
				}
				found.Answer, found.Where, found.Same = body.Answer, body.Where, body.Tool == tool.ID && body.Version == tool.Version
				if fact.Words != nil {
					found.Words = fact.Words.Text
				}
			case Encounter:
				if !slices.ContainsFunc(body.Needs, func(code string) bool { return question.Raises(need.AtEncounter, code) }) {
					continue
				}
			case Referred:
				if !slices.ContainsFunc(body.Urgent, func(code string) bool { return question.Raises(need.PoliceUrgent, code) }) {
					continue
				}
			case NeedAssessed:
				if !body.Present || !question.Raises(need.NinePathways, string(body.Pathway)) {
					continue
				}
			default:
				continue
			}
			known[question.ID] = append(known[question.ID], found)
		}
	}
	return known
}

// Told returns her last answer among findings, and false where she gave none or
// would rather not say: then she may be asked again.
func Told(findings []Finding) (Finding, bool) {
	for _, found := range slices.Backward(findings) {
		if found.Answer != "" {
			return found, found.Answer != ScreenDeclined
		}
	}
	return Finding{}, false
}
