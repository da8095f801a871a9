package evidence_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"throughline/economics"
	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	verbs "throughline/internal/casework/evidence"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web/evidence"
	"throughline/internal/edge/web/webtest"
	"throughline/schemes"
)

type people []support.Keyworker

func (p people) Keyworkers(context.Context) ([]support.Keyworker, error) { return p, nil }

// canary stands in the sealed words of every woman: no page of evidence shows it.
const canary = "zebra-crossing-77"

var (
	spring = calendar.On(2020, time.April, 6)
	summer = calendar.On(2020, time.July, 31)
)

func on(day calendar.Day, woman, caseID string, body journey.Body) journey.Fact {
	return journey.Fact{
		Woman: woman, Case: caseID, Happened: calendar.OnDay(day), Known: calendar.OnDay(day), Body: body,
		Words: &journey.Words{Text: canary},
	}
}

func write(t *testing.T, room *caseworktest.Room, facts ...journey.Fact) {
	t.Helper()
	if _, err := room.Record.Append(context.Background(), casework.Change{Facts: facts}); err != nil {
		t.Fatal(err)
	}
}

// examples are the changes that come with the program.
func examples(t *testing.T) []verbs.Example {
	t.Helper()
	changes, err := schemes.Changes()
	if err != nil {
		t.Fatal(err)
	}
	var list []verbs.Example
	for _, change := range changes {
		list = append(list, verbs.Example{Name: change.Name, Text: change.Text, Amendment: change.Amendment})
	}
	return list
}

// unfit is an example that the rulebook as it stands has no place for.
var unfit = verbs.Example{Name: "unfit", Text: []byte(`amends: lwds
title: Of an earlier edition
why: To see.
source: "004:143"
pathways: {conditional_caution: {clauses: {gone: {remove: true}}}}
`), Amendment: scheme.Amendment{Amends: "lwds", Title: "Of an earlier edition"}}

// newSite holds 40 encounters, 20 offers of which 18 were accepted, and 18 women
// referred; 12 came twice, 2 were re-arrested, and 3 cases are closed.
func newSite(t *testing.T, asker access.Asker) (*webtest.Site, *caseworktest.Room) {
	t.Helper()
	site, room, _ := newSiteOf(t, asker)
	return site, room
}

// newSiteOf is newSite with the desk behind its pages.
func newSiteOf(t *testing.T, asker access.Asker) (*webtest.Site, *caseworktest.Room, *verbs.Desk) {
	t.Helper()
	room := caseworktest.NewRoom(t)
	for i := range 40 {
		offered, accepted := journey.YesNoOf(i < 20), journey.YesNo("")
		if i < 20 {
			accepted = journey.YesNoOf(i < 18)
		}
		fact := on(spring, "", "", journey.Encounter{
			Encounter: fmt.Sprintf("E%02d", i), What: "arrest", Area: "Central West", Offered: offered, Accepted: accepted,
		})
		fact.Words = nil
		write(t, room, fact)
	}
	for i := range 18 {
		woman, id := fmt.Sprintf("woman-%02d", i), fmt.Sprintf("case%04d", i)
		day := spring.AddDays(i)
		write(t, room,
			on(day, woman, id, journey.Referred{
				Scheme: "lwds", Pathway: journey.ConditionalCaution, Encounter: fmt.Sprintf("E%02d", i),
				Offence:   journey.Offence{Code: "105/01", Label: "Common assault"},
				Otherwise: [18]string{0: "simple_caution", 1: "community_resolution", 2: "not_known", 3: "charge", 4: "charge", 5: "charge", 6: "charge", 7: "charge", 8: "charge", 9: "charge", 10: "charge", 11: "no_further_action"}[i],
			}),
			on(day, woman, id, journey.Allocated{Keyworker: caseworktest.Keyworker.ID}),
			on(day, woman, id, journey.ConditionGiven{Condition: "condition-" + id, Units: 2, Given: day}),
		)
		if i < 12 {
			for n := range 2 {
				write(t, room, on(day.AddDays(7*n+7), woman, id, journey.Attendance{At: calendar.OnDay(day.AddDays(7*n + 7)),
					Appointment: fmt.Sprintf("%s-%d", id, n), How: journey.OneToOne, Outcome: journey.Attended, Counts: journey.Yes,
				}))
			}
			write(t, room, on(day.AddDays(7), woman, id, journey.NeedAssessed{Pathway: need.Accommodation, Present: true}))
		}
		if i < 2 {
			write(t, room, on(summer, woman, "", journey.Arrested{Arrest: fmt.Sprintf("A%d", i)}))
		}
		if i >= 9 && i < 12 {
			write(t, room, on(summer, woman, id, journey.Closed{Reason: journey.ClosedCompleted}))
		}
	}
	door := evidence.Door{Desk: deskOf(t, room), People: people{{ID: caseworktest.Keyworker.ID, Name: "Priya"}}}
	return webtest.Start(t, asker, door), room, door.Desk
}

// deskOf is the desk of a room. What it keeps is in the room's record.
func deskOf(t *testing.T, room *caseworktest.Room) *verbs.Desk {
	t.Helper()
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	returns, err := economics.Library()
	if err != nil {
		t.Fatal(err)
	}
	return &verbs.Desk{
		Bench: room.Bench, Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}}, Released: &caseworktest.Released{}, Economics: returns,
		Library: func() *scheme.Library { return books }, Examples: append(examples(t), unfit),
		Downloads: room.Record.Record.(verbs.Downloads), Write: writePack,
	}
}
