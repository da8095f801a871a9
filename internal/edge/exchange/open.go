package exchange

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/calendar"
)

// Unreadable says that a package cannot be opened at all. Nothing of it is read.
type Unreadable struct {
	File string // the package, or the file in it
	Why  string
}

// Error says what and why.
func (u *Unreadable) Error() string { return u.File + ": " + u.Why }

// Options change how a package is read.
type Options struct {
	// Namespace goes before the keys of the package's rows, so that two senders
	// may use the same keys.
	Namespace string
	// Progress is called now and then with the bytes read and the bytes there are
	// to read; nil: never.
	Progress func(read, total int64)
}

// Package is an exchange package, open for reading.
type Package struct {
	options Options
	files   map[string]source // by name of table
	ignored []string
	closer  io.Closer

	total, read int64
	encodings   map[string]encoding
	notes       []string
	refused     map[string]bool // files that cannot be read as a whole

	women     map[mark]woman
	referrals map[mark]calendar.Day // date of referral
	checked   []administration.TableReport
}

// source is one file of a package.
type source struct {
	size int64
	most int64 // bytes it may unpack to; 0: no limit
	open func() (io.ReadCloser, error)
}

// Open opens a folder or a zip. It returns an error that wraps fs.ErrNotExist
// where there is none, and an *Unreadable where it is neither.
func Open(name string, options Options) (*Package, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("opening the package %s: %w", name, err)
	}
	p := &Package{options: options, files: map[string]source{}, encodings: map[string]encoding{}}
	if info.IsDir() {
		err = p.openFolder(name)
	} else {
		err = p.openZip(name)
	}
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	if len(p.files) == 0 {
		return nil, errors.Join(&Unreadable{name, "holds no file of the exchange format, such as encounters.csv"}, p.Close())
	}
	slices.Sort(p.ignored)
	for _, file := range p.files {
		p.total += passes * file.size
	}
	return p, nil
}

// passes is how often every byte is read: once for its encoding, once to check,
// once to make facts.
const passes = 3

// Close lets go of the files.
func (p *Package) Close() error {
	if p.closer == nil {
		return nil
	}
	return p.closer.Close()
}

// Ignored lists the files that are not in the format.
func (p *Package) Ignored() []string { return p.ignored }

// Notes says what was done to read the files, such as decoding Windows-1252.
func (p *Package) Notes() []string { return p.notes }

// add takes a file into the package, or onto the list of ignored ones.
func (p *Package) add(name string, file source) {
	stem, isCSV := strings.CutSuffix(path.Base(name), ".csv")
	switch {
	case isCSV && tableNamed(stem) != nil:
		p.files[stem] = file
	case path.Base(name) != "datapackage.json":
		p.ignored = append(p.ignored, name)
	}
}

func (p *Package) openFolder(name string) error {
	entries, err := os.ReadDir(name)
	if err != nil {
		return fmt.Errorf("listing the package %s: %w", name, err)
	}
	for _, entry := range entries {
		info, err := os.Stat(filepath.Join(name, entry.Name()))
		if err != nil || !info.Mode().IsRegular() {
			p.ignored = append(p.ignored, entry.Name())
			continue
		}
		p.add(entry.Name(), source{size: info.Size(), open: func() (io.ReadCloser, error) {
			return os.Open(filepath.Join(name, entry.Name()))
		}})
	}
	return nil
}

// An archive may hold so many entries, and unpack to so many times its bytes
// above a floor, before it is taken for a bomb.
const (
	mostEntries  = 10_000
	unpackFloor  = 16 << 20
	unpackFactor = 250
)

func (p *Package) openZip(name string) error {
	archive, err := zip.OpenReader(name)
	if err != nil {
		return &Unreadable{name, "is neither a folder nor a whole zip file: it may be cut short"}
	}
	p.closer = archive
	if len(archive.File) > mostEntries {
		return &Unreadable{name, fmt.Sprintf("holds more than %d files", mostEntries)}
	}
	folder, err := packageFolder(archive.File)
	if err != nil {
		return err
	}
	for _, entry := range archive.File {
		switch {
		case entry.FileInfo().IsDir():
		case path.Dir(entry.Name) != folder:
			p.ignored = append(p.ignored, entry.Name)
		default:
			p.add(entry.Name, source{
				size: int64(min(entry.UncompressedSize64, 1<<50)),
				most: unpackFloor + unpackFactor*int64(min(entry.CompressedSize64, 1<<50)),
				open: entry.Open,
			})
		}
	}
	return nil
}

// packageFolder returns the folder inside an archive that holds the tables: the
// top, or the one folder that was zipped.
func packageFolder(entries []*zip.File) (string, error) {
	home, seen := "", map[string]bool{}
	for _, entry := range entries {
		name := strings.TrimSuffix(entry.Name, "/")
		if !fs.ValidPath(name) || strings.Contains(name, `\`) {
			return "", &Unreadable{fmt.Sprintf("%q", entry.Name), "is a path that leaves the package: nothing is read"}
		}
		if seen[name] {
			return "", &Unreadable{name, "is in the package twice"}
		}
		seen[name] = true
		if path.Base(name) == "encounters.csv" && (home == "" || strings.Count(name, "/") < strings.Count(home, "/")) {
			home = name
		}
	}
	return path.Dir(home), nil
}

// stream opens a file of the package, counts what is read, and stops a bomb.
func (p *Package) stream(file source) (io.ReadCloser, error) {
	opened, err := file.open()
	if err != nil {
		return nil, err
	}
	return &counted{ReadCloser: opened, parcel: p, most: file.most}, nil
}

// counted counts the bytes read from a file of a package.
type counted struct {
	io.ReadCloser
	parcel *Package
	most   int64
	taken  int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	c.taken += int64(n)
	if c.most > 0 && c.taken > c.most {
		return 0, errBomb
	}
	c.parcel.read += int64(n)
	if c.parcel.options.Progress != nil {
		c.parcel.options.Progress(c.parcel.read, c.parcel.total)
	}
	return n, err
}
