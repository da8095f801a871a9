package evidence_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web/webtest"
)

// pages are one of each kind.
var pages = []string{"/evidence", "/evidence/T1", "/evidence/T2", "/evidence/T6", "/evidence/T15", "/evidence/figure/engaged.total", "/evidence/cost", "/evidence/re-arrest", example}

func TestFourSentencesSayHowManyAndHowSure(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	page := site.Get("/evidence").WantStatus(200)
	for _, title := range []string{"Reached", "Fair?", "Worked", "Capacity"} {
		page.WantText("h2", title)
	}
	for _, says := range []string{
		"Offered support at 20 of 40 (50.0%, 95% interval 35.2 to 64.8) arrests and other encounters",
		"1 September 2019 to 31 August 2020",
		"Met the condition, of cautions taken up: 12 of 18 (66.7%, 95% interval 43.7 to 83.7)",
		"Might have had something lighter without the scheme, of cautions where police said: 3 of 11 (27.3%, 95% interval 9.7 to 56.6)",
		"Re-arrested after referral: 2 of 18 (11.1%, 95% interval 3.1 to 32.8)",
		"Open for more than three months: 9 of 9 (fewer than 10, so no percentage)",
		"Offered, Central West: 20 of 40",
		"Nothing is counted by disability",
	} {
		page.WantText("main", says)
	}
	site.Get("/evidence/figure/net_widening").WantStatus(200).WantText("main", "000:501").WantText("main", "Answer not known 1, not in the base")
	if strings.Contains(page.Text("main"), "Cost for each woman") {
		t.Error("no cost is recorded, and the page says what support costs")
	}
	for _, table := range []string{"T1", "T2", "T5", "T6", "T8", "T9", "T10", "T14", "T15", "T18", "T26", "T27"} {
		if len(page.All("a[href=/evidence/"+table+"]")) == 0 {
			t.Errorf("nothing leads to %s", table)
		}
		site.Get("/evidence/"+table).WantStatus(200).WantText("h1", table).WantText("dl", "Definition").WantText("dl", "Source")
	}
}

func TestATableOpensItsFiguresAndDrawsThem(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	page := site.Get("/evidence/T2").WantStatus(200)
	page.WantText("thead", "Timing of re-arrest Women Base Per cent 95% interval")
	page.WantText("tbody", "Women re-arrested 2 18 11.11% 3.10 to 32.80").WantNone("figure")
	page.WantText("dl", "Window 1 November 2019 to 3 March 2026")

	for table, headline := range map[string]string{"T15": "Support was offered at 20 of 40", "T6": "Somewhere to live", "T8": "Open for more than three months"} {
		drawn := site.Get("/evidence/" + table).WantStatus(200)
		drawn.WantText("figure .tl-figure__headline", headline).WantText("figure summary", "Show as a table")
		if len(drawn.All("figure svg[role=img] title")) != 1 {
			t.Errorf("the chart of %s has no title", table)
		}
	}
	site.Get("/evidence/T1").WantText("tbody", "Conditional caution 0 18 0 18 18 of 18 (100.0%, 95% interval 82.4 to 100.0)")
}

func TestAFigureShowsItsWorkingsAndToTheLeadItsCases(t *testing.T) {
	site, room := newSite(t, caseworktest.Lead)
	page := site.Get("/evidence/figure/re_arrest.women").WantStatus(200)
	page.WantText("dl", "2 of 18 (11.1%, 95% interval 3.1 to 32.8)").WantText("dl", "re_arrest.women").WantText("dl", "Answer not known 0")
	page.WantText("tbody", "CASE-0000 6 April 2020 Conditional caution Priya").WantText("tbody", "CASE-0001")
	if strings.Contains(page.Text("tbody"), "CASE-0002") {
		t.Error("a case stands behind a figure that does not count it")
	}
	if got := page.Attr("tbody a", "href"); got != "/woman/case0000" {
		t.Errorf("the first case leads to %q", got)
	}
	if line, _ := room.Record.Last(); line.Action != access.Find || len(line.Women) != 2 {
		t.Errorf("the read is written down as %+v", line)
	}
	// A code with a slash is one figure still.
	site.Get("/evidence/figure/offences.105%2F01").WantStatus(200).WantText("h1", "Common assault")
	site.Get("/evidence/T14").WantText("tbody", "Common assault").WantStatus(200)
	if got := site.Get("/evidence/T14").Attr("tbody a", "href"); got != "/evidence/figure/offences.105%2F01" {
		t.Errorf("the offence leads to %q", got)
	}

	site.As(caseworktest.Commissioner)
	other := site.Get("/evidence/figure/re_arrest.women").WantStatus(200).WantNone("table")
	if strings.Contains(other.Body, "case0") || strings.Contains(other.Body, "CASE-") {
		t.Error("the commissioner sees which cases are behind a figure")
	}
}

func TestTheCommissionerReadsProtectedFiguresEverywhere(t *testing.T) {
	site, _ := newSite(t, caseworktest.Commissioner)
	for _, path := range pages {
		page := site.Get(path).WantStatus(200).WantText("main", "Policy nhs-1-7-r5").WantText("main", "shown as *")
		if strings.Contains(page.Body, "Not for publication") {
			t.Errorf("%s is marked as the service's own copy", path)
		}
	}
	site.Get("/evidence/T2").WantText("tbody", "Women re-arrested * 20 * *")
	site.Get("/evidence").WantText("main", "Re-arrested after referral: * of 20")
	hidden := site.Get("/evidence/figure/re_arrest.women").WantText("dl", "* of 20")
	if strings.Contains(hidden.Text("dl"), "not in the base") {
		t.Error("an exact count of missing answers stands beside a protected figure")
	}
	file := site.Get("/evidence/T2.csv").WantStatus(200)
	if !strings.Contains(file.Body, "Women re-arrested,*,20,*,*,*") {
		t.Errorf("the file says:\n%s", file.Body)
	}
	if got := file.Header.Get("Content-Disposition"); got != "attachment; filename=T2-lwds-2026-02-28-nhs-1-7-r5.csv" {
		t.Errorf("the file is called %q", got)
	}
}

func TestFilesAreTakenByThoseWhoMayAndWrittenDown(t *testing.T) {
	site, room := newSite(t, caseworktest.Lead)
	for path, want := range map[string]string{
		"/evidence/T15.csv":    "Central West,40,20,40,50.00,35.20,64.80",
		"/evidence/T6.csv":     "Somewhere to live,12,12,100.00,75.75,100.00",
		"/evidence/funnel.csv": "Encounters,40",
		"/evidence/needs.csv":  "Somewhere to live,12,12",
	} {
		file := site.Get(path).WantStatus(200)
		if !strings.Contains(file.Body, want) || !strings.HasPrefix(file.Header.Get("Content-Type"), "text/csv") {
			t.Errorf("%s, a %s, lacks %q:\n%s", path, file.Header.Get("Content-Type"), want, file.Body)
		}
		if !strings.Contains(file.Header.Get("Content-Disposition"), "not-for-publication.csv") {
			t.Errorf("%s is called %q", path, file.Header.Get("Content-Disposition"))
		}
		if line, _ := room.Record.Last(); line.Action != access.Export {
			t.Errorf("%s is written down as %+v", path, line)
		}
	}
	site.Get("/evidence/T6").WantText("main", "T6 as CSV")
	site.As(caseworktest.Admin)
	site.Get("/evidence/T6.csv").WantStatus(http.StatusForbidden)
	site.Get("/evidence/T6").WantStatus(http.StatusForbidden)
}

func TestAReportAsAtAnEarlierDay(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	page := site.Get("/evidence?scheme=lwds&as_at=2020-04-08").WantStatus(200)
	page.WantText(".govuk-caption-l", "as at 8 April 2020").WantText("main", "Referred: 3.")
	if got := page.Attr("#as_at", "value"); got != "2020-04-08" {
		t.Errorf("the day is kept as %q", got)
	}
	if len(page.All("a[href=/evidence/T1?as_at=2020-04-08]")) == 0 {
		t.Error("the way to a table loses the day")
	}
	site.Get("/evidence/T1?as_at=2020-04-08").WantText("tbody", "Conditional caution 0 3 0 3")
	site.Get("/evidence/figure/referrals.total?as_at=2020-04-08").WantText("dl", "As at 8 April 2020").WantText("tbody", "CASE-0002")
}

func TestAQueryThatIsWrongIsNamedAndKept(t *testing.T) {
	for _, row := range []struct{ query, field, says string }{
		{"as_at=31/08/2021", "as_at", "Enter the date as year, month and day"},
		{"as_at=2021-02-30", "as_at", "Enter the date as year, month and day"},
		{"as_at=2026-03-04", "as_at", "Enter today or an earlier date"},
		{"scheme=none", "scheme", "Choose a scheme from the list"},
	} {
		for _, path := range []string{"/evidence", "/evidence/T1", "/evidence/figure/engaged.total"} {
			site, _ := newSite(t, caseworktest.Lead)
			page := site.Get(path + "?" + row.query).WantStatus(422)
			page.WantText("title", "Error:").WantText("#"+row.field+"-error", row.says)
			if typed, ok := strings.CutPrefix(row.query, "as_at="); ok && page.Attr("#as_at", "value") != typed {
				t.Errorf("%s: what was typed is not kept", row.query)
			}
		}
	}
}

func TestWhoOpensEvidenceAndWhatStandsOnEveryPage(t *testing.T) {
	site, room := newSite(t, caseworktest.Lead)
	for _, asker := range []access.Asker{caseworktest.Lead, caseworktest.Commissioner} {
		site.As(asker)
		for _, path := range pages {
			page := site.Get(path).WantStatus(200).WantText("main", "Re-arrest is not re-offending").WantText(".govuk-service-navigation", "Evidence")
			if strings.Contains(page.Body, canary) || strings.Contains(page.Body, "woman-0") {
				t.Errorf("%s shows %s what is sealed, or who a woman is", path, asker.Role)
			}
			if asker.Role != access.Commissioner {
				page.WantText(".tl-badge", "Not for publication")
			}
		}
		for _, path := range []string{"/evidence/T99", "/evidence/T99.csv", "/evidence/figure/none"} {
			site.Get(path).WantStatus(http.StatusNotFound)
		}
	}
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Keyworker, caseworktest.Admin} {
		site.As(asker)
		for _, path := range append([]string{"/evidence/T1.csv"}, pages...) {
			site.Get(path).WantStatus(http.StatusForbidden)
		}
	}
	site.As(caseworktest.Lead)
	room.Record.Deaf = errors.New("no ledger")
	var read []*webtest.Page
	for _, path := range append([]string{"/evidence/T1.csv"}, pages...) {
		read = append(read, site.Get(path).WantStatus(http.StatusServiceUnavailable))
	}
	for _, page := range read {
		if strings.Contains(page.Body, "of 18") {
			t.Error("a figure left that nobody wrote down")
		}
	}
}
