package ask

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// sheet is one page with all that was answered so far.
type sheet struct {
	door     Door
	at       step
	key      string // makes asking happen once
	form     url.Values
	problems govuk.Problems
	cleared  bool // what she typed was too old to be shown
}

// sheet opens a page on what was answered so far.
func (d Door) sheet(at step, form url.Values) sheet {
	s := sheet{door: d, at: at, key: form.Get("key"), form: form}
	if !journey.IsCode(s.key) {
		s.key = d.Desk.NewKey()
	}
	return s
}

func (s sheet) page() web.Page {
	return web.Page{Title: titles[s.at], Body: sheetPage(s), Problems: s.problems}
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

// text is a question answered in a line. Her browser is asked to keep nothing of
// it.
func (s sheet) text(name, label, hint string) govuk.Field {
	return govuk.Field{
		Name: name, Label: label, LabelSize: govuk.Small, Hint: hint, Value: s.value(name), Values: s.form[name],
		Error: s.problems.For(name), Autocomplete: "off", NoSpelling: true, Width: 20,
	}
}

func (s sheet) phone() govuk.Field {
	field := s.text("phone", "Your phone number", "Only a number that is safe. Leave it empty if we go through somebody.")
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
		{Value: byCall, Label: "Call me", Reveal: voicemail(s)},
		{Value: byText, Label: "Text me", Hint: "The words will be plain. They will not say what this is about."},
		{Value: bySomeone, Label: "Go through somebody I trust", Reveal: through(s)},
	}
}

func voicemails() []govuk.Option {
	return []govuk.Option{
		{Value: "no", Label: "Leave no message"},
		{Value: "yes", Label: "Leave a message, and do not say who you are"},
	}
}

// wanted are the nine pathways in her own terms.
var wanted = []govuk.Option{
	{Value: string(need.Accommodation), Label: "Somewhere to live"},
	{Value: string(need.FinanceBenefitDebt), Label: "Money, benefits or debt"},
	{Value: string(need.Health), Label: "My health or how I feel"},
	{Value: string(need.DomesticAbuseVAWG), Label: "Somebody who hurts or scares me"},
	{Value: string(need.ChildrenAndFamilies), Label: "My children or family"},
	{Value: string(need.DrugsAndAlcohol), Label: "Drink or drugs"},
	{Value: string(need.EducationTrainingEmployment), Label: "Work or learning"},
	{Value: string(need.AttitudesThinkingBehaviour), Label: "Making changes I choose"},
	{Value: string(need.SexWork), Label: "Sex work"},
}

var pressing = []govuk.Option{
	{Value: "nowhere_safe", Label: "I have nowhere safe to go"},
	{Value: "children_need_care", Label: "My children need care"},
	{Value: "risk_to_herself", Label: "I am afraid I may hurt myself"},
	{Value: "interpreter", Label: "I need an interpreter"},
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
			rows = append(rows, govuk.SummaryRow{Key: key, Value: value})
		}
	}
	switch page {
	case contact:
		add("How", labels(s.ways(), s.form["contact"]))
		switch s.value("contact") {
		case byCall:
			add("If you do not answer", labels(voicemails(), []string{s.voicemail()}))
			add("Number", s.value("phone"))
		case byText:
			add("Number", s.value("phone"))
		case bySomeone:
			add("Who", s.value("through"))
		}
		add("Safe times", s.value("times"))
		add("What to ask for", s.value("ask_for"))
	case name:
		add("Name", strings.TrimSpace(s.value("name")+" "+s.value("family")))
		if born, read := s.born().Read(); read {
			add("Born", born.Words())
		}
	case wants:
		add("Help with", labels(wanted, s.form["wants"]))
		add("Where you live", s.value("lives"))
	case urgent:
		add("Today", labels(pressing, s.form["urgent"]))
		add("Language", s.value("language"))
	}
	if len(rows) == 0 {
		add("Your answer", "You left this out")
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
