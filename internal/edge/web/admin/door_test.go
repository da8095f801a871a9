package admin_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web/admin"
	"throughline/internal/edge/web/webtest"
)

// store keeps accounts in memory, as administration.AccountStore says.
type store struct {
	accounts []administration.Account
	*caseworktest.SignIns
}

func (s *store) find(is func(administration.Account) bool) (int, administration.Account, error) {
	i := slices.IndexFunc(s.accounts, is)
	if i < 0 {
		return i, administration.Account{}, administration.ErrNoAccount
	}
	return i, s.accounts[i], nil
}

func (s *store) Account(_ context.Context, id string) (administration.Account, error) {
	_, account, err := s.find(func(a administration.Account) bool { return a.ID == id })
	return account, err
}

func (s *store) AccountByName(_ context.Context, name string) (administration.Account, error) {
	_, account, err := s.find(func(a administration.Account) bool { return a.Name == name })
	return account, err
}

func (s *store) Accounts(context.Context) ([]administration.Account, error) {
	return slices.Clone(s.accounts), nil
}

func (s *store) AddAccount(ctx context.Context, account administration.Account) error {
	if _, err := s.AccountByName(ctx, account.Name); err == nil {
		return administration.ErrNameTaken
	}
	account.Version = 1
	s.accounts = append(s.accounts, account)
	return nil
}

func (s *store) SaveAccount(_ context.Context, account administration.Account) error {
	i, kept, err := s.find(func(a administration.Account) bool { return a.ID == account.ID })
	if err != nil {
		return err
	}
	if kept.Version != account.Version {
		return administration.ErrChanged
	}
	account.Version++
	s.accounts[i] = account
	return nil
}

// secrets keep names in lower case and take passwords of 12 characters.
type secrets struct{}

func (secrets) Name(typed string) (string, error) {
	if typed == "" || strings.Contains(typed, " ") {
		return "", errors.New("no name")
	}
	return strings.ToLower(typed), nil
}

func (secrets) Hash(password string) (string, error) {
	if len(password) < 12 {
		return "", casework.Fail(casework.Invalid, "choosing a password", "it has fewer than 12 characters")
	}
	return "hash of " + password, nil
}

type checkpoints time.Time

func (checkpoints) SafeguardingLead(context.Context) (string, error) { return "", nil }

func (c checkpoints) LastCheckpoint(context.Context) (time.Time, error) { return time.Time(c), nil }

func newSite(t *testing.T, asker access.Asker) (*webtest.Site, *store, *caseworktest.Room) {
	t.Helper()
	room := caseworktest.NewRoom(t)
	kept := &store{SignIns: caseworktest.NewSignIns(), accounts: []administration.Account{
		{ID: caseworktest.Admin.ID, Name: "sam", DisplayName: "Sam", Agency: "Advance", Role: access.Administrator, PasswordHash: "sam-hash", Version: 1},
		{ID: "keyworker-1", Name: "priya", DisplayName: "Priya", Agency: "Advance", Role: access.Keyworker, PasswordHash: "priya-hash", Version: 4, Languages: []string{"en", "pl"}, CaseloadOpen: 30, CaseloadYear: 60},
	}}
	desk := &administration.Desk{Bench: room.Bench, Accounts: kept, Sessions: kept, Factors: kept, Secrets: secrets{}}
	return webtest.Start(t, asker, admin.Door{Desk: desk, Installation: checkpoints(caseworktest.Start)}), kept, room
}

func entry(change map[string]string) url.Values {
	form := url.Values{
		"key": {"key-1"}, "display_name": {"Jo Reed"}, "name": {"Jo.Reed"}, "agency": {"Advance"}, "role": {"keyworker"},
		"languages": {"en", "ro"}, "password": {"plum ladder quartz"},
	}
	for name, value := range change {
		form.Set(name, value)
	}
	return form
}

func TestTheHomePageListsAccountsAndHowTheInstallationIsDoing(t *testing.T) {
	site, _, room := newSite(t, caseworktest.Admin)
	page := site.Get("/admin").WantStatus(200)
	page.WantText("tbody", "Priya priya Keyworker Advance Yes").WantText("dl", "Accounts that may sign in 2").WantText("dl", "3 March 2026")
	if strings.Contains(page.Body, "-hash") {
		t.Error("a hash is on the page")
	}
	if line, ok := room.Record.Last(); !ok || line.What != "list accounts" || line.Actor != caseworktest.Admin.ID {
		t.Errorf("the read is written down as %+v", line)
	}
	site.Get("/admin/accounts/keyworker-1").WantStatus(200).WantText("dl", "English, Polish").WantText("dl", "30 women at once, 60 in a year")
	site.Get("/admin/accounts/nobody").WantStatus(404)
}

func TestAPersonIsAddedOnce(t *testing.T) {
	site, kept, room := newSite(t, caseworktest.Admin)
	site.Get("/admin/add").WantStatus(200).WantText("h1", "Add a person")
	for range 2 {
		site.Post("/admin/add", entry(nil)).WantRedirect("/admin?done=added")
	}
	site.Get("/admin?done=added").WantText(".govuk-notification-banner", "The account is added")
	if len(kept.accounts) != 3 {
		t.Fatalf("there are %d accounts, want 3", len(kept.accounts))
	}
	got := kept.accounts[2]
	if got.Name != "jo.reed" || got.Role != access.Keyworker || got.PasswordHash != "hash of plum ladder quartz" ||
		got.CaseloadOpen != 30 || got.CaseloadYear != 60 || !slices.Equal(got.Languages, []string{"en", "ro"}) {
		t.Errorf("kept %+v", got)
	}
	added := 0
	for _, line := range room.Record.Ledger {
		if line.What == "add account" {
			added++
		}
	}
	if added != 1 {
		t.Errorf("the ledger says added %d times, want 1", added)
	}
	site.Post("/admin/add", entry(map[string]string{"name": "someone.else"})).WantStatus(http.StatusConflict)
}

func TestWhatIsWrongIsNamedAndAllButThePasswordIsKept(t *testing.T) {
	for _, row := range []struct{ field, value, says string }{
		{"display_name", " ", "Enter the name that colleagues read"},
		{"name", "two words", "Enter a sign-in name without spaces"},
		{"name", "PRIYA", "this one is taken"},
		{"agency", "", "Enter the agency this person works for"},
		{"role", "", "Choose what this person does"},
		{"role", "chief", "Choose what this person does"},
		{"password", "short", "Choose another password: it has fewer than 12 characters"},
		{"specialism", "immigration", "only a specialist has one"},
	} {
		t.Run(row.field+" "+row.value, func(t *testing.T) {
			site, kept, _ := newSite(t, caseworktest.Admin)
			page := site.Post("/admin/add", entry(map[string]string{row.field: row.value})).WantStatus(422)
			page.WantText("title", "Error:").WantText("#"+row.field+"-error", row.says)
			if got := page.Attr(".govuk-error-summary a", "href"); got != "#"+row.field {
				t.Errorf("the summary leads to %q", got)
			}
			if row.field != "agency" && page.Attr("#agency", "value") != "Advance" {
				t.Error("the agency is not kept")
			}
			if strings.Contains(page.Body, "plum ladder") || page.Attr("#password", "value") != "" {
				t.Error("the password came back")
			}
			if len(kept.accounts) != 2 {
				t.Error("an account was added all the same")
			}
		})
	}
}

func TestASpecialistIsOneForSomething(t *testing.T) {
	for _, specialism := range []string{"", "astrology"} {
		site, kept, _ := newSite(t, caseworktest.Admin)
		page := site.Post("/admin/add", entry(map[string]string{"role": "specialist", "specialism": specialism})).WantStatus(422)
		page.WantText("#specialism-error", "Choose what this person is a specialist for")
		if len(kept.accounts) != 2 {
			t.Error("a specialist for nothing was added")
		}
	}
}

func TestAnAccountOfEveryRoleCanBeMade(t *testing.T) {
	for _, role := range access.Roles {
		form := map[string]string{"role": string(role), "name": "one." + string(role)}
		specialisms := []access.Specialism{""}
		if role == access.Specialist {
			specialisms = access.EverySpecialism
		}
		for _, specialism := range specialisms {
			site, kept, _ := newSite(t, caseworktest.Admin)
			form["specialism"] = string(specialism)
			site.Post("/admin/add", entry(form)).WantRedirect("/admin?done=added")
			got := kept.accounts[len(kept.accounts)-1]
			if asker := got.Asker(); asker.Role != role || asker.Specialism != specialism {
				t.Errorf("as %s %s the account asks as %+v", role, specialism, asker)
			}
			site.Get("/admin").WantText("tbody", got.Asker().Work())
		}
	}
}

func TestAnAccountIsDisabledAtOnce(t *testing.T) {
	site, kept, _ := newSite(t, caseworktest.Admin)
	kept.Sessions = []administration.Session{{TokenHash: []byte{1}, Account: "keyworker-1"}, {TokenHash: []byte{2}, Account: "admin-1"}}
	page := site.Get("/admin/accounts/keyworker-1").WantStatus(200)
	site.Post("/admin/accounts/keyworker-1", url.Values{"version": {"3"}}).WantStatus(http.StatusConflict)
	form := url.Values{"version": {page.Attr("input[name=version]", "value")}}
	for range 2 {
		site.Post("/admin/accounts/keyworker-1", form).WantRedirect("/admin?done=disabled")
	}
	if !kept.accounts[1].Disabled || len(kept.Sessions) != 1 || kept.Sessions[0].Account != "admin-1" {
		t.Error("the account may still sign in, its sessions go on, or somebody else's ended")
	}
	site.Get("/admin/accounts/keyworker-1").WantNone(".govuk-button--warning").WantText("dl", "May sign in No")
	site.Post("/admin/accounts/keyworker-1", url.Values{"version": {"soon"}}).WantStatus(422)

	own := "/admin/accounts/" + caseworktest.Admin.ID
	site.Get(own).WantStatus(200).WantNone(".govuk-button--warning")
	site.Post(own, url.Values{"version": {"1"}}).WantStatus(422).WantText(".govuk-error-summary", "Ask another administrator")
	if kept.accounts[0].Disabled {
		t.Error("the administrator disabled her own account")
	}
}

func TestOnlyAnAdministratorLooksAfterAccounts(t *testing.T) {
	site, kept, room := newSite(t, caseworktest.Admin)
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Keyworker, caseworktest.Lead, caseworktest.Commissioner} {
		site.As(asker)
		for _, path := range []string{"/admin", "/admin/add", "/admin/accounts/keyworker-1"} {
			site.Get(path).WantStatus(http.StatusForbidden)
		}
		site.Post("/admin/add", entry(nil)).WantStatus(http.StatusForbidden)
		site.Post("/admin/accounts/keyworker-1", url.Values{"version": {"4"}}).WantStatus(http.StatusForbidden)

		// The verbs say no themselves, whatever the pages do.
		desk := administration.Desk{Bench: room.Bench, Accounts: kept, Sessions: kept, Factors: kept, Secrets: secrets{}}
		_, list := desk.People(context.Background(), asker)
		_, add := desk.AddAccount(context.Background(), asker, "key-2", administration.Newcomer{})
		off := desk.Disable(context.Background(), asker, "keyworker-1", 4)
		for _, err := range []error{list, add, off} {
			if casework.KindOf(err) != casework.Forbidden {
				t.Errorf("%s: %v, want forbidden", asker.Role, err)
			}
		}
	}
	if len(kept.accounts) != 2 || kept.accounts[1].Disabled {
		t.Error("somebody else changed an account")
	}
}

func TestNothingIsReadOrDoneThatCannotBeWrittenDown(t *testing.T) {
	site, kept, room := newSite(t, caseworktest.Admin)
	room.Record.Deaf = errors.New("no ledger")
	site.Get("/admin").WantStatus(http.StatusServiceUnavailable)
	site.Post("/admin/add", entry(nil)).WantStatus(http.StatusServiceUnavailable)
	site.Post("/admin/accounts/keyworker-1", url.Values{"version": {"4"}}).WantStatus(http.StatusServiceUnavailable)
	if len(kept.accounts) != 2 || kept.accounts[1].Disabled {
		t.Error("an account changed though nobody wrote it down")
	}
}
