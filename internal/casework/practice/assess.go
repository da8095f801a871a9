package practice

import (
	"cmp"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// share is how many women of a group have each of the needs the report counts.
type share struct {
	health, abuse, substances, accommodation int
	three, threeVoluntary                    int // health, abuse and substances together
}

// The women whose exit answers are printed, those of the same year who were not
// asked, and all the others. Together: 107, 104, 80 and 91 of 160, all three 48,
// of whom 39 on a caution. Source: 004:134, 258-263, 330-335.
var (
	askedShare    = share{37, 35, 25, 31, 15, 3}
	notAskedShare = share{9, 7, 9, 8, 6, 1}
	othersShare   = share{61, 62, 46, 52, 27, 5}
)

// assess gives the 160 women who took up support their needs.
func (w *writer) assess(stories []*story) {
	engaged := where(stories, (*story).engaged)
	shuffle(w, engaged)
	year := where(engaged, func(s *story) bool { return s.exitYear })
	voluntary := where(year, func(s *story) bool { return !s.caution() })
	cautions := where(year, (*story).caution)
	notAsked := slices.Concat(voluntary[:2], cautions[:8])
	asked := slices.Concat(voluntary[2:], cautions[8:])
	for _, s := range asked {
		s.asked = true
	}
	w.spread(asked, askedShare)
	w.spread(notAsked, notAskedShare)
	w.spread(where(engaged, func(s *story) bool { return !s.exitYear }), othersShare)
	w.addNeeds(engaged)
}

// spread lays the needs of a share over a group. Outside the women who have all
// three, the three needs are dealt round in turn, so that nobody else gets all.
func (w *writer) spread(group []*story, s share) {
	shuffle(w, group)
	slices.SortStableFunc(group, func(a, b *story) int { return cmp.Compare(a.pathway, b.pathway) * -1 }) // voluntary first
	voluntary := len(where(group, func(s *story) bool { return !s.caution() }))
	cautions := voluntary + s.three - s.threeVoluntary
	all := slices.Concat(group[:s.threeVoluntary], group[voluntary:cautions])
	rest := slices.Concat(group[s.threeVoluntary:voluntary], group[cautions:])
	for _, one := range all {
		one.needs = one.needs.With(need.Health).With(need.DomesticAbuseVAWG).With(need.DrugsAndAlcohol)
	}
	shuffle(w, rest)
	at := 0
	for _, deal := range []struct {
		pathway need.Pathway
		times   int
	}{{need.Health, s.health}, {need.DomesticAbuseVAWG, s.abuse}, {need.DrugsAndAlcohol, s.substances}} {
		for range deal.times - s.three {
			one := rest[at%len(rest)]
			one.needs = one.needs.With(deal.pathway)
			at++
		}
	}
	shuffle(w, group)
	for _, one := range group[:s.accommodation] {
		one.needs = one.needs.With(need.Accommodation)
	}
}

// addNeeds adds needs in the other pathways until 61 women have one to three, 71
// four to six and 28 seven to nine; more of the counted needs go with more of
// the others. Source: 004:248, 251.
func (w *writer) addNeeds(engaged []*story) {
	shuffle(w, engaged)
	slices.SortStableFunc(engaged, func(a, b *story) int { return cmp.Compare(b.needs.Count(), a.needs.Count()) })
	others := []need.Pathway{need.FinanceBenefitDebt, need.ChildrenAndFamilies, need.AttitudesThinkingBehaviour, need.EducationTrainingEmployment}
	for i, s := range engaged {
		has, low, high := s.needs.Count(), 1, 3
		switch step(i, 28, 28+71) {
		case 0:
			low, high = 7, 9
		case 1:
			low, high = 4, 6
		}
		shuffle(w, others)
		more := append(slices.Clone(others), need.SexWork)
		for _, pathway := range more[:max(0, w.between(max(low, has), min(high, has+len(more)))-has)] {
			s.needs = s.needs.With(pathway)
		}
	}
}

// writeNeeds writes one assessment over the nine pathways, or a later one in
// which things have gone better.
func (t *thread) writeNeeds(on calendar.Moment, present need.Set, later bool) {
	for _, pathway := range need.Pathways() {
		body := journey.NeedAssessed{Pathway: pathway, Present: present.Has(pathway)}
		hers, workers := t.between(3, 4), t.between(3, 4)
		switch {
		case body.Present && later:
			hers, workers = t.between(1, 4), t.between(1, 3)
			body.Present = hers < 3
		case body.Present:
			hers, workers = t.between(0, 2), t.between(0, 2)
		}
		body.Hers, body.Workers = &hers, &workers
		if pathway == need.DomesticAbuseVAWG && body.Present {
			body.Detail = t.draw(weighted{{"current", 30}, {"history", 45}, {"both", 25}})
		}
		t.write("needs", on, body, nil)
	}
}
