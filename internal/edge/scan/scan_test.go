package scan_test

import (
	"encoding/binary"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/edge/scan"
)

// clamd answers on a socket as clamd does: once it has read a whole file it says
// what it says of it.
func clamd(t *testing.T, say func(content string) string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clamd")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(connection, say(received(connection)))
			_ = connection.Close()
		}
	}()
	return "unix:" + path
}

// received reads a file as clamd is sent one.
func received(connection io.Reader) string {
	command := make([]byte, len("zINSTREAM\x00"))
	if _, err := io.ReadFull(connection, command); err != nil || string(command) != "zINSTREAM\x00" {
		return "no command"
	}
	var content strings.Builder
	for {
		var size uint32
		if err := binary.Read(connection, binary.BigEndian, &size); err != nil || size == 0 {
			return content.String()
		}
		if _, err := io.CopyN(&content, connection, int64(size)); err != nil {
			return "cut off"
		}
	}
}

func TestWhatAScannerSays(t *testing.T) {
	large := strings.Repeat("a", 3<<20+7)
	socket := clamd(t, func(content string) string {
		switch {
		case strings.Contains(content, "bad"):
			return "stream: Eicar-Test FOUND\x00"
		case strings.Contains(content, "odd"):
			return "INSTREAM size limit exceeded. ERROR\x00"
		case strings.Contains(content, "silent"):
			return ""
		case strings.HasPrefix(content, "aaa") && content != large:
			return "stream: changed FOUND\x00"
		}
		return "stream: OK\x00"
	})
	for name, row := range map[string]struct {
		setting, content string
		found, fails     bool
	}{
		"clamd finds nothing":               {socket, "good", false, false},
		"clamd is sent every byte":          {socket, large, false, false},
		"clamd finds something":             {socket, "bad", true, false},
		"clamd cannot say":                  {socket, "odd", false, true},
		"clamd says nothing":                {socket, "silent", false, true},
		"clamd is not there":                {"unix:" + filepath.Join(t.TempDir(), "none"), "good", false, true},
		"a program finds nothing":           {"command:grep -qv bad", "good", false, false},
		"a program finds something":         {"command:grep -qv bad", "bad", true, false},
		"a program that cannot say":         {"command:grep --no-such-option", "good", false, true},
		"a program that is not there":       {"command:no-such-program-here", "good", false, true},
		"a program is not run by the shell": {"command:true ; grep -q good", "bad", false, false},
	} {
		scanner, err := scan.Read(row.setting)
		if err != nil {
			t.Fatal(err)
		}
		found, err := scanner.Scan(t.Context(), []byte(row.content))
		if found != row.found || (err != nil) != row.fails {
			t.Errorf("%s: found %t, %v", name, found, err)
		}
	}
}

func TestASettingNamesAScanner(t *testing.T) {
	for setting, row := range map[string]struct{ none, fails bool }{
		"": {true, false}, " ": {true, false}, "unix:": {true, true}, "http://x": {true, true}, "command: ": {true, true}, "clamd": {true, true},
		"tcp:127.0.0.1:3310": {false, false}, "unix:/run/clamd": {false, false}, "command:clamdscan -": {false, false},
	} {
		scanner, err := scan.Read(setting)
		if (scanner == nil) != row.none || (err != nil) != row.fails {
			t.Errorf("%q: %v, %v", setting, scanner, err)
		}
	}
}
