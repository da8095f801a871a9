package faulttest

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var faults = flag.Int("faults", 9, "how often the disk fails under the server; 3 with -short")

// disk is the system calls of the database that strace makes fail from outside.
const disk = "fsync,fdatasync,pwrite64"

// watch follows the disk calls of a running server and makes some of them fail.
type watch struct {
	strace *exec.Cmd
	log    string
}

// fail makes the calls of these names fail with an error, in each thread of the
// server from its nth such call on.
func (s *server) fail(t *testing.T, calls, with string, nth int) (*watch, error) {
	t.Helper()
	w := &watch{log: filepath.Join(t.TempDir(), "calls")}
	w.strace = exec.Command("strace", "-f", "-p", fmt.Sprint(s.process.Pid), "-o", w.log,
		"-e", "trace="+disk, "-e", "signal=none", "-e", fmt.Sprintf("inject=%s:error=%s:when=%d+", calls, with, nth))
	out, err := w.strace.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := w.strace.Start(); err != nil {
		return nil, err
	}
	t.Cleanup(func() { _ = w.strace.Process.Kill() })
	attached := make(chan bool, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if strings.Contains(lines.Text(), "attached with") {
				attached <- true
			}
		}
		close(attached)
		_ = w.strace.Wait() // it ends as its server does
	}()
	select {
	case followed := <-attached:
		if !followed {
			return nil, errors.New("strace could not follow the server")
		}
		return w, nil
	case <-time.After(patience):
		return nil, errors.New("strace did not follow the server in time")
	}
}

// seen counts the calls so far that failed by our doing, and the flushes that
// did not. strace writes each down before the server learns of it.
func (w *watch) seen(t *testing.T) (failed, flushed int) {
	t.Helper()
	text, err := os.ReadFile(w.log)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		switch {
		case strings.Contains(line, "(INJECTED)"):
			failed++
		case strings.Contains(line, "sync") && strings.Contains(line, "= 0"):
			flushed++
		}
	}
	return failed, flushed
}

func TestNothingIsAcknowledgedThatTheDiskDidNotTake(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not installed, which makes system calls fail: run ./test, which installs it")
	}
	rounds := *faults
	if testing.Short() {
		rounds = min(rounds, 3)
	}
	chance, began := dice(t), time.Now()
	in := install(t, filepath.Join(t.TempDir(), "data"), "")
	c := newCrowd()
	var waiting []string // keys that were not acknowledged yet
	struck := 0
	for round := range rounds {
		running, err := in.serve(t)
		if err != nil {
			t.Fatalf("starting after %d faults: %v", round, err)
		}
		c.turnTo(running.url)
		if c.session == nil {
			c.signIn(t)
		}
		for _, key := range append(waiting, fmt.Sprintf("before fault %d", round)) {
			if !c.insist(t.Context(), key) {
				t.Fatal(c.wrong)
			}
		}
		kind := []struct {
			calls, with string
			most        int // calls a thread may make first
		}{
			{"fsync,fdatasync", "EIO", 4}, {"pwrite64", "EIO", 150}, {"pwrite64", "ENOSPC", 150},
		}[round%3]
		nth := 1 + chance.IntN(kind.most)
		what := fmt.Sprintf("fault %d, %s from %s number %d", round, kind.with, kind.calls, nth)
		w, err := running.fail(t, kind.calls, kind.with, nth)
		if err != nil {
			t.Skipf("system calls cannot be made to fail here: %v", err)
		}
		var failed int
		waiting, failed = c.sendUntilGone(t, w, running, what)
		if failed == 0 {
			t.Errorf("%s never came", what)
		}
		struck += failed
	}
	running, err := in.serve(t)
	if err != nil {
		t.Fatal(err)
	}
	c.turnTo(running.url)
	for _, key := range waiting {
		c.insist(t.Context(), key)
	}
	if err := running.end(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range c.wrong {
		t.Error(wrong)
	}
	for _, broken := range in.broken(t, c.promises()) {
		t.Error(broken)
	}
	t.Logf("%d servers ended by %d failed calls in %.0f s: %d referrals acknowledged, %d answers cut off, %d asked to try again, %d of them carried out already",
		rounds, struck, time.Since(began).Seconds(), len(c.acknowledged), c.unknown, c.later, in.carriedOut(t, c.open))
}

// sendUntilGone sends referrals one after the other, each once, until the server
// ends by itself, and returns the keys that were not acknowledged and how many
// calls failed. An acknowledgement without a flush that succeeded is false.
func (c *crowd) sendUntilGone(t *testing.T, w *watch, running *server, what string) (waiting []string, failed int) {
	t.Helper()
	for n := range 400 {
		_, before := w.seen(t)
		key := fmt.Sprintf("%s, referral %d", what, n)
		became := c.refer(t.Context(), key)
		if became != acknowledged {
			waiting = append(waiting, key)
			break
		}
		if _, after := w.seen(t); after == before {
			t.Errorf("%s: key %q was acknowledged and nothing was flushed", what, key)
		}
	}
	if err := running.gone(patience); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	c.turnTo("")
	if running.state.ExitCode() < 1 {
		t.Errorf("%s: the server ended with %v: %s", what, running.state, running.said)
	}
	failed, _ = w.seen(t)
	return waiting, failed
}
