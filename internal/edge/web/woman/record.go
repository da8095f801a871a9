package woman

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"throughline/internal/casework"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/pattern"
)

// Path returns the address of a page of a woman's record; the summary where the
// page is "".
func Path(caseID, page string) string {
	path := "/woman/" + url.PathEscape(caseID)
	if page != "" {
		path += "/" + page
	}
	return path
}

// record is a woman's record as the asker of one request sees it.
type record struct {
	support.CaseView
	asker   access.Asker
	hers    bool // she may have a space of her own here
	sharing bool // there are pages on sharing
}

// open opens the record that the request is about.
func (d Door) open(r *web.Request) (record, error) { return d.openFor(r, "") }

// openFor opens it for a reason, where the asker gives one.
func (d Door) openFor(r *web.Request, reason string) (record, error) {
	view, err := d.Support.Open(r.Context(), r.Asker, r.PathValue("case"), reason)
	return record{view, r.Asker, d.Hers != nil, d.Sharing != nil}, err
}

func (c record) path(page string) string { return Path(c.Row.Case, page) }

// Called returns a name, and says so in its place where none is recorded, as of a
// woman whose case came without one.
func Called(name string) string {
	if name == "" {
		return "Name not recorded"
	}
	return name
}

// mayWriteNotes says whether the asker may write in her own words about her: the
// verbs that carry notes are among what she can do.
func (c record) mayWriteNotes() bool { return c.May(support.VerbExcuse) }

// speaks says in words what she speaks, where she needs an interpreter.
func (c record) speaks() string {
	spoken := c.Who.Interpret
	if spoken == "" {
		spoken = LanguageName(c.Row.Language)
	}
	switch {
	case c.Row.Interpreter != journey.Yes && !slices.Contains(c.Row.Urgent, "interpreter"):
		return ""
	case spoken == "":
		return "Needs an interpreter"
	}
	return "Needs an interpreter: " + spoken
}

// LanguageName returns the English name of a BCP 47 language, the tag itself
// where it has none, and "" for no tag.
func LanguageName(tag string) string {
	if tag == "" {
		return ""
	}
	read, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.English.Languages().Name(read); name != "" {
		return name
	}
	return tag
}

// contactOrNone is how to reach her safely, in words.
func (c record) contactOrNone() string {
	if c.Contact == "" {
		return "How to reach her safely is not recorded: ask before you call"
	}
	return c.Contact
}

// by says who wrote an entry.
func (c record) by(item support.TimelineItem) string {
	switch {
	case item.By == "":
		return item.Agency
	case item.By == c.Row.Woman:
		return "her, in her own space"
	case item.By == c.asker.ID:
		return "you"
	case item.By == c.Row.Worker && c.Worker != "":
		return c.Worker
	}
	return item.Agency
}

// decidedBy says who decided on her reason.
func (c record) decidedBy(account string) string {
	switch {
	case account == c.asker.ID:
		return "you"
	case account == c.Row.Worker && c.Worker != "":
		return c.Worker
	}
	return "somebody else of the service"
}

// holdable says whether the asker may hold an entry back from the woman: a note
// of somebody else's, where the notes are open.
func (c record) holdable(item support.TimelineItem) bool {
	return c.hers && c.mayWriteNotes() && c.NotesOpen && item.Kind.Class() == access.Notes && item.Text != "" && item.By != c.Row.Woman
}

// news tells in one line what was saved meanwhile.
func (c record) news(item support.TimelineItem) string {
	line := title(c, item)
	if by := c.by(item); by != "" {
		line += ", by " + by
	}
	if item.Wrote.Known() {
		line += " at " + item.Wrote.Time().In(calendar.London).Format("15:04")
	}
	if item.Text != "" {
		line += ": " + item.Text
	}
	return line
}

// herself is the agency of a woman whom nobody referred.
const herself = journey.ByHerself

// form is what every form carries, with what was saved in the record meanwhile.
type form struct {
	forms.Form
	Since  []support.TimelineItem // what was saved meanwhile
	Beside bool                   // what was typed can stand beside that; else it takes its place
}

// dates are the fields with a box for the day, which a problem leads to.
var dates = forms.Dates{"at", "on", "review", "target", "due", "next", "until", "again"}

// blank starts a form for the record as it is now.
func (d Door) blank(c record) form {
	f := form{Form: dates.Blank(d.Support.NewID())}
	f.Version = c.Row.Version
	return f
}

// posted reads back what the form carried. Whoever was shown no version has seen
// nothing: whatever stands in the record is news.
func posted(r *web.Request) form {
	f := form{Form: dates.Posted(r)}
	f.Version = max(0, f.Version)
	return f
}

// settle puts an error of a verb on the form, and returns one that no form can
// show. Where the record moved on, sending again is a new change with a new key:
// the old one may already stand for what the asker sent before.
func (f *form) settle(err error, newKey func() string) error {
	var changed support.Changed
	if !errors.As(err, &changed) {
		return f.Settle(err)
	}
	f.Since, f.Beside, f.Version, f.Key = changed.Since, changed.Beside, changed.Version, newKey()
	f.Add("", "Somebody saved in this record after you opened it. Read what is new, then save again")
	return nil
}

// choice is what sending the form again does with what was saved meanwhile.
func (f form) choice() string {
	if f.Beside {
		return "Keep both"
	}
	return "Use mine"
}

// sheet is one page of a record.
type sheet struct {
	title string
	part  string // which entry of the sub-navigation it is; "summary" for none of the others
	wide  bool
	form  form
	body  templ.Component
}

// show answers with a page of the record under its head.
func (c record) show(s sheet) web.Response {
	page := web.Page{
		Title: s.title, Wide: s.wide, Problems: s.form.Problems,
		Above: recordHead(c, s.part), Body: templ.Join(sinceThen(c, s.form), s.body),
	}
	if s.part == "" {
		page.Back = govuk.Link{Text: "Back to her record", Href: c.path("")}
	}
	response := web.Show(page)
	if len(s.form.Since) > 0 {
		response = response.WithStatus(http.StatusConflict).Choosing(s.form.choice())
	}
	return response
}

// done leads on after a form is saved.
func (c record) done(page, what string) web.Response {
	return web.Redirect(c.path(page) + "?done=" + what)
}

// saved says what a form did, by the flag it left in the address.
var saved = map[string]string{
	"contact": "Contact recorded", "assessment": "Answers saved", "goal": "Goal saved",
	"answer": "Her answer to the plan saved", "booked": "Appointment booked", "excuse": "Decision saved",
	"asked": "Her answer saved", "leave": "Saved: the specialist no longer works with her", "join": "Saved: the specialist works with her now",
	"supervise": "Saved", "agreement": "Saved", "confirmed": "Saved: she says it is so", "tier": "Tier saved", "activity": "Activity recorded",
	"answers": "Her answers saved", "closed": "Support ended", "back": "Referred back to police", "taken-back": "Saved: nothing is shared by it any more",
	"safe-contact": "How she may be reached is saved", "frozen": "Nothing goes that way now", "message": "The message goes when it is safe",
	"step": "Step saved", "tick": "Step saved", "review": "Saved: you looked at her plan again", "safety": "Safety plan saved", "shown": "Saved", "paper": "Saved. You can print it now",
	"extend": "Saved: she asks for support to go on", "exit": "The last talk is saved", "summary": "The summary is put together. Read it with her", "summary-said": "Her answer is saved",
	"handed": "The summary is handed over",
	"met":    "Contact recorded. The condition is met",
	"moved":  "The time is changed", "off": "Called off. Book another time below", "free": "Saved",
	"conflict": "Her record is hidden from them from now on",
	undone:     "Undone: what stood before stands again", tooLate: "It can no longer be undone, and stands. You can still put it right in its history",
}

func (c record) identity() pattern.Identity {
	return pattern.Identity{Name: Called(c.Who.Name()), Reference: c.Reference, Contact: c.contactOrNone(), Language: c.speaks()}
}

func (c record) parts(current string) []govuk.NavItem {
	items := Parts(c.Row.Case, current)
	switch {
	case c.sharesFor():
	case c.asker.Role == access.Keyworker || c.asker.Role == access.ServiceLead:
		items = items[:5]
	default:
		items = items[:4]
	}
	return items
}

// Parts are the parts of a woman's record for those who may share from it, whatever
// door a part stands behind. The last two are for them alone; documents are for
// keyworkers and those who lead them.
func Parts(caseID, current string) []govuk.NavItem {
	var items []govuk.NavItem
	for _, part := range []struct{ text, page string }{
		{"Summary", ""}, {"Timeline", "timeline"}, {"Plan", "plan"}, {"Appointments", "appointments"}, {"Documents", "documents"},
		{"Sent on", "onward"}, {"Sharing", "sharing"},
	} {
		name := cmp.Or(part.page, "summary")
		items = append(items, govuk.NavItem{Text: part.text, Href: Path(caseID, part.page), Current: current == name})
	}
	return items
}

// forbid answers a form for a verb the asker may not use on the record as it
// stands.
func (c record) forbid(verb support.Verb) error {
	if c.May(verb) {
		return nil
	}
	return casework.Fail(casework.Forbidden, string(verb), "not for %s on this record", c.asker.Role.Words())
}
