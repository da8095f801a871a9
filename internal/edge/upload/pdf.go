package upload

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
)

// mostPages is how many pages a PDF may say it has.
const mostPages = 500

// onePage is what a page of a PDF says that it is, where the PDF is not packed.
var onePage = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// active are the names under which a PDF holds a program, another file, or starts
// something when it is opened.
var active = [][]byte{[]byte("/JavaScript"), []byte("/JS"), []byte("/Launch"), []byte("/EmbeddedFile"), []byte("/RichMedia"), []byte("/XFA")}

// checkPDF refuses a PDF that is locked, holds a program or another file, or is cut
// off. It cannot clean one: what it says of its author stays in it.
func checkPDF(content []byte) error {
	if !bytes.Contains(content[max(0, len(content)-2048):], []byte("%%EOF")) {
		return refuse(sayBroken)
	}
	said, err := dictionaries(content)
	switch {
	case err != nil:
		return err
	case named(said, []byte("/Encrypt")):
		return refuse(sayEncrypted)
	case len(onePage.FindAllIndex(said, mostPages+1)) > mostPages:
		return refuse(sayPages)
	}
	for _, name := range active {
		if named(said, name) {
			return refuse(sayActive)
		}
	}
	return nil
}

// mostUnpacked is how many bytes the packed parts of a file may have once unpacked.
const mostUnpacked = 50 << 20

// written is a byte of a name in hexadecimal digits, by which a name can be hidden.
var written = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)

// dictionaries returns what a PDF says of its parts: all that stands outside its
// streams, and inside those streams that hold such parts packed.
func dictionaries(content []byte) ([]byte, error) {
	var said []byte
	unpacked := 0
	for rest := content; ; {
		before, after, found := bytes.Cut(rest, []byte("stream"))
		said = append(append(said, before...), '\n')
		if !found {
			break
		}
		stream, next, _ := bytes.Cut(after, []byte("endstream"))
		if from := bytes.LastIndex(before, []byte("obj")); bytes.Contains(before[max(0, from):], []byte("/ObjStm")) {
			plain := inflate(bytes.TrimLeft(stream, "\r\n"))
			if unpacked += len(plain); unpacked > mostUnpacked {
				return nil, refuse(sayUnpacks)
			}
			said = append(append(said, plain...), '\n')
		}
		rest = next
	}
	return written.ReplaceAllFunc(said, func(hexed []byte) []byte {
		plain, err := hex.DecodeString(string(hexed[1:]))
		if err != nil {
			return hexed
		}
		return plain
	}), nil
}

// inflate returns what a packed stream holds, as far as it can be unpacked and up
// to one byte more than may be.
func inflate(packed []byte) []byte {
	reader, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	plain, _ := io.ReadAll(io.LimitReader(reader, mostUnpacked+1)) // what is cut off after its end says enough
	return plain
}

// named says whether a PDF holds a name as a whole, and not as the beginning of a
// longer one.
func named(content, name []byte) bool {
	for from := 0; ; {
		at := bytes.Index(content[from:], name)
		if at < 0 {
			return false
		}
		from += at + len(name)
		if from == len(content) || !letter(content[from]) {
			return true
		}
	}
}

func letter(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
}
