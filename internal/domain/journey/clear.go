package journey

import (
	"regexp"
	"strings"
)

// Bodies stand in clear in the record, so they hold codes, dates, numbers, and
// names of places, organisations and workers. Words about a woman are sealed.

var (
	codeForm   = regexp.MustCompile(`^[a-z0-9_-]{1,60}$`)
	schemeForm = regexp.MustCompile(`^[a-z0-9-]{1,60}$`)
)

// IsCode says whether a text has the form of a code, such as no_decision_yet, and
// so is no sentence.
func IsCode(text string) bool { return codeForm.MatchString(text) }

// OnwardOther is the onward scheme of a closure that names the service in words,
// which are sealed.
const OnwardOther = "other"

// OnwardOf splits where a woman is moving on to: the id of a scheme stands in
// clear, and any other words are to be sealed.
func OnwardOf(service string) (scheme, words string) {
	service = strings.TrimSpace(service)
	if service == "" || schemeForm.MatchString(service) {
		return service, ""
	}
	return OnwardOther, service
}

// InClear splits an offence: its title stands in clear only beside a code, and
// without one it is somebody's words, to be sealed.
func (o Offence) InClear() (coded Offence, words string) {
	if o.Code == "" {
		return Offence{}, strings.TrimSpace(o.Label)
	}
	return o, ""
}
