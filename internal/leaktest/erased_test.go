package leaktest

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
)

// keptOf returns the bytes that the database keeps of a woman under her key, the
// key itself in its wrapping, what was typed of her, and the links that lead to her.
func keptOf(t *testing.T, data, woman string) [][]byte {
	t.Helper()
	rows, err := beside(t, data).QueryContext(t.Context(), `SELECT words FROM facts WHERE woman = $1 AND words IS NOT NULL
		UNION ALL SELECT wrapped FROM women WHERE id = $1 UNION ALL SELECT identity FROM women WHERE id = $1
		UNION ALL SELECT token FROM women_tokens WHERE woman = $1 UNION ALL SELECT sealed FROM drafts WHERE woman = $1
		UNION ALL SELECT lookup FROM links WHERE woman = $1 UNION ALL SELECT token_hash FROM link_sessions WHERE woman = $1`, woman)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all [][]byte
	for rows.Next() {
		var kept []byte
		if err := rows.Scan(&kept); err != nil {
			t.Fatal(err)
		}
		all = append(all, kept)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// standing counts how many of these stand in a file of the folder.
func standing(t *testing.T, folder string, sought [][]byte) int {
	t.Helper()
	var files [][]byte
	if err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files = append(files, content)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, one := range sought {
		// A long value may stand on several pages of the file: its first bytes do not.
		first := one[:min(len(one), 64)]
		if slices.ContainsFunc(files, func(file []byte) bool { return bytes.Contains(file, first) }) {
			count++
		}
	}
	return count
}

// After an erasure not one byte of hers stands in any file of the database: not
// her key, not what it sealed, not what she was found by, not the codes of the
// facts that no figure is counted from. What is kept of others stays.
func TestNothingOfAnErasedWomanIsLeftInAnyFile(t *testing.T) {
	w := imagine(t).make(t)
	her, other := w.women[0], w.women[4]
	hers, others := keptOf(t, w.data, her.id), keptOf(t, w.data, other.id)
	if len(hers) < 30 || standing(t, w.data, hers) != len(hers) {
		t.Fatalf("%d of %d values of hers are found before: nothing is proved", standing(t, w.data, hers), len(hers))
	}
	asker := named("information-governance").Asker()
	prepare(t, w.data, func(store *record.Store) {
		stone := keeping.Stone{Woman: her.id, At: time.Now().UTC(), By: asker.ID, Agency: asker.Agency, Asked: "account-service-lead", Ground: journey.ErasureHers}
		if err := store.Erase(t.Context(), keeping.Erasure{Stone: stone, Entry: asker.Note(time.Now(), access.Erase, access.ForLegal, "erase a record", 0)}); err != nil {
			t.Fatal(err)
		}
		if left := standing(t, w.data, hers); left != 0 {
			t.Errorf("%d of %d values of hers stand in the files while the record is open", left, len(hers))
		}
	})
	if left := standing(t, w.data, hers); left != 0 {
		t.Errorf("%d of %d values of hers stand in the files", left, len(hers))
	}
	if stay := standing(t, w.data, others); stay != len(others) {
		t.Errorf("%d of %d values of another woman stand in the files: erasing one must not harm another", stay, len(others))
	}
	hunted := newHunt(t, w)
	hunted.files("after her erasure,", w.data, func(bird canary) bool {
		return !bird.sealed && (bird.woman != her || bird.kind == herCase || slices.Contains(journey.Counted, bird.kind))
	})
	s := serve(t, w.data)
	for _, as := range everybody() {
		for _, one := range hunted.routes {
			if one.method != "GET" || one.path == "/exit" || !one.admits(as) {
				continue
			}
			places := fewer(w.fillings())
			places["case"] = []string{her.caseID}
			path := paths(t, one.path, places)[0]
			got := s.ask(as, path, nil)
			hunted.artefact(path+" as "+as.String(), got.whole(), func(bird canary) bool { return bird.woman != her || bird.kind == herCase })
		}
	}
	hunted.report()
	t.Logf("%d values of hers, 0 left; %d of another woman stay; %d artefacts", len(hers), len(others), hunted.looked)
}
