package policies_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cedar-policy/cedar-go"

	"throughline/internal/domain/access"
	"throughline/policies"
)

// deed is the policy in Cedar, with how often each of its rules decided.
type deed struct {
	rules   *cedar.PolicySet
	decided map[cedar.PolicyID]int
}

// readCedar reads every policy file. Each rule is known by its @id.
func readCedar(t *testing.T) deed {
	t.Helper()
	texts, err := policies.Cedar()
	if err != nil {
		t.Fatal(err)
	}
	d := deed{rules: cedar.NewPolicySet(), decided: map[cedar.PolicyID]int{}}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		list, err := cedar.NewPolicyListFromBytes(name, texts[name])
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, rule := range list {
			id := cedar.PolicyID(rule.Annotations()["id"])
			if id == "" || !d.rules.Add(id, rule) {
				t.Fatalf("%s, line %d: the rule has no @id of its own, but %q", name, rule.Position().Line, id)
			}
			d.decided[id] = 0
		}
	}
	return d
}

// answer puts the question to Cedar and returns the answer with the terms the
// rule names. Who holds two roles is asked for in each.
func (d deed) answer(t *testing.T, q access.Question) (allow bool, terms string) {
	t.Helper()
	if second := q.Asker.Also; second != "" {
		first, other := q, q
		first.Asker.Also, other.Asker.Also, other.Asker.Role = "", "", second
		one, owed := d.answer(t, first)
		two, owedToo := d.answer(t, other)
		return one && two, joined(owed, owedToo)
	}
	asker := cedar.NewEntityUID("Asker", "asker")
	entities := cedar.EntityMap{asker: {UID: asker, Attributes: cedar.NewRecord(cedar.RecordMap{
		"role": cedar.String(q.Asker.Role), "specialism": cedar.String(q.Asker.Specialism), "agency": cedar.String(q.Asker.Agency),
	})}}
	context := cedar.RecordMap{
		"relation": cedar.String(q.Relation), "purpose": cedar.String(q.Purpose), "at": cedar.NewDatetime(q.At),
	}
	if q.Permission != (access.Permission{}) {
		context["permission"] = permission(q.Permission)
	}
	decision, why := cedar.Authorize(d.rules, entities, cedar.Request{
		Principal: asker, Action: cedar.NewEntityUID("Action", cedar.String(q.Action)),
		Resource: cedar.NewEntityUID("Class", cedar.String(q.Class.String())), Context: cedar.NewRecord(context),
	})
	for _, problem := range why.Errors {
		t.Fatalf("%s on %+v: %s", problem.PolicyID, q, problem.Message)
	}
	for _, reason := range why.Reasons {
		d.decided[reason.PolicyID]++
		if decision == cedar.Allow {
			terms = string(d.rules.Get(reason.PolicyID).Annotations()["terms"])
		}
	}
	return decision == cedar.Allow, terms
}

// joined are the terms of two rules, in the order the table names them.
func joined(one, other string) string {
	var terms []string
	for _, term := range []string{"reason", "part"} {
		if one == term || other == term {
			terms = append(terms, term)
		}
	}
	return strings.Join(terms, "+")
}

// permission writes what she said, and leaves out what she did not say.
func permission(p access.Permission) cedar.Record {
	var classes []cedar.Value
	for _, class := range access.EveryClass {
		if p.Classes.Has(class) {
			classes = append(classes, cedar.NewEntityUID("Class", cedar.String(class.String())))
		}
	}
	record := cedar.RecordMap{
		"recipient": cedar.String(p.Recipient), "purpose": cedar.String(p.Purpose), "classes": cedar.NewSet(classes...),
	}
	for name, moment := range map[cedar.String]time.Time{"from": p.From, "until": p.Until, "withdrawn": p.Withdrawn} {
		if !moment.IsZero() {
			record[name] = cedar.NewDatetime(moment)
		}
	}
	return cedar.NewRecord(record)
}

// draw makes up a question. Most random ones are refused at once, so the
// relation is often one in which the role is at home, and the permission often
// one that fits but for a thing or two. Now and then a word is one that no rule
// knows.
func draw(r *rand.Rand) access.Question {
	q := access.Question{
		Asker: access.Asker{
			Agency: pick(r, agencies), Role: pick(r, roles), Specialism: pick(r, access.EverySpecialism),
		},
		Relation: pick(r, access.EveryRelation),
		Class:    pick(r, access.EveryClass),
		Action:   pick(r, append([]access.Action{access.Read, access.Read}, access.EveryAction...)),
		Purpose:  pick(r, access.EveryPurpose),
		At:       moment(r),
	}
	if home := homes[q.Asker.Role]; len(home) > 0 && r.IntN(4) > 0 {
		q.Relation = pick(r, home)
	}
	if r.IntN(10) == 0 {
		q.Asker.Also = pick(r, roles)
	}
	switch r.IntN(40) {
	case 0:
		q.Asker.Role = pick(r, []access.Role{"neighbour", ""})
	case 1:
		q.Asker.Specialism = pick(r, []access.Specialism{"astrology", ""})
	case 2:
		q.Relation = pick(r, []access.Relation{"cousin", ""})
	case 3:
		q.Action = pick(r, []access.Action{"sell", ""})
	case 4:
		q.Purpose = pick(r, []access.Purpose{"curiosity", ""})
	}
	if r.IntN(5) == 0 {
		return q
	}
	q.Permission = access.Permission{
		Recipient: q.Asker.Agency, Purpose: q.Purpose, Classes: access.Classes(r.IntN(1<<9)) | access.Classes(q.Class),
		From: q.At.Add(-time.Duration(r.IntN(3)) * time.Minute), Until: q.At.Add(time.Duration(r.IntN(8)) * time.Minute),
	}
	for r.IntN(3) == 0 {
		switch r.IntN(6) {
		case 0:
			q.Permission.Recipient = pick(r, agencies)
		case 1:
			q.Permission.Purpose = pick(r, access.EveryPurpose)
		case 2:
			q.Permission.Classes = access.Classes(r.IntN(1 << 9))
		case 3:
			q.Permission.From = pick(r, []time.Time{{}, moment(r)})
		case 4:
			q.Permission.Until = pick(r, []time.Time{{}, moment(r)})
		case 5:
			q.Permission.Withdrawn = q.At.Add(time.Duration(r.IntN(3)-1) * time.Minute)
		}
	}
	return q
}

var (
	agencies = []string{"agency-1", "agency-1", "agency-1", "agency-1", "agency-2", ""}
	roles    = append([]access.Role{access.Woman, access.Specialist, access.Specialist}, access.Roles...)
	homes    = map[access.Role][]access.Relation{
		access.Officer:               {access.SentBy, access.Unrelated},
		access.EvidenceReviewOfficer: {access.SentBy, access.Unrelated},
		access.Keyworker:             {access.Allocated, access.Shared, access.InGroup},
		access.ServiceLead:           {access.Service, access.Shared},
		access.PartnerManager:        {access.Organisation, access.Shared},
		access.Specialist:            {access.Allocated, access.Shared, access.Opened, access.InGroup},
		access.Partner:               {access.Shared},
		access.Court:                 {access.Ordered, access.Shared},
		access.Probation:             {access.Ordered, access.Shared},
		access.Evaluator:             {access.Studied},
		access.InformationGovernance: {access.Overseen},
		access.Woman:                 {access.Herself},
	}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// moment is a minute of one hour, so that moments often meet.
func moment(r *rand.Rand) time.Time {
	return time.Date(2021, 3, 1, 9, r.IntN(60), 0, 0, time.UTC)
}

func TestTheTableAndTheCedarPoliciesAgree(t *testing.T) {
	requests := 1_000_000
	if testing.Short() {
		requests = 50_000
	}
	d := readCedar(t)
	r := rand.New(rand.NewPCG(411, 497))
	yes, shared, differ := 0, 0, 0
	for range requests {
		q := draw(r)
		table := q.Answer()
		allow, terms := d.answer(t, q)
		if table.Allow {
			yes++
			if q.Relation == access.Shared && q.Class != access.Aggregates {
				shared++
			}
		}
		if allow != table.Allow || allow && terms != table.Needs.String() {
			if differ++; differ <= 20 {
				t.Errorf("%+v: the table says %+v, Cedar says %v with terms %q", q, table, allow, terms)
			}
		}
	}
	t.Logf("%d random requests: %d yes, %d of them by her permission; %d disagreements", requests, yes, shared, differ)
	if yes < requests/100 || shared < requests/1000 {
		t.Errorf("of %d requests %d are yes and %d by her permission: too few to compare", requests, yes, shared)
	}
	for id, times := range d.decided {
		if times == 0 {
			t.Errorf("no request met the rule %s", id)
		}
	}
}

// everyQuestion asks for each role and specialism, relation, class, action and
// purpose, without her permission and with one that fits.
func everyQuestion(ask func(access.Question)) {
	for _, role := range append([]access.Role{access.Woman}, access.Roles...) {
		specialisms := []access.Specialism{""}
		if role == access.Specialist {
			specialisms = append(specialisms, access.EverySpecialism...)
		}
		for _, specialism := range specialisms {
			for _, relation := range access.EveryRelation {
				for _, class := range access.EveryClass {
					for _, action := range access.EveryAction {
						for _, purpose := range access.EveryPurpose {
							q := access.Question{
								Asker:    access.Asker{Agency: "agency-1", Role: role, Specialism: specialism},
								Relation: relation, Class: class, Action: action, Purpose: purpose,
								At: time.Date(2021, 3, 1, 9, 0, 0, 0, time.UTC),
							}
							ask(q)
							q.Permission = access.Permission{
								Recipient: "agency-1", Purpose: purpose, Classes: access.SetOf(class),
								From: q.At, Until: q.At.Add(time.Hour),
							}
							ask(q)
						}
					}
				}
			}
		}
	}
}

func TestTheTableAndTheCedarPoliciesAgreeOnEveryQuestion(t *testing.T) {
	d := readCedar(t)
	asked := 0
	everyQuestion(func(q access.Question) {
		asked++
		table := q.Answer()
		allow, terms := d.answer(t, q)
		if allow != table.Allow || allow && terms != table.Needs.String() {
			t.Errorf("%+v: the table says %+v, Cedar says %v with terms %q", q, table, allow, terms)
		}
	})
	t.Logf("%d questions", asked)
	if asked < 90_000 {
		t.Errorf("%d questions are not all of them", asked)
	}
}

func TestEveryRuleSaysWhereItComesFrom(t *testing.T) {
	texts, err := policies.Cedar()
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) == 0 {
		t.Fatal("there are no policies")
	}
	for name, text := range texts {
		lines := strings.Split(string(text), "\n")
		for i, line := range lines {
			if strings.HasPrefix(line, "@id(") && (i == 0 || !strings.HasPrefix(lines[i-1], "// ")) {
				t.Errorf("%s, line %d: no comment says what the rule is for", name, i+1)
			}
		}
	}
}

// hard are the questions most likely to tell two policies apart: every yes, the
// same asked by somebody blocked, and random ones.
func hard() []access.Question {
	var questions []access.Question
	everyQuestion(func(q access.Question) {
		if q.Answer().Allow {
			questions = append(questions, q)
			q.Relation = access.Blocked
			questions = append(questions, q)
		}
	})
	r := rand.New(rand.NewPCG(181, 411))
	for range 50_000 {
		questions = append(questions, draw(r))
	}
	return questions
}

// differs says whether the policy and the table part on any of the questions.
func (d deed) differs(t *testing.T, questions []access.Question) bool {
	t.Helper()
	return slices.ContainsFunc(questions, func(q access.Question) bool {
		allow, _ := d.answer(t, q)
		return allow != q.Answer().Allow
	})
}

func TestAPolicyWithARuleTakenOutIsFound(t *testing.T) {
	questions := hard()
	// These close what no other rule opens. They stand for the reader, and for
	// the day somebody opens it by mistake.
	belts := []cedar.PolicyID{"never-sealed-to-enforcement", "never-a-woman-to-commissioners"}
	for id := range readCedar(t).rules.All() {
		spoiled := readCedar(t)
		spoiled.rules.Remove(id)
		if found := spoiled.differs(t, questions); found == slices.Contains(belts, id) {
			t.Errorf("the policy without %s: a difference is found: %v", id, found)
		}
	}
}

func TestAPermissionReadTooWidelyIsFound(t *testing.T) {
	questions := hard()
	texts, err := policies.Cedar()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(texts["never.cedar"]), "\n")
	spoilt := 0
	for i, line := range lines {
		if !strings.Contains(line, "context.permission") {
			continue
		}
		wider := slices.Clone(lines)
		wider[i] = "  true"
		if strings.HasSuffix(line, "&&") {
			wider[i] += " &&"
		}
		list, err := cedar.NewPolicyListFromBytes("never.cedar", []byte(strings.Join(wider, "\n")))
		if err != nil {
			t.Fatalf("without %q: %v", line, err)
		}
		spoiled := readCedar(t)
		for _, rule := range list {
			id := cedar.PolicyID(rule.Annotations()["id"])
			spoiled.rules.Remove(id)
			spoiled.rules.Add(id, rule)
		}
		if spoilt++; !spoiled.differs(t, questions) {
			t.Errorf("no question misses %q", strings.TrimSpace(line))
		}
	}
	if spoilt < 7 {
		t.Errorf("%d clauses about her permission were tried", spoilt)
	}
}
