package exchange

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestTheEncodingDoesNotDependOnHowTheBytesArrive(t *testing.T) {
	tests := []struct {
		name, text string
		want       encoding
		line       int // of the first character that is not UTF-8, or that no encoding holds
		refused    bool
	}{
		{"plain", "a\nb", utf8Plain, 0, false},
		{"two and three and four bytes", "é\n€\n𝄞é", utf8Plain, 0, false},
		{"marked", "\ufeffé", utf8Marked, 0, false},
		{"Windows", "a\nZo\xeb\n\x80", windows1252, 2, false},
		{"both", "é\nZo\xeb", windows1252, 2, false},
		{"ends inside a character", "a\n\xe2\x82", windows1252, 2, false},
		{"a byte that Windows-1252 lacks", "a\n\x9d", utf8Plain, 2, true},
		{"NUL", "a\nb\nc\x00", utf8Plain, 3, true},
		{"UTF-16", "\xff\xfea\x00", utf8Plain, 1, true},
		{"delete", "a\x7f", utf8Plain, 1, true},
	}
	for _, test := range tests {
		for arrives, reader := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "byte by byte": iotest.OneByteReader,
			"halved": iotest.HalfReader, "with its end": iotest.DataErrReader,
		} {
			found, err := sniff(reader(strings.NewReader(test.text)))
			var bytes *undecodable
			if refused := errors.As(err, &bytes); refused != test.refused || refused && bytes.line != test.line {
				t.Errorf("%s, %s: %v", test.name, arrives, err)
			}
			if !test.refused && (found.encoding != test.want || found.line != test.line || found.empty) {
				t.Errorf("%s, %s: %+v", test.name, arrives, found)
			}
		}
	}
}
