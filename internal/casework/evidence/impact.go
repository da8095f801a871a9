package evidence

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/impact"
	"throughline/internal/reckoning/suppression"
)

// Example is a change that came with the program, for anybody who reads figures.
type Example struct {
	Name string // in addresses
	Text []byte
	scheme.Amendment
}

// ChangeQuery asks what a change to a rulebook would do to the encounters
// recorded.
type ChangeQuery struct {
	Example string // name of an example; "" where Text is given
	Text    []byte // an amendment or a whole rulebook, for those who lead the service
	AsAt    calendar.Day
	Window  calendar.Window // zero: that of the rulebook's reach, or all dates
	// Try are local settings taken in place of those decided, and EveryOffence the
	// one taken to list every offence of the log; for those who lead the service.
	Try          scheme.Settings
	EveryOffence string
}

// MayPropose says whether the asker may count changes of her own, and not the
// examples alone. Figures of two changes that differ by little would tell of
// single women, so nobody outside the service may.
func MayPropose(asker access.Asker) bool { return asker.Role == access.ServiceLead }

// Impact returns what a change would admit, of the encounters recorded. Every
// report that is read is written down. A service lead reads exact figures of any
// change; whoever else the door lets in reads protected ones of an example, over
// the rulebook's own window and as at the end of a month.
func (d *Desk) Impact(ctx context.Context, asker access.Asker, query ChangeQuery) (impact.Report, error) {
	const op = "what a change would admit"
	if decision := access.Decide(asker, relationTo(asker), access.Aggregates, access.Read, access.ForEvidence); !decision.Allow {
		return impact.Report{}, casework.Fail(casework.Forbidden, op, "%s", decision.Reason)
	}
	exactly := MayPropose(asker)
	if !exactly && (query.Text != nil || query.Window != (calendar.Window{}) || query.Try != nil || query.EveryOffence != "") {
		return impact.Report{}, casework.Fail(casework.Forbidden, op, "only those who lead the service may count a change of their own")
	}
	from, err := d.leftOut(ctx, op, asker, exactly)
	if err != nil {
		return impact.Report{}, err
	}
	report, err := d.impact(ctx, op, query, exactly, from)
	if err != nil {
		return impact.Report{}, err
	}
	what := op + " to " + report.Scheme + " as at " + report.AsAt.String()
	if !exactly {
		if err := d.giveImpact(ctx, op, asker, query, report); err != nil {
			return impact.Report{}, err
		}
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForEvidence, what, access.SetOf(access.Aggregates))); err != nil {
		return impact.Report{}, err
	}
	return report, nil
}

// changeKind is the kind of release that a change counted is. It is over the
// rulebook's own window, which no later day widens, so no two are compared.
const changeKind = "change"

// giveImpact keeps that a change was counted for somebody outside the service.
func (d *Desk) giveImpact(ctx context.Context, op string, asker access.Asker, query ChangeQuery, report impact.Report) error {
	made, err := d.release(ctx, op, d.Protects(), making{
		Release: Release{Kind: changeKind, Scheme: report.Scheme, AsAt: report.AsAt, Part: query.Example},
		show: func(suppression.Policy) ([]suppression.ProtectedFigure, error) {
			return Report{Figures: report.Figures, Tables: report.Tables}.shown(), nil
		},
	})
	if err != nil {
		return err
	}
	return d.give(ctx, op, asker, made, AsPage, query.Example+", "+report.Scheme+" as at "+report.AsAt.String())
}

// ImpactAtServer returns the same for whoever runs commands on the record itself:
// exact, or protected as for publication. No page calls it.
func (d *Desk) ImpactAtServer(ctx context.Context, query ChangeQuery, publish bool) (impact.Report, error) {
	return d.impact(ctx, "what a change would admit, at the server", query, !publish, nil)
}

func (d *Desk) impact(ctx context.Context, op string, query ChangeQuery, exactly bool, from hidden) (impact.Report, error) {
	today := d.Today()
	if !query.AsAt.Known() {
		query.AsAt = today
	}
	if query.AsAt > today {
		return impact.Report{}, casework.Fail(casework.Invalid, op, "%s is still to come: choose a day up to today", query.AsAt.Short())
	}
	if query.Example != "" {
		at := slices.IndexFunc(d.Examples, func(e Example) bool { return e.Name == query.Example })
		if at < 0 {
			return impact.Report{}, casework.Fail(casework.NotFound, op, "there is no example %q", query.Example)
		}
		query.Text = d.Examples[at].Text
	}
	is, proposal, err := d.Library().Propose(query.Text, today)
	if err != nil {
		return impact.Report{}, casework.Fail(casework.Invalid, op, "%w", err)
	}
	question := impact.Question{
		Is: is.Book, Proposal: proposal, Settings: scheme.Settings{}, Window: query.Window, AsAt: query.AsAt, EveryOffence: query.EveryOffence,
	}
	maps.Copy(question.Settings, d.Settings[is.Book.ID])
	maps.Copy(question.Settings, query.Try)
	if !exactly {
		question.AsAt = monthEnd(query.AsAt)
		question.Policy = d.Protects()
	}
	log, err := d.log(ctx, question.AsAt, from)
	if err != nil {
		return impact.Report{}, casework.In(op, err)
	}
	report, err := question.Answer(log)
	if err != nil {
		return impact.Report{}, casework.Fail(casework.Invalid, op, "%w", err)
	}
	return report, nil
}

// log returns the encounters known by a day, each with what the referral that
// followed told of its woman, but for those of women who are hidden.
func (d *Desk) log(ctx context.Context, asAt calendar.Day, from hidden) (impact.Log, error) {
	women, err := d.described(ctx, asAt)
	if err != nil {
		return nil, err
	}
	facts, _, err := d.Record.Loose(ctx, 0, journey.KindEncounter, journey.KindWithdrawn)
	if err != nil {
		return nil, fmt.Errorf("reading the encounters: %w", err)
	}
	effective := journey.Effective(facts, asAt)
	return func(take func(*impact.Encounter) error) error {
		for i := range effective {
			body, ok := effective[i].Body.(journey.Encounter)
			if !ok {
				continue
			}
			met := women[body.Encounter]
			if from[effective[i].Woman] || from[met.PersonRef] {
				continue
			}
			met.tell(&effective[i], body)
			if err := take(&met.Encounter); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// met is an encounter on its way to be counted.
type met struct{ impact.Encounter }

// described returns, by encounter, what is known of the woman whose referral came
// from it. Her age is that at the referral.
func (d *Desk) described(ctx context.Context, asAt calendar.Day) (map[string]met, error) {
	women := map[string]met{}
	put := func(row journey.Row) error {
		if row.Encounter == "" {
			return nil
		}
		her := met{impact.Encounter{Ethnicity: row.Ethnicity, Interpreter: string(row.Interpreter), FirstTime: string(row.FirstTime), Mother: string(row.Mother)}}
		her.PersonRef, her.Age, her.Residence, her.WouldOtherwise = row.Woman, row.Age, row.Borough, row.Otherwise
		her.OffenceCode, her.OffenceLabel = row.OffenceCode, row.OffenceLabel
		women[row.Encounter] = her
		return nil
	}
	d.mutex.Lock()
	err := d.refresh(ctx)
	newest := d.now.Newest()
	d.mutex.Unlock()
	if err != nil {
		return nil, err
	}
	if asAt < newest {
		err = d.Record.History(ctx, func(facts []journey.Fact) error {
			for _, row := range journey.Fold(facts, asAt) {
				if err := put(row); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
	} else {
		_, err = d.Record.Changes(ctx, 0, put)
	}
	if err != nil {
		return nil, fmt.Errorf("reading what is known of the women: %w", err)
	}
	return women, nil
}

// tell puts in what the encounter itself says: of residence and offence, where it
// says it.
func (m *met) tell(fact *journey.Fact, body journey.Encounter) {
	told := casework.EncounterOf(body)
	told.OccurredOn, told.Age, told.WouldOtherwise = fact.Happened.Day(), m.Age, m.WouldOtherwise
	told.PersonRef, told.Residence = cmp.Or(fact.Woman, m.PersonRef), cmp.Or(told.Residence, m.Residence)
	if told.OffenceCode == "" {
		told.OffenceCode, told.OffenceLabel = m.OffenceCode, m.OffenceLabel
	}
	m.Encounter.Encounter = told
}
