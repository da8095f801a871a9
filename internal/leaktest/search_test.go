package leaktest

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"
)

// encoding is one way in which a text may stand in bytes. Those that keep the
// case of letters apart are sought as they are, the rest whatever the case.
type encoding struct {
	name  string
	exact bool
	write func(text string) []byte
}

// encodings are the ways in which every canary is sought.
var encodings = []encoding{
	{"as it is", false, func(text string) []byte { return []byte(text) }},
	{"reversed", false, func(text string) []byte {
		letters := []byte(text)
		for i, j := 0, len(letters)-1; i < j; i, j = i+1, j-1 {
			letters[i], letters[j] = letters[j], letters[i]
		}
		return letters
	}},
	{"base64, first phase", true, base64At(base64.StdEncoding, 0)},
	{"base64, second phase", true, base64At(base64.StdEncoding, 1)},
	{"base64, third phase", true, base64At(base64.StdEncoding, 2)},
	{"base64 for URLs, first phase", true, base64At(base64.URLEncoding, 0)},
	{"base64 for URLs, second phase", true, base64At(base64.URLEncoding, 1)},
	{"base64 for URLs, third phase", true, base64At(base64.URLEncoding, 2)},
	{"hex", false, func(text string) []byte { return []byte(hex.EncodeToString([]byte(text))) }},
	{"URL-escaped", false, each("%%%02x")},
	{"quoted-printable", false, each("=%02x")},
	{"JSON-escaped", false, each(`\u%04x`)},
	{"HTML-escaped", false, each("&#%d;")},
	{"HTML-escaped in hex", false, each("&#x%x;")},
	{"spaces as plus", false, func(text string) []byte { return []byte(strings.ReplaceAll(text, " ", "+")) }},
	{"spaces URL-escaped", false, func(text string) []byte { return []byte(strings.ReplaceAll(text, " ", "%20")) }},
	{"UTF-16, low byte first", false, wide(binary.LittleEndian)},
	{"UTF-16, high byte first", false, wide(binary.BigEndian)},
}

// each writes every letter in a form of its own.
func each(form string) func(string) []byte {
	return func(text string) []byte {
		var out []byte
		for i := range len(text) {
			out = fmt.Appendf(out, form, text[i])
		}
		return out
	}
}

// base64At writes the letters that stay the same wherever the text begins in
// what is encoded.
func base64At(form *base64.Encoding, phase int) func(string) []byte {
	return func(text string) []byte {
		whole := form.EncodeToString(append(make([]byte, phase), text...))
		first, last := (phase*8+5)/6, (phase+len(text))*8/6
		return []byte(whole[first:last])
	}
}

func wide(order binary.AppendByteOrder) func(string) []byte {
	return func(text string) []byte {
		var out []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			out = order.AppendUint16(out, unit)
		}
		return out
	}
}

// seeker finds canaries in bytes: one pass over them, whatever the number of
// canaries. It looks a pattern up by its first bytes.
type seeker struct {
	folded, exact index
	patterns      int
}

type pattern struct {
	bytes    []byte
	canary   int
	encoding string
}

// stem is how many first bytes a pattern is looked up by.
const stem = 6

type index struct {
	maybe [1 << 15]uint64 // a bit for each hash of a stem there is
	by    map[uint64][]pattern
}

func hashOf(key uint64) (word, bit uint64) {
	hash := key * 0x9e3779b97f4a7c15 >> (64 - 21)
	return hash >> 6, 1 << (hash & 63)
}

func (x *index) add(p pattern) {
	if x.by == nil {
		x.by = map[uint64][]pattern{}
	}
	var key uint64
	for _, b := range p.bytes[:stem] {
		key = key<<8 | uint64(b)
	}
	word, bit := hashOf(key)
	x.maybe[word] |= bit
	x.by[key] = append(x.by[key], p)
}

func (x *index) scan(data []byte, found func(pattern)) {
	const mask = 1<<(8*stem) - 1
	var key uint64
	for i, b := range data {
		key = (key<<8 | uint64(b)) & mask
		if i < stem-1 {
			continue
		}
		if word, bit := hashOf(key); x.maybe[word]&bit == 0 {
			continue
		}
		for _, p := range x.by[key] {
			if bytes.HasPrefix(data[i-stem+1:], p.bytes) {
				found(p)
			}
		}
	}
}

// newSeeker prepares to look for these canaries in every encoding.
func newSeeker(canaries []canary) *seeker {
	s := &seeker{}
	for i, one := range canaries {
		for _, spelling := range one.spellings {
			seen := map[string]bool{}
			for _, how := range encodings {
				sought := how.write(spelling)
				if !how.exact {
					sought = lower(sought)
				}
				if seen[string(sought)] {
					continue
				}
				seen[string(sought)] = true
				s.patterns++
				if how.exact {
					s.exact.add(pattern{sought, i, how.name})
				} else {
					s.folded.add(pattern{sought, i, how.name})
				}
			}
		}
	}
	return s
}

func lower(data []byte) []byte {
	out := make([]byte, len(data))
	for i, b := range data {
		if b >= 'A' && b <= 'Z' {
			b += 'a' - 'A'
		}
		out[i] = b
	}
	return out
}

// sighting is a canary seen, by its number, and how it was written.
type sighting struct {
	canary int
	how    string
}

// deepest bounds how many containers may stand in each other.
const deepest = 4

// seek returns every canary in the bytes, each once, also in what is packed or
// compressed in them.
func (s *seeker) seek(data []byte) []sighting {
	seen := map[int]bool{}
	var sightings []sighting
	var look func(data []byte, within string, depth int)
	look = func(data []byte, within string, depth int) {
		found := func(p pattern) {
			if !seen[p.canary] {
				seen[p.canary] = true
				sightings = append(sightings, sighting{p.canary, within + p.encoding})
			}
		}
		s.folded.scan(lower(data), found)
		s.exact.scan(data, found)
		if depth == 0 {
			return
		}
		for _, part := range unpacked(data) {
			look(part.data, within+part.name+", ", depth-1)
		}
	}
	look(data, "", deepest)
	return sightings
}

type part struct {
	name string
	data []byte
}

// largest bounds what one container may unpack to.
const largest = 64 << 20

// unpacked returns what is packed in the bytes: the files of a zip or a tar, what
// gzip, zlib or deflate made smaller, wherever in the bytes it begins.
func unpacked(data []byte) []part {
	var parts []part
	if archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		for _, file := range archive.File {
			parts = append(parts, part{"name in zip", []byte(file.Name + file.Comment)})
			if opened, err := file.Open(); err == nil {
				parts = append(parts, read("zip", opened)...)
			}
		}
		return parts
	}
	for _, magic := range []struct {
		name  string
		begin []byte
		open  func(io.Reader) (io.Reader, error)
	}{
		{"gzip", []byte{0x1f, 0x8b, 8}, func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
		{"zlib", []byte{0x78, 0x9c}, func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) }},
		{"zlib", []byte{0x78, 0xda}, func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) }},
		{"zlib", []byte{0x78, 0x01}, func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) }},
		{"deflate", []byte("stream\n"), func(r io.Reader) (io.Reader, error) {
			_, err := io.CopyN(io.Discard, r, int64(len("stream\n")))
			return flate.NewReader(r), err
		}},
	} {
		for rest := data; ; {
			at := bytes.Index(rest, magic.begin)
			if at < 0 {
				break
			}
			rest = rest[at:]
			if opened, err := magic.open(bytes.NewReader(rest)); err == nil {
				parts = append(parts, read(magic.name, opened)...)
			}
			rest = rest[1:]
		}
	}
	if len(data) > 262 && bytes.HasPrefix(data[257:], []byte("ustar")) {
		files := tar.NewReader(bytes.NewReader(data))
		for header, err := files.Next(); err == nil; header, err = files.Next() {
			parts = append(parts, part{"name in tar", []byte(header.Name)})
			parts = append(parts, read("tar", files)...)
		}
	}
	return parts
}

// read returns as much as can be unpacked: a container cut short still holds
// what stands before the cut.
func read(name string, from io.Reader) []part {
	content, err := io.ReadAll(io.LimitReader(from, largest))
	if len(content) < stem || err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && len(content) == 0 {
		return nil
	}
	return []part{{name, content}}
}

// Every leak that the search is there to find is found, wherever it stands.
func TestAPlantedLeakIsFoundInEveryEncoding(t *testing.T) {
	birds := []canary{
		{spellings: []string{"qzvbxcxdxfx"}}, {spellings: []string{"07717 900123", "07717900123"}}, {spellings: []string{"1931-02-13"}},
	}
	s := newSeeker(birds)
	packings := map[string]func([]byte) []byte{
		"bare": func(data []byte) []byte { return data },
		"gzip": func(data []byte) []byte {
			return squeezed(t, data, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
		},
		"zlib, as a PDF writes it": func(data []byte) []byte {
			return append([]byte("%PDF-1.3\nstream\n"), squeezed(t, data, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })...)
		},
		"deflate, as a PDF writes it": func(data []byte) []byte {
			return append([]byte("%PDF-1.3\nstream\n"), squeezed(t, data, func(w io.Writer) io.WriteCloser {
				packed, err := flate.NewWriter(w, flate.BestSpeed)
				if err != nil {
					t.Fatal(err)
				}
				return packed
			})...)
		},
		"zip":                func(data []byte) []byte { return zipped(t, "a.txt", data) },
		"the name of a file": func(data []byte) []byte { return zipped(t, string(data), nil) },
		"tar in gzip": func(data []byte) []byte {
			return squeezed(t, tarred(t, data), func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
		},
		"zip in zip": func(data []byte) []byte { return zipped(t, "b.zip", zipped(t, "a.txt", data)) },
	}
	planted := 0
	for number, bird := range birds {
		for _, spelling := range bird.spellings {
			for _, how := range encodings {
				for name, pack := range packings {
					for _, before := range []string{"", "a", "ab"} {
						artefact := []byte(before + spelling + " and so on")
						switch {
						case how.exact: // the phase is where in the encoded bytes it begins
							form := base64.StdEncoding
							if strings.Contains(how.name, "URL") {
								form = base64.URLEncoding
							}
							artefact = []byte(form.EncodeToString(artefact))
						default:
							artefact = append([]byte(before), append(bytes.ToUpper(how.write(spelling)), " and so on"...)...)
						}
						seen := s.seek(pack(artefact))
						if len(seen) == 0 || seen[0].canary != number {
							t.Errorf("%q, %s, after %q, in %s: found %v", spelling, how.name, before, name, seen)
						}
						planted++
					}
				}
			}
		}
	}
	if seen := s.seek([]byte("<p>Nothing of hers stands on this page: 07717 900124, 1931-02-14, qzvbxcxdxf</p>")); len(seen) != 0 {
		t.Errorf("on a page without a canary %v is seen", seen)
	}
	t.Logf("%d planted leaks found, %d encodings", planted, len(encodings))
}

func squeezed(t *testing.T, data []byte, open func(io.Writer) io.WriteCloser) []byte {
	t.Helper()
	var out bytes.Buffer
	w := open(&out)
	_, err := w.Write(data)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zipped(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	file, err := archive.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.Write(data)
	if err := errors.Join(err, archive.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tarred(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := tar.NewWriter(&out)
	err := archive.WriteHeader(&tar.Header{Name: "a.txt", Mode: 0o600, Size: int64(len(data))})
	if err == nil {
		_, err = archive.Write(data)
	}
	if err := errors.Join(err, archive.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
