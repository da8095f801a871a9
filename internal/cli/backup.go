package cli

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"throughline/internal/edge/ledger"
	"throughline/internal/edge/record"
	"throughline/internal/edge/vault"
)

// manifest says what a backup holds. Its checkpoint is signed by the ledger, so
// that a copy shows where in the ledger it was taken.
type manifest struct {
	Made       time.Time `json:"made"`
	Version    string    `json:"version"`
	SHA256     string    `json:"sha256"` // of the database file
	Checkpoint string    `json:"checkpoint"`
}

const manifestFile = "manifest.json"

type backupCommand struct {
	place
	File      string `arg:"" help:"File to write; it must not exist yet." type:"path"`
	Recipient string `help:"Public age key to encrypt the backup to, such as age1..."`
}

// Run writes a consistent copy of the record. The keys are not in it.
func (c backupCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{readOnly: true})
	if err != nil {
		return err
	}
	if err := errors.Join(c.write(ctx, in), in.record.Close()); err != nil {
		return err
	}
	t.say("Wrote %s. It holds no key: keep the recovery file apart from it.", c.File)
	return nil
}

func (c backupCommand) write(ctx context.Context, in *installation) (err error) {
	folder, err := os.MkdirTemp(c.Data, ".backup-*")
	if err != nil {
		return fmt.Errorf("making room for the copy: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	// The checkpoint is signed first: the ledger in the copy may have grown beyond
	// it, and never ends before it.
	checkpoint, err := in.signed(ctx)
	if err != nil {
		return err
	}
	copied := filepath.Join(folder, record.DatabaseFile)
	if err := in.record.Snapshot(ctx, copied); err != nil {
		return err
	}
	sum, err := hashFile(copied)
	if err != nil {
		return err
	}
	about, err := json.MarshalIndent(manifest{time.Now().UTC(), version(), sum, string(checkpoint)}, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the manifest: %w", err)
	}
	file, err := os.OpenFile(c.File, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("writing the backup: %w", err)
	}
	if err := errors.Join(c.pack(file, about, copied), file.Sync(), file.Close()); err != nil {
		return errors.Join(fmt.Errorf("writing the backup: %w", err), os.Remove(c.File))
	}
	return syncFolder(filepath.Dir(c.File))
}

// pack writes the archive: the manifest first, then the database.
func (c backupCommand) pack(file io.Writer, about []byte, database string) error {
	sealed := io.WriteCloser(nopCloser{file})
	if c.Recipient != "" {
		recipient, err := age.ParseX25519Recipient(c.Recipient)
		if err != nil {
			return coded{exitUsage, err}
		}
		if sealed, err = age.Encrypt(file, recipient); err != nil {
			return err
		}
	}
	packed := gzip.NewWriter(sealed)
	archive := tar.NewWriter(packed)
	if err := archive.WriteHeader(&tar.Header{Name: manifestFile, Mode: 0o600, Size: int64(len(about))}); err != nil {
		return err
	}
	if _, err := archive.Write(about); err != nil {
		return err
	}
	source, err := os.Open(database)
	if err != nil {
		return err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return err
	}
	if err := archive.WriteHeader(&tar.Header{Name: record.DatabaseFile, Mode: 0o600, Size: info.Size()}); err != nil {
		return err
	}
	if _, err := io.Copy(archive, source); err != nil {
		return err
	}
	return errors.Join(archive.Close(), packed.Close(), sealed.Close())
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func hashFile(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("hashing the copy: %w", err)
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("hashing the copy: %w", err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

type restoreCommand struct {
	place
	File     string `arg:"" help:"Backup to restore." type:"existingfile"`
	Recovery string `required:"" help:"Recovery file of the installation the backup is of." type:"existingfile"`
	Identity string `help:"File with the age identity an encrypted backup opens with." type:"existingfile"`
	// What was erased after the backup was made is erased from it again. To leave
	// it out has to be said: it could bring women back who were erased.
	Tombstones        string `help:"Folder that says whose record was erased: tombstones of the data folder the backup is of." type:"existingdir" xor:"tombstones" required:""`
	WithoutTombstones bool   `help:"Nobody was erased since the backup was made." xor:"tombstones" required:""`
}

// Run makes a data folder from a backup and proves it before it says so.
func (c restoreCommand) Run(ctx context.Context, t terminal) error {
	if c.Database != "" {
		return coded{exitConfig, errors.New("a backup holds an SQLite record: restore it without --database")}
	}
	before, err := newFolder(c.Data)
	if err != nil {
		return err
	}
	found, err := c.unpack(ctx)
	if err != nil {
		return errors.Join(err, emptyAgain(c.Data, before))
	}
	t.say("Restored %s: %d ledger lines proven, copied %s.", c.Data, found.Lines, found.Made.Format(time.RFC1123))
	return nil
}

// newFolder says whether the folder was there before, empty. It refuses whatever
// else is there.
func newFolder(path string) (there bool, err error) {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, coded{exitConfig, fmt.Errorf("restoring needs a new folder: %w", err)}
	case len(entries) > 0:
		return true, coded{exitConfig, fmt.Errorf("%s is not empty: restore into a new folder", path)}
	}
	return true, nil
}

// emptyAgain removes what a restore made, and the folder itself where it was not
// there before.
func emptyAgain(path string, before bool) error {
	if !before {
		return os.RemoveAll(path)
	}
	entries, err := os.ReadDir(path)
	errs := []error{err}
	for _, entry := range entries {
		errs = append(errs, os.RemoveAll(filepath.Join(path, entry.Name())))
	}
	return errors.Join(errs...)
}

// restored is what a restore proved.
type restored struct {
	Lines int64
	Made  time.Time
}

func (c restoreCommand) unpack(ctx context.Context) (restored, error) {
	recovery, err := os.ReadFile(c.Recovery)
	if err != nil {
		return restored{}, fmt.Errorf("reading the recovery file: %w", err)
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return restored{}, fmt.Errorf("making the data folder: %w", err)
	}
	keys := filepath.Join(c.Data, keysFolder)
	if err := vault.Restore(keys, recovery); err != nil {
		return restored{}, fmt.Errorf("restoring the keys: %w", err)
	}
	if err := ledger.RestoreSigner(keys, recovery); err != nil {
		return restored{}, fmt.Errorf("restoring the ledger's key: %w", err)
	}
	if c.KeyFile != "" {
		if err := vault.MoveMasterKey(keys, c.KeyFile); err != nil {
			return restored{}, err
		}
	}
	about, err := c.extract()
	if err != nil {
		return restored{}, err
	}
	sum, err := hashFile(filepath.Join(c.Data, record.DatabaseFile))
	if err != nil {
		return restored{}, err
	}
	if sum != about.SHA256 {
		return restored{}, coded{exitData, errors.New("the backup is damaged: its content does not give the hash in its manifest")}
	}
	folder := filepath.Join(c.Data, checkpointsFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return restored{}, fmt.Errorf("keeping the checkpoint: %w", err)
	}
	if err := writeFile(filepath.Join(folder, "backup.txt"), []byte(about.Checkpoint), 0o600); err != nil {
		return restored{}, err
	}
	if c.Tombstones != "" {
		if err := copyFiles(c.Tombstones, filepath.Join(c.Data, tombstonesFolder)); err != nil {
			return restored{}, fmt.Errorf("bringing in what was erased: %w", err)
		}
	}
	in, err := c.open(ctx, opening{}) // which erases again what was erased
	if err != nil {
		return restored{}, err
	}
	proved, err := in.proveLedger(ctx, nil)
	if err := errors.Join(err, in.record.Close()); err != nil {
		return restored{}, err
	}
	if len(proved.Problems) > 0 {
		return restored{}, coded{exitData, fmt.Errorf("the ledger of the backup is not sound: %v", proved.Problems)}
	}
	return restored{proved.Lines, about.Made}, nil
}

// copyFiles copies the files of a folder, as they are, to a new one.
func copyFiles(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		content, err := os.ReadFile(filepath.Join(from, entry.Name()))
		if err != nil {
			return err
		}
		if err := writeFile(filepath.Join(to, entry.Name()), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// extract writes the database of the archive and returns its manifest.
func (c restoreCommand) extract() (manifest, error) {
	var about manifest
	file, err := os.Open(c.File)
	if err != nil {
		return about, fmt.Errorf("reading the backup: %w", err)
	}
	defer file.Close()
	source := io.Reader(file)
	if c.Identity != "" {
		text, err := os.Open(c.Identity)
		if err != nil {
			return about, fmt.Errorf("reading the age identity: %w", err)
		}
		defer text.Close()
		identities, err := age.ParseIdentities(text)
		if err != nil {
			return about, coded{exitUsage, fmt.Errorf("reading the age identity: %w", err)}
		}
		if source, err = age.Decrypt(file, identities...); err != nil {
			return about, coded{exitData, fmt.Errorf("opening the backup: %w", err)}
		}
	}
	damaged := func(err error) error {
		return coded{exitData, fmt.Errorf("the backup is damaged or encrypted: %w", err)}
	}
	packed, err := gzip.NewReader(source)
	if err != nil {
		return about, damaged(err)
	}
	archive := tar.NewReader(packed)
	for {
		header, err := archive.Next()
		switch {
		case errors.Is(err, io.EOF):
			return about, nil
		case err != nil:
			return about, damaged(err)
		case header.Name == manifestFile:
			if err := json.NewDecoder(io.LimitReader(archive, 1<<20)).Decode(&about); err != nil {
				return about, damaged(err)
			}
		case header.Name == record.DatabaseFile:
			target, err := os.OpenFile(filepath.Join(c.Data, record.DatabaseFile), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
			if err != nil {
				return about, fmt.Errorf("writing the record: %w", err)
			}
			_, err = io.Copy(target, archive)
			if err := errors.Join(err, target.Sync(), target.Close()); err != nil {
				return about, damaged(err)
			}
		}
	}
}
