package access

import "time"

// Entry is one line of the ledger: who did what to whose record, when and why.
// It holds codes only, never a value from the record.
type Entry struct {
	Time    time.Time `json:"time"`
	Actor   string    `json:"actor"` // account id
	Agency  string    `json:"agency"`
	Role    Role      `json:"role"`
	Purpose Purpose   `json:"purpose"`
	Action  Action    `json:"action"`
	What    string    `json:"what"`            // the verb: "refer", "open case", "caseload"
	Women   []string  `json:"women,omitempty"` // her token, which points at nobody once she is erased
	Case    string    `json:"case,omitempty"`
	Classes string    `json:"classes,omitempty"` // codes, such as "ID,OF"
	Reason  string    `json:"reason,omitempty"`  // a code
	Said    string    `json:"-"`                 // in somebody's words, about the one woman; sealed before it is kept
	Sealed  []byte    `json:"sealed,omitempty"`  // Said, with her own key
	Facts   []string  `json:"facts,omitempty"`   // ids of the facts written
	Sought  string    `json:"-"`                 // the terms of a search, as typed; sealed before they are kept
	Terms   string    `json:"terms,omitempty"`   // keyed digest of Sought: the same terms give the same
	Answers int       `json:"answers,omitempty"` // to a search: 0 or 1
}

// Codes that stand as the reason of a line.
const (
	ReasonAbsent   = "absent"   // she is not there for the asker: no such case, or none the asker may know of
	ReasonConflict = "conflict" // the same, where a conflict of interest hides her
	ReasonOpened   = "opened"   // two people agreed that the asker reads outside the role
)

// Overseen says whether information governance is shown the line: a search, a read
// outside the role, and what somebody barred tried.
func (e Entry) Overseen() bool {
	return e.Terms != "" || e.Reason == ReasonConflict || e.Reason == ReasonOpened
}

// Note returns the ledger line of the asker doing this at this time.
func (a Asker) Note(at time.Time, action Action, purpose Purpose, what string, classes Classes) Entry {
	actor := a.ID
	if a.Role == Woman { // the line names her by her token alone, which dies with her key
		actor = ""
	}
	return Entry{
		Time: at.UTC(), Actor: actor, Agency: a.Agency, Role: a.Role,
		Purpose: purpose, Action: action, What: what, Classes: classes.String(),
	}
}
