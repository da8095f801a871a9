package ask

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// sheet is one page with all that was answered so far.
type sheet struct {
	door     Door
	at       step
	words    wording.Words
	key      string // makes asking happen once
	form     url.Values
	problems govuk.Problems
	cleared  bool // what she typed was too old to be shown
}

// answersForm is the id of the form on each page.
const answersForm = "answers"

// sheet opens a page on what was answered so far.
func (d Door) sheet(r *web.Request, at step) sheet {
	s := sheet{door: d, at: at, words: r.Words(at.groups()...), key: r.Posted.Get("key"), form: r.Posted}
	if !journey.IsCode(s.key) {
		s.key = d.Desk.NewKey()
	}
	return s
}

func (s sheet) page() web.Page {
	return web.Page{Title: s.words.Say(titles[s.at]), Words: s.words, Body: sheetPage(s), Problems: s.problems, Answers: answersForm}
}

// field is one answer, carried from page to page.
type field struct{ name, value string }

// carried are the answers of the other pages.
func (s sheet) carried() []field {
	carried := []field{{"at", string(s.at)}, {"key", s.key}, {"shown", strconv.FormatInt(s.door.Now().Unix(), 10)}}
	for _, page := range steps {
		for _, name := range fields[page] {
			for _, value := range s.form[name] {
				if page != s.at && strings.TrimSpace(value) != "" {
					carried = append(carried, field{name, value})
				}
			}
		}
	}
	return carried
}

func (s sheet) value(name string) string { return strings.TrimSpace(s.form.Get(name)) }

// text is a question answered in a line, with the keys of its label and its hint.
// Her browser is asked to keep nothing of it.
func (s sheet) text(name, label, hint string) govuk.Field {
	field := govuk.Field{
		Name: name, Label: s.words.Say(label), LabelSize: govuk.Small, Value: s.value(name), Values: s.form[name],
		Error: s.problems.For(name), Autocomplete: "off", NoSpelling: true, Width: 20,
	}
	if hint != "" {
		field.Hint = s.words.Say(hint)
	}
	return field
}

func (s sheet) phone() govuk.Field {
	field := s.text("phone", "ask.contact.phone", "ask.contact.phone_hint")
	field.Type, field.InputMode = "tel", "tel"
	return field
}

// The ways of reaching her, as the page asks.
const (
	byCall    = "call"
	byText    = "text"
	bySomeone = "through_somebody"
)

func (s sheet) ways() []govuk.Option {
	return []govuk.Option{
		{Value: byCall, Label: s.words.Say("ask.contact.call"), Picture: "call", Reveal: voicemail(s)},
		{Value: byText, Label: s.words.Say("ask.contact.text"), Picture: "text", Hint: s.words.Say("ask.contact.text_hint")},
		{Value: bySomeone, Label: s.words.Say("ask.contact.through"), Picture: "people", Reveal: through(s)},
	}
}

func (s sheet) voicemails() []govuk.Option {
	return []govuk.Option{
		{Value: "no", Label: s.words.Say("ask.contact.no_message")},
		{Value: "yes", Label: s.words.Say("ask.contact.message")},
	}
}

// pictured is an answer with its picture.
type pictured struct{ code, picture string }

// pathways are the nine, in the order that she is asked.
var pathways = []pictured{
	{string(need.Accommodation), "home"}, {string(need.FinanceBenefitDebt), "money"}, {string(need.Health), "health"},
	{string(need.DomesticAbuseVAWG), "alert"}, {string(need.ChildrenAndFamilies), "family"}, {string(need.DrugsAndAlcohol), "glass"},
	{string(need.EducationTrainingEmployment), "learning"}, {string(need.AttitudesThinkingBehaviour), "change"}, {string(need.SexWork), "person"},
}

// pressing is what may be so today.
var pressing = []pictured{
	{"nowhere_safe", "home"}, {"children_need_care", "family"}, {"risk_to_herself", "health"}, {"interpreter", "speak"},
}

// options words answers by their codes.
func (s sheet) options(answers []pictured, prefix string) []govuk.Option {
	var options []govuk.Option
	for _, one := range answers {
		options = append(options, govuk.Option{Value: one.code, Label: s.words.Say(prefix + one.code), Picture: one.picture})
	}
	return options
}

// wanted are the pathways in her own terms.
func (s sheet) wanted() []govuk.Option { return s.options(pathways, "ask.want.") }

// today is what may be so today, in her own terms.
func (s sheet) today() []govuk.Option { return s.options(pressing, "ask.press.") }

// agreement is what she says yes to.
func (s sheet) agreement() []govuk.Option {
	return []govuk.Option{{Value: "yes", Label: s.words.Say("ask-agreement.yes")}}
}

// labels returns the words of what was ticked, one line each.
func labels(options []govuk.Option, ticked []string) string {
	var chosen []string
	for _, option := range options {
		if slices.Contains(ticked, option.Value) {
			chosen = append(chosen, option.Label)
		}
	}
	return strings.Join(chosen, "; ")
}

// answers are what she said on a page, to check.
func (s sheet) answers(page step) []govuk.SummaryRow {
	var rows []govuk.SummaryRow
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, govuk.SummaryRow{Key: s.words.Say(key), Value: value})
		}
	}
	switch page {
	case contact:
		add("ask.check.how", labels(s.ways(), s.form["contact"]))
		switch s.value("contact") {
		case byCall:
			add("ask.contact.voicemail", labels(s.voicemails(), []string{s.voicemail()}))
			add("ask.check.number", s.value("phone"))
		case byText:
			add("ask.check.number", s.value("phone"))
		case bySomeone:
			add("ask.check.who", s.value("through"))
		}
		add("ask.check.times", s.value("times"))
		add("ask.check.ask_for", s.value("ask_for"))
	case name:
		add("ask.check.name", strings.TrimSpace(s.value("name")+" "+s.value("family")))
		if born, read := s.born().Read(); read {
			add("ask.check.born", s.words.Day(born))
		}
	case wants:
		add("ask.check.wants", labels(s.wanted(), s.form["wants"]))
		add("ask.check.lives", s.value("lives"))
	case urgent:
		add("ask.check.urgent", labels(s.today(), s.form["urgent"]))
		add("ask.check.language", s.value("language"))
	}
	if len(rows) == 0 {
		add("ask.check.answer", s.words.Say("ask.check.left_out"))
	}
	return rows
}

// voicemail is her answer, and no message where she gave none.
func (s sheet) voicemail() string {
	if s.value("voicemail") == "yes" {
		return "yes"
	}
	return "no"
}

func (s sheet) born() govuk.DateParts { return govuk.DateFrom(s.form, "born") }
