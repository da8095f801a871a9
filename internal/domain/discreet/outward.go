package discreet

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Outward is one thing that is about to leave, in its final form.
type Outward struct {
	Sender   string
	Subject  string
	Headers  map[string]string
	FileName string
	Calendar string // the text of a calendar file
	Initials bool   // the file is a worker's own: its entries are called by initials
	Body     string
}

// Names are those that a message to her may not carry.
type Names struct {
	Hers     []string // her own
	Services []string // of the service and its centres; empty where she opted in
}

// banned are the words that name what the service does, in English and Welsh. A
// word ends where a letter ends: "courtesy" is not "court". Welsh words change
// their first letter, so its forms are listed.
var banned = regexp.MustCompile(`\b(?:` + strings.Join([]string{
	`polic\w*`, `caution\w*`, `courts?`, `custody`, `arrest\w*`, `offen[cs]\w*`, `offend\w*`, `probation\w*`, `abus\w*`, `divers\w*`, `divert\w*`,
	`[hg]?eddlu\w*`, `rhybudd\w*`, `l?lys`, `l?lysoedd`, `[dn]+alfa\w*`, `nghadw\w*`, `arest\w*`, `trosedd\w*`, `drosedd\w*`, `nhrosedd\w*`, `throsedd\w*`,
	`prawf`, `brawf`, `phrawf`, `mhrawf`, `[cg]am ?drin\w*`, `ngham ?drin\w*`, `cham ?drin\w*`, `dargyfeiri\w*`, `ddargyfeiri\w*`, `nargyfeiri\w*`,
}, "|") + `)\b`)

// link finds addresses in a text, with and without their scheme.
var link = regexp.MustCompile(`(?i)\b(?:https?://|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:uk|org|com|net|gov|wales|cymru)\b\S*`)

// Inspect returns everything in an outward message that would give her away.
func Inspect(out Outward, names Names) []Finding {
	parts := []struct{ where, text string }{
		{"sender", out.Sender}, {"title", out.Subject}, {"file name", spaced(out.FileName)}, {"text", out.Body},
	}
	keys := make([]string, 0, len(out.Headers))
	for name := range out.Headers {
		keys = append(keys, name)
	}
	slices.Sort(keys)
	for _, name := range keys {
		parts = append(parts, struct{ where, text string }{"header " + name, name + " " + out.Headers[name]})
	}
	for _, address := range link.FindAllString(out.Body+" "+out.Subject+" "+out.Calendar, -1) {
		parts = append(parts, linkParts(address)...)
	}
	var found []Finding
	for _, part := range parts {
		found = append(found, names.words(part.where, part.text)...)
	}
	found = append(found, names.calendar(out.Calendar, out.Initials)...)
	return slices.Compact(found)
}

// linkParts takes an address apart.
func linkParts(address string) []struct{ where, text string } {
	read, err := url.Parse(address)
	if err != nil {
		return []struct{ where, text string }{{"link", spaced(address)}}
	}
	return []struct{ where, text string }{
		{"link host", spaced(read.Host)}, {"link path", spaced(read.Path)}, {"link query", spaced(read.RawQuery + " " + read.Fragment)},
	}
}

// spaced parts the words that a name joins.
func spaced(name string) string {
	return strings.NewReplacer("-", " ", "_", " ", ".", " ", "/", " ", "=", " ", "&", " ", "+", " ", "%20", " ").Replace(name)
}

// words looks for what no outward text may say.
func (n Names) words(where, raw string) []Finding {
	made := plain(raw)
	var found []Finding
	for _, said := range banned.FindAllString(strings.Join(made.words, " "), -1) {
		found = append(found, Finding{where, "the word " + said})
	}
	for _, named := range []struct {
		names []string
		what  string
	}{{n.Hers, "her name"}, {n.Services, "the name of the service"}} {
		for _, name := range named.names {
			if made.holds(plain(name)) {
				found = append(found, Finding{where, named.what})
			}
		}
	}
	return found
}

// calendarMay are the properties that a calendar entry of hers may carry.
var calendarMay = []string{
	"BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "CLASS", "SUMMARY",
	"TZID", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "RRULE",
}

// Summaries are all that a calendar entry of hers may be called.
var Summaries = []string{"Appointment", "Apwyntiad"}

// onlyInitials is all that an entry of a worker's own calendar may be called: two
// initials at most, or a dash where no name is known.
var onlyInitials = regexp.MustCompile(`^(?:-|(?:\p{L}\.){1,2})$`)

// calendar looks at every property of a calendar file: no place, no other person,
// no alarm, no words but that there is an appointment.
func (n Names) calendar(raw string, initials bool) []Finding {
	if raw == "" {
		return nil
	}
	var found []Finding
	unfolded := strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "", "\n\t", "").Replace(raw)
	for _, line := range strings.Split(strings.ReplaceAll(unfolded, "\r\n", "\n"), "\n") {
		if line == "" {
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		name, _, _ = strings.Cut(name, ";")
		name = strings.ToUpper(name)
		where := "calendar " + name
		switch {
		case !slices.Contains(calendarMay, name):
			found = append(found, Finding{where, "more than a time"})
		case name == "SUMMARY" && initials:
			if !onlyInitials.MatchString(value) {
				found = append(found, Finding{where, "more than initials"})
			}
		case name == "SUMMARY" && !slices.Contains(Summaries, value):
			found = append(found, Finding{where, "more than that there is an appointment"})
		case name == "BEGIN" && value == "VALARM":
			found = append(found, Finding{where, "an alarm"})
		}
		found = append(found, n.words(where, spaced(value))...)
	}
	return found
}
