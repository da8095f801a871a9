package woman

import (
	"net/http"

	"throughline/internal/casework/sharing"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/ending"
	"throughline/internal/edge/web"
)

// Door holds the pages of a woman's record.
type Door struct {
	Support support.Desk
	// Hers is where her own space is given to her, and what she asked for in it is
	// seen to; nil where she has none here.
	Hers    Hers
	Sharing *sharing.Desk // nil: there are no pages on sharing
	// Paper makes a notice into a PDF; without it notices are pages only.
	Paper func(ending.Notice) ([]byte, error)
}

// Routes lists them.
func (d Door) Routes() []web.Route {
	staff := web.For(access.Keyworker, access.ServiceLead)
	// Who manages a partner organisation reads what its own women's records hold.
	readers := web.For(access.Keyworker, access.ServiceLead, access.PartnerManager)
	read := func(path string, handle web.Handle) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Audience: readers, Handle: handle}
	}
	get := func(path string, handle web.Handle) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Audience: staff, Handle: handle}
	}
	post := func(path string, handle web.Handle) web.Route {
		return web.Route{Method: http.MethodPost, Path: path, Audience: staff, Handle: handle}
	}
	routes := append([]web.Route{
		get("/contact", d.chooseWoman),
		post("/contact", d.womanChosen),

		read("/woman/{case}", d.summary),
		read("/woman/{case}/timeline", d.timeline),
		{Method: http.MethodPost, Path: "/woman/{case}/timeline", Audience: readers, Handle: d.timelineWithNotes},

		get("/woman/{case}/contact", d.contact),
		post("/woman/{case}/contact", d.recordContact),
		post("/woman/{case}/undo", d.undo),
		get("/woman/{case}/safe-contact", d.safeContact),
		post("/woman/{case}/safe-contact", d.tellSafeContact),
		get("/woman/{case}/message", d.message),
		post("/woman/{case}/message", d.queueMessage),
		get("/woman/{case}/assessment", d.assessment),
		post("/woman/{case}/assessment", d.assess),
		read("/woman/{case}/plan", d.plan),
		post("/woman/{case}/plan", d.changePlan),
		read("/woman/{case}/plan/weeks", d.weeks),
		get("/woman/{case}/plan/print", d.paper),
		post("/woman/{case}/plan/print", d.agreePaper),
		get("/woman/{case}/review", d.review),
		post("/woman/{case}/review", d.saveReview),
		get("/woman/{case}/extend", d.extension),
		post("/woman/{case}/extend", d.extend),
		read("/woman/{case}/safety-plan", d.safety),
		{Method: http.MethodPost, Path: "/woman/{case}/safety-plan", Audience: readers, Handle: d.changeSafety},
		get("/woman/{case}/exit", d.exit),
		post("/woman/{case}/exit", d.recordExit),
		read("/woman/{case}/appointments", d.appointments),
		post("/woman/{case}/appointments", d.changeAppointments),
		get("/woman/{case}/appointments/{appointment}/time", d.askMove),
		post("/woman/{case}/appointments/{appointment}/time", d.move),
		get("/woman/{case}/appointments/{appointment}/off", d.askOff),
		post("/woman/{case}/appointments/{appointment}/off", d.callOff),
		get("/woman/{case}/free", d.free),
		post("/woman/{case}/free", d.tellFree),
		get("/woman/{case}/tier", d.tier),
		post("/woman/{case}/tier", d.setTier),
		get("/woman/{case}/activity", d.activity),
		post("/woman/{case}/activity", d.recordActivity),
		get("/woman/{case}/answers", d.answers),
		post("/woman/{case}/answers", d.recordAnswers),
		get("/woman/{case}/refer-back", d.askReferBack),
		post("/woman/{case}/refer-back", d.referBack),
		get("/woman/{case}/notice", d.notice),
		get("/woman/{case}/notice.pdf", d.noticePaper),
		get("/woman/{case}/close", d.closing),
		post("/woman/{case}/close", d.close),
	}, d.sharingRoutes(get, post)...)
	if d.Hers == nil {
		return routes
	}
	return append(routes,
		get("/woman/{case}/card", d.card),
		post("/woman/{case}/card", d.giveCard),
		post("/woman/{case}/card/back", d.takeCard),
		post("/woman/{case}/card/code", d.makeCode),
		get("/woman/{case}/asks", d.asks),
		post("/woman/{case}/asks", d.seeTo),
		get("/woman/{case}/entry/{fact}", d.entry),
		post("/woman/{case}/entry/{fact}", d.holdBack),
	)
}
