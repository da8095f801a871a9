package account_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"throughline/internal/casework/administration"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web/account"
	"throughline/internal/edge/web/webtest"
)

// newSite is a site with the keyworker signed in to it in three browsers, one of
// them still without a code, and an officer in one.
func newSite(t *testing.T) (*webtest.Site, *caseworktest.SignIns, *caseworktest.Room) {
	t.Helper()
	room := caseworktest.NewRoom(t)
	kept := caseworktest.NewSignIns()
	kept.Factors["keyworker-1"] = administration.Factor{Account: "keyworker-1", Since: caseworktest.Start.AddDate(0, -1, 0)}
	for i, session := range []administration.Session{
		{Account: "keyworker-1"}, {Account: "keyworker-1"}, {Account: "keyworker-1", Half: true}, {Account: "officer-1"},
	} {
		session.TokenHash = []byte{byte(i + 1)}
		session.Created = caseworktest.Start.Add(time.Duration(-60+10*i) * time.Minute)
		session.LastSeen, session.Expires = session.Created.Add(5*time.Minute), session.Created.Add(8*time.Hour)
		kept.Sessions = append(kept.Sessions, session)
	}
	desk := &administration.Desk{Bench: room.Bench, Sessions: kept, Factors: kept}
	return webtest.Start(t, caseworktest.Keyworker, account.Door{Desk: desk}), kept, room
}

func TestASignInShowsWhereItGoesOnByTimesAlone(t *testing.T) {
	site, _, room := newSite(t)
	page := site.Get("/account").WantStatus(200).WantText("h1", "Your sign-in").WantText("dl", "Priya").WantText("dl", "Set up Tuesday 3 February 2026")
	page.WantText("tbody", "8:30am").WantText("tbody", "8:35am").WantText("tbody", "Another browser, waiting for a code")
	if rows := len(page.All("tbody tr")); rows != 3 {
		t.Errorf("%d sessions are listed, want the keyworker's 3", rows)
	}
	if line, _ := room.Record.Last(); line.What != "look at the own sign-in" || line.Actor != "keyworker-1" {
		t.Errorf("the read is written down as %+v", line)
	}
	room.Wait(7*time.Hour + 5*time.Minute)
	if rows := len(site.Get("/account").All("tbody tr")); rows != 2 {
		t.Errorf("%d sessions are listed after one has ended, want 2", rows)
	}
}

func TestOneSessionIsEnded(t *testing.T) {
	site, kept, _ := newSite(t)
	end := site.Get("/account").Attr("tbody form", "action")
	site.Post(end, nil).WantRedirect("/account?done=ended")
	site.Get("/account?done=ended").WantText(".govuk-notification-banner", "That browser is signed out")
	if len(kept.Sessions) != 3 || kept.Sessions[2].Account != "officer-1" {
		t.Errorf("what goes on is %+v", kept.Sessions)
	}
	site.Post(end, nil).WantStatus(404)
	site.Post("/account/sessions/04", nil).WantStatus(404)
	if len(kept.Sessions) != 3 {
		t.Error("somebody else's session was ended")
	}
}

func TestEndingTheSessionThatAsksSignsOut(t *testing.T) {
	site, kept, _ := newSite(t)
	own := kept.Sessions[0].ID()
	site.Carry(site.Desk.OpenAs(administration.SignedIn{
		Account: administration.Account{ID: "keyworker-1", Role: access.Keyworker}, Session: own,
	}))
	site.Get("/account").WantText("tbody", "This one")
	left := site.Post("/account/sessions/"+own, nil).WantRedirect("/signed-out")
	if left.Header.Get("Clear-Site-Data") != `"cache"` {
		t.Error("the back button shows what was read")
	}
}

func TestSigningOutEverywhere(t *testing.T) {
	site, kept, room := newSite(t)
	site.Post("/account/sign-out-everywhere", nil).WantRedirect("/signed-out")
	if len(kept.Sessions) != 1 || kept.Sessions[0].Account != "officer-1" {
		t.Errorf("what goes on is %+v", kept.Sessions)
	}
	if line, _ := room.Record.Last(); line.What != "end all own sessions" {
		t.Errorf("it is written down as %+v", line)
	}
}

func TestEveryRoleHasTheOwnSignInAndNobodyElseHas(t *testing.T) {
	for _, role := range access.Roles {
		site, _, _ := newSite(t)
		site.As(access.Asker{ID: "someone", Name: "Joan", Role: role})
		site.Get("/account").WantStatus(200).WantNone("tbody tr")
	}
	site, _, _ := newSite(t)
	site.Desk.EndAll()
	site.Get("/account").WantStatus(http.StatusSeeOther)
}

func TestNothingOfASignInIsShownOrEndedThatCannotBeWrittenDown(t *testing.T) {
	site, kept, room := newSite(t)
	end := site.Get("/account").Attr("tbody form", "action")
	room.Record.Deaf = errors.New("no ledger")
	site.Get("/account").WantStatus(http.StatusServiceUnavailable)
	site.Post(end, nil).WantStatus(http.StatusServiceUnavailable)
	site.Post("/account/sign-out-everywhere", nil).WantStatus(http.StatusServiceUnavailable)
	room.Record.Deaf, kept.Broken = nil, errors.New("disk")
	site.Get("/account").WantStatus(http.StatusInternalServerError)
	site.Post(end, nil).WantStatus(http.StatusInternalServerError)
	site.Post("/account/sign-out-everywhere", nil).WantStatus(http.StatusInternalServerError)
	if len(kept.Sessions) != 4 {
		t.Error("a session was ended all the same")
	}
}

func TestAPasskeyIsRemovedAfterACode(t *testing.T) {
	site, kept, room := newSite(t)
	site.Get("/account").WantNone("form[action=/account/passkeys/0102]").WantText("a[href=/account/passkey]", "Add a passkey")
	kept.Keys = []administration.Passkey{
		{Key: []byte{1, 2}, Account: "keyworker-1", Added: caseworktest.Start.AddDate(0, -1, 0)}, {Key: []byte{9}, Account: "officer-1"},
	}
	site.Get("/account").WantText("main", "Passkeys").WantText("form[action=/account/passkeys/0102]", "Remove")
	site.Post("/account/passkeys/09", nil).WantStatus(404)
	room.Record.Deaf = errors.New("no ledger")
	site.Post("/account/passkeys/0102", nil).WantStatus(http.StatusServiceUnavailable)
	room.Record.Deaf = nil
	if len(kept.Keys) != 2 {
		t.Fatal("a passkey was removed all the same")
	}
	site.Post("/account/passkeys/0102", nil).WantRedirect("/account?done=removed")
	site.Get("/account?done=removed").WantText(".govuk-notification-banner", "The passkey is removed")
	if len(kept.Keys) != 1 || kept.Keys[0].Account != "officer-1" {
		t.Errorf("what is left is %+v", kept.Keys)
	}
	kept.Broken = errors.New("disk")
	site.Post("/account/passkeys/09", nil).WantStatus(http.StatusInternalServerError)

	kept.Broken = nil
	site.Carry(site.Desk.OpenAs(administration.SignedIn{Account: administration.Account{ID: "officer-1", Role: access.Officer}}))
	site.Post("/account/passkeys/09", nil).WantStatus(http.StatusUnauthorized).WantText("h1", "Enter your code again")
}

func TestAPracticeAccountIsOfferedNoPasskey(t *testing.T) {
	site, kept, _ := newSite(t)
	delete(kept.Factors, "keyworker-1")
	site.Get("/account").WantText("dl", "a practice account signs in without").WantNone("a[href=/account/passkey]")
}
