package faulttest

import (
	"context"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// officers is how many send at once, all with the session of one.
const officers = 8

// crowd are the officers who send to one installation, and what they were told.
type crowd struct {
	web     *http.Client
	server  atomic.Pointer[string] // address now, "" while there is none
	session *http.Cookie

	mutex        sync.Mutex
	acknowledged map[string]string    // case by idempotency key
	reads        int                  // lists that were shown
	open         map[string]time.Time // when a key was last left without an acknowledgement
	unknown      int                  // answers that never came
	later        int                  // answers that asked to try again later
	wrong        []string             // answers that no fault excuses
}

func newCrowd() *crowd {
	c := &crowd{
		acknowledged: map[string]string{},
		open:         map[string]time.Time{},
		web: &http.Client{
			Timeout:       30 * time.Second,
			Transport:     &http.Transport{MaxIdleConnsPerHost: officers, MaxConnsPerHost: 4 * officers},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	c.turnTo("")
	return c
}

// turnTo tells the officers where the server is now.
func (c *crowd) turnTo(url string) { c.server.Store(&url) }

// key is how the page writes the secret of codes that are to be set up.
var key = regexp.MustCompile(`Key: <strong>([A-Z2-7 ]+)</strong>`)

// signIn starts the session that all share, and sets up the officer's codes. It
// outlives every restart.
func (c *crowd) signIn(t *testing.T) {
	t.Helper()
	status, page := c.enter(t, "/sign-in", url.Values{"name": {officer}, "password": {password}})
	found := key.FindStringSubmatch(page)
	if status != http.StatusOK || found == nil {
		t.Fatalf("a first password was answered with %d and no key: %s", status, page)
	}
	code, err := totp.GenerateCode(strings.ReplaceAll(found[1], " ", ""), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if status, page := c.enter(t, "/sign-in/code", url.Values{"code": {code}}); status != http.StatusSeeOther {
		t.Fatalf("the code was answered with %d: %s", status, page)
	}
}

// enter sends one form of signing in and keeps the session it gives.
func (c *crowd) enter(t *testing.T, path string, form url.Values) (status int, page string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, *c.server.Load()+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if c.session != nil {
		request.AddCookie(c.session)
	}
	answer, err := c.web.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range answer.Cookies() {
		c.session = cookie
	}
	return answer.StatusCode, string(body)
}

// ask sends one request and returns the status and where the answer leads.
func (c *crowd) ask(ctx context.Context, base, method, path string, form url.Values) (status int, to string, err error) {
	request, err := http.NewRequestWithContext(ctx, method, base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	request.AddCookie(c.session)
	answer, err := c.web.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil && answer.StatusCode == http.StatusOK {
		return 0, "", err // a page cut short was not shown
	}
	return answer.StatusCode, answer.Header.Get("Location"), nil
}

// outcome is what became of one request.
type outcome int

const (
	acknowledged outcome = iota
	unknown              // no answer: it may have been carried out
	later                // asked to try again later
	wrong                // an answer that no fault excuses
)

// refer sends the referral of this key once.
func (c *crowd) refer(ctx context.Context, key string) outcome {
	base := *c.server.Load()
	if base == "" {
		return unknown
	}
	status, to, err := c.ask(ctx, base, http.MethodPost, "/refer", referral(key))
	made, sent := strings.CutPrefix(to, "/refer/sent/")
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch {
	case err != nil:
		c.unknown++
		c.open[key] = time.Now()
		return unknown
	case status == http.StatusSeeOther && sent:
		if before, again := c.acknowledged[key]; again && before != made {
			c.wrong = append(c.wrong, fmt.Sprintf("key %s made case %s, then case %s", key, before, made))
			return wrong
		}
		c.acknowledged[key] = made
		return acknowledged
	case status == http.StatusServiceUnavailable:
		c.later++
		c.open[key] = time.Now()
		return later
	case *c.server.Load() != base: // another program may have the port by now
		c.unknown++
		return unknown
	}
	c.wrong = append(c.wrong, fmt.Sprintf("key %s was answered with %d to %q", key, status, to))
	return wrong
}

// look asks for a page and says so where it was not shown.
func (c *crowd) look(ctx context.Context, path string) {
	base := *c.server.Load()
	if base == "" {
		return
	}
	status, _, err := c.ask(ctx, base, http.MethodGet, path, nil)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch {
	case err != nil || *c.server.Load() != base || status == http.StatusServiceUnavailable:
	case status == http.StatusOK:
		c.reads++
	default:
		c.wrong = append(c.wrong, fmt.Sprintf("%s was answered with %d", path, status))
	}
}

// insist sends the referral of this key again and again until it is
// acknowledged, and says whether it was.
func (c *crowd) insist(ctx context.Context, key string) bool {
	for {
		switch c.refer(ctx, key) {
		case acknowledged:
			return true
		case wrong:
			return false
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(3 * time.Millisecond):
		}
	}
}

// load lets every officer send as fast as the answers come until stop is closed, each key
// until it is acknowledged, and read in between. It returns when all have ended.
func (c *crowd) load(ctx context.Context, stop <-chan struct{}) {
	var all sync.WaitGroup
	for one := range officers {
		all.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				key := fmt.Sprintf("officer %d referral %d", one, n)
				if !c.insist(ctx, key) {
					c.mutex.Lock()
					c.wrong = append(c.wrong, fmt.Sprintf("key %s was never acknowledged", key))
					c.mutex.Unlock()
					return
				}
				switch n % 6 {
				case 2:
					c.look(ctx, "/refer/list")
				case 5:
					c.mutex.Lock()
					made := c.acknowledged[fmt.Sprintf("officer %d referral %d", one, n/2)]
					c.mutex.Unlock()
					c.look(ctx, "/refer/sent/"+made)
				}
			}
		})
	}
	all.Wait()
}

// referral is what an officer types about an invented woman, one for each key.
func referral(key string) url.Values {
	// Names, birth date and phone of her own: women who share them would all be
	// looked up each time.
	own := int(crc32.ChecksumIEEE([]byte(key)))
	return url.Values{
		"key": {key}, "area": {"Central West"}, "reference": {"Ref " + key},
		"given_name": {"Invented by " + key}, "family_name": {"Woman of " + key},
		"date_of_birth-day": {strconv.Itoa(1 + own%28)}, "date_of_birth-month": {strconv.Itoa(1 + own%12)}, "date_of_birth-year": {strconv.Itoa(1960 + own%45)},
		"outcome": {"conditional_caution"}, "units_required": {"2"}, "would_otherwise": {"charge"},
		"given_on-day": {"3"}, "given_on-month": {"3"}, "given_on-year": {"2026"},
		"contact": {"no_message"}, "phone": {fmt.Sprintf("07%09d", own%1_000_000_000)}, "agreed": {"yes"},
	}
}

// told is how many referrals were acknowledged so far.
func (c *crowd) told() int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return len(c.acknowledged)
}
