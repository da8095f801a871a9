package jobs

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/jobs"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Door is the front door to long work.
type Door struct{ Desk jobs.Desk }

// Routes lists its pages.
func (d Door) Routes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: "/jobs", Audience: web.SignedIn(), Handle: d.list},
		{Method: http.MethodGet, Path: "/jobs/{job}", Audience: web.SignedIn(), Handle: d.one},
		{Method: http.MethodGet, Path: "/jobs/{job}/now", Audience: web.SignedIn(), Handle: d.now},
		{Method: http.MethodPost, Path: "/jobs/{job}/cancel", Audience: web.SignedIn(), Handle: d.cancel},
		{Method: http.MethodPost, Path: "/jobs/{job}/retry", Audience: web.SignedIn(), Handle: d.retry},
	}
}

// Path returns the address of a job, or of a step below it.
func Path(id string, steps ...string) string {
	path := "/jobs/" + url.PathEscape(id)
	for _, step := range steps {
		path += "/" + step
	}
	return path
}

func (d Door) list(r *web.Request) (web.Response, error) {
	list, err := d.Desk.List(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{Title: "Background work", Body: listPage(list), Wide: true}), nil
}

func (d Door) one(r *web.Request) (web.Response, error) {
	job, err := d.Desk.One(r.Context(), r.Asker, r.PathValue("job"))
	if err != nil {
		return web.Response{}, err
	}
	page := web.Page{Title: job.Title, Body: jobPage(job), Back: govuk.Link{Text: "Back to background work", Href: "/jobs"}}
	if !job.State.Over() {
		page.Script = "jobs.js"
	}
	return web.Show(page), nil
}

// standing is what the script of the page is told.
type standing struct {
	State string `json:"state"`
	Words string `json:"words"`
	Done  int    `json:"done"`
	Total int    `json:"total"`
	Over  bool   `json:"over"`
}

func (d Door) now(r *web.Request) (web.Response, error) {
	job, err := d.Desk.One(r.Context(), r.Asker, r.PathValue("job"))
	if err != nil {
		return web.Response{}, err
	}
	body, err := json.Marshal(standing{State: job.State.Words(), Words: soFar(job), Done: job.Done, Total: job.Total, Over: job.State.Over()})
	if err != nil {
		return web.Response{}, fmt.Errorf("saying how far background work has come: %w", err)
	}
	return web.Data(body), nil
}

func (d Door) cancel(r *web.Request) (web.Response, error) {
	return d.after(r, d.Desk.Cancel(r.Context(), r.Asker, r.PathValue("job")))
}

func (d Door) retry(r *web.Request) (web.Response, error) {
	return d.after(r, d.Desk.Retry(r.Context(), r.Asker, r.PathValue("job")))
}

// after leads back to the job. One that moved on meanwhile is shown as it stands.
func (d Door) after(r *web.Request, err error) (web.Response, error) {
	if err != nil && casework.KindOf(err) != casework.Conflict {
		return web.Response{}, err
	}
	return web.Redirect(Path(r.PathValue("job"))), nil
}

// soFar says how far a job has come: "2,310 of 8,000 rows, about 40 seconds left".
func soFar(job jobs.Seen) string {
	switch {
	case job.Stopping:
		return "It stops after the step in hand."
	case job.State == casework.JobWaiting && job.Done == 0:
		return "It waits for its turn."
	case job.Total == 0:
		return "It has begun."
	}
	words := fmt.Sprintf("%s of %s %s", grouped(job.Done), grouped(job.Total), job.Unit)
	if job.Left > 0 && job.Done < job.Total {
		words += ", about " + leftWords(job.Left) + " left"
	}
	return words
}

// leftWords rounds a time as people say it.
func leftWords(left time.Duration) string {
	switch seconds := int(left.Seconds()); {
	case seconds < 5:
		return "5 seconds"
	case seconds < 60:
		return strconv.Itoa((seconds+4)/5*5) + " seconds"
	case seconds < 90:
		return "1 minute"
	case seconds < 3600:
		return strconv.Itoa((seconds+30)/60) + " minutes"
	}
	return strconv.Itoa(int(left.Hours()+0.5)) + " hours"
}

// grouped writes a count with commas between thousands.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// reached is how far a job has come in quarters, as it is read aloud.
func reached(job jobs.Seen) string {
	if job.Total == 0 {
		return ""
	}
	return strconv.Itoa(4*job.Done/job.Total*25) + "% done"
}

// colours mark what asks for somebody.
var colours = map[casework.JobState]govuk.Colour{
	casework.JobPartly: govuk.Yellow, casework.JobFailed: govuk.Red,
}

func table(list []jobs.Seen) govuk.TableOf {
	t := govuk.TableOf{
		Caption: "The newest first", CaptionSize: govuk.Small, RowHeads: true,
		Columns: []govuk.Column{{Text: "What"}, {Text: "Asked for"}, {Text: "By"}, {Text: "Now"}, {Text: "How far"}},
	}
	for _, job := range list {
		by := job.Name
		if job.Mine {
			by = "You"
		}
		far := soFar(job)
		if job.State.Over() {
			far = job.Said
		}
		t.Rows = append(t.Rows, []govuk.Cell{{Content: jobLink(job)}, {Text: calendar.At(job.Asked).Words()}, {Text: by}, {Content: stateTag(job.State)}, {Text: far}})
	}
	return t
}

func about(job jobs.Seen) []govuk.SummaryRow {
	by := job.Name
	if job.Mine {
		by = "You"
	}
	return []govuk.SummaryRow{
		{Key: "Now", Content: stateTag(job.State)},
		{Key: "Asked for", Value: calendar.At(job.Asked).Words()},
		{Key: "By", Value: by},
	}
}
