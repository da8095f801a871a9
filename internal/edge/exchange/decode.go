package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// encoding is how the text of a file is written in bytes.
type encoding int

const (
	utf8Plain encoding = iota
	utf8Marked
	windows1252
)

var byteOrderMark = []byte{0xEF, 0xBB, 0xBF}

// undecodable says which line of a file no encoding of the format can read.
type undecodable struct {
	line int
	why  string
}

func (u *undecodable) Error() string { return fmt.Sprintf("line %d %s", u.line, u.why) }

// sniffed is what a first reading of the bytes of a file found out.
type sniffed struct {
	encoding encoding
	empty    bool
	line     int // the first line that is not UTF-8; 0: all are
}

// sniff reads a whole stream and says how its text is encoded. An *undecodable
// error says that it is not text in an encoding that the format allows.
func sniff(stream io.Reader) (sniffed, error) {
	var found sniffed
	buffer := make([]byte, 64<<10)
	line, start, kept, noWindows := 1, true, 0, 0
	for {
		n, err := stream.Read(buffer[kept:])
		chunk := buffer[:kept+n]
		if start && (len(chunk) >= 3 || err != nil) {
			start = false
			found.empty = len(chunk) == 0
			if bytes.HasPrefix(chunk, []byte{0xFF, 0xFE}) || bytes.HasPrefix(chunk, []byte{0xFE, 0xFF}) {
				return found, &undecodable{1, "begins as UTF-16: save the file as UTF-8"}
			}
			if bytes.HasPrefix(chunk, byteOrderMark) {
				found.encoding = utf8Marked
				chunk = chunk[len(byteOrderMark):]
				found.empty = len(chunk) == 0 && err != nil
			}
		}
		if start {
			kept = len(chunk)
			continue
		}
		for len(chunk) > 0 {
			char, size := rune(chunk[0]), 1
			if char >= utf8.RuneSelf {
				if !utf8.FullRune(chunk) && err == nil {
					break // the rest of the character is in the next chunk
				}
				char, size = utf8.DecodeRune(chunk)
			}
			switch {
			case char == '\n':
				line++
			case char < ' ' && char != '\t' && char != '\r' || char == 0x7F:
				return found, &undecodable{line, fmt.Sprintf("holds the byte 0x%02X, which no text holds", chunk[0])}
			case char == utf8.RuneError && size == 1:
				if found.line == 0 {
					found.line = line
				}
			}
			if noWindows == 0 {
				for _, b := range chunk[:size] {
					if windowsHole(b) {
						noWindows = line
					}
				}
			}
			chunk = chunk[size:]
		}
		kept = copy(buffer, chunk)
		if err == io.EOF {
			break
		}
		if err != nil {
			return found, err
		}
	}
	switch {
	case found.line == 0:
		return found, nil
	case found.encoding == utf8Marked:
		return found, &undecodable{found.line, "is not UTF-8, as the mark at the beginning of the file says it is"}
	case noWindows > 0:
		return found, &undecodable{noWindows, "is neither UTF-8 nor Windows-1252"}
	}
	found.encoding = windows1252
	return found, nil
}

// windowsHole says whether Windows-1252 has no character for the byte.
func windowsHole(b byte) bool {
	return b == 0x81 || b == 0x8D || b == 0x8F || b == 0x90 || b == 0x9D
}

// decoded returns the stream as UTF-8 without a mark.
func decoded(stream io.Reader, as encoding) io.Reader {
	switch as {
	case windows1252:
		return charmap.Windows1252.NewDecoder().Reader(stream)
	case utf8Marked:
		buffered := bufio.NewReader(stream)
		if _, err := buffered.Discard(len(byteOrderMark)); err != nil {
			return bytes.NewReader(nil)
		}
		return buffered
	}
	return stream
}

// longestRow is how many bytes one row may hold.
const longestRow = 1 << 20

var errRowTooLong = fmt.Errorf("is longer than %d bytes: a quotation mark may be open", longestRow)

// rowLimit fails once one row has asked for more bytes than a row may hold, so
// that an open quotation mark cannot pull a whole file into memory.
type rowLimit struct {
	stream io.Reader
	left   int
}

// next begins a new row.
func (r *rowLimit) next() { r.left = longestRow }

func (r *rowLimit) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, errRowTooLong
	}
	n, err := r.stream.Read(p)
	r.left -= n
	return n, err
}

// errBomb says that an archive unpacks to more than honest text does.
var errBomb = errors.New("unpacks to far more than text does: it is not read")
