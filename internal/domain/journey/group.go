package journey

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// The kinds of fact about groups and workshops. Those of a group belong to no
// woman; her place in one belongs to her case.
const (
	KindGroup            Kind = "group_set"
	KindGroupEnded       Kind = "group_ended"
	KindSession          Kind = "session_set"
	KindSessionCancelled Kind = "session_cancelled"
	KindGroupPlace       Kind = "group_place"
)

// GroupSet is a group or workshop as it stands after this fact. Its texts are
// the provider's own and name no woman. Source: 004:303; 000:217.
type GroupSet struct {
	Group    string       `json:"group"`
	Title    string       `json:"title"`
	About    string       `json:"about,omitempty"` // what the group is about, for who chooses it
	Pathway  need.Pathway `json:"pathway,omitempty"`
	Place    string       `json:"place"`
	Places   int          `json:"places,omitempty"`   // 0: not stated
	Workers  []string     `json:"workers,omitempty"`  // account ids of who runs it
	Language string       `json:"language,omitempty"` // BCP 47; "" not stated
	Open     GroupOpen    `json:"open_to,omitempty"`
	Terms    string       `json:"terms,omitempty"` // who may come, in the provider's own words

	Creche       int   `json:"creche_places,omitempty"` // 0: none, or not stated
	YoungestYear int   `json:"creche_from,omitempty"`   // years of age
	OldestYear   int   `json:"creche_to,omitempty"`
	StepFree     YesNo `json:"step_free,omitempty"`
	Travel       YesNo `json:"travel_paid,omitempty"`
}

// GroupEnded says that a group takes place no more.
type GroupEnded struct {
	Group string `json:"group"`
}

// SessionSet is one session of a group as it stands after this fact.
type SessionSet struct {
	Session string          `json:"session"`
	Group   string          `json:"group"`
	At      calendar.Moment `json:"at"`
	Minutes int             `json:"minutes,omitempty"`
	Topic   string          `json:"topic,omitempty"`
}

// SessionCancelled says that the service called a session off.
type SessionCancelled struct {
	Session string `json:"session"`
	Group   string `json:"group"`
}

// GroupPlace is one step on her way into a group or out of it.
type GroupPlace struct {
	Group    string      `json:"group"`
	Step     PlaceStep   `json:"step"`
	Needs    []GroupNeed `json:"needs,omitempty"`     // what she needs to take part
	Ages     []int       `json:"ages,omitempty"`      // of the children who come to the crèche, in years
	AskFirst YesNo       `json:"ask_first,omitempty"` // who runs it should speak to her keyworker first
}

func (GroupSet) Kind() Kind         { return KindGroup }
func (GroupEnded) Kind() Kind       { return KindGroupEnded }
func (SessionSet) Kind() Kind       { return KindSession }
func (SessionCancelled) Kind() Kind { return KindSessionCancelled }
func (GroupPlace) Kind() Kind       { return KindGroupPlace }

// ServiceGroupKinds are the kinds that groups are folded from.
var ServiceGroupKinds = []Kind{KindGroup, KindGroupEnded, KindSession, KindSessionCancelled}

// GroupOpen is who may come, by the words the provider uses. They are the
// provider's facts and no rule of ours; the sources name women-only rooms and say
// no more. Source: 004:303.
type GroupOpen string

// Who may come; "" is not stated.
const (
	WomenOnly  GroupOpen = "women_only"
	FemaleOnly GroupOpen = "female_only"
	Mixed      GroupOpen = "mixed"
)

// GroupOpens lists the answers in the order people choose from.
var GroupOpens = []GroupOpen{WomenOnly, FemaleOnly, Mixed}

// Words returns who may come as people say it.
func (o GroupOpen) Words() string {
	switch o {
	case WomenOnly:
		return "Women only"
	case FemaleOnly:
		return "Female only"
	case Mixed:
		return "Open to everybody"
	}
	return "Not stated"
}

// GroupNeed is something she needs so that she can take part.
type GroupNeed string

// What she may need.
const (
	NeedsInterpreter GroupNeed = "interpreter"
	NeedsCreche      GroupNeed = "creche"
	NeedsStepFree    GroupNeed = "step_free"
	NeedsHearing     GroupNeed = "hearing"
	NeedsSight       GroupNeed = "sight"
	NeedsReading     GroupNeed = "reading"
	NeedsQuiet       GroupNeed = "quiet"
	NeedsTravel      GroupNeed = "travel"
)

// GroupNeeds lists them in the order people choose from.
var GroupNeeds = []GroupNeed{NeedsInterpreter, NeedsCreche, NeedsStepFree, NeedsHearing, NeedsSight, NeedsReading, NeedsQuiet, NeedsTravel}

var groupNeedWords = map[GroupNeed]string{
	NeedsInterpreter: "An interpreter", NeedsCreche: "The crèche", NeedsStepFree: "No steps", NeedsHearing: "Help to hear",
	NeedsSight: "Help to see", NeedsReading: "Help to read or write", NeedsQuiet: "A quiet place to go", NeedsTravel: "Travel paid",
}

// Words returns the need as people say it.
func (n GroupNeed) Words() string { return groupNeedWords[n] }

// PlaceStep is one step on her way into a group or out of it.
type PlaceStep string

// The steps. She waits from when she asked; a place that is offered is held for
// her until she answers.
const (
	PlaceAsked   PlaceStep = "asked"
	PlaceOffered PlaceStep = "offered"
	PlaceGiven   PlaceStep = "given"
	PlaceLeft    PlaceStep = "left"
)

var placeWords = map[PlaceStep]string{
	PlaceAsked: "Waits for a place", PlaceOffered: "A place is offered to her", PlaceGiven: "Has a place", PlaceLeft: "Gave up her place",
}

// Words returns the step as people say it.
func (s PlaceStep) Words() string { return placeWords[s] }

// ServiceGroup is a group of the service as its facts leave it.
type ServiceGroup struct {
	GroupSet
	Ended    calendar.Day // zero while it takes place
	Sessions []Session    // the earliest first
}

// Session is one session of a group as its facts leave it.
type Session struct {
	SessionSet
	Cancelled bool // by the service
}

// Ends returns when the session is over; its start where nobody said how long it
// takes.
func (s Session) Ends() calendar.Moment {
	return calendar.At(s.At.Time().Add(time.Duration(s.Minutes) * time.Minute))
}

// RunBy says whether this account runs the group.
func (g ServiceGroup) RunBy(account string) bool {
	return account != "" && slices.Contains(g.Workers, account)
}

// Session returns the session of this id, and false where there is none.
func (g ServiceGroup) Session(id string) (Session, bool) {
	i := slices.IndexFunc(g.Sessions, func(s Session) bool { return s.Session == id })
	if i < 0 {
		return Session{}, false
	}
	return g.Sessions[i], true
}

// GroupsOf folds the groups of the service from their facts, in the order they
// were written. They come by title.
func GroupsOf(facts []Fact) []ServiceGroup {
	groups, sessions := map[string]*ServiceGroup{}, map[string]*Session{}
	for _, fact := range facts {
		switch body := fact.Body.(type) {
		case GroupSet:
			if known := groups[body.Group]; known != nil {
				known.GroupSet = body
			} else {
				groups[body.Group] = &ServiceGroup{GroupSet: body}
			}
		case GroupEnded:
			if known := groups[body.Group]; known != nil {
				known.Ended = fact.Happened.Day()
			}
		case SessionSet:
			sessions[body.Session] = &Session{SessionSet: body}
		case SessionCancelled:
			if known := sessions[body.Session]; known != nil {
				known.Cancelled = true
			}
		}
	}
	for _, session := range sessions {
		if group := groups[session.Group]; group != nil {
			group.Sessions = append(group.Sessions, *session)
		}
	}
	list := make([]ServiceGroup, 0, len(groups))
	for _, group := range groups {
		slices.SortFunc(group.Sessions, func(a, b Session) int {
			return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.SessionSet.Session, b.SessionSet.Session))
		})
		list = append(list, *group)
	}
	slices.SortFunc(list, func(a, b ServiceGroup) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Group, b.Group))
	})
	return list
}

// InGroup is how she stands to one group.
type InGroup struct {
	Group    string          `json:"group"`
	Step     PlaceStep       `json:"step"`
	Asked    calendar.Moment `json:"asked,omitzero"` // since when she waits: the order of the list
	From     calendar.Day    `json:"from,omitzero"`  // since when she has, or first had, a place
	Left     calendar.Day    `json:"left,omitzero"`
	Needs    []GroupNeed     `json:"needs,omitempty"`
	Ages     []int           `json:"ages,omitempty"`
	AskFirst YesNo           `json:"ask_first,omitempty"`
	// WithSupport says that her way in the group ended because her support did.
	WithSupport bool `json:"with_support,omitempty"`
}

// Held says whether she had a place on a day.
func (g InGroup) Held(on calendar.Day) bool {
	return g.From.Known() && g.From <= on && (g.Step == PlaceGiven || g.Left.Known() && on <= g.Left)
}

// InGroup returns how she stands to a group, and false where she never asked for a
// place in it.
func (r Row) InGroup(group string) (InGroup, bool) {
	i := slices.IndexFunc(r.Groups, func(g InGroup) bool { return g.Group == group })
	if i < 0 {
		return InGroup{}, false
	}
	return r.Groups[i], true
}

// place takes one step of hers into a group or out of it.
func (r *Row) place(fact Fact, body GroupPlace) {
	i := slices.IndexFunc(r.Groups, func(g InGroup) bool { return g.Group == body.Group })
	if i < 0 {
		r.Groups, i = append(r.Groups, InGroup{Group: body.Group}), len(r.Groups)
	}
	one := &r.Groups[i]
	if one.Step == PlaceLeft { // she comes back: what was said then is asked anew
		*one = InGroup{Group: body.Group, From: one.From}
	}
	one.Step = body.Step
	switch body.Step {
	case PlaceAsked:
		one.Asked = fact.Happened
	case PlaceGiven:
		one.Asked = calendar.Moment{}
		one.From = cmp.Or(one.From, fact.Happened.Day())
	case PlaceLeft:
		one.Left = fact.Happened.Day()
	}
	if body.Step == PlaceAsked || body.Step == PlaceGiven {
		one.Needs, one.Ages = orElse(body.Needs, one.Needs), orElse(body.Ages, one.Ages)
		one.AskFirst = cmp.Or(body.AskFirst, one.AskFirst)
	}
}

// endPlaces ends her place in every group, and her waiting for one, with her
// support. Left is the day it ended, where she had a place.
func (r *Row) endPlaces() {
	for i := range r.Groups {
		one := &r.Groups[i]
		if one.Step == PlaceLeft || r.Open() {
			continue
		}
		if one.Step == PlaceGiven {
			one.Left = max(one.From, r.Closed)
		}
		one.Step, one.Asked, one.WithSupport = PlaceLeft, calendar.Moment{}, true
	}
}

// orElse returns the list, or the other where it is empty.
func orElse[T any](list, other []T) []T {
	if len(list) > 0 {
		return list
	}
	return other
}

// HoldsPlace is how a case is tied to a group in which she has, had or awaits a
// place. It is no relation of the door and opens nothing: it only lists the case.
const HoldsPlace access.Relation = "holds-place"

// SessionAppointment is the id of her appointment at a session of a group: the
// same whoever takes the register, and however often.
func SessionAppointment(session, caseID string) string { return session + "-" + caseID }

// RegisterOutcomes are what a register can say of her, in the order people choose
// from.
var RegisterOutcomes = []Outcome{Attended, AttendedLate, Missed, CancelledByHer}

// maximum sizes of what a provider writes about a group.
const (
	longestTitle     = 100
	longestGroupText = 500
	mostPlaces       = 500
	oldestChild      = 17
)

// SetGroup writes a group as it stands from now on; a new one where it has no id.
func (p Pen) SetGroup(entry GroupSet) ([]Fact, error) {
	for _, text := range []*string{&entry.Title, &entry.About, &entry.Place, &entry.Terms} {
		*text = strings.TrimSpace(*text)
	}
	var problems Problems
	problems.check(entry.Title != "" && len(entry.Title) <= longestTitle, "title", "Enter what the group is called, in up to 100 letters")
	problems.check(len(entry.About) <= longestGroupText, "about", "Use up to 500 letters")
	problems.check(entry.Pathway == "" || entry.Pathway.Known(), "pathway", "Choose one of the nine pathways")
	problems.check(entry.Place != "", "place", "Enter where it meets")
	problems.check(entry.Places >= 0 && entry.Places <= mostPlaces, "places", "Enter how many places there are, up to 500")
	problems.check(len(entry.Workers) > 0, "workers", "Choose at least one person who runs it")
	problems.check(entry.Open == "" || oneOf(entry.Open, GroupOpens), "open", "Choose who may come")
	problems.check(len(entry.Terms) <= longestGroupText, "terms", "Use up to 500 letters")
	problems.check(entry.Creche >= 0 && entry.Creche <= mostPlaces, "creche", "Enter how many crèche places there are, up to 500")
	problems.check(entry.YoungestYear >= 0 && entry.YoungestYear <= entry.OldestYear && entry.OldestYear <= oldestChild, "youngest", "Enter the ages from the youngest to the oldest, up to 17")
	if err := problems.err(); err != nil {
		return nil, err
	}
	if entry.Group == "" {
		entry.Group = p.NewID()
	}
	return []Fact{p.write("", "", calendar.At(p.Now), entry, nil)}, nil
}

// EndGroup says that a group takes place no more.
func (p Pen) EndGroup(group ServiceGroup) ([]Fact, error) {
	var problems Problems
	problems.check(!group.Ended.Known(), "group", "This group has ended already")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write("", "", calendar.At(p.Now), GroupEnded{group.Group}, nil)}, nil
}

// SessionEntry is a run of sessions: the first, and then one a week.
type SessionEntry struct {
	First   calendar.Moment
	Minutes int
	Weeks   int      // how many there are, at least 1
	Topics  []string // of the first, the second and so on; fewer than weeks leaves the rest without one
}

// AddSessions plans sessions of a group, a week apart at the same time of day,
// right across a change of the clocks.
func (p Pen) AddSessions(group ServiceGroup, entry SessionEntry) ([]Fact, error) {
	var problems Problems
	problems.check(!group.Ended.Known(), "at", "This group has ended")
	problems.check(entry.First.Known() && entry.First.Timed(), "at", "Enter the day and time of the first session")
	problems.check(entry.Minutes >= 0 && entry.Minutes <= 24*60, "minutes", "Enter how long it takes in minutes, up to 1,440")
	problems.check(entry.Weeks >= 1 && entry.Weeks <= calendar.MostRepeats, "weeks", "Enter how many weeks it runs, from 1 to 26")
	problems.check(len(entry.Topics) <= max(1, entry.Weeks), "topics", "There are more topics than sessions")
	for _, topic := range entry.Topics {
		problems.check(len(topic) <= longestTitle, "topics", "Use up to 100 letters for each topic")
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	var facts []Fact
	for i, at := range (calendar.Repeat{Weeks: 1, Times: entry.Weeks}).From(entry.First) {
		session := SessionSet{Session: p.NewID(), Group: group.Group, At: at, Minutes: entry.Minutes}
		if i < len(entry.Topics) {
			session.Topic = strings.TrimSpace(entry.Topics[i])
		}
		facts = append(facts, p.write("", "", calendar.At(p.Now), session, nil))
	}
	return facts, nil
}

// CancelSession calls a session off.
func (p Pen) CancelSession(session Session) ([]Fact, error) {
	var problems Problems
	problems.check(!session.Cancelled, "session", "This session is called off already")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write("", "", calendar.At(p.Now), SessionCancelled{session.SessionSet.Session, session.Group}, nil)}, nil
}
