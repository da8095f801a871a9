package messaging

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"throughline/internal/casework/sharing"
	"throughline/internal/domain/safecontact"
)

// Folder writes messages into a folder, where a person or another program takes
// them up: a text as .txt, an e-mail as .eml.
type Folder struct {
	Path string
	Mail Mail // who e-mails are from
}

// Send writes a message as a file of its own, whole or not at all.
func (f Folder) Send(_ context.Context, id string, channel safecontact.Channel, letter sharing.Letter) error {
	if !named(id) {
		return notHanded(nil, "The message has no name to be kept under")
	}
	name, content := id+".txt", []byte(fmt.Sprintf("To: %s\n\n%s\n", letter.To, letter.Body))
	if channel == safecontact.Email {
		message, err := f.Mail.message(id, letter)
		if err != nil {
			return err
		}
		var text strings.Builder
		if _, err := message.WriteTo(&text); err != nil {
			return notHanded(err, "The e-mail could not be written")
		}
		name, content = id+".eml", []byte(text.String())
	}
	if err := os.MkdirAll(f.Path, 0o700); err != nil {
		return notHanded(err, "The folder of messages could not be made")
	}
	file, err := os.CreateTemp(f.Path, ".new-*")
	if err != nil {
		return notHanded(err, "The message could not be written to its folder")
	}
	_, err = file.Write(content)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return notHanded(errors.Join(err, os.Remove(file.Name())), "The message could not be written to its folder")
	}
	if err := os.Rename(file.Name(), filepath.Join(f.Path, name)); err != nil {
		return notHanded(errors.Join(err, os.Remove(file.Name())), "The message could not be written to its folder")
	}
	return nil
}

// named says whether an id is a file name and nothing more.
func named(id string) bool {
	return id != "" && strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
}
