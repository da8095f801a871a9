package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"throughline/internal/casework/administration"
	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/edge/tombstones"
)

// tombstonesFolder holds whose record was erased. It is in no backup.
const tombstonesFolder = "tombstones"

// stones returns the stones of this data folder.
func (in *installation) stones() tombstones.Folder {
	return tombstones.Folder{Dir: filepath.Join(in.Data, tombstonesFolder), Digest: in.vault.Digest}
}

// honourStones carries out again, before anybody is answered, every erasure that
// the record does not know of, as after a copy made earlier was restored; and
// keeps beside the record every stone that is in the record alone, as where
// another instance erased.
func (in *installation) honourStones(ctx context.Context) error {
	kept, err := in.stones().All()
	if err != nil {
		return coded{exitConfig, fmt.Errorf("reading what was erased: %w", err)}
	}
	known, err := in.record.Stones(ctx)
	if err != nil {
		return err
	}
	has := func(list []keeping.Stone, one keeping.Stone) bool {
		return slices.ContainsFunc(list, func(stone keeping.Stone) bool { return stone.Woman == one.Woman })
	}
	for _, stone := range kept {
		if has(known, stone) {
			continue
		}
		entry := access.Entry{
			Time: in.now().UTC(), Actor: stone.By, Agency: stone.Agency, Purpose: access.ForLegal, Action: access.Erase,
			What: "erase a record again", Reason: string(stone.Ground),
		}
		if err := in.record.Erase(ctx, keeping.Erasure{Stone: stone, Entry: entry, Again: true}); err != nil {
			return fmt.Errorf("erasing again what was erased: %w", err)
		}
	}
	for _, stone := range known {
		if !has(kept, stone) {
			if err := in.stones().Keep(ctx, stone); err != nil {
				return err
			}
		}
	}
	return nil
}

// keepingName is the setting that holds how long records and backups are kept.
const keepingName = "keeping"

// keepingDesk puts the verbs of keeping on the record.
func (in *installation) keepingDesk(ctx context.Context) (*keeping.Desk, error) {
	settings, err := in.keepingSettings(ctx)
	if err != nil {
		return nil, err
	}
	return &keeping.Desk{Bench: in.bench, Store: in.record, Stones: in.stones(), Settings: settings, Name: in.nameOf}, nil
}

func (in *installation) keepingSettings(ctx context.Context) (keeping.Settings, error) {
	var settings keeping.Settings
	text, err := in.record.Setting(ctx, keepingName)
	if err != nil || text == "" {
		return settings, err
	}
	if err := json.Unmarshal([]byte(text), &settings); err != nil {
		return settings, fmt.Errorf("reading how long records are kept: %w", err)
	}
	return settings, nil
}

// nameOf returns the name of an account as colleagues read it, "" where there is
// none.
func (in *installation) nameOf(ctx context.Context, id string) (string, error) {
	account, err := in.record.Account(ctx, id)
	if errors.Is(err, administration.ErrNoAccount) {
		return "", nil
	}
	return account.DisplayName, err
}

type settingKeepingCommand struct {
	place
	Years      int `help:"How many years a record is kept after support ended, where no rule says longer."`
	BackupDays int `help:"How many days a backup is kept before it is thrown away."`
}

// Run says or decides how long records and backups are kept.
func (c settingKeepingCommand) Run(ctx context.Context, t terminal) error {
	if c.Years < 0 || c.Years > 100 || c.BackupDays < 0 || c.BackupDays > 3650 {
		return coded{exitUsage, errors.New("enter years from 1 to 100 and days from 1 to 3650")}
	}
	in, err := c.open(ctx, opening{readOnly: c.Years == 0 && c.BackupDays == 0})
	if err != nil {
		return err
	}
	return errors.Join(c.decide(ctx, in, t), in.record.Close())
}

func (c settingKeepingCommand) decide(ctx context.Context, in *installation, t terminal) error {
	settings, err := in.keepingSettings(ctx)
	if err != nil {
		return err
	}
	if c.Years > 0 {
		settings.Years = c.Years
	}
	if c.BackupDays > 0 {
		settings.BackupDays = c.BackupDays
	}
	if c.Years > 0 || c.BackupDays > 0 {
		text, err := json.Marshal(settings)
		if err != nil {
			return fmt.Errorf("keeping how long records are kept: %w", err)
		}
		if err := in.record.SetSetting(ctx, keepingName, string(text)); err != nil {
			return err
		}
	}
	settled := settings.Settled()
	t.say("Records are kept %d years after support ended; then a person looks. Backups are kept %d days.", settled.Years, settled.BackupDays)
	return nil
}
