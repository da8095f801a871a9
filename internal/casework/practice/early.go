package practice

import (
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

const forceCode = "E23000001"

// fate is how far support had come by 31 August 2021.
type fate int

const (
	completed fate = iota
	neverCame
	cameOnce   // and support then ended
	open       // and she came at least twice
	openOnce   // and she came once
	openNoTime // and she had not come yet
)

// wave is how many women were referred in a span with one fate. The spans and
// counts together give the report's table of referrals and its engagement,
// the length of open cases and the closures whose exit answers it prints.
// Source: 004:175-177, 186, 293, 330-335, 343.
type wave struct {
	caution, voluntary int
	fate               fate
	from, to           string // referred
	closedFrom         string
	closedTo           string
	longest            int  // days of support
	exitYear           bool // closed in the year to March 2021, whose exit answers are printed
}

var waves = []wave{
	// Five months to March 2020: 32 and 5.
	{10, 2, completed, "2019-11-01", "2020-02-10", "2020-02-20", "2020-03-31", 140, false},
	{19, 2, completed, "2019-11-01", "2020-03-31", "2020-04-01", "2021-03-31", 240, true},
	{2, 1, neverCame, "2019-11-01", "2020-03-31", "", "", 0, false},
	{1, 0, cameOnce, "2019-11-01", "2020-03-31", "", "", 0, false},
	// Twelve months to March 2021: 80 and 20, in three parts so that Year 1 holds
	// 102 referrals and the year of reach 57 offers taken up. Source: 004:133, 432.
	{23, 11, completed, "2020-04-01", "2020-08-31", "2020-05-11", "2021-03-31", 210, true},
	{1, 1, neverCame, "2020-04-01", "2020-08-31", "", "", 0, false},
	{1, 0, cameOnce, "2020-04-01", "2020-08-31", "", "", 0, false},
	{11, 1, completed, "2020-09-01", "2020-10-31", "2020-10-15", "2021-03-31", 210, true},
	{12, 2, completed, "2020-09-01", "2020-10-31", "2021-04-01", "2021-05-14", 260, false},
	{1, 0, neverCame, "2020-09-01", "2020-10-31", "", "", 0, false},
	{1, 0, cameOnce, "2020-09-01", "2020-10-31", "", "", 0, false},
	{1, 0, completed, "2020-11-01", "2021-02-20", "2021-04-10", "2021-05-14", 200, false},
	{15, 3, completed, "2020-11-01", "2021-03-31", "2021-05-20", "2021-08-28", 300, false},
	{2, 1, neverCame, "2020-11-01", "2021-03-31", "", "", 0, false},
	{1, 0, cameOnce, "2020-11-01", "2021-03-31", "", "", 0, false},
	{6, 1, open, "2020-11-01", "2021-02-05", "", "", 0, false},
	{5, 0, open, "2021-03-05", "2021-03-31", "", "", 0, false},
	// Five months to August 2021: 30 and 8.
	{8, 4, completed, "2021-04-01", "2021-06-30", "2021-05-20", "2021-08-28", 120, false},
	{1, 0, neverCame, "2021-04-01", "2021-06-20", "", "", 0, false},
	{0, 1, cameOnce, "2021-04-01", "2021-06-20", "", "", 0, false},
	{9, 1, open, "2021-04-01", "2021-05-10", "", "", 0, false},
	{8, 2, open, "2021-06-05", "2021-08-01", "", "", 0, false},
	{3, 0, openOnce, "2021-07-01", "2021-07-28", "", "", 0, false},
	{1, 0, openNoTime, "2021-07-01", "2021-07-28", "", "", 0, false},
}

// story is what is decided of one woman of 2019 to 2021 before it is written.
type story struct {
	wave
	pathway   journey.Pathway
	referred  calendar.Day
	met       calendar.Day // the day of the encounter
	first     calendar.Day // attended; zero where she did not come
	second    calendar.Day
	closed    calendar.Day
	needs     need.Set
	asked     bool          // at exit
	follow    bool          // drawn for the follow-up of August 2021
	mother    journey.YesNo // decided where she is drawn; else as it falls
	firstTime journey.YesNo
	offence   journey.Offence
	arrests   []calendar.Day
	thread    *thread
	attended  []int        // the writer's facts of appointments she came to
	last      calendar.Day // she came
}

func (s *story) engaged() bool { return s.fate != neverCame && s.fate != cameOnce }
func (s *story) caution() bool { return s.pathway == journey.ConditionalCaution }
func (s *story) abused() bool  { return s.needs.Has(need.DomesticAbuseVAWG) }

// date reads a date of the plan above.
func date(text string) calendar.Day {
	day, err := calendar.ParseDay(text)
	if err != nil {
		return 0
	}
	return day
}

// early writes the cases of 2019 to 2021.
func (w *writer) early() {
	var stories []*story
	for _, each := range waves {
		for i := range each.caution + each.voluntary {
			pathway := journey.Voluntary
			if i < each.caution {
				pathway = journey.ConditionalCaution
			}
			stories = append(stories, w.dated(&story{wave: each, pathway: pathway}))
		}
	}
	w.assess(stories)
	w.chooseFollowUp(stories)
	w.chooseFirstTime(stories)
	w.chooseOffences(stories)
	w.chooseArrests(stories)
	for _, s := range stories {
		w.writeStory(s)
	}
	w.chooseLate(stories)
	w.writeExits(stories)
	w.writeFollowUp(stories)
	w.writeActivities(stories)
	w.writeReach(stories)
	w.writeService()
}

// dated gives a story its days.
func (w *writer) dated(s *story) *story {
	from := date(s.from)
	s.referred = w.dayIn(from, date(s.to))
	s.met = max(from, s.referred.AddDays(-w.between(0, 3)))
	if s.fate != neverCame && s.fate != openNoTime {
		s.first = workday(s.referred.AddDays(w.between(3, 12)))
	}
	switch s.fate {
	case completed:
		s.second = workday(s.first.AddDays(w.between(7, 14)))
		earliest := max(date(s.closedFrom), s.referred.AddDays(40))
		s.closed = w.dayIn(earliest, max(earliest, min(date(s.closedTo), s.referred.AddDays(s.longest))))
	case neverCame, cameOnce:
		s.closed = s.referred.AddDays(w.between(32, 50))
	case open:
		s.second = workday(s.first.AddDays(w.between(7, 14)))
	}
	return s
}

// workday returns the day, or the Monday after it.
func workday(day calendar.Day) calendar.Day {
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDays(1)
	}
	return day
}

// chooseFirstTime makes 66 of the 160 women who took up support report no
// earlier offence. Source: 004:251.
func (w *writer) chooseFirstTime(stories []*story) {
	engaged := where(stories, (*story).engaged)
	shuffle(w, engaged)
	for i, s := range engaged {
		s.firstTime = journey.YesNoOf(i < 66)
	}
}

// chooseOffences gives the 142 cautions 38 kinds of offence, theft, cocaine and
// common assault leading, and 44 assaults of which 31 are by women who told of
// abuse. Source: 004:192, 194.
func (w *writer) chooseOffences(stories []*story) {
	cautions := where(stories, (*story).caution)
	shuffle(w, cautions)
	assaults := first(31, where(cautions, func(s *story) bool { return s.abused() }))
	assaults = append(assaults, first(10, where(cautions, func(s *story) bool { return s.engaged() && !s.abused() }))...)
	assaults = append(assaults, first(3, where(cautions, func(s *story) bool { return !s.engaged() }))...)
	shuffle(w, assaults)
	for i, s := range assaults {
		s.offence = [...]journey.Offence{commonAssault, beating, emergencyWorker}[step(i, 20, 34)]
	}
	for i, s := range where(cautions, func(s *story) bool { return s.offence.Code == "" }) {
		switch step(i, 33, 54) {
		case 0:
			s.offence = shopTheft
		case 1:
			s.offence = cocaine
		default:
			s.offence = otherOffences[(i-54)%len(otherOffences)]
		}
	}
}

// step says past how many of the marks i is.
func step(i int, marks ...int) int {
	past := 0
	for _, mark := range marks {
		if i >= mark {
			past++
		}
	}
	return past
}

func where(stories []*story, holds func(*story) bool) []*story {
	var found []*story
	for _, s := range stories {
		if holds(s) {
			found = append(found, s)
		}
	}
	return found
}

func first(n int, stories []*story) []*story {
	return stories[:min(n, len(stories)):min(n, len(stories))]
}

// chooseArrests gives 24 women 30 arrests after their referral, by how far
// support had come, and five women an earlier one. Source: 004:410-420.
func (w *writer) chooseArrests(stories []*story) {
	cautions := where(stories, (*story).caution)
	shuffle(w, cautions)
	of := func(f fate) []*story { return where(cautions, func(s *story) bool { return s.fate == f }) }
	ended := where(of(completed), func(s *story) bool { return s.closed <= date("2021-05-14") })

	// Before any appointment: 8 women, 9 arrests.
	for _, s := range first(3, of(neverCame)) {
		s.arrests = append(s.arrests, s.referred.AddDays(w.between(6, 28)))
	}
	again := of(neverCame)[0]
	again.arrests = append(again.arrests, again.arrests[0].AddDays(10))
	for _, s := range ended[:5] {
		s.arrests = append(s.arrests, w.dayIn(s.referred.AddDays(1), s.first.AddDays(-1)))
	}
	// After one: 6 women, 7 arrests.
	for _, s := range ended[5:9] {
		s.arrests = append(s.arrests, w.dayIn(s.first.AddDays(1), s.second.AddDays(-1)))
	}
	for i, s := range first(2, of(cameOnce)) {
		s.arrests = append(s.arrests, s.first.AddDays(w.between(4, 15)))
		if i == 0 {
			s.arrests = append(s.arrests, s.arrests[0].AddDays(9))
		}
	}
	// After two, supported: 4 women, 6 arrests.
	long := where(of(open), func(s *story) bool { return s.referred < date("2021-02-28") })
	for _, s := range first(2, long) {
		on := s.second.AddDays(w.between(3, 30))
		s.arrests = append(s.arrests, on, on.AddDays(w.between(20, 60)))
	}
	for _, s := range ended[9:11] {
		s.arrests = append(s.arrests, w.dayIn(s.second.AddDays(2), s.closed.AddDays(-2)))
	}
	// After support ended: 6 women, 8 arrests, one on the day it ended and one on
	// the last day of the feed.
	for i, s := range ended[11:17] {
		switch on := s.closed.AddDays(w.between(15, 60)); i {
		case 0:
			s.arrests = append(s.arrests, s.closed)
		case 1:
			s.arrests = append(s.arrests, date("2021-08-24"))
		case 2, 3:
			s.arrests = append(s.arrests, on, on.AddDays(w.between(5, 30)))
		default:
			s.arrests = append(s.arrests, on)
		}
	}
	for _, s := range ended[17:22] {
		s.arrests = append(s.arrests, s.referred.AddDays(-w.between(60, 300)))
	}
}
