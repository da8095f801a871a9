package need

import "testing"

func TestThereAreNinePathwaysInTheCodesOfTheExchangeFormat(t *testing.T) {
	want := []string{
		"accommodation", "education_training_employment", "health", "drugs_and_alcohol", "finance_benefit_debt",
		"children_and_families", "attitudes_thinking_behaviour", "domestic_abuse_vawg", "sex_work",
	}
	got := Pathways()
	if len(got) != len(want) {
		t.Fatalf("there are %d pathways, want nine", len(got))
	}
	for i, code := range want {
		if string(got[i]) != code {
			t.Errorf("pathway %d is %q, want %q", i+1, got[i], code)
		}
		p := Pathway(code)
		if !p.Known() || p.Title() == code {
			t.Errorf("%q is known: %t; its title is %q", code, p.Known(), p.Title())
		}
		if heading, printed := p.London(); printed != (p != SexWork) || printed && heading.Source == "" {
			t.Errorf("%s: London prints %+v, %v", code, heading, printed)
		}
	}
	if Pathway("housing").Known() || Pathway("").Known() {
		t.Error("there is a tenth pathway")
	}
}

func TestTierFollowsTheNumberOfNeeds(t *testing.T) {
	want := []Tier{TierNotStated, TierStandard, TierStandard, TierStandard, TierMedium, TierMedium, TierMedium, TierHigh, TierHigh, TierHigh}
	for needs, tier := range want {
		if got := TierFor(needs); got != tier {
			t.Errorf("%d needs give tier %d, want %d", needs, got, tier)
		}
	}
	for _, needs := range []int{-1, 10} {
		if got := TierFor(needs); got != TierNotStated {
			t.Errorf("%d needs give tier %d, want not stated", needs, got)
		}
	}
}

func TestDesignLimitsAreThoseOfTheAppendixAndOnlyGuidance(t *testing.T) {
	tests := []struct {
		tier Tier
		want Design
	}{
		{TierStandard, Design{2, 3, 1, 0, 0, "004:462", "superseded, guidance only"}},
		{TierMedium, Design{3, 5, 3, 0, 0, "004:463", "superseded, guidance only"}},
		{TierHigh, Design{3, 5, 3, 6, 18, "004:464", "superseded, guidance only"}},
	}
	for _, test := range tests {
		if got, stated := test.tier.Design(); !stated || got != test.want {
			t.Errorf("%s was designed as %+v, want %+v", test.tier.Title(), got, test.want)
		}
	}
	if _, stated := TierNotStated.Design(); stated || TierNotStated.Title() != "not stated" {
		t.Error("a tier that is not stated has no design")
	}
}

func TestAbuseIsCurrentPastOrBoth(t *testing.T) {
	tests := []struct {
		code             string
		current, history bool
	}{{"", false, false}, {"current", true, false}, {"history", false, true}, {"both", true, true}}
	for _, test := range tests {
		d, err := ParseAbuseDetail(test.code)
		if err != nil || d.Current() != test.current || d.History() != test.history {
			t.Errorf("%q: current %v, history %v, %v", test.code, d.Current(), d.History(), err)
		}
	}
	if _, err := ParseAbuseDetail("past"); err == nil {
		t.Error("past is not a detail")
	}
}

func TestRatingRunsFromVeryHardToGoingWell(t *testing.T) {
	for n, words := range map[int]string{0: "very hard", 4: "going well"} {
		if got := Rating(n).Words(); got != words {
			t.Errorf("%d is %q, want %q", n, got, words)
		}
	}
	for _, n := range []int{-1, 5} {
		if Rating(n).Words() != "not stated" {
			t.Errorf("%d is off the scale", n)
		}
	}
}
