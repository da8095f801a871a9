package quality

import (
	"encoding/json"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// required returns what the program and its tests stand on, with the version:
// the direct requirements of go.mod and of every package.json.
func required(t *testing.T) map[string]string {
	t.Helper()
	texts := allTexts(t)
	needs := map[string]string{}
	module, err := modfile.Parse("go.mod", []byte(texts["go.mod"]), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, requirement := range module.Require {
		if !requirement.Indirect {
			needs[requirement.Mod.Path] = requirement.Mod.Version
		}
	}
	for name, text := range texts {
		if path.Base(name) != "package.json" {
			continue
		}
		var manifest struct{ Dependencies, DevDependencies map[string]string }
		if err := json.Unmarshal([]byte(text), &manifest); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, listed := range []map[string]string{manifest.Dependencies, manifest.DevDependencies} {
			for dependency, version := range listed {
				needs[dependency] = version
			}
		}
	}
	return needs
}

func TestEveryDependencyHasItsReason(t *testing.T) {
	listed := map[string]string{}
	for _, line := range strings.Split(allTexts(t)["docs/dependencies.md"], "\n") {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if !strings.HasPrefix(line, "|") || cells[0] == "Module" || strings.HasPrefix(cells[0], "---") {
			continue
		}
		if len(cells) != 4 || slices.Contains(cells, "") {
			t.Errorf("docs/dependencies.md: %q is not name, version, licence and reason", line)
			continue
		}
		listed[cells[0]] = cells[1]
	}
	needs := required(t)
	for dependency, version := range needs {
		if listed[dependency] != version {
			t.Errorf("docs/dependencies.md has %s at %q, the build at %q", dependency, listed[dependency], version)
		}
	}
	for dependency := range listed {
		host, _, _ := strings.Cut(dependency, "/")
		if strings.Contains(host, ".") && needs[dependency] == "" {
			t.Errorf("docs/dependencies.md lists %s, which go.mod does not require", dependency)
		}
	}
}

func TestMigrationsStandOnBothEngines(t *testing.T) {
	const home = "internal/edge/record/migrations/"
	engines := map[string][]string{"sqlite": nil, "postgres": nil}
	for name := range allTexts(t) {
		engine, file, below := strings.Cut(strings.TrimPrefix(name, home), "/")
		if _, known := engines[engine]; known && below && strings.HasPrefix(name, home) {
			engines[engine] = append(engines[engine], file)
		}
	}
	if len(engines["sqlite"])+len(engines["postgres"]) == 0 {
		t.Skip("there are no migrations in folders per engine")
	}
	for _, files := range engines {
		slices.Sort(files)
	}
	if !slices.Equal(engines["sqlite"], engines["postgres"]) {
		t.Errorf("sqlite has %v, postgres has %v", engines["sqlite"], engines["postgres"])
	}
}
