package practice

import "throughline/internal/domain/access"

// Password is the one password of all practice accounts, printed where one signs in.
const Password = "quiet river stone bridge"

// CardWords and CardPIN are on the card of the one invented woman whose own space
// anybody may look at. No card of a real woman has words that were chosen.
const (
	CardWords = "garden lemon window cloud"
	CardPIN   = "4826"
)

// Account is one person of the practice system who may sign in with Password.
type Account struct {
	ID          string
	Name        string // sign-in name
	DisplayName string
	Agency      string
	Role        access.Role
	Specialism  access.Specialism
	Languages   []string // BCP 47
}

// Asker returns the person in the form that access rules ask about.
func (a Account) Asker() access.Asker {
	return access.Asker{ID: a.ID, Name: a.DisplayName, Agency: a.Agency, Role: a.Role, Specialism: a.Specialism}
}

// The organisations of the practice system.
const (
	policeForce = "Metropolitan Police"
	riverside   = "Riverside Women's Centre"
	lantern     = "Lantern House"
	harbour     = "Harbour Women's Project"
	orchard     = "Orchard Street Centre"
	lawCentre   = "Bridge Row Law Centre"
	safeHands   = "Safe Hands Advocacy"
	housing     = "Thameside Housing"
	magistrates = "Westgate Magistrates' Court"
	probation   = "Probation, Central"
	university  = "Northfield University"
	councils    = "Safeguarding Partnership"
)

// Priya is the account id of the keyworker whose day is full.
const Priya = "KW01"

// Accounts returns one person for each role, and the other keyworkers.
func Accounts() []Account {
	return []Account{
		{ID: "practice-officer", Name: "officer", DisplayName: "Sam Okafor", Agency: policeForce, Role: access.Officer},
		{ID: "practice-reviewer", Name: "reviewer", DisplayName: "Helen Marsh", Agency: policeForce, Role: access.EvidenceReviewOfficer},
		{ID: Priya, Name: "keyworker", DisplayName: "Priya Nair", Agency: riverside, Role: access.Keyworker, Languages: []string{"en", "hi"}},
		{ID: "KW02", Name: "keyworker2", DisplayName: "Jo Brennan", Agency: riverside, Role: access.Keyworker, Languages: []string{"en"}},
		{ID: "KW03", Name: "keyworker3", DisplayName: "Monika Zielinska", Agency: lantern, Role: access.Keyworker, Languages: []string{"en", "pl"}},
		{ID: "KW04", Name: "keyworker4", DisplayName: "Ruth Adeyemi", Agency: lantern, Role: access.Keyworker, Languages: []string{"en", "fr"}},
		{ID: "KW05", Name: "keyworker5", DisplayName: "Carla Mendes", Agency: harbour, Role: access.Keyworker, Languages: []string{"en", "pt", "es"}},
		{ID: "KW06", Name: "keyworker6", DisplayName: "Nadia Rahman", Agency: harbour, Role: access.Keyworker, Languages: []string{"en", "bn"}},
		{ID: "KW07", Name: "keyworker7", DisplayName: "Beth Llewellyn", Agency: orchard, Role: access.Keyworker, Languages: []string{"en", "cy"}},
		{ID: "practice-lead", Name: "lead", DisplayName: "Angela Reid", Agency: riverside, Role: access.ServiceLead},
		{ID: "practice-manager", Name: "manager", DisplayName: "Esther Boateng", Agency: lantern, Role: access.PartnerManager},
		{ID: "practice-immigration", Name: "specialist-immigration", DisplayName: "Leyla Demir", Agency: lawCentre, Role: access.Specialist, Specialism: access.Immigration},
		{ID: "practice-idva", Name: "specialist-idva", DisplayName: "Grace Lambert", Agency: safeHands, Role: access.Specialist, Specialism: access.IDVA},
		{ID: Groups, Name: "specialist-groups", DisplayName: "Ana Costa", Agency: riverside, Role: access.Specialist, Specialism: access.Group},
		{ID: "practice-partner", Name: "partner", DisplayName: "Tom Whitaker", Agency: housing, Role: access.Partner},
		{ID: "practice-court", Name: "court", DisplayName: "Joan Ellis", Agency: magistrates, Role: access.Court},
		{ID: "practice-probation", Name: "probation", DisplayName: "David Mensah", Agency: probation, Role: access.Probation},
		{ID: "practice-commissioner", Name: "commissioner", DisplayName: "Martin Shah", Agency: "Commissioning team", Role: access.Commissioner},
		{ID: "practice-evaluator", Name: "evaluator", DisplayName: "Hannah Frost", Agency: university, Role: access.Evaluator},
		{ID: "practice-governance", Name: "governance", DisplayName: "Patrick Doyle", Agency: riverside, Role: access.InformationGovernance},
		{ID: "practice-safeguarding", Name: "safeguarding", DisplayName: "Miriam Hughes", Agency: councils, Role: access.InformationGovernance},
		{ID: "practice-admin", Name: "admin", DisplayName: "Lee Thornton", Agency: riverside, Role: access.Administrator},
	}
}

// place is one of the two areas of the service.
type place struct {
	area     string
	suites   []string
	boroughs []string
	outward  []string // first halves of postcodes
	workers  []Account
}

// places returns the areas with the keyworkers who cover them.
func places() []place {
	by := map[string]Account{}
	for _, account := range Accounts() {
		by[account.ID] = account
	}
	return []place{
		{
			area: "Central West", suites: []string{"Eastgate", "Mill Lane"}, boroughs: []string{"Westminster", "Hammersmith and Fulham"},
			outward: []string{"W2", "W6", "W9", "W10", "W12", "SW6", "SW1V"}, workers: []Account{by[Priya], by["KW02"], by["KW05"]},
		},
		{
			area: "Central South", suites: []string{"Kingsferry", "Station Road"}, boroughs: []string{"Lambeth", "Southwark"},
			outward: []string{"SE1", "SE5", "SE11", "SE15", "SE17", "SW2", "SW9"}, workers: []Account{by["KW03"], by["KW04"], by["KW06"], by["KW07"]},
		},
	}
}

// Area is an area of the invented service, with its custody suites.
type Area struct {
	Area   string
	Suites []string
}

// Areas returns the areas that the invented service covers.
func Areas() []Area {
	var areas []Area
	for _, place := range places() {
		areas = append(areas, Area{place.area, place.suites})
	}
	return areas
}
