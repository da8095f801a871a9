package leaktest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/safecontact"
	"throughline/internal/edge/record"
)

// woman is an invented woman with one case.
type woman struct {
	name       string // in messages of the test only
	id, caseID string
	sender     string // agency that sent her; "" where she asked for herself
	worker     person // nobody while she waits
	closed     bool
	barred     []journey.ConflictMarked // who must not learn that she is here
	facts      []journey.Fact
	row        journey.Row // as it is once the facts are written
}

// invented are the women of the world: of both forces, of both keyworkers, one
// who asked for herself and waits, one whose support ended.
func invented() []*woman {
	keyworker, other := named("keyworker"), named("keyworker-elsewhere")
	list := []*woman{
		{name: "the first", sender: met, worker: keyworker},
		{name: "one of another force", sender: kent, worker: other},
		{name: "one who waits"},
		{name: "one whose support ended", sender: met, worker: keyworker, closed: true},
		{name: "one of another keyworker", sender: met, worker: other},
		{name: "one hidden from those around her", sender: met, worker: other, barred: []journey.ConflictMarked{
			{Conflict: "conflict-1", Account: "account-officer", From: journey.ConflictHers},
			{Conflict: "conflict-2", Agency: riverside, From: journey.ConflictWorkers},
		}},
	}
	for i, w := range list {
		w.id, w.caseID = idOf("woman", i), idOf("case", i)
	}
	return list
}

// idOf returns an id of the length and letters that the program gives.
func idOf(what string, number int) string {
	return fmt.Sprintf("%s%s%04d", what, strings.Repeat("z", 22-len(what)), number+2000)
}

// chronicle returns the facts of a woman, every kind of them, in the order they
// happened: who she is, as the sender entered it and as she told it later; her
// referral, what is asked of her, meetings, needs, plan and answers.
func (w *woman) chronicle(today calendar.Day) []journey.Fact {
	sent, kept := access.Asker{ID: "account-officer", Agency: w.sender}, w.worker.Asker()
	referred := journey.Referred{
		Scheme: "lwds", Pathway: journey.ConditionalCaution, Sender: w.sender, Encounter: w.id + "-met",
		Contact: journey.ContactCall, Agreed: journey.AgreedYes, Urgent: []string{"interpreter"}, Explained: journey.Yes,
	}
	switch w.sender {
	case kent:
		sent.ID = "account-officer-elsewhere"
	case "":
		sent = access.ByHerself()
		referred.Pathway, referred.Agency, referred.Role, referred.Encounter = journey.Voluntary, journey.ByHerself, journey.ByHerself, ""
	}
	age, rating := 34, 2
	condition, came, missed, next := w.id+"-condition", w.id+"-came", w.id+"-missed", w.id+"-next"
	at := func(days, hour int) calendar.Moment {
		return calendar.At(today.AddDays(days).Start().Add(time.Duration(hour) * time.Hour))
	}
	referred.Age = &age
	var facts []journey.Fact
	write := func(by access.Asker, caseID string, happened calendar.Moment, body journey.Body) {
		facts = append(facts, journey.Fact{Woman: w.id, Case: caseID, Happened: happened, Known: happened, By: by.ID, Agency: by.Agency, Body: body})
	}
	write(sent, "", at(-60, 10), journey.IdentityTold{})
	if referred.Encounter != "" {
		write(sent, "", at(-60, 9), journey.Encounter{Encounter: referred.Encounter, What: "arrest", Information: journey.Yes, Offered: journey.Yes, Accepted: journey.Yes})
	}
	write(sent, w.caseID, at(-60, 10), referred)
	if w.sender != "" {
		write(sent, w.caseID, at(-60, 11), journey.ConditionGiven{Condition: condition, Units: 2, Given: today.AddDays(-60), Due: today.AddDays(30)})
	}
	write(access.Asker{ID: "import"}, "", at(-40, 12), journey.Arrested{})
	if w.worker.ID == "" {
		return facts
	}
	lead := named("service-lead").Asker()
	write(lead, w.caseID, at(-58, 9), journey.Allocated{Keyworker: w.worker.ID, Agency: w.worker.Agency})
	write(kept, "", at(-57, 9), journey.IdentityTold{})
	write(kept, "", at(-57, 9), journey.Described{Language: "pl", Interpreter: journey.Yes, ChildrenUnder18: &rating})
	write(kept, "", at(-57, 10), journey.BackgroundTold{})
	write(kept, w.caseID, at(-56, 9), journey.Booked{Appointment: came, At: at(-50, 10), How: journey.OneToOne})
	write(kept, w.caseID, at(-50, 10), journey.Attendance{Appointment: came, At: at(-50, 10), How: journey.OneToOne, Outcome: journey.Attended, Counts: journey.Yes, Minutes: 50})
	write(kept, w.caseID, at(-48, 10), journey.Attendance{Appointment: missed, At: at(-48, 10), How: journey.OneToOne, Outcome: journey.MissedWithExcuse})
	write(kept, w.caseID, at(-48, 12), journey.ExcuseDecided{Appointment: missed, Accepted: true})
	write(kept, w.caseID, at(-47, 12), journey.ContactMade{How: journey.Phone, Spoke: true})
	write(kept, w.caseID, at(-46, 12), journey.NeedAssessed{Pathway: need.DomesticAbuseVAWG, Present: true, Hers: &rating, Detail: "current"})
	write(kept, w.caseID, at(-46, 12), journey.NeedAssessed{Pathway: need.ChildrenAndFamilies, Present: true})
	write(kept, w.caseID, at(-45, 12), journey.TierSet{Tier: need.TierHigh})
	write(kept, w.caseID, at(-45, 13), journey.GoalSet{Goal: w.id + "-goal", Pathway: need.Accommodation, State: journey.GoalOpen, Review: today.AddDays(5)})
	write(kept, w.caseID, at(-45, 14), journey.PlanAgreed{Answer: journey.PlanNotAgreed})
	write(kept, w.caseID, at(-44, 14), journey.ActivityRecorded{Activity: w.id + "-activity", What: journey.Advocacy})
	write(kept, w.caseID, at(-43, 14), journey.OutcomeAnswered{Wave: journey.During, Measure: "feel_safer", Answer: "yes"})
	write(kept, w.caseID, at(-20, 9), journey.ReferredBack{Condition: condition})
	for _, conflict := range w.barred {
		write(kept, "", at(-57, 11), conflict)
	}
	write(kept, "", at(-57, 12), journey.ConflictMarked{Conflict: w.id + "-conflict", Account: "account-commissioner", From: journey.ConflictMatch})
	write(kept, "", at(-57, 13), journey.ConflictKept{Conflict: w.id + "-conflict"})
	write(kept, "", at(-57, 14), journey.LiftAsked{Conflict: w.id + "-conflict"})
	write(kept, "", at(-56, 12), journey.ConflictLifted{Conflict: w.id + "-conflict", Second: "account-information-governance"})
	for _, answer := range []journey.PermissionAnswered{
		{Permission: w.id + "-partner", Recipient: partners, Purpose: access.ForSupport, Classes: access.SetOf(access.Identity, access.Needs), Answer: journey.Yes, Until: today.AddDays(20)},
		{Permission: w.id + "-court", Recipient: court, Purpose: access.ForCondition, Classes: access.SetOf(access.Needs), Answer: journey.No},
		{Permission: w.id + "-probation", Recipient: probation, Purpose: access.ForSupport, Classes: access.SetOf(access.Needs, access.Plan), Answer: journey.Yes, Until: today.AddDays(20)},
	} {
		write(kept, "", at(-42, 9), answer)
	}
	write(kept, "", at(-30, 9), journey.PermissionWithdrawn{Permission: w.id + "-probation"})
	asks := named("lead-elsewhere").Asker()
	write(asks, "", at(-29, 7), journey.OpeningAsked{Ask: w.id + "-declined"})
	write(lead, "", at(-29, 8), journey.OpeningDeclined{Ask: w.id + "-declined"})
	write(asks, "", at(-29, 8), journey.OpeningAsked{Ask: w.id + "-ask"})
	write(lead, "", at(-29, 9), journey.OpeningAgreed{Opening: w.id + "-opening", Account: "account-evaluator", Second: lead.ID, SecondAgency: lead.Agency, Until: at(-29, 13)})
	write(lead, w.caseID, at(-28, 9), journey.SpecialistJoined{Account: "account-specialist"})
	write(lead, w.caseID, at(-28, 10), journey.SpecialistJoined{Account: "account-evaluator"})
	write(lead, w.caseID, at(-28, 11), journey.SpecialistLeft{Account: "account-evaluator"})
	write(lead, w.caseID, at(-28, 12), journey.Supervised{Agency: court})
	write(sent, w.caseID, at(-19, 9), journey.ConditionDecided{Condition: condition, Consequence: journey.Varied})
	write(sent, w.caseID, at(-19, 9), journey.ConditionVaried{Condition: condition, Units: 3, Due: today.AddDays(40)})
	herself := access.Asker{ID: w.id, Agency: journey.ByHerself, Role: access.Woman}
	write(kept, "", at(-15, 9), journey.SafeContactTold{Channels: []safecontact.Terms{
		{Channel: safecontact.Phone, Allowed: true, Voicemail: safecontact.Unnamed}, {Channel: safecontact.Email, Allowed: true, Wording: safecontact.Neutral},
	}})
	write(kept, "", at(-14, 9), journey.SafeContactConfirmed{Channels: []safecontact.Channel{safecontact.Phone, safecontact.Email}})
	write(kept, "", at(-13, 8), journey.ToldConfirmed{Topics: journey.Topics})
	write(kept, "", at(-13, 9), journey.ChannelFrozen{Channel: safecontact.Text, Because: safecontact.WrongPerson})
	write(kept, w.caseID, at(-58, 12), journey.AgreementChecked{Explained: journey.Yes, SaidBack: journey.Yes, OnRecord: journey.Yes, Legal: journey.LegalDeclined})
	specialist := named("specialist").Asker()
	write(specialist, w.caseID, at(-12, 9), journey.HealthNoted{})
	write(specialist, w.caseID, at(-12, 10), journey.SupportNoted{})
	write(specialist, w.caseID, at(-12, 11), journey.AdviceNoted{})
	write(herself, w.caseID, at(-11, 9), journey.AnsweredBack{Class: access.SetOf(access.Notes)})
	write(herself, w.caseID, at(-11, 9), journey.CheckedIn{Rating: 1})
	write(herself, w.caseID, at(-11, 10), journey.TalkAsked{About: journey.TalkPlan})
	write(herself, w.caseID, at(-11, 11), journey.ChangeAsked{Goal: w.id + "-goal"})
	write(herself, "", at(-11, 12), journey.CopyAsked{})
	write(herself, "", at(-11, 13), journey.CorrectionAsked{})
	write(herself, "", at(-11, 14), journey.DeletionAsked{})
	write(kept, w.caseID, at(-10, 8), journey.SeenTo{})
	write(kept, w.caseID, at(-10, 8), journey.HeldBack{Held: true})
	write(lead, "", at(-9, 8), journey.Kept{Until: today.AddDays(300)})
	write(lead, "", at(-9, 9), journey.HoldSet{Hold: w.id + "-hold"})
	write(lead, "", at(-9, 10), journey.HoldLifted{Hold: w.id + "-hold"})
	write(lead, "", at(-9, 11), journey.ErasureAsked{Erasure: w.id + "-erasure", Ground: journey.ErasureHers, Role: access.ServiceLead})
	write(lead, "", at(-9, 12), journey.ErasureRefused{Erasure: w.id + "-erasure"})
	write(lead, "", at(-8, 9), journey.PackBegun{Pack: w.id + "-pack", Sort: journey.PackHers, Classes: access.SetOf(access.Identity)})
	write(lead, "", at(-8, 10), journey.PackDecided{Pack: w.id + "-pack", Choice: journey.PackInclude})
	write(lead, "", at(-8, 11), journey.PackSigned{Pack: w.id + "-pack"})
	write(lead, "", at(-8, 12), journey.PackReleased{Pack: w.id + "-pack"})
	write(lead, "", at(-7, 9), journey.PackBegun{Pack: w.id + "-second", Sort: journey.PackDisclosure, Classes: access.SetOf(access.Offence)})
	write(lead, "", at(-7, 10), journey.PackDropped{Pack: w.id + "-second"})
	w.workingDay(today, at, write)
	if w.closed {
		write(kept, w.caseID, at(-10, 9), journey.Closed{Reason: journey.ClosedTransferred, Onward: journey.OnwardOther})
		write(sent, w.caseID, at(-9, 9), journey.ConditionDecided{Condition: condition, Decision: journey.DecidedWithdrawn})
		return facts
	}
	write(kept, w.caseID, at(-5, 9), journey.Booked{Appointment: next, At: at(3, 10), How: journey.OneToOne})
	return facts
}

const ofService = "is of the service, and of no woman"

// unwritten are the kinds of fact that no woman of the world has, with the reason.
var unwritten = map[journey.Kind]string{
	journey.KindWithdrawn: "takes a fact back, and says nothing",
	journey.KindTraining:  ofService,
	journey.KindCost:      ofService,
	journey.KindErased:    "ends what is kept of her: a test of its own",
	journey.KindUndone:    "takes a fact back, and says nothing",

	journey.KindGroup: ofService, journey.KindGroupEnded: ofService, journey.KindSession: ofService, journey.KindSessionCancelled: ofService,
	journey.KindFund: ofService, journey.KindServiceListed: ofService, journey.KindServiceChecked: ofService, journey.KindServiceGone: ofService,
	journey.KindSuite: ofService, journey.KindCall: ofService, journey.KindVisit: ofService, journey.KindVetting: ofService,
	journey.KindProfile: ofService, journey.KindLeave: ofService, journey.KindLeaveOff: ofService, journey.KindImportUndone: ofService,
	journey.KindFeedLinked: ofService, journey.KindSurveyDrawn: ofService,
}

// herCase is the kind of the canaries that are the ids of a case: whoever may
// know nothing of her may not know that there is one.
const herCase journey.Kind = "case"

// world is what an installation holds, and where.
type world struct {
	data  string
	women []*woman
	birds aviary
	facts []string // ids of facts of several women and kinds, as the record gave them
}

// imagine thinks a world out in which every field of every woman is a canary.
// Every kind of fact that the program knows is in it.
func imagine(t *testing.T) *world {
	t.Helper()
	w := &world{women: invented()}
	today := calendar.DayOf(time.Now())
	written := map[journey.Kind]bool{}
	for _, her := range w.women {
		her.facts = her.chronicle(today)
		for i := range her.facts {
			fact := &her.facts[i]
			written[fact.Body.Kind()] = true
			fact.Body = w.birds.codesOf(t, *fact, her)
			fact.Words = w.birds.wordsOf(t, *fact, her)
		}
	}
	for _, her := range w.women {
		w.birds.all = append(w.birds.all, canary{
			spellings: []string{her.caseID, her.id, casework.Reference(her.caseID)}, woman: her, kind: herCase, field: "id",
		})
	}
	for _, kind := range kindsInSource(t) {
		if !written[kind] && unwritten[kind] == "" {
			t.Errorf("no woman of the world has a fact %q: write one in chronicle, or say in unwritten why there is none", kind)
		}
	}
	return w
}

// make lets the program make the world, in a folder of its own.
func (w *world) make(t *testing.T) *world {
	t.Helper()
	w.data = t.TempDir() + "/data"
	run(t, "init", "--data", w.data)
	prepare(t, w.data, func(store *record.Store) {
		for _, one := range everybody() {
			if one.ID == "" || one.herself() {
				continue
			}
			if err := store.AddAccount(t.Context(), one.Account); err != nil {
				t.Fatal(err)
			}
		}
		var drawn []string
		for _, her := range w.women {
			drawn = append(drawn, her.caseID)
		}
		appendFacts(t, store, "of the service", ofTheService(calendar.DayOf(time.Now()), drawn))
		for _, her := range w.women {
			appendFacts(t, store, her.id, her.facts)
			row, err := store.Row(t.Context(), her.caseID)
			if err != nil {
				t.Fatal(err)
			}
			her.row = row
			one, err := store.Case(t.Context(), her.caseID, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, fact := range one.Facts {
				switch fact.Body.Kind() {
				case journey.KindIdentity, journey.KindBackground, journey.KindContact, journey.KindNeed, journey.KindScored:
					w.facts = append(w.facts, fact.ID)
				}
			}
		}
		openSessions(t, store)
		openSecrets(t, store, w.women[0])
		w.planted(t, store)
	})
	return w
}

// planted holds the record to every sealed canary standing in it, for an asker to
// whom every class is open: a canary that was never there proves nothing.
func (w *world) planted(t *testing.T, store *record.Store) {
	t.Helper()
	var every access.Classes
	for _, class := range access.EveryClass {
		every |= access.SetOf(class)
	}
	for _, her := range w.women {
		one, err := store.Case(t.Context(), her.caseID, every)
		if err != nil {
			t.Fatal(err)
		}
		var kept strings.Builder
		for _, fact := range one.Facts {
			if fact.Words == nil {
				continue
			}
			text, err := json.Marshal(fact.Words)
			if err != nil {
				t.Fatal(err)
			}
			kept.Write(text)
		}
		for _, bird := range w.birds.all {
			if bird.woman != her || !bird.sealed {
				continue
			}
			if !slices.ContainsFunc(bird.spellings, func(spelling string) bool { return strings.Contains(kept.String(), spelling) }) {
				t.Errorf("%s is not in the record", bird)
			}
		}
	}
}

// partly says whether somebody may have no more than a part of a class of her.
func (w *woman) partly(as person, class access.Class, purposes ...access.Purpose) bool {
	standing := casework.StandingOf(as.Asker(), w.row, time.Now())
	for _, purpose := range purposes {
		for _, action := range []access.Action{access.Find, access.Read, access.Export} {
			if standing.Whole(action, purpose).Has(class) {
				return false
			}
		}
	}
	return true
}

// inPart says whether a canary is in the part of its class that somebody may
// have: to a court who she is, to a specialist what the specialist wrote, to
// information governance why somebody asked past the rules.
func (c canary) inPart(as person) bool {
	switch {
	case !c.sealed:
		return true
	case as.herself(): // what is held back from her is for its own tests
		return true
	case as.Role == access.Court && c.class == access.Identity:
		return slices.Contains([]string{"Words.Identity.Given", "Words.Identity.Family", "Words.Identity.KnownAs", "Words.Identity.Born"}, c.field)
	}
	switch as.Role {
	case access.InformationGovernance:
		return slices.Contains([]journey.Kind{journey.KindLiftAsked, journey.KindOpeningAsked, journey.KindOpeningDeclined}, c.kind)
	case access.Specialist:
		return c.by == as.ID
	}
	return false
}

// open returns the classes of her that somebody may have for any of these
// purposes. Without reason, classes that need one written down are left out.
func (w *woman) open(as person, reason bool, purposes ...access.Purpose) access.Classes {
	if as.ID == "" {
		return 0
	}
	standing := casework.StandingOf(as.Asker(), w.row, time.Now())
	var classes access.Classes
	for _, purpose := range purposes {
		for _, class := range access.EveryClass {
			for _, action := range []access.Action{access.Find, access.Read, access.Export} {
				decision := standing.Decide(class, action, purpose)
				if decision.Allow && (reason || !decision.Needs.Has(access.WrittenReason)) {
					classes |= access.SetOf(class)
				}
			}
		}
	}
	return classes
}
