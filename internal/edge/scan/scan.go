package scan

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strings"
	"time"

	"throughline/internal/casework/documents"
)

// Within is how long a scan may take. A page waits for it.
const Within = 15 * time.Second

// Read returns the scanner that a setting names: "unix:PATH" or "tcp:HOST:PORT" of
// clamd, or "command:" with a program and its arguments; nil where it is empty.
func Read(setting string) (documents.Scanner, error) {
	kind, rest, _ := strings.Cut(strings.TrimSpace(setting), ":")
	switch {
	case kind == "":
		return nil, nil
	case rest == "":
	case kind == "unix" || kind == "tcp":
		return Clamd{Network: kind, Address: rest}, nil
	case kind == "command":
		if words := strings.Fields(rest); len(words) > 0 {
			return Command(words), nil
		}
	}
	return nil, fmt.Errorf("%q names no virus scanner: write unix:PATH or tcp:HOST:PORT of clamd, or command:PROGRAM", setting)
}

// Command is a program with its arguments. It reads the file on standard input, and
// answers 0 where it found nothing and 1 where it found something.
type Command []string

var _ documents.Scanner = Command(nil)

// foundSomething is the answer of a program that found something.
const foundSomething = 1

// Scan starts the program.
func (c Command) Scan(ctx context.Context, content []byte) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, Within)
	defer cancel()
	program := exec.CommandContext(ctx, c[0], c[1:]...)
	program.Stdin, program.WaitDelay = bytes.NewReader(content), time.Second
	err := program.Run()
	var ended *exec.ExitError
	switch {
	case err == nil:
		return false, nil
	case errors.As(err, &ended) && ended.ExitCode() == foundSomething:
		return true, nil
	}
	return false, fmt.Errorf("scanning with a program: %w", err)
}

// Clamd is the scanner of ClamAV on a socket.
type Clamd struct{ Network, Address string }

var _ documents.Scanner = Clamd{}

// Scan sends the file over the socket, in pieces as clamd takes them.
func (c Clamd) Scan(ctx context.Context, content []byte) (found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, Within)
	defer cancel()
	connection, err := (&net.Dialer{}).DialContext(ctx, c.Network, c.Address)
	if err != nil {
		return false, fmt.Errorf("reaching the scanner: %w", err)
	}
	defer func() { err = errors.Join(err, connection.Close()) }()
	if until, set := ctx.Deadline(); set {
		if err := connection.SetDeadline(until); err != nil {
			return false, fmt.Errorf("reaching the scanner: %w", err)
		}
	}
	message := bytes.NewBufferString("zINSTREAM\x00")
	const piece = 1 << 20
	for rest := content; len(rest) > 0; {
		size := min(piece, len(rest))
		message.Write(binary.BigEndian.AppendUint32(nil, uint32(size)))
		message.Write(rest[:size])
		rest = rest[size:]
	}
	message.Write([]byte{0, 0, 0, 0})
	_, sent := connection.Write(message.Bytes()) // it may answer before it has read all
	answer, err := io.ReadAll(io.LimitReader(connection, 4096))
	switch said := strings.TrimRight(string(answer), "\x00\r\n"); {
	case strings.HasSuffix(said, " FOUND"):
		return true, nil
	case err == nil && sent == nil && said == "stream: OK":
		return false, nil
	default:
		return false, fmt.Errorf("scanning: the scanner said %.100q: %w", said, errors.Join(sent, err, errUnread))
	}
}

var errUnread = errors.New("no answer of clamd")
