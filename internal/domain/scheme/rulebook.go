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
// is open. Where the sources state neither end, SeenFrom and SeenTo are days
// between which they tell of it at work: then it is in force, and before and
// after is not stated.
type Period struct {
	Provision `yaml:",inline"`
	From      calendar.Day `yaml:"from"`
	To        calendar.Day `yaml:"to"`
	SeenFrom  calendar.Day `yaml:"seen_from"`
	SeenTo    calendar.Day `yaml:"seen_to"`
}

// Words says when it is in force, as people say it.
func (p Period) Words() string {
	switch {
	case p.NotStated && p.SeenFrom.Known():
		return "at work " + calendar.Window{From: p.SeenFrom, To: p.SeenTo}.Words() + "; when it began or ended is not stated"
	case p.NotStated:
		return "when it began is not stated"
	}
	return calendar.Window{From: p.From, To: p.To}.Words()
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

// A setting is a list of names, yes or no, or a number.
const (
	Names  SettingKind = "names"
	YesNo  SettingKind = "yes_no"
	Number SettingKind = "number"
)

// Pathway is one way into a scheme, with its own rules.
type Pathway struct {
	Code  string `yaml:"pathway"`
	Title string `yaml:"title"`
	// Law names the law packs that stand beside the pathway. They inform, and
	// never decide.
	Law []string `yaml:"law"`
	// Workers say who she gets: the first whose When holds.
	Workers   []Worker    `yaml:"worker"`
	Entry     []Entry     `yaml:"entry"`
	Clauses   []Clause    `yaml:"clauses"`
	Agreement []Provision `yaml:"agreement"`
	// Explain lists what must be explained to her before she agrees.
	Explain   []Provision `yaml:"explain"`
	Admission *Provision  `yaml:"admission"`
	Steps     []Provision `yaml:"steps"`
	Condition *Condition  `yaml:"condition"`
	// Ending is what completing the pathway leads to.
	Ending     *Ending     `yaml:"ending"`
	Completion []Provision `yaml:"completion"`
	Capacity   []Limit     `yaml:"capacity"`
	Sharing    []Share     `yaml:"sharing"`
	PoliceSee  []Provision `yaml:"police_see"`
	Safety     []Safety    `yaml:"safety"`
	Data       []Provision `yaml:"data"`
	Figures    []Provision `yaml:"figures"`
	Offers     []Offer     `yaml:"offers"`
}

// Entry is one door into a pathway. Points are the kinds of encounter at which
// it stands, where the source names them.
type Entry struct {
	Provision `yaml:",inline"`
	Points    []string `yaml:"points"`
}

// Worker is who holds the relationship with her: for every woman, or for those
// of whom When holds.
type Worker struct {
	Provision `yaml:",inline"`
	Title     string `yaml:"title"`
	When      string `yaml:"when"`

	test test
}

// Limit is a bound on how many women there are at a time or in a year, for each
// keyworker or for the whole scheme; 0 where none is stated. AtOnceFrom is the
// lower end, where the source gives a range.
type Limit struct {
	Provision  `yaml:",inline"`
	Per        Per `yaml:"per"`
	AtOnceFrom int `yaml:"at_once_from"`
	AtOnce     int `yaml:"at_once"`
	AYear      int `yaml:"a_year"`
}

// Per is what a limit is counted for.
type Per string

// A limit is for each keyworker, or for the scheme.
const (
	PerKeyworker Per = "keyworker"
	PerScheme    Per = "scheme"
)

// Share is one thing that goes to somebody. Permission is yes where it goes only
// with her permission.
type Share struct {
	Provision  `yaml:",inline"`
	To         string `yaml:"to"`
	What       string `yaml:"what"`
	Permission Answer `yaml:"permission"`
}

// Safety is a rule that keeps her safe. NotAt names the local setting that lists
// places where she must not be asked to come.
type Safety struct {
	Provision `yaml:",inline"`
	NotAt     string `yaml:"not_at"`
}

// Ending is what completing a pathway leads to.
type Ending struct {
	Provision `yaml:",inline"`
	Disposal  Disposal `yaml:"disposal"`
}

// Disposal is how a matter ends when what was asked of her is done.
type Disposal string

// The endings of the schemes.
const (
	EndsConditionMet         Disposal = "condition_met"
	EndsFineWaived           Disposal = "fine_waived"           // Source: 000:507
	EndsRestorativeDisposal  Disposal = "restorative_disposal"  // Source: 000:554
	EndsTriageDisposal       Disposal = "triage_disposal"       // Source: 000:467
	EndsInformsDecision      Disposal = "informs_decision"      // Source: 000:481
	EndsRequirementCompleted Disposal = "requirement_completed" // Source: 000:400
	EndsCourtDecision        Disposal = "court_decision"        // Source: 000:592
	EndsNothing              Disposal = "none"                  // nothing hangs on it
)

// Disposals lists the endings there are.
var Disposals = []Disposal{
	EndsConditionMet, EndsFineWaived, EndsRestorativeDisposal, EndsTriageDisposal, EndsInformsDecision,
	EndsRequirementCompleted, EndsCourtDecision, EndsNothing,
}

// pathwayCodes are the pathways of the exchange format.
var pathwayCodes = []string{
	"conditional_caution", "voluntary", "triage", "bail", "penalty_notice",
	"liaison_and_diversion", "court_order", "offender_management", "transfer",
}

// Clause is one rule of who may enter. Its Text says it in plain words. Exactly
// one of three holds: When is an expression over the words of an encounter and
// the settings; Given says the clause holds by what an encounter is, unless the
// expression Unless is known to be true; NotStated says the sources are silent.
type Clause struct {
	Provision `yaml:",inline"`
	ID        string `yaml:"id"`
	When      string `yaml:"when"`
	Given     bool   `yaml:"given"`
	Unless    string `yaml:"unless"`

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

// SchemeLimit returns the bound on how many women the scheme has at a time, and
// false where none is stated.
func (p *Pathway) SchemeLimit() (Limit, bool) {
	for _, limit := range p.Capacity {
		if limit.Per == PerScheme && limit.AtOnce > 0 {
			return limit, true
		}
	}
	return Limit{}, false
}

// NotAt returns the safety rules of the pathway that bar places, with the
// places that the local setting lists.
func (b *Rulebook) NotAt(pathway string, given Settings) (rules []Safety, places []string) {
	p := b.Pathway(pathway)
	if p == nil {
		return nil, nil
	}
	for _, rule := range p.Safety {
		if rule.NotAt == "" {
			continue
		}
		rules = append(rules, rule)
		listed, _ := b.Names(rule.NotAt, given)
		places = append(places, listed...)
	}
	return rules, places
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
