package journey

import (
	"strings"
	"unicode/utf8"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// The kinds of fact that an assessment tells beside the nine pathways.
const (
	KindStrengths   Kind = "strengths_told"
	KindRisk        Kind = "risk_told"
	KindDual        Kind = "dual_diagnosis_told"
	KindExcluded    Kind = "service_excluded"
	KindTrafficking Kind = "trafficking_told"
	KindFamily      Kind = "family_told"
	KindPregnancy   Kind = "pregnancy_told"
)

// StrengthsTold says how ready she is; what goes well is in its words.
type StrengthsTold struct {
	Ready Readiness `json:"ready,omitempty"`
}

// Readiness is how ready she says she is to change something.
type Readiness string

// How ready; "" where nobody asked.
const (
	ReadyNow      Readiness = "now"
	ReadyThinking Readiness = "thinking"
	ReadyNotYet   Readiness = "not_yet"
)

// Readinesses lists them.
var Readinesses = []Readiness{ReadyNow, ReadyThinking, ReadyNotYet}

var readyWords = map[Readiness]string{ReadyNow: "Ready now", ReadyThinking: "Thinking about it", ReadyNotYet: "Not yet"}

// Words returns it as people say it.
func (r Readiness) Words() string { return readyWords[r] }

// RiskTold says whether somebody is at risk, as far as is known that day. What was
// done stands in its words.
type RiskTold struct {
	To      RiskTo     `json:"to"`
	Present YesNo      `json:"present"`
	From    RiskSource `json:"from,omitempty"`
	When    Imminence  `json:"when,omitempty"`
}

// RiskTo is who is at risk.
type RiskTo string

// Who may be at risk.
const (
	RiskToHerself  RiskTo = "herself"
	RiskToChildren RiskTo = "children"
	RiskToStaff    RiskTo = "staff"
	RiskToOthers   RiskTo = "others"
)

// RisksTo lists them in the order in which they are asked.
var RisksTo = []RiskTo{RiskToHerself, RiskToChildren, RiskToOthers, RiskToStaff}

var riskWords = map[RiskTo]string{
	RiskToHerself: "Risk to herself", RiskToChildren: "Risk to children", RiskToStaff: "Risk to staff", RiskToOthers: "Risk to others",
}

// Words returns it as people say it.
func (r RiskTo) Words() string { return riskWords[r] }

// RiskSource is where the worker has it from.
type RiskSource string

// The sources.
const (
	RiskSheTold   RiskSource = "she_told"
	RiskSeen      RiskSource = "worker_saw"
	RiskAgency    RiskSource = "another_agency"
	RiskOtherTold RiskSource = "somebody_else"
)

// RiskSources lists them.
var RiskSources = []RiskSource{RiskSheTold, RiskSeen, RiskAgency, RiskOtherTold}

var sourceWords = map[RiskSource]string{
	RiskSheTold: "She said so", RiskSeen: "The worker saw it", RiskAgency: "Another agency", RiskOtherTold: "Somebody else said so",
}

// Words returns it as people say it.
func (s RiskSource) Words() string { return sourceWords[s] }

// Imminence is how near a risk is.
type Imminence string

// How near; "" where it is not known.
const (
	RiskNow  Imminence = "now"
	RiskDays Imminence = "days"
	RiskPast Imminence = "later"
)

// Imminences lists them.
var Imminences = []Imminence{RiskNow, RiskDays, RiskPast}

var imminenceWords = map[Imminence]string{RiskNow: "Now", RiskDays: "In the next days", RiskPast: "Not soon"}

// Words returns it as people say it.
func (i Imminence) Words() string { return imminenceWords[i] }

// DualTold says whether mental health and drugs or alcohol trouble her at the same
// time. Source: 004:145, 320.
type DualTold struct {
	Together YesNo `json:"together"`
}

// ServiceExcluded says that a service turned her away because of the other need.
// Which one is in its words. Source: 004:145, 320.
type ServiceExcluded struct {
	By      need.Area `json:"by"`      // what the service is for
	Because need.Area `json:"because"` // why it turned her away
}

// TraffickingTold says whether somebody may have trafficked her, and what she said
// to being referred to those who decide on it. Only some bodies may refer, and an
// adult has to agree.
type TraffickingTold struct {
	Possible ScreenAnswer `json:"possible"`
	Referral YesNo        `json:"referral_agreed,omitempty"` // "" where nobody asked
}

// FamilyTold says what is so of her children and of those she cares for. How many
// there are is told by Described, which figures count.
type FamilyTold struct {
	Ages       []int      `json:"ages,omitempty"` // in years, of children under 18
	SocialCare SocialCare `json:"social_care,omitempty"`
	AtBirth    YesNo      `json:"removed_at_birth,omitempty"` // a child was taken at birth, or that was decided
	Needs      YesNo      `json:"children_need_help,omitempty"`
	Caring     YesNo      `json:"cares_for_adult,omitempty"`
}

// SocialCare is how far children's social care is there.
type SocialCare string

// How far; "" where nobody asked.
const (
	NoSocialCare     SocialCare = "none"
	ChildInNeed      SocialCare = "child_in_need"
	ChildProtection  SocialCare = "child_protection"
	ChildLookedAfter SocialCare = "looked_after"
)

// SocialCares lists them.
var SocialCares = []SocialCare{NoSocialCare, ChildInNeed, ChildProtection, ChildLookedAfter}

var socialCareWords = map[SocialCare]string{
	NoSocialCare: "Not there", ChildInNeed: "Helps a child in need", ChildProtection: "A child protection plan", ChildLookedAfter: "Looks after a child",
}

// Words returns it as people say it.
func (s SocialCare) Words() string { return socialCareWords[s] }

// PregnancyTold says whether she is pregnant, and when the child is due.
type PregnancyTold struct {
	Pregnant YesNo        `json:"pregnant"`
	Due      calendar.Day `json:"due,omitzero"`
}

func (StrengthsTold) Kind() Kind   { return KindStrengths }
func (RiskTold) Kind() Kind        { return KindRisk }
func (DualTold) Kind() Kind        { return KindDual }
func (ServiceExcluded) Kind() Kind { return KindExcluded }
func (TraffickingTold) Kind() Kind { return KindTrafficking }
func (FamilyTold) Kind() Kind      { return KindFamily }
func (PregnancyTold) Kind() Kind   { return KindPregnancy }

// Telling of an assessment, beside the nine pathways, as a person enters it. What is
// empty was not asked.
type AssessmentTold struct {
	Strengths   string // hers
	Ready       Readiness
	Risks       []RiskEntry
	Together    YesNo
	Excluded    []need.Area // the services that turned her away, by what they are for
	ExcludedBy  string      // which ones, in words
	Trafficking TraffickingTold
	Children    *int // under 18
	WithHer     *int
	Family      FamilyTold
	FamilyWords string // what the children need, in her words
	Pregnancy   PregnancyTold
}

// RiskEntry is one risk as a person enters it.
type RiskEntry struct {
	RiskTold
	Done string // what was done, and by whom
}

// empty says whether nothing was told.
func (f FamilyTold) empty() bool {
	return len(f.Ages) == 0 && f.SocialCare == "" && f.AtBirth == "" && f.Needs == "" && f.Caring == ""
}

// Tell writes down what an assessment tells beside the nine pathways: nothing where
// nothing was told.
func (p Pen) Tell(row Row, on calendar.Day, told AssessmentTold) ([]Fact, error) {
	var problems Problems
	p.dated(&problems, row, on)
	told.check(&problems, row)
	for field, text := range map[string]string{"strengths": told.Strengths, "excluded-words": told.ExcludedBy, "family-words": told.FamilyWords} {
		problems.check(utf8.RuneCountInString(text) <= longestTold, field, "Use fewer words here")
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	var facts []Fact
	write := func(holds bool, caseID string, body Body, words string) {
		if holds {
			facts = append(facts, p.write(row.Woman, caseID, calendar.OnDay(on), body, sealedText(words)))
		}
	}
	for _, risk := range told.Risks {
		write(risk.Present != "", row.Case, risk.RiskTold, risk.Done)
	}
	write(strings.TrimSpace(told.Strengths) != "" || told.Ready != "", row.Case, StrengthsTold{told.Ready}, told.Strengths)
	write(told.Together != "", row.Case, DualTold{told.Together}, "")
	for _, by := range told.Excluded {
		write(true, row.Case, ServiceExcluded{By: by, Because: otherOf(by)}, told.ExcludedBy)
	}
	write(told.Trafficking.Possible != "", row.Case, told.Trafficking, "")
	// Her children and whom she carries are hers, whichever referral she comes by.
	write(told.Children != nil || told.WithHer != nil, "", Described{ChildrenUnder18: told.Children, ChildrenWithHer: told.WithHer}, "")
	write(!told.Family.empty() || strings.TrimSpace(told.FamilyWords) != "", "", told.Family, told.FamilyWords)
	write(told.Pregnancy.Pregnant != "", "", told.Pregnancy, "")
	return facts, nil
}

// otherOf is the need because of which a service turns away a woman who has both.
func otherOf(area need.Area) need.Area {
	if area == need.MentalHealth {
		return need.Substances
	}
	return need.MentalHealth
}

func (t AssessmentTold) check(problems *Problems, row Row) {
	yesNo := func(value YesNo, field string) {
		problems.check(value == "" || value == Yes || value == No, field, "Choose yes or no")
	}
	problems.check(t.Ready == "" || oneOf(t.Ready, Readinesses), "ready", "Choose how ready she is from the list")
	for _, risk := range t.Risks {
		risk.check(problems)
	}
	yesNo(t.Together, "both-needs")
	for _, by := range t.Excluded {
		problems.check(by == need.MentalHealth || by == need.Substances, "excluded", "Choose which service turned her away")
	}
	problems.check(len(t.Excluded) == 0 || t.Together != No, "excluded", "You chose that she does not have both: choose which is so")
	problems.check(len(t.Excluded) > 0 || strings.TrimSpace(t.ExcludedBy) == "", "excluded", "Choose which service turned her away")
	problems.check(t.Trafficking.Possible == "" || oneOf(t.Trafficking.Possible, ScreenAnswers), "trafficking", "Choose her answer from the list")
	yesNo(t.Trafficking.Referral, "trafficking-referral")
	problems.check(t.Trafficking.Referral == "" || t.Trafficking.Possible != "", "trafficking", "Choose first whether somebody may have trafficked her")
	for _, number := range []struct {
		of    *int
		field string
	}{{t.Children, "children"}, {t.WithHer, "with-her"}} {
		problems.check(number.of == nil || *number.of >= 0 && *number.of <= mostChildren, number.field, "Enter a number from 0 to 20")
	}
	if t.Children != nil {
		problems.check(t.WithHer == nil || *t.WithHer <= *t.Children, "with-her", "That is more than all her children")
		problems.check(len(t.Family.Ages) <= *t.Children, "ages", "Enter one age for each child")
	}
	for _, age := range t.Family.Ages {
		problems.check(age >= 0 && age < 18, "ages", "Enter ages from 0 to 17, such as 3, 7, 12")
	}
	problems.check(t.Family.SocialCare == "" || oneOf(t.Family.SocialCare, SocialCares), "social-care", "Choose from the list")
	yesNo(t.Family.AtBirth, "at-birth")
	yesNo(t.Family.Needs, "children-need")
	yesNo(t.Family.Caring, "caring")
	yesNo(t.Pregnancy.Pregnant, "pregnant")
	problems.check(!t.Pregnancy.Due.Known() || t.Pregnancy.Pregnant == Yes, "pregnant", "Choose yes where a date is known")
}

// mostChildren is the most that a form takes.
const mostChildren = 20

func (r RiskEntry) check(problems *Problems) {
	field := "risk-" + string(r.To)
	problems.check(oneOf(r.To, RisksTo), field, "Choose who is at risk")
	problems.check(r.Present == "" || r.Present == Yes || r.Present == No, field, "Choose yes or no")
	problems.check(r.From == "" || oneOf(r.From, RiskSources), field, "Choose where you have it from")
	problems.check(r.When == "" || oneOf(r.When, Imminences), field, "Choose how near it is")
	problems.check(r.Present == Yes || r.From == "" && r.When == "" && strings.TrimSpace(r.Done) == "", field, "Choose Yes for "+strings.ToLower(r.To.Words())+", or leave the rest empty")
	problems.check(r.When != RiskNow || strings.TrimSpace(r.Done) != "", field, "It is now: write what was done")
	problems.check(utf8.RuneCountInString(r.Done) <= longestTold, field, "Use fewer words here")
}

// NoteRisk writes down one risk, as when an answer asks for something at once.
func (p Pen) NoteRisk(row Row, on calendar.Day, risk RiskEntry) ([]Fact, error) {
	if risk.Present == "" {
		return nil, Problems{{Field: "risk-" + string(risk.To), Say: "Choose yes or no"}}
	}
	return p.Tell(row, on, AssessmentTold{Risks: []RiskEntry{risk}})
}
