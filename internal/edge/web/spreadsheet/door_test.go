package spreadsheet_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/jobs"
	"throughline/internal/casework/spreadsheet"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/exchange"
	door "throughline/internal/edge/web/spreadsheet"
	"throughline/internal/edge/web/webtest"
	"throughline/schemes"
)

// office is the pages of a lead with a spreadsheet, and who is on the record.
type office struct {
	*webtest.Site
	t      *testing.T
	record *caseworktest.Record
	jobs   jobs.Desk
	now    time.Time
}

func open(t *testing.T, asker access.Asker) *office {
	t.Helper()
	o := &office{t: t, now: caseworktest.Start}
	o.record = caseworktest.NewRecord(func() time.Time { return o.now })
	library, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	ids := 0
	bench := casework.Bench{Record: o.record, Now: func() time.Time { return o.now }, NewID: func() string {
		ids++
		return fmt.Sprintf("id%08d", ids)
	}}
	crew := caseworktest.Crew{caseworktest.Lead, caseworktest.Admin, caseworktest.Keyworker}
	desk := &spreadsheet.Desk{
		Bench: bench, Schemes: casework.Schemes{Rules: library, Delivers: []string{"lwds"}},
		Store: o.record, Secrets: caseworktest.Digests{}, Memory: caseworktest.Settings{}, Staff: crew, Read: exchange.ReadSheet,
	}
	o.jobs = jobs.Desk{Bench: bench, Store: o.record, Staff: crew, Kinds: []casework.JobKind{spreadsheet.Bringing{Desk: *desk}, spreadsheet.Undoing{Desk: *desk}}}
	o.Site = webtest.Start(t, asker, door.Door{Desk: desk})
	return o
}

// send sends a file.
func (o *office) send(name, content string) *webtest.Page {
	o.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := form.WriteField("name", name); err != nil {
		o.t.Fatal(err)
	}
	part, err := form.CreateFormFile("file", "Amina Okafor.csv")
	if err != nil {
		o.t.Fatal(err)
	}
	if _, err := part.Write([]byte(content)); err != nil {
		o.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		o.t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, o.URL+"/import", &body)
	if err != nil {
		o.t.Fatal(err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Origin", o.URL)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return o.Do(request)
}

const headings = "Ref,First name,Surname,DOB,Mobile,Date referred,Key worker,1st appointment,Appointment 1 outcome,Notes\n"

// matched sends a file and matches it as guessed, and returns where its pages are.
func (o *office) matched(rows string) string {
	o.t.Helper()
	at := strings.TrimSuffix(o.send("Riverside list", headings+rows).WantStatus(http.StatusSeeOther).To(), "/match")
	page := o.Get(at + "/match").WantStatus(http.StatusOK)
	form := url.Values{"scheme": {"lwds"}, "order": {"day"}, "pathway": {string(journey.Voluntary)}}
	for i := range 10 {
		name := fmt.Sprintf("column-%d", i)
		form.Set(name, page.Attr("select[name="+name+"] option[selected]", "value"))
	}
	o.Post(at+"/match", form).WantRedirect(at + "/check")
	return at
}

// work does what was asked for.
func (o *office) work(kind int) {
	o.t.Helper()
	if worked, err := o.jobs.Work(o.t.Context(), o.jobs.Kinds[kind], "w1"); err != nil || !worked {
		o.t.Fatalf("worked %t, %v", worked, err)
	}
}

func TestASpreadsheetIsBroughtInAndTakenBack(t *testing.T) {
	o := open(t, caseworktest.Lead)
	o.Get("/import").WantText("main", "Nothing is written before you confirm").WantNone("table")
	at := o.matched("R1,Amina,Okafor,27/03/1990,07700 900123,5/1/2026,Priya,12/1/2026,Came,she said\nR2,=Beth,Shaw,31/02/1990,,6/1/2026,,,,\n")
	check := o.Get(at+"/check").WantStatus(http.StatusOK).WantText("main", "Nothing is written yet").WantText("main", "1 row: Date of birth is not a date.").
		WantText("main", "“31/02/1990”").WantText("tbody", "Amina Okafor").WantText("form", "Bring in 1 row")
	if strings.Contains(check.Body, "she said") {
		t.Error("a note is shown that is not brought in")
	}
	o.Get("/import").WantText("tbody", "Riverside list").WantText("tbody", "Ready to check")
	o.Post(at+"/confirm", nil).WantStatus(http.StatusSeeOther)
	o.Get(at+"/report").WantText("main", "It is being brought in").WantNone("dl")
	o.work(0)
	o.Get(at+"/report").WantText("dl", "Rows read 2 New 1 Changed 0 As they were 0 Skipped, as you chose 0 Left out 1").WantText("main", "Until Wednesday 4 March 2026, 9:30am you can take back")
	left := o.Get(at + "/wrong").WantStatus(http.StatusOK)
	want := "\ufeffRef,First name,Surname,DOB,Mobile,Date referred,Key worker,1st appointment,Appointment 1 outcome,Notes,Row,Why it was left out\r\nR2,'=Beth,Shaw,31/02/1990,,6/1/2026,,,,,3,Date of birth is not a date\r\n"
	if left.Body != want {
		t.Errorf("the file of rows to put right is %q, want %q", left.Body, want)
	}
	if name := left.Header.Get("Content-Disposition"); !strings.Contains(name, "rows-to-put-right.csv") {
		t.Errorf("it is called %s", name)
	}
	o.Post(at+"/undo", nil).WantStatus(http.StatusSeeOther)
	o.Get(at+"/report").WantText("main", "It is being taken back")
	o.work(1)
	o.Get(at+"/report").WantText("dl", "Taken back 1").WantNone("form[action=" + at + "/undo]")
	if rows, err := o.record.Rows(t.Context(), access.Asker{}, casework.Filter{}); err != nil || len(rows) != 0 {
		t.Errorf("after it was taken back there are %d cases, %v", len(rows), err)
	}
	o.Get("/import").WantText("tbody", "Taken back")
}

func TestBadFilesAreSaidInWordsAndTheNameIsKept(t *testing.T) {
	for _, row := range []struct{ name, called, content, say string }{
		{"no file", "Riverside list", "", "Choose the file"},
		{"no name", "", headings + "R1,A,B,,,5/1/2026\n", "Enter a name for the spreadsheet"},
		{"a name too long", strings.Repeat("x", 120), headings + "R1,A,B,,,5/1/2026\n", "Enter a name for the spreadsheet, up to 100 letters"},
		{"a picture", "Riverside list", "\x89PNG\x00", "neither CSV nor .xlsx"},
		{"an old workbook", "Riverside list", "\xD0\xCF\x11\xE0", "old Excel file"},
		{"no headings", "Riverside list", "Amina,Okafor,5/1/2026\n", "has no row of headings"},
		{"no rows", "Riverside list", headings, "no row below them"},
	} {
		t.Run(row.name, func(t *testing.T) {
			page := open(t, caseworktest.Lead).send(row.called, row.content).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", row.say)
			if got := page.Attr("input[name=name]", "value"); got != row.called {
				t.Errorf("the name that was typed is kept as %q", got)
			}
		})
	}
}

func TestBadMatchesAreSaidInWordsAndKept(t *testing.T) {
	good := url.Values{"scheme": {"lwds"}, "order": {"day"}, "pathway": {string(journey.Voluntary)},
		"column-0": {"reference"}, "column-1": {"given_name"}, "column-2": {"family_name"}, "column-5": {"referred_on"}}
	for _, row := range []struct{ name, field, value, say, kept string }{
		{"no scheme", "scheme", "", "Choose the scheme", ""},
		{"a scheme that is not run here", "scheme", "willow", "Choose the scheme", ""},
		{"no pathway", "pathway", "", "Choose how the women came", ""},
		{"no order of days", "order", "year", "Choose how days are written", ""},
		{"no column of the referral", "column-5", "", "Choose the column with the date she was referred", ""},
		{"one field twice", "column-0", "family_name", "Two columns hold “Last name”", "family_name"},
		{"a field that is none", "column-0", "shoe_size", "Choose from the list what this column holds", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := open(t, caseworktest.Lead)
			at := strings.TrimSuffix(o.send("Riverside list", headings+"R1,A,B,,,5/1/2026\n").To(), "/match")
			form := url.Values{}
			for name, values := range good {
				form[name] = values
			}
			form.Set(row.field, row.value)
			page := o.Post(at+"/match", form).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", row.say)
			for i := range 3 {
				name := fmt.Sprintf("column-%d", i)
				if want := form.Get(name); want != "shoe_size" && page.Attr("select[name="+name+"] option[selected]", "value") != want {
					t.Errorf("%s is kept as %q, want %q", name, page.Attr("select[name="+name+"] option[selected]", "value"), want)
				}
			}
			o.Get(at + "/check").WantStatus(http.StatusNotFound)
		})
	}
}

func TestValuesAreSaidOnceForAllRows(t *testing.T) {
	o := open(t, caseworktest.Lead)
	at := o.matched("R1,Amina,Okafor,,,5/1/2026,Nobody,12/1/2026,pending,\nR2,Beth,Shaw,,,6/1/2026,nobody,,,\n")
	page := o.Get(at+"/check").WantText("label", "Keyworker: “Nobody”").WantText("label", "Appointment 1: what became of it: “pending”").WantNone("form[action=" + at + "/confirm]")
	form := url.Values{}
	for k := range 8 {
		n := fmt.Sprint(k)
		code := page.Attr("input[name=code-"+n+"]", "value")
		if code == "" {
			break
		}
		form.Set("code-"+n, code)
		form.Set("cell-"+n, page.Attr("input[name=cell-"+n+"]", "value"))
		form.Set("as-"+n, map[string]string{"keyworker": caseworktest.Keyworker.ID, "outcome_1": "-"}[code])
	}
	bad := url.Values{"code-0": {"keyworker"}, "cell-0": {"Nobody"}, "as-0": {"whoever"}}
	o.Post(at+"/values", bad).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", "Choose from the list what each value stands for")
	o.Post(at+"/values", url.Values{"order": {"year"}}).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", "Choose how days are written")
	o.Post(at+"/values", form).WantRedirect(at + "/check")
	o.Get(at+"/check").WantText("form", "Bring in 2 rows")
	o.Post(at+"/values", url.Values{"order": {"month"}}).WantRedirect(at + "/check")
	o.Get(at+"/check").WantText("tbody", "1 May 2026")
}

func TestWhoARowIsOfIsChosenSideBySide(t *testing.T) {
	o := open(t, caseworktest.Lead)
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway = "lwds", journey.ConditionalCaution
	facts, err := journey.Pen{Now: o.now, By: "officer-1", NewID: func() string { o.now = o.now.Add(1); return fmt.Sprint("a", o.now.UnixNano()) }}.Refer(entry, "")
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := o.record.Append(t.Context(), casework.Change{Facts: facts})
	if err != nil {
		t.Fatal(err)
	}
	at := o.matched("R1,Amy,Okafor,27/03/1990,07700 900999,5/1/2026,,,,\n")
	page := o.Get(at+"/check").WantText("legend", "Row 2: Amy Okafor").WantText("form", "Same woman: Amina Okafor").WantText("form", "07700 900123").WantNone("form[action=" + at + "/confirm]")
	if page.Attr("input[name=row-2]", "value") != receipt.Woman || len(page.All("input[checked]")) != 0 {
		t.Errorf("the first choice is %q, and %d are chosen already", page.Attr("input[name=row-2]", "value"), len(page.All("input[checked]")))
	}
	o.Post(at+"/confirm", nil).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", "Choose first who the rows are of")
	o.Post(at+"/choose", url.Values{}).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", "Choose who at least one row is of")
	o.Post(at+"/choose", url.Values{"row-2": {"another id"}}).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", "Choose from the list who row 2 is of")
	o.Post(at+"/choose", url.Values{"row-2": {receipt.Woman}}).WantRedirect(at + "/check")
	o.Get(at+"/check").WantText("tbody", "New referral of a woman who is here").WantText("form", "Bring in 1 row")
}

func TestWhoOpensThePagesOfASpreadsheet(t *testing.T) {
	for _, row := range []struct {
		name  string
		asker access.Asker
		start int
	}{
		{"an administrator", caseworktest.Admin, http.StatusOK},
		{"a keyworker", caseworktest.Keyworker, http.StatusForbidden},
		{"an officer", caseworktest.Officer, http.StatusForbidden},
		{"nobody", access.Asker{}, http.StatusSeeOther},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := open(t, caseworktest.Lead)
			at := o.matched("R1,Amina,Okafor,,,5/1/2026,,,,\n")
			if row.asker.ID == "" {
				o.Desk.EndAll()
			} else {
				o.As(row.asker)
			}
			o.Get("/import").WantStatus(row.start)
			o.Get("/import/template").WantStatus(row.start)
			for _, path := range []string{"/match", "/check", "/wrong", "/report"} {
				if page := o.Get(at + path); page.Status == http.StatusOK || strings.Contains(page.Body, "Amina") {
					t.Errorf("%s is shown: %d", path, page.Status)
				}
			}
			for _, path := range []string{"/match", "/values", "/choose", "/confirm", "/undo"} {
				if page := o.Post(at+path, nil); page.Status < 400 {
					t.Errorf("%s is taken: %d", path, page.Status)
				}
			}
		})
	}
}

func TestAnAdministratorIsToldWhoGoesOn(t *testing.T) {
	o := open(t, caseworktest.Admin)
	at := o.matched("R1,Amina,Okafor,,,5/1/2026,,,,\n")
	o.Get(at+"/check").WantText("main", "Whoever leads the service looks for women who are here already").WantNone("form[action=" + at + "/confirm]")
	o.Post(at+"/drop", nil).WantRedirect("/import?done=drop")
	o.Get("/import?done=drop").WantText("main", "The file is taken away").WantNone("table")
	o.Get(at + "/check").WantStatus(http.StatusNotFound)
	o.Post(at+"/drop", nil).WantRedirect("/import?done=drop") // a second click
}

func TestTheTemplateIsReadWhole(t *testing.T) {
	o := open(t, caseworktest.Lead)
	template := o.Get("/import/template").WantStatus(http.StatusOK)
	if !strings.HasPrefix(template.Body, "\ufeffYour own number for her,First name,Last name,") {
		t.Errorf("the template begins %q", template.Body[:60])
	}
	at := strings.TrimSuffix(o.send("Template", template.Body+"R1,Ana,One\n").To(), "/match")
	page := o.Get(at + "/match")
	for i, field := range spreadsheet.Fields {
		if got := page.Attr(fmt.Sprintf("select[name=column-%d] option[selected]", i), "value"); got != field.Code {
			t.Errorf("the column %q is taken for %q", field.Title, got)
		}
	}
}
