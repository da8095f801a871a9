package upload_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"throughline/internal/casework/documents"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/upload"
)

// canary is what a file says of who made it, where and with what.
const canary = "CANARY-7731"

// picture is red at the top and blue below, and wider than high.
func picture() image.Image {
	made := image.NewRGBA(image.Rect(0, 0, 64, 32))
	for x := range 64 {
		for y := range 32 {
			made.Set(x, y, color.RGBA{255, 0, 0, 255})
			if y >= 16 {
				made.Set(x, y, color.RGBA{0, 0, 255, 255})
			}
		}
	}
	return made
}

// photo is a JPEG with EXIF that names where it was taken, turned as a phone does.
func photo(t testing.TB, turn byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture(), nil); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), turn)
	exif = append(exif, "\x00\x00\x00\x00\x00\x00"+canary...)
	part := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return bytes.Join([][]byte{out.Bytes()[:2], part, exif, out.Bytes()[2:]}, nil)
}

// chunk is one part of a PNG.
func chunk(kind, data string) string {
	size := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(kind+data)))
	return string(size) + kind + data + string(sum)
}

// drawing is a PNG with a text that names its author.
func drawing(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture()); err != nil {
		t.Fatal(err)
	}
	const head = 33 // signature and the first part
	return []byte(out.String()[:head] + chunk("tEXt", "Author\x00"+canary) + out.String()[head:])
}

// sized is the head of a PNG that says it is this large.
func sized(width, height uint32) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return []byte("\x89PNG\r\n\x1a\n" + chunk("IHDR", string(head)+"\x08\x06\x00\x00\x00"))
}

const rels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`

// word is a Word document whose parts are these, besides and in place of the usual.
func word(t testing.TB, parts ...string) []byte {
	t.Helper()
	all := []string{
		"[Content_Types].xml", `<?xml version="1.0" encoding="UTF-8"?><Types><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/docProps/core.xml" ContentType="x"/><Override PartName="/word/comments.xml" ContentType="x"/></Types>`,
		"_rels/.rels", rels + `<Relationship Id="r1" Type="a/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="a/core" Target="docProps/core.xml"/></Relationships>`,
		"docProps/core.xml", `<creator>` + canary + `</creator>`,
		"docProps/app.xml", `<Company>` + canary + `</Company>`,
		"customXml/item1.xml", `<a>` + canary + `</a>`,
		"word/document.xml", `<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>She comes on Monday &amp; Friday</w:t></w:r>` +
			`<w:ins w:id="1" w:author="` + canary + `" w:date="2026"><w:r><w:t xml:space="preserve"> at nine</w:t></w:r></w:ins>` +
			`<w:del w:id="2" w:author="` + canary + `"><w:r><w:delText>` + canary + `</w:delText></w:r></w:del>` +
			`<w:commentRangeStart w:id="3"/><w:r><w:rPr><w:b/><w:rPrChange w:id="4" w:author="` + canary + `"><w:rPr/></w:rPrChange></w:rPr><w:t>!</w:t></w:r>` +
			`<w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r></w:p></w:body></w:document>`,
		"word/_rels/document.xml.rels", rels + `<Relationship Id="r1" Type="a/comments" Target="comments.xml"/><Relationship Id="r2" Type="a/settings" Target="settings.xml"/>` +
			`<Relationship Id="r3" Type="a/customXml" Target="../customXml/item1.xml"/><Relationship Id="r4" Type="a/hyperlink" Target="https://example.org" TargetMode="External"/></Relationships>`,
		"word/comments.xml", `<w:comment w:author="` + canary + `"/>`,
		"word/people.xml", `<w15:person w15:author="` + canary + `"/>`,
		"word/settings.xml", `<w:attachedTemplate r:id="` + canary + `"/>`,
		"word/_rels/settings.xml.rels", rels + `<Relationship Id="r1" Type="a/attachedTemplate" Target="https://` + canary + `" TargetMode="External"/></Relationships>`,
		"word/media/image1.jpeg", string(photo(t, 1)),
	}
	for i := 0; i < len(parts); i += 2 {
		replaced := false
		for k := 0; k < len(all); k += 2 {
			if all[k] == parts[i] {
				all[k+1], replaced = parts[i+1], true
			}
		}
		if !replaced {
			all = append(all, parts[i], parts[i+1])
		}
	}
	return zipped(t, all...)
}

func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		entry, err := writer.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(entry, parts[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// body is a Word document that holds this.
func body(t testing.TB, text string) []byte {
	return word(t, "word/document.xml", `<w:document xmlns:w="x"><w:body>`+text+`</w:body></w:document>`)
}

// linked is a Word document that links to this.
func linked(t testing.TB, link string) []byte {
	return word(t, "word/_rels/document.xml.rels", rels+link+`</Relationships>`)
}

func pdf(parts string) []byte {
	return []byte("%PDF-1.7\n" + parts + "\ntrailer<</Root 1 0 R>>\n%%EOF\n")
}

// stream is a part of a PDF that holds others, packed.
func stream(t testing.TB, plain string) string {
	t.Helper()
	var out bytes.Buffer
	writer := zlib.NewWriter(&out)
	if _, err := io.WriteString(writer, plain); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return "5 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\r\n" + out.String() + "\nendstream endobj"
}

// unpacked is what a file holds, with the parts of a zip file unpacked.
func unpacked(t *testing.T, content []byte) string {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return string(content)
	}
	var all strings.Builder
	for _, file := range reader.File {
		opened, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(opened)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(file.Name + "\n" + string(plain) + "\n")
	}
	return all.String()
}

func TestNothingIsLeftOfWhoMadeAFileAndWhere(t *testing.T) {
	for name, row := range map[string]struct {
		content []byte
		kind    journey.DocumentType
	}{
		"a photo with its place":         {photo(t, 1), journey.DocumentJPEG},
		"a drawing with its author":      {drawing(t), journey.DocumentPNG},
		"a letter with changes, remarks": {word(t), journey.DocumentWord},
	} {
		if !strings.Contains(unpacked(t, row.content), canary) {
			t.Fatalf("%s: the test plants nothing", name)
		}
		cleaned, err := upload.Clean(row.content)
		if err != nil || cleaned.Type != row.kind || !cleaned.Cleaned {
			t.Errorf("%s: %s, cleaned %t, %v", name, cleaned.Type, cleaned.Cleaned, err)
		}
		if strings.Contains(unpacked(t, cleaned.Content), canary) {
			t.Errorf("%s: it still says who made it", name)
		}
		if again, err := upload.Clean(cleaned.Content); err != nil || again.Type != row.kind {
			t.Errorf("%s: what is kept cannot be read: %v", name, err)
		}
	}
}

func TestALetterStillSaysWhatItSaid(t *testing.T) {
	cleaned, err := upload.Clean(word(t))
	if err != nil {
		t.Fatal(err)
	}
	all := unpacked(t, cleaned.Content)
	for _, kept := range []string{
		`<w:t>She comes on Monday &amp; Friday</w:t></w:r><w:r><w:t xml:space="preserve"> at nine</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>!</w:t></w:r><w:r></w:r></w:p>`,
		`Target="https://example.org"`, `Target="word/document.xml"`, "word/media/image1.jpeg",
	} {
		if !strings.Contains(all, kept) {
			t.Errorf("%q is missing in %s", kept, all)
		}
	}
	for _, gone := range []string{"docProps", "comments", "settings", "customXml", "people"} {
		if strings.Contains(all, gone) {
			t.Errorf("%q is left", gone)
		}
	}
}

func TestAPhotoStandsAsThePhoneHeldIt(t *testing.T) {
	red, blue := "red", "blue"
	for turn, want := range map[byte][2]string{ // at the top left, at the bottom right
		0: {red, blue}, 1: {red, blue}, 2: {red, blue}, 3: {blue, red}, 4: {blue, red}, 5: {red, blue}, 6: {blue, red}, 7: {blue, red}, 8: {red, blue}, 9: {red, blue},
	} {
		cleaned, err := upload.Clean(photo(t, turn))
		if err != nil {
			t.Fatal(err)
		}
		drawn, err := jpeg.Decode(bytes.NewReader(cleaned.Content))
		if err != nil {
			t.Fatal(err)
		}
		size := drawn.Bounds().Max
		if upright := turn < 5 || turn == 9; upright != (size == image.Pt(64, 32)) {
			t.Errorf("turn %d: the picture is %v", turn, size)
		}
		colour := func(x, y int) string {
			if r, _, b, _ := drawn.At(x, y).RGBA(); r > b {
				return red
			}
			return blue
		}
		if got := [2]string{colour(2, 2), colour(size.X-3, size.Y-3)}; got != want {
			t.Errorf("turn %d: %v, want %v", turn, got, want)
		}
	}
}

func TestWhatStaysAsItCame(t *testing.T) {
	for name, row := range map[string]struct {
		content []byte
		kind    journey.DocumentType
		cleaned bool
		want    string
	}{
		"a PDF":                        {pdf("1 0 obj<</Type/Page>>"), journey.DocumentPDF, false, string(pdf("1 0 obj<</Type/Page>>"))},
		"a PDF with a name like one":   {pdf("1 0 obj<</JSON 1/EncryptMetadata true>>"), journey.DocumentPDF, false, string(pdf("1 0 obj<</JSON 1/EncryptMetadata true>>"))},
		"a PDF whose picture says /JS": {pdf("1 0 obj<<>>stream\n/JS /Encrypt \nendstream"), journey.DocumentPDF, false, string(pdf("1 0 obj<<>>stream\n/JS /Encrypt \nendstream"))},
		"text":                         {[]byte("She comes on Monday\r\n\tat nine"), journey.DocumentText, true, "She comes on Monday\r\n\tat nine"},
		"text with a mark before it":   {[]byte("\ufeffSiân"), journey.DocumentText, true, "Siân"},
		"text of an older program":     {[]byte("Si\xe2n"), journey.DocumentText, true, "Siân"},
	} {
		cleaned, err := upload.Clean(row.content)
		if err != nil || cleaned.Type != row.kind || cleaned.Cleaned != row.cleaned || string(cleaned.Content) != row.want {
			t.Errorf("%s: %s, cleaned %t, %q, %v", name, cleaned.Type, cleaned.Cleaned, cleaned.Content, err)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	field := func(instruction string) []byte {
		return body(t, `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>`+instruction[:3]+`</w:instrText></w:r><w:r><w:instrText>`+instruction[3:]+`</w:instrText></w:r>`)
	}
	for name, row := range map[string]struct {
		content []byte
		says    string
	}{
		"empty":                              {nil, "The file is empty"},
		"only space":                         {[]byte(" \n\t "), "The file is empty"},
		"a mark and nothing after it":        {[]byte("\ufeff "), "The file is empty"},
		"a PDF behind a mark":                {append([]byte("\ufeff"), pdf("")...), "not a file we can keep"},
		"more than may be kept":              {bytes.Repeat([]byte("a"), documents.MostBytes+1), "larger than 10 MB"},
		"a program under another name":       {[]byte("MZ\x90\x00\x03\x00\x00\x00"), "not a file we can keep"},
		"a web page":                         {[]byte("\n <!DOCTYPE html><p>x"), "not a file we can keep"},
		"a drawing of lines (SVG)":           {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "not a file we can keep"},
		"a TIFF":                             {[]byte("II*\x00\x08\x00\x00\x00"), "not a file we can keep"},
		"a WebP":                             {[]byte("RIFF\x10\x00\x00\x00WEBPVP8 "), "not a file we can keep"},
		"an older Word document":             {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "not a file we can keep"},
		"bytes that no text has":             {[]byte("plain\x00text"), "not a file we can keep"},
		"a JPEG that is cut off":             {photo(t, 1)[:400], "damaged"},
		"a JPEG of its first bytes alone":    {[]byte("\xff\xd8\xff"), "damaged"},
		"a PNG that is cut off":              {drawing(t)[:80], "damaged"},
		"a PNG of 100 million dots":          {sized(10_000, 10_000), "too large"},
		"a PNG of more dots than can be":     {sized(1<<31-1, 1<<31-1), "damaged"},
		"a PDF that is cut off":              {[]byte("%PDF-1.7\n1 0 obj"), "damaged"},
		"a locked PDF":                       {pdf("trailer<</Encrypt 4 0 R>>"), "locked with a password"},
		"a PDF with a program":               {pdf("1 0 obj<</S/JavaScript/JS(x)>>"), "holds a program"},
		"a PDF with a hidden name":           {pdf("1 0 obj<</J#53 (x)>>"), "holds a program"},
		"a PDF with a packed program":        {pdf(stream(t, "<</OpenAction<</JS(x)>>>>")), "holds a program"},
		"a PDF that unpacks too far":         {pdf(stream(t, strings.Repeat(" ", 51<<20))), "unpacks to far more"},
		"a PDF with a file in it":            {pdf("1 0 obj<</Type/EmbeddedFile>>"), "holds a program or other files"},
		"a PDF of too many pages":            {pdf(strings.Repeat("1 0 obj<</Type /Page /X 1>>\n", 501)), "more than 500 pages"},
		"a zip file":                         {zipped(t, "a.txt", "x"), "not a file we can keep"},
		"a spreadsheet":                      {zipped(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<a/>"), "not a file we can keep"},
		"a zip file that is cut off":         {word(t)[:200], "damaged"},
		"a zip bomb":                         {word(t, "word/document.xml", strings.Repeat("<w:p></w:p>", 5<<20)), "unpacks to far more"},
		"a Word document of too many parts":  {word(t, many(501)...), "unpacks to far more"},
		"a path that leads out":              {word(t, "../evil.xml", "x"), "damaged"},
		"a Word document with macros":        {word(t, "word/vbaProject.bin", "x"), "holds a program"},
		"one that says it has macros":        {word(t, "[Content_Types].xml", `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`), "holds a program"},
		"one with another file in it":        {word(t, "word/embeddings/a.xlsx", "x"), "holds a program"},
		"one with a picture of another sort": {word(t, "word/media/image2.png", "GIF89a"), "holds a program"},
		"one that places another file":       {body(t, `<w:altChunk r:id="r1"/>`), "fetches something"},
		"one with a picture from elsewhere":  {linked(t, `<Relationship Id="r9" Type="a/image" Target="https://example.org/a.png" TargetMode="External"/>`), "fetches something"},
		"one with a shape from elsewhere":    {body(t, `<v:imagedata src="http://example.org/a.png"/>`), "fetches something"},
		"one whose field fetches":            {field(` INCLUDEPICTURE "https://example.org"`), "fetches something"},
		"one whose field starts a program":   {body(t, `<w:fldSimple w:instr="DDEAUTO c:\\x"/>`), "fetches something"},
		"one that names its author anew":     {body(t, `<w16:note w16:author="`+canary+`"/>`), "cannot take out"},
		"one with broken markup":             {body(t, `<w:p>`), "cannot take out"},
		"one in another alphabet":            {word(t, "word/document.xml", `<?xml version="1.0" encoding="UTF-16"?><a/>`), "cannot take out"},
	} {
		cleaned, err := upload.Clean(row.content)
		var problems journey.Problems
		if !errors.As(err, &problems) || problems[0].Field != "file" || !strings.Contains(problems[0].Say, row.says) {
			t.Errorf("%s: %q as %s, want %q", name, err, cleaned.Type, row.says)
		}
	}
}

func TestAFieldThatFetchesNothingStays(t *testing.T) {
	for _, instruction := range []string{`HYPERLINK "https://example.org/link"`, "PAGE", "TOC"} {
		if _, err := upload.Clean(body(t, `<w:fldSimple w:instr="`+strings.ReplaceAll(instruction, `"`, "&quot;")+`"/><w:t>The ladder, DDE and LINK</w:t>`)); err != nil {
			t.Errorf("%s: %v", instruction, err)
		}
	}
}

// many names so many parts.
func many(n int) []string {
	var parts []string
	for i := range n {
		parts = append(parts, "word/header"+strings.Repeat("1", i%20+1)+string(rune('a'+i/20))+".xml", "<a/>")
	}
	return parts
}

// Whatever comes, cleaning ends, keeps no more than may be kept, and what it keeps
// it takes again.
func FuzzClean(f *testing.F) {
	for _, seed := range [][]byte{photo(f, 6), drawing(f), word(f), pdf(stream(f, "<</A 1>>")), []byte("text"), sized(1, 1)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		cleaned, err := upload.Clean(content)
		var problems journey.Problems
		if err != nil {
			if !errors.As(err, &problems) {
				t.Fatalf("refused without words: %v", err)
			}
			return
		}
		if len(cleaned.Content) > documents.MostBytes {
			t.Fatalf("%d bytes are kept", len(cleaned.Content))
		}
		if again, err := upload.Clean(cleaned.Content); err != nil || again.Type != cleaned.Type {
			t.Fatalf("what is kept as %s is taken again as %s: %v", cleaned.Type, again.Type, err)
		}
	})
}
