package documents

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// MostBytes is how large a document may be, as it comes and as it is kept.
const MostBytes = 10 << 20

// Desk is where documents are kept.
type Desk struct {
	casework.Bench
	Store Store
	// Clean tells what a file is by its content and returns what is kept of it. A
	// file that is refused is journey.Problems.
	Clean func(content []byte) (Cleaned, error)
	Scan  Scanner // nil: this service has no virus scanner
}

// Cleaned is a file as it is kept.
type Cleaned struct {
	Type    journey.DocumentType
	Content []byte
	Cleaned bool // nothing is left in it of who made it, where and with what
}

// Scanner looks for viruses.
type Scanner interface {
	// Scan says whether something was found. An error means that it could not say.
	Scan(ctx context.Context, content []byte) (found bool, err error)
}

// Store keeps the content of documents, sealed with the woman's own key.
type Store interface {
	// KeepDocument keeps a content under an id. A second one under the same id is a
	// Conflict.
	KeepDocument(ctx context.Context, woman, id string, plain []byte) error
	// Document opens what was kept under an id for a woman; NotFound where nothing is.
	Document(ctx context.Context, woman, id string) ([]byte, error)
	// DropDocument ends what was kept; dropping what is not there is no error.
	DropDocument(ctx context.Context, woman, id string) error
}

// least are the classes that somebody has to read to see any document of hers.
var least = access.SetOf(access.Identity)

// List is the documents of a woman that the asker may know of.
type List struct {
	Documents []journey.Document
	// Classes are those that the asker may attach, in the order people choose from.
	Classes []access.Class
	Scans   bool // this service has a virus scanner
}

// List returns the documents of a case that the asker may open, the newest first.
func (d Desk) List(ctx context.Context, asker access.Asker, caseID string) (List, error) {
	const op = "list documents"
	row, standing, documents, err := d.known(ctx, op, asker, caseID)
	if err != nil {
		return List{}, err
	}
	list := List{Documents: documents, Scans: d.Scan != nil}
	may := standing.Allowed(access.Append, access.ForSupport)
	for _, class := range journey.DocumentClasses() {
		if may.Has(class) {
			list.Classes = append(list.Classes, class)
		}
	}
	return list, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, reads(standing), row))
}

// reads are the classes of documents that somebody reads whole.
func reads(standing casework.Standing) access.Classes {
	return standing.Whole(access.Read, access.ForSupport)
}

// known returns the documents of a case that the asker may know of. It writes no
// line where it succeeds.
func (d Desk) known(ctx context.Context, op string, asker access.Asker, caseID string) (journey.Row, casework.Standing, []journey.Document, error) {
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForSupport, least)
	if err != nil {
		return row, standing, nil, err
	}
	open := reads(standing)
	documents, err := d.of(ctx, caseID, open)
	if err != nil {
		return row, standing, nil, casework.In(op, err)
	}
	return row, standing, slices.DeleteFunc(documents, func(one journey.Document) bool { return one.Class&^open != 0 }), nil
}

// of returns all documents of a case with the words of these classes.
func (d Desk) of(ctx context.Context, caseID string, open access.Classes) ([]journey.Document, error) {
	one, err := d.Record.Case(ctx, caseID, open)
	if err != nil {
		return nil, err
	}
	return journey.DocumentsOf(one.Facts), nil
}

// one returns a document that the asker may know of, and answers any other as none.
func (d Desk) one(ctx context.Context, op string, asker access.Asker, caseID, id string) (journey.Row, journey.Document, error) {
	row, _, documents, err := d.known(ctx, op, asker, caseID)
	if err != nil {
		return row, journey.Document{}, err
	}
	i := slices.IndexFunc(documents, func(one journey.Document) bool { return one.Document == id })
	if i < 0 {
		return row, journey.Document{}, d.Absent(ctx, op, asker, journey.Row{}, access.Read, access.ForSupport)
	}
	return row, documents[i], nil
}

// Look returns what is said of one document, without its content.
func (d Desk) Look(ctx context.Context, asker access.Asker, caseID, id string) (journey.Document, error) {
	const op = "look at document"
	row, document, err := d.one(ctx, op, asker, caseID, id)
	if err != nil {
		return document, err
	}
	return document, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, document.Class, row))
}

// Open returns one document with its content. The ledger has a line of it before
// the content is unsealed. One that waits for a scan, or was taken out, is NotFound.
func (d Desk) Open(ctx context.Context, asker access.Asker, caseID, id string) (journey.Document, []byte, error) {
	const op = "open document"
	row, document, err := d.one(ctx, op, asker, caseID, id)
	if err != nil {
		return document, nil, err
	}
	if !document.Opens() {
		return document, nil, d.Absent(ctx, op, asker, journey.Row{}, access.Read, access.ForSupport)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, document.Class, row)); err != nil {
		return document, nil, err
	}
	content, err := d.Store.Document(ctx, row.Woman, id)
	if err != nil {
		return document, nil, casework.In(op, err)
	}
	return document, content, nil
}

// Attach puts a file into her record and returns the id of the document. What
// cannot be scanned is kept, and opens for nobody until it is.
func (d Desk) Attach(ctx context.Context, asker access.Asker, caseID, key string, entry journey.DocumentEntry, content []byte) (string, error) {
	const op = "attach document"
	if err := journey.CheckDocument(entry); err != nil {
		return "", casework.In(op, err)
	}
	row, _, err := d.Admit(ctx, op, asker, caseID, access.Append, access.ForSupport, entry.Class)
	if err != nil {
		return "", err
	}
	if _, err := casework.Digest(key, op, asker); err != nil {
		return "", err
	}
	if len(content) > MostBytes {
		return "", casework.In(op, journey.Problems{{Field: "file", Say: TooLarge}})
	}
	cleaned, err := d.Clean(content)
	if err != nil {
		return "", casework.In(op, err)
	}
	document := journey.DocumentAttached{
		Document: idOf(key, caseID), Type: cleaned.Type, Bytes: len(cleaned.Content), Cleaned: cleaned.Cleaned, Scan: d.scan(ctx, cleaned.Content),
	}
	if document.Scan == journey.ScanFound {
		return "", casework.In(op, journey.Problems{{Field: "file", Say: "The virus scan found something in this file. Nothing was kept. Tell whoever looks after your computers"}})
	}
	if err := d.keep(ctx, row.Woman, document.Document, cleaned.Content); err != nil {
		return "", casework.In(op, err)
	}
	_, err = d.Write(ctx, casework.Writing{
		Op: op, Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSupport, Classes: entry.Class,
		Entered: []any{entry, hash(cleaned.Content)},
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return pen.AttachDocument(row, entry, document)
		},
	})
	return document.Document, err
}

// TooLarge refuses a file for its size.
const TooLarge = "The file is larger than 10 MB. Save it smaller, or in parts"

// keep keeps a content. Where the form was sent twice it is kept already.
func (d Desk) keep(ctx context.Context, woman, id string, content []byte) error {
	err := d.Store.KeepDocument(ctx, woman, id, content)
	if casework.KindOf(err) != casework.Conflict {
		return err
	}
	kept, err := d.Store.Document(ctx, woman, id)
	if err != nil {
		return err
	}
	if !bytes.Equal(kept, content) {
		return journey.Problems{{Field: "file", Say: "This page was used for another file already. Open it again, then choose the file"}}
	}
	return nil
}

// scan asks the scanner, where there is one.
func (d Desk) scan(ctx context.Context, content []byte) journey.ScanAnswer {
	if d.Scan == nil {
		return journey.ScanNone
	}
	switch found, err := d.Scan.Scan(ctx, content); {
	case err != nil:
		return journey.ScanWaiting
	case found:
		return journey.ScanFound
	}
	return journey.ScanClean
}

// Rescan scans a document that waits and returns what the scan said. Where it still
// cannot be scanned nothing is written. Where something is found its content ends.
func (d Desk) Rescan(ctx context.Context, asker access.Asker, caseID, key, id string) (journey.ScanAnswer, error) {
	const op = "scan document"
	row, document, err := d.one(ctx, op, asker, caseID, id)
	if err != nil || !document.Waits() {
		return document.Scan, err
	}
	content, err := d.Store.Document(ctx, row.Woman, id)
	if err != nil {
		return "", casework.In(op, err)
	}
	answer := d.scan(ctx, content)
	if answer == journey.ScanWaiting {
		return answer, nil
	}
	err = d.change(ctx, op, asker, caseID, key, document, []any{id, answer}, func(pen journey.Pen, row journey.Row, now []journey.Document) ([]journey.Fact, error) {
		return pen.ScanDocument(row, now, id, answer)
	})
	if err == nil && answer == journey.ScanFound {
		err = d.drop(ctx, op, row.Woman, id)
	}
	return answer, err
}

// Take takes a document out of her record for a reason. Its content ends; that it
// was there, and why it is not any more, stays.
func (d Desk) Take(ctx context.Context, asker access.Asker, caseID, key, id, reason string) error {
	const op = "take document out"
	row, document, err := d.one(ctx, op, asker, caseID, id)
	if err != nil {
		return err
	}
	if err := d.change(ctx, op, asker, caseID, key, document, []any{id, reason}, func(pen journey.Pen, row journey.Row, now []journey.Document) ([]journey.Fact, error) {
		return pen.TakeOutDocument(row, now, id, reason)
	}); err != nil {
		return err
	}
	return d.drop(ctx, op, row.Woman, id)
}

// change writes facts about a document upon the documents as they stand.
func (d Desk) change(ctx context.Context, op string, asker access.Asker, caseID, key string, document journey.Document, entered any,
	decide func(journey.Pen, journey.Row, []journey.Document) ([]journey.Fact, error),
) error {
	_, err := d.Write(ctx, casework.Writing{
		Op: op, Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSupport, Classes: document.Class, Entered: entered,
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			now, err := d.of(ctx, caseID, 0)
			if err != nil {
				return nil, err
			}
			return decide(pen, row, now)
		},
	})
	return err
}

func (d Desk) drop(ctx context.Context, op, woman, id string) error {
	if err := d.Store.DropDocument(ctx, woman, id); err != nil {
		return casework.In(op, err)
	}
	return nil
}

// idOf names a document by the form that brought it, so that a form sent twice
// brings one. It says nothing of her, nor of the file.
func idOf(key, caseID string) string { return hash([]byte(key + "\x00" + caseID))[:32] }

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
