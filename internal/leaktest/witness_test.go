package leaktest

import (
	"context"
	"database/sql"
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"throughline/internal/domain/access"
)

// beside opens the database of a data folder beside a running server.
func beside(t *testing.T, data string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(data, "throughline.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// leaves returns every line of the ledger, as it is kept.
func leaves(t *testing.T, db *sql.DB) [][]byte {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT leaf FROM ledger_leaf ORDER BY seq")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all [][]byte
	for rows.Next() {
		var leaf []byte
		if err := rows.Scan(&leaf); err != nil {
			t.Fatal(err)
		}
		all = append(all, leaf)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// Whatever of a woman stands on a page, a line of the ledger written before it
// names her, the account, and a class that covers it. Where no line can be
// written the page has not one byte of hers.
func TestWhatIsReadIsWrittenDownFirst(t *testing.T) {
	w := imagine(t).make(t)
	routes := routesOf(t, w.data)
	s := serve(t, w.data)
	db := beside(t, w.data)
	hunted := newHunt(t, w)
	traces := map[string]string{} // of each woman, in the ledger
	rows, err := db.QueryContext(t.Context(), "SELECT id, trace FROM women")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var id, trace string
		if err := rows.Scan(&id, &trace); err != nil {
			t.Fatal(err)
		}
		traces[id] = trace
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	type reading struct {
		as   person
		path string
	}
	var readings []reading
	fillings := w.fillings()
	reads, seen, after := 0, 0, len(leaves(t, db))
	for _, as := range sample(rand.New(rand.NewPCG(*seed, 3)), everybody(), 8) {
		for _, one := range routes {
			if one.method != "GET" || !one.admits(as) || one.path == "/exit" || strings.HasPrefix(one.path, "/schemes") {
				continue
			}
			for _, path := range paths(t, one.path, fillings) {
				got := s.ask(as, path, nil)
				sightings := hunted.seeker.seek(got.body)
				all := leaves(t, db)
				if len(sightings) == 0 {
					after = len(all)
					continue
				}
				reads++
				readings = append(readings, reading{as, path})
				written := map[string]access.Classes{}
				for _, leaf := range all[after:] {
					var entry access.Entry
					if err := json.Unmarshal(leaf, &entry); err != nil {
						t.Fatal(err)
					}
					for _, trace := range entry.Women {
						// Her own readings name no account: she has none.
						if entry.Actor == as.ID || as.herself() && entry.Role == access.Woman {
							written[trace] |= classesOf(entry.Classes)
						}
					}
				}
				after = len(all)
				for _, sighting := range sightings {
					seen++
					bird := w.birds.all[sighting.canary]
					classes, named := written[traces[bird.woman.id]]
					switch {
					case !named:
						t.Errorf("%s as %s shows %s, and no line of the ledger names her", path, as, bird)
					case bird.sealed && !classes.Has(bird.class):
						t.Errorf("%s as %s shows %s, and the ledger says %s", path, as, bird, classes)
					}
				}
			}
		}
	}
	for _, leaf := range leaves(t, db) { // it holds codes, the id of a case among them
		hunted.artefact("the ledger", leaf, func(bird canary) bool { return bird.kind == herCase })
	}

	if _, err := db.ExecContext(context.Background(), "CREATE TRIGGER full BEFORE INSERT ON ledger_leaf BEGIN SELECT RAISE(ABORT, 'the disk of the ledger is full'); END"); err != nil {
		t.Fatal(err)
	}
	for _, one := range readings {
		got := s.ask(one.as, one.path, nil)
		if got.status != 503 {
			t.Errorf("%s as %s, without a ledger: %d", one.path, one.as, got.status)
		}
		hunted.artefact(one.path+" without a ledger", got.whole(), nil)
	}
	got := s.ask(named("service-lead"), "/find", url.Values{"phone": {w.women[0].facts[0].Words.Identity.Phone}, "purpose": {"support"}})
	if got.status != 503 {
		t.Errorf("a search without a ledger: %d", got.status)
	}
	hunted.artefact("a search without a ledger", got.whole(), nil)
	hunted.artefact("the log", []byte(s.log()), nil)
	hunted.report()
	if reads < 50 {
		t.Errorf("%d pages show something of a woman, want 50 or more: the pages have moved", reads)
	}
	t.Logf("%d pages read, %d canaries on them, each with its line; %d pages without a ledger; %d lines", reads, seen, len(readings), after)
}

// classesOf reads the codes of a ledger line.
func classesOf(codes string) access.Classes {
	var set access.Classes
	for _, class := range access.EveryClass {
		for code := range strings.SplitSeq(codes, ",") {
			if code == class.String() {
				set |= access.SetOf(class)
			}
		}
	}
	return set
}
