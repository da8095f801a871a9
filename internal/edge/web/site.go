package web

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/casework/drafts"
	"throughline/internal/casework/herspace"
	"throughline/internal/domain/access"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web/assets"
	"throughline/internal/edge/web/govuk"
)

// Desk is where people sign in, and where each request asks who is signed in.
type Desk interface {
	// SignIn starts a session, whole or half. It answers
	// administration.ErrWrongSignIn and administration.ErrTooManyTries beside
	// failures of the store.
	SignIn(ctx context.Context, name, password, remoteAddr string) (token string, in administration.SignedIn, err error)
	// Current returns whose session this is, or administration.ErrSignedOut.
	Current(ctx context.Context, token string) (administration.SignedIn, error)
	// Offer returns the secret of codes that are to be set up.
	Offer(ctx context.Context, token string) (administration.Offer, error)
	// EnterCode checks a code and gives the session a new token. It answers
	// administration.ErrWrongCode, ErrTooManyTries and ErrSignedOut beside failures
	// of the store.
	EnterCode(ctx context.Context, token, code, remoteAddr string) (renewed string, err error)
	// HasPasskey says whether the account of a session has a passkey to answer with.
	HasPasskey(ctx context.Context, token string) (bool, error)
	// AskPasskey returns what a passkey is to answer, as JSON for a script, and
	// OfferPasskey what a new one is made from. They answer
	// administration.ErrNoPasskey where there is none, or none can be.
	AskPasskey(ctx context.Context, token string) ([]byte, error)
	OfferPasskey(ctx context.Context, token string) ([]byte, error)
	// UsePasskey checks an answer as EnterCode checks a code. It answers
	// administration.ErrWrongPasskey and ErrPasskeyCopied besides.
	UsePasskey(ctx context.Context, token string, answer []byte, remoteAddr string) (renewed string, err error)
	// AddPasskey keeps a new passkey, or answers administration.ErrWrongPasskey.
	AddPasskey(ctx context.Context, token string, answer []byte) error
	// SignOut ends a session; ending it twice is no error.
	SignOut(ctx context.Context, token string) error
	// Cookie carries a token; the empty token takes the cookie away.
	Cookie(token string) *http.Cookie
	// Token returns the token a request carries, or "".
	Token(r *http.Request) string
}

// Space is where the woman's own space is opened, and where each request asks
// whose is open.
type Space interface {
	// Current returns the woman whose space this token has open, or
	// herspace.ErrClosed.
	Current(ctx context.Context, token string) (woman string, err error)
	// Close closes it in this browser; closing it twice is no error.
	Close(ctx context.Context, token string) error
	// Cookie carries a token; the empty token takes the cookie away.
	Cookie(token string) *http.Cookie
	// Token returns the token a request carries, or "".
	Token(r *http.Request) string
}

// OpenSpace is where her own space is opened: a page of it that is asked for
// while it is closed leads there.
const OpenSpace = "/my/open"

// SpaceStart is the first page of her own space.
const SpaceStart = "/my"

// Config is what the shell must be told.
type Config struct {
	Service      string // name in the header and in titles, such as "Throughline"
	Organisation string // who runs it, named in the footer
	Practice     bool   // everything shown is invented: says "Practice system"
	Origin       string // how browsers reach the site, such as "https://example.org"
	// HerOrigin is how a woman's browser reaches her own pages, where they have a host
	// of their own with a neutral name; "" keeps them with the others.
	HerOrigin string
	// LeaveTo is where the woman's pages lead when she leaves at once, such as a
	// page about the weather. Needed where there are such pages.
	LeaveTo string
	// Words are what her pages say, in every language; those that come with the
	// program when nil. Drafts are shown on a practice system alone.
	Words *wording.Catalogue
	Desk  Desk
	// Space is where her own space is opened; nil where she has none here.
	Space Space
	// Drafts is where what staff type is kept until they save it; nil where it is not.
	Drafts *drafts.Desk
	Log    *slog.Logger
	// Timeout is how long a handler may take; 30 seconds when 0.
	Timeout time.Duration
}

type site struct {
	Config
	nav  []Route
	hers string // path of the first page of the woman's own that needs no card; "" where there is none
	home string // where her pages start, with a card or without one; "" where there are none
}

// New puts the routes of the doors behind the shell. It refuses a route that
// declares no audience, or that stands twice.
func New(config Config, doors ...Door) (http.Handler, error) {
	if config.Desk == nil || config.Log == nil {
		return nil, errors.New("pages need a sign-in desk and a log")
	}
	if config.Timeout == 0 {
		config.Timeout = 30 * time.Second
	}
	if err := config.findWords(); err != nil {
		return nil, err
	}
	s := &site{Config: config}
	list, err := gather(append([]Door{signInDoor{s}, leavingDoor{s}, draftDoor{s}, stayDoor{}}, doors...))
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET "+assets.Prefix, assets.Handler())
	for _, route := range list {
		if route.Nav != "" {
			s.nav = append(s.nav, route)
		}
		if route.Hers && !route.Space && s.hers == "" && route.Method == http.MethodGet {
			s.hers = route.Path
		}
		if route.Hers && s.home == "" {
			s.home = cmp.Or(s.hers, SpaceStart)
		}
		if route.Space && s.Space == nil {
			return nil, errors.New("her own space cannot be opened here: there is nowhere to open it")
		}
		if err := register(mux, route, s.serve(route)); err != nil {
			return nil, err
		}
	}
	if s.home != "" && s.LeaveTo == "" {
		return nil, errors.New("a woman's own pages need somewhere to leave to")
	}
	mux.Handle("/", s.serve(Route{Method: http.MethodGet, Path: "/", Audience: Public(), Handle: func(*Request) (Response, error) {
		return Response{}, casework.Fail(casework.NotFound, "finding the page", "there is none at this address")
	}}))
	byHost, err := s.hosts(mux, list)
	if err != nil {
		return nil, err
	}
	return s.protect(byHost)
}

// register turns the panic of two patterns that clash into an error.
func register(mux *http.ServeMux, route Route, handler http.Handler) (err error) {
	defer func() {
		if clash := recover(); clash != nil {
			err = fmt.Errorf("route %s %s: %v", route.Method, route.Path, clash)
		}
	}()
	mux.Handle(route.Method+" "+route.Path, handler)
	return nil
}

// serve answers a route: who asks, may they, what did they send, what is said.
func (s *site) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := route.BodyLimit
		if limit == 0 {
			limit = DefaultBodyLimit
		}
		ctx, cancel := context.WithTimeout(r.Context(), s.Timeout)
		defer cancel()
		r = r.WithContext(ctx)
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		request := &Request{Request: r, ID: requestID(ctx), hers: route.Hers, space: route.Space, site: s}
		response, err := s.answer(route, request)
		if err != nil {
			response = s.wrong(request, err)
		}
		if response.cause != nil {
			s.logError(request, casework.KindOf(response.cause), response.cause)
		}
		s.send(w, request, response)
	})
}

func (s *site) answer(route Route, request *Request) (response Response, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			// http.ErrAbortHandler is how a handler asks to drop the connection.
			if fault == http.ErrAbortHandler {
				panic(fault)
			}
			response, err = Response{}, casework.Fail(casework.Internal, "handling "+route.Method+" "+route.Path, "panic: %v", fault)
		}
	}()
	if s.justLeft(request) && !route.leaving {
		return s.holding(), nil
	}
	if request.Posted, err = readForm(request.Request); err != nil {
		return Response{}, err
	}
	request.readLanguage()
	if route.Audience.kind == inSpace {
		return s.inSpace(route, request)
	}
	if route.Hers || route.leaving { // whoever is signed in here, she is not asked who she is
		return route.Handle(request)
	}
	if err := s.whoAsks(request); err != nil {
		return Response{}, err
	}
	if route.Audience.kind == public {
		return route.Handle(request)
	}
	switch {
	case request.in.Session == "":
		return s.askToSignIn(request), nil
	case request.in.Half:
		return s.askForCode(request)
	case !route.Audience.admits(request.Asker):
		return Response{}, casework.Fail(casework.Forbidden, "opening "+route.Path, "not for the role %s", request.Asker.Role)
	case route.StepUp && !request.in.Sure:
		return s.askForCode(request)
	}
	request.told = route.StepUp && request.in.Demo
	return route.Handle(request)
}

// inSpace answers a page of her own space, where it is open in this browser.
// What was posted after it closed is kept nowhere.
func (s *site) inSpace(route Route, request *Request) (Response, error) {
	woman, err := s.Space.Current(request.Context(), s.Space.Token(request.Request))
	switch {
	case errors.Is(err, herspace.ErrClosed) && request.Method == http.MethodPost:
		return Redirect(OpenSpace + "?closed=1"), nil
	case errors.Is(err, herspace.ErrClosed):
		return Redirect(OpenSpace), nil
	case err != nil:
		return Response{}, fmt.Errorf("finding whose space is open: %w", err)
	}
	request.Asker = access.InHerSpace(woman)
	return route.Handle(request)
}

// whoAsks finds whose session it is. Who has entered no code yet is nobody so far.
func (s *site) whoAsks(request *Request) error {
	token := s.Desk.Token(request.Request)
	if token == "" {
		return nil
	}
	in, err := s.Desk.Current(request.Context(), token)
	switch {
	case errors.Is(err, administration.ErrSignedOut):
		return nil
	case err != nil:
		return fmt.Errorf("finding who is signed in: %w", err)
	}
	request.in = in
	if !in.Half {
		request.Asker, request.Session = in.Account.Asker(), in.Session
	}
	return nil
}

// send writes the response, all of it or a page that says it could not be made.
func (s *site) send(w http.ResponseWriter, request *Request, response Response) {
	s.keepChoices(w, request)
	for _, cookie := range response.cookies {
		http.SetCookie(w, cookie)
	}
	for name, values := range response.header {
		w.Header()[name] = values
	}
	if response.page == nil && request.Method == http.MethodPost {
		s.settleDraft(request)
	}
	if response.to != "" {
		w.Header().Set("Location", response.to)
		w.WriteHeader(response.status)
		return
	}
	body := response.body
	if response.page != nil {
		var err error
		if body, err = s.render(request, *response.page); err != nil {
			s.logError(request, casework.Internal, err)
			response.status = http.StatusInternalServerError
			if body, err = s.render(request, troubleOf(casework.Internal).page(request, request.ID)); err != nil {
				body = []byte("Something went wrong. Reference " + request.ID)
			}
		}
		body = s.withDrafts(request, response, body)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		// With no-referrer a form's post carries a null origin and would be
		// refused.
		if bytes.Contains(body, []byte("<form")) {
			w.Header().Set("Referrer-Policy", "same-origin")
		}
	}
	w.WriteHeader(response.status)
	// The client has gone if this fails; there is nobody to tell.
	_, _ = w.Write(body)
}

func (s *site) render(request *Request, page Page) (body []byte, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("rendering %q: panic: %v", page.Title, fault)
		}
	}()
	var out bytes.Buffer
	f := s.frame(request, page)
	ctx := govuk.WithTerms(request.Context(), f.terms())
	if f.easy {
		ctx = govuk.WithPictures(ctx)
	}
	if err := layout(f).Render(ctx, &out); err != nil {
		return nil, fmt.Errorf("rendering %q: %w", page.Title, err)
	}
	return out.Bytes(), nil
}

// frame is what the layout shows around a page.
type frame struct {
	Page
	service, organisation string
	practice              bool
	rest                  time.Duration // how long the session lasts if nothing more is sent; 0 where nobody says
	told                  bool          // practice: in real use a code would be asked for here
	asker                 access.Asker
	nav                   []govuk.NavItem
	hers                  string // where her own pages start, on one of them; else ""
	space                 bool   // the page belongs to her own space
	open                  bool   // which is open
	languages             []languageChoice
	easy                  bool // words are large, with pictures
	size                  otherSize
}

func (f frame) title() string {
	title := f.Title + " - " + f.service
	if f.bare || f.hers != "" && !f.space {
		title = f.Title
	}
	if f.Problems.Any() {
		return f.Words.Say("page.error_title", "title", title)
	}
	return title
}

func (s *site) frame(request *Request, page Page) frame {
	if page.Words.Language.Tag == "" {
		page.Words = s.Words.For(wording.English, false)
	}
	if request.space {
		return frame{
			Page: page, service: page.Words.Say("page.space"), organisation: s.Organisation, practice: s.Practice,
			hers: SpaceStart, space: true, open: request.Asker.ID != "", languages: s.choices(request, page, SpaceStart),
			easy: request.easy, size: otherSizeOf(request, SpaceStart),
		}
	}
	if request.hers {
		return frame{
			Page: page, service: s.Service, organisation: s.Organisation, practice: s.Practice,
			hers: s.hers, languages: s.choices(request, page, s.hers), easy: request.easy, size: otherSizeOf(request, s.hers),
		}
	}
	return frame{
		Page: page, service: s.Service, organisation: s.Organisation, practice: s.Practice,
		told: request.told, asker: request.Asker, nav: s.navFor(request), rest: request.in.Rest,
	}
}

// navFor lists the pages that those of this role start from.
func (s *site) navFor(request *Request) []govuk.NavItem {
	if request.Asker.ID == "" {
		return nil
	}
	var items []govuk.NavItem
	for _, route := range s.nav {
		if route.Audience.admits(request.Asker) {
			items = append(items, govuk.NavItem{
				Text: route.Nav, Href: route.Path,
				Current: request.URL.Path == route.Path,
			})
		}
	}
	// A page stands under the longest of the paths above it alone.
	if under := deepest(items, request.URL.Path); under != nil {
		under.Active = !under.Current
	}
	return items
}

// deepest returns the item whose path is the path, or is the longest above it.
func deepest(items []govuk.NavItem, path string) *govuk.NavItem {
	var found *govuk.NavItem
	for i := range items {
		above := items[i].Href == path || strings.HasPrefix(path, items[i].Href+"/")
		if above && (found == nil || len(items[i].Href) > len(found.Href)) {
			found = &items[i]
		}
	}
	return found
}
