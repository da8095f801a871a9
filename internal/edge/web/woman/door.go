package woman

import (
	"net/http"

	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/ending"
	"throughline/internal/edge/web"
)

// Door holds the pages of a woman's record.
type Door struct {
	Support support.Desk
	// Paper makes a notice into a PDF; without it notices are pages only.
	Paper func(ending.Notice) ([]byte, error)
}

// Routes lists them.
func (d Door) Routes() []web.Route {
	staff := web.For(access.Keyworker, access.ServiceLead)
	// A manager reads where the door lets her, and writes nothing.
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
	return []web.Route{
		get("/contact", d.chooseWoman),
		post("/contact", d.womanChosen),

		read("/woman/{case}", d.summary),
		read("/woman/{case}/timeline", d.timeline),
		post("/woman/{case}/timeline", d.timelineWithNotes),

		get("/woman/{case}/contact", d.contact),
		post("/woman/{case}/contact", d.recordContact),
		get("/woman/{case}/assessment", d.assessment),
		post("/woman/{case}/assessment", d.assess),
		read("/woman/{case}/plan", d.plan),
		post("/woman/{case}/plan", d.changePlan),
		read("/woman/{case}/appointments", d.appointments),
		post("/woman/{case}/appointments", d.changeAppointments),
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
	}
}
