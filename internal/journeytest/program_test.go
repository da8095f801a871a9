package journeytest

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var (
	shots = flag.String("screenshots", "", "folder to write pictures of the pages to")
	whole = flag.Bool("whole", false, "with -screenshots: the whole page, not what fits the window")
)

// built is the program and the practice systems it made, each made once, when the
// first test asks for it.
var built struct {
	folder  string
	program func() (string, error)
	demo    func() (string, error) // the data folder of a practice system, never served itself
	week    func() (string, error) // one whose centre has a working week behind it
}

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(func() int {
		folder, err := os.MkdirTemp("", "journeytest")
		if err != nil {
			fmt.Fprintln(os.Stderr, "making a folder:", err)
			return 1
		}
		defer os.RemoveAll(folder)
		built.folder = folder
		built.program = sync.OnceValues(build)
		built.demo = sync.OnceValues(func() (string, error) { return makeDemo("demo") })
		built.week = sync.OnceValues(func() (string, error) { return makeDemo("week", "--week") })
		return m.Run()
	}())
}

func build() (string, error) {
	program := filepath.Join(built.folder, "throughline")
	command := exec.Command("go", "build", "-o", program, "throughline/cmd/throughline")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the program: %w\n%s", err, said)
	}
	return program, nil
}

// makeDemo lets the program make a practice system, and stops it.
func makeDemo(folder string, with ...string) (string, error) {
	data := filepath.Join(built.folder, folder)
	running, err := start(append([]string{"demo", "--data", data, "--addr", "127.0.0.1:0"}, with...)...)
	if err != nil {
		return "", err
	}
	return data, running.stop()
}

// running is the program at work.
type running struct {
	command *exec.Cmd
	url     string
	said    []string // what it printed until it was ready
	lines   chan string
}

var address = regexp.MustCompile(`http://(127\.0\.0\.1|localhost):\d+`)

// start runs the program until it says where it listens.
func start(args ...string) (*running, error) {
	program, err := built.program()
	if err != nil {
		return nil, err
	}
	r := &running{command: exec.Command(program, args...), lines: make(chan string, 1000)}
	out, in := io.Pipe()
	r.command.Stdout, r.command.Stderr = in, in
	if err := r.command.Start(); err != nil {
		return nil, fmt.Errorf("starting the program: %w", err)
	}
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			r.lines <- lines.Text()
		}
		close(r.lines)
	}()
	late := time.After(2 * time.Minute)
	for r.url == "" {
		select {
		case line := <-r.lines:
			r.said = append(r.said, line)
			r.url = address.FindString(line)
		case <-late:
			_ = r.command.Process.Kill()
			return nil, fmt.Errorf("the program did not say where it listens; it said %q", r.said)
		}
	}
	return r, nil
}

// stop ends the program as Ctrl+C does.
func (r *running) stop() error {
	if err := r.command.Process.Signal(syscall.SIGINT); err != nil {
		return fmt.Errorf("stopping the program: %w", err)
	}
	var ended *exec.ExitError
	if err := r.command.Wait(); err != nil && !errors.As(err, &ended) {
		return fmt.Errorf("waiting for the program: %w", err)
	}
	return nil
}

// site is the program serving one folder of its own, and who may sign in.
type site struct {
	url      string
	data     string            // its folder
	names    map[string]string // sign-in name by role, the first of each
	password string
}

// practice serves a fresh practice system for one test.
func practice(t *testing.T) site {
	t.Helper()
	return practiceAfter(t, func(string) {})
}

// practiceWeek serves one whose centre has a working week behind it.
func practiceWeek(t *testing.T) site {
	t.Helper()
	return serveCopy(t, built.week, func(string) {})
}

// practiceAfter serves one whose data folder was prepared first.
func practiceAfter(t *testing.T, prepare func(data string)) site {
	t.Helper()
	return serveCopy(t, built.demo, prepare)
}

func serveCopy(t *testing.T, making func() (string, error), prepare func(data string)) site {
	t.Helper()
	made, err := making()
	if err != nil {
		t.Fatalf("making a practice system: %v", err)
	}
	data := filepath.Join(t.TempDir(), "demo")
	if err := os.CopyFS(data, os.DirFS(made)); err != nil {
		t.Fatalf("copying the practice system: %v", err)
	}
	if err := filepath.WalkDir(data, private); err != nil {
		t.Fatalf("closing the copy to others: %v", err)
	}
	prepare(data)
	running := serve(t, "demo", "--data", data, "--addr", "127.0.0.1:0")
	s := site{url: running.url, data: data, names: map[string]string{}}
	accounts := regexp.MustCompile(`^(\S+)\s{3,}[^,]+, (.+)$`)
	late := time.After(10 * time.Second)
	for s.password == "" {
		select {
		case line := <-running.lines:
			if found := accounts.FindStringSubmatch(line); found != nil && s.names[found[2]] == "" {
				s.names[found[2]] = found[1]
			}
			_, s.password, _ = strings.Cut(line, "The password of each is: ")
		case <-late:
			t.Fatal("the practice system did not print its sign-ins")
		}
	}
	return s
}

// private closes a file or folder to others, as the program made it.
func private(path string, entry os.DirEntry, err error) error {
	if err != nil {
		return err
	}
	mode := os.FileMode(0o600)
	if entry.IsDir() {
		mode = 0o700
	}
	return os.Chmod(path, mode)
}

// serve runs the program for the length of a test.
func serve(t *testing.T, args ...string) *running {
	t.Helper()
	running, err := start(args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := running.stop(); err != nil {
			t.Error(err)
		}
	})
	return running
}

// run carries out one command of the program and returns what it printed.
func run(t *testing.T, input string, args ...string) string {
	t.Helper()
	program, err := built.program()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, program, args...)
	command.Stdin = strings.NewReader(input)
	said, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("throughline %s: %v\n%s", strings.Join(args, " "), err, said)
	}
	return string(said)
}
