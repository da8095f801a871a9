package upload

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Why a piece of markup cannot be kept.
var errUncleaned, errElsewhere = errors.New("it cannot be cleaned"), errors.New("it fetches something")

// fate is what becomes of an element.
type fate int

const (
	stays   fate = iota
	unwraps      // its tags go, what it holds stays
	goes         // with all that it holds
)

// filter copies markup byte by byte, without the elements that do not stay. It
// changes nothing else, so that a document looks as it did. Markup in another
// alphabet than UTF-8 is not copied.
func filter(content []byte, of func(xml.StartElement) (fate, error), text func([]byte)) ([]byte, error) {
	decoder := xml.NewDecoder(bytes.NewReader(content))
	var out bytes.Buffer
	var open []fate
	gone := 0
	for at := int64(0); ; {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errUncleaned
		}
		from := at
		at = decoder.InputOffset()
		keep := gone == 0
		switch token := token.(type) {
		case xml.StartElement:
			what, err := of(token)
			if err != nil {
				return nil, err
			}
			open = append(open, what)
			if what == goes {
				gone++
			}
			keep = keep && what == stays
		case xml.EndElement:
			if len(open) == 0 {
				return nil, errUncleaned
			}
			what := open[len(open)-1]
			open = open[:len(open)-1]
			if what == goes {
				gone--
			}
			keep = keep && what == stays
		case xml.CharData:
			if keep {
				text(token)
			}
		case xml.Directive, xml.Comment:
			keep = false
		}
		if keep {
			out.Write(content[from:at])
		}
	}
	if len(open) > 0 {
		return nil, errUncleaned
	}
	return out.Bytes(), nil
}

// said returns the words for a person of why markup cannot be kept.
func said(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errElsewhere):
		return refuse(sayElsewhere)
	}
	return refuse(sayUncleaned)
}

func silent([]byte) {}

// Elements that say who wrote or changed what, and when.
var (
	unwrapped = []string{"ins", "moveTo"}
	removed   = []string{
		"del", "moveFrom", "cellIns", "cellDel", "cellMerge", "commentRangeStart", "commentRangeEnd", "commentReference", "moveFromRangeStart",
		"moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
		"customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
		"permStart", "permEnd", "docVars",
	}
	fetching = []string{"altChunk", "object", "control", "subDoc", "OLEObject"}
	// fetched are the instructions of fields that fetch something by themselves.
	fetched = regexp.MustCompile(`(?i)(^|\n)\s*(LINK|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|DDE|DDEAUTO|IMPORT|DATABASE)\b`)
)

// cleanMarkup takes out of the text of a document who wrote and changed what, with
// the changes as if they were agreed to.
func cleanMarkup(content []byte) ([]byte, error) {
	var instructions strings.Builder
	instructs := false
	out, err := filter(content, func(element xml.StartElement) (fate, error) {
		name := element.Name.Local
		instructs = name == "instrText"
		if name == "fldChar" || name == "fldSimple" {
			instructions.WriteByte('\n')
		}
		switch {
		case slices.Contains(fetching, name):
			return goes, errElsewhere
		case element.Name.Space == "w" && slices.Contains(unwrapped, name):
			return unwraps, nil
		case element.Name.Space == "w" && (slices.Contains(removed, name) || strings.HasSuffix(name, "Change")):
			return goes, nil
		}
		for _, attribute := range element.Attr {
			switch local := attribute.Name.Local; {
			case local == "author" || local == "initials":
				return goes, errUncleaned
			case local == "instr":
				instructions.WriteString(attribute.Value)
			case local == "src" && strings.Contains(attribute.Value, "//"):
				return goes, errElsewhere
			}
		}
		return stays, nil
	}, func(text []byte) {
		if instructs {
			instructions.Write(text)
		}
	})
	if err == nil && fetched.MatchString(instructions.String()) {
		err = errElsewhere
	}
	return out, said(err)
}

// cleanLinks keeps the links between the parts that are kept, and addresses that
// a reader may choose to follow. What would be fetched by itself is refused.
func cleanLinks(content []byte) ([]byte, error) {
	out, err := filter(content, func(element xml.StartElement) (fate, error) {
		if element.Name.Local != "Relationship" {
			return stays, nil
		}
		var kind, target, mode string
		for _, attribute := range element.Attr {
			switch attribute.Name.Local {
			case "Type":
				kind = attribute.Value
			case "Target":
				target = attribute.Value
			case "TargetMode":
				mode = attribute.Value
			}
		}
		if strings.EqualFold(mode, "External") {
			if strings.HasSuffix(kind, "/hyperlink") {
				return stays, nil
			}
			return goes, errElsewhere
		}
		if roomOf(inside(target)) == wordDropped {
			return goes, nil
		}
		return stays, nil
	}, silent)
	return out, said(err)
}

// inside returns the name of the part that a link leads to.
func inside(target string) string {
	target = strings.TrimPrefix(strings.TrimPrefix(target, "/"), "../")
	for _, folder := range []string{"word/", "docprops/", "customxml/", "docmetadata/"} {
		if strings.HasPrefix(strings.ToLower(target), folder) {
			return target
		}
	}
	return "word/" + target
}

// cleanTypes keeps the types of the parts that are kept.
func cleanTypes(content []byte) ([]byte, error) {
	macros := false
	out, err := filter(content, func(element xml.StartElement) (fate, error) {
		for _, attribute := range element.Attr {
			switch attribute.Name.Local {
			case "ContentType":
				macros = macros || strings.Contains(strings.ToLower(attribute.Value), "macroenabled")
			case "PartName":
				if roomOf(strings.TrimPrefix(attribute.Value, "/")) == wordDropped {
					return goes, nil
				}
			}
		}
		return stays, nil
	}, silent)
	if macros {
		return nil, refuse(sayMacros)
	}
	return out, said(err)
}
