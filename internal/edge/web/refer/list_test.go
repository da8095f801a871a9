package refer_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// named is what an officer types of a woman of this first name.
func named(name string, pairs ...string) url.Values {
	return with(with(amina(), "given_name", name, "known_as", ""), pairs...)
}

// centre is the service behind the front door.
func (f front) centre() support.Desk {
	return support.Desk{Bench: f.room.Bench, Schemes: f.desk.Schemes, People: team{}}
}

func (f front) must(_ casework.Receipt, err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f front) accept(caseID string) {
	f.t.Helper()
	f.must(f.centre().Allocate(f.t.Context(), caseworktest.Lead, caseID, casework.AnyVersion, f.room.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID}))
}

func (f front) attend(caseID string, times int) {
	f.t.Helper()
	for i := range times {
		f.must(f.centre().RecordAttendance(f.t.Context(), caseworktest.Keyworker, caseID, casework.AnyVersion, f.room.Key(), journey.Meeting{
			At: calendar.At(f.room.Now().Add(time.Duration(i) * time.Minute)), How: journey.OneToOne, Outcome: journey.Attended, Note: "CANARY-meeting",
		}))
	}
}

func TestNoReferralsYet(t *testing.T) {
	open(t, caseworktest.Officer).Get("/refer/list").WantStatus(200).WantText("h1", "My referrals").
		WantText("main", "No referrals yet. It takes under a minute.").WantText("main a[href=/refer]", "Refer a woman").WantNone("main h2")
}

func TestMyReferralsStandInTheirGroups(t *testing.T) {
	site := open(t, caseworktest.Officer)
	dated := []string{"due_on-day", "10", "due_on-month", "3", "due_on-year", "2026"}
	site.referred(named("Waiting"))
	accepted, booked := site.referred(named("Accepted")), site.referred(named("Booked", "outcome", "charge"))
	passed, undated := site.referred(named("Passed", dated...)), site.referred(named("Undated"))
	met, closed := site.referred(named("Met", dated...)), site.referred(named("Closed", "outcome", "charge"))
	for _, id := range []string{accepted, booked, passed, undated, met, closed} {
		site.accept(id)
	}
	site.must(site.centre().Book(t.Context(), caseworktest.Keyworker, booked, casework.AnyVersion, site.room.Key(), support.Booking{
		At: calendar.At(site.room.Now().Add(time.Hour)), How: journey.Phone,
	}))
	site.attend(passed, 1)
	site.attend(undated, 1)
	site.attend(met, 3)
	site.must(site.centre().Close(t.Context(), caseworktest.Keyworker, closed, casework.AnyVersion, site.room.Key(), support.Ending{
		On: site.room.Bench.Today(), Reason: journey.ClosedMovedAway,
	}))
	site.room.WaitDays(60)
	site.As(caseworktest.Colleague) // what her force sent, whoever sent it

	shown := site.Get("/refer/list").WantStatus(200)
	text := shown.Text("main")
	at := 0
	for _, want := range []string{
		"Decision needed: conditions not met (1)", "Passed Okafor", "Decision needed: conditions not met by 10 March 2026",
		"Came to 1 of 2 appointments. Not met. The date to complete by, 10 March 2026, has passed. What follows is for police to decide.",
		"Waiting to be accepted (1)", "Waiting Okafor", "your reference 01CW/100/26", "Sent 3 March 2026. Received, not accepted yet. Came to 0 of 2 appointments. Not met yet. No date stated.",
		"Accepted (2)", "Booked Okafor", "First appointment booked.", "Accepted Okafor", "Accepted, no appointment booked yet.",
		"Coming to appointments (1)", "Undated Okafor", "Came to 1 of 2 appointments. Not met yet. No date stated.",
		"Conditions met (1)", "Met Okafor", "Came to 2 of 2 appointments. Condition met on 3 March 2026, in time.",
		"Closed (1)", "Closed Okafor", "Closed.",
	} {
		found := strings.Index(text[at:], want)
		if found < 0 {
			t.Fatalf("the list does not say %q after %q:\n%s", want, text[:at], text)
		}
		at += found
	}
	if strings.Count(text, "Decision needed") != 2 {
		t.Error("a decision is called needed where the caution carries no date, or is met")
	}
	for _, never := range []string{"Moved away", "moved_away", "CANARY", "Priya", "keyworker-1"} {
		if strings.Contains(shown.Body, never) {
			t.Errorf("the list says %q", never)
		}
	}
	if line, _ := site.room.Record.Last(); line.What != "my referrals" || len(line.Women) != 7 {
		t.Errorf("the read was written down as %+v", line)
	}
}

func TestOnlyTheForceThatSentHerListsHer(t *testing.T) {
	site := open(t, caseworktest.Officer)
	id := site.referred(amina())
	site.As(caseworktest.OtherForce)
	if shown := site.Get("/refer/list").WantStatus(200); strings.Contains(shown.Body, "Okafor") || strings.Contains(shown.Body, casework.Reference(id)) {
		t.Error("another force lists her")
	}
	for _, asker := range []access.Asker{caseworktest.OtherForce, caseworktest.Keyworker, caseworktest.Lead, caseworktest.Commissioner, caseworktest.Admin} {
		site.As(asker)
		status := map[bool]int{true: 404, false: 403}[asker.Role.Police()]
		if shown := site.Get("/refer/list/" + id).WantStatus(status); strings.Contains(shown.Body, "Okafor") {
			t.Errorf("%s reads her name", asker.Role)
		}
		site.Post("/refer/list/"+id, url.Values{"key": {"k"}, "version": {"0"}, "decision": {"met"}, "on-day": {"3"}, "on-month": {"3"}, "on-year": {"2026"}}).WantStatus(status)
	}
	site.As(caseworktest.Officer)
	site.room.Record.Deaf = errors.New("the disk is full")
	for _, path := range []string{"/refer/list", "/refer/list/" + id} {
		if shown := site.Get(path).WantStatus(503); strings.Contains(shown.Body, "Okafor") {
			t.Errorf("%s: a read that cannot be written down shows her name", path)
		}
	}
}
