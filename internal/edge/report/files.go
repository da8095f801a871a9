package report

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/reportpack"
)

// File is one file of a pack.
type File struct {
	Name string
	Body []byte
	Says string // what it is for
}

// ContentsName is the file that lists the others.
const ContentsName = "contents.json"

// NoPDF is what stands in a pack that holds no PDF.
const NoPDF = "This pack holds no PDF: no Chromium was found. Open pack.html in a browser, choose Print, then Save as PDF."

// Writer writes packs. Every file but the PDF depends on the pack alone: the same
// pack gives the same bytes.
type Writer struct {
	// Browser is the Chromium that prints the PDF, as a path; "" where there is none.
	Browser string
}

// Files writes a pack in the forms asked for, and a list of the files with their
// hashes. Progress is told how many forms are done of how many.
func (w Writer) Files(ctx context.Context, pack reportpack.Pack, forms []reportpack.Form, progress func(done, total int)) ([]File, error) {
	var files []File
	var page []byte // what the PDF is printed from
	missing := ""
	for i, form := range forms {
		var made []File
		var err error
		switch form {
		case reportpack.HTML:
			page, err = pageOnce(pack, page)
			made = []File{{"pack.html", page, "The whole pack, to read in any browser"}}
		case reportpack.PDF:
			if w.Browser == "" {
				missing = NoPDF
				break
			}
			var printed []byte
			if page, err = pageOnce(pack, page); err == nil {
				printed, err = w.print(ctx, page, pack.AsAt)
			}
			made = []File{{"pack.pdf", printed, "The same pages, to print"}}
		case reportpack.XLSX:
			made, err = workbook(pack)
		case reportpack.CSV:
			made, err = lists(pack)
		case reportpack.JSON:
			made, err = figuresJSON(pack)
		case reportpack.Parquet:
			made, err = figuresParquet(pack)
		default:
			err = fmt.Errorf("there is no form %q of a report pack", form)
		}
		if err != nil {
			return nil, fmt.Errorf("writing a report pack: %w", err)
		}
		files = append(files, made...)
		progress(i+1, len(forms))
	}
	contents, err := contentsOf(pack, files, missing)
	if err != nil {
		return nil, err
	}
	return append(files, contents), nil
}

// pageOnce lays the page out where that is not done yet.
func pageOnce(pack reportpack.Pack, page []byte) ([]byte, error) {
	if page != nil {
		return page, nil
	}
	return Page(pack)
}

// contents is the list of a pack's files, as it is written.
type contents struct {
	Title       string       `json:"title"`
	Scheme      string       `json:"scheme"`
	AsAt        calendar.Day `json:"as_at"`
	Publication string       `json:"publication"`
	Policy      string       `json:"policy,omitempty"`
	Files       []listed     `json:"files"`
	PDF         string       `json:"pdf,omitempty"` // why there is none
}

type listed struct {
	Name   string `json:"name"`
	Says   string `json:"says"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func contentsOf(pack reportpack.Pack, files []File, missing string) (File, error) {
	list := contents{Title: pack.Title, Scheme: pack.Scheme, AsAt: pack.AsAt, Publication: pack.Publication, Policy: pack.Policy, PDF: missing}
	for _, file := range files {
		sum := sha256.Sum256(file.Body)
		list.Files = append(list.Files, listed{file.Name, file.Says, len(file.Body), hex.EncodeToString(sum[:])})
	}
	text, err := indented(list)
	if err != nil {
		return File{}, fmt.Errorf("listing the files of a report pack: %w", err)
	}
	return File{Name: ContentsName, Body: text, Says: "The files with their hashes"}, nil
}

// indented writes a value as JSON for people to read too.
func indented(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return out.Bytes(), err
}

// Zip puts the files of a pack into one, in a folder of this name. Every file in it
// carries the same moment, so that the same files give the same bytes.
func Zip(folder string, files []File) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, file := range files {
		entry, err := archive.CreateHeader(&zip.FileHeader{Name: folder + "/" + file.Name, Method: zip.Deflate})
		if err != nil {
			return nil, fmt.Errorf("zipping a report pack: %w", err)
		}
		if _, err := entry.Write(file.Body); err != nil {
			return nil, fmt.Errorf("zipping a report pack: %w", err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("zipping a report pack: %w", err)
	}
	return out.Bytes(), nil
}
