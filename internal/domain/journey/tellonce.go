package journey

import (
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// KindToldConfirmed is the kind of fact that says that she was asked whether what
// somebody told is so.
const KindToldConfirmed Kind = "told_confirmed"

// Topic is something that is told once, and not asked again by the next agency.
type Topic string

// The topics.
const (
	TopicIdentity Topic = "identity" // her name and date of birth
	TopicContact  Topic = "contact"  // how to reach her safely
	TopicLanguage Topic = "language" // what she speaks
	TopicChildren Topic = "children"
	TopicNeeds    Topic = "needs"
)

// Topics lists them in the order in which pages tell them.
var Topics = []Topic{TopicIdentity, TopicContact, TopicLanguage, TopicChildren, TopicNeeds}

var topicWords = map[Topic]string{
	TopicIdentity: "Her name and date of birth", TopicContact: "How to reach her", TopicLanguage: "What she speaks",
	TopicChildren: "Her children", TopicNeeds: "What she needs help with",
}

// Words returns the topic as people say it.
func (t Topic) Words() string { return topicWords[t] }

// ToldConfirmed says that she was asked, and that what is written of these topics
// is so.
type ToldConfirmed struct {
	Topics []Topic `json:"topics"`
}

// Kind is KindToldConfirmed.
func (ToldConfirmed) Kind() Kind { return KindToldConfirmed }

// Telling says who told something last, when, to whom, and whether she confirmed
// it since.
type Telling struct {
	Topic     Topic
	Agency    string       // whose worker wrote it down; ByHerself where she did, "" where it is not known
	On        calendar.Day // when
	Confirmed calendar.Day // when she last said that it is so; zero: nobody has asked her
}

// Tellings returns the last telling of each topic, from the effective facts of a
// woman, in the order of Topics. What nobody told is left out.
func Tellings(effective []Fact) []Telling {
	told := map[Topic]*Telling{}
	tell := func(fact Fact, topics ...Topic) {
		for _, topic := range topics {
			told[topic] = &Telling{Topic: topic, Agency: fact.teller(), On: fact.Happened.Day()}
		}
	}
	confirm := func(fact Fact, topics ...Topic) {
		for _, topic := range topics {
			if told[topic] != nil {
				told[topic].Confirmed = fact.Happened.Day()
			}
		}
	}
	for _, fact := range effective {
		switch body := fact.Body.(type) {
		case IdentityTold:
			tell(fact, TopicIdentity)
		case Referred:
			if body.Contact != "" {
				tell(fact, TopicContact)
			}
		case SafeContactTold:
			tell(fact, TopicContact)
		case SafeContactConfirmed:
			confirm(fact, TopicContact)
		case Described:
			if body.Language != "" {
				tell(fact, TopicLanguage)
			}
			if body.ChildrenUnder18 != nil {
				tell(fact, TopicChildren)
			}
		case NeedAssessed:
			tell(fact, TopicNeeds)
		case ToldConfirmed:
			confirm(fact, body.Topics...)
		}
	}
	var tellings []Telling
	for _, topic := range Topics {
		if told[topic] != nil {
			tellings = append(tellings, *told[topic])
		}
	}
	return tellings
}

// teller is whose worker wrote a fact down; ByHerself where she did so without
// anybody, and "" of an imported fact that names nobody.
func (f Fact) teller() string {
	if f.By == "" && f.Agency == "" && f.Source == "" {
		return ByHerself
	}
	return f.Agency
}

// Raised says that somebody saw or was told something in one of the seven areas
// that screening covers. It is to be asked about, and is no answer of hers.
type Raised struct {
	Area   need.Area
	Screen need.Screen
	Agency string
	On     calendar.Day
}

// RaisedIn returns what agencies raised of the seven areas and the service has not
// asked her about since, each area once with the latest who raised it, in the order
// in which they are asked. Source: 000:316-323.
func RaisedIn(effective []Fact) []Raised {
	raised, asked := map[need.Area]Raised{}, map[need.Area]calendar.Day{}
	raise := func(fact Fact, screen need.Screen, codes []string) {
		for _, code := range codes {
			if area := screen.Raises(code); area != "" {
				raised[area] = Raised{Area: area, Screen: screen, Agency: fact.teller(), On: fact.Happened.Day()}
			}
		}
	}
	for _, fact := range effective {
		switch body := fact.Body.(type) {
		case Encounter:
			raise(fact, need.AtEncounter, body.Needs)
		case Referred:
			raise(fact, need.PoliceUrgent, body.Urgent)
		case NeedAssessed:
			if area := need.NinePathways.Raises(string(body.Pathway)); area != "" {
				asked[area] = max(asked[area], fact.Happened.Day())
			}
		case Screened:
			if body.Answer != ScreenDeclined {
				asked[body.Area] = max(asked[body.Area], fact.Happened.Day())
			}
		}
	}
	var open []Raised
	for _, area := range need.Areas() {
		if one, is := raised[area]; is && asked[area] < one.On {
			open = append(open, one)
		}
	}
	return open
}

// ConfirmTold writes down that she was asked, and that what is written of these
// topics is so. How to reach her is confirmed way by way: see SafeContactConfirmed.
func (p Pen) ConfirmTold(row Row, tellings []Telling, topics []Topic) ([]Fact, error) {
	var problems Problems
	problems.check(len(topics) > 0, "topics", "Tick what she says is so")
	for _, topic := range topics {
		told := slices.ContainsFunc(tellings, func(t Telling) bool { return t.Topic == topic })
		problems.check(told && topic != TopicContact, "topics", "Tick only what is written here")
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), ToldConfirmed{Topics: topics}, nil)}, nil
}
