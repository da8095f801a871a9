package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/access"
)

func TestInitMakesAllOrNothing(t *testing.T) {
	folder := t.TempDir()
	taken := filepath.Join(folder, "theirs.txt")
	if err := os.WriteFile(taken, []byte("another recovery file"), 0o400); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(folder, "data")
	for what, recovery := range map[string]string{
		"a recovery file that is there": taken,
		"a folder that is not there":    filepath.Join(folder, "nowhere", "recovery.txt"),
	} {
		if code, _, said := ran("", "init", "--data", data, "--recovery", recovery); code != exitConfig {
			t.Errorf("%s: ended with %d: %s", what, code, said)
		}
		if _, err := os.Stat(filepath.Join(data, keysFolder)); !os.IsNotExist(err) {
			t.Errorf("%s: keys were left behind (%v)", what, err)
		}
	}
	if kept, err := os.ReadFile(taken); err != nil || string(kept) != "another recovery file" {
		t.Errorf("the recovery file of another installation is %q now, %v", kept, err)
	}
	if code, _, said := ran("", "init", "--data", data); code != exitOK {
		t.Errorf("after the refusals: %d, %s", code, said)
	}
}

func TestTheMasterKeyMayLiveElsewhere(t *testing.T) {
	data, key := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "master")
	printed(t, "init", "--data", data, "--kek-file", key)
	if _, err := os.Stat(filepath.Join(data, keysFolder, "kek")); !os.IsNotExist(err) {
		t.Errorf("the master key is in the data folder too (%v)", err)
	}
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o400 {
		t.Errorf("the master key file: %v, %v", info, err)
	}
	printed(t, "report", "--data", data, "--kek-file", key)
	if code, _, _ := ran("", "report", "--data", data); code != exitConfig {
		t.Errorf("without the master key the record opened, with %d", code)
	}
}

func TestRestoreRemovesNothingItDidNotMake(t *testing.T) {
	data := fresh(t)
	copied := filepath.Join(t.TempDir(), "copy.tgz")
	printed(t, "backup", copied, "--data", data)
	recovery := filepath.Join(data, recoveryFile)

	victim := filepath.Join(t.TempDir(), "victim.tgz")
	if err := os.WriteFile(victim, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, _ := ran("", "restore", "--without-tombstones", copied, "--recovery", recovery, "--data", victim); code != exitConfig {
		t.Errorf("restoring onto a file ended with %d", code)
	}
	if kept, err := os.ReadFile(victim); err != nil || string(kept) != "precious" {
		t.Errorf("the file is %q now, %v", kept, err)
	}
	empty := t.TempDir()
	if code, _, _ := ran("", "restore", "--without-tombstones", victim, "--recovery", recovery, "--data", empty); code != exitData {
		t.Errorf("restoring what is no backup ended with %d", code)
	}
	if entries, err := os.ReadDir(empty); err != nil || len(entries) != 0 {
		t.Errorf("the empty folder holds %v now, %v", entries, err)
	}
	if code, _, said := ran("", "restore", "--without-tombstones", copied, "--recovery", recovery, "--data", empty, "--database", "postgres://nowhere/x"); code != exitConfig || !strings.Contains(said, "--database") {
		t.Errorf("restoring a copy of SQLite beside another database ended with %d: %s", code, said)
	}
	printed(t, "restore", "--without-tombstones", copied, "--recovery", recovery, "--data", empty)
}

// A backup holds while the ledger grows under it.
func TestABackupTakenWhileTheServerWorksComesBack(t *testing.T) {
	data := fresh(t)
	in := opened(t, []string{"--data", data})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		var err error
		for ctx.Err() == nil && err == nil {
			err = in.record.Witness(context.Background(), operator.Note(time.Now(), access.Read, access.ForSupport, "read", 0))
		}
		done <- err
	}()
	for i := range 3 {
		copied, again := filepath.Join(t.TempDir(), "copy.tgz"), filepath.Join(t.TempDir(), "again")
		printed(t, "backup", copied, "--data", data)
		if code, _, said := ran("", "restore", "--without-tombstones", copied, "--recovery", filepath.Join(data, recoveryFile), "--data", again); code != exitOK {
			t.Errorf("copy %d: %s", i, said)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := in.close(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestNoRecordGoesOverTheNetworkWithoutTLS(t *testing.T) {
	data := fresh(t)
	for _, args := range [][]string{
		{"serve", "--data", data, "--addr", "0.0.0.0:0"},
		{"serve", "--data", data, "--addr", "0.0.0.0:0", "--origin", "http://localhost"},
		{"demo", "--data", filepath.Join(t.TempDir(), "demo"), "--addr", "0.0.0.0:0"},
	} {
		if code, _, said := ran("", args...); code != exitConfig || !strings.Contains(said, "TLS") {
			t.Errorf("throughline %v ended with %d and said %q", args, code, said)
		}
	}
}

// A practice system that was stopped while it was made is finished next time.
func TestAPracticeSystemStoppedHalfwayIsFinished(t *testing.T) {
	data := filepath.Join(t.TempDir(), "demo")
	where := place{Data: data}
	if _, err := where.initialise(""); err != nil {
		t.Fatal(err)
	}
	in, err := where.open(context.Background(), opening{})
	if err != nil {
		t.Fatal(err)
	}
	if err := in.record.SetSetting(context.Background(), practiceName, practiceBegun); err != nil {
		t.Fatal(err)
	}
	if err := in.close(context.Background()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), 60*time.Second)
	defer stop()
	out := &shown{stop: stop}
	var said bytes.Buffer
	Run(ctx, []string{"demo", "--data", data, "--addr", "127.0.0.1:0"}, &bytes.Buffer{}, out, &said)
	if !strings.Contains(out.String(), "keyworker") {
		t.Errorf("it printed %q and said %q", out.String(), said.String())
	}
}

// shown is an output that stops the program once something is printed.
type shown struct {
	bytes.Buffer
	stop func()
}

func (s *shown) Write(text []byte) (int, error) {
	defer s.stop()
	return s.Buffer.Write(text)
}
