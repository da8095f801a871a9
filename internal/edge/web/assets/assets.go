package assets

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed style.css govuk.js js-enabled.js jobs.js keep.js leave.js passkey.js stay.js icon.svg pictures/*.svg
var files embed.FS

// Prefix is the path under which Handler expects to be mounted.
const Prefix = "/assets/"

type asset struct {
	body        []byte
	contentType string
}

// paths maps a plain name to its path, served maps a path to what it serves.
var paths, served = index()

// contentTypes are those of what is served, by the end of a name.
var contentTypes = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

func index() (map[string]string, map[string]asset) {
	paths, served := map[string]string{}, map[string]asset{}
	// Reading what is embedded never fails.
	_ = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := files.ReadFile(name)
		sum := sha256.Sum256(body)
		stem, ending, _ := strings.Cut(name, ".")
		paths[name] = Prefix + stem + "." + hex.EncodeToString(sum[:6]) + "." + ending
		served[paths[name]] = asset{body: body, contentType: contentTypes[path.Ext(name)]}
		return err
	})
	return paths, served
}

// Path returns where pages find the asset of this plain name, such as
// "style.css". The path changes when the bytes do, so that browsers may
// keep what they have.
func Path(name string) string { return paths[name] }

// Handler serves the assets by their paths, and nothing else.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, ok := served[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", found.contentType)
		w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
		// The client has gone if this fails; there is nobody to tell.
		_, _ = w.Write(found.body)
	})
}
