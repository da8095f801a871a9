package keeping

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// Settings are what this installation decided about keeping records. Zero fields
// take the defaults.
type Settings struct {
	// Years is how long a record is kept after support ended, where no rule says
	// longer.
	Years int `json:"years"`
	// BackupDays is how long a backup is kept: what was erased is in none that is
	// younger.
	BackupDays int `json:"backup_days"`
}

// The defaults. Neither source document states how long a record is kept: both
// are to be confirmed before live use.
const (
	DefaultYears      = 6
	DefaultBackupDays = 30
)

// Settled returns the settings with the defaults where nothing was decided.
func (s Settings) Settled() Settings {
	if s.Years <= 0 {
		s.Years = DefaultYears
	}
	if s.BackupDays <= 0 {
		s.BackupDays = DefaultBackupDays
	}
	return s
}

// Rule is one rule of how long a record is kept.
type Rule struct {
	ID     string
	Words  string // as people read it
	Longer bool   // longer than the years of the settings, by how much nobody states
	Basis  string // where it comes from, and how sure that is

	applies func(journey.Row) bool
}

// Rules are the rules in the order they are tried; the last holds for everybody.
// None is stated by the source documents: each is the custom of the field,
// unconfirmed, and so each leads to a person who decides.
var Rules = []Rule{
	{
		ID: "safeguarding", Words: "Abuse was told of: kept longer. How much longer is not stated, so a person decides", Longer: true,
		Basis:   "Custom of the field, not confirmed",
		applies: func(row journey.Row) bool { return row.Abuse != "" || row.Needs.Has(need.DomesticAbuseVAWG) },
	},
	{
		ID: "child", Words: "She has a child under 18, or was under 18: kept longer. How much longer is not stated, so a person decides", Longer: true,
		Basis: "Custom of the field, not confirmed",
		applies: func(row journey.Row) bool {
			return row.Mother == journey.Yes || row.Age != nil && *row.Age < 18
		},
	},
	{
		ID: "centre", Words: "Kept for the time this service decided, from the day support ended",
		Basis:   "Custom of the field, not confirmed: six years unless the service decided otherwise",
		applies: func(journey.Row) bool { return true },
	},
}

// RuleOf returns the rule a case falls under.
func RuleOf(row journey.Row) Rule {
	for _, rule := range Rules[:len(Rules)-1] {
		if rule.applies(row) {
			return rule
		}
	}
	return Rules[len(Rules)-1]
}

// dueOn returns the day from which somebody has to look at a closed case.
func (s Settings) dueOn(row journey.Row) calendar.Day {
	return max(row.Closed.AddMonths(12*s.Settled().Years), row.Keeping.Until)
}
