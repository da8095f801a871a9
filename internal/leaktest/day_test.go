package leaktest

import (
	"crypto/sha256"
	"slices"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/diary"
	"throughline/internal/casework/drafts"
	"throughline/internal/casework/onward"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/record"
)

// Ids of what the service has, and secrets that open something without an account.
const (
	theGroup, theSession = "group-of-the-world", "session-of-the-world"
	theFund, theService  = "fund-of-the-world", "service-of-the-world"
	theSuite, theLeave   = "suite-of-the-world", "leave-of-the-world"
	theSurvey            = "survey-of-the-world"
	feedSecret           = "a-calendar-address-AAA"
	linkToken            = "a-link-of-the-world-AAAAAAAAAAAAAAAAAAAAAAA"
	sealedDraft          = "what was typed of the first woman, sealed: here it need not be"
	inDocument           = "what stands in a document of hers"
	linkProof            = "$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g" // of no PIN
	linkOpened           = "a-browser-in-which-the-link-of-the-world-is-open"
)

// sent is the id of her referral to another service, which is answered by a link.
func (w *woman) sent() string { return w.id + "-sent" }

// workingDay writes the facts of the support she gets: she is screened and measured,
// makes a plan, comes to a group, is sent on, is helped from a fund, and leaves.
func (w *woman) workingDay(today calendar.Day, at func(days, hour int) calendar.Moment, write func(access.Asker, string, calendar.Moment, journey.Body)) {
	kept, lead := w.worker.Asker(), named("service-lead").Asker()
	of := func(body journey.Body) { write(kept, w.caseID, at(-41, 9), body) }
	ofHer := func(body journey.Body) { write(kept, "", at(-41, 10), body) }
	rating := 3

	of(journey.Screened{Tool: "common", Version: 1, Question: "mental_health", Area: need.MentalHealth, Answer: journey.ScreenYes, Where: journey.AskedInCustody})
	of(journey.WellbeingTold{Aspect: need.Aspects()[0], Rating: 2})
	of(journey.InstrumentScored{Instrument: "phq9", Version: "1", Items: []int{1, 1, 1, 1, 1, 1, 1, 1, 0}, Total: 8})
	of(journey.StrengthsTold{Ready: journey.ReadyThinking})
	of(journey.RiskTold{To: journey.RiskToHerself, Present: journey.Yes, From: journey.RiskSheTold, When: journey.RiskDays})
	of(journey.DualTold{Together: journey.Yes})
	of(journey.ServiceExcluded{By: need.MentalHealth, Because: need.Substances})
	of(journey.TraffickingTold{Possible: journey.ScreenYes, Referral: journey.No})
	ofHer(journey.FamilyTold{Ages: []int{4, 9}, SocialCare: journey.ChildInNeed, AtBirth: journey.No, Needs: journey.Yes, Caring: journey.No})
	ofHer(journey.PregnancyTold{Pregnant: journey.Yes, Due: today.AddDays(90)})
	ofHer(journey.CannotCome{Time: w.id + "-busy", Days: []time.Weekday{time.Monday}, From: "15:00", To: "16:00"})
	ofHer(journey.PlaceUnsafe{Place: w.id + "-unsafe"})

	of(journey.StepSet{Step: w.id + "-step", Goal: w.id + "-goal", Owner: journey.StepHers, State: journey.StepOpen, Due: today.AddDays(4)})
	of(journey.GoalReviewed{Goal: w.id + "-goal", Rating: &rating})
	of(journey.PaperAgreed{What: journey.PaperPlan, Goals: []string{w.id + "-goal"}})
	for _, section := range journey.SafetySections {
		of(journey.SafetyPlanWritten{Section: section})
	}
	of(journey.SafetyPlanShown{Shown: true})
	of(journey.SupportExtended{Reason: journey.ExtendedTrust, Until: today.AddDays(60)})

	of(journey.GroupPlace{Group: theGroup, Step: journey.PlaceGiven, Needs: []journey.GroupNeed{journey.NeedsQuiet}, AskFirst: journey.Yes})
	ofHer(journey.KeptApart{Apart: w.id + "-apart"})
	ofHer(journey.KeptApart{Apart: w.id + "-no-longer-apart"})
	ofHer(journey.ApartEnded{Apart: w.id + "-no-longer-apart"})

	of(journey.HardshipAsked{Request: w.id + "-request", Fund: theFund, Buys: journey.BuysPhone, Pence: 4000, Urgent: journey.No, Safe: journey.SafeWithCare})
	write(lead, w.caseID, at(-40, 9), journey.HardshipDecided{Request: w.id + "-request", Answer: journey.HardshipApproved})
	of(journey.HardshipReturned{Request: w.id + "-request", Pence: 500})

	partner := access.Asker{ID: "link-" + w.sent(), Agency: partners}
	write(kept, w.caseID, at(-39, 9), journey.SentOnward{Referral: w.sent(), To: partners, Permission: w.id + "-partner", Pathway: need.Accommodation, Chase: today, Link: true})
	write(partner, w.caseID, at(-39, 10), journey.PartnerOpened{Referral: w.sent()})
	write(partner, w.caseID, at(-39, 11), journey.SentSaid{Referral: w.sent(), Question: true})
	write(kept, w.caseID, at(-39, 12), journey.SentSaid{Referral: w.sent()})
	write(kept, w.caseID, at(-38, 9), journey.SentChased{Referral: w.sent(), Next: today.AddDays(2)})
	write(partner, w.caseID, at(-37, 9), journey.PartnerAnswered{Referral: w.sent(), Answer: journey.SentAccepted, First: at(5, 10)})
	write(kept, w.caseID, at(-36, 9), journey.SentResult{Referral: w.sent(), Came: journey.Yes, Outcome: journey.OutcomeOngoing})
	of(journey.AdvocacyNoted{Activity: w.id + "-activity", What: journey.AdvocacyKinds[0], With: "housing", Minutes: 20, Accompanied: journey.Yes})

	for part, class := range map[string]access.Class{"-document": access.Sealed, "-letter": access.Plan} {
		of(journey.DocumentAttached{Document: w.id + part, Class: access.SetOf(class), Type: journey.DocumentText, Bytes: len(inDocument), Scan: journey.ScanWaiting})
		of(journey.DocumentScanned{Document: w.id + part, Scan: journey.ScanClean})
	}
	of(journey.DocumentAttached{Document: w.id + "-gone", Class: access.SetOf(access.Notes), Type: journey.DocumentPDF, Bytes: 1, Scan: journey.ScanNone})
	of(journey.DocumentTakenOut{Document: w.id + "-gone", Class: access.SetOf(access.Notes)})

	write(lead, w.caseID, at(-35, 9), journey.CoverArranged{Cover: w.id + "-cover", Keyworker: w.worker.ID, Account: w.worker.ID, From: today.AddDays(-34), Until: today.AddDays(-30)})
	write(lead, w.caseID, at(-33, 9), journey.CoverEnded{Cover: w.id + "-cover"})
	of(journey.HandedOver{From: w.worker.ID, To: w.worker.ID})

	of(journey.ExitTalked{How: journey.ExitTogether})
	of(journey.GoalJudged{Goal: w.id + "-goal", Hers: journey.ReachedPart, Workers: journey.ReachedPart})
	of(journey.FollowUpAgreed{Agreed: journey.Yes, On: today.AddDays(90)})
	of(journey.SummaryMade{Summary: w.id + "-summary", Digest: w.id + "-digest", Lines: 1})
	of(journey.SummaryAnswered{Summary: w.id + "-summary", Digest: w.id + "-digest", Answer: journey.Yes, Place: journey.ReadInHerSpace})
	of(journey.SummaryHandedOver{Summary: w.id + "-summary", Digest: w.id + "-digest"})
	of(journey.SummaryBrought{Earlier: idOf("earlier", 0), Digest: w.id + "-digest"})
}

// ofTheService returns the facts of the service itself: a group that one of its
// keyworkers and a workshop lead run, a fund, an entry of the directory, a suite, a
// survey that these cases were drawn for.
func ofTheService(today calendar.Day, drawn []string) []journey.Fact {
	lead := named("service-lead").Asker()
	before := calendar.At(today.AddDays(-60).Start().Add(9 * time.Hour))
	budget, women := int64(100_000), 2
	var facts []journey.Fact
	for _, body := range []journey.Body{
		journey.GroupSet{Group: theGroup, Title: "Monday group", Place: "The blue room", Places: 8, Workers: []string{"account-keyworker", "account-workshop-lead"}, Open: journey.WomenOnly},
		journey.SessionSet{Session: theSession, Group: theGroup, At: calendar.At(today.AddDays(-2).Start().Add(14 * time.Hour)), Minutes: 60},
		journey.FundSet{Fund: theFund, Name: "Emergency fund", From: today.AddDays(-100), To: today.AddDays(100), Pence: &budget},
		journey.ServiceListed{Service: theService, Listing: journey.Listing{Name: "A service of the town", Group: "housing", Helps: []need.Pathway{need.Accommodation}}},
		journey.ServiceChecked{Service: theService, Wait: &women},
		journey.SuiteListed{Suite: theSuite, Name: "Mill Road", Force: met, Area: "North"},
		journey.SuiteCalled{Call: "call-of-the-world", Suite: theSuite, Answered: journey.AnsweredSergeant, Women: &women},
		journey.SuiteVisited{Visit: "visit-of-the-world", Suite: theSuite, Seen: 2},
		journey.VettingRecorded{Account: "account-keyworker", Force: met, Until: today.AddDays(100)},
		journey.KeyworkerDescribed{Account: "account-keyworker", Share: 100, Open: 30, Year: 60},
		journey.SurveyDrawn{Survey: theSurvey, Scheme: "lwds", Seed: 1, Frame: len(drawn), Cases: drawn},
		journey.LeavePlanned{Leave: theLeave, Account: "account-keyworker", From: today.AddDays(20), Until: today.AddDays(25)},
	} {
		facts = append(facts, journey.Fact{Happened: before, Known: before, By: lead.ID, Agency: lead.Agency, Body: body})
	}
	return facts
}

// openSecrets opens what needs no account: the calendar address of a keyworker, and
// the link by which a service answers for the first woman, in one browser. It also
// keeps a draft of what somebody typed of her.
func openSecrets(t *testing.T, store *record.Store, her *woman) {
	t.Helper()
	now := time.Now()
	feed, link, browser := sha256.Sum256([]byte(feedSecret)), sha256.Sum256([]byte(linkToken)), sha256.Sum256([]byte(linkOpened))
	if err := store.KeepFeed(t.Context(), diary.Feed{Account: "account-keyworker", Hash: feed[:], Made: now}); err != nil {
		t.Fatal(err)
	}
	if err := store.KeepLink(t.Context(), onward.Link{
		Referral: her.sent(), Case: her.caseID, Woman: her.id, Lookup: link[:], Nonce: []byte("nonce"), Proof: linkProof, Made: now, Until: now.Add(24 * time.Hour),
	}); err != nil {
		t.Fatal(err)
	}
	if err := store.KeepDraft(t.Context(), drafts.Sealed{
		ID: "draft-of-the-world", Account: "account-keyworker", Case: her.caseID, Key: "key", Kept: now, Sealed: []byte(sealedDraft),
	}, 20); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"-document", "-letter"} {
		if err := store.KeepDocument(t.Context(), her.id, her.id+part, []byte(inDocument)); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.AddLinkSession(t.Context(), onward.LinkSession{
		TokenHash: browser[:], Referral: her.sent(), Case: her.caseID, Woman: her.id, LastSeen: now, Expires: now.Add(time.Hour),
	}); err != nil {
		t.Fatal(err)
	}
}

// meets says whether somebody runs a group with her, and so may know her name.
func (w *woman) meets(as person) bool {
	runs := as.ID == "account-keyworker" || as.ID == "account-workshop-lead"
	joined := slices.ContainsFunc(w.facts, func(fact journey.Fact) bool { return fact.Body.Kind() == journey.KindGroupPlace })
	return runs && joined && casework.StandingOf(as.Asker(), w.row, time.Now()).Also(access.InGroup).
		Decide(access.Identity, access.Read, access.ForSupport).Allow
}

// onRegister says whether a canary may stand on the page of a group for whoever runs
// it: the name of a woman who has a place, and nothing else of her.
func (c canary) onRegister(as person) bool {
	named := []string{"Words.Identity.Given", "Words.Identity.Family", "Words.Identity.KnownAs"}
	return (c.kind == herCase || slices.Contains(named, c.field)) && c.woman.meets(as)
}
