package journey

import (
	"regexp"
	"strings"
	"unicode"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// The kinds of fact about services that women may be sent on to. They have no
// woman and no case.
const (
	KindServiceListed  Kind = "service_listed"
	KindServiceChecked Kind = "service_checked"
	KindServiceGone    Kind = "service_gone"
)

// ServiceListed is an entry of the directory as it stands after this fact.
type ServiceListed struct {
	Service string `json:"service"`
	Listing
}

// Listing is what the directory says of a service. What nobody stated stays empty:
// it is shown as not stated, and never read as no.
type Listing struct {
	Name        string         `json:"name"`
	Group       string         `json:"group"`
	About       string         `json:"description,omitempty"`
	Helps       []need.Pathway `json:"helps,omitempty"`
	Areas       []string       `json:"service_areas,omitempty"` // none: everywhere
	AgeFrom     int            `json:"minimum_age,omitempty"`   // years; 0: not stated
	AgeTo       int            `json:"maximum_age,omitempty"`
	WomenOnly   YesNo          `json:"women_only,omitempty"`
	FemaleStaff YesNo          `json:"female_staff_only,omitempty"`
	Children    YesNo          `json:"children_welcome,omitempty"`
	Creche      YesNo          `json:"creche,omitempty"`
	Languages   []string       `json:"languages,omitempty"`
	Hours       string         `json:"schedule,omitempty"`
	Routes      []string       `json:"referral_routes,omitempty"` // self, professional, court
	Phone       string         `json:"phone,omitempty"`
	Email       string         `json:"email,omitempty"`
	Web         string         `json:"url,omitempty"`
	Source      string         `json:"source,omitempty"` // where a delivered entry comes from
}

// ServiceChecked says that somebody asked the service whether its entry is so, and
// how long its wait is.
type ServiceChecked struct {
	Service string `json:"service"`
	Wait    *int   `json:"wait_days,omitempty"` // as the service tells; nil where it said nothing of it
	ByThem  bool   `json:"by_service,omitempty"`
}

// ServiceGone says that a service is no longer there, or takes nobody on.
type ServiceGone struct {
	Service string `json:"service"`
}

func (ServiceListed) Kind() Kind  { return KindServiceListed }
func (ServiceChecked) Kind() Kind { return KindServiceChecked }
func (ServiceGone) Kind() Kind    { return KindServiceGone }

// ServiceRoutes lists by whom a service takes referrals.
var ServiceRoutes = []string{"self", "professional", "court"}

// aboutService writes a fact about a service.
func (p Pen) aboutService(body Body) []Fact {
	return []Fact{{Happened: calendar.At(p.Now), Known: calendar.At(p.Now), By: p.By, Agency: p.Agency, Body: body}}
}

// Longest texts of an entry, in characters, and the longest wait in days.
const (
	longestLine         = 120
	longestAboutService = 600
	mostListed          = 40
	longestWait         = 2 * 365
)

var (
	emailForm = regexp.MustCompile(`^[^\s@<>(),;:"\[\]]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
	phoneForm = regexp.MustCompile(`^[0-9 ()+]{5,20}$`)
	webForm   = regexp.MustCompile(`^(https?://)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[^\s]*)?$`)
	// A place to hide stands in no directory: who looks for her reads it too.
	refuge   = regexp.MustCompile(`(?i)\brefuges?\b|\bsafe ?houses?\b|\bconfidential address\b|\bsecret address\b`)
	postcode = regexp.MustCompile(`(?i)\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b`)
)

// IsEmail says whether a text has the form of one e-mail address.
func IsEmail(text string) bool { return len(text) <= 254 && emailForm.MatchString(text) }

// Problems says what is wrong with an entry of the directory, by the names of its
// fields. A refuge is refused, and an address with it: a directory is read by
// anybody, and so by him whom she fears.
func (l Listing) Problems() Problems {
	var problems Problems
	line := func(text, field, what string) {
		problems.check(len([]rune(text)) <= longestLine && oneLine(text), field, "Enter "+what+" in one line of up to 120 characters")
	}
	problems.check(strings.TrimSpace(l.Name) != "", "name", "Enter the name of the service")
	line(l.Name, "name", "the name")
	line(l.Hours, "hours", "the hours")
	problems.check(len([]rune(l.About)) <= longestAboutService, "about", "Say what it does in up to 600 characters")
	problems.check(IsCode(l.Group), "group", "Choose the group it belongs to")
	problems.check(len(l.Areas) <= mostListed && len(l.Languages) <= mostListed, "areas", "Enter up to 40 areas and 40 languages")
	for _, area := range l.Areas {
		line(area, "areas", "each area")
	}
	for _, language := range l.Languages {
		line(language, "languages", "each language")
	}
	for _, pathway := range l.Helps {
		problems.check(pathway.Known(), "helps", "Choose what it helps with from the nine pathways")
	}
	for _, route := range l.Routes {
		problems.check(oneOf(route, ServiceRoutes), "routes", "Choose who may refer from the list")
	}
	told := func(answer YesNo, field string) {
		problems.check(oneOf(answer, []YesNo{"", Yes, No}), field, "Choose yes, no or not known")
	}
	told(l.WomenOnly, "women_only")
	told(l.FemaleStaff, "female_staff")
	told(l.Children, "children")
	told(l.Creche, "creche")
	problems.check(l.AgeFrom >= 0 && l.AgeTo >= 0 && l.AgeFrom <= 120 && l.AgeTo <= 120, "age_from", "Enter ages in years, up to 120")
	problems.check(l.AgeTo == 0 || l.AgeFrom <= l.AgeTo, "age_to", "The oldest age is below the youngest")
	problems.check(l.Phone == "" || phoneForm.MatchString(l.Phone), "phone", "Enter a phone number, such as 020 7946 0000")
	problems.check(l.Email == "" || IsEmail(l.Email), "email", "Enter an e-mail address, such as team@example.org")
	problems.check(l.Web == "" || len(l.Web) <= 300 && webForm.MatchString(l.Web), "web", "Enter a web address, such as www.example.org")
	hides := refuge.MatchString(strings.Join([]string{l.Name, l.About, l.Hours}, "\n"))
	problems.check(!hides, "about", "A refuge or a confidential address never stands in the directory. Write whom to call, and nothing of the place")
	placed := postcode.MatchString(strings.Join(append([]string{l.Name, l.About, l.Hours}, l.Areas...), "\n"))
	problems.check(!placed, "about", "Leave out postcodes: name the town or borough it works in")
	return problems
}

func oneLine(text string) bool {
	return !strings.ContainsFunc(text, unicode.IsControl)
}

// ListService puts a service in the directory, or changes its entry. service is ""
// for a new one.
func (p Pen) ListService(service string, listing Listing) ([]Fact, error) {
	if err := listing.Problems().err(); err != nil {
		return nil, err
	}
	if service == "" {
		service = p.NewID()
	}
	return p.aboutService(ServiceListed{Service: service, Listing: listing}), nil
}

// CheckService says that a service was asked, or itself says, that its entry is so,
// with its wait in days; nil where nothing was said of it.
func (p Pen) CheckService(service string, wait *int, byThem bool) ([]Fact, error) {
	var problems Problems
	problems.check(service != "", "service", "There is no such service")
	problems.check(wait == nil || *wait >= 0 && *wait <= longestWait, "wait", "Enter the wait in days, up to 730")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return p.aboutService(ServiceChecked{Service: service, Wait: wait, ByThem: byThem}), nil
}

// EndService takes a service out of the directory.
func (p Pen) EndService(service string) ([]Fact, error) {
	var problems Problems
	problems.check(service != "", "service", "There is no such service")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return p.aboutService(ServiceGone{Service: service}), nil
}
