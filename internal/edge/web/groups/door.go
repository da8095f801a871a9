package groups

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/groups"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
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

// form is what every form carries beside its own fields.
type form struct {
	Key      string // makes sending it twice write it once
	Version  int    // of what was shown
	Problems govuk.Problems
}

// posted reads back what the form carried. A version that is none was never shown.
func posted(r *web.Request) form {
	version, err := strconv.Atoi(r.Field("version"))
	if err != nil {
		version = casework.OtherVersion
	}
	return form{Key: r.Field("key"), Version: version}
}

// dates are the fields with a box for the day, which a problem leads to.
var dates = []string{"at", "born"}

func (f *form) add(field, text string) {
	if slices.Contains(dates, field) {
		f.Problems.AddDate(field, text)
		return
	}
	f.Problems.Add(field, text)
}

// settle puts the problems of a verb on the form, and returns an error that no form
// can show. Where somebody wrote first, moved is true: what was typed is kept, and
// sending again is a new change.
func (f *form) settle(err error) (moved bool, unsettled error) {
	var problems journey.Problems
	switch {
	case errors.As(err, &problems):
		for _, problem := range problems {
			f.add(problem.Field, problem.Say)
		}
		return false, nil
	case casework.KindOf(err) == casework.Conflict:
		f.Problems.Add("", "Somebody saved this after you opened it. Look at what stands now, then save again")
		return true, nil
	}
	return false, err
}

func (f form) field(name, label, hint, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Hint: hint, Value: value, Error: f.Problems.For(name), Autocomplete: "off"}
}

// number is a field for a few digits.
func (f form) number(name, label, hint, value string) govuk.Field {
	one := f.field(name, label, hint, value)
	one.InputMode, one.Width, one.NoSpelling = "numeric", 4, true
	return one
}

// readCount reads a whole number; an empty field is 0.
func (f *form) readCount(name, text, say string) int {
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		f.add(name, say)
		return 0
	}
	return n
}

// refused says whether the page has to be shown again.
func (f form) refused() bool { return f.Problems.Any() }

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
