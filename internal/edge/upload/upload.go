package upload

import (
	"bytes"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"throughline/internal/casework/documents"
	"throughline/internal/domain/journey"
)

// What is said to a person whose file is refused.
const (
	sayEmpty     = "The file is empty. Choose it again"
	sayUnknown   = "This is not a file we can keep. Use a picture (JPEG or PNG), a PDF, a Word document (.docx) or plain text"
	sayBroken    = "The file is damaged and cannot be read. Save it again, then choose it"
	sayPixels    = "The picture is too large: more than 25 million dots. Save it smaller"
	sayGrown     = documents.TooLarge
	sayEncrypted = "The PDF is locked with a password. Save it without one"
	sayActive    = "The PDF holds a program or other files. Print it to a new PDF, then choose that"
	sayPages     = "The PDF has more than 500 pages. Save it in parts"
	sayMacros    = "The Word document holds a program, a chart or another file. Save it as PDF, then choose that"
	sayElsewhere = "The Word document fetches something from another place. Save it as PDF, then choose that"
	sayUncleaned = "We cannot take out of this Word document who wrote it. Save it as PDF, then choose that"
	sayUnpacks   = "The file unpacks to far more than it should. It was not kept"
)

// refuse is the error for a file that is not kept.
func refuse(say string) error { return journey.Problems{{Field: "file", Say: say}} }

// one lets one file be drawn anew at a time, so that memory stays bounded.
var one sync.Mutex

// Clean tells what a file is and returns what is kept of it. A file that is not
// kept is journey.Problems of the field "file".
func Clean(content []byte) (documents.Cleaned, error) {
	one.Lock()
	defer one.Unlock()
	cleaned, err := clean(content)
	if err == nil && len(cleaned.Content) > documents.MostBytes {
		return documents.Cleaned{}, refuse(sayGrown)
	}
	return cleaned, err
}

func clean(content []byte) (documents.Cleaned, error) {
	is := func(magic string) bool { return bytes.HasPrefix(content, []byte(magic)) }
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return documents.Cleaned{}, refuse(sayEmpty)
	case is("\xff\xd8\xff"):
		drawn, err := cleanJPEG(content)
		return documents.Cleaned{Type: journey.DocumentJPEG, Content: drawn, Cleaned: true}, err
	case is("\x89PNG\r\n\x1a\n"):
		drawn, err := cleanPNG(content)
		return documents.Cleaned{Type: journey.DocumentPNG, Content: drawn, Cleaned: true}, err
	case is("%PDF-"):
		return documents.Cleaned{Type: journey.DocumentPDF, Content: content}, checkPDF(content)
	case is("PK\x03\x04"):
		packed, err := cleanWord(content)
		return documents.Cleaned{Type: journey.DocumentWord, Content: packed, Cleaned: true}, err
	}
	text, err := cleanText(content)
	return documents.Cleaned{Type: journey.DocumentText, Content: text, Cleaned: true}, err
}

// cleanText returns plain text as UTF-8. Text that a browser could take for a page
// or a drawing, and anything with control characters in it, is refused.
func cleanText(content []byte) ([]byte, error) {
	text := content
	for bytes.HasPrefix(text, []byte("\ufeff")) {
		text = text[len("\ufeff"):]
	}
	if !utf8.Valid(text) {
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(text) // what older programs write
		if err != nil {
			return nil, refuse(sayUnknown)
		}
		text = decoded
	}
	for _, letter := range string(text) {
		if letter < ' ' && letter != '\n' && letter != '\r' && letter != '\t' || letter == 0x7f || letter == utf8.RuneError {
			return nil, refuse(sayUnknown)
		}
	}
	switch start := bytes.TrimSpace(text); {
	case len(start) == 0:
		return nil, refuse(sayEmpty)
	case bytes.HasPrefix(start, []byte("<")), bytes.HasPrefix(start, []byte("%PDF-")):
		return nil, refuse(sayUnknown)
	}
	return text, nil
}
