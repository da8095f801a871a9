package sharing

import (
	"throughline/internal/casework"
	"throughline/internal/domain/discreet"
)

// What tests from outside look at.
var (
	FirstName = firstName
	OnePart   = onePart
)

// Compose makes the words of a message to her.
func Compose(d Dispatch, out casework.Outgoing, signature string) discreet.Outward {
	return d.compose(out, signature)
}
