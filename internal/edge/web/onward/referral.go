package onward

import (
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/onward"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
)

// referralPage is one referral, and what can be written about it.
type referralPage struct {
	sheet
	forms.Form
	one  onward.Referral
	done string

	answer, reason, words, reply, said, chased, came, outcome, inbox, back string
	first, next                                                            govuk.DateParts
	time                                                                   string // of the first appointment
}

// What can be done about a referral, by what a form sends as "act".
const (
	actAnswer = "answer"
	actReply  = "reply"
	actChase  = "chase"
	actFollow = "follow"
	actRenew  = "renew"
	actBack   = "back"
)

// referralDone says what a form did.
var referralDone = map[string]string{
	actAnswer: "Their answer is saved", actReply: "Your reply is there for them to read", actChase: "Saved: you asked them", actFollow: "Saved", actBack: "Saved: they no longer see anything by this referral",
}

func (d Door) openReferral(r *web.Request) (referralPage, error) {
	s, err := d.open(r)
	if err != nil {
		return referralPage{}, err
	}
	one, known := s.Referral(r.PathValue("referral"))
	if !known {
		return referralPage{}, casework.Fail(casework.NotFound, "open referral", "there is no such referral")
	}
	return referralPage{sheet: s, Form: dates.Blank(d.keyOf(r)), one: one, inbox: one.Inbox}, nil
}

func (d Door) referral(r *web.Request) (web.Response, error) {
	p, err := d.openReferral(r)
	if err != nil {
		return web.Response{}, err
	}
	p.done = r.Query("done")
	return p.response(), nil
}

func (p referralPage) response() web.Response {
	return p.page("Sent on to a service", p.Form, p.toReferrals(), web.Page{Body: referralBody(p)})
}

// follow writes what a form of the page says.
func (d Door) follow(r *web.Request) (web.Response, error) {
	p, err := d.openReferral(r)
	if err != nil {
		return web.Response{}, err
	}
	act := r.Field("act")
	if act == actRenew {
		return d.renew(r, p)
	}
	p.answer, p.reason, p.words, p.reply, p.said = r.Field("answer"), r.Field("reason"), r.Field("words"), r.Field("reply"), r.Field("said")
	p.came, p.outcome, p.back, p.time = r.Field("came"), r.Field("outcome"), r.Field("back"), r.Field("first-time")
	var first, next calendar.Day
	p.first, first = p.ReadDay(r, "first")
	p.next, next = p.ReadDay(r, "next")
	at := readTime(&p.Form, first, p.time)
	if p.Problems.Any() {
		return p.response(), nil
	}
	ctx, asker, caseID, id := r.Context(), r.Asker, p.Row.Case, p.one.ID
	switch act {
	case actAnswer:
		_, err = d.Desk.Answered(ctx, asker, caseID, p.Key, id, journey.SentAnswerEntry{
			Answer: journey.SentAnswer(p.answer), Reason: journey.SentReason(p.reason), First: at, Words: p.words,
		})
	case actReply:
		_, err = d.Desk.Reply(ctx, asker, caseID, p.Key, id, p.reply)
		err = named(err, "words", "reply")
	case actChase:
		_, err = d.Desk.Chase(ctx, asker, caseID, p.Key, id, next, p.said)
	case actFollow:
		_, err = d.Desk.Follow(ctx, asker, caseID, p.Key, id, journey.YesNo(p.came), journey.SentOutcome(p.outcome), "")
	case actBack:
		_, err = d.Desk.TakeBack(ctx, asker, caseID, p.Key, id, p.back)
		err = named(err, "words", "back")
	default:
		err = casework.Fail(casework.Invalid, "follow referral", "%q is nothing that can be done here", act)
	}
	if err != nil {
		if err := p.Settle(err); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return web.Redirect(p.path("/onward/"+id) + "?done=" + act), nil
}

// named gives problems of one field the name it has on the page.
func named(err error, from, to string) error {
	problems, ok := problemsOf(err)
	if !ok {
		return err
	}
	out := make(journey.Problems, len(problems))
	for i, one := range problems {
		if one.Field == from {
			one.Field = to
		}
		out[i] = one
	}
	return out
}

// renew makes a new link and PIN.
func (d Door) renew(r *web.Request, p referralPage) (web.Response, error) {
	p.inbox = r.Field("inbox")
	made, err := d.Desk.Renew(r.Context(), r.Asker, p.Row.Case, p.Key, p.one.ID, p.inbox)
	if err != nil {
		if err := p.Settle(err); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return d.sent(p.sheet, made), nil
}

// readTime puts a time to a day, where one was typed.
func readTime(f *forms.Form, day calendar.Day, text string) calendar.Moment {
	switch {
	case !day.Known():
		return calendar.Moment{}
	case text == "":
		return calendar.OnDay(day)
	}
	clock, err := time.Parse("15:04", strings.ReplaceAll(text, ".", ":"))
	if err != nil {
		clock, err = time.Parse("3:04pm", strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(text, " ", ""), ".", ":")))
	}
	if err != nil {
		f.Problems.Add("first-time", "Enter the time like 14:30 or 2:30pm")
		return calendar.Moment{}
	}
	year, month, date := day.Date()
	return calendar.At(time.Date(year, month, date, clock.Hour(), clock.Minute(), 0, 0, calendar.London))
}

func (p referralPage) rows() []govuk.SummaryRow {
	one := p.one
	rows := []govuk.SummaryRow{
		{Key: "How it stands", Value: stateWords(one)}, {Key: "Sent", Value: one.On.Words()}, {Key: "They opened it", Value: "Not yet"},
	}
	if one.Opened.Known() {
		rows[2].Value = one.Opened.Short()
	}
	if one.Pathway != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Help asked for", Value: one.Pathway.Title()})
	}
	if one.Until.Known() {
		rows = append(rows, govuk.SummaryRow{Key: "They can see it until", Value: one.Until.Short()})
	} else {
		rows = append(rows, govuk.SummaryRow{Key: "They can see it", Value: "No longer"})
	}
	if one.Chased.Known() {
		rows = append(rows, govuk.SummaryRow{Key: "You last asked them", Value: one.Chased.Short()})
	}
	if one.Chase.Known() && one.State.Waits() {
		rows = append(rows, govuk.SummaryRow{Key: "You ask again", Value: one.Chase.Short()})
	}
	switch {
	case one.Frozen:
		rows = append(rows, govuk.SummaryRow{Key: "Link", Value: "Locked after five wrong PINs: make a new one below"})
	case !one.Linked && one.Until.Known():
		rows = append(rows, govuk.SummaryRow{Key: "Link", Value: "None: make one below"})
	}
	return rows
}

// settled says whether nothing more is waited for.
func (p referralPage) settled() bool { return !p.one.State.Waits() }

func answerOptions() []govuk.Option {
	return []govuk.Option{{Value: string(journey.SentAccepted), Label: "Yes, they take her on"}, {Value: string(journey.SentDeclined), Label: "No"}}
}

// reasonOptions are the reasons; who sent her may also stop waiting.
func reasonOptions(ours bool) []govuk.Option {
	options := []govuk.Option{{Value: "", Label: "Choose"}}
	for _, reason := range journey.SentReasons {
		if reason != journey.ReasonNoAnswer || ours {
			options = append(options, govuk.Option{Value: string(reason), Label: reason.Words()})
		}
	}
	return options
}

func outcomeOptions() []govuk.Option {
	options := []govuk.Option{{Value: "", Label: "Not known yet"}}
	for _, outcome := range journey.SentOutcomes {
		options = append(options, govuk.Option{Value: string(outcome), Label: outcome.Words()})
	}
	return options
}
