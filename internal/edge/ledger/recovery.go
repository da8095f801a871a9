package ledger

import (
	"encoding/pem"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

const recoveryType = "THROUGHLINE LEDGER KEY"

// ErrNotRecovery says that a text holds no key of a ledger.
var ErrNotRecovery = errors.New("there is no ledger key in this recovery text")

// Recovery writes the key pair as printable text, to stand in the recovery file
// after the keys of the vault. Whoever holds it can sign in the ledger's name.
func Recovery(dir string) ([]byte, error) {
	private, public, err := readPair(dir)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: recoveryType, Bytes: []byte(private + "\n" + public)}), nil
}

// RestoreSigner writes the key pair of a recovery text into dir. Text before its
// block is passed over.
func RestoreSigner(dir string, recovery []byte) error {
	for {
		block, rest := pem.Decode(recovery)
		if block == nil {
			return ErrNotRecovery
		}
		if block.Type == recoveryType {
			private, public, found := strings.Cut(string(block.Bytes), "\n")
			if !found {
				return ErrNotRecovery
			}
			if _, err := newSigner(private, public); err != nil {
				return fmt.Errorf("%w: %w", ErrNotRecovery, err)
			}
			return writePair(dir, private, public)
		}
		recovery = rest
	}
}

// writePair writes both key files. The public one goes first: where only it was
// written, nothing was signed yet.
func writePair(dir, private, public string) error {
	if err := write(filepath.Join(dir, publicFile), public+"\n", 0o444); err != nil {
		return err
	}
	if err := write(filepath.Join(dir, privateFile), private+"\n", 0o400); err != nil {
		return err
	}
	return syncFolder(dir)
}
