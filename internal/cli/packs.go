package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"throughline/internal/casework/packs"
	"throughline/internal/domain/access"
	"throughline/internal/edge/ledger"
	"throughline/internal/edge/record"
	"throughline/internal/edge/report"
)

// packsDesk puts the verbs of packs on the record.
func (in *installation) packsDesk() *packs.Desk {
	return &packs.Desk{
		Bench: in.bench, Store: in.record, People: in.workers, Looked: in.record.Looked, Paper: report.Pack,
		Prove: func(ctx context.Context, mark string) (proof []byte, err error) {
			err = in.record.View(ctx, func(tx record.Tx) error {
				proof, err = in.ledger.Prove(ctx, tx, func(leaf []byte) bool { return entryOf(leaf).Reason == mark })
				return err
			})
			return proof, err
		},
	}
}

// entryOf reads a line of the ledger; a line that is none says nothing.
func entryOf(leaf []byte) access.Entry {
	var entry access.Entry
	if json.Unmarshal(leaf, &entry) != nil {
		return access.Entry{}
	}
	return entry
}

// workers returns everybody who signs in here.
func (in *installation) workers(ctx context.Context) ([]packs.Person, error) {
	accounts, err := in.record.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	people := make([]packs.Person, len(accounts))
	for i, account := range accounts {
		people[i] = packs.Person{ID: account.ID, Name: account.DisplayName, Role: account.Role.Words(), Agency: account.Agency}
	}
	return people, nil
}

type ledgerCheckCommand struct {
	Proof     string `arg:"" help:"Proof that came with a pack." type:"existingfile"`
	File      string `arg:"" help:"The JSON file of the pack." type:"existingfile"`
	PublicKey string `required:"" help:"Public key of the ledger, ledger.pub in its key folder." type:"existingfile"`
}

// Run proves, with nothing but a public key, that a pack is the one that left.
func (c ledgerCheckCommand) Run(_ context.Context, t terminal) error {
	proof, err := os.ReadFile(c.Proof)
	if err != nil {
		return fmt.Errorf("reading the proof: %w", err)
	}
	key, err := os.ReadFile(c.PublicKey)
	if err != nil {
		return fmt.Errorf("reading the public key: %w", err)
	}
	file, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("reading the pack: %w", err)
	}
	leaf, number, err := ledger.CheckProof(string(key), proof)
	if err != nil {
		return coded{exitData, err}
	}
	sum := sha256.Sum256(file)
	entry := entryOf(leaf)
	if entry.Reason != "sha256:"+hex.EncodeToString(sum[:]) {
		return coded{exitData, errors.New("this is not the file that left: its hash is not the one in the ledger")}
	}
	t.say("This is the file that left on %s: line %d of the ledger holds its hash.", entry.Time.Format("2 January 2006 at 15:04 MST"), number)
	return nil
}
