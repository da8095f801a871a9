package casework

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strings"

	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Admit loads the row of a case for an asker who wants to do this with all of
// these classes. A case she may not act on is answered as one there is none of,
// and by the same road: a line of the ledger says that somebody tried, and nothing
// was shown.
func (b Bench) Admit(ctx context.Context, op string, asker access.Asker, caseID string, action access.Action, purpose access.Purpose, classes access.Classes) (journey.Row, Standing, error) {
	row, standing, err := b.look(ctx, op, asker, caseID, action, purpose, classes)
	if KindOf(err) == NotFound {
		return journey.Row{}, Standing{}, b.Absent(ctx, op, asker, row, action, purpose)
	}
	return row, standing, err
}

// Absent writes down that somebody tried to come to a case that is not there for
// the asker, and returns the error that says there is none. The row is the zero Row
// where there is no such case at all. Both take the same road, and the line names
// her only where a conflict hides her.
func (b Bench) Absent(ctx context.Context, op string, asker access.Asker, row journey.Row, action access.Action, purpose access.Purpose) error {
	note := b.Note(asker, action, purpose, op, 0)
	note.Reason = access.ReasonAbsent
	if b.Standing(asker, row).Is(access.Blocked) {
		note = b.Note(asker, action, purpose, op, 0, row)
		note.Reason = access.ReasonConflict
	}
	if err := b.Tell(ctx, op, note); err != nil {
		return err
	}
	return Fail(NotFound, op, "there is no such case")
}

// Admits says whether Admit would let the asker through. It writes no line: it is
// for wording a refusal to somebody who was refused already.
func (b Bench) Admits(ctx context.Context, asker access.Asker, caseID string, action access.Action, purpose access.Purpose, classes access.Classes) bool {
	_, _, err := b.look(ctx, "", asker, caseID, action, purpose, classes)
	return err == nil
}

// look is Admit without its line.
func (b Bench) look(ctx context.Context, op string, asker access.Asker, caseID string, action access.Action, purpose access.Purpose, classes access.Classes) (journey.Row, Standing, error) {
	row, err := b.Record.Row(ctx, caseID)
	if err != nil {
		return journey.Row{}, Standing{}, In(op, err)
	}
	standing := b.Standing(asker, row)
	// Whoever asks for no class at all is held to the same: only whom the door lets
	// have one may learn that she is here.
	if allowed := standing.Allowed(action, purpose); allowed == 0 || classes&^allowed != 0 {
		return row, standing, Fail(NotFound, op, "there is no such case")
	}
	return row, standing, nil
}

// Standing says how the asker stands to a case now.
func (b Bench) Standing(asker access.Asker, row journey.Row) Standing {
	return StandingOf(asker, row, b.Now())
}

// Note returns the ledger line of an asker's read or change at this time.
func (b Bench) Note(asker access.Asker, action access.Action, purpose access.Purpose, what string, classes access.Classes, rows ...journey.Row) access.Entry {
	entry := asker.Note(b.Now(), action, purpose, what, classes)
	seen := make(map[string]bool, len(rows))
	for _, row := range rows {
		if !seen[row.Woman] {
			seen[row.Woman] = true
			entry.Women = append(entry.Women, row.Woman)
		}
	}
	if len(rows) == 1 {
		entry.Case = rows[0].Case
	}
	return entry
}

// Tell writes the ledger line of a read. Nothing read may leave before it has
// returned without an error.
func (b Bench) Tell(ctx context.Context, op string, entry access.Entry) error {
	if err := b.Record.Witness(ctx, entry); err != nil {
		return &Error{Kind: Unavailable, Op: op, Err: fmt.Errorf("writing the read down: %w", err)}
	}
	return nil
}

// Digest returns the digest by which a change is known again under its key: who
// asked, for what, and what was entered. It is keyed with the change's own key,
// so that a kept digest cannot be guessed at without it.
func Digest(key, op string, asker access.Asker, entered ...any) (string, error) {
	if key == "" {
		return "", Fail(Invalid, op, "a change needs a key, so that sending it twice changes nothing")
	}
	text, err := json.Marshal(append([]any{op, asker.ID, asker.Agency}, entered...))
	if err != nil {
		return "", &Error{Kind: Internal, Op: op, Err: fmt.Errorf("reading what was entered: %w", err)}
	}
	sum := hmac.New(sha256.New, []byte(key))
	sum.Write(text)
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Version numbers what somebody was shown, so that a change made upon it is known
// to be made upon what stands: the same view has the same number.
func Version(shown any) int {
	sum := fnv.New32a()
	if err := json.NewEncoder(sum).Encode(shown); err != nil {
		return OtherVersion // upon what cannot be written down nothing is changed
	}
	return int(sum.Sum32())
}

// Reference returns the short reference of a case, as people read it out: the
// last eight letters and digits of its id.
func Reference(caseID string) string {
	var kept []rune
	for _, letter := range strings.ToUpper(caseID) {
		if letter >= '0' && letter <= '9' || letter >= 'A' && letter <= 'Z' {
			kept = append(kept, letter)
		}
	}
	kept = kept[max(0, len(kept)-8):]
	if len(kept) <= 4 {
		return string(kept)
	}
	return string(kept[:len(kept)-4]) + "-" + string(kept[len(kept)-4:])
}

// PlainReference returns a reference as the end of a case's id, whatever way it is
// typed, and a text that ends no id where it is no whole reference.
func PlainReference(text string) string {
	plain := strings.ToLower(strings.Map(func(letter rune) rune {
		if letter == '-' || letter == ' ' {
			return -1
		}
		return letter
	}, text))
	whole := len(plain) == 8 && strings.Trim(plain, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
	if !whole {
		return "no reference"
	}
	return plain
}
