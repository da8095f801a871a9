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
// the recovery file is. What can be refused is refused before anything is made.
func (p place) initialise(recovery string) (_ string, err error) {
	keys := filepath.Join(p.Data, keysFolder)
	if recovery == "" {
		recovery = filepath.Join(p.Data, recoveryFile)
	}
	switch _, err := os.Stat(keys); {
	case err == nil:
		return "", coded{exitConfig, fmt.Errorf("%s is a data folder already: nothing was changed", p.Data)}
	case !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("looking at %s: %w", p.Data, err)
	}
	if p.KeyFile != "" {
		if _, err := os.Stat(p.KeyFile); err == nil {
			return "", coded{exitConfig, fmt.Errorf("there is a master key at %s already: nothing was changed", p.KeyFile)}
		}
	}
	if err := os.MkdirAll(p.Data, 0o700); err != nil {
		return "", fmt.Errorf("making the data folder: %w", err)
	}
	// The recovery file is claimed first: without it the keys must not be used.
	file, err := os.OpenFile(recovery, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o400)
	if err != nil {
		return "", coded{exitConfig, fmt.Errorf("writing the recovery file: %w", err)}
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(recovery), os.RemoveAll(keys))
		}
	}()
	text, err := p.makeKeys(keys)
	if err == nil {
		_, err = file.Write(text)
	}
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", fmt.Errorf("writing the recovery file: %w", err)
	}
	return recovery, syncFolder(filepath.Dir(recovery))
}

// makeKeys makes the keys, puts the master key where the settings want it, and
// returns the recovery text.
func (p place) makeKeys(keys string) ([]byte, error) {
	text, err := vault.Create(keys)
	if err != nil {
		return nil, fmt.Errorf("making the keys: %w", err)
	}
	if _, err := ledger.CreateSigner(keys); err != nil {
		return nil, fmt.Errorf("making the ledger's key: %w", err)
	}
	ledgerText, err := ledger.Recovery(keys)
	if err != nil {
		return nil, err
	}
	if p.KeyFile != "" {
		if err := vault.MoveMasterKey(keys, p.KeyFile); err != nil {
			return nil, err
		}
	}
	return append(text, ledgerText...), nil
}
