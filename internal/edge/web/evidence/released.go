package evidence

import (
	"cmp"
	"fmt"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// wayWords say how a release left.
var wayWords = map[evidence.Way]string{evidence.AsPage: "Read on a page", evidence.AsFile: "Taken as a file"}

func (d Door) released(r *web.Request) (web.Response, error) {
	list, err := d.Desk.WhatLeft(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	names, err := casework.NamesOf(r.Context(), d.Staff)
	if err != nil {
		return web.Response{}, fmt.Errorf("naming whom figures left to: %w", err)
	}
	return web.Show(web.Page{Title: "What left", Body: releasedPage(list, d.Desk.Protects().Words(), names), Wide: true}), nil
}

func releasedTable(list []evidence.Taken, names map[string]string) govuk.TableOf {
	t := govuk.TableOf{
		Caption: "The newest first", CaptionSize: govuk.Medium, Compact: true,
		Columns: []govuk.Column{{Text: "When"}, {Text: "What"}, {Text: "How"}, {Text: "To whom"}, {Text: "Small numbers"}, {Text: "Check"}},
	}
	for _, one := range list {
		t.Rows = append(t.Rows, govuk.Text(
			calendar.At(one.At).Words(), one.What, wayWords[one.Way], cmp.Or(names[one.Taking.By], one.Taking.By+", "+one.Role.Words()),
			one.Of.Policy, one.Of.Digest[:min(12, len(one.Of.Digest))]))
	}
	return t
}
