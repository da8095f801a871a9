package caseworktest

import (
	"context"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
)

var _ evidence.Downloads = (*Record)(nil)

// KeepDownload keeps a file under an id for an account.
func (r *Record) KeepDownload(_ context.Context, id, account string, plain []byte) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.downloads == nil {
		r.downloads = map[string]evidence.Download{}
	}
	if r.downloads[id].Taken.IsZero() {
		r.downloads[id] = evidence.Download{Account: account, Kept: r.Now(), Plain: slices.Clone(plain)}
	}
	return nil
}

// Download opens what was kept under an id.
func (r *Record) Download(_ context.Context, id string) (evidence.Download, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	kept, there := r.downloads[id]
	if !there {
		return evidence.Download{}, casework.Fail(casework.NotFound, "opening a file", "there is no such file")
	}
	return kept, nil
}

// TakeDownload marks a file as taken, with its ledger line.
func (r *Record) TakeDownload(_ context.Context, entry access.Entry, id string) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	kept, there := r.downloads[id]
	if !there || !kept.Taken.IsZero() {
		return casework.Fail(casework.Conflict, "taking a file", "it was taken already")
	}
	kept.Taken, kept.Plain = r.Now(), nil
	r.downloads[id] = kept
	r.note(entry)
	return nil
}

// ForgetDownloads takes old files away.
func (r *Record) ForgetDownloads(_ context.Context, before time.Time) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for id, kept := range r.downloads {
		if kept.Kept.Before(before) {
			delete(r.downloads, id)
		}
	}
	return nil
}
