package quality

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"
)

var (
	pure   = []string{"internal/domain", "internal/reckoning"}
	verbs  = []string{"internal/casework"}
	world  = []string{"internal/edge"}
	wiring = []string{"internal/cli", "cmd"}
	// documents are the folders of text, each with one Go file that embeds it.
	documents = []string{"schemes", "policies", "locales", "screening", "directory", "economics", "exports"}
)

// walls say who never imports what. Tests may climb over them: a test of a
// verb may use the real record.
var walls = []struct {
	rooms   []string // who; the whole house when empty
	except  []string
	never   []string // import paths, with what lies below them
	because string
}{
	{
		rooms:   pure,
		never:   ours(verbs, world, wiring, documents),
		because: "the first floor carries the others and knows none of them",
	},
	{
		rooms: pure,
		never: []string{
			"os", "io/ioutil", "syscall", "net", "database/sql", "log", "crypto/rand", "math/rand", "plugin", "unsafe",
			"modernc.org", "github.com/jackc", "github.com/pressly", "github.com/tink-crypto", "filippo.io", "github.com/a-h/templ",
		},
		because: "the same facts give the same answer, today and as at any day",
	},
	{
		rooms:   verbs,
		never:   ours(world, wiring),
		because: "casework declares the small interfaces it needs, and the edge satisfies them",
	},
	{
		rooms:   verbs,
		never:   []string{"os", "syscall", "net", "database/sql", "modernc.org", "github.com/jackc", "github.com/pressly", "github.com/a-h/templ"},
		because: "a verb authorises, loads, decides, appends and tells; the world is handed to it",
	},
	{
		rooms:   world,
		never:   ours(wiring),
		because: "edges are wired together, they do not wire",
	},
	{
		rooms:   documents,
		never:   ours(verbs, world, wiring),
		because: "a folder of documents embeds them, and the first floor reads them",
	},
	{
		except:  []string{"internal/edge/record"},
		never:   []string{"modernc.org/sqlite", "github.com/jackc/pgx", "github.com/pressly/goose"},
		because: "one room holds the database, so that there is one way in",
	},
	{
		except:  []string{"internal/edge/record", "internal/edge/vault", "internal/edge/ledger", "internal/edge/jobs"},
		never:   []string{"database/sql"},
		because: "pages and commands hold no database handle; they reach a woman's record through casework",
	},
	{
		except:  []string{"internal/edge/vault"},
		never:   []string{"github.com/tink-crypto"},
		because: "one room touches keys",
	},
	{
		except:  []string{"internal/edge/messaging"},
		never:   []string{"net/smtp"},
		because: "one room sends, because it alone knows how she may safely be reached",
	},
	{
		except:  []string{"cmd"},
		never:   []string{module + "/internal/cli"},
		because: "the wiring stands at the top",
	},
	{
		rooms:   []string{"cmd"},
		never:   ours(pure, verbs, world, documents),
		because: "main only starts the command line",
	},
	{
		never:   []string{"testing", "github.com/chromedp", "pgregory.net/rapid", "github.com/google/go-cmp", "github.com/cedar-policy"},
		because: "what tests need is no part of the program",
	},
}

func ours(floors ...[]string) []string {
	var paths []string
	for _, folder := range slices.Concat(floors...) {
		paths = append(paths, module+"/"+folder)
	}
	return paths
}

// forTests says whether a room only serves tests: quality itself, and rooms
// whose name ends so, such as recordtest.
func forTests(room string) bool {
	return strings.HasSuffix(room, "test") || strings.HasSuffix(room, "internal/quality")
}

func wallFindings(file source) []string {
	if file.test() || forTests(file.room()) {
		return nil
	}
	var found []string
	for _, name := range file.imports() {
		for _, wall := range walls {
			if len(wall.rooms) > 0 && !withinAny(file.room(), wall.rooms) || withinAny(file.room(), wall.except) {
				continue
			}
			if withinAny(name, wall.never) && !slices.Contains(valuesOnly, name) {
				found = append(found, fmt.Sprintf("%s imports %s: %s", file.path, name, wall.because))
			}
		}
		if within(name, module) && forTests(name) {
			found = append(found, fmt.Sprintf("%s imports %s: what tests need is no part of the program", file.path, name))
		}
		found = append(found, sidewaysFindings(file, name)...)
	}
	return found
}

// valuesOnly are packages below a forbidden one that hold values and touch
// nothing. The seeded generators are among them: see stirFindings.
var valuesOnly = []string{"net/netip", "net/url", "math/rand/v2"}

// sidewaysFindings keep the packages of one floor apart where the floor says
// so: edges meet only in the wiring, and verbs share only casework itself.
func sidewaysFindings(file source, name string) []string {
	for _, floor := range []struct{ folder, because string }{
		{"internal/edge", "edges meet only in the wiring"},
		{"internal/casework", "verbs share the first floor and casework itself, not each other"},
	} {
		other, below := strings.CutPrefix(name, module+"/"+floor.folder+"/")
		own, here := strings.CutPrefix(file.room(), floor.folder+"/")
		if below && here && firstStep(other) != firstStep(own) {
			return []string{fmt.Sprintf("%s imports %s: %s", file.path, name, floor.because)}
		}
	}
	return nil
}

func firstStep(name string) string {
	step, _, _ := strings.Cut(name, "/")
	return step
}

// clockwork is what reads or waits for the clock.
var clockwork = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer"}

// seeded is what math/rand/v2 offers to a caller who brings the seed.
var seeded = []string{"Rand", "Source", "New", "NewPCG", "PCG", "NewChaCha8", "ChaCha8", "NewZipf", "Zipf"}

// stirFindings hold the first floor to values: no clock, no unseeded
// randomness, no goroutines.
func stirFindings(file source) []string {
	if file.test() || !withinAny(file.room(), pure) {
		return nil
	}
	var found []string
	ast.Inspect(file.syntax, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.GoStmt:
			found = append(found, file.at(node)+" starts a goroutine: the first floor is plain functions of values")
		case *ast.SelectorExpr:
			of, plain := node.X.(*ast.Ident)
			switch {
			case !plain:
			case of.Name == importName(file, "time") && slices.Contains(clockwork, node.Sel.Name):
				found = append(found, fmt.Sprintf("%s uses time.%s: what \"now\" is comes from the caller", file.at(node), node.Sel.Name))
			case of.Name == importName(file, "math/rand/v2") && !slices.Contains(seeded, node.Sel.Name):
				found = append(found, fmt.Sprintf("%s uses rand.%s: randomness comes from the caller, with its seed", file.at(node), node.Sel.Name))
			}
		}
		return true
	})
	return found
}

// importName is what the file calls an imported package, "" when it does not
// import it.
func importName(file source, name string) string {
	for i, imported := range file.imports() {
		if imported != name {
			continue
		}
		if given := file.syntax.Imports[i].Name; given != nil {
			return given.Name
		}
		if name == "math/rand/v2" {
			return "rand"
		}
		return name
	}
	return ""
}

func TestFloors(t *testing.T) {
	for _, file := range allSources(t) {
		report(t, wallFindings(file))
		report(t, stirFindings(file))
	}
}

func TestFloorsFindWhatTheyForbid(t *testing.T) {
	for _, row := range []struct {
		path, imports string
		found         bool
	}{
		{"internal/domain/journey/fold.go", "throughline/internal/domain/calendar", false},
		{"internal/domain/journey/fold.go", "throughline/internal/edge/record", true},
		{"internal/domain/journey/fold.go", "throughline/internal/casework/intake", true},
		{"internal/domain/journey/fold.go", "throughline/schemes", true},
		{"internal/domain/journey/fold.go", "os", true},
		{"internal/domain/journey/fold.go", "net/http", true},
		{"internal/domain/journey/fold.go", "database/sql", true},
		{"internal/domain/journey/fold.go", "crypto/rand", true},
		{"internal/domain/journey/fold.go", "math/rand", true},
		{"internal/reckoning/stats/resample.go", "math/rand/v2", false},
		{"internal/reckoning/stats/survival.go", "gonum.org/v1/gonum/stat", false},
		{"internal/domain/journey/fold_test.go", "os", false},
		{"internal/casework/intake/refer.go", "throughline/internal/domain/scheme", false},
		{"internal/casework/intake/refer.go", "throughline/internal/casework", false},
		{"internal/casework/intake/refer.go", "throughline/internal/casework/support", true},
		{"internal/casework/intake/refer.go", "throughline/internal/edge/record", true},
		{"internal/casework/intake/refer.go", "net/http", true},
		{"internal/edge/web/refer/new.go", "throughline/internal/edge/web/govuk", false},
		{"internal/edge/web/refer/new.go", "throughline/internal/casework/intake", false},
		{"internal/edge/web/refer/new.go", "throughline/internal/edge/record", true},
		{"internal/edge/web/refer/new.go", "throughline/internal/edge/webhook", true},
		{"internal/edge/web/refer/new.go", "database/sql", true},
		{"internal/edge/web/refer/new.go", "throughline/internal/cli", true},
		{"internal/edge/record/open.go", "modernc.org/sqlite", false},
		{"internal/edge/record/open.go", "github.com/jackc/pgx/v5/stdlib", false},
		{"internal/edge/record/open.go", "github.com/tink-crypto/tink-go/v2/aead", true},
		{"internal/edge/record/open.go", "throughline/internal/edge/record/recordtest", true},
		{"internal/edge/record/recordtest/fresh.go", "testing", false},
		{"internal/edge/vault/seal.go", "github.com/tink-crypto/tink-go/v2/aead", false},
		{"internal/edge/vault/seal.go", "github.com/jackc/pgx/v5", true},
		{"internal/cli/serve.go", "throughline/internal/edge/web", false},
		{"internal/cli/serve.go", "modernc.org/sqlite", true},
		{"internal/cli/serve.go", "testing", true},
		{"cmd/throughline/main.go", "throughline/internal/cli", false},
		{"cmd/throughline/main.go", "throughline/internal/edge/web", true},
		{"schemes/embed.go", "throughline/internal/domain/scheme", false},
		{"schemes/embed.go", "throughline/internal/casework/intake", true},
		{"policies/embed.go", "github.com/cedar-policy/cedar-go", true},
		{"policies/agree_test.go", "github.com/cedar-policy/cedar-go", false},
	} {
		file := planted(t, row.path, fmt.Sprintf("package p\nimport _ %q\n", row.imports))
		if found := wallFindings(file); (len(found) > 0) != row.found {
			t.Errorf("%s importing %s: found %q, want %v", row.path, row.imports, found, row.found)
		}
	}
}

func TestStirFindsWhatItForbids(t *testing.T) {
	for _, row := range []struct {
		path, body string
		found      bool
	}{
		{"internal/domain/journey/fold.go", "import \"time\"\nvar t = time.Now()", true},
		{"internal/domain/journey/fold.go", "import clock \"time\"\nvar t = clock.Now()", true},
		{"internal/domain/journey/fold.go", "import \"time\"\nvar t = time.Now", true},
		{"internal/domain/journey/fold.go", "import \"time\"\nvar t = time.UTC", false},
		{"internal/domain/journey/fold.go", "func f() { go f() }", true},
		{"internal/reckoning/stats/resample.go", "import \"math/rand/v2\"\nfunc f(r *rand.Rand) int { return r.IntN(3) }", false},
		{"internal/reckoning/stats/resample.go", "import \"math/rand/v2\"\nvar n = rand.IntN(3)", true},
		{"internal/edge/signin/desk.go", "import \"time\"\nvar t = time.Now()", false},
	} {
		found := stirFindings(planted(t, row.path, "package p\n"+row.body))
		if (len(found) > 0) != row.found {
			t.Errorf("%s with %q: found %q, want %v", row.path, row.body, found, row.found)
		}
	}
}
