package groups

import (
	"throughline/internal/casework/groups"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// apartPage writes down a woman whom she must not meet.
type apartPage struct {
	forms.Form
	groups.Her
	told                         []groups.Told
	given, family, phone, reason string
	born                         govuk.DateParts
	end                          string // which telling is to end, where that was refused
	said                         string
}

func (d Door) apart(r *web.Request) (web.Response, error) {
	return d.showApart(r, apartPage{Form: dates.Blank(d.Desk.NewID()), said: done[r.Query("done")]})
}

func (d Door) showApart(r *web.Request, page apartPage) (web.Response, error) {
	her, told, err := d.Desk.Tellings(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	page.Her, page.told = her, told
	return showHers(her, "A woman she must not meet", page.Form, apartBody(page)), nil
}

func (d Door) keepApart(r *web.Request) (web.Response, error) {
	page := apartPage{
		Form: dates.Posted(r), given: r.Field("given"), family: r.Field("family"), phone: r.Field("phone"), reason: r.Field("reason"), born: govuk.DateFrom(r.Posted, "born"),
	}
	other := journey.Identity{Given: page.given, Family: page.family, Phone: page.phone}
	if !page.born.Empty() {
		day, real := page.born.Read()
		if !real {
			page.Add("born", "Enter a date that exists, such as 27 3 1990")
			return d.showApart(r, page)
		}
		other.Born = day
	}
	return d.answerApart(r, page, d.Desk.KeepApart(r.Context(), r.Asker, r.PathValue("case"), page.Key, other, page.reason), "apart")
}

func (d Door) endApart(r *web.Request) (web.Response, error) {
	page := apartPage{Form: dates.Posted(r), end: r.Field("apart")}
	err := d.Desk.EndApart(r.Context(), r.Asker, r.PathValue("case"), page.Key, page.end, r.Field("reason-"+page.end))
	return d.answerApart(r, page, err, "apart-ended")
}

// answerApart shows the page again where something has to be put right.
func (d Door) answerApart(r *web.Request, page apartPage, err error, said string) (web.Response, error) {
	if err == nil {
		return web.Redirect(woman.Path(r.PathValue("case"), "apart") + "?done=" + said), nil
	}
	if _, err := page.SettleMoved(err); err != nil {
		return web.Response{}, err
	}
	for i, problem := range page.Problems {
		if page.end != "" && problem.Field == "reason" {
			page.Problems[i].Field = "reason-" + page.end
		}
	}
	return d.showApart(r, page)
}

func (p apartPage) endPath() string { return woman.Path(p.Case, "apart") + "/end" }
