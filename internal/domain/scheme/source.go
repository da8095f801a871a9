package scheme

import (
	"fmt"
	"regexp"
	"strings"
)

// Source cites the authority for a rule: a document's number and its lines, as
// in "004:166" or "004:158, 166"; documents are parted by "; ".
type Source string

var citation = regexp.MustCompile(`^\d{3}:\d+(-\d+)?(, \d+(-\d+)?)*$`)

func (s Source) check() error {
	if s == "" {
		return fmt.Errorf("has no source")
	}
	for part := range strings.SplitSeq(string(s), "; ") {
		if !citation.MatchString(part) {
			return fmt.Errorf("cites %q: write a source as 004:158, 166", part)
		}
	}
	return nil
}

// Mark is the standing of a rule in its source. The zero Mark is a rule stated
// there and in force.
type Mark string

// The marks of rules that are not simply stated and in force.
const (
	InForce     Mark = ""
	Inferred    Mark = "inferred"    // drawn from the source, not stated in it
	Recommended Mark = "recommended" // urged by the source, not in force
	Aspiration  Mark = "aspiration"
	Superseded  Mark = "superseded"
	Proposed    Mark = "proposed" // planned, proposed or tried out
)

// Words returns the mark as it is printed beside a rule.
func (m Mark) Words() string {
	if m == InForce {
		return "in force"
	}
	return string(m)
}

func (m Mark) check() error {
	switch m {
	case InForce, Inferred, Recommended, Aspiration, Superseded, Proposed:
		return nil
	}
	return fmt.Errorf("has the mark %q: it is inferred, recommended, aspiration, superseded, proposed, or none where the rule is in force", m)
}

// Provision is one thing a scheme provides, or a matter on which its sources are
// silent: then Text names the matter and Source the place that is silent.
type Provision struct {
	Text      string `yaml:"text"`
	NotStated bool   `yaml:"not_stated"`
	Source    Source `yaml:"source"`
	Mark      Mark   `yaml:"mark"`
}
