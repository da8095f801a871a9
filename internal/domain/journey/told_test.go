package journey

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// assessing is the pen of a keyworker on 1 March 2021, and a case of January.
func assessing() (Pen, Row) {
	now := time.Date(2021, 3, 1, 14, 0, 0, 0, calendar.London)
	return Pen{Now: now, By: "priya", Agency: "Centre"}, Row{Case: "case-1", Woman: "woman-1", Referred: d("2021-01-04")}
}

// wantProblem wants this problem, or none where it is empty.
func wantProblem(t *testing.T, err error, want problem) {
	t.Helper()
	var problems Problems
	switch {
	case want == problem{}:
		if err != nil {
			t.Errorf("refused: %v", err)
		}
	case !errors.As(err, &problems) || problems[0].Field != want.field || !strings.Contains(problems[0].Say, want.says):
		t.Errorf("got %v, want %v", err, want)
	}
}

func TestWhatAnAssessmentTells(t *testing.T) {
	p, row := assessing()
	n := func(n int) *int { return &n }
	risk := func(r RiskTold, done string) AssessmentTold {
		return AssessmentTold{Risks: []RiskEntry{{RiskTold: r, Done: done}}}
	}
	for name, test := range map[string]struct {
		told AssessmentTold
		want problem
	}{
		"nothing":                        {AssessmentTold{}, problem{}},
		"strengths and readiness":        {AssessmentTold{Strengths: "She sings", Ready: ReadyThinking}, problem{}},
		"another readiness":              {AssessmentTold{Ready: "perhaps"}, problem{"ready", "from the list"}},
		"a risk now, with what was done": {risk(RiskTold{To: RiskToHerself, Present: Yes, From: RiskSheTold, When: RiskNow}, "We rang her sister"), problem{}},
		"a risk now, and nothing done":   {risk(RiskTold{To: RiskToHerself, Present: Yes, When: RiskNow}, ""), problem{"risk-herself", "write what was done"}},
		"no risk, and how near":          {risk(RiskTold{To: RiskToStaff, Present: No, When: RiskDays}, ""), problem{"risk-staff", "Choose Yes"}},
		"done, and no risk":              {risk(RiskTold{To: RiskToOthers}, "We talked"), problem{"risk-others", "Choose Yes"}},
		"a risk from nowhere":            {risk(RiskTold{To: RiskToChildren, Present: Yes, From: "rumour"}, ""), problem{"risk-children", "where you have it from"}},
		"a risk some day":                {risk(RiskTold{To: RiskToChildren, Present: Yes, When: "some_day"}, ""), problem{"risk-children", "how near"}},
		"a risk to a stranger":           {risk(RiskTold{To: "stranger", Present: Yes}, ""), problem{"risk-stranger", "who is at risk"}},
		"turned away":                    {AssessmentTold{Together: Yes, Excluded: []need.Area{need.MentalHealth}, ExcludedBy: "The clinic"}, problem{}},
		"turned away, without both":      {AssessmentTold{Together: No, Excluded: []need.Area{need.MentalHealth}}, problem{"excluded", "choose which is so"}},
		"turned away by a school":        {AssessmentTold{Excluded: []need.Area{need.Learning}}, problem{"excluded", "which service"}},
		"words of no service":            {AssessmentTold{ExcludedBy: "The clinic"}, problem{"excluded", "which service"}},
		"maybe trafficked":               {AssessmentTold{Trafficking: TraffickingTold{Possible: ScreenNotSure, Referral: No}}, problem{}},
		"agreed to nothing asked":        {AssessmentTold{Trafficking: TraffickingTold{Referral: Yes}}, problem{"trafficking", "Choose first"}},
		"two children":                   {AssessmentTold{Children: n(2), WithHer: n(1), Family: FamilyTold{Ages: []int{3, 7}, SocialCare: ChildInNeed, Needs: Yes}}, problem{}},
		"more with her than there are":   {AssessmentTold{Children: n(1), WithHer: n(2)}, problem{"with-her", "more than all"}},
		"more ages than children":        {AssessmentTold{Children: n(1), Family: FamilyTold{Ages: []int{3, 7}}}, problem{"ages", "one age for each"}},
		"a child of eighteen":            {AssessmentTold{Family: FamilyTold{Ages: []int{18}}}, problem{"ages", "0 to 17"}},
		"fewer than none":                {AssessmentTold{Children: n(-1)}, problem{"children", "from 0 to 20"}},
		"another social care":            {AssessmentTold{Family: FamilyTold{SocialCare: "some"}}, problem{"social-care", "from the list"}},
		"due, and not pregnant":          {AssessmentTold{Pregnancy: PregnancyTold{Pregnant: No, Due: d("2021-06-01")}}, problem{"pregnant", "Choose yes"}},
		"too many words":                 {AssessmentTold{Strengths: strings.Repeat("a", longestTold+1)}, problem{"strengths", "fewer words"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.Tell(row, d("2021-03-01"), test.told)
			wantProblem(t, err, test.want)
		})
	}
	if _, err := p.NoteRisk(row, d("2021-03-01"), RiskEntry{RiskTold: RiskTold{To: RiskToHerself}}); err == nil {
		t.Error("a risk that nobody decided on is written down")
	}
}

// The two needs and who turned her away for them are facts of their own.
// Source: 004:145, 320.
func TestTurnedAwayIsAFactOfItsOwn(t *testing.T) {
	p, row := assessing()
	facts, err := p.Tell(row, d("2021-03-01"), AssessmentTold{Together: Yes, Excluded: []need.Area{need.MentalHealth, need.Substances}, ExcludedBy: "Both clinics"})
	if err != nil || len(facts) != 3 {
		t.Fatalf("%d facts, %v", len(facts), err)
	}
	for i, want := range []Body{DualTold{Yes}, ServiceExcluded{need.MentalHealth, need.Substances}, ServiceExcluded{need.Substances, need.MentalHealth}} {
		if facts[i].Body != want {
			t.Errorf("fact %d is %+v", i, facts[i].Body)
		}
	}
	if facts[1].Words.Text != "Both clinics" || facts[0].Words != nil {
		t.Error("which service it was is not with the services that turned her away")
	}
}

// Of each concern the last telling stands; a no to a question takes back nothing.
func TestConcerns(t *testing.T) {
	risk := func(present YesNo) Body { return RiskTold{To: RiskToChildren, Present: present} }
	screened := func(answer ScreenAnswer) Body { return Screened{Area: need.Trafficking, Answer: answer} }
	for name, test := range map[string]struct {
		bodies []Body
		want   Concerns
	}{
		"nothing":                      {nil, 0},
		"a risk":                       {[]Body{risk(Yes)}, ChildrenAtRisk},
		"a risk that is over":          {[]Body{risk(Yes), risk(No)}, 0},
		"trafficked, then asked again": {[]Body{screened(ScreenYes), screened(ScreenNo)}, MaybeTrafficked},
		"trafficked, then cleared up":  {[]Body{screened(ScreenYes), TraffickingTold{Possible: ScreenNo}}, 0},
		"not sure":                     {[]Body{TraffickingTold{Possible: ScreenNotSure}}, MaybeTrafficked},
		"both needs, turned away":      {[]Body{DualTold{Yes}, ServiceExcluded{}}, MentalAndSubstance | TurnedAway},
		"expecting":                    {[]Body{PregnancyTold{Pregnant: Yes}}, Expecting},
	} {
		var got Concerns
		for _, body := range test.bodies {
			got.take(Fact{Body: body})
		}
		if got != test.want {
			t.Errorf("%s: %v, want %v", name, got.Words(), test.want.Words())
		}
		text, err := json.Marshal(got)
		var back Concerns
		if err != nil || json.Unmarshal(text, &back) != nil || back != got {
			t.Errorf("%s: %s reads back as %v (%v)", name, text, back.Words(), err)
		}
	}
	var c Concerns
	for _, text := range []string{`["unheard_of"]`, `3`} {
		if err := json.Unmarshal([]byte(text), &c); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}
