package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints the version, the commit it was built from, and the toolchain.
func (versionCommand) Run(t terminal) error {
	fmt.Fprintln(t.out, "throughline", version())
	return nil
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
