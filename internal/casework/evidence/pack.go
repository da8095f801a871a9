package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/reportpack"
)

// PackKept is how long a pack waits to be taken.
const PackKept = 24 * time.Hour

// Downloads keeps files sealed until whoever asked for them takes them, once.
type Downloads interface {
	// KeepDownload seals a file under an id for an account. One that was kept before
	// and not taken is replaced; one that was taken stays taken.
	KeepDownload(ctx context.Context, id, account string, plain []byte) error
	// Download opens what was kept under an id; a NotFound where nothing was. What was
	// taken comes without its content.
	Download(ctx context.Context, id string) (Download, error)
	// TakeDownload writes a ledger line, and with it marks a file as taken and takes its
	// content away. It is a Conflict where it was taken before.
	TakeDownload(ctx context.Context, entry access.Entry, id string) error
	// ForgetDownloads takes away what was kept before a moment.
	ForgetDownloads(ctx context.Context, before time.Time) error
}

// Download is a file that is kept to be taken.
type Download struct {
	Account     string
	Kept, Taken time.Time // Taken is zero until somebody took it
	Plain       []byte
}

// WritePack writes a pack in these forms into one file.
type WritePack func(ctx context.Context, pack reportpack.Pack, forms []reportpack.Form, progress func(done, total int)) ([]byte, error)

// PackOrder is what somebody asks of a pack.
type PackOrder struct {
	Query Query             `json:"query"`
	Forms []reportpack.Form `json:"forms"`
}

// packed is a pack that was made, as it is kept.
type packed struct {
	Name string `json:"name"`
	// Exact says that only those who read exact figures may take it, and Hidden which
	// women were left out of it, as a digest: where others are hidden from the asker by
	// now, it is not hers to take any more.
	Exact  bool   `json:"exact"`
	Hidden string `json:"hidden"`
	// Release is what protected figures were released as.
	Release int64  `json:"release"`
	Of      string `json:"of"` // in codes, which report it is
	Zip     []byte `json:"zip"`
}

// asPack puts a report in the order in which it is read.
func (r Report) asPack() reportpack.Pack {
	source := reportpack.Report{
		Scheme: r.Scheme, Title: r.Title, AsAt: r.AsAt, Part: r.Part, By: r.By, Publication: r.Publication, Policy: r.Policy,
		Figures: r.Figures, Tables: r.Tables, Charts: r.Charts,
	}
	for _, group := range r.Groups {
		source.Groups = append(source.Groups, reportpack.Group(group))
	}
	return reportpack.Of(source)
}

// PackAtServer returns an exact pack for whoever runs commands on the record itself,
// as AtServer does.
func (d *Desk) PackAtServer(ctx context.Context, query Query) (reportpack.Pack, error) {
	report, err := d.AtServer(ctx, query)
	if err != nil {
		return reportpack.Pack{}, err
	}
	return report.asPack(), nil
}

// ReleaseAtServer returns a pack as those outside the service may read it, for
// whoever runs commands on the record itself to hand on. That it leaves is written
// down.
func (d *Desk) ReleaseAtServer(ctx context.Context, query Query) (reportpack.Pack, error) {
	const op = "release a report pack at the server"
	report, err := d.report(ctx, op, query, false, nil)
	if err != nil {
		return reportpack.Pack{}, err
	}
	if err := d.leave(ctx, op, atServer, report.release, report.name()); err != nil {
		return reportpack.Pack{}, err
	}
	return report.asPack(), nil
}

// AskPack asks for a pack, which is made in the background, and returns the id of
// that work. The same key and order are one pack.
func (d *Desk) AskPack(ctx context.Context, asker access.Asker, key string, order PackOrder) (string, error) {
	const op = "ask for a report pack"
	if !MayTake(asker) {
		return "", casework.Fail(casework.Forbidden, op, "%s may not take figures away", asker.Role.Words())
	}
	query, _, err := d.settled(op, order.Query)
	if err != nil {
		return "", err
	}
	if len(order.Forms) == 0 {
		return "", casework.In(op, journey.Problems{{Field: "forms", Say: "Choose at least one sort of file"}})
	}
	order.Query = query
	digest, err := casework.Digest(key, op, asker, order)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(order)
	if err != nil {
		return "", &casework.Error{Kind: casework.Internal, Op: op, Err: fmt.Errorf("writing the order down: %w", err)}
	}
	job := casework.Job{
		ID: digest[:32], Kind: packingCode, By: asker.ID, Agency: asker.Agency, Key: digest, Arguments: string(text), Total: len(order.Forms) + 1,
	}
	what := op + " " + query.Scheme + " as at " + query.AsAt.String()
	if _, err := d.Record.Append(ctx, casework.Change{
		Entry: d.Note(asker, access.Read, access.ForEvidence, what, access.SetOf(access.Aggregates)), Jobs: []casework.Job{job},
	}); err != nil {
		return "", casework.In(op, err)
	}
	return job.ID, nil
}

// Packing is the long work of making a pack.
type Packing struct{ Desk *Desk }

const packingCode = "report_pack"

var _ casework.JobKind = Packing{}

// Code names the kind.
func (Packing) Code() string { return packingCode }

// Words says what it does.
func (Packing) Words() (title, unit string) { return "Make a report pack", "steps" }

// Path is the page from which the pack is taken.
func (Packing) Path(job casework.Job) string { return "/evidence/pack/" + job.Result }

// May lets in who asked for it and may take figures away.
func (Packing) May(_ context.Context, asker access.Asker, job casework.Job) bool {
	return MayTake(asker) && job.By == asker.ID
}

// Run makes the pack and keeps it. Done again it makes the same pack, or leaves one
// that was taken.
func (p Packing) Run(ctx context.Context, asker access.Asker, job casework.Job, progress casework.Progress) (casework.JobEnd, error) {
	const op = "make a report pack"
	d := p.Desk
	var order PackOrder
	if err := json.Unmarshal([]byte(job.Arguments), &order); err != nil {
		return casework.JobEnd{}, fmt.Errorf("reading what pack was asked for: %w", err)
	}
	total := len(order.Forms) + 1
	hiding, err := d.hiding(ctx, op, asker)
	if err != nil {
		return casework.JobEnd{}, err
	}
	report, err := d.Report(ctx, asker, order.Query)
	switch {
	case casework.KindOf(err) == casework.Invalid:
		return casework.JobEnd{Problems: true, Said: "No pack was made: too few women are left of so many filters, or the period is not of whole months. Ask for a wider one."}, nil
	case err != nil:
		return casework.JobEnd{}, err
	}
	progress(1, total)
	pack := report.asPack()
	body, err := d.Write(ctx, pack, order.Forms, func(done, _ int) { progress(1+done, total) })
	if err != nil {
		return casework.JobEnd{}, err
	}
	text, err := json.Marshal(packed{
		Name: pack.Name() + ".zip", Exact: report.Exact(), Hidden: hiding, Release: report.release.Number, Of: report.name(), Zip: body,
	})
	if err != nil {
		return casework.JobEnd{}, fmt.Errorf("keeping a report pack: %w", err)
	}
	if err := d.Downloads.KeepDownload(ctx, job.ID, asker.ID, text); err != nil {
		return casework.JobEnd{}, err
	}
	return casework.JobEnd{Said: "The pack is ready. It waits for one day, and can be taken once.", Result: job.ID}, nil
}

// hiding is a digest of the women who are left out of what an asker reads.
func (d *Desk) hiding(ctx context.Context, op string, asker access.Asker) (string, error) {
	from, err := d.leftOut(ctx, op, asker, asker.Role == access.ServiceLead)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(maps.Keys(from)), " ")))
	return hex.EncodeToString(sum[:]), nil
}

// PackReady is a pack that waits to be taken, or was.
type PackReady struct {
	ID, Name string
	Bytes    int
	Exact    bool
	Until    time.Time
	Taken    bool
}

// Pack returns the pack that an asker asked for. What is no longer hers, or is too
// old, is not there.
func (d *Desk) Pack(ctx context.Context, asker access.Asker, id string) (PackReady, error) {
	ready, _, err := d.waiting(ctx, "open a report pack", asker, id)
	return ready, err
}

// waiting returns a pack with its content, which is none where it was taken.
func (d *Desk) waiting(ctx context.Context, op string, asker access.Asker, id string) (PackReady, packed, error) {
	none := casework.Fail(casework.NotFound, op, "there is no such pack, or it waited for more than a day: ask for it anew")
	if !MayTake(asker) {
		return PackReady{}, packed{}, casework.Fail(casework.Forbidden, op, "%s may not take figures away", asker.Role.Words())
	}
	kept, err := d.Downloads.Download(ctx, id)
	switch {
	case casework.KindOf(err) == casework.NotFound:
		return PackReady{}, packed{}, none
	case err != nil:
		return PackReady{}, packed{}, casework.In(op, err)
	}
	until := kept.Kept.Add(PackKept)
	if kept.Account != asker.ID || !d.Now().Before(until) {
		return PackReady{}, packed{}, none
	}
	if !kept.Taken.IsZero() {
		return PackReady{ID: id, Until: until, Taken: true}, packed{}, nil
	}
	var made packed
	if err := json.Unmarshal(kept.Plain, &made); err != nil {
		return PackReady{}, packed{}, &casework.Error{Kind: casework.Internal, Op: op, Err: fmt.Errorf("opening a report pack: %w", err)}
	}
	hiding, err := d.hiding(ctx, op, asker)
	if err != nil {
		return PackReady{}, packed{}, err
	}
	if made.Exact != (asker.Role == access.ServiceLead) || made.Hidden != hiding {
		return PackReady{}, packed{}, none
	}
	return PackReady{ID: id, Name: made.Name, Bytes: len(made.Zip), Exact: made.Exact, Until: until}, made, nil
}

// TakePack hands a pack out, once. The line in the ledger is written before it
// leaves.
func (d *Desk) TakePack(ctx context.Context, asker access.Asker, id string) (PackReady, []byte, error) {
	const op = "take a report pack away"
	ready, made, err := d.waiting(ctx, op, asker, id)
	if err != nil {
		return PackReady{}, nil, err
	}
	if ready.Taken {
		return PackReady{}, nil, casework.Fail(casework.Conflict, op, "it was taken already: ask for it anew")
	}
	if !made.Exact {
		if err := d.give(ctx, op, asker, Release{Number: made.Release}, AsFile, made.Of); err != nil {
			return PackReady{}, nil, err
		}
	}
	entry := d.Note(asker, access.Export, access.ForEvidence, op+" "+made.Of, access.SetOf(access.Aggregates))
	if err := d.Downloads.TakeDownload(ctx, entry, id); err != nil {
		return PackReady{}, nil, casework.In(op, err)
	}
	return ready, made.Zip, nil
}

// Forget takes away packs that waited long enough.
func (d *Desk) Forget(ctx context.Context) error {
	return d.Downloads.ForgetDownloads(ctx, d.Now().Add(-PackKept))
}
