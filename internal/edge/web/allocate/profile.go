package allocate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// profilePage is what the lead knows of a keyworker, her leave, and who covers.
type profilePage struct {
	support.Profile
	key      string
	done     string
	entered  described
	leave    leaveForm
	problems govuk.Problems
	send     string // the form that was sent, whose values are kept
}

// described is what is known of a keyworker as it was typed.
type described struct {
	languages, areas  string
	specialisms       []string
	share, open, year string
}

// leaveForm is a leave as it was typed.
type leaveForm struct {
	from, until govuk.DateParts
	cover       string
}

func (d Door) profile(r *web.Request) (web.Response, error) {
	page, err := d.profilePage(r)
	if err != nil {
		return web.Response{}, err
	}
	page.done = profileDone[r.Query("done")]
	if left, err := strconv.Atoi(r.Query("left")); err == nil && left > 0 && left < 1000 {
		page.done += " " + notCovered(left)
	}
	return web.Show(page.page()), nil
}

// profileDone says what was done just before.
var profileDone = map[string]string{
	"described": "Saved. It counts from now on.",
	"leave":     "The leave is on the board.",
	"covered":   "The cover is arranged. It ends by itself after the last day.",
	"cancelled": "The leave is cancelled, and the cover with it.",
}

// notCovered says for how many women somebody else has to be chosen.
func notCovered(n int) string {
	if n == 1 {
		return "1 woman still needs somebody else: a conflict of interest is on record."
	}
	return fmt.Sprintf("%d women still need somebody else: a conflict of interest is on record.", n)
}

func (d Door) profilePage(r *web.Request) (profilePage, error) {
	profile, err := d.Desk.Profile(r.Context(), r.Asker, r.PathValue("keyworker"))
	if err != nil {
		return profilePage{}, err
	}
	names := make([]string, len(profile.Languages))
	for i, tag := range profile.Languages {
		names[i] = woman.LanguageName(tag)
	}
	return profilePage{Profile: profile, key: d.Desk.NewID(), entered: described{
		languages: strings.Join(names, ", "), areas: strings.Join(profile.Areas, ", "), specialisms: profile.Specialisms,
		share: strconv.Itoa(profile.Share), open: strconv.Itoa(profile.FullOpen), year: strconv.Itoa(profile.FullYear),
	}}, nil
}

func (p profilePage) page() web.Page {
	return web.Page{Title: "Keyworker", Body: profileBody(p), Problems: p.problems, Back: govuk.Link{Text: "Back to the board", Href: "/board"}}
}

func (p profilePage) path(more string) string { return "/board/" + p.ID + more }

// describe saves what is known of a keyworker.
func (d Door) describe(r *web.Request) (web.Response, error) {
	typed := described{
		languages: r.Field("languages"), areas: r.Field("areas"), specialisms: r.Posted["specialisms"],
		share: r.Field("share"), open: r.Field("open"), year: r.Field("year"),
	}
	id := r.PathValue("keyworker")
	entry := journey.KeyworkerDescribed{
		Account: id, Areas: listed(typed.areas), Specialisms: typed.specialisms,
		Share: number(typed.share), Open: number(typed.open), Year: number(typed.year),
	}
	tags, unknown := tagsOf(listed(typed.languages))
	entry.Languages = tags
	var wrong error
	if unknown != "" {
		wrong = journey.Problems{{Field: "languages", Say: "Enter languages from the list, such as Polish. Not known: " + unknown}}
	} else {
		wrong = d.Desk.Describe(r.Context(), r.Asker, r.Field("key"), entry)
	}
	if wrong == nil {
		return web.Redirect("/board/" + id + "/profile?done=described"), nil
	}
	return d.again(r, wrong, func(page *profilePage) { page.entered = typed })
}

// again shows the page with what is to be put right and what was entered.
func (d Door) again(r *web.Request, wrong error, keep func(*profilePage)) (web.Response, error) {
	problems, mend := problemsOf(wrong)
	if !mend {
		return web.Response{}, wrong
	}
	page, err := d.profilePage(r)
	if err != nil {
		return web.Response{}, err
	}
	page.problems, page.key = problems, r.Field("key")
	keep(&page)
	return web.Show(page.page()), nil
}

// planLeave saves a leave and who covers it.
func (d Door) planLeave(r *web.Request) (web.Response, error) {
	typed := leaveForm{from: govuk.DateFrom(r.Posted, "from"), until: govuk.DateFrom(r.Posted, "until"), cover: r.Field("cover")}
	from, _ := typed.from.Read()
	until, _ := typed.until.Read()
	id := r.PathValue("keyworker")
	done, wrong := d.Desk.PlanLeave(r.Context(), r.Asker, r.Field("key"), support.Leave{Keyworker: id, From: from, Until: until, Cover: typed.cover})
	if wrong != nil {
		return d.again(r, wrong, func(page *profilePage) { page.leave = typed })
	}
	if typed.cover == "" {
		return web.Redirect("/board/" + id + "/profile?done=leave"), nil
	}
	return web.Redirect(coveredAt(id, done)), nil
}

// coverLeave saves who covers the women of a leave whom nobody covers yet.
func (d Door) coverLeave(r *web.Request) (web.Response, error) {
	id := r.PathValue("keyworker")
	done, wrong := d.Desk.CoverLeave(r.Context(), r.Asker, r.Field("key"), id, r.PathValue("leave"), r.Field("cover"))
	if wrong != nil {
		problems, mend := problemsOf(wrong)
		if !mend {
			return web.Response{}, wrong
		}
		for i := range problems {
			problems[i].Field = "cover-" + r.PathValue("leave")
		}
		page, err := d.profilePage(r)
		if err != nil {
			return web.Response{}, err
		}
		page.problems = problems
		return web.Show(page.page()), nil
	}
	return web.Redirect(coveredAt(id, done)), nil
}

func coveredAt(id string, done support.Arranged) string {
	return fmt.Sprintf("/board/%s/profile?done=covered&left=%d", id, done.Left)
}

// cancelLeave takes a leave back, and the cover with it.
func (d Door) cancelLeave(r *web.Request) (web.Response, error) {
	id := r.PathValue("keyworker")
	err := d.Desk.CancelLeave(r.Context(), r.Asker, r.Field("key"), id, r.PathValue("leave"))
	if _, mend := problemsOf(err); err != nil && !mend {
		return web.Response{}, err
	}
	return web.Redirect("/board/" + id + "/profile?done=cancelled"), nil
}

// listed splits what was typed with commas between.
func listed(text string) []string {
	var parts []string
	for _, part := range strings.Split(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// number reads a whole number, 0 where it is none: the verb says what is asked.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// tagsOf returns the tags of languages by their names, and the first that is not
// known.
func tagsOf(names []string) (tags []string, unknown string) {
	for _, name := range names {
		tag := languageTag(name)
		if tag == "" {
			return nil, name
		}
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags, ""
}

// fields of the first form.
func (p profilePage) text(name, label, hint, value string, width int) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Hint: hint, Value: value, Error: p.problems.For(name), Width: width, Autocomplete: "off"}
}

func (p profilePage) specialismField() (govuk.Field, []govuk.Option) {
	options := make([]govuk.Option, len(journey.Specialisms))
	for i, code := range journey.Specialisms {
		options[i] = govuk.Option{Value: code, Label: SpecialismWords(code)}
	}
	return govuk.Field{Name: "specialisms", Label: "Knows most about", LabelSize: govuk.Small, Values: p.entered.specialisms, Error: p.problems.For("specialisms"), Compact: true}, options
}

func (p profilePage) date(name, label string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Error: p.problems.For(name), Autocomplete: "off"}
}

// coverField asks who acts for her women; name tells the forms of one page apart.
func (p profilePage) coverField(name, none string) (govuk.Field, []govuk.Option) {
	id := "cover"
	if name != "" {
		id = "cover-" + name
	}
	options := []govuk.Option{{Value: "", Label: none}}
	for _, other := range p.Others {
		options = append(options, govuk.Option{Value: other.ID, Label: other.Name})
	}
	value := ""
	if name == "" {
		value = p.leave.cover
	}
	return govuk.Field{Name: "cover", ID: id, Label: "Who covers", LabelSize: govuk.Small, Value: value, Error: p.problems.For(id)}, options
}

// leaveWords says when a leave is.
func leaveWords(l journey.LeavePlanned) string {
	if l.From == l.Until {
		return l.From.Short()
	}
	return l.From.Short() + " to " + l.Until.Short()
}

// coverWords says who covers a leave, and for how many women nobody does.
func (p profilePage) coverWords(l journey.LeavePlanned) string {
	var said []string
	women := 0
	for _, c := range p.Covered[l.Leave] {
		women += c.Women
		said = append(said, fmt.Sprintf("%s covers %s", c.Name, womenWords(c.Women)))
	}
	if open := p.uncovered(l); open > 0 {
		said = append(said, "Nobody covers "+womenWords(open))
	}
	return strings.Join(said, ". ") + "."
}

// uncovered counts the women for whom nobody acts in a leave.
func (p profilePage) uncovered(l journey.LeavePlanned) int {
	women := p.Open
	for _, c := range p.Covered[l.Leave] {
		women -= c.Women
	}
	return max(0, women)
}

func womenWords(n int) string {
	if n == 1 {
		return "1 woman"
	}
	return strconv.Itoa(n) + " women"
}

// SpecialismWords says what a keyworker knows most about.
func SpecialismWords(code string) string {
	return capital(strings.ReplaceAll(code, "_", " "))
}
