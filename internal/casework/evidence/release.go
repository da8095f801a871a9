package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/suppression"
)

// Release is one set of protected figures that left, or may at any moment: what it
// was made of is kept, so that nothing leaves later that differs from it by a few
// women. It names nobody.
type Release struct {
	Number int64 // in the order of making, from 1
	Kind   string
	Scheme string
	AsAt   calendar.Day
	Part   string // code of the part of the cases, see evaluation.Narrowing; "" for all
	By     string // grouping that its tables are given by
	Policy string // name of the policy it passed
	Digest string // SHA-256 of what is shown, in hexadecimal
	Behind []Behind
	Made   time.Time
}

// Behind is the counts behind one figure of a release.
type Behind struct {
	Figure  string `json:"f"`
	Part    string `json:"p,omitempty"`
	Count   int    `json:"n"`
	Printed int    `json:"s"` // the count it was printed from, before rounding, or hidden
	Base    int    `json:"b"` // none: it has no base
	OfBase  int    `json:"t"`
}

// What stands in the place of a count.
const (
	unprinted = -1 // it is hidden
	baseless  = -2 // there is none
)

// ReportKind is the kind of release that reports of a scheme are; other kinds are
// named by what makes them.
const ReportKind = "report"

// Taking is that somebody was given a release. Of the pages of one day one is
// kept.
type Taking struct {
	Release int64
	At      time.Time
	By      string // account
	Agency  string
	Role    access.Role
	Way     Way
	What    string // in codes: the scheme, the day, a file
}

// Way is how a release left.
type Way string

// The ways.
const (
	AsPage Way = "page"
	AsFile Way = "file"
)

// Taken is a taking with the release it is of, without what is behind that.
type Taken struct {
	Taking
	Of Release
}

// Releases keeps what was released.
type Releases interface {
	// Releases returns the releases after a number, in order.
	Releases(ctx context.Context, after int64) ([]Release, error)
	// KeepRelease keeps a release with the next number. Where another came in between
	// since the number given, it is a Conflict, and nothing is kept.
	KeepRelease(ctx context.Context, release Release, after int64) (Release, error)
	// KeepTaking keeps that a release was given to somebody: once for each way, thing
	// and day.
	KeepTaking(ctx context.Context, taking Taking) error
	// Takings returns the newest takings, at most so many.
	Takings(ctx context.Context, most int) ([]Taken, error)
}

// released is what the desk knows of releases.
type released struct {
	list []Release
}

// last returns the number of the newest release known.
func (r released) last() int64 {
	if len(r.list) == 0 {
		return 0
	}
	return r.list[len(r.list)-1].Number
}

// making is a release on its way: its exact figures, and how they are shown under
// a policy.
type making struct {
	Release
	exact []figure.Figure
	show  func(suppression.Policy) ([]suppression.ProtectedFigure, error)
}

// release shows figures so that they do not differ by a few women from what left
// before, and keeps what is shown. The same figures asked for again the same way
// are shown as they were.
func (d *Desk) release(ctx context.Context, op string, policy suppression.Policy, m making) (Release, error) {
	if d.Released == nil {
		return Release{}, casework.Fail(casework.Unavailable, op, "what leaves cannot be written down, and so nothing leaves")
	}
	d.releasing.Lock()
	defer d.releasing.Unlock()
	m.Policy = policy.Name()
	if m.show == nil { // what is no figures is told by its digest
		m.show = func(suppression.Policy) ([]suppression.ProtectedFigure, error) { return nil, nil }
	}
	for {
		news, err := d.Released.Releases(ctx, d.released.last())
		if err != nil {
			return Release{}, casework.In(op, err)
		}
		d.released.list = append(d.released.list, news...)
		before := d.released.list
		again := slices.IndexFunc(before, func(r Release) bool { return m.same(r) })
		if again >= 0 {
			before = before[:again]
		}
		protecting := policy.After(m.earlier(before))
		shown, err := m.show(protecting)
		if err != nil {
			return Release{}, &casework.Error{Kind: casework.Internal, Op: op, Err: err}
		}
		made := m.Release
		made.Behind = m.behind(protecting, shown)
		if made.Digest == "" {
			if made.Digest, err = digestOf(shown); err != nil {
				return Release{}, &casework.Error{Kind: casework.Internal, Op: op, Err: err}
			}
		}
		if again >= 0 && d.released.list[again].Digest == made.Digest {
			return d.released.list[again], nil
		}
		made.Made = d.Now()
		kept, err := d.Released.KeepRelease(ctx, made, d.released.last())
		if casework.KindOf(err) == casework.Conflict {
			continue // another was released meanwhile: this one comes after it
		}
		if err != nil {
			return Release{}, casework.In(op, err)
		}
		return kept, nil
	}
}

// same says whether a release was made of the same figures, asked for the same way.
func (m making) same(r Release) bool {
	if r.Kind != m.Kind || r.Scheme != m.Scheme || r.AsAt != m.AsAt || r.Part != m.Part || r.By != m.By || r.Policy != m.Policy || m.Digest != "" && r.Digest != m.Digest || len(r.Behind) != len(m.exact) {
		return false
	}
	for i, f := range m.exact {
		b := countsOf(f)
		if r.Behind[i].Figure != b.Figure || r.Behind[i].Part != b.Part || r.Behind[i].Count != b.Count || r.Behind[i].Base != b.Base {
			return false
		}
	}
	return true
}

// countsOf returns the counts of a figure, none of them printed.
func countsOf(f figure.Figure) Behind {
	b := Behind{Figure: f.Meaning().ID, Part: f.Meaning().Part, Count: baseless, Base: baseless, Printed: unprinted, OfBase: unprinted}
	if count, ok := f.Numerator(); ok {
		b.Count = count
	}
	if base, ok := f.Base(); ok {
		b.Base = base
	}
	return b
}

// earlier returns what was printed before of the figures of a release.
func (m making) earlier(before []Release) *suppression.Earlier {
	parts := map[string]bool{}
	for _, f := range m.exact {
		parts[f.Meaning().Part] = true
	}
	var earlier suppression.Earlier
	around := map[string][]string{} // the parts of this release that hold a part, or lie within it
	nested := func(part string) []string {
		list, known := around[part]
		if !known {
			for other := range parts {
				if other != part && (evaluation.Within(other, part) || evaluation.Within(part, other)) {
					list = append(list, other)
				}
			}
			around[part] = list
		}
		return list
	}
	for _, r := range before {
		if r.Scheme != m.Scheme {
			continue
		}
		for _, b := range r.Behind {
			for _, one := range []struct {
				base           bool
				count, printed int
			}{{false, b.Count, b.Printed}, {true, b.Base, b.OfBase}} {
				switch {
				case one.count == baseless:
				case one.printed == unprinted:
					earlier.Hidden(b.Figure, b.Part, one.base, one.count)
				default:
					earlier.Printed(b.Figure, b.Part, one.base, one.printed)
					if r.AsAt != m.AsAt {
						continue
					}
					for _, part := range nested(b.Part) {
						earlier.PrintedOfAnother(b.Figure, part, one.base, one.printed)
					}
				}
			}
		}
	}
	return &earlier
}

// behind returns the counts behind what is shown. A figure that is not shown at
// all is hidden.
func (m making) behind(policy suppression.Policy, shown []suppression.ProtectedFigure) []Behind {
	type cell struct{ id, part string }
	seen := map[cell]suppression.ProtectedFigure{}
	for _, f := range shown {
		of := cell{f.Meaning().ID, f.Meaning().Part}
		if before, known := seen[of]; !known || before.Hidden() {
			seen[of] = f
		}
	}
	list := make([]Behind, len(m.exact))
	for i, f := range m.exact {
		list[i] = countsOf(f)
		of, ok := seen[cell{list[i].Figure, list[i].Part}]
		if ok && !of.Hidden() {
			list[i].Printed = policy.Stands(f, false)
		}
		if ok && !of.BaseHidden() {
			list[i].OfBase = policy.Stands(f, true)
		}
	}
	return list
}

// digestOf returns the digest of what is shown.
func digestOf(shown []suppression.ProtectedFigure) (string, error) {
	sum := sha256.New()
	for _, f := range shown {
		text, err := json.Marshal([]any{f.Meaning().Part, f})
		if err != nil {
			return "", fmt.Errorf("reading what is released: %w", err)
		}
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// give keeps that a release was given to somebody.
func (d *Desk) give(ctx context.Context, op string, asker access.Asker, of Release, way Way, what string) error {
	taking := Taking{Release: of.Number, At: d.Now(), By: asker.ID, Agency: asker.Agency, Role: asker.Role, Way: way, What: what}
	if err := d.Released.KeepTaking(ctx, taking); err != nil {
		return &casework.Error{Kind: casework.Unavailable, Op: op, Err: fmt.Errorf("writing down what leaves: %w", err)}
	}
	return nil
}

// atServer is whoever runs commands on the record itself.
var atServer = access.Asker{ID: "operator", Name: "Operator at the server", Role: access.Administrator}

// leave keeps that a release leaves as a file, in the ledger too.
func (d *Desk) leave(ctx context.Context, op string, asker access.Asker, of Release, what string) error {
	if err := d.give(ctx, op, asker, of, AsFile, what); err != nil {
		return err
	}
	return d.Tell(ctx, op, d.Note(asker, access.Export, access.ForEvidence, op+", "+what, access.SetOf(access.Aggregates)))
}

// MayReview says whether the asker may see what left, and to whom.
func MayReview(asker access.Asker) bool {
	return asker.Role == access.ServiceLead || asker.Role == access.InformationGovernance
}

// mostTakings is how many takings a list shows.
const mostTakings = 500

// WhatLeft returns the newest takings of releases, for those who lead the service
// and those who answer for how records are used.
func (d *Desk) WhatLeft(ctx context.Context, asker access.Asker) ([]Taken, error) {
	const op = "what was released"
	if !MayReview(asker) {
		return nil, casework.Fail(casework.Forbidden, op, "only those who lead the service or answer for its records may see what left")
	}
	list, err := d.Released.Takings(ctx, mostTakings)
	if err != nil {
		return nil, casework.In(op, err)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForAdministration, op, 0)); err != nil {
		return nil, err
	}
	return list, nil
}
