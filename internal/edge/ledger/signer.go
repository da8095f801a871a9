package ledger

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Files of the signer, in the key folder.
const (
	privateFile = "ledger.key"
	publicFile  = "ledger.pub"
)

// ErrOpenToOthers says that somebody other than the service's account may read
// the private key.
var ErrOpenToOthers = errors.New("others can read the ledger's private key: chmod 0400")

// Signer signs checkpoints with Ed25519.
type Signer struct {
	signer note.Signer
	public string
}

// Public is the verifier key in the form of C2SP signed-note: what a holder of
// checkpoints needs, and no secret.
func (s *Signer) Public() string { return s.public }

// Format prints [sealed] whatever the verb.
func (s Signer) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, sealed) }

// LogValue logs [sealed].
func (s Signer) LogValue() slog.Value { return slog.StringValue(sealed) }

const sealed = "[sealed]"

// CreateSigner makes a key pair in dir, a folder that exists: the private key
// readable by the service's account alone, the public one by all. It refuses
// where either is there already. The name of the log, which stands first in
// every checkpoint, is drawn at random, so that no two installations share one.
func CreateSigner(dir string) (*Signer, error) {
	for _, name := range []string{privateFile, publicFile} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return nil, fmt.Errorf("making the ledger's key: %s: %w", name, os.ErrExist)
		}
	}
	random := make([]byte, 8)
	if _, err := rand.Read(random); err != nil {
		return nil, fmt.Errorf("naming the ledger: %w", err)
	}
	private, public, err := note.GenerateKey(rand.Reader, "throughline/"+hex.EncodeToString(random))
	if err != nil {
		return nil, fmt.Errorf("making the ledger's key: %w", err)
	}
	if err := writePair(dir, private, public); err != nil {
		return nil, err
	}
	return newSigner(private, public)
}

// OpenSigner reads the key pair in dir. It returns ErrOpenToOthers where group
// or others may read the private key, and an error where the two keys are not
// a pair.
func OpenSigner(dir string) (*Signer, error) {
	private, public, err := readPair(dir)
	if err != nil {
		return nil, err
	}
	return newSigner(private, public)
}

// readPair reads both key files, and refuses where others may read the private
// one.
func readPair(dir string) (private, public string, err error) {
	path := filepath.Join(dir, privateFile)
	info, err := os.Stat(path)
	if err != nil {
		return "", "", fmt.Errorf("looking at the ledger's key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", "", fmt.Errorf("%s (%v): %w", path, info.Mode().Perm(), ErrOpenToOthers)
	}
	privateText, err := os.ReadFile(path)
	if err != nil {
		return "", "", fmt.Errorf("reading the ledger's key: %w", err)
	}
	publicText, err := os.ReadFile(filepath.Join(dir, publicFile))
	if err != nil {
		return "", "", fmt.Errorf("reading the ledger's public key: %w", err)
	}
	return strings.TrimSpace(string(privateText)), strings.TrimSpace(string(publicText)), nil
}

func newSigner(private, public string) (*Signer, error) {
	signer, err := note.NewSigner(private)
	if err != nil {
		// note's own errors carry no key.
		return nil, fmt.Errorf("reading the ledger's key: %w", err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return nil, fmt.Errorf("reading the ledger's public key: %w", err)
	}
	tried, err := signer.Sign([]byte(verifier.Name()))
	if err != nil {
		return nil, fmt.Errorf("trying the ledger's key: %w", err)
	}
	if verifier.Name() != signer.Name() || !verifier.Verify([]byte(verifier.Name()), tried) {
		return nil, errors.New("the ledger's public key does not belong to its private key")
	}
	return &Signer{signer: signer, public: public}, nil
}

func write(path, content string, mode os.FileMode) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("making the ledger's key file: %w", err)
	}
	_, err = file.WriteString(content)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("writing the ledger's key file: %w", err)
	}
	return nil
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("opening the key folder: %w", err)
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil {
		return fmt.Errorf("making the key folder durable: %w", err)
	}
	return nil
}
