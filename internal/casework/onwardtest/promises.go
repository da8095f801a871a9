package onwardtest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"throughline/internal/casework/onward"
)

// noon is when the promises are tried.
var noon = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)

// Promises tries what every store of links keeps. The store is empty.
func Promises(t *testing.T, store onward.LinkStore) {
	t.Run("a link is kept, and a newer one takes its place", func(t *testing.T) { promiseLink(t, store) })
	t.Run("of many tries at once five are let through", func(t *testing.T) { promiseTries(t, store) })
	t.Run("a session is kept until it ends", func(t *testing.T) { promiseSession(t, store) })
}

func link(referral, words string) onward.Link {
	return onward.Link{
		Referral: referral, Case: "case-" + referral, Woman: "grace", Lookup: []byte(words), Nonce: []byte("nonce of " + words), Proof: "proof of " + words,
		Inbox: "team@example.org", Made: noon, Until: noon.Add(time.Hour),
	}
}

// want fails the test unless an error is the one that is expected.
func want(t *testing.T, what string, err, expected error) {
	t.Helper()
	if !errors.Is(err, expected) {
		t.Errorf("%s: %v, want %v", what, err, expected)
	}
}

func promiseLink(t *testing.T, store onward.LinkStore) {
	ctx := context.Background()
	_, err := store.LinkOf(ctx, "first")
	want(t, "a referral without a link", err, onward.ErrNoLink)
	want(t, "its link", store.KeepLink(ctx, link("first", "old")), nil)
	found, err := store.LinkOf(ctx, "first")
	want(t, "reading it", err, nil)
	if string(found.Lookup) != "old" || string(found.Nonce) != "nonce of old" || found.Proof != "proof of old" || found.Inbox != "team@example.org" ||
		found.Case != "case-first" || found.Woman != "grace" || found.Wrong != 0 || !found.Made.Equal(noon) || !found.Until.Equal(noon.Add(time.Hour)) {
		t.Errorf("the link is %+v", found)
	}
	session := onward.LinkSession{TokenHash: []byte("open"), Referral: "first", Case: "case-first", Woman: "grace", LastSeen: noon, Expires: noon.Add(time.Hour)}
	want(t, "a session of it", store.AddLinkSession(ctx, session), nil)
	_, err = store.TryLink(ctx, []byte("old"), noon)
	want(t, "a try", err, nil)
	want(t, "the same link again", store.KeepLink(ctx, link("first", "old")), nil)
	if found, err = store.LinkOf(ctx, "first"); err != nil || found.Wrong != 1 {
		t.Errorf("after the same link again: %+v, %v; want the try counted still", found, err)
	}
	_, err = store.LinkSession(ctx, []byte("open"))
	want(t, "its session after the same link again", err, nil)

	want(t, "a newer link", store.KeepLink(ctx, link("first", "new")), nil)
	_, err = store.TryLink(ctx, []byte("old"), noon)
	want(t, "the old one", err, onward.ErrNoLink)
	_, err = store.LinkSession(ctx, []byte("open"))
	want(t, "what the old one had open", err, onward.ErrNoSession)
	_, err = store.TryLink(ctx, []byte("new"), noon.Add(time.Hour))
	want(t, "a link as its time ends", err, onward.ErrNoLink)

	want(t, "a session of the new one", store.AddLinkSession(ctx, session), nil)
	want(t, "dropping it", store.DropLink(ctx, "first"), nil)
	_, err = store.LinkOf(ctx, "first")
	want(t, "a dropped link", err, onward.ErrNoLink)
	_, err = store.LinkSession(ctx, []byte("open"))
	want(t, "what a dropped link had open", err, onward.ErrNoSession)
	want(t, "dropping it again", store.DropLink(ctx, "first"), nil)
}

func promiseTries(t *testing.T, store onward.LinkStore) {
	ctx := context.Background()
	want(t, "a link", store.KeepLink(ctx, link("second", "words")), nil)
	var through atomic.Int32
	var tries sync.WaitGroup
	for range 40 {
		tries.Go(func() {
			switch _, err := store.TryLink(ctx, []byte("words"), noon); {
			case err == nil:
				through.Add(1)
			case !errors.Is(err, onward.ErrNoLink):
				t.Errorf("trying: %v", err)
			}
		})
	}
	tries.Wait()
	if through.Load() != onward.MostWrong {
		t.Errorf("%d of 40 tries at once were let through, want %d", through.Load(), onward.MostWrong)
	}
	if found, err := store.LinkOf(ctx, "second"); err != nil || !found.Frozen() {
		t.Errorf("the link is %+v, %v; want it frozen", found, err)
	}
	want(t, "clearing the tries", store.ClearLinkTries(ctx, []byte("words")), nil)
	if found, err := store.TryLink(ctx, []byte("words"), noon); err != nil || found.Wrong != 1 {
		t.Errorf("a try after a right one: %+v, %v", found, err)
	}
}

func promiseSession(t *testing.T, store onward.LinkStore) {
	ctx := context.Background()
	session := onward.LinkSession{TokenHash: []byte{0, 1, 255}, Referral: "second", Case: "case-second", Woman: "grace", LastSeen: noon, Expires: noon.Add(time.Hour)}
	want(t, "keeping it", store.AddLinkSession(ctx, session), nil)
	want(t, "noting it", store.TouchLinkSession(ctx, session.TokenHash, noon.Add(time.Minute)), nil)
	found, err := store.LinkSession(ctx, session.TokenHash)
	want(t, "reading it", err, nil)
	if found.Referral != "second" || found.Case != "case-second" || found.Woman != "grace" || !found.LastSeen.Equal(noon.Add(time.Minute)) || !found.Expires.Equal(session.Expires) {
		t.Errorf("the session is %+v", found)
	}
	later := onward.LinkSession{TokenHash: []byte("later"), Referral: "second", LastSeen: session.Expires, Expires: session.Expires.Add(time.Hour)}
	want(t, "another, once the first has ended", store.AddLinkSession(ctx, later), nil)
	_, err = store.LinkSession(ctx, session.TokenHash)
	want(t, "one that has ended", err, onward.ErrNoSession)
	want(t, "ending it", store.EndLinkSession(ctx, later.TokenHash), nil)
	want(t, "ending it again", store.EndLinkSession(ctx, later.TokenHash), nil)
	_, err = store.LinkSession(ctx, later.TokenHash)
	want(t, "one that was ended", err, onward.ErrNoSession)
	want(t, "noting one that ended", store.TouchLinkSession(ctx, later.TokenHash, noon), nil)
}
