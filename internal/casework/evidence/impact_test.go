package evidence_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/impact"
	"throughline/schemes"
)

const widened = "lwds-all-outcomes"

// changeDesk returns a desk that counts changes, with one area covered.
func changeDesk(t testing.TB, room *caseworktest.Room) *evidence.Desk {
	d := desk(t, room)
	library, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	changes, err := schemes.Changes()
	if err != nil {
		t.Fatal(err)
	}
	d.Library = func() *scheme.Library { return library }
	for _, change := range changes {
		d.Examples = append(d.Examples, evidence.Example{Name: change.Name, Text: change.Text, Amendment: change.Amendment})
	}
	d.Settings = map[string]scheme.Settings{london: {"covered_areas": []string{"North"}, "lower_level_offences": []string{"TH68010"}}}
	return d
}

// arrested writes an encounter in the North, for theft from a shop.
func arrested(t testing.TB, room *caseworktest.Room, id, woman, outcome string, day calendar.Day) string {
	t.Helper()
	fact := on(day, woman, "", journey.Encounter{
		Encounter: id, What: "arrest", Area: "North", Offence: journey.Offence{Code: "TH68010", Label: "Theft from a shop"},
		Outcome: outcome, Offered: journey.YesNoOf(outcome == "conditional_caution"),
	})
	fact.Known = fact.Happened
	receipt, err := room.Record.Append(ctx, casework.Change{Facts: []journey.Fact{fact}})
	if err != nil {
		t.Fatal(err)
	}
	return receipt.Facts[0]
}

// cautionMoves returns how the door of a conditional caution moves, as the lead
// reads it.
func cautionMoves(t testing.TB, d *evidence.Desk, query evidence.ChangeQuery) map[string]string {
	t.Helper()
	report, err := d.Impact(ctx, caseworktest.Lead, query)
	if err != nil {
		t.Fatal(err)
	}
	return textOf(report)
}

func textOf(report impact.Report) map[string]string {
	texts := map[string]string{}
	for _, reading := range report.Figures {
		texts[reading.Meaning().ID] = fmt.Sprint(reading.Written().Numerator)
	}
	return texts
}

func wants(t testing.TB, got, want map[string]string) {
	t.Helper()
	for id, n := range want {
		if got[id] != n {
			t.Errorf("%s is %q, want %q", id, got[id], n)
		}
	}
}

func TestAChangeIsCountedOverTheRecord(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := changeDesk(t, room)
	arrested(t, room, "E1", "", "charge", first)                       // may be let in: her age is not known
	arrested(t, room, "E2", "", "bail", first)                         // stays closed
	arrested(t, room, "E3", "her", "no_further_action", first)         // let in: the referral that followed tells her age
	wrong := arrested(t, room, "E4", "", "bail", first)                // put right in winter: a charge
	arrested(t, room, "E5", "", "charge", winter)                      // after the window of reach
	gone := arrested(t, room, "E6", "", "community_resolution", first) // withdrawn
	age, day := 34, first.AddDays(1)
	write(t, room,
		on(day, "her", "case-1", journey.Described{Ethnicity: "black_african", FirstTime: journey.Yes}),
		on(day, "her", "case-1", journey.Referred{Scheme: london, Pathway: journey.Voluntary, Encounter: "E3", Age: &age}),
	)
	withdrawn := on(winter, "", "", journey.Withdrawn{})
	withdrawn.Supersedes, withdrawn.Known = gone, withdrawn.Happened
	charged := on(first, "", "", journey.Encounter{Encounter: "E4", What: "arrest", Area: "North", Offence: journey.Offence{Code: "TH68010"}, Outcome: "charge"})
	charged.Supersedes, charged.Known = wrong, calendar.OnDay(winter)
	for _, fact := range []journey.Fact{withdrawn, charged} {
		if _, err := room.Record.Append(ctx, casework.Change{Facts: []journey.Fact{fact}}); err != nil {
			t.Fatal(err)
		}
	}

	wants(t, cautionMoves(t, d, evidence.ChangeQuery{Example: widened}), map[string]string{
		"base": "4", "conditional_caution.moves.closed.open": "1", "conditional_caution.moves.closed.unclear": "2",
		"conditional_caution.moves.closed.closed": "1", "conditional_caution.let_in.ethnicity.black_african": "1",
		"conditional_caution.may_be_let_in.ethnicity.not_known": "2", "conditional_caution.let_in.age.25_to_34": "1",
		"group.offence.th68010": "4", "conditional_caution.let_in.first_time.yes": "1",
	})
	// As at the summer nobody knew that E4 was a charge, and E6 stood.
	wants(t, cautionMoves(t, d, evidence.ChangeQuery{Example: widened, AsAt: summer}), map[string]string{
		"base": "5", "conditional_caution.moves.closed.unclear": "2", "conditional_caution.moves.closed.closed": "2",
		"conditional_caution.let_in.ethnicity.black_african": "1",
	})
	// Before the referral nothing is known of the woman.
	wants(t, cautionMoves(t, d, evidence.ChangeQuery{Example: widened, AsAt: first}), map[string]string{
		"conditional_caution.moves.closed.open": "0", "conditional_caution.moves.closed.unclear": "3",
	})
	wants(t, cautionMoves(t, d, evidence.ChangeQuery{Example: widened, Window: calendar.Window{From: winter}}), map[string]string{
		"base": "1", "conditional_caution.moves.closed.unclear": "1",
	})
	wants(t, cautionMoves(t, d, evidence.ChangeQuery{Example: widened, Try: scheme.Settings{"lower_level_offences": []string{}}}), map[string]string{
		"conditional_caution.moves.closed.closed": "4",
	})
	wants(t, cautionMoves(t, d, evidence.ChangeQuery{Example: widened, EveryOffence: "lower_level_offences", Try: scheme.Settings{"lower_level_offences": []string{}}}), map[string]string{
		"conditional_caution.moves.closed.open": "1",
	})
	server, err := d.ImpactAtServer(ctx, evidence.ChangeQuery{Example: widened}, true)
	if err != nil {
		t.Fatal(err)
	}
	wants(t, textOf(server), map[string]string{"base": "*", "conditional_caution.moves.closed.open": "*"})
}

// What police told for a scheme's clauses, and the force by its name, are known of
// the encounters counted as they were when she was sent. Source: 000:554.
func TestAChangeKnowsWhatPoliceTold(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := changeDesk(t, room)
	for id, told := range map[string]struct{ force, charge, group string }{
		"E1": {"Durham Constabulary", "charged", "theft"},
		"E2": {"Durham Constabulary", "not_charged", "theft"},
		"E3": {"Kent Police", "charged", "theft"},
		"E4": {"Durham Constabulary", "charged", "criminal_damage"},
	} {
		write(t, room, on(first, "", "", journey.Encounter{
			Encounter: id, What: "arrest", Force: told.force, ChargeState: told.charge, Group: told.group, Admitted: "yes", Accepted: journey.Yes, Outcome: "bail",
		}))
	}
	text := []byte("amends: durham-gateway-to-change\ntitle: T\nwhy: W\nsource: \"000:554\"\npathways: {bail: {clauses: {adult: {remove: true}}}}")
	report, err := d.Impact(ctx, caseworktest.Lead, evidence.ChangeQuery{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	wants(t, textOf(report), map[string]string{"base": "4", "bail.moves.unclear.open": "1", "bail.moves.closed.closed": "3"})
}

func TestWhoMayCountWhichChange(t *testing.T) {
	text := []byte("amends: lwds\ntitle: T\nwhy: W\nsource: \"004:143\"\npathways: {conditional_caution: {clauses: {covered_area: {remove: true}}}}")
	for _, test := range []struct {
		name  string
		asker access.Asker
		query evidence.ChangeQuery
		kind  casework.Kind // Internal: it is counted
	}{
		{"the lead, an example", caseworktest.Lead, evidence.ChangeQuery{Example: widened}, casework.Internal},
		{"the lead, her own", caseworktest.Lead, evidence.ChangeQuery{Text: text}, casework.Internal},
		{"a commissioner, an example", caseworktest.Commissioner, evidence.ChangeQuery{Example: widened}, casework.Internal},
		{"a commissioner, her own", caseworktest.Commissioner, evidence.ChangeQuery{Text: text}, casework.Forbidden},
		{"a commissioner, days of her own", caseworktest.Commissioner, evidence.ChangeQuery{Example: widened, Window: calendar.Window{From: first}}, casework.Forbidden},
		{"a commissioner, settings of her own", caseworktest.Commissioner, evidence.ChangeQuery{Example: widened, Try: scheme.Settings{}}, casework.Forbidden},
		{"a commissioner, supposing", caseworktest.Commissioner, evidence.ChangeQuery{Example: widened, EveryOffence: "lower_level_offences"}, casework.Forbidden},
		{"a keyworker", caseworktest.Keyworker, evidence.ChangeQuery{Example: widened}, casework.Forbidden},
		{"an officer", caseworktest.Officer, evidence.ChangeQuery{Example: widened}, casework.Forbidden},
		{"an administrator", caseworktest.Admin, evidence.ChangeQuery{Example: widened}, casework.Forbidden},
		{"no such example", caseworktest.Lead, evidence.ChangeQuery{Example: "none"}, casework.NotFound},
		{"no change", caseworktest.Lead, evidence.ChangeQuery{}, casework.Invalid},
		{"no such setting", caseworktest.Lead, evidence.ChangeQuery{Example: widened, EveryOffence: "mood"}, casework.Invalid},
		{"a day to come", caseworktest.Lead, evidence.ChangeQuery{Example: widened, AsAt: calendar.On(2199, 1, 1)}, casework.Invalid},
	} {
		t.Run(test.name, func(t *testing.T) {
			room := caseworktest.NewRoom(t)
			d := changeDesk(t, room)
			arrested(t, room, "E1", "", "charge", first)
			before := len(room.Record.Ledger)
			report, err := d.Impact(ctx, test.asker, test.query)
			counted := err == nil && len(report.Figures) > 0
			if counted != (test.kind == casework.Internal) || err != nil && casework.KindOf(err) != test.kind {
				t.Errorf("counted %v: %v", counted, err)
			}
			if written := len(room.Record.Ledger) > before; written != counted {
				t.Errorf("written down: %v, counted: %v", written, counted)
			}
			if counted && report.Exact() != (test.asker.Role == access.ServiceLead) {
				t.Errorf("the figures are exact: %v", report.Exact())
			}
		})
	}
}

func TestAProtectedChangeStandsAtTheEndOfAMonth(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := changeDesk(t, room)
	arrested(t, room, "E1", "", "charge", first)
	report, err := d.Impact(ctx, caseworktest.Commissioner, evidence.ChangeQuery{Example: widened, AsAt: calendar.On(2020, 3, 17)})
	if err != nil || report.AsAt != calendar.On(2020, 2, 29) || strings.Contains(strings.Join(report.Notes, " "), "Women known") {
		t.Errorf("as at %s, with the notes %q (%v)", report.AsAt, report.Notes, err)
	}
}

// failing is a record that cannot be read in one way.
type failing struct {
	casework.Record
	loose, changes, history error
}

func (f failing) Loose(ctx context.Context, mark int64, kinds ...journey.Kind) ([]journey.Fact, int64, error) {
	if f.loose != nil && len(kinds) == 2 {
		return nil, 0, f.loose
	}
	return f.Record.Loose(ctx, mark, kinds...)
}

func (f failing) Changes(ctx context.Context, mark int64, take func(journey.Row) error) (int64, error) {
	if f.changes != nil {
		return 0, f.changes
	}
	return f.Record.Changes(ctx, mark, take)
}

func (f failing) History(ctx context.Context, take func([]journey.Fact) error) error {
	if f.history != nil {
		return f.history
	}
	return f.Record.History(ctx, take)
}

func TestAChangeThatCannotBeReadIsNotShown(t *testing.T) {
	broken := errors.New("the disk is gone")
	for name, with := range map[string]failing{
		"the encounters": {loose: broken}, "the rows": {changes: broken}, "the histories": {history: broken},
	} {
		t.Run(name, func(t *testing.T) {
			room := caseworktest.NewRoom(t)
			d := changeDesk(t, room)
			arrested(t, room, "E1", "", "charge", first)
			arrested(t, room, "E2", "", "charge", winter)
			with.Record = room.Record
			d.Record = with
			if _, err := d.Impact(ctx, caseworktest.Lead, evidence.ChangeQuery{Example: widened, AsAt: summer}); !errors.Is(err, broken) {
				t.Errorf("the error is %v", err)
			}
		})
	}
	room := caseworktest.NewRoom(t)
	d := changeDesk(t, room)
	room.Record.Deaf = broken
	if report, err := d.Impact(ctx, caseworktest.Lead, evidence.ChangeQuery{Example: widened}); casework.KindOf(err) != casework.Unavailable || report.Figures != nil {
		t.Errorf("nobody wrote the read down, and it answers %v", err)
	}
}
