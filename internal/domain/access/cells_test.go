package access_test

import (
	"slices"
	"testing"
	"time"

	"throughline/internal/domain/access"
)

// now is the moment every question of these tests is asked.
var now = time.Date(2021, 3, 1, 9, 0, 0, 0, time.UTC)

const agency = "agency-1"

// askers are everybody who can ask: each role, a specialist once for each
// specialism and once without, and the woman.
func askers() []access.Asker {
	var list []access.Asker
	for _, role := range append(slices.Clone(access.Roles), access.Woman) {
		list = append(list, access.Asker{Agency: agency, Role: role})
		if role == access.Specialist {
			for _, specialism := range access.EverySpecialism {
				list = append(list, access.Asker{Agency: agency, Role: role, Specialism: specialism})
			}
		}
	}
	return list
}

// given is a permission that fits the question and is in force.
func given(q access.Question) access.Permission {
	return access.Permission{
		Recipient: q.Asker.Agency, Purpose: q.Purpose, Classes: access.SetOf(q.Class),
		From: q.At.AddDate(0, -1, 0), Until: q.At.AddDate(0, 1, 0),
	}
}

// permissions are the states her permission can be in. Only the first may open
// anything.
var permissions = []struct {
	name string
	from func(access.Question) access.Permission
}{
	{"given", given},
	{"not given", func(access.Question) access.Permission { return access.Permission{} }},
	{"not begun", but(func(p *access.Permission, q access.Question) { p.From = q.At.Add(time.Second) })},
	{"expired", but(func(p *access.Permission, q access.Question) { p.Until = q.At })},
	{"withdrawn", but(func(p *access.Permission, q access.Question) { p.Withdrawn = q.At })},
	{"to another agency", but(func(p *access.Permission, _ access.Question) { p.Recipient = "agency-2" })},
	{"to nobody named", but(func(p *access.Permission, _ access.Question) { p.Recipient = "" })},
	{"for another purpose", but(func(p *access.Permission, _ access.Question) { p.Purpose = "curiosity" })},
	{"of every other class", but(func(p *access.Permission, q access.Question) {
		p.Classes = access.SetOf(access.EveryClass...) &^ access.SetOf(q.Class)
	})},
	{"without a beginning", but(func(p *access.Permission, _ access.Question) { p.From = time.Time{} })},
	{"without an end", but(func(p *access.Permission, _ access.Question) { p.Until = time.Time{} })},
}

// but is a permission that fits but for one thing.
func but(spoil func(*access.Permission, access.Question)) func(access.Question) access.Permission {
	return func(q access.Question) access.Permission {
		permission := given(q)
		spoil(&permission, q)
		return permission
	}
}

// everyCell asks every question there is: each asker, relation, class, action,
// purpose and state of her permission.
func everyCell(ask func(q access.Question, permission string)) {
	for _, asker := range askers() {
		for _, relation := range access.EveryRelation {
			for _, class := range access.EveryClass {
				for _, action := range access.EveryAction {
					for _, purpose := range access.EveryPurpose {
						for _, permission := range permissions {
							q := access.Question{Asker: asker, Relation: relation, Class: class, Action: action, Purpose: purpose, At: now}
							q.Permission = permission.from(q)
							ask(q, permission.name)
						}
					}
				}
			}
		}
	}
}

func TestEveryCellIsAnsweredInWords(t *testing.T) {
	cells, yes := 0, 0
	everyCell(func(q access.Question, permission string) {
		cells++
		decision := q.Answer()
		if decision.Allow {
			yes++
		}
		if decision.Reason == "" {
			t.Errorf("%+v, permission %s: no reason is given", q, permission)
		}
		if decision.Allow && decision.Needs.Has(access.HerPermission) {
			t.Errorf("%+v, permission %s: a yes still asks for her permission", q, permission)
		}
	})
	want := len(askers()) * len(access.EveryRelation) * len(access.EveryClass) * len(access.EveryAction) * len(access.EveryPurpose) * len(permissions)
	if cells != want || cells != 855855 {
		t.Errorf("%d cells were asked, want %d; docs/security.md says how many", cells, want)
	}
	t.Logf("%d cells, %d of them yes", cells, yes)
}

func TestSilenceIsNo(t *testing.T) {
	known := access.Question{
		Asker:    access.Asker{Agency: agency, Role: access.Specialist, Specialism: access.IDVA},
		Relation: access.Allocated, Class: access.Needs, Action: access.Read, Purpose: access.ForSupport, At: now,
	}
	if !known.Answer().Allow {
		t.Fatal("an adviser may not read the needs of her own caseload")
	}
	for name, change := range map[string]func(*access.Question){
		"no role":               func(q *access.Question) { q.Asker.Role = "" },
		"a role of no table":    func(q *access.Question) { q.Asker.Role = "neighbour" },
		"no specialism":         func(q *access.Question) { q.Asker.Specialism = "" },
		"an unknown one":        func(q *access.Question) { q.Asker.Specialism = "astrology" },
		"no relation":           func(q *access.Question) { q.Relation = "" },
		"an unknown relation":   func(q *access.Question) { q.Relation = "cousin" },
		"no class":              func(q *access.Question) { q.Class = 0 },
		"an unknown class":      func(q *access.Question) { q.Class = 1 << 12 },
		"no action":             func(q *access.Question) { q.Action = "" },
		"an unknown action":     func(q *access.Question) { q.Action = "sell" },
		"no purpose":            func(q *access.Question) { q.Purpose = "" },
		"an unknown purpose":    func(q *access.Question) { q.Purpose = "curiosity" },
		"a second role of none": func(q *access.Question) { q.Asker.Also = "neighbour" },
	} {
		q := known
		change(&q)
		if decision := q.Answer(); decision.Allow {
			t.Errorf("%s: allowed, because %s", name, decision.Reason)
		}
	}
}

func TestOnlyAPermissionInForceOpens(t *testing.T) {
	opened := 0
	everyCell(func(q access.Question, permission string) {
		without := q
		without.Permission = access.Permission{}
		with, alone := q.Answer(), without.Answer()
		switch {
		case with == alone:
		case permission != "given":
			t.Errorf("%+v: a permission %s changes the answer from %+v to %+v", q, permission, alone, with)
		case !with.Allow || alone.Allow || q.Relation != access.Shared || !alone.Needs.Has(access.HerPermission):
			t.Errorf("%+v: her permission turns %+v into %+v", q, alone, with)
		default:
			opened++
		}
		if q.Relation == access.Shared && permission != "given" && with.Allow {
			if unrelated := access.Decide(q.Asker, access.Unrelated, q.Class, q.Action, q.Purpose); !unrelated.Allow {
				t.Errorf("%+v: a permission %s is enough", q, permission)
			}
		}
	})
	if opened == 0 {
		t.Error("her permission opens nothing at all")
	}
}

func TestAPermissionHoldsFromItsFirstMomentToItsLast(t *testing.T) {
	begins, ends := now, now.AddDate(0, 0, 28)
	for _, row := range []struct {
		name      string
		at        time.Time
		withdrawn time.Time
		allow     bool
	}{
		{"a second before it begins", begins.Add(-time.Second), time.Time{}, false},
		{"as it begins", begins, time.Time{}, true},
		{"a second before it ends", ends.Add(-time.Second), time.Time{}, true},
		{"as it ends", ends, time.Time{}, false},
		{"a second before she takes it back", begins.Add(time.Hour), begins.Add(time.Hour + time.Second), true},
		{"as she takes it back", begins.Add(time.Hour), begins.Add(time.Hour), false},
		{"long after she took it back", begins.AddDate(0, 0, 7), begins.Add(time.Hour), false},
		{"taken back before it began", begins, begins.Add(-time.Hour), false},
		{"at no moment", time.Time{}, time.Time{}, false},
		{"at the same moment told in another zone", begins.In(time.FixedZone("", 3600)), time.Time{}, true},
	} {
		q := access.Question{
			Asker:    access.Asker{Agency: agency, Role: access.Partner},
			Relation: access.Shared, Class: access.Needs, Action: access.Read, Purpose: access.ForSupport, At: row.at,
			Permission: access.Permission{
				Recipient: agency, Purpose: access.ForSupport, Classes: access.SetOf(access.Needs),
				From: begins, Until: ends, Withdrawn: row.withdrawn,
			},
		}
		decision := q.Answer()
		if decision.Allow != row.allow || decision.Allow == decision.Needs.Has(access.HerPermission) {
			t.Errorf("%s: %+v, want allow %v", row.name, decision, row.allow)
		}
	}
}

func TestAPermissionForNobodyNamedIsForNobody(t *testing.T) {
	q := access.Question{
		Asker:    access.Asker{Role: access.Partner}, // of no agency
		Relation: access.Shared, Class: access.Needs, Action: access.Read, Purpose: access.ForSupport, At: now,
	}
	q.Permission = given(q)
	if decision := q.Answer(); decision.Allow {
		t.Errorf("allowed, because %s", decision.Reason)
	}
}

func TestWhatIsSealedNeverReachesEnforcement(t *testing.T) {
	everyCell(func(q access.Question, permission string) {
		enforcing := q.Asker.Role.Police() || q.Asker.Role == access.Court || q.Asker.Role == access.Probation
		if enforcing && q.Class == access.Sealed && q.Answer().Allow {
			t.Errorf("%s, standing as %s, permission %s, may %s what is sealed", q.Asker.Role, q.Relation, permission, q.Action)
		}
	})
}

func TestPoliceSeeWhatTheirForceSentAndNothingElse(t *testing.T) {
	everyCell(func(q access.Question, permission string) {
		if !q.Asker.Role.Police() || !q.Answer().Allow {
			return
		}
		if !access.SetOf(access.Identity, access.Offence, access.Condition).Has(q.Class) {
			t.Errorf("%s, permission %s, may %s %s", q.Asker.Role, permission, q.Action, q.Class)
		}
		if q.Relation != access.SentBy && (q.Action != access.Append || q.Purpose != access.ForReferral) {
			t.Errorf("%s, standing as %s, may %s %s for %s", q.Asker.Role, q.Relation, q.Action, q.Class, q.Purpose)
		}
	})
}

func TestACommissionerGetsCountsAndNothingElse(t *testing.T) {
	everyCell(func(q access.Question, permission string) {
		if q.Asker.Role == access.Commissioner && q.Class != access.Aggregates && q.Answer().Allow {
			t.Errorf("a commissioner, standing as %s, permission %s, may %s %s", q.Relation, permission, q.Action, q.Class)
		}
	})
}

func TestForSomebodyBlockedSheIsNotThere(t *testing.T) {
	everyCell(func(q access.Question, permission string) {
		if q.Relation != access.Blocked {
			return
		}
		decision := q.Answer()
		if decision.Allow {
			t.Errorf("%s, blocked, permission %s, may %s %s for %s", q.Asker.Role, permission, q.Action, q.Class, q.Purpose)
		}
		q.Relation = access.Unrelated
		if absent := q.Answer(); !absent.Allow && decision != absent {
			t.Errorf("blocked is told %+v, and where nothing joins them %+v", decision, absent)
		}
	})
}

func TestNobodyGainsByASecondRole(t *testing.T) {
	all := askers()
	for _, asker := range all {
		for _, second := range append(slices.Clone(access.Roles), access.Woman) {
			for _, relation := range access.EveryRelation {
				for _, class := range access.EveryClass {
					for _, action := range access.EveryAction {
						for _, purpose := range access.EveryPurpose {
							one := access.Question{Asker: asker, Relation: relation, Class: class, Action: action, Purpose: purpose, At: now}
							one.Permission = given(one)
							other, both := one, one
							other.Asker.Role, both.Asker.Also = second, second
							first, alone, together := one.Answer(), other.Answer(), both.Answer()
							switch {
							case together.Allow != (first.Allow && alone.Allow):
								t.Errorf("%+v: %+v and %+v together are %+v", both, first, alone, together)
							case together.Allow && together.Needs != first.Needs|alone.Needs:
								t.Errorf("%+v: owes %s and %s, together %s", both, first.Needs, alone.Needs, together.Needs)
							}
						}
					}
				}
			}
		}
	}
}

func TestTheDoorsOfTodayAreAsNarrowAsTheyWere(t *testing.T) {
	for _, role := range access.Roles {
		for _, relation := range relations {
			for _, action := range access.EveryAction {
				for _, purpose := range append(slices.Clone(access.EveryPurpose), "curiosity", "") {
					classes := access.Allowed(access.Asker{Role: role}, relation, action, purpose)
					switch {
					case purpose == "curiosity", purpose == "":
						if classes != 0 {
							t.Errorf("%s may %s %s for no purpose", role, action, classes)
						}
					case purpose == access.ForLegal && (action == access.Export || action == access.Erase):
						if role != access.ServiceLead && classes != 0 {
							t.Errorf("%s may %s %s", role, action, classes)
						}
					case classes.Has(access.Sealed) && action != access.Append:
						t.Errorf("%s may %s the sealed class", role, action)
					case role.Police() && classes&^access.SetOf(access.Identity, access.Offence, access.Condition) != 0:
						t.Errorf("%s may %s %s", role, action, classes)
					case role == access.Commissioner && classes&^access.SetOf(access.Aggregates) != 0:
						t.Errorf("%s may %s %s", role, action, classes)
					case role == access.Keyworker && relation == access.Allocated && action == access.Export && purpose == access.ForSupport:
						if classes != access.SetOf(access.Needs) {
							t.Errorf("a keyworker may give away %s, and not a score alone", classes)
						}
					case action == access.Export && purpose != access.ForEvidence && classes&^access.SetOf(access.Identity, access.Condition) != 0:
						t.Errorf("%s may take away %s", role, classes)
					case role == access.Keyworker && relation != access.Allocated && classes != 0:
						t.Errorf("%s may %s %s of a woman who is not hers", role, action, classes)
					}
				}
			}
		}
	}
	for _, role := range []access.Role{access.Specialist, access.Partner, access.Court, access.Probation, access.Evaluator, access.InformationGovernance, access.PartnerManager} {
		for _, relation := range relations {
			for _, action := range access.EveryAction {
				for _, purpose := range access.EveryPurpose {
					if classes := access.Allowed(access.Asker{Role: role}, relation, action, purpose); classes != 0 {
						t.Errorf("%s, to whom no page gives a relation of their own, may %s %s", role, action, classes)
					}
				}
			}
		}
	}
}
