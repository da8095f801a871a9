package presence

import (
	"fmt"
	"strconv"

	"throughline/internal/casework/presence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/pattern"
)

// dayPage is every suite on a day.
type dayPage struct {
	presence.Day
	lead     bool
	key      string
	done     string
	entered  callForm
	problems govuk.Problems
}

// callForm is a call as it was typed.
type callForm struct{ suite, answered, women, offered string }

// doneWords say what was written down just before.
var doneWords = map[string]string{
	"call": "The call is written down.", "visit": "The visit is written down.", "training": "The session is written down.",
	"suite": "The suite is saved.", "vetting": "The vetting is saved.",
}

func (d Door) day(r *web.Request) (web.Response, error) {
	page, err := d.dayPage(r)
	if err != nil {
		return web.Response{}, err
	}
	page.done = doneWords[r.Query("done")]
	return web.Show(page.page()), nil
}

func (d Door) dayPage(r *web.Request) (dayPage, error) {
	day, err := d.Desk.Suites(r.Context(), r.Asker)
	return dayPage{Day: day, lead: r.Asker.Role == access.ServiceLead, key: d.Desk.NewID()}, err
}

func (p dayPage) page() web.Page {
	return web.Page{Title: "Suites", Body: dayBody(p), Problems: p.problems, Wide: true}
}

// call writes a call down.
func (d Door) call(r *web.Request) (web.Response, error) {
	typed := callForm{r.PathValue("suite"), r.Field("answered"), r.Field("women"), r.Field("offered")}
	women, ok := counted(typed.women)
	offered, okay := counted(typed.offered)
	var wrong error
	switch {
	case !ok:
		wrong = journey.Problems{{Field: "women", Say: "Enter how many women were there: 0 or more"}}
	case !okay:
		wrong = journey.Problems{{Field: "offered", Say: "Enter how many were offered the service: 0 or more"}}
	default:
		wrong = d.Desk.Call(r.Context(), r.Asker, r.Field("key"), journey.CallEntry{
			Suite: typed.suite, Answered: journey.CallAnswer(typed.answered), Women: women, Offered: offered,
		})
	}
	if wrong == nil {
		return web.Redirect("/suites?done=call"), nil
	}
	problems, mend := problemsOf(wrong)
	if !mend {
		return web.Response{}, wrong
	}
	page, err := d.dayPage(r)
	if err != nil {
		return web.Response{}, err
	}
	page.entered, page.key = typed, r.Field("key")
	for _, problem := range problems {
		page.problems.Add(problem.Field+"-"+typed.suite, problem.Say)
	}
	return web.Show(page.page()), nil
}

// of returns what was typed for a suite, nothing where the form was another's.
func (p dayPage) of(suite string) callForm {
	if p.entered.suite == suite {
		return p.entered
	}
	return callForm{}
}

// keyOf is the key of the form of one suite.
func (p dayPage) keyOf(suite string) string {
	if p.entered.suite == suite {
		return p.key
	}
	return p.key + "-" + suite
}

func (p dayPage) answered(suite string) (govuk.Field, []govuk.Option) {
	options := make([]govuk.Option, len(journey.CallAnswers))
	for i, answer := range journey.CallAnswers {
		options[i] = govuk.Option{Value: string(answer), Label: answer.Words()}
	}
	id := "answered-" + suite
	return govuk.Field{
		Name: "answered", ID: id, Label: "Who answered", LabelSize: govuk.Small, Value: p.of(suite).answered, Error: p.problems.For(id), Compact: true,
	}, options
}

func (p dayPage) number(name, label, suite, value string) govuk.Field {
	id := name + "-" + suite
	return govuk.Field{Name: name, ID: id, Label: label, Value: value, Error: p.problems.For(id), Width: 2, InputMode: "numeric", Autocomplete: "off"}
}

// calls says what was heard from a suite today.
func calls(line presence.Line) []string {
	if len(line.Called) == 0 {
		return []string{"Not called yet today"}
	}
	said := make([]string, len(line.Called))
	for i, call := range line.Called {
		said[i] = "Called " + call.At.Words() + ": " + callWords(call.SuiteCalled)
	}
	return said
}

// callWords says what one call brought.
func callWords(call journey.SuiteCalled) string {
	said := call.Answered.Words()
	if call.Women != nil {
		said += ", " + times(*call.Women, "woman there", "women there")
	}
	if call.Offered != nil {
		said += ", " + strconv.Itoa(*call.Offered) + " offered"
	}
	return said
}

// visits says how often somebody was there this week, beside what is meant.
func visits(line presence.Line) string {
	said := fmt.Sprintf("Visits this week: %d, meant are %d.", line.Visits, journey.VisitsAWeek)
	if line.Visits > 0 {
		said += " " + times(line.Seen, "woman spoken to.", "women spoken to.")
	}
	return said
}

// training says when its police were last trained, and when they are due.
func training(line presence.Line, today calendar.Day) string {
	if len(line.Taught) == 0 {
		return "Training: none written down."
	}
	said := "Trained " + line.Taught[0].On.Short()
	if line.Refresher <= today {
		return said + ". The refresher was due " + line.Refresher.Short() + "."
	}
	return said + ". Refresher due " + line.Refresher.Short() + "."
}

// referred says how many were referred from there lately.
func referred(line presence.Line) string {
	if line.Referred == 0 {
		return fmt.Sprintf("No referral in %d days.", journey.QuietSuiteDays)
	}
	return fmt.Sprintf("%s in %d days.", times(line.Referred, "referral", "referrals"), journey.QuietSuiteDays)
}

// vettingTable lists who is let in.
func (p dayPage) vettingTable() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Who may go in", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Keyworker"}, {Text: "Vetted by"}, {Text: "Until"}, {Text: "How it stands"}},
	}
	for _, person := range p.People {
		if len(person.Vettings) == 0 {
			t.Rows = append(t.Rows, govuk.Text(person.Name, "Not recorded", "", ""))
		}
		for _, vetting := range person.Vettings {
			words, tone := standing(vetting, p.Day.Day)
			t.Rows = append(t.Rows, []govuk.Cell{{Text: person.Name}, {Text: vetting.Force}, {Text: vetting.Until.Short()}, {Content: pattern.Badge(words, tone)}})
		}
	}
	return t
}

// standing says how a vetting stands on a day.
func standing(v journey.VettingRecorded, today calendar.Day) (string, pattern.Tone) {
	switch {
	case !v.Holds(today):
		return "Ended", pattern.Careful
	case v.Ending(today):
		return "Renew: " + times(v.Until.Sub(today), "day left", "days left"), pattern.Careful
	}
	return "In force", pattern.Safe
}
