package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"throughline/internal/edge/ledger"
	"throughline/internal/edge/record"
)

type ledgerCommand struct {
	Verify ledgerVerifyCommand `cmd:"" help:"Recompute the whole hash tree and hold it against every checkpoint kept."`
	Check  ledgerCheckCommand  `cmd:"" help:"Show with a public key alone that a pack is the one that left."`
}

type ledgerVerifyCommand struct {
	place
	Checkpoint []string `help:"Checkpoint files held elsewhere, to hold the ledger against." type:"existingfile"`
}

// Run proves the ledger offline.
func (c ledgerVerifyCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{readOnly: true})
	if err != nil {
		return err
	}
	report, err := in.proveLedger(ctx, c.Checkpoint)
	if err := errors.Join(err, in.record.Close()); err != nil {
		return err
	}
	if err := json.NewEncoder(t.out).Encode(report); err != nil {
		return err
	}
	if len(report.Problems) > 0 {
		return fmt.Errorf("the ledger is not sound: %d problems", len(report.Problems))
	}
	t.say("The ledger is sound: %d lines, %d checkpoints.", report.Lines, report.Checkpoints)
	return nil
}

// proof is what proving the ledger found.
type proof struct {
	Lines       int64    `json:"lines"`
	Root        string   `json:"root"`
	Checkpoints int      `json:"checkpoints"`
	Problems    []string `json:"problems"`
}

func (in *installation) proveLedger(ctx context.Context, held []string) (proof, error) {
	kept, err := filepath.Glob(filepath.Join(in.Data, checkpointsFolder, "*.txt"))
	if err != nil {
		return proof{}, fmt.Errorf("finding checkpoints: %w", err)
	}
	var checkpoints [][]byte
	for _, path := range append(kept, held...) {
		text, err := os.ReadFile(path)
		if err != nil {
			return proof{}, fmt.Errorf("reading a checkpoint: %w", err)
		}
		checkpoints = append(checkpoints, text)
	}
	var report ledger.Report
	if err := in.record.View(ctx, func(tx record.Tx) (err error) {
		report, err = ledger.Verify(ctx, tx, in.signer.Public(), checkpoints)
		return err
	}); err != nil {
		return proof{}, err
	}
	problems := report.Problems
	if problems == nil {
		problems = []string{}
	}
	return proof{report.Leaves, report.Root.String(), report.Checkpoints, problems}, nil
}

// notBehind refuses a ledger that is smaller than, or another than, one that
// somebody else holds a checkpoint of: it was set back, and with it what was
// withdrawn or read since.
func (in *installation) notBehind(ctx context.Context, files []string) error {
	if len(files) == 0 {
		return nil
	}
	var held [][]byte
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			return coded{exitConfig, fmt.Errorf("reading a held checkpoint: %w", err)}
		}
		held = append(held, text)
	}
	err := in.record.View(ctx, func(tx record.Tx) error {
		return ledger.Behind(ctx, tx, in.signer.Public(), held)
	})
	if err != nil {
		return coded{exitData, fmt.Errorf("the ledger is not served: %w", err)}
	}
	return nil
}
