package signin

import (
	"net/netip"
	"sync"
	"time"
)

// tries counts what happened under a key within the window, exactly: a try is
// let through when fewer than most came in the window before it.
type tries struct {
	most   int
	window time.Duration

	mutex sync.Mutex
	seen  map[string][]time.Time // oldest first, at most most of them
	swept time.Time
}

const tryWindow = time.Minute

func newTries(most int, window time.Duration) *tries {
	return &tries{most: most, window: window, seen: map[string][]time.Time{}}
}

// allow counts a try at now and says whether it may go on. Tries that are held
// back are not counted, so waiting always helps.
func (t *tries) allow(key string, now time.Time) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.sweep(now)
	recent := t.seen[key]
	for len(recent) > 0 && !recent[0].Add(t.window).After(now) {
		recent = recent[1:]
	}
	if len(recent) >= t.most {
		t.seen[key] = recent
		return false
	}
	t.seen[key] = append(recent, now)
	return true
}

// sweep forgets keys of which nothing is left in the window, once a window.
func (t *tries) sweep(now time.Time) {
	if now.Sub(t.swept) < t.window {
		return
	}
	t.swept = now
	for key, times := range t.seen {
		if !times[len(times)-1].Add(t.window).After(now) {
			delete(t.seen, key)
		}
	}
}

// addressBlock names the network a peer address belongs to: /24 for IPv4, /56
// for IPv6, which is about what one building is given. Addresses that cannot
// be read share one block.
func addressBlock(remoteAddr string) string {
	address, err := netip.ParseAddr(remoteAddr)
	if err != nil {
		withPort, err := netip.ParseAddrPort(remoteAddr)
		if err != nil {
			return "unreadable"
		}
		address = withPort.Addr()
	}
	address = address.Unmap().WithZone("")
	bits := 56
	if address.Is4() {
		bits = 24
	}
	return netip.PrefixFrom(address, bits).Masked().String()
}
