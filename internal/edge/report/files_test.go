package report_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"throughline/internal/domain/calendar"
	"throughline/internal/edge/report"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/reportpack"
	"throughline/internal/reckoning/suppression"
)

var pandemic = calendar.Window{From: calendar.On(2019, time.November, 1), To: calendar.On(2021, time.August, 31)}

// figures are one of each kind; the first title would be a formula in a spreadsheet.
func figures(t *testing.T) []figure.Figure {
	t.Helper()
	means := func(id, title, unit string) figure.Meaning {
		return figure.Meaning{ID: id, Title: title, Unit: unit, Definition: "Of women referred: as told", Source: "004:410", Window: pandemic}
	}
	before, err := figure.NewProportion(means("re_arrest.before_engaging", "=Re-arrest <before> engaging", ""), figure.Tally{Numerator: 14, Base: 142, Missing: 3})
	if err != nil {
		t.Fatal(err)
	}
	few, err := figure.NewProportion(means("few", "A few", ""), figure.Tally{Numerator: 3, Base: 142})
	if err != nil {
		t.Fatal(err)
	}
	total, err := figure.NewCount(means("referrals.total", "Referrals", ""), figure.Tally{Numerator: 175})
	if err != nil {
		t.Fatal(err)
	}
	mean, err := figure.NewMean(means("activities.per_woman_with_any", "Activities", "activities per woman"), figure.Tally{Numerator: 337, Base: 137})
	if err != nil {
		t.Fatal(err)
	}
	cost, err := figure.NewUnitCost(means("cost.per_engaged_woman", "Cost", "GBP per woman"), 34_016_000, figure.Tally{Base: 160})
	if err != nil {
		t.Fatal(err)
	}
	return []figure.Figure{before, few, total, mean, cost}
}

// packOf is a pack of the figures as a reader may see them.
func packOf(t *testing.T, policy *suppression.Policy) reportpack.Pack {
	t.Helper()
	source := reportpack.Report{
		Scheme: "lwds", Title: `London "Women's" Diversion`, AsAt: calendar.On(2021, time.August, 31), Publication: suppression.NotForPublication,
	}
	exact := figures(t)
	for _, one := range exact {
		source.Figures = append(source.Figures, one)
	}
	if policy != nil {
		protected, err := policy.Figures(exact)
		if err != nil {
			t.Fatal(err)
		}
		source.Policy, source.Publication, source.Figures = policy.Name(), policy.Words(), nil
		for _, one := range protected {
			source.Figures = append(source.Figures, one)
		}
	}
	source.Tables = []evaluation.Table{{
		ID: "T2", Title: "When women were re-arrested", Definition: "First arrest", Source: "004:415-421", Note: "Re-arrest is not re-offending.",
		Columns: []string{"Timing", "Women"},
		Rows: [][]evaluation.Cell{
			{{Words: "@Before"}, {Figure: source.Figures[0]}}, {{Words: "A few"}, {Figure: source.Figures[1]}}, {{Words: "All"}, {Figure: source.Figures[2]}},
		},
	}}
	drawn, err := chart.Bars(chart.Spec{ID: "funnel", Headline: "A finding", Cohort: "Women referred"}, []chart.Bar{{Label: "Before", Figure: source.Figures[0]}})
	if err != nil {
		t.Fatal(err)
	}
	source.Charts = []evaluation.Drawn{{ID: "funnel", Drawing: drawn}}
	return reportpack.Of(source)
}

// written are the files of a pack by name.
func written(t *testing.T, writer report.Writer, pack reportpack.Pack, forms ...reportpack.Form) map[string][]byte {
	t.Helper()
	files, err := writer.Files(t.Context(), pack, forms, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string][]byte{}
	for _, file := range files {
		byName[file.Name] = file.Body
	}
	return byName
}

func TestTheSamePackGivesTheSameBytes(t *testing.T) {
	var zips [][]byte
	for range 2 {
		files, err := report.Writer{}.Files(t.Context(), packOf(t, nil), reportpack.Forms, func(int, int) {})
		if err != nil {
			t.Fatal(err)
		}
		zipped, err := report.Zip("lwds", files)
		if err != nil {
			t.Fatal(err)
		}
		zips = append(zips, zipped)
	}
	if !bytes.Equal(zips[0], zips[1]) {
		t.Error("the same pack gives other bytes")
	}
	archive, err := zip.NewReader(bytes.NewReader(zips[0]), int64(len(zips[0])))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range archive.File {
		names = append(names, file.Name)
	}
	want := []string{
		"lwds/pack.html", "lwds/pack.xlsx", "lwds/figures.csv", "lwds/T2.csv", "lwds/chart-funnel.csv", "lwds/tables.csv",
		"lwds/report.json", "lwds/figures.parquet", "lwds/contents.json",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
}

func TestTheContentsListEveryFileWithItsHash(t *testing.T) {
	files := written(t, report.Writer{}, packOf(t, nil), reportpack.Forms...)
	var contents struct {
		Scheme      string `json:"scheme"`
		AsAt        string `json:"as_at"`
		Publication string `json:"publication"`
		PDF         string `json:"pdf"`
		Files       []struct {
			Name   string `json:"name"`
			Says   string `json:"says"`
			Bytes  int    `json:"bytes"`
			SHA256 string `json:"sha256"`
		} `json:"files"`
	}
	if err := json.Unmarshal(files[report.ContentsName], &contents); err != nil {
		t.Fatal(err)
	}
	if len(contents.Files) != len(files)-1 {
		t.Errorf("%d files are listed of %d", len(contents.Files), len(files)-1)
	}
	for _, one := range contents.Files {
		sum := sha256.Sum256(files[one.Name])
		if one.SHA256 != hex.EncodeToString(sum[:]) || one.Bytes != len(files[one.Name]) || one.Bytes == 0 || one.Says == "" {
			t.Errorf("%+v is not the file", one)
		}
	}
	if contents.Scheme != "lwds" || contents.AsAt != "2021-08-31" || contents.Publication != "Not for publication" {
		t.Errorf("%+v", contents)
	}
	if contents.PDF != report.NoPDF {
		t.Errorf("without a browser the contents say %q of the PDF", contents.PDF)
	}
}

func TestThePageStandsAlone(t *testing.T) {
	for name, policy := range map[string]*suppression.Policy{"exact": nil, "protected": pointer(suppression.Default())} {
		page := string(written(t, report.Writer{}, packOf(t, policy), reportpack.HTML)["pack.html"])
		decoder := xml.NewDecoder(strings.NewReader(strings.ReplaceAll(page, "<!doctype html>", "")))
		decoder.Strict, decoder.AutoClose, decoder.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
		charts, ids, titled := 0, map[string]bool{}, 0
		var targets []string
		for {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			switch start.Name.Local {
			case "script", "link", "img", "iframe":
				t.Errorf("%s: the page has a %s", name, start.Name.Local)
			case "svg":
				charts++
			case "title", "desc":
				titled++
			}
			for _, attribute := range start.Attr {
				switch attribute.Name.Local {
				case "id":
					if ids[attribute.Value] {
						t.Errorf("%s: two things have the id %q", name, attribute.Value)
					}
					ids[attribute.Value] = true
				case "href":
					targets = append(targets, attribute.Value)
				}
				if strings.HasPrefix(attribute.Name.Local, "on") || attribute.Name.Local == "src" {
					t.Errorf("%s: %s runs or fetches %s", name, start.Name.Local, attribute.Value)
				}
			}
		}
		for _, target := range targets {
			if id, here := strings.CutPrefix(target, "#"); !here || !ids[id] {
				t.Errorf("%s: %q leads nowhere on the page", name, target)
			}
		}
		if charts != 1 || titled != 3 { // the page's own title, and the chart's title and description
			t.Errorf("%s: %d charts, %d titles and descriptions", name, charts, titled)
		}
		for _, want := range []string{
			"31 August 2021", "What it counts: First arrest.", "Window: 1 November 2019 to 31 August 2021.", "Source: 004:415-421.",
			"Re-arrest is not re-offending", "What is not known", "Where the printed report differs", "The report prints 9.8.",
			"=Re-arrest &lt;before&gt; engaging", "Save as PDF",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page does not say %q", name, want)
			}
		}
		says := map[string]bool{"Not for publication": policy == nil, "nhs-1-7-r5": policy != nil, "14 of 142 (9.9%": policy == nil, "Not known for 3": policy == nil}
		for text, want := range says {
			if got := strings.Contains(page, text); got != want {
				t.Errorf("%s: that the page says %q is %v", name, text, got)
			}
		}
	}
}

func pointer[T any](value T) *T { return &value }

func TestEveryMarkOfAChartHasItsColoursInForcedColoursToo(t *testing.T) {
	page := string(written(t, report.Writer{}, packOf(t, nil), reportpack.HTML)["pack.html"])
	_, forced, found := strings.Cut(page, "@media (forced-colors: active)")
	if !found {
		t.Fatal("the page says nothing for forced colours")
	}
	for _, rule := range []string{"fill: Highlight; stroke: CanvasText", "stroke: CanvasText", "fill: CanvasText"} {
		if !strings.Contains(forced, rule) {
			t.Errorf("forced colours lack %q", rule)
		}
	}
}

func TestTheWorkbookHoldsWordsAndNumbersAndNoFormula(t *testing.T) {
	body := written(t, report.Writer{}, packOf(t, nil), reportpack.XLSX)["pack.xlsx"]
	book, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	}()
	want := []string{"About", "Figures", "T2", "chart funnel", "Definitions", "Not known", "Printed report"}
	if diff := cmp.Diff(want, book.GetSheetList()); diff != "" {
		t.Fatal(diff)
	}
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		head := ""
		for i, row := range rows {
			for column := range row {
				at, err := excelize.CoordinatesToCellName(column+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				if formula, err := book.GetCellFormula(name, at); err != nil || formula != "" {
					t.Errorf("%s!%s is the formula %q, %v", name, at, formula, err)
				}
			}
			head += strings.Join(row, " | ") + "\n"
		}
		for _, says := range []string{"As at | 31 August 2021", "Publication | Not for publication"} {
			if !strings.Contains(head, says) {
				t.Errorf("the sheet %s does not say %q", name, says)
			}
		}
	}
	rows, err := book.GetRows("T2")
	if err != nil {
		t.Fatal(err)
	}
	table := rows[len(rows)-4:]
	if diff := cmp.Diff([][]string{
		{"Timing", "Women", "Women: of", "Women: %", "Women: 95% low", "Women: 95% high"},
		{"@Before", "14", "142", "9.86", "5.96", "15.87"}, {"A few", "3", "142", "2.11", "0.72", "6.03"}, {"All", "175"},
	}, table); diff != "" {
		t.Error(diff)
	}
	for cell, kind := range map[string]excelize.CellType{"A": excelize.CellTypeSharedString, "B": excelize.CellTypeUnset} {
		got, err := book.GetCellType("T2", cell+excelRow(len(rows)-2))
		if err != nil || got != kind {
			t.Errorf("column %s of the table has cells of type %v, %v, want %v", cell, got, err, kind)
		}
	}
	if title, err := book.SearchSheet("Figures", "=Re-arrest <before> engaging"); err != nil || len(title) != 1 {
		t.Errorf("what looks like a formula stands at %v, %v", title, err)
	}
}

func excelRow(row int) string {
	name, err := excelize.CoordinatesToCellName(1, row)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(name, "A")
}

func TestEachTableIsAListOfItsOwn(t *testing.T) {
	files := written(t, report.Writer{}, packOf(t, pointer(suppression.Default())), reportpack.CSV)
	read := func(name string) [][]string {
		t.Helper()
		records, err := csv.NewReader(bytes.NewReader(files[name])).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return records
	}
	policy := suppression.Default().Name()
	if diff := cmp.Diff([][]string{
		{"Timing", "Women", "Women: of", "Women: %", "Women: 95% low", "Women: 95% high", "as_at", "publication"},
		{"'@Before", "15", "140", "10.71", "6.60", "16.93", "2021-08-31", policy},
		{"A few", "*", "140", "*", "*", "*", "2021-08-31", policy},
		{"All", "175", "", "", "", "", "2021-08-31", policy},
	}, read("T2.csv")); diff != "" {
		t.Error(diff)
	}
	tables := read("tables.csv")
	if diff := cmp.Diff([]string{
		"T2", "When women were re-arrested", "First arrest", "1 November 2019 to 31 August 2021", "004:415-421", "Re-arrest is not re-offending.", "2021-08-31", policy,
	}, tables[1]); diff != "" {
		t.Error(diff)
	}
	if first := read("figures.csv")[1]; first[0] != "re_arrest.before_engaging" || first[1] != "'=Re-arrest <before> engaging" || first[2] != "15" {
		t.Errorf("the first figure is %q", first)
	}
	if chart := read("chart-funnel.csv"); chart[1][0] != "Before" || chart[1][1] != "15" {
		t.Errorf("the chart's numbers are %q", chart)
	}
}

// row is a figure as whoever reads the Parquet file declares it.
type row struct {
	ID         string   `parquet:"id"`
	Hidden     bool     `parquet:"hidden"`
	Numerator  *int64   `parquet:"numerator,optional"`
	Base       *int64   `parquet:"base,optional"`
	Percent    *float64 `parquet:"percent,optional"`
	Low        *float64 `parquet:"low,optional"`
	Value      *float64 `parquet:"value,optional"`
	Pence      *int64   `parquet:"pence,optional"`
	AsAt       int32    `parquet:"as_at,date"`
	Definition string   `parquet:"definition"`
}

func TestParquetHoldsNumbersAndNullsForWhatIsHidden(t *testing.T) {
	const asAt = 18870 // days from 1970 to 31 August 2021
	text := "Of women referred: as told"
	for name, check := range map[string]struct {
		policy *suppression.Policy
		want   []row
	}{
		"exact": {nil, []row{
			{"re_arrest.before_engaging", false, pointer(int64(14)), pointer(int64(142)), pointer(9.86), pointer(5.96), nil, nil, asAt, text},
			{"few", false, pointer(int64(3)), pointer(int64(142)), pointer(2.11), pointer(0.72), nil, nil, asAt, text},
			{"referrals.total", false, pointer(int64(175)), nil, nil, nil, nil, nil, asAt, text},
			{"activities.per_woman_with_any", false, pointer(int64(337)), pointer(int64(137)), nil, nil, pointer(2.46), nil, asAt, text},
			{"cost.per_engaged_woman", false, nil, pointer(int64(160)), nil, nil, pointer(2126.0), pointer(int64(34_016_000)), asAt, text},
		}},
		"protected": {pointer(suppression.Default()), []row{
			{"re_arrest.before_engaging", false, pointer(int64(15)), pointer(int64(140)), pointer(10.71), pointer(6.6), nil, nil, asAt, text},
			{"few", true, nil, pointer(int64(140)), nil, nil, nil, nil, asAt, text},
			{"referrals.total", false, pointer(int64(175)), nil, nil, nil, nil, nil, asAt, text},
			{"activities.per_woman_with_any", false, pointer(int64(335)), pointer(int64(135)), nil, nil, pointer(2.48), nil, asAt, text},
			{"cost.per_engaged_woman", false, nil, pointer(int64(160)), nil, nil, pointer(2126.0), pointer(int64(34_016_000)), asAt, text},
		}},
	} {
		body := written(t, report.Writer{}, packOf(t, check.policy), reportpack.Parquet)["figures.parquet"]
		rows, err := parquet.Read[row](bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(check.want, rows); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAProtectedPackHoldsNoSmallCount(t *testing.T) {
	for name, body := range written(t, report.Writer{}, packOf(t, pointer(suppression.Default())), reportpack.HTML, reportpack.CSV, reportpack.JSON) {
		for _, secret := range []string{"3 of 142", ",3,142", `"numerator": 3,`, "14 of 142 (", "not known for"} {
			if strings.Contains(string(body), secret) {
				t.Errorf("%s says %q", name, secret)
			}
		}
	}
}

func TestAFormThatThereIsNoneOfIsRefused(t *testing.T) {
	if _, err := (report.Writer{}).Files(t.Context(), packOf(t, nil), []reportpack.Form{"docx"}, func(int, int) {}); err == nil || !strings.Contains(err.Error(), "docx") {
		t.Errorf("the error is %v", err)
	}
}

func TestProgressCountsForms(t *testing.T) {
	var told [][2]int
	if _, err := (report.Writer{}).Files(t.Context(), packOf(t, nil), []reportpack.Form{reportpack.JSON, reportpack.CSV}, func(done, total int) {
		told = append(told, [2]int{done, total})
	}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(told, [][2]int{{1, 2}, {2, 2}}) {
		t.Errorf("told %v", told)
	}
}

func TestNothingInTheStyleReachesOut(t *testing.T) {
	page := string(written(t, report.Writer{}, packOf(t, nil), reportpack.HTML)["pack.html"])
	if found := regexp.MustCompile(`url\(|@import|https?://[^w]`).FindString(page); found != "" {
		t.Errorf("the page holds %q", found)
	}
	if !strings.Contains(page, `content: "London \000022Women's\000022 Diversion: report pack as at 31 August 2021"`) {
		t.Error("the head of the printed pages is not the title")
	}
}

// Marks that the style does not name would be black in print and lost in forced
// colours.
func TestTheStyleNamesEveryMarkOfAChart(t *testing.T) {
	sources, err := filepath.Glob("../../reckoning/chart/*.go")
	if err != nil || len(sources) == 0 {
		t.Fatalf("the drawings were not found: %v", err)
	}
	style, err := os.ReadFile("page.css")
	if err != nil {
		t.Fatal(err)
	}
	words := []string{"chart-label", "chart-value"} // text takes the colour of all text
	for _, name := range sources {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, class := range regexp.MustCompile(`\bchart-[a-z0-9-]+`).FindAllString(string(source), -1) {
			if !slices.Contains(words, class) && !strings.Contains(string(style), class) {
				t.Errorf("%s draws %s, of which the style of the page says nothing", name, class)
			}
		}
	}
}
