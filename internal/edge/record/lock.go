package record

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// lockFolder makes this process the one writer of a data folder, until the
// returned function is called or the process ends.
func lockFolder(folder string) (release func() error, err error) {
	file, err := os.OpenFile(filepath.Join(folder, "writer.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the data folder: %w", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("opening the data folder %s: %w", folder, ErrInUse)
	}
	return file.Close, nil
}
