package journey

import (
	"slices"
	"strings"
	"unicode/utf8"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// The kinds of fact about a document of her record.
const (
	KindDocument        Kind = "document_attached"
	KindDocumentScanned Kind = "document_scanned"
	KindDocumentTaken   Kind = "document_taken_out"
)

// DocumentType is what a document is, as its content says.
type DocumentType string

// The types that are kept.
const (
	DocumentJPEG DocumentType = "jpeg"
	DocumentPNG  DocumentType = "png"
	DocumentPDF  DocumentType = "pdf"
	DocumentWord DocumentType = "docx"
	DocumentText DocumentType = "txt"
)

// Words returns the type as people say it.
func (t DocumentType) Words() string {
	switch t {
	case DocumentJPEG, DocumentPNG:
		return "Picture"
	case DocumentPDF:
		return "PDF"
	case DocumentWord:
		return "Word document"
	}
	return "Text"
}

// Picture says whether a browser shows it as a picture.
func (t DocumentType) Picture() bool { return t == DocumentJPEG || t == DocumentPNG }

// ScanAnswer is what a virus scan said of a document.
type ScanAnswer string

// The answers.
const (
	ScanNone    ScanAnswer = "not_scanned" // this service has no scanner
	ScanWaiting ScanAnswer = "waiting"     // the scanner could not be reached: it opens for nobody
	ScanClean   ScanAnswer = "clean"
	ScanFound   ScanAnswer = "found" // the content is no longer kept
)

// DocumentAttached says that a document was put into her record. What it is called
// stands in the sealed words, and its content is sealed apart from the facts.
type DocumentAttached struct {
	Document string         `json:"document"`
	Class    access.Classes `json:"class"` // one class, which whoever attached it chose
	Type     DocumentType   `json:"type"`
	Bytes    int            `json:"bytes"`
	Cleaned  bool           `json:"cleaned,omitempty"` // nothing is left in it of who made it, where and with what
	Scan     ScanAnswer     `json:"scan"`
}

// DocumentScanned says what a later scan of a document that waited said.
type DocumentScanned struct {
	Document string     `json:"document"`
	Scan     ScanAnswer `json:"scan"`
}

// DocumentTakenOut says that a document was taken out of her record, with the
// reason in the sealed words. Its content is no longer kept.
type DocumentTakenOut struct {
	Document string         `json:"document"`
	Class    access.Classes `json:"class"` // of the document
}

func (DocumentAttached) Kind() Kind { return KindDocument }
func (DocumentScanned) Kind() Kind  { return KindDocumentScanned }
func (DocumentTakenOut) Kind() Kind { return KindDocumentTaken }

// Document is one document as the facts leave it.
type Document struct {
	DocumentAttached
	On    calendar.Day
	By    string       // account id
	Title string       // "" where the asker may not read it
	Taken calendar.Day // zero while it is in the record
	Why   string       // it was taken out
}

// Opens says whether there is content to open.
func (d Document) Opens() bool {
	return !d.Taken.Known() && (d.Scan == ScanClean || d.Scan == ScanNone)
}

// Waits says whether nobody can open it until it is scanned.
func (d Document) Waits() bool { return !d.Taken.Known() && d.Scan == ScanWaiting }

// DocumentsOf folds the documents from the facts of a case, the newest first.
func DocumentsOf(facts []Fact) []Document {
	var documents []Document
	for _, fact := range facts {
		of := func(id string) *Document {
			i := slices.IndexFunc(documents, func(d Document) bool { return d.Document == id })
			if i < 0 {
				return &Document{} // it is corrected away
			}
			return &documents[i]
		}
		words := Words{}
		if fact.Words != nil {
			words = *fact.Words
		}
		switch body := fact.Body.(type) {
		case DocumentAttached:
			documents = append(documents, Document{DocumentAttached: body, On: fact.Happened.Day(), By: fact.By, Title: words.Text})
		case DocumentScanned:
			of(body.Document).Scan = body.Scan
		case DocumentTakenOut:
			one := of(body.Document)
			one.Taken, one.Why = fact.Happened.Day(), words.Text
		}
	}
	slices.Reverse(documents)
	return documents
}

// documentClasses are the classes that a document may be of. What a condition
// stands on is a fact and never a file.
var documentClasses = []access.Class{
	access.Identity, access.Offence, access.Needs, access.Notes, access.Plan, access.Children, access.Sealed,
}

// DocumentClasses lists the classes that a document may be of, in the order people
// choose from.
func DocumentClasses() []access.Class { return slices.Clone(documentClasses) }

// classOf returns the one class in a set, Notes where there is no such one.
func classOf(set access.Classes) access.Class {
	for _, class := range documentClasses {
		if set == access.Classes(class) {
			return class
		}
	}
	return access.Notes
}

// longestDocumentTitle is how many letters a document may be called by.
const longestDocumentTitle = 100

// DocumentEntry is a document as a person enters it.
type DocumentEntry struct {
	Title string
	Class access.Classes
}

// CheckDocument says what is to be put right in how a document is entered.
func CheckDocument(entry DocumentEntry) error {
	var problems Problems
	title := strings.TrimSpace(entry.Title)
	problems.check(title != "" && utf8.RuneCountInString(title) <= longestDocumentTitle, "title", "Say what it is, in up to 100 letters")
	problems.check(slices.ContainsFunc(documentClasses, func(class access.Class) bool { return entry.Class == access.Classes(class) }), "class", "Choose what it is about")
	return problems.err()
}

// AttachDocument puts a document into her record.
func (p Pen) AttachDocument(row Row, entry DocumentEntry, document DocumentAttached) ([]Fact, error) {
	if err := CheckDocument(entry); err != nil {
		return nil, err
	}
	document.Class = entry.Class
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), document, sealedText(entry.Title))}, nil
}

// ScanDocument writes down what a later scan said of a document that waited.
func (p Pen) ScanDocument(row Row, documents []Document, id string, answer ScanAnswer) ([]Fact, error) {
	var problems Problems
	problems.check(slices.ContainsFunc(documents, func(d Document) bool {
		return d.Document == id && d.Waits()
	}), "", "This document does not wait for a scan any more")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), DocumentScanned{id, answer}, nil)}, nil
}

// TakeOutDocument takes a document out of her record.
func (p Pen) TakeOutDocument(row Row, documents []Document, id, reason string) ([]Fact, error) {
	i := slices.IndexFunc(documents, func(d Document) bool { return d.Document == id && !d.Taken.Known() })
	var problems Problems
	problems.check(i >= 0, "", "This document is not in her record any more")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why it is taken out")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), DocumentTakenOut{id, documents[i].Class}, sealedText(reason))}, nil
}
