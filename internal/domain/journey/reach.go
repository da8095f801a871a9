package journey

import (
	"fmt"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/safecontact"
)

// Reaching is how to reach her, in words: as she told the service, and before that
// as she told whoever referred her.
func (r Row) Reaching(who Identity, today calendar.Day) string {
	told := slices.ContainsFunc(r.SafeContact.Channels, func(s safecontact.Standing) bool { return !s.AtReferral || s.Frozen.Known() })
	if !told {
		return who.Reaching(r.Contact)
	}
	var lines []string
	for _, standing := range r.SafeContact.Channels {
		if standing.Allowed || standing.Frozen.Known() {
			lines = append(lines, strings.TrimSuffix(r.SafeContact.Instruction(standing.Channel, today), "."))
		}
	}
	if len(lines) == 0 {
		lines = []string{"She said no to every way of reaching her. Speak to her when she comes"}
	}
	if own := who.Reaching(""); own != "" {
		lines = append(lines, own)
	}
	return strings.Join(lines, ". ")
}

// SafeUntil says since when and until when what she said of being reached holds,
// or that she has to be asked; "" where she never spoke of it.
func (r Row) SafeUntil(today calendar.Day) string {
	allowed := r.SafeContact.Allowed()
	if len(allowed) == 0 {
		return ""
	}
	var said calendar.Day
	for _, channel := range allowed {
		standing, _ := r.SafeContact.Of(channel)
		if standing.Frozen.Known() {
			return "Stop: " + strings.ToLower(standing.Because.Words()[:1]) + standing.Because.Words()[1:] + " on " + standing.Frozen.Day().Short()
		}
		if on := standing.Said.Day(); !said.Known() || on < said {
			said = on
		}
	}
	if until := said.AddDays(safecontact.Days); today <= until {
		return fmt.Sprintf("Said safe on %s. Ask again by %s", said.Short(), until.Short())
	}
	return fmt.Sprintf("Last said safe on %s, more than %d days ago. Ask her again first", said.Short(), safecontact.Days)
}
