package cli

import (
	"context"
	"fmt"

	"throughline/internal/casework"
	"throughline/internal/casework/practice"
	"throughline/internal/casework/safeguarding"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// furnishSafeguarding puts into the practice system what governance looks at: a
// safeguarding lead, a conflict of interest, and somebody who asks to open a
// record.
func (in *installation) furnishSafeguarding(ctx context.Context) error {
	people := map[string]access.Asker{}
	for _, account := range practice.Accounts() {
		people[account.Name] = access.Asker{ID: account.ID, Name: account.DisplayName, Agency: account.Agency, Role: account.Role}
	}
	if err := in.record.SetSetting(ctx, leadName, people["safeguarding"].ID); err != nil {
		return err
	}
	priya := people["keyworker"]
	rows, err := in.record.Rows(ctx, priya, casework.Filter{Worker: priya.ID, Open: true, Limit: 2})
	if err != nil || len(rows) < 2 {
		return err
	}
	if err := in.safeguarding.Mark(ctx, priya, rows[0].Case, newID(), journey.ConflictEntry{
		Account: people["keyworker2"].ID, From: journey.ConflictHers, Story: "She says that she went to school with Jo and does not want Jo to know.",
	}); err != nil {
		return fmt.Errorf("marking a practice conflict: %w", err)
	}
	who, err := in.record.Who(ctx, []string{rows[1].Woman})
	if err != nil {
		return err
	}
	her := who[rows[1].Woman]
	terms := safeguarding.Declaration{Family: her.Family, Born: her.Born}
	if err := in.safeguarding.AskToOpen(ctx, people["keyworker3"], newID(), terms, "A woman at our centre says that she is in danger tonight."); err != nil {
		return fmt.Errorf("asking to open a practice record: %w", err)
	}
	return nil
}
