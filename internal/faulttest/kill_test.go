package faulttest

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

var (
	kills = flag.Int("kills", 12, "how often the server is killed under load; 3 with -short")
	seed  = flag.Uint64("seed", 0, "seed of the moments at which faults strike; 0 takes one from the clock")
)

// Between earliest and latest after it listens the server is killed.
const (
	earliest = 20 * time.Millisecond
	latest   = 400 * time.Millisecond
)

// startups is one in how many kills is followed by one more while the server
// starts again and recovers, within recovering after its start.
const (
	startups   = 5
	recovering = 40 * time.Millisecond
)

// dice returns the source of the moments of a test, and prints its seed.
func dice(t *testing.T) *rand.Rand {
	t.Helper()
	from := *seed
	if from == 0 {
		from = uint64(time.Now().UnixNano())
	}
	t.Logf("-seed %d", from)
	return rand.New(rand.NewPCG(from, 0))
}

func times(t *testing.T) int {
	t.Helper()
	if testing.Short() {
		return min(*kills, 3)
	}
	return *kills
}

func TestNothingAcknowledgedIsLostWhenTheServerIsKilled(t *testing.T) {
	killUnderLoad(t, install(t, filepath.Join(t.TempDir(), "data"), ""), times(t))
}

func TestNothingAcknowledgedIsLostWhenTheServerIsKilledOnPostgreSQL(t *testing.T) {
	database := freshPostgres(t)
	killUnderLoad(t, install(t, filepath.Join(t.TempDir(), "data"), database), (times(t)+1)/2)
}

// killUnderLoad kills and starts the server while officers send, lets them
// end what they began, stops the server in peace and proves the record.
func killUnderLoad(t *testing.T, in installation, times int) {
	chance, began := dice(t), time.Now()
	running, err := in.serve(t)
	if err != nil {
		t.Fatal(err)
	}
	c := newCrowd()
	c.turnTo(running.url)
	c.signIn(t)

	// Officers have as long as the kills take, and patience to end what they began.
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stop, idle := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(idle)
		c.load(ctx, stop)
	}()
	var starts []time.Duration
	early := 0
	for range times {
		time.Sleep(earliest + time.Duration(chance.Int64N(int64(latest-earliest))))
		if err := running.end(syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		c.turnTo("")
		if running.state.String() != "signal: killed" {
			t.Fatalf("the server ended by itself, with %v: %s", running.state, running.said)
		}
		if chance.IntN(startups) == 0 {
			early++
			if running, err = in.start(t); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(chance.Int64N(int64(recovering))))
			if err := running.end(syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
		}
		if running, err = in.serve(t); err != nil {
			t.Fatal(err)
		}
		starts = append(starts, running.took)
		c.turnTo(running.url)
	}
	during := c.told()
	close(stop)
	select {
	case <-idle:
	case <-time.After(patience):
		cancel()
		<-idle
	}
	loaded := time.Since(began)
	if err := running.end(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if !running.state.Success() {
		t.Errorf("asked to stop, the server ended with %v: %s", running.state, running.said)
	}

	for _, wrong := range c.wrong {
		t.Error(wrong)
	}
	if during == 0 || c.unknown == 0 {
		t.Errorf("%d referrals acknowledged and %d answers cut off between %d kills: that proves nothing", during, c.unknown, times)
	}
	for _, broken := range in.broken(t, c.promises()) {
		t.Error(broken)
	}
	slices.Sort(starts)
	t.Logf("%d kills under load and %d during a start in %.0f s, proof in %.0f s: %d referrals acknowledged, %d pages read, %d answers cut off, %d asked to try again, %d of them carried out already; restart and recovery took %v at the median, %v at most",
		times, early, loaded.Seconds(), (time.Since(began) - loaded).Seconds(), len(c.acknowledged), c.reads, c.unknown, c.later, in.carriedOut(t, c.open),
		starts[len(starts)/2].Round(time.Millisecond), starts[len(starts)-1].Round(time.Millisecond))
}

// freshPostgres makes an empty database on the server that
// THROUGHLINE_TEST_POSTGRES names, and returns its URL.
func freshPostgres(t *testing.T) string {
	t.Helper()
	server := os.Getenv("THROUGHLINE_TEST_POSTGRES")
	if server == "" {
		t.Skip("THROUGHLINE_TEST_POSTGRES is not set: run ./test, which starts a PostgreSQL server")
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("throughline_faults_%d", time.Now().UnixNano())
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		_ = admin.Close()
	})
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	address.Path = "/" + name
	return address.String()
}
