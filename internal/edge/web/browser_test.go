package web_test

import (
	"context"
	"fmt"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/pattern"
	"throughline/internal/edge/web/webtest"
)

// everyPart is a page with every kind of part that is wide, scripted or sticky.
func everyPart() web.Page {
	choices := []govuk.Option{
		{Value: "a", Label: "Conditional caution", Reveal: govuk.Input(govuk.Field{Name: "conditions", Label: "Conditions"})},
		{Value: "b", Label: "Community resolution"},
	}
	wide := govuk.TableOf{Caption: "Reached", RowHeads: true}
	for n := range 12 {
		wide.Columns = append(wide.Columns, govuk.Column{Text: fmt.Sprintf("Column %d", n), Numeric: n > 0})
	}
	wide.Rows = [][]govuk.Cell{govuk.Text("Brent", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11")}
	day := calendar.On(2025, time.March, 3)
	return web.Page{
		Title:    "Every part",
		Wide:     true,
		Problems: govuk.Problems{{Field: "route", Text: "Choose what is happening"}},
		Above:    pattern.IdentityBar(pattern.Identity{Name: "Aisha", Reference: "K7-42", Contact: "Call only, after 4pm", Language: "Speaks Bengali"}),
		Body: templ.Join(
			govuk.Radios(govuk.Field{Name: "route", Label: "What is happening?"}, choices),
			govuk.Checkboxes(govuk.Field{Name: "urgent", Label: "Anything urgent today?"}, choices[1:]),
			govuk.DateInput(govuk.Field{Name: "born", Label: "Date of birth"}, govuk.DateParts{}),
			pattern.ConditionClock(pattern.Clock{Done: 1, Asked: 2, Start: day, Due: day.AddDays(30), Today: day.AddDays(3)}),
			pattern.Timeline([]pattern.Event{{Title: "Appointment", When: "Tuesday 4 March, 2pm", Future: true}}),
			govuk.Table(wide),
			govuk.Button("Send referral"),
		),
	}
}

func TestPagesRunUnderTheirPolicyAndFitANarrowScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium to look with")
	}
	site := webtest.Start(t, access.Asker{}, door{{Method: "GET", Path: "/every", Audience: web.Public(), Handle: func(*web.Request) (web.Response, error) {
		return web.Show(everyPart()).WithStatus(200), nil
	}}})

	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	ctx, stop := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.ExecPath(browser))...)
	defer stop()
	var mu sync.Mutex
	var complaints []string
	ctx, leave := chromedp.NewContext(ctx, chromedp.WithListener(func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *cdplog.EventEntryAdded:
			complaints = append(complaints, e.Entry.Text)
		case *runtime.EventExceptionThrown:
			complaints = append(complaints, e.ExceptionDetails.Text)
		}
	}))
	defer leave()

	for _, path := range []string{"/every", "/sign-in"} {
		for _, width := range []int64{320, 1280} {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 800)); err != nil {
				t.Fatalf("setting the width: %v", err)
			}
			if err := chromedp.Do(ctx, chromedp.Navigate(site.URL+path)); err != nil {
				t.Fatalf("opening %s: %v", path, err)
			}
			got, err := chromedp.Run(ctx, chromedp.Evaluate[int64]("document.documentElement.scrollWidth"))
			if err != nil || got > width {
				t.Errorf("%s at %d px is %d px wide, %v", path, width, got, err)
			}
			started, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("document.body.classList.contains('govuk-frontend-supported')"))
			if err != nil || !started {
				t.Errorf("%s: scripts did not start: %v", path, err)
			}
		}
		if path == "/every" {
			hidden, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("document.querySelector('#conditional-route').getBoundingClientRect().height === 0"))
			if err != nil || !hidden {
				t.Errorf("what an answer reveals shows before it is chosen: %v", err)
			}
			small, err := chromedp.Run(ctx, chromedp.Evaluate[int64]("[...document.querySelectorAll('button, input')].filter(e => { const b = e.getBoundingClientRect(); return b.width > 0 && (b.width < 24 || b.height < 24) }).length"))
			if err != nil || small != 0 {
				t.Errorf("%d targets are smaller than 24 px, %v", small, err)
			}
		}
	}
	mu.Lock()
	defer mu.Unlock()
	for _, complaint := range complaints {
		t.Errorf("the browser complains: %s", complaint)
	}
}
