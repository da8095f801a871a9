package herspacetest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"throughline/internal/casework/herspace"
)

// noon is when the promises are tried.
var noon = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)

// Promises tries what every store of cards keeps. The store is empty.
func Promises(t *testing.T, store herspace.CardStore) {
	t.Run("a card is kept, and a newer one takes its place", func(t *testing.T) { promiseCard(t, store) })
	t.Run("of many tries at once five are let through", func(t *testing.T) { promiseTries(t, store) })
	t.Run("of many who spend a code at once one has it", func(t *testing.T) { promiseCode(t, store) })
	t.Run("a session is kept until it ends", func(t *testing.T) { promiseSession(t, store) })
}

func card(woman, words string, at time.Time) herspace.Card {
	return herspace.Card{Woman: woman, Lookup: []byte(words), Proof: "proof of " + words, Issued: at}
}

// want fails the test unless an error is the one that is expected.
func want(t *testing.T, what string, err, expected error) {
	t.Helper()
	if !errors.Is(err, expected) {
		t.Errorf("%s: %v, want %v", what, err, expected)
	}
}

func promiseCard(t *testing.T, store herspace.CardStore) {
	ctx := context.Background()
	_, err := store.Card(ctx, "grace")
	want(t, "a woman without a card", err, herspace.ErrNoCard)
	want(t, "her first card", store.KeepCard(ctx, card("grace", "four words", noon), time.Time{}), nil)
	want(t, "another first card", store.KeepCard(ctx, card("grace", "other words", noon), time.Time{}), herspace.ErrCardChanged)

	found, err := store.Card(ctx, "grace")
	want(t, "reading her card", err, nil)
	if string(found.Lookup) != "four words" || found.Proof != "proof of four words" || found.Wrong != 0 || !found.Issued.Equal(noon) {
		t.Errorf("her card is %+v", found)
	}
	want(t, "a code", store.KeepCode(ctx, herspace.Code{Lookup: []byte("code"), Woman: "grace", Expires: noon.Add(time.Minute)}, noon), nil)
	want(t, "a session", store.AddHerSession(ctx, herspace.Session{TokenHash: []byte("hers"), Woman: "grace", Expires: noon.Add(time.Hour)}), nil)

	later := noon.Add(time.Minute)
	want(t, "a card in the place of one that is gone", store.KeepCard(ctx, card("grace", "new words", later), noon.Add(time.Second)), herspace.ErrCardChanged)
	want(t, "her second card", store.KeepCard(ctx, card("grace", "new words", later), noon), nil)
	_, err = store.TryCard(ctx, []byte("four words"))
	want(t, "the words of the old card", err, herspace.ErrNoCard)
	_, err = store.SpendCode(ctx, []byte("code"), noon)
	want(t, "a code made before the card", err, herspace.ErrNoCode)
	_, err = store.HerSession(ctx, []byte("hers"))
	want(t, "what the old card had open", err, herspace.ErrNoSession)

	want(t, "a session", store.AddHerSession(ctx, herspace.Session{TokenHash: []byte("hers"), Woman: "grace", Expires: noon.Add(time.Hour)}), nil)
	want(t, "taking the card back", store.RevokeCard(ctx, "grace"), nil)
	_, err = store.TryCard(ctx, []byte("new words"))
	want(t, "the words of a card taken back", err, herspace.ErrNoCard)
	_, err = store.HerSession(ctx, []byte("hers"))
	want(t, "what the card had open", err, herspace.ErrNoSession)
	want(t, "taking it back again", store.RevokeCard(ctx, "grace"), nil)
}

func promiseTries(t *testing.T, store herspace.CardStore) {
	ctx := context.Background()
	want(t, "a card", store.KeepCard(ctx, card("amina", "her words", noon), time.Time{}), nil)
	var through atomic.Int32
	var tries sync.WaitGroup
	for range 40 {
		tries.Go(func() {
			switch _, err := store.TryCard(ctx, []byte("her words")); {
			case err == nil:
				through.Add(1)
			case !errors.Is(err, herspace.ErrNoCard):
				t.Errorf("trying: %v", err)
			}
		})
	}
	tries.Wait()
	if through.Load() != herspace.MostWrong {
		t.Errorf("%d of 40 tries at once were let through, want %d", through.Load(), herspace.MostWrong)
	}
	if found, err := store.Card(ctx, "amina"); err != nil || !found.Frozen() {
		t.Errorf("the card is %+v, %v; want it frozen", found, err)
	}
	want(t, "clearing the tries", store.ClearTries(ctx, []byte("her words")), nil)
	found, err := store.TryCard(ctx, []byte("her words"))
	if err != nil || found.Wrong != 1 || found.Woman != "amina" {
		t.Errorf("a try after a right one: %+v, %v", found, err)
	}
}

func promiseCode(t *testing.T, store herspace.CardStore) {
	ctx := context.Background()
	keep := func(words string, expires time.Time) {
		want(t, "keeping a code", store.KeepCode(ctx, herspace.Code{Lookup: []byte(words), Woman: "amina", Expires: expires}, noon), nil)
	}
	keep("first", noon.Add(time.Minute))
	keep("second", noon.Add(time.Minute))
	_, err := store.SpendCode(ctx, []byte("first"), noon)
	want(t, "a code with a newer one after it", err, herspace.ErrNoCode)

	var had atomic.Int32
	var spenders sync.WaitGroup
	for range 100 {
		spenders.Go(func() {
			woman, err := store.SpendCode(ctx, []byte("second"), noon)
			switch {
			case err == nil && woman == "amina":
				had.Add(1)
			case !errors.Is(err, herspace.ErrNoCode):
				t.Errorf("spending: %q, %v", woman, err)
			}
		})
	}
	spenders.Wait()
	if had.Load() != 1 {
		t.Errorf("%d of 100 had the code, want 1", had.Load())
	}
	keep("third", noon.Add(time.Minute))
	_, err = store.SpendCode(ctx, []byte("third"), noon.Add(time.Minute))
	want(t, "a code as its time ends", err, herspace.ErrNoCode)
}

func promiseSession(t *testing.T, store herspace.CardStore) {
	ctx := context.Background()
	session := herspace.Session{TokenHash: []byte{0, 1, 255}, Woman: "amina", Created: noon, LastSeen: noon, Expires: noon.Add(8 * time.Hour)}
	want(t, "keeping it", store.AddHerSession(ctx, session), nil)
	want(t, "noting it", store.TouchHerSession(ctx, session.TokenHash, noon.Add(time.Minute)), nil)
	found, err := store.HerSession(ctx, session.TokenHash)
	if err != nil || found.Woman != "amina" || !found.Created.Equal(noon) || !found.LastSeen.Equal(noon.Add(time.Minute)) || !found.Expires.Equal(session.Expires) {
		t.Errorf("it came back as %+v, %v", found, err)
	}
	want(t, "ending the expired", store.EndExpiredHerSessions(ctx, session.Expires.Add(-time.Second)), nil)
	_, err = store.HerSession(ctx, session.TokenHash)
	want(t, "a second before its end", err, nil)
	want(t, "ending the expired", store.EndExpiredHerSessions(ctx, session.Expires), nil)
	_, err = store.HerSession(ctx, session.TokenHash)
	want(t, "at its end", err, herspace.ErrNoSession)
	want(t, "noting one that ended", store.TouchHerSession(ctx, session.TokenHash, noon), nil)
	want(t, "keeping it again", store.AddHerSession(ctx, session), nil)
	want(t, "ending it", store.EndHerSession(ctx, session.TokenHash), nil)
	want(t, "ending it twice", store.EndHerSession(ctx, session.TokenHash), nil)
	_, err = store.HerSession(ctx, session.TokenHash)
	want(t, "one that was ended", err, herspace.ErrNoSession)
}
