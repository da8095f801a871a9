package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"throughline/internal/domain/access"
)

// Audience says who may open a route. The zero Audience is undeclared: a site
// with such a route does not start.
type Audience struct {
	kind        audienceKind
	roles       []access.Role
	specialisms []access.Specialism // of those who are specialists; none named is all
}

type audienceKind int

const (
	undeclared audienceKind = iota
	public
	signedIn
	roles
	inSpace
)

// Public is everyone, signed in or not.
func Public() Audience { return Audience{kind: public} }

// SignedIn is everyone who is signed in, whatever their role.
func SignedIn() Audience { return Audience{kind: signedIn} }

// InSpace is the woman in whose browser her own space is open.
func InSpace() Audience { return Audience{kind: inSpace} }

// For is everyone signed in with one of these roles. Without a role it is
// undeclared.
func For(these ...access.Role) Audience {
	if len(these) == 0 {
		return Audience{}
	}
	return Audience{kind: roles, roles: these}
}

// Specialising narrows the specialists among an audience to those who do this work.
func (a Audience) Specialising(in ...access.Specialism) Audience {
	a.specialisms = in
	return a
}

// admits says whether the asker, signed in, is in the audience.
func (a Audience) admits(asker access.Asker) bool {
	switch a.kind {
	case public, signedIn:
		return true
	case roles:
		other := asker.Role == access.Specialist && len(a.specialisms) > 0 && !slices.Contains(a.specialisms, asker.Specialism)
		return slices.Contains(a.roles, asker.Role) && !other
	}
	return false
}

// String says who the audience is: everyone, everyone signed in, or the roles.
func (a Audience) String() string {
	switch a.kind {
	case public:
		return "everyone"
	case signedIn:
		return "signed in"
	case inSpace:
		return "the woman herself"
	case roles:
		names := make([]string, len(a.roles))
		for i, role := range a.roles {
			names[i] = string(role)
		}
		return strings.Join(names, " ")
	}
	return "undeclared"
}

// Handle answers one request. What it returns is all that is sent.
type Handle func(*Request) (Response, error)

// Route is one page or act: how it is reached, by whom, and what answers it.
type Route struct {
	Method   string // GET or POST
	Path     string // a pattern of http.ServeMux without a method, such as "/women/{id}"
	Audience Audience
	Handle   Handle
	// Nav names the route in the navigation of those in its audience.
	Nav string
	// Hers says that the page is read by the woman herself: it can be left at once,
	// and says nothing of the service in its title. The first such page that is
	// opened is offered where people sign in.
	Hers bool
	// Space says that the page belongs to her own space: its name stands at the head
	// of the page, and its first page is what the name leads to.
	Space bool
	// StepUp asks for a code anew where the last one was entered more than five
	// minutes ago, so that nobody acts at a screen that was left open.
	StepUp bool
	// BodyLimit is the most bytes the body may have; DefaultBodyLimit when 0.
	BodyLimit int64

	leaving bool // answers also while a page that was left is held back
}

// DefaultBodyLimit is the most bytes a request may carry unless its route says
// otherwise.
const DefaultBodyLimit = 1 << 20

// Door is a front door: one list of routes.
type Door interface{ Routes() []Route }

func (r Route) check() error {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		return fmt.Errorf("route %s %s: method is not GET or POST", r.Method, r.Path)
	case !strings.HasPrefix(r.Path, "/"):
		return fmt.Errorf("route %s %s: path does not start with /", r.Method, r.Path)
	case r.Handle == nil:
		return fmt.Errorf("route %s %s: nothing handles it", r.Method, r.Path)
	case r.Audience.kind == undeclared:
		return fmt.Errorf("route %s %s: no audience is declared", r.Method, r.Path)
	case r.Hers && r.Audience.kind != public && r.Audience.kind != inSpace:
		return fmt.Errorf("route %s %s: a woman's own page asks nobody to sign in", r.Method, r.Path)
	case r.Audience.kind == inSpace && !r.Space, r.Space && !r.Hers:
		return fmt.Errorf("route %s %s: her own space has pages of hers alone", r.Method, r.Path)
	case r.StepUp && r.Audience.kind == public:
		return fmt.Errorf("route %s %s: a public page has nobody to ask for a code", r.Method, r.Path)
	case r.Nav != "" && r.Method != http.MethodGet:
		return fmt.Errorf("route %s %s: only a page can stand in the navigation", r.Method, r.Path)
	}
	return nil
}

// List returns every route of a site with these doors, those of the shell first,
// or says what is wrong with them.
func List(doors ...Door) ([]Route, error) {
	shell := &site{Config: Config{LeaveTo: "/"}} // where her pages lead to changes no route
	return gather(append([]Door{signInDoor{shell}, leavingDoor{shell}, draftDoor{shell}, stayDoor{}}, doors...))
}

// gather lists the routes of all doors in order, or says what is wrong with
// them.
func gather(doors []Door) ([]Route, error) {
	var all []Route
	var wrong []error
	seen := map[string]bool{}
	for _, door := range doors {
		for _, route := range door.Routes() {
			if err := route.check(); err != nil {
				wrong = append(wrong, err)
			}
			key := route.Method + " " + route.Path
			if seen[key] {
				wrong = append(wrong, fmt.Errorf("route %s stands twice", key))
			}
			seen[key] = true
			all = append(all, route)
		}
	}
	return all, errors.Join(wrong...)
}
