package directory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/directory"
	"throughline/internal/domain/calendar"
	domain "throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

var noon = time.Date(2026, time.March, 3, 12, 0, 0, 0, calendar.London)

func pen(at time.Time) journey.Pen {
	ids := 0
	return journey.Pen{Now: at, By: "lead-1", Agency: "Advance", NewID: func() string {
		ids++
		return "service-" + strings.Repeat("x", ids)
	}}
}

func numbered(facts ...[]journey.Fact) []journey.Fact {
	all := slices.Concat(facts...)
	for i := range all {
		all[i].ID = string(rune('a' + i))
	}
	return all
}

func must(t *testing.T) func([]journey.Fact, error) []journey.Fact {
	return func(facts []journey.Fact, err error) []journey.Fact {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return facts
	}
}

func TestTheDeliveredDirectoryHoldsTheTenGroupsOfThePrint(t *testing.T) {
	entries, err := directory.Entries()
	if err != nil {
		t.Fatal(err)
	}
	count := map[domain.Group]int{}
	for _, entry := range entries {
		count[domain.Group(entry.Group)]++
		if !strings.HasPrefix(entry.Source, "000:") {
			t.Errorf("%s: source %q", entry.Name, entry.Source)
		}
		if says := entry.CheckedWords(calendar.DayOf(noon)); says != "Not checked since 2014. Check before you use it." {
			t.Errorf("%s says %q", entry.Name, says)
		}
	}
	// Source: 000:758-898.
	for group, want := range map[domain.Group]int{
		domain.Umbrella: 2, domain.OneStopShops: 8, domain.MentalHealth: 2, domain.DomesticViolence: 3, domain.Exploitation: 3,
		domain.Housing: 2, domain.Employment: 3, domain.Mentoring: 4, domain.Guidance: 5, domain.Publications: 3,
	} {
		if count[group] != want {
			t.Errorf("%s: %d entries, want %d", group, count[group], want)
		}
	}
	if len(count) != len(domain.Groups) {
		t.Errorf("%d groups, want %d", len(count), len(domain.Groups))
	}
}

func TestAnEntryIsAsItWasLastTold(t *testing.T) {
	delivered := []domain.Entry{{ID: "anawim", Printed: 2014, Listing: journey.Listing{Name: "Anawim", Group: "one_stop_shops"}}}
	three, none := 3, 0
	listed := must(t)(pen(noon).ListService("", journey.Listing{Name: "Fern Housing", Group: "housing", Helps: []need.Pathway{need.Accommodation}}))
	checked := must(t)(pen(noon.AddDate(0, 0, 1)).CheckService("anawim", &three, false))
	again := must(t)(pen(noon.AddDate(0, 0, 2)).CheckService("anawim", nil, true))
	renamed := must(t)(pen(noon.AddDate(0, 0, 3)).ListService("anawim", journey.Listing{Name: "Anawim Birmingham", Group: "one_stop_shops"}))
	gone := must(t)(pen(noon.AddDate(0, 0, 4)).EndService("anawim"))
	today := calendar.DayOf(noon.AddDate(0, 0, 5))

	for name, test := range map[string]struct {
		facts []journey.Fact
		want  []string // name, when checked, wait
	}{
		"as it was delivered":      {nil, []string{"Anawim: Not checked since 2014. Check before you use it. Wait not stated"}},
		"a service of our own":     {listed, []string{"Anawim: Not checked since 2014. Check before you use it. Wait not stated", "Fern Housing: Checked on 3 March 2026. Wait not stated"}},
		"checked, with its wait":   {checked, []string{"Anawim: Checked on 4 March 2026. Wait of 3 days, told on 4 March 2026"}},
		"what is not said stays":   {numbered(checked, again), []string{"Anawim: They said so on 5 March 2026. Wait of 3 days, told on 4 March 2026"}},
		"changed":                  {numbered(checked, renamed), []string{"Anawim Birmingham: Checked on 6 March 2026. Wait of 3 days, told on 4 March 2026"}},
		"no longer there":          {numbered(checked, gone), nil},
		"no wait is a wait told":   {must(t)(pen(noon).CheckService("anawim", &none, false)), []string{"Anawim: Checked on 3 March 2026. No wait, told on 3 March 2026"}},
		"a check of no such entry": {must(t)(pen(noon).CheckService("nobody", nil, false)), []string{"Anawim: Not checked since 2014. Check before you use it. Wait not stated"}},
	} {
		var got []string
		for _, entry := range domain.Fold(delivered, test.facts) {
			got = append(got, entry.Name+": "+entry.CheckedWords(today)+" "+entry.WaitWords())
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\n%q, want\n%q", name, got, test.want)
		}
	}
}

func TestAnEntryGrowsOld(t *testing.T) {
	entry := domain.Entry{Checked: calendar.DayOf(noon)}
	for days, stale := range map[int]bool{0: false, domain.StaleDays: false, domain.StaleDays + 1: true} {
		if got := entry.Stale(entry.Checked.AddDays(days)); got != stale {
			t.Errorf("after %d days: stale %v, want %v", days, got, stale)
		}
	}
	if says := entry.CheckedWords(entry.Checked.AddDays(200)); !strings.Contains(says, "Check before you use it") {
		t.Errorf("an old entry says %q", says)
	}
	if says := (domain.Entry{}).CheckedWords(entry.Checked); says != "Never checked. Check before you use it." {
		t.Errorf("one nobody checked says %q", says)
	}
}

func TestWhatASearchChooses(t *testing.T) {
	hostel := domain.Entry{ID: "hostel", Listing: journey.Listing{
		Name: "Fern Hostel", Group: "housing", Helps: []need.Pathway{need.Accommodation}, Areas: []string{"Camden"}, WomenOnly: journey.Yes,
		FemaleStaff: journey.Yes, Languages: []string{"Polish"}, AgeFrom: 18, AgeTo: 25, Routes: []string{"professional"}, Creche: journey.Yes,
	}}
	debt := domain.Entry{ID: "debt", Listing: journey.Listing{
		Name: "Debt line", Group: "women_specific", Helps: []need.Pathway{need.FinanceBenefitDebt}, Routes: []string{"self"},
	}}
	both := []domain.Entry{hostel, debt}
	for name, test := range map[string]struct {
		search domain.Search
		want   []string
	}{
		"everything":                       {domain.Search{}, []string{"hostel", "debt"}},
		"a need":                           {domain.Search{Helps: need.FinanceBenefitDebt}, []string{"debt"}},
		"an area, and what works anywhere": {domain.Search{Area: "camden"}, []string{"hostel", "debt"}},
		"another area":                     {domain.Search{Area: "Brent"}, []string{"debt"}},
		"women only: not stated is no yes": {domain.Search{WomenOnly: true}, []string{"hostel"}},
		"female staff":                     {domain.Search{Staff: true}, []string{"hostel"}},
		"children":                         {domain.Search{Children: true}, []string{"hostel"}},
		"by herself":                       {domain.Search{Self: true}, []string{"debt"}},
		"a language":                       {domain.Search{Language: "polish"}, []string{"hostel"}},
		"an age it takes":                  {domain.Search{Age: 20}, []string{"hostel", "debt"}},
		"an age it does not take":          {domain.Search{Age: 40}, []string{"debt"}},
		"an age below":                     {domain.Search{Age: 17}, []string{"debt"}},
		"part of a name":                   {domain.Search{Text: "fern"}, []string{"hostel"}},
		"nothing that is":                  {domain.Search{Text: "moon"}, nil},
	} {
		var got []string
		for _, entry := range domain.Find(both, test.search) {
			got = append(got, entry.ID)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	gaps := domain.Gaps(both, []string{"Camden", "Brent"})
	if len(gaps) != 18 {
		t.Fatalf("%d gaps, want nine needs in two areas", len(gaps))
	}
	for _, gap := range gaps {
		here, wide := 0, 0
		if gap.Pathway == need.Accommodation && gap.Area == "Camden" {
			here = 1
		}
		if gap.Pathway == need.FinanceBenefitDebt {
			wide = 1
		}
		if gap.Here != here || gap.Wide != wide {
			t.Errorf("%s in %s: %d here and %d wide, want %d and %d", gap.Pathway, gap.Area, gap.Here, gap.Wide, here, wide)
		}
	}
	if got := domain.Areas(both); !slices.Equal(got, []string{"Camden"}) {
		t.Errorf("the areas are %q", got)
	}
}

func TestAnEntryThatIsNotTaken(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*journey.Listing)
		field  string
	}{
		"no name":               {func(l *journey.Listing) { l.Name = " " }, "name"},
		"a name of two lines":   {func(l *journey.Listing) { l.Name = "a\nb" }, "name"},
		"a long name":           {func(l *journey.Listing) { l.Name = strings.Repeat("a", 121) }, "name"},
		"a refuge":              {func(l *journey.Listing) { l.Name = "Fern Refuge" }, "about"},
		"a confidential place":  {func(l *journey.Listing) { l.About = "At a confidential address" }, "about"},
		"a postcode":            {func(l *journey.Listing) { l.About = "12 Fern Road, N1 9GU" }, "about"},
		"a group there is not":  {func(l *journey.Listing) { l.Group = "No group" }, "group"},
		"a need there is not":   {func(l *journey.Listing) { l.Helps = []need.Pathway{"moon"} }, "helps"},
		"a route there is not":  {func(l *journey.Listing) { l.Routes = []string{"owl"} }, "routes"},
		"neither yes nor no":    {func(l *journey.Listing) { l.WomenOnly = "maybe" }, "women_only"},
		"ages the wrong way":    {func(l *journey.Listing) { l.AgeFrom, l.AgeTo = 25, 18 }, "age_to"},
		"an age nobody has":     {func(l *journey.Listing) { l.AgeTo = 200 }, "age_from"},
		"a phone in words":      {func(l *journey.Listing) { l.Phone = "call us" }, "phone"},
		"no e-mail address":     {func(l *journey.Listing) { l.Email = "team at example" }, "email"},
		"no web address":        {func(l *journey.Listing) { l.Web = "javascript:alert(1)" }, "web"},
		"far too much about it": {func(l *journey.Listing) { l.About = strings.Repeat("a", 601) }, "about"},
		"an area of two lines":  {func(l *journey.Listing) { l.Areas = []string{"a\rb"} }, "areas"},
		"too many areas":        {func(l *journey.Listing) { l.Areas = make([]string, 41) }, "areas"},
	} {
		listing := journey.Listing{Name: "Fern Housing", Group: "housing"}
		test.change(&listing)
		_, err := pen(noon).ListService("", listing)
		problems, _ := err.(journey.Problems)
		if len(problems) != 1 || problems[0].Field != test.field {
			t.Errorf("%s: %v, want a problem of %s", name, err, test.field)
		}
	}
	wait := -1
	if _, err := pen(noon).CheckService("anawim", &wait, false); err == nil {
		t.Error("a wait below nothing was taken")
	}
	if _, err := pen(noon).CheckService("", nil, false); err == nil {
		t.Error("a check of nothing was taken")
	}
	if _, err := pen(noon).EndService(""); err == nil {
		t.Error("the end of nothing was taken")
	}
}

func TestAFileOfEntriesThatIsNotTaken(t *testing.T) {
	const good = "source: \"000\"\nprinted: 2014\nservices:\n  - id: a\n    name: A\n    group: housing\n    lines: \"1\"\n"
	if _, err := domain.Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"no YAML":              "services: [",
		"a key there is not":   good + "    moon: 1\n",
		"two documents":        good + "---\n{}\n",
		"an id twice":          good + "  - id: a\n    name: B\n    group: housing\n    lines: \"1\"\n",
		"no year":              strings.Replace(good, "2014", "0", 1),
		"a group there is not": strings.Replace(good, "housing", "moon", 1),
		"no line of a source":  strings.Replace(good, "\"1\"", "\"somewhere\"", 1),
		"an id that is none":   strings.Replace(good, "id: a", "id: A b", 1),
		"a refuge":             strings.Replace(good, "name: A", "name: The Refuge", 1),
		"an alias":             strings.Replace(good, "name: A", "name: &x A\n    about: *x", 1),
		"far too large":        good + strings.Repeat("#", 1<<20),
	} {
		if entries, err := domain.Parse([]byte(text)); err == nil {
			t.Errorf("%s: %d entries were taken", name, len(entries))
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("source: \"000\"\nprinted: 2014\nservices:\n  - {id: a, name: A, group: housing, lines: \"1\"}\n"))
	f.Add([]byte("services: [*a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := domain.Parse(data)
		if err != nil {
			return
		}
		for _, entry := range entries {
			if len(entry.Listing.Problems()) > 0 || entry.Printed == 0 {
				t.Errorf("an entry with problems was taken: %+v", entry)
			}
		}
	})
}
