package today

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework/presence"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/woman"
)

// dayPage is Today.
type dayPage struct {
	support.Today
	lead   bool
	me     string          // account id of who asks
	suites []presence.Line // from which nobody was referred lately; of a lead
}

func (d Door) today(r *web.Request) (web.Response, error) {
	day, err := d.Support.Today(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	page := dayPage{Today: day, lead: r.Asker.Role == access.ServiceLead, me: r.Asker.ID}
	if page.lead && d.Presence != nil {
		if page.suites, err = d.Presence.Quiet(r.Context(), r.Asker); err != nil {
			return web.Response{}, err
		}
	}
	return web.Show(web.Page{Title: "Today", Body: todayBody(page)}), nil
}

// header says how much a keyworker carries.
func (p dayPage) header() string {
	limits := p.Load.Keyworker
	return fmt.Sprintf("Your caseload %d of %d; %d of %d this year", p.Load.Open, limits.OpenLimit, p.Load.Year, limits.YearLimit)
}

// hasLoad says whether the asker is among the keyworkers with limits.
func (p dayPage) hasLoad() bool { return p.Load.Keyworker.ID != "" }

// list is one list of the page, in its fixed place.
type list struct {
	title string
	link  string // where its title leads, "" for nowhere
	lines []entry
	none  string // what stands there when it is empty
	whole string // where the whole list is, of one that shows its first few; "" where it always stands whole
	after string // a sentence below it
}

// entry is one woman on a list.
type entry struct {
	name, href string
	what       string // what it is about, and when
	reach      string // how to reach her safely
	safe       string // since when and until when that holds
	language   string
	worker     string
	cover      string // who acts for whom, and until when
	act        action
}

// action is what can be done about an entry at once.
type action struct{ text, href string }

// lists are those of the role, in their fixed order.
func (p dayPage) lists() []list {
	if p.lead {
		return append(p.askedLists("She asks, and has no keyworker"), p.leadLists()...)
	}
	return slices.Concat(p.openedLists(), []list{
		{title: "Safety", none: "Nobody with an urgent need is waiting to hear from you.", lines: p.each(p.Safety, safety)},
	}, p.unsent(), p.askedLists("She asks you"), []list{
		{title: "Now and next", none: p.nobodyBooked(), lines: p.each(p.Next, func(one support.Line) entry {
			next := entry{what: woman.When(one.At, p.Day) + byChoice(one)}
			if one.On == p.Day {
				next.act = action{"Record what happened", woman.ContactAt(one.Case, one.At)}
			}
			return next
		})},
		{title: "Outcomes to record", none: "Every past appointment has its outcome.", lines: p.each(p.Outcomes, func(one support.Line) entry {
			return entry{what: woman.When(one.At, p.Day), act: action{"Record what happened", woman.ContactAt(one.Case, one.At)}}
		})},
		{title: "Conditions due in 14 days", none: "None has a date in the next 14 days.", after: p.undated(), lines: p.each(p.Conditions, p.conditionEntry)},
		{title: "New to me", none: "Nobody new.", lines: p.each(p.New, func(one support.Line) entry {
			return entry{what: "Yours " + since(-one.Days) + ", not spoken to yet", act: record(one)}
		})},
		{title: "Reviews due", none: "No review is due.", lines: p.each(p.Reviews, func(one support.Line) entry {
			return dueOf(one)
		})},
	}, p.sentOnList(), p.coverLists())
}

// nobodyBooked says that nobody is booked, and how many have not heard from the
// keyworker lately.
func (p dayPage) nobodyBooked() string {
	said := "No one is booked today or in the next 7 days."
	switch p.Quiet {
	case 0:
		return said
	case 1:
		return said + " 1 woman has not heard from you for " + woman.Days(support.QuietDays) + "."
	}
	return fmt.Sprintf("%s %d women have not heard from you for %s.", said, p.Quiet, woman.Days(support.QuietDays))
}

// coverLists are the women for whom she acts while their keyworker is away; none
// where there are none.
func (p dayPage) coverLists() []list {
	if len(p.Covering) == 0 {
		return nil
	}
	return []list{{title: "You cover", after: "What they need stands in the lists above too. The cover ends by itself.", lines: p.each(p.Covering, func(one support.Line) entry {
		next := "No appointment booked"
		if one.Next.Known() {
			next = "Next: " + woman.When(one.Next, p.Day)
		}
		return entry{what: next, act: record(one)}
	})}}
}

// openedLists tells, where there is anything to tell, that a record was opened
// outside a role.
func (p dayPage) openedLists() []list {
	if len(p.Opened) == 0 {
		return nil
	}
	return []list{{title: "Opened outside a role", after: "Ask them, or information governance, if you do not know why.", lines: p.each(p.Opened, func(one support.Line) entry {
		return entry{what: "Her record was opened by " + cmp.Or(one.Opened.By, "somebody else") + ", agreed by " + cmp.Or(one.Opened.Agreed, "a second person") + ", until " + one.Opened.Until.Words()}
	})}}
}

// barredLists tells of women whom a conflict of interest hides from their own
// keyworker: nobody supports them until they have another.
func (p dayPage) barredLists() []list {
	if len(p.Barred) == 0 {
		return nil
	}
	return []list{{title: "Needs another keyworker", after: "A conflict of interest is on record: their keyworker does not see them any more.", lines: p.each(p.Barred, func(one support.Line) entry {
		return entry{what: "Choose another keyworker today", act: action{"Choose another keyworker", "/allocate/" + one.Case}}
	})}}
}

// askedLists is the list of those who asked for something in their own space;
// none where nobody did.
func (p dayPage) askedLists(title string) []list {
	if len(p.Asked) == 0 {
		return nil
	}
	return []list{{title: title, lines: p.each(p.Asked, func(one support.Line) entry {
		return entry{what: asked(one.Asks) + ", " + since(-one.Days), act: action{"See to it", woman.Path(one.Case, "asks")}}
	})}}
}

// safety says what makes a woman stand first: a way to reach her that is no longer
// safe, or an urgent need and nobody who spoke to her.
func safety(one support.Line) entry {
	if one.Harm {
		return entry{what: "An answer told of harm to herself. Nobody wrote down what was done", act: action{"Open the safety steps", woman.Path(one.Case, "safety-steps")}}
	}
	if len(one.Frozen) == 0 {
		return entry{what: urgent(one.Urgent) + ". Referred " + since(-one.Days) + ", not spoken to yet", act: record(one)}
	}
	var said []string
	for _, frozen := range one.Frozen {
		said = append(said, frozen.Because.Words()+" on "+frozen.Frozen.Day().Short()+". Nothing goes by "+frozen.Channel.Words()+" until she says it is safe")
	}
	return entry{what: strings.Join(said, ". "), act: action{"Ask her, and write down what she says", woman.Path(one.Case, "safe-contact")}}
}

// unsent lists messages that did not go, where there are any.
func (p dayPage) unsent() []list {
	if len(p.Unsent) == 0 {
		return nil
	}
	lines := make([]support.Line, len(p.Unsent))
	for i, one := range p.Unsent {
		lines[i] = one.Line
	}
	entries := p.each(lines, func(one support.Line) entry {
		return entry{what: "Her appointment: " + woman.When(one.At, p.Day), act: action{"Open her appointments", woman.Path(one.Case, "appointments")}}
	})
	for i := range entries {
		entries[i].what += ". " + p.Unsent[i].Why
	}
	return []list{{title: "Messages that did not go", lines: entries, after: "Tell her yourself, in a way that is safe."}}
}

func (p dayPage) leadLists() []list {
	unallocated := "Unallocated"
	if n := len(p.Unallocated); n > 0 {
		unallocated = fmt.Sprintf("Unallocated (%d, oldest %s)", n, woman.Days(p.OldestWait))
	}
	over := list{title: counted("Over capacity", len(p.Over)), whole: "/board", link: "/board", none: "No keyworker is over a limit."}
	for _, load := range p.Over {
		over.lines = append(over.lines, entry{name: load.Keyworker.Name, what: fmt.Sprintf("%d of %d women now; %d of %d this year",
			load.Open, load.Keyworker.OpenLimit, load.Year, load.Keyworker.YearLimit)})
	}
	var first []list
	if len(p.Safety) > 0 {
		first = []list{{title: counted("Safeguarding to review", len(p.Safety)), lines: p.each(p.Safety, safety)}}
	}
	return slices.Concat(p.barredLists(), first, p.openedLists(), p.unsent(), []list{
		{title: unallocated, link: "/allocate", whole: "/allocate", none: "Everything is allocated.", lines: p.each(p.Unallocated, func(one support.Line) entry {
			what := "Referred " + since(one.Days)
			if len(one.Urgent) > 0 {
				what = urgent(one.Urgent) + ". " + what
			}
			return entry{what: what}
		})},
		over,
		{title: counted("At risk", len(p.AtRisk)), whole: "/caseload?risk=yes", none: "No risk of harm is written down.", lines: p.each(p.AtRisk, func(one support.Line) entry {
			return entry{what: strings.Join(one.Concerns, "; ")}
		})},
		{title: counted("Conditions at risk", len(p.ConditionsAtRisk)), whole: "/caseload?condition=at_risk", none: "None has a date in the next 14 days.", lines: p.each(p.ConditionsAtRisk, p.conditionEntry)},
		{title: counted("No contact for 14 days", len(p.Silent)), whole: "/caseload?quiet=14", none: "No woman with a keyworker has gone 14 days without contact.", lines: p.each(p.Silent, func(one support.Line) entry {
			return entry{what: "Nobody has met or spoken to her for " + woman.Days(one.Days)}
		})},
		{title: counted("Reviews due", len(p.Reviews)), whole: "/caseload?review=due", none: "No review is due.", lines: p.each(p.Reviews, func(one support.Line) entry {
			return entry{what: "Review of a goal: " + one.On.Words()}
		})},
	}, p.waitingLists(), p.suiteLists())
}

// waitingLists are the women who wait for another service, or for a group.
func (p dayPage) waitingLists() []list {
	var lists []list
	if len(p.WaitsForGroup) > 0 {
		lists = append(lists, list{title: counted("Waiting for a group", len(p.WaitsForGroup)), link: "/groups", whole: "/groups", lines: p.each(p.WaitsForGroup, func(one support.Line) entry {
			return entry{what: "On the list since " + one.On.Short(), act: action{"Open her groups", woman.Path(one.Case, "groups")}}
		})})
	}
	return append(p.sentOnList(), lists...)
}

// suiteLists are the suites from which nobody was referred lately.
func (p dayPage) suiteLists() []list {
	suites := list{title: counted("Suites with no referral in 30 days", len(p.suites)), link: "/suites", whole: "/suites", none: "Every suite has referred somebody in 30 days."}
	for _, line := range p.suites {
		what := "Trained last: not recorded"
		if line.Refresher.Known() {
			what = "Training due " + line.Refresher.Short()
		}
		suites.lines = append(suites.lines, entry{name: line.Name, href: "/suites/" + line.Suite.Suite, what: what})
	}
	return []list{suites}
}

// counted puts the number of a list beside its title; an empty list says so itself.
func counted(title string, n int) string {
	if n == 0 {
		return title
	}
	return fmt.Sprintf("%s (%d)", title, n)
}

// atOnce is how many of a lead's list stand on Today.
const atOnce = 5

// shown are the lines that stand on the page: of a long list of a lead the first
// few.
func (l list) shown() []entry {
	if l.whole == "" {
		return l.lines
	}
	return l.lines[:min(atOnce, len(l.lines))]
}

// more leads to the whole of a list that is cut; "" where it is not.
func (l list) more() string {
	if len(l.shown()) == len(l.lines) {
		return ""
	}
	return fmt.Sprintf("See all %d", len(l.lines))
}

func (p dayPage) each(lines []support.Line, of func(support.Line) entry) []entry {
	entries := make([]entry, len(lines))
	for i, one := range lines {
		e := of(one)
		e.name, e.href = woman.Called(one.Name), woman.Path(one.Case, "")
		e.reach = one.Instruction
		if e.reach == "" {
			e.reach = "How to reach her safely is not recorded: ask before you call"
		}
		e.safe = one.Safe
		if one.Interpreter == journey.Yes || slices.Contains(one.Urgent, "interpreter") {
			e.language = strings.TrimSuffix("Needs an interpreter: "+woman.LanguageName(one.Language), ": ")
		}
		if p.lead {
			e.worker = one.WorkerName
		}
		e.cover = p.coverWords(one)
		entries[i] = e
	}
	return entries
}

// asked says what she asked for, each once.
func asked(kinds []journey.Kind) string {
	var words []string
	for _, kind := range kinds {
		if said := woman.AskWords(kind); !slices.Contains(words, said) {
			words = append(words, said)
		}
	}
	return strings.Join(words, "; ")
}

// byChoice says of a woman whose condition is met that she comes by her own choice.
func byChoice(one support.Line) string {
	if one.Ending.After == "" {
		return ""
	}
	return ". " + one.Ending.Stands + ". " + one.Ending.After
}

func (p dayPage) conditionEntry(one support.Line) entry {
	switch {
	case one.State.Awaited():
		return entry{what: one.Ending.Brief()}
	case one.Days > 0:
		return entry{what: one.Ending.Done + ", " + woman.Days(one.Days) + " left"}
	}
	return entry{what: one.Ending.Done + ", today is the date on the caution"}
}

// coverWords says who acts for her keyworker, to whoever acts and to a lead.
func (p dayPage) coverWords(one support.Line) string {
	switch {
	case one.CoverFor == "":
		return ""
	case p.lead:
		return one.CoverBy + " covers until " + one.CoverUntil.Short()
	}
	if one.Worker == p.me {
		return one.CoverBy + " covers for you until " + one.CoverUntil.Short()
	}
	return "You cover for " + one.CoverFor + " until " + one.CoverUntil.Short()
}

func record(one support.Line) action {
	return action{"Record a contact", woman.Path(one.Case, "contact")}
}

func since(days int) string {
	if days <= 0 {
		return "today"
	}
	return woman.Days(days) + " ago"
}

// undated says how many conditions carry no date.
func (p dayPage) undated() string {
	switch p.ConditionsNoDate {
	case 0:
		return ""
	case 1:
		return "1 more condition is open with no date stated."
	}
	return strconv.Itoa(p.ConditionsNoDate) + " more conditions are open with no date stated."
}

// urgent says what was urgent at referral.
func urgent(codes []string) string { return "Urgent at referral: " + journey.UrgentWords(codes...) }

// dueOf says what of her plan is due, and leads to where it is done.
func dueOf(one support.Line) entry {
	switch one.Due {
	case support.DueStep:
		return entry{what: "A step of her plan: " + one.On.Words(), act: action{"Open her plan", woman.Path(one.Case, "plan")}}
	case support.DueFollowUp:
		return entry{what: "Ask how things are since support ended: " + one.On.Words(), act: action{"Write down her answers", woman.Path(one.Case, "answers")}}
	}
	return entry{what: "Review of a goal: " + one.On.Words(), act: action{"Look at her plan again", woman.Path(one.Case, "review")}}
}
