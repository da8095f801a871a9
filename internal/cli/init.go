package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"throughline/internal/edge/ledger"
	"throughline/internal/edge/vault"
)

type initCommand struct {
	place
	Recovery string `help:"Where to write the recovery file, once." type:"path"`
}

// Run makes a new data folder.
func (c initCommand) Run(ctx context.Context, t terminal) error {
	recovery, err := c.place.initialise(c.Recovery)
	if err != nil {
		return err
	}
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := in.close(ctx); err != nil {
		return err
	}
	t.say("Made the data folder %s.", c.Data)
	t.say("The recovery file is %s.\nKeep it away from this machine: with a backup it opens everything, without it a backup opens nothing.", recovery)
	t.say("Next: throughline user add NAME --role administrator --data %s", c.Data)
	return nil
}

// initialise makes the folder, the keys and the recovery file, and returns where
// the recovery file is.
func (p place) initialise(recovery string) (string, error) {
	keys := filepath.Join(p.Data, keysFolder)
	if _, err := os.Stat(keys); err == nil {
		return "", coded{exitConfig, fmt.Errorf("%s is a data folder already: nothing was changed", p.Data)}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("looking at %s: %w", p.Data, err)
	}
	if err := os.MkdirAll(p.Data, 0o700); err != nil {
		return "", fmt.Errorf("making the data folder: %w", err)
	}
	text, err := vault.Create(keys)
	if err != nil {
		return "", fmt.Errorf("making the keys: %w", err)
	}
	if _, err := ledger.CreateSigner(keys); err != nil {
		return "", fmt.Errorf("making the ledger's key: %w", err)
	}
	if recovery == "" {
		recovery = filepath.Join(p.Data, recoveryFile)
	}
	ledgerText, err := ledger.Recovery(keys)
	if err != nil {
		return "", err
	}
	return recovery, writeFile(recovery, append(text, ledgerText...), 0o400)
}
