package intake

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Refer refers a woman, once for each key, and works out the route. A woman whom
// the asker's own agency referred before is joined to her record; whether women
// of two agencies are one is for the service to say.
func (d Desk) Refer(ctx context.Context, asker access.Asker, entry journey.Referral, key string) (casework.Receipt, error) {
	const op = "refer"
	if err := mayRefer(op, asker); err != nil {
		return casework.Receipt{}, err
	}
	digest, err := casework.Digest(key, op, asker, entry)
	if err != nil {
		return casework.Receipt{}, err
	}
	entry, err = d.settled(asker, entry, d.Today())
	if err != nil {
		return casework.Receipt{}, err
	}
	woman, err := d.known(ctx, asker, entry.Identity)
	if err != nil {
		return casework.Receipt{}, casework.In(op, err)
	}
	facts, err := d.Pen(asker).Refer(entry, woman)
	if err != nil {
		return casework.Receipt{}, &casework.Error{Kind: casework.Invalid, Op: op, Err: err}
	}
	note := d.Note(asker, access.Append, access.ForReferral, op, entered)
	for _, fact := range facts {
		note.Women = []string{fact.Woman}
		if fact.Case != "" {
			note.Case = fact.Case
		}
	}
	return d.Record.Append(ctx, casework.Change{Key: key, Digest: digest, Seen: casework.AnyVersion, Facts: facts, Entry: note, Outgoing: d.tells(note.Case)})
}

func mayRefer(op string, asker access.Asker) error {
	allowed := access.Allowed(asker, access.Unrelated, access.Append, access.ForReferral)
	if entered&^allowed != 0 {
		return casework.Fail(casework.Forbidden, op, "%s may not refer", asker.Role.Words())
	}
	return nil
}

// known returns the id of the woman whom the asker's agency referred before
// under the same names and birth date, or "".
func (d Desk) known(ctx context.Context, asker access.Asker, identity journey.Identity) (string, error) {
	if !identity.Born.Known() || identity.Family == "" {
		return "", nil
	}
	// Only names and birth date join: whoever shares a phone alone, as in a hostel,
	// need not be looked at.
	candidates, err := d.Record.Find(ctx, journey.Identity{Family: identity.Family, Born: identity.Born})
	if err != nil {
		return "", fmt.Errorf("looking for an earlier referral: %w", err)
	}
	var sent []string
	for _, woman := range candidates {
		earlier, err := d.Record.Count(ctx, asker, casework.Filter{Woman: woman, Sender: asker.Agency})
		if err != nil {
			return "", fmt.Errorf("looking for an earlier referral: %w", err)
		}
		if earlier > 0 && access.Decide(asker, access.SentBy, access.Identity, access.Read, access.ForReferral).Allow {
			sent = append(sent, woman)
		}
	}
	if len(sent) == 0 {
		return "", nil
	}
	who, err := d.Record.Who(ctx, sent)
	if err != nil {
		return "", fmt.Errorf("looking for an earlier referral: %w", err)
	}
	slices.Sort(sent)
	for _, woman := range sent {
		if same(who[woman], identity) {
			return woman, nil
		}
	}
	return "", nil
}

// same says whether two tellings name the same woman: both names and the birth
// date. A shared phone alone never joins two women.
func same(a, b journey.Identity) bool {
	plain := func(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }
	return a.Born == b.Born && plain(a.Given) == plain(b.Given) && plain(a.Family) == plain(b.Family)
}

// Decline notes that a woman was offered support and said no, or not now. No
// identity is kept.
func (d Desk) Decline(ctx context.Context, asker access.Asker, entry journey.Decline, key string) error {
	const op = "decline"
	if err := mayRefer(op, asker); err != nil {
		return err
	}
	digest, err := casework.Digest(key, op, asker, entry)
	if err != nil {
		return err
	}
	if entry.Force == "" && asker.Role.Police() {
		entry.Force = asker.Agency
	}
	facts, err := d.Pen(asker).Decline(entry)
	if err != nil {
		return &casework.Error{Kind: casework.Invalid, Op: op, Err: err}
	}
	note := d.Note(asker, access.Append, access.ForReferral, op, access.SetOf(access.Offence))
	_, err = d.Record.Append(ctx, casework.Change{Key: key, Digest: digest, Seen: casework.AnyVersion, Facts: facts, Entry: note})
	return err
}
