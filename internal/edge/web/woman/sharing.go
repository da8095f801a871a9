package woman

import (
	"net/url"
	"slices"
	"strings"

	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// The acts of the sharing page, by what it sends as "act".
const (
	actJoin      = "join"
	actLeave     = "leave"
	actSupervise = "supervise"
)

// sharingPage says what is shared with whom until when, who else works with her,
// and, apart from both, how she agreed to what is required of her.
type sharingPage struct {
	record
	form
	view             sharing.View
	done             string
	specialist, open string // what was chosen
}

// sharingOf opens the record and what is shared of it.
func (d Door) sharingOf(r *web.Request) (record, sharing.View, error) {
	c, err := d.open(r)
	if err != nil {
		return record{}, sharing.View{}, err
	}
	view, err := d.Sharing.Open(r.Context(), r.Asker, c.Row.Case)
	return c, view, err
}

func (d Door) sharing(r *web.Request) (web.Response, error) {
	c, view, err := d.sharingOf(r)
	if err != nil {
		return web.Response{}, err
	}
	return sharingPage{record: c, form: d.blank(c), view: view, done: r.Query("done")}.response(), nil
}

func (d Door) changeSharing(r *web.Request) (web.Response, error) {
	c, view, err := d.sharingOf(r)
	if err != nil {
		return web.Response{}, err
	}
	p := sharingPage{record: c, form: posted(r), view: view, specialist: r.Field("specialist"), open: r.Field("agency")}
	act, ctx := r.Field("act"), r.Context()
	switch act {
	case actJoin:
		_, err = d.Sharing.Join(ctx, r.Asker, c.Row.Case, p.Key, p.specialist)
	case actLeave:
		_, err = d.Sharing.Leave(ctx, r.Asker, c.Row.Case, p.Key, r.Field("account"))
	default:
		act = actSupervise
		_, err = d.Sharing.Supervise(ctx, r.Asker, c.Row.Case, p.Key, p.open)
	}
	return p.after(err, act, d.Support.NewID)
}

// takeBack ends a permission of hers at once.
func (d Door) takeBack(r *web.Request) (web.Response, error) {
	c, view, err := d.sharingOf(r)
	if err != nil {
		return web.Response{}, err
	}
	p := sharingPage{record: c, form: posted(r), view: view}
	_, err = d.Sharing.Withdraw(r.Context(), r.Asker, c.Row.Case, p.Key, r.Field("permission"), r.Field("words"))
	return p.after(err, "taken-back", d.Support.NewID)
}

// after leads on where something was saved, and else shows what to put right.
func (p sharingPage) after(err error, done string, newKey func() string) (web.Response, error) {
	if err == nil {
		return p.record.done("sharing", done), nil
	}
	if err := p.settle(err, newKey); err != nil {
		return web.Response{}, err
	}
	return p.response(), nil
}

func (p sharingPage) response() web.Response {
	return p.show(sheet{title: "Sharing", part: "sharing", form: p.form, body: sharingBody(p)})
}

// sharingRoutes are the pages of sharing, where there is a desk for it.
func (d Door) sharingRoutes(get, post func(string, web.Handle) web.Route) []web.Route {
	if d.Sharing == nil {
		return nil
	}
	// What lets somebody read more asks for a code anew. What stops it never waits.
	sure := func(route web.Route) web.Route {
		route.StepUp = true
		return route
	}
	// A summary is put together from her notes, which open to nobody else unasked.
	hers := func(route web.Route) web.Route {
		route.Audience = web.For(access.Keyworker)
		return route
	}
	return []web.Route{
		get("/woman/{case}/sharing", d.sharing),
		sure(post("/woman/{case}/sharing", d.changeSharing)),
		sure(get("/woman/{case}/sharing/ask", d.askSharing)),
		sure(post("/woman/{case}/sharing/ask", d.answerSharing)),
		get("/woman/{case}/sharing/back", d.askBack),
		post("/woman/{case}/sharing/back", d.takeBack),
		sure(get("/woman/{case}/bench", d.bench)),
		get("/woman/{case}/told", d.told),
		post("/woman/{case}/told", d.confirmTold),
		get("/woman/{case}/agreement", d.agreement),
		post("/woman/{case}/agreement", d.checkAgreement),
		hers(get("/woman/{case}/transfer", d.transfer)),
		hers(sure(post("/woman/{case}/transfer", d.changeTransfer))),
	}
}

// permissionStates say how an answer of hers stands.
var permissionStates = map[journey.PermissionState]string{
	journey.PermissionGiven: "Shared now", journey.PermissionNo: "She said no", journey.PermissionTaken: "She took it back",
	journey.PermissionIsOver: "Its last day is over",
}

// shares says whether anything is shared now.
func (p sharingPage) shares() bool {
	return slices.ContainsFunc(p.view.Permissions, func(one sharing.Permission) bool { return one.State == journey.PermissionGiven })
}

// permissionRows tell one answer of hers.
func (p sharingPage) permissionRows(one sharing.Permission) []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "How it stands", Value: permissionStates[one.State]},
		{Key: "What", Value: capital(sharing.List(one.Classes))},
		{Key: "What for", Value: sharing.ForWhat(one.Purpose)},
	}
	if one.Until.Known() {
		rows = append(rows, govuk.SummaryRow{Key: "Until", Value: one.Until.Words()})
	}
	asked := p.dayOf(one) + ", in her own space"
	if !one.Herself() {
		asked = p.dayOf(one) + ", asked by " + strings.TrimPrefix(one.By+" of "+one.Agency, " of ")
	}
	rows = append(rows, govuk.SummaryRow{Key: "Answered", Value: asked})
	if one.Words != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Her words", Value: one.Words})
	}
	if one.Back != "" {
		rows = append(rows, govuk.SummaryRow{Key: "When she took it back", Value: one.Back})
	}
	return rows
}

func (p sharingPage) dayOf(one sharing.Permission) string { return dayWords(one.Asked) }

func (p sharingPage) permissionActions(one sharing.Permission) []govuk.Link {
	if one.State != journey.PermissionGiven || !p.view.MayAnswer {
		return nil
	}
	return []govuk.Link{{Text: "She takes it back", Href: p.path("sharing/back") + "?permission=" + url.QueryEscape(one.ID)}}
}

// askPath leads to the page that asks her about one recipient.
func (c record) askPath(agency string) string {
	return c.path("sharing/ask") + "?recipient=" + url.QueryEscape(agency)
}

// rest says that she said no, and from when she may be asked again.
func rest(one sharing.Recipient) string {
	if !one.Rests.Known() {
		return ""
	}
	return " She said no. Ask again from " + one.Rests.Short() + ", or when she speaks of it."
}

func (p sharingPage) specialistField() govuk.Field {
	return p.choiceField("specialist", "Who is to work with her?", "They see what their work needs from today, and no more once they leave.", p.specialist)
}

func (p sharingPage) specialistOptions() []govuk.Option {
	options := []govuk.Option{{Value: "", Label: "Choose"}}
	for _, one := range p.view.Free {
		options = append(options, govuk.Option{Value: one.ID, Label: colleague(one)})
	}
	return options
}

func colleague(one sharing.Colleague) string {
	return one.Name + ", " + sharing.RoleWords(one.Role, one.Specialism) + ", " + one.Agency
}

func (p sharingPage) officeField() govuk.Field {
	chosen := p.open
	if chosen == "" {
		chosen = p.view.Supervisor
	}
	return p.choiceField("agency", "Which court or probation office does her order belong to?", "", chosen)
}

func (p sharingPage) officeOptions() []govuk.Option {
	options := []govuk.Option{{Value: "", Label: "None"}}
	for _, office := range p.view.Offices {
		options = append(options, govuk.Option{Value: office, Label: office})
	}
	return options
}

// backSharing is the page on which she takes a permission back.
type backSharing struct {
	record
	form
	one sharing.Permission
}

func (d Door) askBack(r *web.Request) (web.Response, error) {
	c, view, err := d.sharingOf(r)
	if err != nil {
		return web.Response{}, err
	}
	i := slices.IndexFunc(view.Permissions, func(p sharing.Permission) bool { return p.ID == r.Query("permission") })
	if i < 0 || view.Permissions[i].State != journey.PermissionGiven || !view.MayAnswer {
		return web.Redirect(c.path("sharing")), nil
	}
	p := backSharing{record: c, form: d.blank(c), one: view.Permissions[i]}
	return p.show(sheet{title: "She takes it back", form: p.form, body: backSharingBody(p)}), nil
}

// agreementPage writes down what was checked with her about what is required of
// her.
type agreementPage struct {
	record
	form
	explained, saidBack, onRecord, legal, words string
}

func (d Door) agreement(r *web.Request) (web.Response, error) {
	c, _, err := d.sharingOf(r)
	if err != nil {
		return web.Response{}, err
	}
	return agreementPage{record: c, form: d.blank(c)}.response(), nil
}

func (d Door) checkAgreement(r *web.Request) (web.Response, error) {
	c, _, err := d.sharingOf(r)
	if err != nil {
		return web.Response{}, err
	}
	p := agreementPage{
		record: c, form: posted(r), explained: r.Field("explained"), saidBack: r.Field("said_back"),
		onRecord: r.Field("on_record"), legal: r.Field("legal_advice"), words: r.Field("words"),
	}
	entry := journey.AgreementChecked{
		Explained: journey.YesNo(p.explained), SaidBack: journey.YesNo(p.saidBack),
		OnRecord: journey.YesNo(p.onRecord), Legal: journey.LegalAdvice(p.legal),
	}
	if _, err := d.Sharing.CheckAgreement(r.Context(), r.Asker, c.Row.Case, p.Key, entry, p.words); err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("sharing", "agreement"), nil
}

func (p agreementPage) response() web.Response {
	return p.show(sheet{title: "Her agreement", form: p.form, body: agreementBody(p)})
}

var yesNo = []govuk.Option{{Value: string(journey.Yes), Label: "Yes"}, {Value: string(journey.No), Label: "No"}}

func legalOptions() []govuk.Option {
	options := make([]govuk.Option, len(journey.LegalAdvices))
	for i, answer := range journey.LegalAdvices {
		options[i] = govuk.Option{Value: string(answer), Label: answer.Words()}
	}
	return options
}

// agreementRows tell one time that it was talked through with her. What nobody
// wrote down is said to be so.
func agreementRows(told sharing.Told) []govuk.SummaryRow {
	answer := func(is journey.YesNo) string {
		switch is {
		case journey.Yes:
			return "Yes"
		case journey.No:
			return "No"
		}
		return "Not written down"
	}
	legal := told.Legal.Words()
	if legal == "" {
		legal = "Not written down"
	}
	rows := []govuk.SummaryRow{
		{Key: "Explained in plain words", Value: answer(told.Explained)},
		{Key: "She said what it means", Value: answer(told.SaidBack)},
		{Key: "She knows it goes on a record", Value: answer(told.OnRecord)},
		{Key: "Legal advice", Value: legal},
	}
	if told.Words != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Her words", Value: told.Words})
	}
	return rows
}

// sharesFor says whether there is a page on sharing for whoever opened the record:
// for those who support her.
func (c record) sharesFor() bool {
	return c.sharing && (c.asker.Role == access.ServiceLead || c.asker.Role == access.Keyworker && c.Row.Worker == c.asker.ID)
}

// sharingTitle says what happened about who may read of her, or works with her; ""
// where something else happened.
func sharingTitle(body journey.Body) string {
	switch body := body.(type) {
	case journey.PermissionAnswered:
		if body.Answer == journey.Yes {
			return "She shares with " + body.Recipient + " until " + body.Until.Short() + ": " + sharing.List(body.Classes)
		}
		return "She said no to sharing with " + body.Recipient
	case journey.PermissionWithdrawn:
		return "She took back what she shared"
	case journey.SpecialistJoined:
		return "A specialist works with her from now on"
	case journey.SpecialistLeft:
		return "A specialist no longer works with her"
	case journey.Supervised:
		if body.Agency == "" {
			return "Her order belongs to no court or probation office any more"
		}
		return "Her order belongs to " + body.Agency
	case journey.AgreementChecked:
		return "Talked through what she agreed to"
	case journey.ToldConfirmed:
		words := make([]string, len(body.Topics))
		for i, topic := range body.Topics {
			words[i] = lowerFirst(topic.Words())
		}
		return "She says it is so: " + strings.Join(words, "; ")
	case journey.HealthNoted:
		return "A specialist wrote about her health or needs"
	case journey.SupportNoted:
		return "A specialist wrote about the support"
	}
	return ""
}
