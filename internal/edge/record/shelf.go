package record

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Shelf keeps one file beside the record that was worked out from it, so that the
// next start need not work it out again. It gives the file back only where it
// fits: it was kept by the same program, and by this record or one that this
// record grew from. A record brought back from an older backup does not know a
// file that was kept after it.
type Shelf struct {
	Store   *Store
	Path    string
	Program string // names the program to the byte: another one may read the file otherwise
}

// ShelfFile is the file of a data folder that a shelf keeps the figures' columns in.
const ShelfFile = "figures.kept"

// clearShelf takes away what the data folder keeps for the next start.
func (s *Store) clearShelf() error {
	if s.options.Folder == "" {
		return nil
	}
	if err := os.Remove(filepath.Join(s.options.Folder, ShelfFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("clearing what is kept for the next start: %w", err)
	}
	return nil
}

// label is the first line of the file.
type label struct {
	Program string `json:"program"`
	Folder  string `json:"folder"` // names the file among those of other instances on the same record
	Token   string `json:"token"`  // that the record remembers the file by
}

func (l label) setting() string { return "shelf." + l.Folder }

// Kept opens what was kept last and says how many bytes of it there may be; nil
// where there is nothing that fits.
func (s Shelf) Kept(ctx context.Context) (io.ReadCloser, int64, error) {
	file, about, err := s.open()
	if err != nil || file == nil {
		return nil, 0, err
	}
	remembered, err := s.Store.Setting(ctx, about.setting())
	if err != nil || about.Program != s.Program || about.Token == "" || remembered != about.Token {
		return nil, 0, errors.Join(err, file.Close())
	}
	size, err := file.Stat()
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("looking at what was kept: %w", err), file.Close())
	}
	return file, size.Size(), nil
}

// open opens the file behind its label; nil where there is none that has one.
func (s Shelf) open() (*labelled, label, error) {
	var about label
	file, err := os.Open(s.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, about, nil
	}
	if err != nil {
		return nil, about, fmt.Errorf("opening what was kept: %w", err)
	}
	opened := &labelled{File: file, rest: bufio.NewReader(io.LimitReader(file, 1<<40))}
	line, err := opened.rest.ReadSlice('\n')
	if err != nil || json.Unmarshal(line, &about) != nil {
		return nil, label{}, file.Close() // not one of ours: as if there were none
	}
	return opened, about, nil
}

// labelled is the file behind its label.
type labelled struct {
	*os.File
	rest *bufio.Reader
}

func (l *labelled) Read(to []byte) (int, error) { return l.rest.Read(to) }

// Keep writes the file anew. It stands whole or not at all.
func (s Shelf) Keep(ctx context.Context, write func(io.Writer) error) error {
	about := label{Program: s.Program, Folder: rand.Text()}
	if file, before, err := s.open(); err == nil && file != nil {
		if err := file.Close(); err != nil {
			return fmt.Errorf("closing what was kept: %w", err)
		}
		if before.Folder != "" {
			about.Folder = before.Folder
		}
	}
	about.Token = rand.Text()
	line, err := json.Marshal(about)
	if err != nil {
		return fmt.Errorf("labelling what is kept: %w", err)
	}
	file, err := os.CreateTemp(filepath.Dir(s.Path), ".kept-*")
	if err != nil {
		return fmt.Errorf("keeping: %w", err)
	}
	_, err = file.Write(append(line, '\n'))
	if err == nil {
		err = write(file)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), s.Path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keeping: %w", err), os.Remove(file.Name()))
	}
	return s.Store.SetSetting(ctx, about.setting(), about.Token)
}
