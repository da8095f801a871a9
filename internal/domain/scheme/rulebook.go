package scheme

import "throughline/internal/domain/calendar"

// Status is where a scheme stood at the date of its source.
type Status string

// The five statuses. A proposed scheme opens no door; a template is a pattern
// that a place may follow.
const (
	Live          Status = "live"
	Pilot         Status = "pilot"
	Template      Status = "template"
	ProposedOnly  Status = "proposed"
	ClosedForGood Status = "closed"
)

// Rulebook is one scheme: what runs for every pathway into it, and the pathways.
// Make one with Parse; the zero Rulebook decides nothing.
type Rulebook struct {
	ID      string      `yaml:"id"`
	Title   string      `yaml:"title"`
	Status  Status      `yaml:"status"`
	About   []Provision `yaml:"about"`
	InForce Period      `yaml:"in_force"`
	// Settings are matters the sources leave to the place. Each starts undecided.
	Settings []Setting `yaml:"settings"`
	// Windows are the spans of days that the scheme's reports are counted over.
	Windows  []Window    `yaml:"windows"`
	Tiers    []Provision `yaml:"tiers"`
	Pathways []Pathway   `yaml:"pathways"`
}

// Period is the days on which a scheme is in force, both ends in it. A zero end
// is open.
type Period struct {
	Provision `yaml:",inline"`
	From      calendar.Day `yaml:"from"`
	To        calendar.Day `yaml:"to"`
}

// Window is a named span of days, both ends in it.
type Window struct {
	Provision `yaml:",inline"`
	Name      string       `yaml:"name"`
	From      calendar.Day `yaml:"from"`
	To        calendar.Day `yaml:"to"`
}

// Setting is a local decision, named in clauses by Name. Its Text says what is
// to be decided. A Value in the rulebook says who decided it and when.
type Setting struct {
	Provision `yaml:",inline"`
	Name      string       `yaml:"name"`
	Kind      SettingKind  `yaml:"kind"`
	Value     any          `yaml:"value"`
	DecidedBy string       `yaml:"decided_by"`
	DecidedOn calendar.Day `yaml:"decided_on"`
}

// SettingKind is what a setting's value may be.
type SettingKind string

// A setting is a list of names, or yes or no.
const (
	Names SettingKind = "names"
	YesNo SettingKind = "yes_no"
)

// Pathway is one way into a scheme, with its own rules.
type Pathway struct {
	Code       string      `yaml:"pathway"`
	Title      string      `yaml:"title"`
	Entry      []Provision `yaml:"entry"`
	Clauses    []Clause    `yaml:"clauses"`
	Agreement  []Provision `yaml:"agreement"`
	Admission  *Provision  `yaml:"admission"`
	Steps      []Provision `yaml:"steps"`
	Condition  *Condition  `yaml:"condition"`
	Completion []Provision `yaml:"completion"`
	Capacity   []Provision `yaml:"capacity"`
	Sharing    []Provision `yaml:"sharing"`
	PoliceSee  []Provision `yaml:"police_see"`
	Data       []Provision `yaml:"data"`
	Figures    []Provision `yaml:"figures"`
	Offers     []Offer     `yaml:"offers"`
}

// pathwayCodes are the pathways of the exchange format.
var pathwayCodes = []string{
	"conditional_caution", "voluntary", "triage", "bail", "penalty_notice",
	"liaison_and_diversion", "court_order", "offender_management", "transfer",
}

// Clause is one rule of who may enter. Its Text says it in plain words. Exactly
// one of three holds: When is an expression over the words of an encounter and
// the settings; Given says the clause holds by what an encounter is; NotStated
// says the sources are silent.
type Clause struct {
	Provision `yaml:",inline"`
	ID        string `yaml:"id"`
	When      string `yaml:"when"`
	Given     bool   `yaml:"given"`

	test test
}

// Offer is what there is for her where a pathway is not open. One that names a
// pathway is made only while that pathway of this scheme is not closed.
type Offer struct {
	Provision `yaml:",inline"`
	ID        string `yaml:"id"`
	Scheme    string `yaml:"scheme"`
	Pathway   string `yaml:"pathway"`
}

// Pathway returns the pathway with this code, or nil.
func (b *Rulebook) Pathway(code string) *Pathway {
	for i := range b.Pathways {
		if b.Pathways[i].Code == code {
			return &b.Pathways[i]
		}
	}
	return nil
}

// Window returns the span of days named in the rulebook, and false where there
// is none of that name.
func (b *Rulebook) Window(name string) (calendar.Window, bool) {
	for _, w := range b.Windows {
		if w.Name == name {
			return calendar.Window{From: w.From, To: w.To}, true
		}
	}
	return calendar.Window{}, false
}

// NotStated returns the matters of entry to the pathway on which the sources are
// silent.
func (p *Pathway) NotStated() []Clause {
	var silent []Clause
	for _, c := range p.Clauses {
		if c.NotStated {
			silent = append(silent, c)
		}
	}
	return silent
}
