package woman

import (
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// The forms of the safety plan, by what they send as "act".
const (
	actWrite = "write"
	actShow  = "show"
	actPaper = "paper"
)

// safetyPage is her safety plan. Its parts have no order and none is asked for.
type safetyPage struct {
	record
	form
	plan   support.SafetyPlan
	done   string
	reason string // why a lead reads it
	said   map[journey.SafetySection]string
	safe   string
	print  bool
}

// safetyWords are what each part asks. The words are our own.
var safetyWords = map[journey.SafetySection]struct{ title, hint string }{
	journey.SafetyPeople:   {"People who help", "Who knows? Who would come, or let her in?"},
	journey.SafetyPlaces:   {"Places that are safe", "Where can she go, by day and by night?"},
	journey.SafetyTake:     {"What to take", "Papers, keys, money, medicine, a phone. Where are they?"},
	journey.SafetyWords:    {"Words to use", "A word that tells a friend or her children to get help"},
	journey.SafetyLeave:    {"How to leave", "Which way, when, and with what?"},
	journey.SafetyChildren: {"How the children are kept safe", "What do they know? Who fetches them?"},
	journey.SafetyCall:     {"Who to call", "Names and numbers, and when to call 999"},
}

// safety shows her safety plan to those who may read it, and is open to write in
// to those who support her.
func (d Door) safety(r *web.Request) (web.Response, error) {
	p, err := d.safetyOf(r, "")
	if err != nil {
		return web.Response{}, err
	}
	p.done = r.Query("done")
	return p.response(), nil
}

func (d Door) safetyOf(r *web.Request, reason string) (safetyPage, error) {
	c, err := d.open(r)
	if err != nil {
		return safetyPage{}, err
	}
	p := safetyPage{record: c, form: d.blank(c), reason: reason}
	if c.Opened.Known() {
		return p, nil // opened for a time to somebody outside: the safety plan is not part of that
	}
	p.plan, err = d.Support.SafetyPlan(r.Context(), r.Asker, c.Row.Case, reason)
	p.said = p.plan.Said
	return p, err
}

// changeSafety takes what was written, and a lead's reason for reading.
func (d Door) changeSafety(r *web.Request) (web.Response, error) {
	act := r.Field("act")
	p, err := d.safetyOf(r, r.Field("reason"))
	if err != nil {
		return web.Response{}, err
	}
	if !p.May(support.VerbSafety) {
		return p.read(), nil
	}
	p.form = posted(r)
	done := "safety"
	switch act {
	case actShow:
		done = "shown"
		_, err = d.Support.ShowSafetyPlan(r.Context(), r.Asker, p.Row.Case, p.Version, p.Key, r.Field("shown") == "yes")
	case actPaper:
		p.safe = r.Field("safe")
		paper := support.Paper{PaperAgreed: journey.PaperAgreed{What: journey.PaperSafetyPlan}, Safe: journey.YesNo(p.safe)}
		if _, err = d.Support.AgreePaper(r.Context(), r.Asker, p.Row.Case, p.Version, p.Key, paper); err == nil {
			return p.sheet(), nil
		}
	default:
		p.said = map[journey.SafetySection]string{}
		for _, section := range journey.SafetySections {
			p.said[section] = r.Field(string(section))
		}
		_, err = d.Support.WriteSafetyPlan(r.Context(), r.Asker, p.Row.Case, p.Version, p.Key, p.said)
	}
	if err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return p.record.done("safety-plan", done), nil
}

// read answers a lead who gave a reason, or who has to.
func (p safetyPage) read() web.Response {
	if p.reason == "" && p.asksReason() {
		p.Add("reason", "Say why you need to read it")
	}
	return p.response()
}

// asksReason says whether it opens once a reason is given.
func (p safetyPage) asksReason() bool {
	return !p.plan.Open && !p.Opened.Known() && (p.asker.Role == access.ServiceLead || p.asker.Role == access.PartnerManager)
}

func (p safetyPage) response() web.Response {
	return p.show(sheet{title: "Safety plan", form: p.form, body: safetyBody(p)})
}

// sheet is the plan to print, on a sheet that does not say whose it is or where it
// comes from. It is shown once, as the answer to her yes.
func (p safetyPage) sheet() web.Response {
	return web.Show(web.Page{Title: "My list", Body: safetySheet(p)}.Plain())
}

// written are the parts in which something stands.
func (p safetyPage) written() []journey.SafetySection {
	var written []journey.SafetySection
	for _, section := range journey.SafetySections {
		if p.plan.Said[section] != "" {
			written = append(written, section)
		}
	}
	return written
}

func (p safetyPage) sectionField(section journey.SafetySection) govuk.Field {
	words := safetyWords[section]
	return p.Area(string(section), words.title, words.hint, p.said[section], 3)
}

func (p safetyPage) reasonField() govuk.Field {
	return p.Area("reason", "Why do you need to read it?", "Your reason is written down with your name.", p.reason, 2)
}

func (p safetyPage) safeField() govuk.Field {
	return p.choiceField("safe", "Is it safe for her to hold this on paper?", "Ask her. Who goes through her bag, her room or the bin?", p.safe)
}

var safeOptions = []govuk.Option{{Value: string(journey.Yes), Label: "Yes, she says it is"}, {Value: string(journey.No), Label: "No, or she is not sure"}}
