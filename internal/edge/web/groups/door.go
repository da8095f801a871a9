package groups

import (
	"net/http"
	"net/url"
	"strings"

	"throughline/internal/casework/groups"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/pattern"
	"throughline/internal/edge/web/woman"
)

// Door holds the pages of groups.
type Door struct{ Desk *groups.Desk }

// Routes lists them.
func (d Door) Routes() []web.Route {
	staff := web.For(access.Keyworker, access.ServiceLead, access.Specialist).Specialising(access.Group)
	supports := web.For(access.Keyworker, access.ServiceLead)
	get := func(path string, who web.Audience, handle web.Handle) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Audience: who, Handle: handle}
	}
	post := func(path string, who web.Audience, handle web.Handle) web.Route {
		return web.Route{Method: http.MethodPost, Path: path, Audience: who, Handle: handle}
	}
	list := get("/groups", staff, d.list)
	list.Nav = "Groups"
	return []web.Route{
		list,
		get("/groups/new", staff, d.plan),
		post("/groups/new", staff, d.set),
		get("/groups/{group}", staff, d.open),
		get("/groups/{group}/change", staff, d.plan),
		post("/groups/{group}/change", staff, d.set),
		post("/groups/{group}/end", staff, d.end),
		get("/groups/{group}/sessions", staff, d.sessions),
		post("/groups/{group}/sessions", staff, d.addSessions),
		get("/groups/{group}/join", supports, d.search),
		get("/groups/{group}/session/{session}", staff, d.register),
		post("/groups/{group}/session/{session}", staff, d.takeRegister),
		post("/groups/{group}/session/{session}/off", staff, d.cancel),

		get("/woman/{case}/groups", supports, d.hers),
		get("/woman/{case}/groups/{group}", supports, d.place),
		post("/woman/{case}/groups/{group}", supports, d.move),
		get("/woman/{case}/apart", supports, d.apart),
		post("/woman/{case}/apart", supports, d.keepApart),
		post("/woman/{case}/apart/end", supports, d.endApart),
	}
}

// path is the address of a page of a group.
func path(group, page string) string {
	address := groups.Path(url.PathEscape(group), "")
	if page != "" {
		address += "/" + page
	}
	return address
}

// sessionPath is the address of a register.
func sessionPath(group, session string) string {
	return groups.Path(url.PathEscape(group), url.PathEscape(session))
}

// placePath is the address of a woman's place in a group.
func placePath(caseID, group string) string {
	return woman.Path(caseID, "groups/"+url.PathEscape(group))
}

// dates are the fields with a box for the day, which a problem leads to.
var dates = forms.Dates{"at", "born"}

// count is a whole number that was entered; nothing entered is 0.
func count(entered *int) int {
	if entered == nil {
		return 0
	}
	return *entered
}

// identity is the bar over a page of hers.
func identity(her groups.Her) pattern.Identity {
	return pattern.Identity{Name: woman.Called(her.Name), Reference: her.Reference, Contact: her.Contact}
}

// lines splits what was typed into its lines, without the empty ones.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
