package groups

import (
	"fmt"

	"throughline/internal/casework/groups"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

func (d Door) list(r *web.Request) (web.Response, error) {
	lines, err := d.Desk.List(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{Title: "Groups", Body: listBody(lines, done[r.Query("done")]), Wide: true}), nil
}

// done says what a form did, by the flag it left in the address.
var done = map[string]string{
	"set": "The group is saved", "ended": "The group has ended", "planned": "The sessions are planned", "off": "The session is called off",
	"register": "The register is saved", "place": "Her place is saved", "apart": "Saved. Nothing here says whether she is known to us",
	"apart-ended": "Saved: they may meet",
}

// places says how many of the places are taken.
func places(line groups.Line) string {
	if line.Places == 0 {
		return fmt.Sprintf("%d taken. How many there are is not stated", line.Taken)
	}
	return fmt.Sprintf("%d of %d", line.Taken, line.Places)
}

// next says when a group meets next.
func next(line groups.Line) string {
	switch {
	case line.Ended.Known():
		return "Ended on " + line.Ended.Short()
	case !line.Next.At.Known():
		return "None planned"
	}
	words := line.Next.At.Words()
	if line.Next.Topic != "" {
		words += ": " + line.Next.Topic
	}
	return words
}

func listTable(all []groups.Line) govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Groups and workshops", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Group"}, {Text: "Next session"}, {Text: "Place"}, {Text: "Places taken"}, {Text: "Waiting"}},
	}
	for _, line := range all {
		t.Rows = append(t.Rows, []govuk.Cell{
			{Content: groupLink(line)}, {Text: next(line)}, {Text: line.Place}, {Text: places(line)}, {Text: fmt.Sprint(line.Waiting)},
		})
	}
	return t
}
