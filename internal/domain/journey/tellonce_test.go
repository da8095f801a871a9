package journey_test

import (
	"slices"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/safecontact"
)

// on is a fact of a day of March 2026 that somebody of an agency wrote down.
func on(day int, agency string, body journey.Body) journey.Fact {
	by := "worker"
	if agency == "" {
		by = ""
	}
	return journey.Fact{Woman: "her", Happened: calendar.OnDay(calendar.On(2026, time.March, day)), By: by, Agency: agency, Body: body}
}

func march(day int) calendar.Day {
	if day == 0 {
		return 0
	}
	return calendar.On(2026, time.March, day)
}

func TestWhatWasToldIsToldOnce(t *testing.T) {
	two := 2
	tests := []struct {
		name  string
		facts []journey.Fact
		want  []journey.Telling
	}{
		{"nothing", nil, nil},
		{"a police referral, confirmed with her", []journey.Fact{
			on(3, "Police", journey.IdentityTold{}), on(3, "Police", journey.Referred{Contact: journey.ContactText}),
			on(5, "Service", journey.ToldConfirmed{Topics: []journey.Topic{journey.TopicIdentity}}),
			on(6, "Service", journey.SafeContactConfirmed{Channels: []safecontact.Channel{safecontact.Text}}),
		}, []journey.Telling{
			{Topic: journey.TopicIdentity, Agency: "Police", On: march(3), Confirmed: march(5)},
			{Topic: journey.TopicContact, Agency: "Police", On: march(3), Confirmed: march(6)},
		}},
		{"told anew after it was confirmed", []journey.Fact{
			on(3, "Police", journey.IdentityTold{}), on(5, "Service", journey.ToldConfirmed{Topics: []journey.Topic{journey.TopicIdentity}}),
			on(7, "Probation", journey.IdentityTold{}),
		}, []journey.Telling{{Topic: journey.TopicIdentity, Agency: "Probation", On: march(7)}}},
		{"by herself", []journey.Fact{on(1, "", journey.IdentityTold{}), on(1, "", journey.Referred{Contact: journey.ContactCall})}, []journey.Telling{
			{Topic: journey.TopicIdentity, Agency: journey.ByHerself, On: march(1)}, {Topic: journey.TopicContact, Agency: journey.ByHerself, On: march(1)},
		}},
		{"imported", []journey.Fact{{Source: "women/1", Happened: calendar.OnDay(march(1)), Body: journey.IdentityTold{}}}, []journey.Telling{{Topic: journey.TopicIdentity, On: march(1)}}},
		{"language, children and needs", []journey.Fact{
			on(3, "Police", journey.Described{Language: "pl"}), on(4, "Service", journey.Described{ChildrenUnder18: &two}),
			on(4, "Service", journey.NeedAssessed{Pathway: need.Health}), on(4, "Service", journey.SafeContactTold{}),
		}, []journey.Telling{
			{Topic: journey.TopicContact, Agency: "Service", On: march(4)}, {Topic: journey.TopicLanguage, Agency: "Police", On: march(3)},
			{Topic: journey.TopicChildren, Agency: "Service", On: march(4)}, {Topic: journey.TopicNeeds, Agency: "Service", On: march(4)},
		}},
		{"confirming what nobody told", []journey.Fact{on(5, "Service", journey.ToldConfirmed{Topics: []journey.Topic{journey.TopicNeeds}})}, nil},
		{"a referral without a way to reach her", []journey.Fact{on(3, "Police", journey.Referred{})}, nil},
	}
	for _, test := range tests {
		if got := journey.Tellings(test.facts); !slices.Equal(got, test.want) {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
	for _, topic := range journey.Topics {
		if topic.Words() == "" {
			t.Errorf("%s has no words", topic)
		}
	}
}

func TestWhatOneAgencyRaisedIsInTheOneTool(t *testing.T) {
	got := journey.RaisedIn([]journey.Fact{
		on(1, "Service", journey.NeedAssessed{Pathway: need.ChildrenAndFamilies}), // asked before it was raised
		on(2, "Police", journey.Encounter{Needs: []string{"learning_disability", "domestic_abuse", "social_need"}}),
		on(3, "Police", journey.Referred{Urgent: []string{"children_need_care", "interpreter"}}),
		on(5, "Service", journey.NeedAssessed{Pathway: need.DomesticAbuseVAWG, Present: true}),
		on(5, "Service", journey.NeedAssessed{Pathway: need.Accommodation}),
	})
	want := []journey.Raised{
		{Area: need.Learning, Screen: need.AtEncounter, Agency: "Police", On: march(2)},
		{Area: need.FamilyAndCare, Screen: need.PoliceUrgent, Agency: "Police", On: march(3)},
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestOnlyWhatIsWrittenIsConfirmed(t *testing.T) {
	pen := journey.Pen{Now: march(5).Start(), By: "worker", Agency: "Service", NewID: func() string { return "id" }}
	tellings := []journey.Telling{{Topic: journey.TopicIdentity}, {Topic: journey.TopicContact}}
	for _, topics := range [][]journey.Topic{nil, {journey.TopicNeeds}, {journey.TopicContact}, {"unknown"}} {
		if _, err := pen.ConfirmTold(journey.Row{Woman: "her"}, tellings, topics); err == nil {
			t.Errorf("%v is confirmed", topics)
		}
	}
	facts, err := pen.ConfirmTold(journey.Row{Woman: "her"}, tellings, []journey.Topic{journey.TopicIdentity})
	if err != nil || len(facts) != 1 || facts[0].Woman != "her" || facts[0].Case != "" {
		t.Errorf("%+v, %v", facts, err)
	}
}
