package leaktest

import (
	"crypto/sha256"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework/administration"
	"throughline/internal/casework/diary"
	"throughline/internal/casework/onward"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
)

// alike holds addresses that open nothing to one answer, whatever the reason. The
// secret of each stands in the place of {secret}.
func alike(t *testing.T, s *serving, path string, form url.Values, secrets map[string]string) {
	t.Helper()
	answers := map[string]string{}
	for why, secret := range secrets {
		got := s.ask(person{}, strings.ReplaceAll(path, "{secret}", secret), form)
		answers[why] = strings.ReplaceAll(ids{}.mask(got), secret, "(secret)")
	}
	for why, answer := range answers {
		if answer != answers["unknown"] {
			t.Errorf("%s, %s, is answered other than one there never was:\n%s\nand not\n%s", path, why, answer, answers["unknown"])
		}
	}
}

// secretOf returns a secret of the length and letters of a link or an address.
func secretOf(what string, length int) string {
	return what + strings.Repeat("A", length-len(what))
}

// A link that there never was, one whose time is over, one that is frozen after too
// many tries, one that was taken back, and one that holds all answer the same
// before the PIN is known: nobody learns from an address that somebody was sent on.
func TestALinkTellsNothingWithoutItsPIN(t *testing.T) {
	w := imagine(t).make(t)
	const length = 43 // 256 bits
	secrets := map[string]string{}
	for _, why := range []string{"unknown", "over", "frozen", "withdrawn", "open"} {
		secrets[why] = secretOf(why, length)
	}
	now := time.Now()
	prepare(t, w.data, func(store *record.Store) {
		for i, why := range []string{"over", "frozen", "withdrawn", "open"} {
			her := w.women[[]int{0, 1, 3, 4}[i]]
			lookup := sha256.Sum256([]byte(secrets[why]))
			link := onward.Link{
				Referral: her.sent(), Case: her.caseID, Woman: her.id, Lookup: lookup[:], Nonce: []byte("nonce"),
				Proof: "$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g",
				Made:  now.Add(-time.Hour), Until: now.Add(time.Hour),
			}
			switch why {
			case "over":
				link.Until = now.Add(-time.Minute)
			case "frozen":
				link.Wrong = onward.MostWrong
			}
			if err := store.KeepLink(t.Context(), link); err != nil {
				t.Fatal(err)
			}
			if why == "withdrawn" {
				withdraw(t, store, her)
			}
		}
	})
	s := serve(t, w.data)
	alike(t, s, "/r/{secret}", nil, secrets)
	alike(t, s, "/r/{secret}/request", nil, secrets)
	alike(t, s, "/r/{secret}/request", url.Values{"act": {"accept"}, "key": {"x"}}, secrets)
	alike(t, s, "/r/{secret}", url.Values{"pin": {"000000"}}, secrets)
}

// withdraw takes her permission for the service she was sent to back.
func withdraw(t *testing.T, store *record.Store, her *woman) {
	t.Helper()
	now, kept := calendar.At(time.Now()), her.worker.Asker()
	appendFacts(t, store, her.id+" takes back", []journey.Fact{{
		Woman: her.id, Happened: now, Known: now, By: kept.ID, Agency: kept.Agency, Body: journey.PermissionWithdrawn{Permission: her.id + "-partner"},
	}})
}

// In a browser in which a link is open stands what she agreed to and nothing else of
// her; of other women nothing. Once she takes it back nothing stands there at all.
func TestALinkOpensWhatSheAgreedTo(t *testing.T) {
	w := imagine(t).make(t)
	her := w.women[0]
	opened := &http.Cookie{Name: "request", Value: linkOpened}
	path := "/r/" + linkToken + "/request"
	hunted := newHunt(t, w)
	agreed := access.SetOf(access.Identity, access.Needs) // as her permission says
	s := serve(t, w.data)
	got := s.ask(person{}, path, nil, opened)
	hunted.artefact(path, got.whole(), func(bird canary) bool { return bird.woman == her && (bird.kind == herCase || agreed.Has(bird.class)) })
	if got.status != http.StatusOK || hunted.allowed < 5 {
		t.Errorf("it is not open: %d, with %d of her words", got.status, hunted.allowed)
	}
	if elsewhere := s.ask(person{}, "/r/"+secretOf("elsewhere", 43)+"/request", nil, opened); elsewhere.status != http.StatusSeeOther {
		t.Errorf("at the address of another link the same browser is answered %d", elsewhere.status)
	}
	s.stop()

	other := imagine(t).make(t)
	prepare(t, other.data, func(store *record.Store) { withdraw(t, store, other.women[0]) })
	s = serve(t, other.data)
	later := newHunt(t, other)
	gone := s.ask(person{}, path, nil, opened)
	if gone.status != http.StatusNotFound {
		t.Errorf("after she took it back it answers %d", gone.status)
	}
	later.artefact(path+" after she took it back", gone.whole(), nil)
	hunted.report()
	later.report()
}

// A calendar address that there never was, one that was made anew, and that of a
// keyworker who may no longer sign in answer the same. The one that holds has no
// canary in it: times, and first letters.
func TestACalendarAddressTellsTimesAndLettersAlone(t *testing.T) {
	w := imagine(t).make(t)
	const length = 22 // 128 bits
	secrets := map[string]string{"unknown": secretOf("unknown", length), "made anew": secretOf("anew", length), "left": secretOf("left", length)}
	prepare(t, w.data, func(store *record.Store) {
		keep := func(account, secret string) {
			hash := sha256.Sum256([]byte(secret))
			if err := store.KeepFeed(t.Context(), diary.Feed{Account: account, Hash: hash[:], Made: time.Now()}); err != nil {
				t.Fatal(err)
			}
		}
		keep("account-keyworker", secrets["made anew"])
		keep("account-keyworker", feedSecret)
		left := administration.Account{ID: "account-left", Name: "left", DisplayName: "Colleague left", Agency: riverside, Role: access.Keyworker, Disabled: true}
		if err := store.AddAccount(t.Context(), left); err != nil {
			t.Fatal(err)
		}
		keep(left.ID, secrets["left"])
	})
	s := serve(t, w.data)
	alike(t, s, "/calendar/{secret}/diary.ics", nil, secrets)
	got := s.ask(person{}, "/calendar/"+feedSecret+"/diary.ics", nil)
	if got.status != http.StatusOK || !strings.Contains(string(got.body), "BEGIN:VEVENT") {
		t.Errorf("the address that holds answers %d: %s", got.status, got.body)
	}
	hunted := newHunt(t, w)
	hunted.artefact("the calendar", got.whole(), nil)
	hunted.report()
}
