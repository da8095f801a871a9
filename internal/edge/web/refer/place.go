package refer

import (
	"cmp"
	"net/url"
	"strings"
	"sync"

	"throughline/internal/domain/access"
)

// Place is a custody suite, or an area where there is none.
type Place struct {
	Agency string // whose officers choose from it; "" for everyone's
	Area   string // basic command unit or local area
	Suite  string
}

// words returns the place as it stands in the list and in the form.
func (p Place) words() string {
	if p.Suite == "" || p.Area == "" {
		return p.Suite + p.Area
	}
	return p.Suite + ", " + p.Area
}

// placesOf lists the places of the asker's agency.
func (d *Door) placesOf(asker access.Asker) []Place {
	var own []Place
	for _, place := range d.places {
		if place.Agency == "" || strings.EqualFold(place.Agency, asker.Agency) {
			own = append(own, place)
		}
	}
	return own
}

// readPlace returns the area and suite of a form: one of the places by its
// words, or what was typed.
func readPlace(form url.Values, places []Place) (area, suite string) {
	if chosen := form.Get("place"); chosen != "" {
		for _, place := range places {
			if place.words() == chosen {
				return place.Area, place.Suite
			}
		}
	}
	return strings.TrimSpace(form.Get("area")), strings.TrimSpace(form.Get("suite"))
}

// placeFrom chooses the place to begin with: the one of a suite's own link, else
// the one last used, else the only one there is.
func placeFrom(link, last url.Values, places []Place) url.Values {
	form := url.Values{}
	for _, name := range []string{"place", "area", "suite"} {
		if value := cmp.Or(strings.TrimSpace(link.Get(name)), last.Get(name)); value != "" {
			form.Set(name, value)
		}
	}
	if link.Get("suite") != "" || form.Get("place") == "" {
		for _, place := range places {
			if place.Suite != "" && strings.EqualFold(place.Suite, form.Get("suite")) || len(places) == 1 {
				form.Set("place", place.words())
			}
		}
	}
	return form
}

// lastChoices remembers, while the program runs, where each officer last was and
// what was happening, so that the next form begins there. It holds nothing of
// any woman.
type lastChoices struct {
	mutex sync.Mutex
	by    map[string]url.Values
}

// kept are the fields that the next form begins with.
var kept = []string{"place", "area", "suite", "outcome", "released"}

func newLastChoices() *lastChoices { return &lastChoices{by: map[string]url.Values{}} }

func (l *lastChoices) of(asker access.Asker) url.Values {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.by[asker.ID]
}

func (l *lastChoices) keep(asker access.Asker, form url.Values) {
	choices := url.Values{}
	for _, name := range kept {
		if value := form.Get(name); value != "" {
			choices.Set(name, value)
		}
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.by[asker.ID] = choices
}
