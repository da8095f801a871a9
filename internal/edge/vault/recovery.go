package vault

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
)

const (
	recoveryType = "THROUGHLINE RECOVERY"
	recoveryHead = `Throughline: recovery of the keys of installation %s.
Whoever holds this text and a copy of the database can read every record.
Print it or keep it offline, apart from the backups. Without it, and with the
keys lost, no backup can be read by anyone.

`
)

// ErrNotRecovery says that a text is no recovery text, or a damaged one.
var ErrNotRecovery = errors.New("this is not a whole recovery text")

// recovery writes the keys as printable text: a few words for whoever finds the
// paper, then a PEM block.
func (k keys) recovery() ([]byte, error) {
	body, err := json.Marshal(k)
	if err != nil {
		return nil, fmt.Errorf("writing the recovery text: %w", err)
	}
	text := fmt.Appendf(nil, recoveryHead, k.Instance)
	return append(text, pem.EncodeToMemory(&pem.Block{Type: recoveryType, Bytes: body})...), nil
}

// readRecovery reads a recovery text and proves that its keys belong together.
func readRecovery(text []byte) (keys, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != recoveryType {
		return keys{}, ErrNotRecovery
	}
	decoder := json.NewDecoder(bytes.NewReader(block.Bytes))
	decoder.DisallowUnknownFields()
	var read keys
	if err := decoder.Decode(&read); err != nil {
		return keys{}, ErrNotRecovery
	}
	if _, err := read.open(); err != nil {
		return keys{}, fmt.Errorf("%w: %w", ErrNotRecovery, err)
	}
	return read, nil
}
