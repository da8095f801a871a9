package vault

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Files of the key folder.
const (
	instanceFile = "instance"
	kekFile      = "kek"
	indexFile    = "index"
	draftFile    = "draft"
)

// ErrExists says that the folder is there already: keys are never overwritten.
var ErrExists = errors.New("there are keys here already")

// ErrOpenToOthers says that somebody other than the service's account may read
// a key file.
var ErrOpenToOthers = errors.New("others can read this key file: chmod 0400")

// Create makes new keys in dir, a folder that must not exist yet, and returns
// the recovery text that Restore takes. The text opens everything: the caller
// writes it once, to a place apart from backups, and says so.
func Create(dir string) (recovery []byte, err error) {
	made, err := newKeys()
	if err != nil {
		return nil, err
	}
	if err := made.write(dir); err != nil {
		return nil, err
	}
	return made.recovery()
}

// Restore makes the key folder dir again from a recovery text. The folder must
// not exist yet.
func Restore(dir string, recovery []byte) error {
	read, err := readRecovery(recovery)
	if err != nil {
		return err
	}
	return read.write(dir)
}

// Open reads the keys in dir. The master key is read from masterKeyFile where
// one is named (THROUGHLINE_KEK_FILE), else from dir. It returns
// ErrOpenToOthers where group or others may read a key file, and ErrWrongKey
// where the master key does not belong to the rest.
func Open(dir, masterKeyFile string) (*Vault, error) {
	inFolder := filepath.Join(dir, kekFile)
	if masterKeyFile == "" {
		masterKeyFile = inFolder
	} else if _, err := readKeyFile(inFolder); err != nil && !errors.Is(err, os.ErrNotExist) {
		// A master key left behind in the folder is a master key all the same.
		return nil, err
	}
	var read keys
	var instance []byte
	for _, file := range []struct {
		path string
		into *[]byte
	}{
		{filepath.Join(dir, instanceFile), &instance},
		{masterKeyFile, &read.Kek},
		{filepath.Join(dir, indexFile), &read.Index},
		{filepath.Join(dir, draftFile), &read.Draft},
	} {
		content, err := readKeyFile(file.path)
		if err != nil {
			return nil, err
		}
		*file.into = content
	}
	read.Instance = strings.TrimSpace(string(instance))
	opened, err := read.open()
	if err != nil {
		return nil, fmt.Errorf("opening the keys in %s: %w", dir, err)
	}
	return opened, nil
}

// largestKeyFile bounds a read, in bytes: a keyset is under two hundred.
const largestKeyFile = 64 << 10

func readKeyFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening a key file: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("looking at a key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s (%v): %w", path, info.Mode().Perm(), ErrOpenToOthers)
	}
	content, err := io.ReadAll(io.LimitReader(file, largestKeyFile))
	if err != nil {
		return nil, fmt.Errorf("reading a key file: %w", err)
	}
	return content, nil
}

// write makes the folder beside its place and renames it there, so that a power
// cut leaves all the keys or none.
func (k keys) write(dir string) error {
	dir = filepath.Clean(dir)
	if _, err := os.Lstat(dir); err == nil {
		return fmt.Errorf("%s: %w", dir, ErrExists)
	}
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return fmt.Errorf("making the folder above the keys: %w", err)
	}
	making, err := os.MkdirTemp(parent, ".keys-") // 0700
	if err != nil {
		return fmt.Errorf("making the key folder: %w", err)
	}
	defer os.RemoveAll(making) // nothing is left to remove once it is renamed
	for _, file := range []struct {
		name    string
		content []byte
	}{
		{instanceFile, []byte(k.Instance + "\n")},
		{kekFile, k.Kek},
		{indexFile, k.Index},
		{draftFile, k.Draft},
	} {
		if err := writeKeyFile(filepath.Join(making, file.name), file.content); err != nil {
			return err
		}
	}
	if err := syncFolder(making); err != nil {
		return err
	}
	if err := os.Rename(making, dir); err != nil {
		if errors.Is(err, os.ErrExist) {
			return fmt.Errorf("%s: %w", dir, ErrExists)
		}
		return fmt.Errorf("putting the key folder in its place: %w", err)
	}
	return syncFolder(parent)
}

func writeKeyFile(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o400)
	if err != nil {
		return fmt.Errorf("making a key file: %w", err)
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("writing a key file: %w", err)
	}
	return nil
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("opening the key folder: %w", err)
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil {
		return fmt.Errorf("making the key folder durable: %w", err)
	}
	return nil
}

// MoveMasterKey moves the master key out of the key folder to a file that is not
// there yet, for an installation whose master key lives elsewhere. Open then
// takes that path.
func MoveMasterKey(dir, path string) error {
	inFolder := filepath.Join(dir, kekFile)
	key, err := readKeyFile(inFolder)
	if err != nil {
		return err
	}
	if err := writeKeyFile(path, key); err != nil {
		return err
	}
	if err := os.Remove(inFolder); err != nil {
		return fmt.Errorf("taking the master key out of the key folder: %w", err)
	}
	return errors.Join(syncFolder(dir), syncFolder(filepath.Dir(path)))
}
