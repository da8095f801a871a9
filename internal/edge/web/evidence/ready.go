package evidence

import (
	"fmt"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// ready shows a pack that waits to be taken, or says that it was.
func (d Door) ready(r *web.Request) (web.Response, error) {
	pack, err := d.Desk.Pack(r.Context(), r.Asker, r.PathValue("pack"))
	if err != nil {
		return web.Response{}, err
	}
	return showReady(pack), nil
}

func showReady(pack evidence.PackReady) web.Response {
	return web.Show(web.Page{
		Title: "Report pack", Body: readyPage(pack), Back: govuk.Link{Text: "Back to Evidence", Href: "/evidence"},
	})
}

// take answers with the pack, once. Whoever sends the form again is told that it was
// taken.
func (d Door) take(r *web.Request) (web.Response, error) {
	pack, body, err := d.Desk.TakePack(r.Context(), r.Asker, r.PathValue("pack"))
	if casework.KindOf(err) == casework.Conflict {
		return d.ready(r)
	}
	if err != nil {
		return web.Response{}, err
	}
	return web.Download(pack.Name, "application/zip", body), nil
}

// about says what is known of a pack before it is opened.
func about(pack evidence.PackReady) []govuk.SummaryRow {
	copied := "Exact: not for publication"
	if !pack.Exact {
		copied = "Small numbers hidden"
	}
	return []govuk.SummaryRow{
		{Key: "File", Value: pack.Name},
		{Key: "Size", Value: fmt.Sprintf("%d KB", (pack.Bytes+1023)/1024)},
		{Key: "Copy", Value: copied},
		{Key: "Waits until", Value: calendar.At(pack.Until).Words()},
	}
}
