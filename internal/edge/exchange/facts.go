package exchange

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// The cells of a row that was checked, as values.

func (r *row) day(column string) calendar.Day {
	on, _ := calendar.ParseDay(r.get(column))
	return on
}

func (r *row) truth(column string) journey.YesNo { return truths[r.get(column)] }

func (r *row) whole(column string) *int {
	n, err := strconv.Atoi(r.get(column))
	if err != nil {
		return nil
	}
	return &n
}

func (r *row) number(column string) int {
	if n := r.whole(column); n != nil {
		return *n
	}
	return 0
}

func (r *row) pence(column string) *int64 {
	amount, ok := pence(r.get(column))
	if !ok {
		return nil
	}
	return &amount
}

// making turns the rows of a package into facts.
type making struct {
	*Package
	ctx    context.Context
	intake casework.Intake
	bench  casework.Bench
	repeat map[string]int // how often a line of costs stood in the file
}

// errMoved says that the second reading found other rows than the first.
var errMoved = errors.New("the package changed while it was read")

// Facts reads the package again, after Check, and gives take the facts of each
// row that is right. It fails where a file is no longer what Check read.
func (p *Package) Facts(ctx context.Context, intake casework.Intake, bench casework.Bench, take func(table string, facts []journey.Fact) error) error {
	m := &making{Package: p, ctx: ctx, intake: intake, bench: bench, repeat: map[string]int{}}
	silent := func(administration.Rejection) error { return nil }
	counts, err := p.walk(ctx, intake, silent, func(r *row) error {
		facts, err := m.facts(r)
		if err != nil {
			return fmt.Errorf("%s, row %d: %w", r.table.file(), r.line, err)
		}
		return take(r.table.name, facts)
	})
	if err == nil && !slices.Equal(counts, p.checked) {
		return errMoved
	}
	return err
}

// facts returns the facts of one row.
func (m *making) facts(r *row) ([]journey.Fact, error) {
	switch r.table.name {
	case "women":
		return m.woman(r)
	case "encounters":
		return m.encounter(r)
	case "referrals":
		return m.referral(r)
	case "conditions":
		return m.condition(r)
	case "arrests":
		return m.arrest(r)
	case "training":
		return m.fact(r, "", "", r.day("on"), journey.TrainingHeld{
			Session: m.named(r.key()), Force: r.get("force"), Area: r.get("area"),
			Audience: r.get("audience"), Attendees: r.number("attendees"),
		}, nil), nil
	case "costs":
		return m.cost(r), nil
	}
	return m.ofCase(r)
}

// fact returns the one fact of a row that happened on a day.
func (m *making) fact(r *row, woman, caseID string, on calendar.Day, body journey.Body, words *journey.Words) []journey.Fact {
	return []journey.Fact{m.dated(m.source(r.table.name, r.key()), woman, caseID, calendar.OnDay(on), body, words)}
}

// dated returns a fact that could be known when it happened.
func (m *making) dated(source, woman, caseID string, on calendar.Moment, body journey.Body, words *journey.Words) journey.Fact {
	return journey.Fact{Woman: woman, Case: caseID, Happened: on, Known: m.known(on), Source: source, Body: body, Words: words}
}

// known returns when a row of a date could be known: on that date, but no later
// than now, for what is planned is known before it happens.
func (m *making) known(on calendar.Moment) calendar.Moment {
	if now := calendar.At(m.bench.Now()); on.Compare(now) > 0 {
		return now
	}
	return on
}

// optional returns the fact of a part of a row that may be left out. Where an
// earlier package had it and this one has not, the fact takes it back.
func (m *making) optional(fact journey.Fact, present bool) ([]journey.Fact, error) {
	if present {
		return []journey.Fact{fact}, nil
	}
	_, _, before, err := m.intake.Lookup(m.ctx, fact.Source)
	if err != nil || !before {
		return nil, err
	}
	fact.Body, fact.Words = journey.Withdrawn{}, nil
	return []journey.Fact{fact}, nil
}

// her returns the id of the woman with this key, and for a woman whom no row of
// women told of, the fact that she is known by her key alone.
func (m *making) her(key string) (string, []journey.Fact, error) {
	if key == "" {
		return "", nil, nil
	}
	source := m.source("women", plainKey(key))
	id, _, found, err := m.intake.Lookup(m.ctx, source)
	if err != nil || found {
		return id, nil, err
	}
	id = m.bench.NewID()
	return id, []journey.Fact{m.dated(source, id, "", m.firstKnown(key), journey.IdentityTold{}, nil)}, nil
}

// firstKnown returns when an undated row of hers could be known: her first
// referral, else her first other row, else now.
func (m *making) firstKnown(key string) calendar.Moment {
	if first := m.women[markOf(key)].first; first.Known() {
		return calendar.OnDay(first)
	}
	return calendar.OnDay(m.bench.Today())
}

func (m *making) woman(r *row) ([]journey.Fact, error) {
	source := m.source("women", r.key())
	id, _, found, err := m.intake.Lookup(m.ctx, source)
	if err != nil {
		return nil, err
	}
	if !found {
		id = m.bench.NewID()
	}
	on := m.firstKnown(r.get("person_ref"))
	var background *journey.Words
	if answer := r.truth("foreign_national"); answer != "" {
		background = &journey.Words{ForeignNational: answer}
	}
	return []journey.Fact{
		m.dated(source, id, "", on, journey.IdentityTold{}, &journey.Words{Identity: &journey.Identity{
			Given: r.get("given_name"), Family: r.get("family_name"), KnownAs: r.get("known_as"),
			Born: r.day("date_of_birth"), Postcode: r.get("postcode"), Phone: r.get("phone"),
		}}),
		m.dated(source+"#described", id, "", on, journey.Described{
			Borough: r.get("borough"), Ethnicity: r.get("ethnicity"), Language: r.get("language"),
			Interpreter: r.truth("interpreter_needed"), FirstTime: r.truth("first_time"),
			ChildrenUnder18: r.whole("children_under_18"), ChildrenWithHer: r.whole("children_with_her"),
		}, nil),
		m.dated(source+"#background", id, "", on, journey.BackgroundTold{}, background),
	}, nil
}

func (m *making) encounter(r *row) ([]journey.Fact, error) {
	woman, facts, err := m.her(r.get("person_ref"))
	if err != nil {
		return nil, err
	}
	offence, typed := journey.Offence{Code: r.get("offence_code"), Label: r.get("offence_label")}.InClear()
	var words *journey.Words
	if typed != "" {
		words = &journey.Words{Offence: typed}
	}
	return append(facts, m.fact(r, woman, "", r.day("occurred_on"), journey.Encounter{
		Encounter: m.named(r.key()), What: r.get("kind"),
		Force: r.get("force"), Area: r.get("area"), Suite: r.get("suite"),
		Offence:    offence,
		ValuePence: r.pence("value_gbp"), Gravity: r.number("gravity"), Admitted: r.get("admitted"), Outcome: r.get("police_outcome"),
		Information: r.truth("information_given"), Assessed: r.truth("assessed"), Offered: r.truth("offered"), Accepted: r.truth("accepted"),
		NotOffered: r.get("not_offered_reason"), Declined: r.get("declined_reason"),
	}, words)...), nil
}

func (m *making) referral(r *row) ([]journey.Fact, error) {
	woman, facts, err := m.her(r.get("person_ref"))
	if err != nil {
		return nil, err
	}
	source := m.source("referrals", r.key())
	_, caseID, found, err := m.intake.Lookup(m.ctx, source)
	if err != nil {
		return nil, err
	}
	if !found {
		caseID = m.bench.NewID()
	}
	on := r.day("referred_on")
	referred := journey.Referred{
		Scheme: r.get("scheme"), Pathway: journey.Pathway(r.get("pathway")),
		Agency: r.get("referrer_agency"), Role: r.get("referrer_role"), Area: r.get("area"), Provider: r.get("provider"),
	}
	if encounter := r.get("encounter_id"); encounter != "" {
		referred.Encounter = m.named(plainKey(encounter))
	}
	if born := m.women[markOf(r.get("person_ref"))].born; born.Known() {
		age := born.YearsAt(on)
		referred.Age = &age
	}
	facts = append(facts, m.dated(source, woman, caseID, calendar.OnDay(on), referred, nil))
	keyworker := r.get("keyworker")
	allocated, err := m.optional(m.dated(source+"#keyworker", woman, caseID, calendar.OnDay(on), journey.Allocated{Keyworker: keyworker}, nil), keyworker != "")
	return append(facts, allocated...), err
}

func (m *making) condition(r *row) ([]journey.Fact, error) {
	woman, caseID, err := m.itsCase(r)
	if err != nil {
		return nil, err
	}
	id, given, decided := m.named(r.key()), r.day("given_on"), r.day("decided_on")
	placed := given // where no date was given, the condition stands on the day of the referral it came with
	if !placed.Known() {
		placed = m.referrals[markOf(r.get("referral_id"))]
	}
	facts := m.fact(r, woman, caseID, placed, journey.ConditionGiven{
		Condition: id, Units: r.number("units_required"), Given: given, Due: r.day("due_on"),
	}, sealed(r.get("text")))
	decision := m.dated(m.source("conditions", r.key())+"#decided", woman, caseID, calendar.OnDay(decided),
		journey.ConditionDecided{Condition: id, Decision: journey.ConditionDecision(r.get("police_decision"))}, nil)
	if !decided.Known() { // no date is made up for the decision: it could be known with the condition
		decision.Known = m.known(calendar.OnDay(placed))
	}
	more, err := m.optional(decision, r.get("police_decision") != "")
	return append(facts, more...), err
}

func (m *making) arrest(r *row) ([]journey.Fact, error) {
	woman, facts, err := m.her(r.get("person_ref"))
	if err != nil {
		return nil, err
	}
	return append(facts, m.fact(r, woman, "", r.day("arrested_on"), journey.Arrested{
		Arrest: m.named(r.key()), Force: r.get("force"), Offence: r.get("offence_code"), Outcome: r.get("outcome"),
	}, nil)...), nil
}

// cost returns the fact of a line of costs. Lines have no key of their own: what
// they are for names them, and a repeated one is numbered.
func (m *making) cost(r *row) []journey.Fact {
	from, to := r.day("from"), r.day("to")
	key := plainKey(r.get("scheme")) + "/" + from.String() + "/" + to.String() + "/" + r.get("category")
	m.repeat[key]++
	if again := m.repeat[key]; again > 1 {
		key += fmt.Sprintf("#%d", again)
	}
	on := to
	if !on.Known() {
		on = from
	}
	return []journey.Fact{m.dated(m.source("costs", key), "", "", calendar.OnDay(on), journey.CostRecorded{
		Scheme: r.get("scheme"), From: from, To: to, Category: r.get("category"), Pence: *r.pence("amount_gbp"),
	}, nil)}
}

// itsCase returns the woman and case of the referral that a row names.
func (m *making) itsCase(r *row) (woman, caseID string, err error) {
	woman, caseID, found, err := m.intake.Lookup(m.ctx, m.source("referrals", plainKey(r.get("referral_id"))))
	if err == nil && !found {
		err = fmt.Errorf("the referral %s is not in the record", r.get("referral_id"))
	}
	return woman, caseID, err
}

// ofCase returns the fact of a row that belongs to a case.
func (m *making) ofCase(r *row) ([]journey.Fact, error) {
	woman, caseID, err := m.itsCase(r)
	if err != nil {
		return nil, err
	}
	switch r.table.name {
	case "needs":
		pathway, detail := need.Pathway(r.get("pathway")), r.get("detail")
		body := journey.NeedAssessed{
			Pathway: pathway, Present: r.truth("present") == journey.Yes, Hers: r.whole("her_rating"), Workers: r.whole("worker_rating"),
		}
		var words *journey.Words
		if pathway == need.DomesticAbuseVAWG {
			body.Detail = detail
		} else { // only for domestic abuse is the detail a code
			words = sealed(detail)
		}
		return m.fact(r, woman, caseID, r.day("assessed_on"), body, words), nil
	case "appointments":
		return m.appointment(r, woman, caseID)
	case "activities":
		body := journey.ActivityRecorded{
			Activity: m.named(r.key()), What: journey.ActivityKind(r.get("kind")), Pathway: need.Pathway(r.get("pathway")), Outcome: r.get("outcome"),
		}
		if amount := r.pence("amount_gbp"); amount != nil {
			body.Pence = *amount
		}
		return m.fact(r, woman, caseID, r.day("on"), body, sealed(r.get("service"))), nil
	case "closures":
		onward, service := journey.OnwardOf(r.get("onward_scheme"))
		var words *journey.Words
		if service != "" {
			words = &journey.Words{Onward: service}
		}
		return m.fact(r, woman, caseID, r.day("closed_on"), journey.Closed{
			Reason: journey.ClosureReason(r.get("reason")), Onward: onward,
		}, words), nil
	case "outcomes":
		return m.fact(r, woman, caseID, r.day("asked_on"), journey.OutcomeAnswered{
			Wave: journey.Wave(r.get("wave")), Measure: r.get("measure"), Answer: r.get("answer"),
		}, nil), nil
	}
	return nil, fmt.Errorf("the table %s makes no facts", r.table.name)
}

// appointment returns a booking while no outcome is recorded, else what became
// of it.
func (m *making) appointment(r *row, woman, caseID string) ([]journey.Fact, error) {
	at, err := calendar.ParseMoment(r.get("at"))
	if err != nil {
		return nil, err
	}
	id, how, outcome := m.named(r.key()), journey.AppointmentKind(r.get("kind")), journey.Outcome(r.get("outcome"))
	var body journey.Body = journey.Attendance{
		Appointment: id, At: at, How: how, Outcome: outcome,
		Counts: r.truth("counts_toward_condition"), Minutes: r.number("minutes"),
	}
	if outcome == "" || outcome == journey.StillBooked {
		body = journey.Booked{Appointment: id, At: at, How: how}
	}
	var words *journey.Words
	if excuse := r.get("excuse"); excuse != "" {
		words = &journey.Words{Excuse: excuse}
	}
	return []journey.Fact{m.dated(m.source("appointments", r.key()), woman, caseID, at, body, words)}, nil
}

// sealed returns the words of a free text, nil where it is empty.
func sealed(text string) *journey.Words {
	if text == "" {
		return nil
	}
	return &journey.Words{Text: text}
}
