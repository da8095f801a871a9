package safecontact

import (
	"fmt"
	"strings"

	"throughline/internal/domain/calendar"
)

// Decision says whether a channel may be used at a moment, and why not in words
// that a page or a task can show.
type Decision struct {
	Allow  bool
	Reason string // "" where it may
}

func no(format string, args ...any) Decision { return Decision{Reason: fmt.Sprintf(format, args...)} }

// May says whether she may be reached by the channel at a moment.
func (r Rule) May(channel Channel, at calendar.Moment) Decision {
	named, known := words[channel]
	standing, spoken := r.Of(channel)
	if barred := r.barred(channel, at.Day()); barred != "" {
		return Decision{Reason: barred}
	}
	switch {
	case !known || !spoken || !at.Known():
		return no("She has not said whether %s is safe", named.one)
	case !channel.Hourly():
		return Decision{Allow: true}
	case !at.Timed():
		return no("The hour is not known, and %s arrives at an hour", named.one)
	case channel.Sent() && !daytime.holds(at.Day().Weekday(), minuteOf(at)):
		return no("Messages go out only between 9am and 7pm")
	}
	switch standing.Hours {
	case AnyHour:
		return Decision{Allow: true}
	case SomeHours:
		for _, window := range standing.Windows {
			if window.holds(at.Day().Weekday(), minuteOf(at)) {
				return Decision{Allow: true}
			}
		}
		return no("It is outside the hours she said. %s", standing.hoursWords())
	}
	if channel.Sent() {
		return no("She has not said at which hours %s is safe", named.one)
	}
	// A person who calls hears who answers, and is told on the same line that the
	// hours are not known.
	return Decision{Allow: true}
}

// barred says why a channel is closed on a whole day, "" where it is not.
func (r Rule) barred(channel Channel, on calendar.Day) string {
	named := words[channel]
	standing, spoken := r.Of(channel)
	switch {
	case !spoken:
		return "She has not said whether " + named.one + " is safe"
	case standing.Frozen.Known():
		return fmt.Sprintf("%s on %s. Ask her whether %s is safe again", standing.Because.Words(), standing.Frozen.Day().Short(), named.one)
	case !standing.Allowed:
		return "She said no to " + named.many
	case channel != Post && channel.Sent() && standing.Wording != Neutral && standing.Wording != Normal:
		return "She has not said what " + named.one + " may say"
	case !standing.Said.Known() || !on.Known() || on < standing.Said.Day():
		return "The day on which she said that " + named.one + " is safe is not known"
	case on > standing.Until():
		return fmt.Sprintf("She last said that %s is safe on %s, more than %d days ago. Ask her again", named.one, standing.Said.Day().Short(), Days)
	}
	return ""
}

// Open says whether a channel is open on a day, whatever the hour: what stands
// beside it is a way to reach her, and not an instruction to leave it alone.
func (r Rule) Open(channel Channel, on calendar.Day) bool { return r.barred(channel, on) == "" }

// Instruction returns what to do about a channel on a day, in words, as it stands
// beside her number or in its place.
func (r Rule) Instruction(channel Channel, on calendar.Day) string {
	named := words[channel]
	if barred := r.barred(channel, on); barred != "" {
		return named.dont + ". " + barred + "."
	}
	standing, _ := r.Of(channel)
	lines := []string{named.do}
	if channel == Phone {
		rule := standing.Voicemail
		if rule == "" {
			rule = Unnamed
		}
		lines = append(lines, rule.Words())
	}
	if channel == Text || channel == Email {
		lines = append(lines, standing.Wording.Words())
	}
	if channel.Hourly() {
		hours := standing.hoursWords()
		if hours == "" {
			hours = "She has not said at which hours"
		}
		lines = append(lines, hours)
	}
	lines = append(lines, fmt.Sprintf("She said so on %s. Ask again by %s", standing.Said.Day().Short(), standing.Until().Short()))
	return strings.Join(lines, ". ") + "."
}
