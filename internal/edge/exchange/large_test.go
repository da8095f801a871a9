package exchange

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework/administration"
)

// writeLarge writes an encounters.csv of about so many bytes and returns how
// many rows it holds.
func writeLarge(t testing.TB, dir string, size int) int {
	t.Helper()
	file, err := os.Create(filepath.Join(dir, "encounters.csv"))
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriter(file)
	written, rows := 0, 0
	written, _ = fmt.Fprintln(out, "encounter_id,person_ref,occurred_on,kind,force,area,suite,offence_code,offence_label,value_gbp,gravity,admitted,police_outcome")
	for written < size {
		rows++
		n, err := fmt.Fprintf(out, "E%09d,,2020-%02d-%02d,arrest,E23000001,Central South,Walworth,TH68010,Theft from shop,%d.50,3,not_asked,undecided\n", rows, rows%12+1, rows%28+1, rows%900)
		if err != nil {
			t.Fatal(err)
		}
		written += n
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestALargeFileIsStreamed(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a file of 200 MB three times")
	}
	dir := t.TempDir()
	rows := writeLarge(t, dir, 200<<20)
	most, stop, done := uint64(0), make(chan struct{}), make(chan struct{})
	runtime.GC()
	go func() {
		defer close(done)
		var stats runtime.MemStats
		for {
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Millisecond):
				runtime.ReadMemStats(&stats)
				most = max(most, stats.HeapAlloc)
			}
		}
	}()
	begun := time.Now()
	store := newMemory()
	store.scrap = true
	report, _, err := bring(t, store, dir, Options{}, false)
	took := time.Since(begun)
	close(stop)
	<-done
	if err != nil || report.Tables[0].Accepted != rows {
		t.Fatalf("%v, %+v", err, report)
	}
	t.Logf("%d rows in %s, at most %d MB of heap", rows, took.Round(time.Millisecond), most>>20)
	if most > 256<<20 { // keys are remembered in 16 bytes each, and nothing else grows
		t.Errorf("the heap grew to %d MB", most>>20)
	}
}

func TestAReadingCanBeStopped(t *testing.T) {
	dir := t.TempDir()
	writeLarge(t, dir, 1<<20)
	parcel, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := administration.Import(ctx, bench(), newMemory(), operator, parcel, administration.ImportOrder{}); err == nil {
		t.Error("a reading that was stopped went on")
	}
}

func TestProgressReachesItsEnd(t *testing.T) {
	dir := t.TempDir()
	writeLarge(t, dir, 1<<20)
	var read, total int64
	store := newMemory()
	store.scrap = true
	if _, _, err := bring(t, store, dir, Options{Progress: func(r, all int64) {
		if r < read || r > all {
			t.Fatalf("progress went from %d to %d of %d", read, r, all)
		}
		read, total = r, all
	}}, false); err != nil {
		t.Fatal(err)
	}
	if read != total || total == 0 {
		t.Errorf("progress ended at %d of %d", read, total)
	}
}

// FuzzDecoder feeds any bytes in as a file. Whatever they are, they are text
// that was decoded whole or a file that was refused, and never a panic.
func FuzzDecoder(f *testing.F) {
	for _, seed := range []string{"", "encounter_id,occurred_on\nE1,2021-01-01\n", "\ufeffencounter_id,occurred_on\r\nE1,2021-01-01", "encounter_id,occurred_on\n\"E1", "encounter_id\xeb,occurred_on\n", "\xff\xfee\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		found, err := sniff(strings.NewReader(string(data)))
		if err == nil {
			text, err := io.ReadAll(decoded(strings.NewReader(string(data)), found.encoding))
			if err != nil || strings.ContainsRune(string(text), 0) {
				t.Fatalf("%q was taken for text: %v", data, err)
			}
			if found.encoding != windows1252 && len(text) > len(data) {
				t.Fatalf("%q grew to %q", data, text)
			}
		}
		p := &Package{encodings: map[string]encoding{}, files: map[string]source{
			"encounters": {size: int64(len(data)), open: func() (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader(string(data))), nil
			}},
		}}
		told := 0
		store := newMemory()
		report, err := administration.Import(t.Context(), bench(), store, operator, p, administration.ImportOrder{Reject: func(r administration.Rejection) error {
			told++
			if r.File != "encounters.csv" || r.Reason == "" {
				t.Fatalf("%+v", r)
			}
			return nil
		}})
		if (err == nil) != (told == 0) || err != nil && len(store.facts) > 0 || err == nil && report.Tables[0].Accepted != len(store.facts) {
			t.Fatalf("%v, %d told, %d facts, %+v", err, told, len(store.facts), report)
		}
	})
}
