package cli

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

type versionCommand struct{}

// Run prints the version, the commit it was built from, and the toolchain.
func (versionCommand) Run(t terminal) error {
	fmt.Fprintln(t.out, "throughline", version())
	return nil
}

// program names this very program: its version and the file it runs from.
func program() string {
	name := version()
	path, err := os.Executable()
	if err != nil {
		return name
	}
	if about, err := os.Stat(path); err == nil {
		name += fmt.Sprintf(" %d bytes of %s", about.Size(), about.ModTime().UTC().Format(time.RFC3339Nano))
	}
	return name
}

func version() string {
	commit, changed := "unknown commit", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			switch setting.Key {
			case "vcs.revision":
				commit = setting.Value
			case "vcs.modified":
				if setting.Value == "true" {
					changed = " with changes"
				}
			}
		}
	}
	return fmt.Sprintf("0.1 (%s%s, %s)", commit, changed, runtime.Version())
}
