package faulttest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a single step of a test may take: a start, a command, a
// stop. It is far above what they need.
const patience = 60 * time.Second

const (
	officer  = "officer"
	password = "seven lanterns over the harbour"
)

// built is the program, and how making it went.
var built struct {
	once   sync.Once
	folder string
	err    error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.folder != "" {
		_ = os.RemoveAll(built.folder)
	}
	os.Exit(code)
}

// program builds cmd/throughline once and returns where it is.
func program(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		if built.folder, built.err = os.MkdirTemp("", "throughline-faults-*"); built.err != nil {
			return
		}
		out, err := exec.Command("go", "build", "-o", filepath.Join(built.folder, "throughline"), "throughline/cmd/throughline").CombinedOutput()
		if err != nil {
			built.err = fmt.Errorf("building the program: %w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return filepath.Join(built.folder, "throughline")
}

// installation is a data folder and, where it is not SQLite, the database.
type installation struct {
	folder, database string
}

// install makes an installation with one officer.
func install(t *testing.T, folder, database string) installation {
	t.Helper()
	in := installation{folder, database}
	for _, args := range [][]string{
		{"init"},
		{"user", "add", officer, "--role", "officer", "--agency", "Metropolitan Police"},
	} {
		if out, err := in.run(t, args...); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	return in
}

// place are the flags that say where the installation is.
func (in installation) place() []string {
	flags := []string{"--data", in.folder}
	if in.database != "" {
		flags = append(flags, "--database", in.database)
	}
	return flags
}

// run carries out a command and returns what it printed to standard output. The
// error holds what it said and is not nil where it did not end with 0.
func (in installation) run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 10*patience)
	defer stop()
	command := exec.CommandContext(ctx, program(t), append(args, in.place()...)...)
	command.Stdin = strings.NewReader(password + "\n")
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		err = fmt.Errorf("throughline %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(said.String()))
	}
	return string(out), err
}

// server is a running throughline serve.
type server struct {
	url     string // where it listens, once it does
	process *os.Process
	began   time.Time
	took    time.Duration // from start until it listened
	listens chan string
	ended   chan struct{} // closed when the process is gone
	state   *os.ProcessState
	said    *strings.Builder // to be read when it ended
}

// serve starts the server on a free port of this machine and waits until it
// listens.
func (in installation) serve(t *testing.T) (*server, error) {
	t.Helper()
	s, err := in.start(t)
	if err != nil {
		return nil, err
	}
	select {
	case s.url = <-s.listens:
		s.took = time.Since(s.began)
		return s, nil
	case <-s.ended:
		return nil, fmt.Errorf("the server ended before it listened, with %v: %s", s.state, s.said)
	case <-time.After(patience):
		return nil, errors.New("the server did not listen in time")
	}
}

// start starts the server and does not wait.
func (in installation) start(t *testing.T) (*server, error) {
	t.Helper()
	command := exec.Command(program(t), append([]string{"serve", "--addr", "127.0.0.1:0"}, in.place()...)...)
	out, err := command.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	s := &server{
		process: command.Process, began: time.Now(), said: &strings.Builder{},
		listens: make(chan string, 1), ended: make(chan struct{}),
	}
	t.Cleanup(func() { _ = s.process.Kill() })
	go func() {
		defer close(s.ended)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if url, found := strings.CutPrefix(lines.Text(), "Throughline is at "); found {
				s.listens <- url
			}
			fmt.Fprintln(s.said, lines.Text())
		}
		_ = command.Wait() // how it ended is in the state
		s.state = command.ProcessState
	}()
	return s, nil
}

// end signals the server and waits until it is gone.
func (s *server) end(signal syscall.Signal) error {
	if err := s.process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("sending %v: %w", signal, err)
	}
	return s.gone(patience)
}

// gone waits until the server ended by itself or by a signal.
func (s *server) gone(within time.Duration) error {
	select {
	case <-s.ended:
		return nil
	case <-time.After(within):
		return fmt.Errorf("the server still runs after %v", within)
	}
}
