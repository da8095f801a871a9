package exchange

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/impact"
)

// Log gives take the encounters of a package one by one, each with what
// women.csv knows of its woman, and brings nothing in. Rows are judged as Check
// judges them; those that are wrong are told and not taken. What take is given
// holds until it returns.
func (p *Package) Log(ctx context.Context, reject func(administration.Rejection) error, take func(*impact.Encounter) error) error {
	if _, ok := p.files["encounters"]; !ok {
		return &Unreadable{"encounters.csv", "is not in the package"}
	}
	p.women, p.refused, p.notes, p.read = map[mark]woman{}, map[string]bool{}, nil, 0
	clear(p.encodings)
	known := map[mark]*impact.Encounter{} // of each woman, what her encounters carry
	w := &walking{Package: p, ctx: ctx, intake: nobody{}, reject: reject, keys: map[string]map[mark]struct{}{}}
	w.accept = func(r *row) error {
		her := known[markOf(r.get("person_ref"))]
		if r.table.name == "encounters" {
			return take(r.met(her, p.women[markOf(r.get("person_ref"))].born))
		}
		p.women[markOf(r.get("person_ref"))] = woman{born: r.day("date_of_birth")}
		known[markOf(r.get("person_ref"))] = r.described()
		return nil
	}
	for _, name := range []string{"women", "encounters"} {
		t := tableNamed(name)
		w.keys[name] = map[mark]struct{}{}
		w.counts = append(w.counts, administration.TableReport{Table: name})
		if file, ok := p.files[name]; ok {
			if err := w.table(t, file); err != nil {
				return err
			}
		}
	}
	return nil
}

// described returns what a row of women says for every encounter of hers.
func (r *row) described() *impact.Encounter {
	her := &impact.Encounter{Ethnicity: r.get("ethnicity"), Interpreter: string(r.truth("interpreter_needed")), FirstTime: string(r.truth("first_time"))}
	if children := r.whole("children_under_18"); children != nil {
		her.Mother = string(journey.YesNoOf(*children > 0))
	}
	her.Residence = r.get("borough")
	return her
}

// met returns a row of encounters; her is nil where the woman is not known.
func (r *row) met(her *impact.Encounter, born calendar.Day) *impact.Encounter {
	met := &impact.Encounter{}
	if her != nil {
		*met = *her
	}
	on := r.day("occurred_on")
	if born.Known() && born <= on {
		age := born.YearsAt(on)
		met.Age = &age
	}
	if pence := r.pence("value_gbp"); pence != nil {
		pounds := float64(*pence) / 100
		met.ValueGBP = &pounds
	}
	met.PersonRef, met.OccurredOn, met.Kind = r.get("person_ref"), on, r.get("kind")
	met.Force, met.Area, met.Suite = r.get("force"), r.get("area"), r.get("suite")
	met.OffenceCode, met.OffenceLabel, met.Gravity = r.get("offence_code"), r.get("offence_label"), r.whole("gravity")
	met.Admitted, met.PoliceOutcome = r.get("admitted"), r.get("police_outcome")
	met.InformationGiven, met.Assessed = r.said("information_given"), r.said("assessed")
	met.Offered, met.Accepted = r.said("offered"), r.said("accepted")
	return met
}

// said returns a yes or a no, nil where the cell is empty.
func (r *row) said(column string) *bool {
	answer := r.truth(column)
	if answer == "" {
		return nil
	}
	yes := answer == journey.Yes
	return &yes
}

// nobody is a record that holds nothing: a package is read for itself alone.
type nobody struct{}

// Lookup finds nothing.
func (nobody) Lookup(context.Context, string) (woman, caseID string, found bool, err error) {
	return "", "", false, nil
}

// Put is never called: nothing is brought in.
func (nobody) Put(context.Context, journey.Fact) (casework.Verdict, error) {
	return casework.RowUnchanged, nil
}
