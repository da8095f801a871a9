package cli

import (
	"fmt"

	"throughline/directory"
	"throughline/internal/casework/onward"
	"throughline/internal/edge/signin"
)

// wireOnward puts the verbs of sending women on to other services on the record.
func (in *installation) wireOnward() error {
	delivered, err := directory.Entries()
	if err != nil {
		return fmt.Errorf("reading the directory of services: %w", err)
	}
	in.onward = &onward.Desk{Bench: in.bench, Sharing: in.sharing, Links: in.record, Delivered: delivered, Staff: people{in.record}}
	return nil
}

// openReply opens the door of links beside the desk of the staff, with which it
// shares its limits.
func (in *installation) openReply(desk *signin.Desk, origin string) error {
	pepper, err := in.vault.Pepper("reply by link")
	if err != nil {
		return fmt.Errorf("opening the door of links: %w", err)
	}
	in.reply = signin.NewReply(desk, in.record, pepper)
	in.onward.Secrets, in.onward.Origin = in.reply, origin
	return nil
}
