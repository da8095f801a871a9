package directory

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// Group is a group of services, as the printed directory sorts them.
// Source: 000:762-890.
type Group string

// The ten groups.
const (
	Umbrella         Group = "women_specific"
	OneStopShops     Group = "one_stop_shops"
	MentalHealth     Group = "mental_health"
	DomesticViolence Group = "domestic_violence"
	Exploitation     Group = "sexual_exploitation"
	Housing          Group = "housing"
	Employment       Group = "employment"
	Mentoring        Group = "mentoring"
	Guidance         Group = "guidance"
	Publications     Group = "publications"
)

// Groups lists them in the order of the printed directory.
var Groups = []Group{
	Umbrella, OneStopShops, MentalHealth, DomesticViolence, Exploitation, Housing, Employment, Mentoring, Guidance, Publications,
}

var groupWords = map[Group]string{
	Umbrella: "Services for women, everywhere", OneStopShops: "Women's centres and one-stop shops", MentalHealth: "Mental health",
	DomesticViolence: "Domestic violence", Exploitation: "Sex work and sexual exploitation", Housing: "Housing",
	Employment: "Work, skills and training", Mentoring: "Mentoring", Guidance: "Guidance to read", Publications: "Other reading",
}

// Words returns the group as people say it, "" for one that there is not.
func (g Group) Words() string { return groupWords[g] }

// Helps says whether services of the group take women on: the last two are to read.
func (g Group) Helps() bool { return g != Guidance && g != Publications }

// Entry is one service as the directory tells it now.
type Entry struct {
	ID string
	journey.Listing
	Checked calendar.Day // when somebody last asked, or it was printed; zero: never
	ByThem  bool         // the service itself said so
	Printed int          // year of the print a delivered entry comes from, while nobody has asked since
	Wait    *int         // days, as last told; nil: nobody said
	Told    calendar.Day // when the wait was told
}

// Fold works out the directory from the delivered entries and the facts of the
// service, by group and name. A fact about a delivered entry takes its place.
func Fold(delivered []Entry, facts []journey.Fact) []Entry {
	entries := slices.Clone(delivered)
	at := func(id string) int { return slices.IndexFunc(entries, func(e Entry) bool { return e.ID == id }) }
	for _, fact := range journey.Effective(facts, 0) {
		on := fact.Happened.Day()
		switch body := fact.Body.(type) {
		case journey.ServiceListed:
			i := at(body.Service)
			if i < 0 {
				entries, i = append(entries, Entry{ID: body.Service}), len(entries)
			}
			entries[i].Listing, entries[i].Checked, entries[i].ByThem, entries[i].Printed = body.Listing, on, false, 0
		case journey.ServiceChecked:
			if i := at(body.Service); i >= 0 {
				entries[i].Checked, entries[i].ByThem, entries[i].Printed = on, body.ByThem, 0
				if body.Wait != nil {
					entries[i].Wait, entries[i].Told = body.Wait, on
				}
			}
		case journey.ServiceGone:
			entries = slices.DeleteFunc(entries, func(e Entry) bool { return e.ID == body.Service })
		}
	}
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(slices.Index(Groups, Group(a.Group))-slices.Index(Groups, Group(b.Group)), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)))
	})
	return entries
}

// StaleDays is how long an entry counts as checked. No source states it: it is
// this program's own.
const StaleDays = 180

// Stale says whether the entry has to be checked before it is used.
func (e Entry) Stale(today calendar.Day) bool {
	return e.Printed > 0 || !e.Checked.Known() || today.Sub(e.Checked) > StaleDays
}

// CheckedWords says in words when the entry was last checked.
func (e Entry) CheckedWords(today calendar.Day) string {
	switch {
	case e.Printed > 0:
		return "Not checked since " + strconv.Itoa(e.Printed) + ". Check before you use it."
	case !e.Checked.Known():
		return "Never checked. Check before you use it."
	}
	words := "Checked on " + e.Checked.Short()
	if e.ByThem {
		words = "They said so on " + e.Checked.Short()
	}
	if e.Stale(today) {
		return words + ". That is more than 180 days ago. Check before you use it."
	}
	return words + "."
}

// WaitWords says how long the wait is, as last told.
func (e Entry) WaitWords() string {
	if e.Wait == nil {
		return "Wait not stated"
	}
	told := ", told on " + e.Told.Short()
	switch *e.Wait {
	case 0:
		return "No wait" + told
	case 1:
		return "Wait of 1 day" + told
	}
	return "Wait of " + strconv.Itoa(*e.Wait) + " days" + told
}

// In says whether the entry works in an area: it names the area, or no area at
// all. An area is the name of a borough, district or town.
func (e Entry) In(area string) bool {
	return len(e.Areas) == 0 || slices.ContainsFunc(e.Areas, func(one string) bool { return strings.EqualFold(one, strings.TrimSpace(area)) })
}

// Helping says whether the entry helps with a pathway.
func (e Entry) Helping(pathway need.Pathway) bool { return slices.Contains(e.Helps, pathway) }

// Search is what somebody looks for. Empty fields choose everything; what nobody
// stated of a service does not match a wish for it.
type Search struct {
	Text      string
	Helps     need.Pathway
	Area      string
	WomenOnly bool
	Staff     bool // female staff only
	Children  bool // welcome, or a crèche
	Self      bool // she may go there by herself
	Language  string
	Age       int // years; 0: any
}

// Find returns the entries that a search chooses, in their order.
func Find(entries []Entry, search Search) []Entry {
	var found []Entry
	for _, entry := range entries {
		if search.chooses(entry) {
			found = append(found, entry)
		}
	}
	return found
}

func (s Search) chooses(e Entry) bool {
	holds := func(text string) bool {
		return strings.Contains(strings.ToLower(text), strings.ToLower(strings.TrimSpace(s.Text)))
	}
	switch {
	case s.Text != "" && !holds(e.Name) && !holds(e.About):
		return false
	case s.Helps != "" && !e.Helping(s.Helps):
		return false
	case s.Area != "" && !e.In(s.Area):
		return false
	case s.WomenOnly && e.WomenOnly != journey.Yes, s.Staff && e.FemaleStaff != journey.Yes:
		return false
	case s.Children && e.Children != journey.Yes && e.Creche != journey.Yes:
		return false
	case s.Self && !slices.Contains(e.Routes, "self"):
		return false
	case s.Language != "" && !slices.ContainsFunc(e.Languages, func(one string) bool { return strings.EqualFold(one, strings.TrimSpace(s.Language)) }):
		return false
	case s.Age > 0 && (e.AgeFrom > 0 && s.Age < e.AgeFrom || e.AgeTo > 0 && s.Age > e.AgeTo):
		return false
	}
	return true
}

// Areas lists every area that an entry names, by name.
func Areas(entries []Entry) []string {
	var areas []string
	for _, entry := range entries {
		for _, area := range entry.Areas {
			if !slices.Contains(areas, area) {
				areas = append(areas, area)
			}
		}
	}
	slices.Sort(areas)
	return areas
}

// Gap is how many services help with a need in an area.
type Gap struct {
	Pathway need.Pathway
	Area    string
	Here    int // that name the area
	Wide    int // that work everywhere, or name no area
}

// Gaps counts, for each need and each area, the services that help. One without
// any stands there with 0.
func Gaps(entries []Entry, areas []string) []Gap {
	var gaps []Gap
	for _, pathway := range need.Pathways() {
		for _, area := range areas {
			gap := Gap{Pathway: pathway, Area: area}
			for _, entry := range entries {
				switch {
				case !Group(entry.Group).Helps() || !entry.Helping(pathway) || !entry.In(area):
				case len(entry.Areas) == 0:
					gap.Wide++
				default:
					gap.Here++
				}
			}
			gaps = append(gaps, gap)
		}
	}
	return gaps
}
