package quality

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

const module = "throughline"

// source is one Go file of the house.
type source struct {
	path   string // from the repository's root, with slashes
	text   string
	syntax *ast.File
	files  *token.FileSet
}

// room is the folder, such as "internal/domain/calendar".
func (s source) room() string { return path.Dir(s.path) }

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// made says whether a generator wrote the file.
func (s source) made() bool { return ast.IsGenerated(s.syntax) }

func (s source) imports() []string {
	var paths []string
	for _, spec := range s.syntax.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err == nil {
			paths = append(paths, name)
		}
	}
	return paths
}

// at names the place of a node, for messages.
func (s source) at(node ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.files.Position(node.Pos()).Line)
}

func read(name, text string) (source, error) {
	files := token.NewFileSet()
	syntax, err := parser.ParseFile(files, name, text, parser.ParseComments|parser.SkipObjectResolution)
	return source{path: name, text: text, syntax: syntax, files: files}, err
}

// planted reads a made-up file, for trying a rule on what it should find.
func planted(t *testing.T, name, text string) source {
	t.Helper()
	file, err := read(name, text)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// repository is every text file under the root, by path.
var repository = sync.OnceValues(func() (map[string]string, error) {
	texts := map[string]string{}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch entry.Name() {
		case ".git", "node_modules", "tmp", "bin":
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() || info.Size() > 4<<20 {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if text := string(content); utf8.ValidString(text) && !strings.Contains(text, "\x00") {
			relative, err := filepath.Rel(root, name)
			if err != nil {
				return err
			}
			texts[filepath.ToSlash(relative)] = text
		}
		return nil
	})
	return texts, err
})

func allTexts(t *testing.T) map[string]string {
	t.Helper()
	texts, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	if texts["go.mod"] == "" {
		t.Fatal("the repository's root was not found")
	}
	return texts
}

func allSources(t *testing.T) []source {
	t.Helper()
	var sources []source
	for name, text := range allTexts(t) {
		if !strings.HasSuffix(name, ".go") || strings.Contains(name, "/testdata/") {
			continue
		}
		file, err := read(name, text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sources = append(sources, file)
	}
	return sources
}

// within says whether a path is a folder or lies in it.
func within(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}

func withinAny(name string, folders []string) bool {
	for _, folder := range folders {
		if within(name, folder) {
			return true
		}
	}
	return false
}

func report(t *testing.T, findings []string) {
	t.Helper()
	for _, finding := range findings {
		t.Error(finding)
	}
}
