package faulttest

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestAFullDiskLosesNothing fills a small disk under load: the server ends, and
// on a larger disk it goes on where it was.
func TestAFullDiskLosesNothing(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=3m"); err != nil {
		t.Skipf("a small disk cannot be mounted here, which takes root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	in := install(t, filepath.Join(disk, "data"), "")
	running, err := in.serve(t)
	if err != nil {
		t.Fatal(err)
	}
	c := newCrowd()
	c.turnTo(running.url)
	c.signIn(t)
	stop, idle := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(idle)
		c.load(t.Context(), stop)
	}()
	if err := running.gone(patience); err != nil {
		t.Fatalf("on a full disk: %v", err)
	}
	c.turnTo("")
	if running.state.ExitCode() < 1 {
		t.Errorf("on a full disk the server ended with %v: %s", running.state, running.said)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, "size=256m"); err != nil {
		t.Fatal(err)
	}
	full := c.told()
	if running, err = in.serve(t); err != nil {
		t.Fatalf("with room again: %v", err)
	}
	c.turnTo(running.url)
	close(stop)
	select {
	case <-idle:
	case <-time.After(patience):
		t.Fatal("officers still wait for their acknowledgement")
	}
	if err := running.end(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range c.wrong {
		t.Error(wrong)
	}
	if full == 0 || c.told() == full {
		t.Errorf("%d referrals before the disk was full, %d in all: that proves little", full, c.told())
	}
	for _, broken := range in.broken(t, c.promises()) {
		t.Error(broken)
	}
	t.Logf("%d referrals acknowledged until the disk was full, %d in all, %d answers cut off, %d asked to try again", full, c.told(), c.unknown, c.later)
}
