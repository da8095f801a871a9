package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// site is the program's own server, running as another process.
type site struct {
	url     string
	process *exec.Cmd
	ended   chan error
	client  *http.Client
	started time.Duration // until the first page
}

// startSite starts the server on a data folder and waits for its first page.
func startSite(ctx context.Context, where place) (*site, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding the program: %w", err)
	}
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	args := []string{"serve", "--data", where.Data, "--addr", addr}
	if where.Database != "" {
		args = append(args, "--database", where.Database)
	}
	s := &site{
		url: "http://" + addr, process: exec.CommandContext(ctx, program, args...), ended: make(chan error, 1),
		client: &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: 256, DisableCompression: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Timeout:       time.Minute,
		},
	}
	s.process.Stderr = os.Stderr
	s.process.Cancel = func() error { return s.process.Process.Signal(syscall.SIGTERM) }
	s.process.WaitDelay = 15 * time.Second
	began := time.Now()
	if err := s.process.Start(); err != nil {
		return nil, fmt.Errorf("starting the server: %w", err)
	}
	go func() { s.ended <- s.process.Wait() }()
	for {
		answer, err := s.client.Get(s.url + "/sign-in")
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				s.started = time.Since(began)
				return s, nil
			}
		}
		select {
		case err := <-s.ended:
			return nil, fmt.Errorf("starting the server: it ended: %w", err)
		case <-time.After(2 * time.Millisecond):
		}
		if time.Since(began) > time.Minute {
			s.stop()
			return nil, errors.New("starting the server: no page after a minute")
		}
	}
}

// freeAddress returns an address of this machine nobody listens on.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("finding a free address: %w", err)
	}
	return listener.Addr().String(), listener.Close()
}

// stop ends the server as an operator would, and waits until it has. Stopping
// twice is no error.
func (s *site) stop() {
	if s.process == nil {
		return
	}
	_ = s.process.Process.Signal(syscall.SIGTERM)
	<-s.ended
	s.process = nil
	s.client.CloseIdleConnections()
}

// resident returns the memory the server holds, in MiB.
func (s *site) resident() (float64, error) { return residentMiB(s.process.Process.Pid) }

// residentMiB returns how much memory a process holds.
func residentMiB(process int) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	if err != nil {
		return 0, fmt.Errorf("reading the memory of process %d: %w", process, err)
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmRSS:" {
			kib, err := strconv.ParseFloat(fields[1], 64)
			if err != nil {
				return 0, fmt.Errorf("reading the memory of process %d: %w", process, err)
			}
			return rounded(kib / 1024), nil
		}
	}
	return 0, fmt.Errorf("reading the memory of process %d: the system does not tell", process)
}

// visitor is a browser that somebody signed in with.
type visitor struct {
	site   *site
	cookie string
}

// signIn signs somebody in through the page.
func (s *site) signIn(ctx context.Context, name string) (*visitor, error) {
	v := &visitor{site: s}
	answer, err := v.send(ctx, http.MethodPost, "/sign-in", url.Values{"name": {name}, "password": {benchPassword}, "next": {"/"}})
	if err != nil {
		return nil, err
	}
	cookies := answer.Cookies()
	if answer.StatusCode != http.StatusSeeOther || len(cookies) == 0 {
		return nil, fmt.Errorf("signing %s in: status %d", name, answer.StatusCode)
	}
	v.cookie = cookies[0].Name + "=" + cookies[0].Value
	return v, nil
}

// officers signs in as many officers as send at once.
func (s *site) officers(ctx context.Context, count int) ([]*visitor, error) {
	officers := make([]*visitor, count)
	for i := range officers {
		var err error
		if officers[i], err = s.signIn(ctx, benchOfficer(i).Name); err != nil {
			return nil, err
		}
	}
	return officers, nil
}

// send sends a request and reads the whole answer.
func (v *visitor) send(ctx context.Context, method, path string, form url.Values) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, v.site.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, fmt.Errorf("asking for %s: %w", path, err)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if v.cookie != "" {
		request.Header.Set("Cookie", v.cookie)
	}
	answer, err := v.site.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("asking for %s: %w", path, err)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return answer, errors.Join(err, answer.Body.Close())
}

// open opens a page.
func (v *visitor) open(ctx context.Context, path string) error {
	answer, err := v.send(ctx, http.MethodGet, path, nil)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("opening %s: status %d", path, answer.StatusCode)
	}
	return err
}

// refer fills in and sends the form of a referral.
func (v *visitor) refer(ctx context.Context) error {
	entry := benchReferral(newID())
	year, month, day := entry.Identity.Born.Date()
	given, inMonth, on := entry.Condition.Given.Date()
	answer, err := v.send(ctx, http.MethodPost, "/refer", url.Values{
		"key": {newID()}, "place": {benchSuite + ", " + entry.Area}, "reference": {entry.Reference},
		"given_name": {entry.Identity.Given}, "family_name": {entry.Identity.Family}, "phone": {entry.Identity.Phone},
		"date_of_birth-day": {strconv.Itoa(day)}, "date_of_birth-month": {strconv.Itoa(int(month))}, "date_of_birth-year": {strconv.Itoa(year)},
		"outcome": {entry.Outcome}, "offence": {entry.Offence.Code}, "contact": {string(entry.Contact)}, "agreed": {entry.Agreed},
		"would_otherwise": {"charge"}, "units_required": {strconv.Itoa(entry.Condition.Units)},
		"given_on-day": {strconv.Itoa(on)}, "given_on-month": {strconv.Itoa(int(inMonth))}, "given_on-year": {strconv.Itoa(given)},
	})
	if err == nil && answer.StatusCode != http.StatusSeeOther {
		err = fmt.Errorf("referring: status %d", answer.StatusCode)
	}
	return err
}

// time lets clients do something count times in all, after a few tries that are
// not counted, and notes how long each took.
func (r *benchReport) time(name string, clients, count, before int, do func(client, i int) error) ([]time.Duration, error) {
	for i := range before {
		if err := do(0, i); err != nil {
			return nil, fmt.Errorf("measuring the %s: %w", name, err)
		}
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	waits := make([][]time.Duration, clients)
	failed := make([]error, clients)
	began := time.Now()
	for client := range clients {
		wait.Go(func() {
			for i := next.Add(1); i <= int64(count); i = next.Add(1) {
				from := time.Now()
				if failed[client] = do(client, int(i)); failed[client] != nil {
					return
				}
				waits[client] = append(waits[client], time.Since(from))
			}
		})
	}
	wait.Wait()
	spent := time.Since(began)
	if err := errors.Join(failed...); err != nil {
		return nil, fmt.Errorf("measuring the %s: %w", name, err)
	}
	var all []time.Duration
	for _, some := range waits {
		all = append(all, some...)
	}
	r.add(name, clients, all, spent)
	return all, nil
}
