package tombstones

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"throughline/internal/casework/keeping"
)

// ErrForged says that a stone was not written by this installation, or was
// changed.
var ErrForged = errors.New("this stone was not written here, or was changed")

// Folder is the folder that holds the stones, one file each.
type Folder struct {
	Dir string
	// Digest returns a digest keyed with the installation's own key.
	Digest func(data []byte) ([]byte, error)
}

// sealed is a stone with its seal.
type sealed struct {
	Stone json.RawMessage `json:"stone"`
	Seal  string          `json:"seal"` // hexadecimal digits
}

// sealedAs keeps a digest of a stone apart from digests of anything else.
const sealedAs = "tombstone\x00"

const suffix = ".json"

// largest bounds a stone, in bytes: one is under four hundred.
const largest = 16 << 10

// encode writes a stone with its seal.
func (f Folder) encode(stone keeping.Stone) ([]byte, error) {
	text, err := json.Marshal(stone)
	if err != nil {
		return nil, fmt.Errorf("writing a stone: %w", err)
	}
	seal, err := f.Digest(append([]byte(sealedAs), text...))
	if err != nil {
		return nil, fmt.Errorf("sealing a stone: %w", err)
	}
	return json.Marshal(sealed{text, hex.EncodeToString(seal)})
}

// decode reads a stone, or says that it was not written here.
func (f Folder) decode(content []byte) (keeping.Stone, error) {
	var read sealed
	var stone keeping.Stone
	if err := json.Unmarshal(content, &read); err != nil {
		return stone, fmt.Errorf("reading a stone: %w", ErrForged)
	}
	want, err := f.Digest(append([]byte(sealedAs), read.Stone...))
	if err != nil {
		return stone, fmt.Errorf("checking a stone: %w", err)
	}
	seal, err := hex.DecodeString(read.Seal)
	if err != nil || !hmac.Equal(seal, want) {
		return stone, fmt.Errorf("checking a stone: %w", ErrForged)
	}
	if err := json.Unmarshal(read.Stone, &stone); err != nil {
		return stone, fmt.Errorf("reading a stone: %w", ErrForged)
	}
	if stone.Woman == "" || stone.Woman != filepath.Base(stone.Woman) || strings.HasPrefix(stone.Woman, ".") {
		return keeping.Stone{}, fmt.Errorf("reading a stone: it names nobody: %w", ErrForged)
	}
	return stone, nil
}

// Keep keeps a stone durably. One that stands already stays as it is.
func (f Folder) Keep(_ context.Context, stone keeping.Stone) error {
	content, err := f.encode(stone)
	if err != nil {
		return err
	}
	if _, err := f.decode(content); err != nil {
		return err
	}
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return fmt.Errorf("making the folder of stones: %w", err)
	}
	path := filepath.Join(f.Dir, stone.Woman+suffix)
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	if err := write(f.Dir, path, content); err != nil {
		return fmt.Errorf("keeping a stone: %w", err)
	}
	return nil
}

// write writes a file whole: under another name, flushed, then renamed, and the
// names made durable.
func write(dir, path string, content []byte) error {
	file, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	for _, name := range []string{dir, filepath.Dir(dir)} {
		folder, err := os.Open(name)
		if err != nil {
			return err
		}
		if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
			return err
		}
	}
	return nil
}

// All returns the stones in the folder; none where there is no folder. One that
// does not belong is an error that names its file: nothing goes on until a person
// has looked.
func (f Folder) All() ([]keeping.Stone, error) {
	entries, err := os.ReadDir(f.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the folder of stones: %w", err)
	}
	var stones []keeping.Stone
	for _, entry := range entries {
		if entry.IsDir() || !strings.HasSuffix(entry.Name(), suffix) {
			continue
		}
		content, err := read(filepath.Join(f.Dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		stone, err := f.decode(content)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entry.Name(), err)
		}
		stones = append(stones, stone)
	}
	return stones, nil
}

func read(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading a stone: %w", err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, largest))
	if err != nil {
		return nil, fmt.Errorf("reading a stone: %w", err)
	}
	return content, nil
}
