package woman

import (
	"throughline/internal/casework/sharing"
	"throughline/internal/edge/web"
)

// benchPage is the summary for the court of her order, to be printed.
type benchPage struct {
	record
	summary sharing.Summary
}

func (d Door) bench(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	summary, err := d.Sharing.ForBench(r.Context(), r.Asker, c.Row.Case)
	if err != nil {
		return web.Response{}, err
	}
	return c.show(sheet{title: "Summary for the court", body: benchBody(benchPage{c, summary})}), nil
}
