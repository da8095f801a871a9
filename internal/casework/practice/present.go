package practice

import (
	"fmt"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// What Priya carries: 24 women now, and 41 taken on in the last twelve months,
// of the 30 and 60 that are the limits. Source: 004:314.
const (
	priyaOpen = 24
	priyaYear = 41
)

// scene is one woman of the present weeks. Days are counted from today.
type scene struct {
	voluntary bool
	referred  int    // days ago
	allocated int    // days ago; noWorker: nobody yet
	since     int    // days since she last came; 0: she has not come yet
	came      int    // how often she came at most; 0: no limit
	due       *int   // days until the date on the caution; nil: none is stated
	urgent    string // one of journey.Urgents
	contact   journey.Contact
	polish    bool
	spokenTo  int  // days since a call in which she was spoken to; 0: none
	today     bool // an appointment today, still to come or without an outcome yet
	cameToday bool
	next      int // days until the next appointment; 0: none is booked
	unended   int // days since an appointment whose outcome nobody wrote down; 0: none
	review    int // days until the next review; negative or 0: it is due
	earlier   bool
	closed    int // days since support ended; 0: it has not
}

const noWorker = -1

func in(days int) *int { return &days }

// priyasScenes show everything that Today can show.
var priyasScenes = []scene{
	{referred: 2, allocated: 1, urgent: "nowhere_safe", contact: journey.ContactNoMessage},
	{referred: 3, allocated: 1, next: 2, contact: journey.ContactText},
	{voluntary: true, referred: 1, allocated: 0, contact: journey.ContactCall},
	{referred: 24, allocated: 23, since: 6, came: 1, due: in(9), next: 2, review: 20},
	{referred: 12, allocated: 11, due: in(13), spokenTo: 5, today: true, review: 30},
	{voluntary: true, referred: 96, allocated: 94, since: 7, polish: true, today: true, review: 18, contact: journey.ContactText},
	{voluntary: true, referred: 84, allocated: 82, since: 22, review: 12, contact: journey.ContactCall},
	{referred: 120, allocated: 118, since: 4, next: 8, review: 0},
	{voluntary: true, referred: 150, allocated: 148, since: 6, next: 5, review: -3},
	{referred: 175, allocated: 173, since: 9, next: 4, review: -8},
	{referred: 60, allocated: 59, since: 5, next: 9, review: 25, earlier: true},
	{referred: 45, allocated: 44, since: 10, came: 1, due: in(-4), next: 3, review: 15},
	{referred: 66, allocated: 64, since: 9, unended: 1, review: 21},
	{voluntary: true, referred: 38, allocated: 37, since: 11, unended: 3, review: 16},
	{referred: 74, allocated: 73, since: 8, cameToday: true, next: 7, review: 14},
	{referred: 31, allocated: 30, since: 8, came: 1, today: true, review: 27},
	{referred: 52, allocated: 51, since: 6, next: 1, review: 33},
	{voluntary: true, referred: 110, allocated: 108, since: 5, next: 2, review: 11},
	{referred: 20, allocated: 19, since: 5, came: 1, next: 5, review: 22},
	{referred: 88, allocated: 86, since: 7, next: 6, review: 19},
	{referred: 27, allocated: 26, since: 4, next: 10, review: 24},
	{referred: 135, allocated: 133, since: 3, next: 11, review: 31},
	{voluntary: true, referred: 200, allocated: 197, since: 8, next: 12, review: 17},
	{referred: 16, allocated: 15, spokenTo: 6, next: 13, review: 28},
}

// waitingScenes are women whom nobody has taken on yet.
var waitingScenes = []scene{
	{referred: 0, allocated: noWorker, contact: journey.ContactCall},
	{referred: 1, allocated: noWorker, contact: journey.ContactText},
	{referred: 1, allocated: noWorker, due: in(28), contact: journey.ContactInPerson},
	{referred: 3, allocated: noWorker, urgent: "children_need_care", contact: journey.ContactCall},
	{voluntary: true, referred: 2, allocated: noWorker, contact: journey.ContactText},
	{voluntary: true, referred: 4, allocated: noWorker, contact: journey.ContactNoMessage},
}

// present writes the cases of the present weeks.
func (w *writer) present() {
	var officers []Account
	for _, account := range Accounts() {
		if account.Role.Police() {
			officers = append(officers, account)
		}
	}
	for _, home := range w.places {
		for _, worker := range home.workers {
			if worker.ID == Priya {
				w.priya(home, worker, officers)
				continue
			}
			for i := range 6 {
				w.play(home, worker, officers, w.usualScene(i))
			}
			for range 4 {
				w.play(home, worker, officers, w.endedScene())
			}
		}
	}
	last := w.places[len(w.places)-1]
	w.elsewhere(last, last.workers[len(last.workers)-1], officers[0])
	for i, each := range waitingScenes {
		w.play(w.places[i%len(w.places)], Account{}, officers, each)
	}
	for i := range 30 {
		w.unknownWoman(w.today.AddDays(-w.between(1, 60)), i%2 == 0)
	}
}

// priya writes the cases of the keyworker whose day is full.
func (w *writer) priya(home place, worker Account, officers []Account) {
	for _, each := range priyasScenes {
		w.play(home, worker, officers, each)
	}
	for range priyaYear - priyaOpen {
		w.play(home, worker, officers, w.endedScene())
	}
}

// usualScene is a woman whom another keyworker supports.
func (w *writer) usualScene(i int) scene {
	each := scene{voluntary: w.IntN(4) == 0, since: w.between(2, 9), next: w.between(1, 12), review: w.between(5, 40)}
	each.allocated = w.between(20, 210)
	each.referred = each.allocated + w.between(0, 3)
	switch i {
	case 0: // newly taken on, and booked
		each = scene{referred: w.between(3, 5), allocated: w.between(1, 2), next: w.between(1, 4)}
	case 1:
		each.voluntary, each.came, each.allocated, each.due = false, 1, 25, in(w.between(10, 30))
		each.referred = 27
	}
	return each
}

// endedScene is a woman whose support ended within the last year.
func (w *writer) endedScene() scene {
	each := scene{voluntary: w.IntN(4) == 0, allocated: w.between(150, 350), closed: w.between(15, 70)}
	each.referred, each.since = each.allocated+w.between(0, 3), each.closed+w.between(2, 6)
	each.review = -each.closed
	return each
}

// play writes the facts of a scene.
func (w *writer) play(home place, worker Account, officers []Account, s scene) {
	ago := func(days int) calendar.Day { return w.today.AddDays(-days) }
	referred := calendar.OnDay(ago(s.referred))
	if s.referred > 0 { // of today's, only that they are today's: the hour may not have come
		referred = clock(ago(s.referred), w.between(8*60, 18*60))
	}
	her := w.invent(home, referred.Day(), one(w, []journey.YesNo{journey.Yes, journey.No}))
	if s.polish {
		her.who.Given, her.who.Family = one(w, givenNamesPolish), one(w, familyNamesPolish)
		her.described.Language, her.described.Interpreter = "pl", journey.Yes
		her.who.Interpret = "Polish, a woman if there is one"
	}
	o := opening{
		pathway: journey.ConditionalCaution, on: referred, encountered: ago(s.referred), offence: w.offence(), by: one(w, officers),
		worker: worker, allocated: ago(s.allocated), contact: s.contact,
	}
	if o.contact == "" {
		o.contact = one(w, []journey.Contact{journey.ContactCall, journey.ContactText, journey.ContactNoMessage})
	}
	if s.voluntary {
		o.pathway, o.by = journey.Voluntary, Account{}
	}
	if s.due != nil {
		o.due = w.today.AddDays(*s.due)
	}
	if s.urgent != "" {
		o.urgent = []string{s.urgent}
	} else if s.polish {
		o.urgent = []string{"interpreter"}
	}
	if s.earlier {
		known := ago(earlierScene.referred)
		w.tell(her, calendar.OnDay(known), Account{})
		w.begin(her, opening{
			pathway: journey.Voluntary, on: calendar.OnDay(known), worker: home.workers[1], allocated: ago(earlierScene.allocated), contact: o.contact,
		}).support(earlierScene, ago)
	}
	w.tell(her, calendar.OnDay(referred.Day()), o.by)
	t := w.begin(her, o)
	if s.allocated != noWorker {
		t.support(s, ago)
	}
}

// earlierScene is the first case of a woman who came back.
var earlierScene = scene{voluntary: true, referred: 560, allocated: 558, since: 434, closed: 430, review: -430}

// support writes what a keyworker and a woman did together.
func (t *thread) support(s scene, ago func(int) calendar.Day) {
	attended := t.meetings(s, ago)
	if s.spokenTo > 0 {
		t.write("contacts", calendar.OnDay(ago(s.spokenTo)), journey.ContactMade{How: journey.Phone, Spoke: true, Minutes: 15}, &journey.Words{Text: callWords[0]})
	}
	if len(attended) > 0 {
		t.plan(s, attended, ago)
	}
	if len(attended) > 1 && t.condition != "" {
		t.write("decisions", calendar.OnDay(min(t.today, attended[1].AddDays(2))), journey.ConditionDecided{Condition: t.condition, Decision: journey.DecidedMet}, nil)
	}
	if s.closed > 0 {
		t.write("closures", calendar.OnDay(ago(s.closed)), journey.Closed{Reason: journey.ClosedCompleted}, nil)
		return
	}
	book := func(at calendar.Moment) {
		offered := max(t.referred, ago(s.allocated), at.Day().AddDays(-t.between(5, 12)))
		t.write("appointments", calendar.OnDay(min(t.today, offered)), journey.Booked{Appointment: t.writer.id(), At: at, How: journey.OneToOne}, nil)
	}
	if s.unended > 0 {
		book(t.diary(t.worker, ago(s.unended), -1))
	}
	if s.today {
		if at, free := t.hourOn(t.worker, t.today, 3); free {
			book(at)
		}
	}
	if s.next > 0 {
		book(t.diary(t.worker, t.today.AddDays(s.next), 1))
	}
}

// meetings writes the appointments she came to, and some she did not, and
// returns the days she came.
func (t *thread) meetings(s scene, ago func(int) calendar.Day) []calendar.Day {
	var attended []calendar.Day
	begin, last := ago(s.allocated).AddDays(4), ago(s.since)
	come := func(at calendar.Moment) {
		outcome := journey.Attended
		if t.IntN(12) == 0 {
			outcome = journey.AttendedLate
		}
		attended = append(attended, at.Day())
		t.met(at, t.how(), outcome, &journey.Words{Text: one(t.writer, noteWords)})
	}
	for day := begin; s.since > 0 && s.came != 1 && day < last.AddDays(-6); day = day.AddDays(t.between(9, 16)) {
		come(t.diary(t.worker, day, 1))
		if t.IntN(5) == 0 && day.AddDays(9) < last {
			t.missed(day.AddDays(5))
		}
	}
	if s.since > 0 {
		come(t.diary(t.worker, last, -1))
	}
	if s.cameToday {
		if at, free := t.hourOn(t.worker, t.today, 0); free {
			come(at)
		}
	}
	if len(attended) > 2 {
		t.write("contacts", calendar.OnDay(attended[1].AddDays(3)), journey.ContactMade{How: journey.Phone, Spoke: true, Minutes: 10},
			&journey.Words{Text: one(t.writer, callWords)})
	}
	return attended
}

// missed writes an appointment that came to nothing.
func (t *thread) missed(day calendar.Day) {
	outcome := journey.Outcome(t.draw(weighted{{"missed", 40}, {"missed_with_reasonable_excuse", 30}, {"cancelled_by_her", 30}}))
	var words *journey.Words
	if outcome == journey.MissedWithExcuse {
		words = &journey.Words{Excuse: "Her son was ill."}
	}
	t.met(t.diary(t.worker, day, 1), journey.OneToOne, outcome, words)
}

// plan writes her assessment, three goals in her words, and what was done.
func (t *thread) plan(s scene, attended []calendar.Day, ago func(int) calendar.Day) {
	needs := need.Set(0).With(one(t.writer, []need.Pathway{need.Health, need.DomesticAbuseVAWG, need.Accommodation}))
	for range t.between(2, 6) {
		needs = needs.With(one(t.writer, need.Pathways()[:8]))
	}
	first, last := attended[0], attended[len(attended)-1]
	t.writeNeeds(calendar.OnDay(first), needs, false)
	if last.Sub(first) > 60 {
		t.writeNeeds(calendar.OnDay(last), needs, true)
	}
	pathways := needs.Pathways()
	shuffle(t.writer, pathways)
	review := ago(-s.review)
	for i, pathway := range pathways[:min(3, len(pathways))] {
		body := journey.GoalSet{Goal: fmt.Sprintf("%s-%d", t.id, i+1), Pathway: pathway, State: journey.GoalOpen, Review: review.AddDays(7 * i)}
		words := &journey.Words{Text: one(t.writer, goalWords[pathway])}
		t.write("goals", calendar.OnDay(first), body, words)
		if reached := len(attended) > 4 && i == 2 || s.closed > 0 && i > 0; reached {
			body.State = journey.GoalReached
			t.write("goals", calendar.OnDay(last), body, words)
		}
		t.steps(body, i+1, first)
	}
	t.write("plans", calendar.OnDay(first), journey.PlanAgreed{Answer: journey.PlanAgreedByHer}, nil)
	t.learn(first, last, needs)
	for range len(attended) / 2 {
		t.activity(t.dayIn(first, last), needs)
	}
}
