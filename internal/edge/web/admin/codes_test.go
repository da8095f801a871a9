package admin_test

import (
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web/webtest"
)

const priya = "/admin/accounts/keyworker-1"

var secondAdmin = access.Asker{ID: "admin-2", Name: "Kit", Agency: "Advance", Role: access.Administrator}

// withCodes is a site where Priya has set up codes and is signed in.
func withCodes(t *testing.T) (*webtest.Site, *store, *caseworktest.Room) {
	t.Helper()
	site, kept, room := newSite(t, caseworktest.Admin)
	kept.Factors["keyworker-1"] = administration.Factor{Account: "keyworker-1", Since: caseworktest.Start}
	kept.Sessions = []administration.Session{{TokenHash: []byte{1}, Account: "keyworker-1"}}
	return site, kept, room
}

func act(what string) url.Values { return url.Values{"act": {what}} }

func TestTwoAdministratorsTakeCodesAway(t *testing.T) {
	site, kept, room := withCodes(t)
	site.Get(priya).WantStatus(200).WantText("dl", "Set up Tuesday 3 March 2026").WantText("main", "one asks, another confirms")
	site.Post(priya+"/codes", act("ask")).WantRedirect("/admin?done=asked")
	site.Get("/admin?done=asked").WantText(".govuk-notification-banner", "another administrator has to confirm")
	site.Get(priya).WantText("main", "Sam asked on Tuesday 3 March 2026").WantNone("button[value=confirm]").WantNone("button[value=ask]")
	site.Post(priya+"/codes", act("confirm")).WantStatus(422).WantText(".govuk-error-summary", "Another administrator has to ask")
	if len(kept.Factors) != 1 || len(kept.Sessions) != 1 {
		t.Fatal("one administrator alone took the codes away")
	}

	site.As(secondAdmin)
	if got := site.Get(priya).Attr("button[value=confirm]", "name"); got != "act" {
		t.Errorf("the button to confirm is called %q", got)
	}
	site.Post(priya+"/codes", act("confirm")).WantRedirect("/admin?done=reset")
	site.Get(priya).WantText("dl", "Not set up yet").WantNone("button[name=act]")
	if len(kept.Factors) != 0 || len(kept.Sessions) != 0 {
		t.Error("the codes work, or the sessions go on")
	}
	said := map[string]string{}
	for _, line := range room.Record.Ledger {
		if line.Reason == "keyworker-1" && line.Action == access.Append {
			said[line.What] = line.Actor
		}
	}
	if said["ask to take a second factor away"] != "admin-1" || said["take a second factor away"] != "admin-2" {
		t.Errorf("the ledger says %v", said)
	}
}

func TestWhoMayTakeCodesAway(t *testing.T) {
	site, kept, room := withCodes(t)
	kept.Factors["admin-1"] = administration.Factor{Account: "admin-1", Since: caseworktest.Start}
	site.Post("/admin/accounts/admin-1/codes", act("ask")).WantStatus(422).WantText(".govuk-error-summary", "two other administrators")
	site.Post("/admin/accounts/nobody/codes", act("ask")).WantStatus(404)
	site.Post(priya+"/codes", act("smash")).WantStatus(422)
	site.Post(priya+"/codes", act("confirm")).WantStatus(422)
	site.Get("/admin/accounts/admin-1").WantNone("button[name=act]").WantText("main", "two others can take its codes away")

	site.Post(priya+"/codes", act("ask")).WantRedirect("/admin?done=asked")
	room.Wait(administration.ResetStands + time.Second)
	site.As(secondAdmin)
	site.Get(priya).WantText("main", "one asks, another confirms")
	site.Post(priya+"/codes", act("confirm")).WantStatus(422)

	desk := administration.Desk{Bench: room.Bench, Accounts: kept, Sessions: kept, Factors: kept, Secrets: secrets{}}
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Keyworker, caseworktest.Lead, caseworktest.Commissioner} {
		site.As(asker)
		site.Post(priya+"/codes", act("confirm")).WantStatus(http.StatusForbidden)
		_, look := desk.Codes(t.Context(), asker, "keyworker-1")
		for _, err := range []error{look, desk.AskReset(t.Context(), asker, "keyworker-1"), desk.ConfirmReset(t.Context(), asker, "keyworker-1")} {
			if casework.KindOf(err) != casework.Forbidden {
				t.Errorf("%s: %v, want forbidden", asker.Role, err)
			}
		}
	}
	if len(kept.Factors) != 2 {
		t.Error("codes were taken away")
	}
}

func TestThereMustBeCodesToTakeAway(t *testing.T) {
	site, kept, _ := newSite(t, caseworktest.Admin)
	site.Get(priya).WantText("dl", "Not set up yet").WantNone("button[name=act]")
	site.Post(priya+"/codes", act("ask")).WantStatus(422).WantText(".govuk-error-summary", "no codes to take away")
	kept.accounts[1].Demo = true
	site.Get(priya).WantText("dl", "a practice account signs in without")
}

func TestNoCodesAreTakenAwayThatCannotBeWrittenDown(t *testing.T) {
	site, kept, room := withCodes(t)
	kept.Resets["keyworker-1"] = administration.Reset{Account: "keyworker-1", AskedBy: "admin-2", Asked: caseworktest.Start}
	room.Record.Deaf = errors.New("no ledger")
	for _, what := range []string{"ask", "confirm"} {
		site.Post(priya+"/codes", act(what)).WantStatus(http.StatusServiceUnavailable)
	}
	room.Record.Deaf, kept.Broken = nil, errors.New("disk")
	for _, what := range []string{"ask", "confirm"} {
		site.Post(priya+"/codes", act(what)).WantStatus(http.StatusInternalServerError)
	}
	site.Get(priya).WantStatus(http.StatusInternalServerError)
	if kept.Resets["keyworker-1"].AskedBy != "admin-2" || len(kept.Factors) != 1 {
		t.Error("something changed all the same")
	}
}

// Whoever sits down at a screen that an administrator left open makes no account
// and takes nothing away.
func TestLookingAfterAccountsAsksForACodeAnew(t *testing.T) {
	site, kept, _ := withCodes(t)
	site.Carry(site.Desk.OpenAs(administration.SignedIn{Account: kept.accounts[0]}))
	site.Get("/admin").WantStatus(200)
	site.Get("/admin/add").WantRedirect("/sign-in/code?next=%2Fadmin%2Fadd")
	for path, form := range map[string]url.Values{
		"/admin/add": entry(nil), priya: {"version": {"4"}}, priya + "/codes": act("ask"),
	} {
		site.Post(path, form).WantStatus(http.StatusUnauthorized).WantText("h1", "Enter your code again")
	}
	if len(kept.accounts) != 2 || kept.accounts[1].Disabled || len(kept.Resets) != 0 {
		t.Error("something was done without a code")
	}
}
