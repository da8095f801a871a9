package support

import (
	"cmp"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Week is one week of what she takes part in, by her plan and her appointments.
type Week struct {
	Monday calendar.Day
	Items  []WeekItem
}

// WeekItem is one thing in a week.
type WeekItem struct {
	On    calendar.Moment
	What  DueKind // an appointment, a step, or a review
	How   journey.AppointmentKind
	Place string // of an appointment
	Step  journey.Step
	Goal  string // id of the goal that a step or review is of
}

// WeeksAhead is how far her weeks are shown.
const WeeksAhead = 12

// Weeks returns what is to come, week by week, made from what is booked and what
// was agreed. Weeks in which nothing is known to happen are left out.
func (v CaseView) Weeks() []Week {
	var items []WeekItem
	for _, a := range v.Appointments {
		if a.Upcoming {
			items = append(items, WeekItem{On: a.At, What: DueAppointment, How: a.How, Place: a.Place})
		}
	}
	for _, goal := range v.Goals {
		if goal.State != journey.GoalOpen {
			continue
		}
		if goal.Review.Known() {
			items = append(items, WeekItem{On: calendar.OnDay(goal.Review), What: DueReview, Goal: goal.Goal})
		}
		for _, step := range goal.Steps {
			if step.State == journey.StepOpen && step.Due.Known() {
				items = append(items, WeekItem{On: calendar.OnDay(step.Due), What: DueStep, Step: step, Goal: goal.Goal})
			}
		}
	}
	first := mondayOf(v.At.Day)
	items = slices.DeleteFunc(items, func(item WeekItem) bool {
		return item.On.Day() < v.At.Day || item.On.Day() >= first.AddDays(7*WeeksAhead)
	})
	slices.SortStableFunc(items, func(a, b WeekItem) int { return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.What, b.What)) })
	var weeks []Week
	for _, item := range items {
		monday := mondayOf(item.On.Day())
		if len(weeks) == 0 || weeks[len(weeks)-1].Monday != monday {
			weeks = append(weeks, Week{Monday: monday})
		}
		last := &weeks[len(weeks)-1]
		last.Items = append(last.Items, item)
	}
	return weeks
}

// mondayOf returns the Monday on or before a day.
func mondayOf(day calendar.Day) calendar.Day {
	const daysOfWeek = 7
	return day.AddDays(-((int(day.Weekday()) + daysOfWeek - 1) % daysOfWeek))
}
