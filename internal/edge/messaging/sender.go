package messaging

import (
	"context"
	"errors"
	"fmt"

	"throughline/internal/casework/sharing"
	"throughline/internal/domain/safecontact"
)

// Sender carries one kind of message.
type Sender interface {
	// Send hands a message over under an id of its own. The error says whether it
	// left: see failure.
	Send(ctx context.Context, id string, channel safecontact.Channel, letter sharing.Letter) error
}

// Follower is a Sender that can say later what became of a message.
type Follower interface {
	// Outcome says what became of the message with this id, and false where nobody
	// knows yet.
	Outcome(ctx context.Context, id string) (sharing.Outcome, bool, error)
}

// failure is why a message did not leave, with what that means for it.
type failure struct {
	outcome sharing.Outcome
	why     string // said to people: no number, no address, no words of a server
	cause   error
}

// Error says why, and nothing of what a server answered: servers repeat numbers and
// addresses, and errors are logged.
func (f *failure) Error() string { return f.why }

func (f *failure) Unwrap() error { return f.cause }

// notHanded says that a message did not leave, and may be tried again.
func notHanded(cause error, format string, args ...any) error {
	return &failure{sharing.NotHanded, fmt.Sprintf(format, args...), cause}
}

// rejected says that a message cannot arrive.
func rejected(cause error, format string, args ...any) error {
	return &failure{sharing.Rejected, fmt.Sprintf(format, args...), cause}
}

// unclear says that a message may have left.
func unclear(cause error, format string, args ...any) error {
	return &failure{sharing.Unclear, fmt.Sprintf(format, args...), cause}
}

// outcomeOf reads what an error of a sender means. An error that says nothing
// means that the message may have left.
func outcomeOf(err error) (sharing.Outcome, string) {
	var known *failure
	switch {
	case err == nil:
		return sharing.Handed, ""
	case errors.As(err, &known):
		return known.outcome, known.why
	}
	return sharing.Unclear, "It is not known whether it left"
}
