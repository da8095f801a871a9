package cli

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"throughline/economics"
	"throughline/internal/casework"
	"throughline/internal/casework/assessment"
	"throughline/internal/casework/diary"
	papers "throughline/internal/casework/documents"
	"throughline/internal/casework/drafts"
	"throughline/internal/casework/evidence"
	"throughline/internal/casework/groups"
	"throughline/internal/casework/hardship"
	"throughline/internal/casework/herspace"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/jobs"
	"throughline/internal/casework/justice"
	"throughline/internal/casework/keeping"
	"throughline/internal/casework/linking"
	"throughline/internal/casework/onward"
	"throughline/internal/casework/packs"
	"throughline/internal/casework/presence"
	"throughline/internal/casework/rules"
	"throughline/internal/casework/safeguarding"
	"throughline/internal/casework/sharing"
	"throughline/internal/casework/spreadsheet"
	"throughline/internal/casework/support"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/ledger"
	"throughline/internal/edge/record"
	"throughline/internal/edge/signin"
	"throughline/internal/edge/vault"
	"throughline/schemes"
)

// place is where an installation is: the flags that every command takes.
type place struct {
	Data     string `help:"Data folder." type:"path" default:"throughline-data" env:"THROUGHLINE_DATA"`
	Database string `help:"URL of a PostgreSQL database; without it the record is SQLite in the data folder." env:"THROUGHLINE_DATABASE"`
	Scan     string `help:"Virus scanner for documents: unix:PATH or tcp:HOST:PORT of clamd, or command:PROGRAM that reads standard input and answers 0 or 1." env:"THROUGHLINE_SCAN"`
	Chromium string `help:"Chromium that prints PDFs of report packs, off for none; without it the first found on the path." env:"THROUGHLINE_CHROMIUM"`
	KeyFile  string `help:"Master key file, where it is not in the data folder." env:"THROUGHLINE_KEK_FILE" type:"path" name:"kek-file"`
}

// Folders and files of a data folder.
const (
	keysFolder        = "keys"
	checkpointsFolder = "checkpoints"
	rejectedFolder    = "rejected"
	recoveryFile      = "recovery.txt"
)

// installation is an open data folder with everything that stands on it.
type installation struct {
	place
	vault   *vault.Vault
	signer  *ledger.Signer
	ledger  *ledger.Ledger
	record  *record.Store
	now     func() time.Time
	bench   casework.Bench
	library *rules.Live
	schemes casework.Schemes

	intake       *intake.Desk
	safeguarding *safeguarding.Desk

	support  *support.Desk
	diary    *diary.Desk
	groups   *groups.Desk
	hardship *hardship.Desk
	justice  *justice.Desk
	evidence *evidence.Desk
	linking  *linking.Desk
	rules    *rules.Desk
	herspace *herspace.Desk // without its secrets, which the desk of the sign-in lends
	sharing  *sharing.Desk
	onward   *onward.Desk
	reply    *signin.Reply // nil while no pages are served
	keeping  *keeping.Desk
	packs    *packs.Desk
	jobs     *jobs.Desk

	spreadsheet *spreadsheet.Desk
	presence    *presence.Desk
	drafts      *drafts.Desk // what is typed and not saved yet

	assessment *assessment.Desk
	documents  *papers.Desk

	dispatched *sharing.Dispatch // where messages are let out
}

// opening says how an installation is opened.
type opening struct {
	readOnly bool
	fatal    func(error)
}

// open opens an initialised data folder.
func (p place) open(ctx context.Context, how opening) (*installation, error) {
	keys := filepath.Join(p.Data, keysFolder)
	if _, err := os.Stat(keys); errors.Is(err, fs.ErrNotExist) {
		return nil, coded{exitConfig, fmt.Errorf("%s is not a data folder yet: run throughline init --data %s", p.Data, p.Data)}
	}
	told := &clock{read: time.Now}
	in := &installation{place: p, now: told.now}
	var err error
	if in.vault, err = vault.Open(keys, p.KeyFile); err != nil {
		return nil, coded{exitConfig, fmt.Errorf("opening the keys: %w", err)}
	}
	if in.signer, err = ledger.OpenSigner(keys); err != nil {
		return nil, coded{exitConfig, fmt.Errorf("opening the ledger's key: %w", err)}
	}
	in.ledger = ledger.New(in.signer)
	if in.record, err = record.Open(ctx, record.Options{
		Folder: p.Data, Database: p.Database, ReadOnly: how.readOnly, Now: told.now, Fatal: how.fatal,
		Vault: sealing{in.vault},
		Ledger: func(ctx context.Context, tx record.Tx, leaves [][]byte) (int64, error) {
			return in.ledger.Append(ctx, tx, leaves)
		},
	}); err != nil {
		return nil, err
	}
	newest, err := in.record.Newest(ctx)
	if err == nil {
		told.raise(newest)
		if !how.readOnly {
			err = in.honourStones(ctx)
		}
	}
	if err == nil {
		err = in.wire(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, in.record.Close())
	}
	return in, nil
}

// wire puts the verbs on the record.
func (in *installation) wire(ctx context.Context) error {
	shipped, err := schemes.Library()
	if err != nil {
		return fmt.Errorf("reading the rulebooks: %w", err)
	}
	law, err := schemes.Law()
	if err != nil {
		return fmt.Errorf("reading the law packs: %w", err)
	}
	if in.library, err = rules.Open(ctx, shipped, in.record); err != nil {
		return coded{exitData, err}
	}
	settings, err := in.settings(ctx)
	if err != nil {
		return err
	}
	in.bench = casework.Bench{Record: in.record, Now: in.now, NewID: newID}
	in.schemes = casework.Schemes{Rules: in.library, Settings: settings}
	if in.schemes.Delivers, err = in.delivers(ctx); err != nil {
		return err
	}
	in.intake = &intake.Desk{Bench: in.bench, Schemes: in.schemes}
	in.support = &support.Desk{Bench: in.bench, Schemes: in.schemes, People: people{in.record}, Staff: people{in.record}}
	in.groups = &groups.Desk{Bench: in.bench, Schemes: in.schemes, Staff: people{in.record}}
	in.support.Sessions = in.groups
	in.hardship = &hardship.Desk{Bench: in.bench, Staff: people{in.record}}
	in.diary = &diary.Desk{Bench: in.bench, Staff: people{in.record}, Sessions: in.groups, Feeds: in.record, Askers: people{in.record}}
	in.presence = &presence.Desk{Bench: in.bench, Staff: people{in.record}}
	in.support.Vetting = in.presence
	in.safeguarding = &safeguarding.Desk{Bench: in.bench, Guard: in.record, Staff: people{in.record}, Lead: in.safeguardingLead}
	in.herspace = &herspace.Desk{Bench: in.bench, Schemes: in.schemes, Cards: in.record, Ledger: in.record, People: people{in.record}}
	in.sharing = &sharing.Desk{Bench: in.bench, Schemes: in.schemes, People: people{in.record}}
	if err := in.wireOnward(); err != nil {
		return err
	}
	if err := in.wireMessages(ctx); err != nil {
		return err
	}
	in.drafts = &drafts.Desk{Store: in.record, Seal: sealingKey{in.vault.Draft()}, Now: in.now}
	in.justice = &justice.Desk{Bench: in.bench, Schemes: in.schemes}
	if in.keeping, err = in.keepingDesk(ctx); err != nil {
		return err
	}
	in.packs = in.packsDesk()
	if in.documents, err = in.documentsDesk(); err != nil {
		return err
	}
	in.wireJobs()
	if in.assessment, err = in.assessmentDesk(ctx); err != nil {
		return err
	}
	examples, err := changeExamples()
	if err != nil {
		return err
	}
	returns, err := economics.Library()
	if err != nil {
		return err
	}
	policy, err := in.suppression(ctx)
	if err != nil {
		return err
	}
	in.evidence = &evidence.Desk{
		Policy: policy,
		Bench:  in.bench, Schemes: in.schemes, Library: in.library.Library, Examples: examples, Released: in.record, Studies: in.studies, Secret: in.vault.Pepper, Economics: returns, Delivered: in.onward.Delivered,
	}
	if in.Data != "" {
		in.evidence.Shelf = record.Shelf{Store: in.record, Path: filepath.Join(in.Data, record.ShelfFile), Program: program()}
	}
	if err := in.wireReportPacks(); err != nil {
		return err
	}
	in.rules = &rules.Desk{Bench: in.bench, Schemes: in.schemes, Live: in.library, Store: in.record, Law: law, Scenarios: schemes.Scenarios}
	return nil
}

// settingsName is the setting that holds what this installation decided where
// rulebooks leave it open.
const settingsName = "schemes"

// settings returns what was decided locally, by scheme.
func (in *installation) settings(ctx context.Context) (map[string]scheme.Settings, error) {
	text, err := in.record.Setting(ctx, settingsName)
	if err != nil {
		return nil, err
	}
	settings := map[string]scheme.Settings{}
	if text == "" {
		return settings, nil
	}
	if err := json.Unmarshal([]byte(text), &settings); err != nil {
		return nil, fmt.Errorf("reading the local settings: %w", err)
	}
	return settings, nil
}

// deliversName is the setting that lists the schemes this service runs itself.
const deliversName = "delivers"

// delivers returns the schemes this service runs itself: London's where nobody
// has said.
func (in *installation) delivers(ctx context.Context) ([]string, error) {
	text, err := in.record.Setting(ctx, deliversName)
	if err != nil {
		return nil, err
	}
	if text == "" {
		return []string{"lwds"}, nil
	}
	var ids []string
	if err := json.Unmarshal([]byte(text), &ids); err != nil {
		return nil, fmt.Errorf("reading which schemes this service runs: %w", err)
	}
	return ids, nil
}

// close writes a checkpoint of the ledger and closes the record.
func (in *installation) close(ctx context.Context) error {
	return errors.Join(in.checkpoint(ctx), in.record.Close())
}

// signed returns a signed checkpoint of the ledger as it stands.
func (in *installation) signed(ctx context.Context) ([]byte, error) {
	var text []byte
	err := in.record.View(ctx, func(tx record.Tx) (err error) {
		text, err = in.ledger.Checkpoint(ctx, tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("signing a checkpoint: %w", err)
	}
	return text, nil
}

// checkpoint keeps a signed checkpoint of the ledger beside the record, for its
// holders to take away.
func (in *installation) checkpoint(ctx context.Context) error {
	text, err := in.signed(ctx)
	if err != nil {
		return err
	}
	folder := filepath.Join(in.Data, checkpointsFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("keeping a checkpoint: %w", err)
	}
	return writeFile(filepath.Join(folder, calendar.DayOf(time.Now()).String()+".txt"), text, 0o600)
}

// writeFile writes a file whole: under another name, flushed, then renamed.
func writeFile(path string, content []byte, mode fs.FileMode) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", filepath.Base(path), err)
	}
	_, err = file.Write(content)
	if err := errors.Join(err, file.Chmod(mode), file.Sync(), file.Close()); err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", filepath.Base(path), err), os.Remove(file.Name()))
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return fmt.Errorf("writing %s: %w", filepath.Base(path), err)
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes the names in a folder durable.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("making %s durable: %w", path, err)
	}
	if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
		return fmt.Errorf("making %s durable: %w", path, err)
	}
	return nil
}

// newID returns 128 random bits as 26 lower-case letters and digits.
func newID() string {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails: crypto/rand ends the program instead
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(random[:]))
}

// sealing lends the vault to the record in the record's terms.
type sealing struct{ *vault.Vault }

type sealingKey struct{ *vault.Key }

// NewWoman makes the key of a woman.
func (s sealing) NewWoman(id string) ([]byte, record.Key, error) {
	wrapped, key, err := s.Vault.NewWoman(id)
	return wrapped, sealingKey{key}, err
}

// Woman opens the key of a woman.
func (s sealing) Woman(id string, wrapped []byte) (record.Key, error) {
	key, err := s.Vault.Woman(id, wrapped)
	return sealingKey{key}, err
}

// Own is the key of the installation.
func (s sealing) Own() record.Key { return sealingKey{s.Draft()} }

// Tokens returns the keyed tokens she can be found by.
func (s sealing) Tokens(who journey.Identity, reference string) ([][]byte, error) {
	keys := vault.IdentityKeys{BirthDate: who.Born, Postcode: who.Postcode}
	add := func(list *[]string, values ...string) {
		for _, value := range values {
			if value != "" {
				*list = append(*list, value)
			}
		}
	}
	add(&keys.Surnames, who.Family)
	add(&keys.GivenNames, who.Given, who.KnownAs)
	add(&keys.Phones, who.Phone)
	add(&keys.References, reference)
	return s.Vault.Tokens(keys)
}

// Trace is what the ledger calls her.
func (k sealingKey) Trace() string { return k.Token() }

// Seal seals with her key.
func (k sealingKey) Seal(table, row, column string, plain []byte) ([]byte, error) {
	return k.Key.Seal(vault.Place{Table: table, Row: row, Column: column}, plain)
}

// Open opens with her key.
func (k sealingKey) Open(table, row, column string, sealed []byte) ([]byte, error) {
	return k.Key.Open(vault.Place{Table: table, Row: row, Column: column}, sealed)
}
