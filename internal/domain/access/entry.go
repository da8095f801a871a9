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
