package caseworktest

import (
	"context"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

// waiver waives a fine after one session of each kind within 28 days that two
// local settings count. Source: 000:507.
const waiver = `
id: waiver
title: Waiver
status: live
in_force: {text: Since when it runs, not_stated: true, source: "000:507"}
settings:
  - {name: receipt_day_counts, kind: yes_no, text: whether the day she receives the notice is the first of the 28 days, source: "000:507"}
  - {name: day_28_counts, kind: yes_no, text: whether what is done on day 28 is in time, source: "000:507"}
pathways:
  - pathway: penalty_notice
    title: Penalty notice
    clauses:
      - {id: notice, text: She has a notice., given: true, source: "000:507"}
    condition:
      text: Both sessions.
      source: "000:507"
      units:
        - {required: 1, unit: alcohol awareness session, source: "000:507"}
        - {required: 1, unit: follow-up session, source: "000:507"}
      attended_late: {not_stated: true, source: "000:507"}
      clock: {text: Within 28 days., start: she receives the notice, days: 28, start_day_counts: receipt_day_counts, last_day_in: day_28_counts, source: "000:507"}
      reasonable_excuse: {not_stated: true, source: "000:507"}
      not_met: {not_stated: true, text: Who decides, source: "000:507"}
    ending: {disposal: fine_waived, text: The fine is waived., source: "000:507"}
    offers:
      - {id: directory, text: Services near her., source: "000:756"}
`

// gateway is bail of eight weeks whose case-worker may send the matter back to
// police. Source: 000:554.
const gateway = `
id: gateway
title: Gateway
status: pilot
in_force: {text: Since when it runs, not_stated: true, source: "000:554"}
pathways:
  - pathway: bail
    title: Bail
    clauses:
      - {id: bailed, text: She is bailed., given: true, source: "000:554"}
    condition:
      text: She takes part in the services set for her.
      source: "000:554"
      units:
        - {unit: appointment, not_stated: true, source: "000:558"}
      attended_late: {not_stated: true, source: "000:554"}
      clock: {text: She is bailed for 8 weeks., start: she is bailed, weeks: 8, start_day_counts: "no", last_day_in: "yes", source: "000:554"}
      reasonable_excuse: {decider: case-worker, text: The case-worker decides., source: "000:554", mark: inferred}
      refer_back: {decider: case-worker, to: police, text: The matter goes back to police., source: "000:554"}
      not_met: {decider: police, text: Police decide., source: "000:554"}
    ending: {disposal: restorative_disposal, text: It is a restorative disposal., source: "000:554"}
    offers:
      - {id: directory, text: Services near her., source: "000:756"}
`

// Rules returns London's scheme, which the service of the room runs, beside two
// others: the scheme "waiver" by penalty notice, and "gateway" by bail.
func Rules(t testing.TB) casework.Schemes {
	t.Helper()
	library, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{waiver, gateway} {
		book, err := scheme.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if library, err = library.With(scheme.Edition{Book: book}); err != nil {
			t.Fatal(err)
		}
	}
	return casework.Schemes{Rules: library, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{}}
}

// Under returns the case of a woman whom Officer referred under a scheme and
// pathway, with a condition, and who is Keyworker's.
func (r *Room) Under(t testing.TB, id string, pathway journey.Pathway, condition journey.ConditionEntry) string {
	t.Helper()
	entry := Amina()
	entry.Scheme, entry.Pathway, entry.Outcome, entry.Condition = id, pathway, string(pathway), &condition
	facts, err := r.Bench.Pen(Officer).Refer(entry, "")
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	receipt, err := r.Record.Append(ctx, casework.Change{Facts: facts})
	if err != nil {
		t.Fatal(err)
	}
	row, err := r.Record.Row(ctx, receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	if facts, err = r.Bench.Pen(Lead).Allocate(row, Keyworker.ID, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Record.Append(ctx, casework.Change{Facts: facts}); err != nil {
		t.Fatal(err)
	}
	return receipt.Case
}
