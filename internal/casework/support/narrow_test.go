package support_test

import (
	"fmt"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// threeWomen are Amina, referred first and silent for longest, whom Priya meets
// in three days; Bea, who speaks Polish and came to everything; and Cora, referred
// last, whose needs are many and whose condition is due.
func threeWomen(t *testing.T) *house {
	h := newHouse(t)
	amina := h.hers("Amina")
	h.WaitDays(1)
	bea := h.hers("Bea")
	h.must(h.Record.Append(ctx, casework.Change{Key: h.Key(), Entry: caseworktest.Officer.Note(h.Now(), access.Append, access.ForReferral, "describe", 0), Facts: []journey.Fact{{
		Woman: h.row(bea).Woman, Happened: calendar.At(h.Now()), Known: calendar.At(h.Now()), By: "officer-1", Body: journey.Described{Language: "pl"},
	}}}))
	h.WaitDays(14)
	for range 2 {
		met := h.book(bea, time.Hour)
		h.Wait(2 * time.Hour)
		h.attend(bea, met, journey.Attended)
	}
	cora := h.hers("Cora", func(r *journey.Referral) { r.Condition.Due = calendar.DayOf(h.Now()).AddDays(40) })
	h.must(h.desk.Assess(ctx, caseworktest.Keyworker, cora, casework.AnyVersion, h.Key(),
		screening(calendar.DayOf(h.Now()), 1, need.Accommodation, need.Health, need.FinanceBenefitDebt, need.ChildrenAndFamilies)))
	h.book(amina, 72*time.Hour)
	return h
}

func TestACaseloadIsNarrowedAndSorted(t *testing.T) {
	h := threeWomen(t)
	for _, row := range []struct {
		name string
		q    support.Query
		want string
	}{
		{"all of it, the newest first", support.Query{}, "Cora Bea Amina "},
		{"the oldest first", support.Query{Sort: support.Oldest}, "Amina Bea Cora "},
		{"whose appointment is soonest", support.Query{Sort: support.Soonest}, "Amina Cora Bea "},
		{"whom nobody met for longest", support.Query{Sort: support.Quiet}, "Amina Cora Bea "},
		{"whose condition is due soonest", support.Query{Sort: support.Due}, "Cora Bea Amina "},
		{"whose condition is met", support.Query{Narrow: support.Narrow{Condition: support.IsMet}}, "Bea "},
		{"whose condition is not started", support.Query{Narrow: support.Narrow{Condition: support.NotBegun}}, "Cora Amina "},
		{"without a condition", support.Query{Narrow: support.Narrow{Condition: support.NoCondition}}, ""},
		{"who speak Polish", support.Query{Narrow: support.Narrow{Language: "pl"}}, "Bea "},
		{"of an area", support.Query{Narrow: support.Narrow{Area: "Central West"}}, "Cora Bea Amina "},
		{"of another area", support.Query{Narrow: support.Narrow{Area: "Camden"}}, ""},
		{"who came by a caution", support.Query{Narrow: support.Narrow{Pathway: journey.ConditionalCaution}}, "Cora Bea Amina "},
		{"of a tier", support.Query{Narrow: support.Narrow{Tier: need.TierMedium}}, "Cora "},
		{"whose condition is near its date", support.Query{Narrow: support.Narrow{Condition: support.NearItsDate}}, ""},
		{"whose review is due", support.Query{Narrow: support.Narrow{Review: true}}, ""},
		{"who are at risk", support.Query{Narrow: support.Narrow{Risk: true}}, ""},
		{"who are quiet", support.Query{Narrow: support.Narrow{Quiet: true}}, "Amina "},
		{"by name, narrowed", support.Query{Text: "okafor", Narrow: support.Narrow{Language: "pl"}}, "Bea "},
		{"by name, sorted", support.Query{Text: "okafor", Sort: support.Oldest}, "Amina Bea Cora "},
		{"the second page", support.Query{Sort: support.Oldest, Page: 2, PerPage: 2}, "Cora "},
	} {
		found, err := h.desk.Caseload(ctx, caseworktest.Keyworker, row.q)
		if got := names(found.Lines); err != nil || got != row.want {
			t.Errorf("%s: %q, want %q, %v", row.name, got, row.want, err)
		}
	}
}

func TestWhatACaseloadCanBeNarrowedToIsWhatItHas(t *testing.T) {
	h := threeWomen(t)
	found, err := h.desk.Caseload(ctx, caseworktest.Keyworker, support.Query{Narrow: support.Narrow{Language: "pl"}})
	if err != nil {
		t.Fatal(err)
	}
	want := "[Central West] [pl] [conditional_caution] [2]"
	if got := fmt.Sprint(found.Choices.Areas, " ", found.Choices.Languages, " ", found.Choices.Pathways, " ", []int{int(found.Choices.Tiers[0])}); len(found.Choices.Tiers) != 1 || got != want {
		t.Errorf("it can be narrowed to %s, want %s", got, want)
	}
}
