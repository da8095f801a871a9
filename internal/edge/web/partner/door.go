package partner

import (
	"net/http"
	"net/url"

	"throughline/internal/casework"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Door is the front door of those who read by permission, by an order, or by
// working with her.
type Door struct{ Desk *sharing.Desk }

// Routes lists its pages.
func (d Door) Routes() []web.Route {
	readers := web.For(
		access.Partner, access.Court, access.Probation, access.Specialist, access.PartnerManager, access.Evaluator, access.Keyworker,
	)
	return []web.Route{
		{Method: http.MethodGet, Path: "/shared", Audience: readers, Handle: d.list, Nav: "Shared with you"},
		{Method: http.MethodGet, Path: "/shared/{case}", Audience: readers, Handle: d.read},
		{Method: http.MethodPost, Path: "/shared/{case}/note", Audience: web.For(access.Specialist), Handle: d.note},
		{Method: http.MethodPost, Path: "/shared/{case}/decision", Audience: web.For(access.Court, access.Probation), Handle: d.decide},
	}
}

// path returns the address of a case here.
func path(caseID string) string { return "/shared/" + url.PathEscape(caseID) }

// listPage is what the reader finds first.
type listPage struct {
	asker  access.Asker
	lines  []sharing.ListLine
	closed bool // those of the organisation whose support has ended
}

func (d Door) list(r *web.Request) (web.Response, error) {
	closed := r.Query("state") == "closed"
	lines, err := d.Desk.List(r.Context(), r.Asker, closed)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{Title: "Shared with you", Body: listBody(listPage{r.Asker, lines, closed})}), nil
}

// what says what this account is for, so that an empty list is no dead end.
func (p listPage) what() []string {
	switch p.asker.Role {
	case access.Court, access.Probation:
		return []string{
			"You see the women whose order belongs to your office, and what a woman agreed to share with it.",
			"If a woman is missing here, ask her keyworker to name your office on her record.",
		}
	case access.Specialist:
		return []string{
			"You see the women you work with, as far as your work needs it.",
			"If a woman is missing here, ask her keyworker to add you to her record.",
		}
	case access.PartnerManager:
		return []string{
			"You see the women whom your organisation supports, and what a woman agreed to share with it.",
			"A woman comes on this list once a keyworker of yours has her case.",
		}
	case access.Evaluator:
		return []string{
			"No study is agreed in this system yet, so there is nothing to read here.",
			"Figures of a study come from the lead of the service. Ask them what was agreed in writing.",
		}
	}
	return []string{
		"You see what a woman agreed to share with your agency, until the day she chose.",
		"If a woman is missing here, ask her. She decides, and she may change her mind on any day.",
	}
}

// manages says whether the reader answers for an organisation that supports women.
func (p listPage) manages() bool { return p.asker.Role == access.PartnerManager }

// whys say what joins the reader to a woman.
var whys = map[access.Relation]string{
	access.Allocated: "You work with her", access.Ordered: "Her order belongs to your office",
	access.Organisation: "Your organisation supports her", access.Shared: "She shares with your agency",
}

func (p listPage) table() govuk.TableOf {
	t := govuk.TableOf{Columns: []govuk.Column{{Text: "Woman"}, {Text: "Why"}, {Text: "She shares until"}}, RowHeads: true}
	for _, line := range p.lines {
		name := line.Name
		if name == "" {
			name = "Reference " + line.Reference
		}
		until := "No permission needed"
		if line.Until.Known() {
			until = line.Until.Short()
		}
		href := path(line.Case)
		if line.Why == access.Organisation {
			href = "/woman/" + url.PathEscape(line.Case)
		}
		t.Rows = append(t.Rows, []govuk.Cell{{Content: nameLink(name, href)}, {Text: whys[line.Why]}, {Text: until}})
	}
	return t
}

// unshared answers for a case of which the reader may read nothing, in the same
// bytes whether it was shared once or never, or there is none.
func unshared() web.Response {
	return web.Show(web.Page{
		Title: "Not shared with you", Body: unsharedBody(), Back: govuk.Link{Text: "Back to your list", Href: "/shared"},
	}).WithStatus(http.StatusNotFound)
}

// orUnshared turns an error into the page for it.
func orUnshared(err error) (web.Response, error) {
	if casework.KindOf(err) == casework.NotFound {
		return unshared(), nil
	}
	return web.Response{}, err
}
