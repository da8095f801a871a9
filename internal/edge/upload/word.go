package upload

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// What a Word document may be made of.
const (
	mostEntries = 500
	mostRatio   = 200 // bytes unpacked for one byte packed
)

// packed is one part of a Word document.
type packed struct {
	name    string
	content []byte
}

// cleanWord takes out of a Word document who wrote it, comments, changes that are
// marked, settings and the template it came from. One that holds a program, another
// file, or anything else that cannot be cleaned is refused.
func cleanWord(content []byte) ([]byte, error) {
	parts, err := unpack(content)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(parts, func(part packed) bool { return roomOf(part.name) == wordDocument }) {
		return nil, refuse(sayUnknown)
	}
	var kept []packed
	for _, part := range parts {
		var err error
		switch roomOf(part.name) {
		case wordDropped:
			continue
		case wordText, wordDocument:
			part.content, err = cleanMarkup(part.content)
		case wordLinks:
			part.content, err = cleanLinks(part.content)
		case wordTypes:
			part.content, err = cleanTypes(part.content)
		case wordPicture:
			part.content, err = cleanPicture(part.content)
		default:
			err = refuse(sayMacros)
		}
		if err != nil {
			return nil, err
		}
		kept = append(kept, part)
	}
	return pack(kept)
}

// unpack reads the parts of a zip file, within what it may hold.
func unpack(content []byte) ([]packed, error) {
	reader, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, refuse(sayBroken)
	}
	if len(reader.File) > mostEntries {
		return nil, refuse(sayUnpacks)
	}
	var parts []packed
	seen := map[string]bool{}
	total := 0
	for _, file := range reader.File {
		name := strings.ToLower(file.Name)
		switch {
		case strings.HasSuffix(file.Name, "/"):
			continue
		case seen[name] || path.Clean("/"+file.Name) != "/"+file.Name || strings.Contains(file.Name, "\\"):
			return nil, refuse(sayBroken)
		}
		seen[name] = true
		opened, err := file.Open()
		if err != nil {
			return nil, refuse(sayBroken) // also where it is locked
		}
		plain, err := io.ReadAll(io.LimitReader(opened, int64(mostUnpacked-total)+1))
		if err := errors.Join(err, opened.Close()); err != nil {
			return nil, refuse(sayBroken)
		}
		if total += len(plain); total > mostUnpacked || total > mostRatio*len(content) {
			return nil, refuse(sayUnpacks)
		}
		parts = append(parts, packed{file.Name, plain})
	}
	return parts, nil
}

// pack writes the parts as a zip file that tells no time.
func pack(parts []packed) ([]byte, error) {
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for _, part := range parts {
		entry, err := writer.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Time{}})
		if err == nil {
			_, err = entry.Write(part.content)
		}
		if err != nil {
			return nil, refuse(sayBroken)
		}
	}
	if err := writer.Close(); err != nil {
		return nil, refuse(sayBroken)
	}
	return out.Bytes(), nil
}

// cleanPicture draws a picture inside a document anew.
func cleanPicture(content []byte) ([]byte, error) {
	if bytes.HasPrefix(content, []byte("\xff\xd8\xff")) {
		return cleanJPEG(content)
	}
	if !bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")) {
		return nil, refuse(sayMacros)
	}
	return cleanPNG(content)
}

// wordRoom is what a part of a Word document is.
type wordRoom int

const (
	wordOther    wordRoom = iota // nothing that can be cleaned
	wordDocument                 // what is read
	wordText                     // what is read beside it, and how it looks
	wordLinks
	wordTypes
	wordPicture
	wordDropped
)

// droppedParts are parts that a document is whole without.
var droppedParts = []string{
	"docprops/", "customxml/", "word/comments", "word/people", "word/settings", "word/_rels/settings", "word/_rels/comments", "word/websettings",
	"word/_rels/websettings", "word/glossary/", "word/printersettings/", "word/styleswitheffects", "word/_rels/people", "docmetadata/",
}

// roomOf says what a part is, by its name.
func roomOf(name string) wordRoom {
	name = strings.ToLower(name)
	for _, dropped := range droppedParts {
		if strings.HasPrefix(name, dropped) {
			return wordDropped
		}
	}
	base, extension := path.Base(name), path.Ext(name)
	switch {
	case name == "[content_types].xml":
		return wordTypes
	case name == "word/document.xml":
		return wordDocument
	case extension == ".rels" && (path.Dir(name) == "_rels" || path.Dir(name) == "word/_rels"):
		return wordLinks
	case path.Dir(name) == "word/media" && (extension == ".png" || extension == ".jpg" || extension == ".jpeg"):
		return wordPicture
	case path.Dir(name) == "word/theme" && extension == ".xml":
		return wordText
	case path.Dir(name) != "word" || extension != ".xml":
		return wordOther
	}
	for _, text := range []string{"styles", "numbering", "fonttable", "header", "footer", "footnotes", "endnotes"} {
		if strings.HasPrefix(base, text) {
			return wordText
		}
	}
	return wordOther
}
