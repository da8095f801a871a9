package my

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"throughline/internal/casework"
	"throughline/internal/casework/herspace"
	"throughline/internal/casework/packs"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/safecontact"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Desk is where she is in her own space.
type Desk interface {
	Open(ctx context.Context, asker access.Asker) (herspace.View, error)
	Looked(ctx context.Context, asker access.Asker, page int) (looks []herspace.Look, more bool, err error)

	CannotCome(ctx context.Context, asker access.Asker, key, appointment, why string) error
	AddGoal(ctx context.Context, asker access.Asker, key, words string) error
	TickGoal(ctx context.Context, asker access.Asker, key, goal string, reached bool) error
	TickStep(ctx context.Context, asker access.Asker, key, step string, done bool) error
	ShowSafety(ctx context.Context, asker access.Asker, key string, shown bool) error
	AgreePlan(ctx context.Context, asker access.Asker, key string, answer journey.PlanAnswer, words string) error
	AskForChange(ctx context.Context, asker access.Asker, key, goal, words string) error
	AskToTalk(ctx context.Context, asker access.Asker, key string, about journey.TalkAbout, words string) error
	CheckIn(ctx context.Context, asker access.Asker, key string, pathway need.Pathway, rating int, words string) error
	AnswerBack(ctx context.Context, asker access.Asker, key, entry, words string) error
	AskForCopy(ctx context.Context, asker access.Asker, key string) error
	AskForDeletion(ctx context.Context, asker access.Asker, key string) error
	AskForCorrection(ctx context.Context, asker access.Asker, key, words string) error

	Reach(ctx context.Context, asker access.Asker, key string, terms safecontact.Terms) error

	NewKey() string
}

// Sharing is where she says who may see what.
type Sharing interface {
	Open(ctx context.Context, asker access.Asker, caseID string) (sharing.View, error)
	Answer(ctx context.Context, asker access.Asker, caseID, key string, entry sharing.Answer) (casework.Receipt, error)
	Withdraw(ctx context.Context, asker access.Asker, caseID, key, permission, words string) (casework.Receipt, error)
	Summary(ctx context.Context, asker access.Asker, caseID string) (sharing.SummaryView, error)
	AnswerSummary(ctx context.Context, asker access.Asker, caseID, key string, entry sharing.SummaryAnswer) (casework.Receipt, error)
}

// Copies is where she fetches the copies that were made for her.
type Copies interface {
	Hers(ctx context.Context, asker access.Asker) ([]packs.Listed, error)
	Take(ctx context.Context, asker access.Asker, caseID, pack, form string) (packs.Taken, error)
}

// Opener opens her space with what she holds.
type Opener interface {
	web.Space
	OpenWithCard(ctx context.Context, words, pin, remoteAddr string) (token string, err error)
	OpenWithCode(ctx context.Context, code, remoteAddr string) (token string, err error)
}

// Door holds her pages.
type Door struct {
	Desk  Desk
	Share Sharing // nil where nothing is shared from here
	Copy  Copies  // nil where none are made
	Space Opener
	Phone string // of the service, to sort it out by voice; "" where there is none
	Try   Try    // on a practice system
}

// Try is a card that anybody may try the practice system with.
type Try struct{ Words, PIN string }

// bodyLimit is far more than her words can need.
const bodyLimit = 64 << 10

// Addresses of her pages, beside web.SpaceStart and web.OpenSpace.
const (
	codePath    = "/my/code"
	safePath    = "/my/safe"
	closePath   = "/my/close"
	nextPath    = "/my/next"
	planPath    = "/my/plan"
	tickPath    = "/my/plan/step"
	safetyPath  = "/my/list"
	summaryPath = "/my/summary"
	seenPath    = "/my/seen"
	writtenPath = "/my/written"
	lookedPath  = "/my/looked"
	sharePath   = "/my/sharing"
	reachPath   = "/my/reach"
	morePath    = "/my/more"
	printPath   = "/my/print"
	dataPath    = "/my/data"
	copyPath    = "/my/copy"
	sayPath     = "/my/say/"
)

// Routes lists them.
func (d Door) Routes() []web.Route {
	open := func(method, path string, handle web.Handle) web.Route {
		return web.Route{Method: method, Path: path, Audience: web.Public(), Handle: handle, Hers: true, Space: true, BodyLimit: bodyLimit}
	}
	inside := func(method, path string, handle web.Handle) web.Route {
		route := open(method, path, handle)
		route.Audience = web.InSpace()
		return route
	}
	get, post := http.MethodGet, http.MethodPost
	routes := []web.Route{
		open(get, web.OpenSpace, d.askCard), open(post, web.OpenSpace, d.openWithCard),
		open(get, codePath, d.askCode), open(post, codePath, d.openWithCode),
		open(post, closePath, d.close),

		inside(get, safePath, d.safe),
		inside(get, web.SpaceStart, d.home),
		inside(get, nextPath, d.next),
		inside(get, planPath, d.plan), inside(post, tickPath, d.tick),
		inside(get, safetyPath, d.safety), inside(post, safetyPath, d.showSafety),
		inside(get, seenPath, d.seen),
		inside(get, writtenPath, d.written),
		inside(get, lookedPath, d.looked),
		inside(get, reachPath, d.reach),
		inside(get, morePath, d.more),
		inside(get, printPath, d.print),
		inside(get, dataPath, d.data),
		inside(get, sayPath+"{what}", d.ask), inside(post, sayPath+"{what}", d.say),
	}
	if d.Share != nil {
		routes = append(routes, inside(get, sharePath, d.sharing), inside(post, sharePath, d.share),
			inside(get, summaryPath, d.summary), inside(post, summaryPath, d.answerSummary))
	}
	if d.Copy != nil {
		routes = append(routes, inside(get, copyPath, d.copies), inside(get, copyPath+"/{pack}/{form}", d.takeCopy))
	}
	return routes
}

// words are those of her space.
func words(r *web.Request) wording.Words { return r.Words("my", "told") }

// page is a page of her space that she reads. Its title is that of its name.
func page(w wording.Words, name string, body templ.Component) web.Page {
	p := web.Page{Title: w.Say("my.title." + name), Words: w, Body: body}
	if name != "home" && name != "safe" && name != "open" && name != "code" {
		p.Back = govuk.Link{Text: w.Say("my.back"), Href: web.SpaceStart}
	}
	return p
}

// view opens her record, for a page of her space.
func (d Door) view(r *web.Request) (herspace.View, wording.Words, error) {
	view, err := d.Desk.Open(r.Context(), r.Asker)
	return view, words(r), err
}

// choice is one way on from a page.
type choice struct {
	text, href string
	line       string // what is to be known before it is chosen
}
