package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/extract"
	"throughline/internal/reckoning/figure"
)

// Study is what was agreed in writing with an evaluator.
type Study struct {
	ID        string          `json:"id"`
	Account   string          `json:"account,omitempty"` // account id of the evaluator; "" where it is with an agency
	Agency    string          `json:"agency,omitempty"`
	Scheme    string          `json:"scheme"`
	Reference string          `json:"reference"` // of the agreement
	Starts    calendar.Day    `json:"starts"`    // the first day on which it holds
	Ends      calendar.Day    `json:"ends"`      // the last
	Referred  calendar.Window `json:"referred"`  // whose cases it is of, by the day of the referral
}

// With says whether the study is with an asker and holds on a day.
func (s Study) With(asker access.Asker, today calendar.Day) bool {
	theirs := s.Account != "" && s.Account == asker.ID || s.Agency != "" && s.Agency == asker.Agency
	return asker.Role == access.Evaluator && theirs && s.Starts <= today && today <= s.Ends
}

// Check says what is missing in an agreement.
func (s Study) Check() error {
	switch {
	case s.ID == "" || strings.Trim(s.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return fmt.Errorf("name the study by small letters, digits and hyphens")
	case (s.Account == "") == (s.Agency == ""):
		return fmt.Errorf("a study is with one account or with one agency")
	case strings.TrimSpace(s.Reference) == "":
		return fmt.Errorf("give the reference of the agreement in writing")
	case !s.Starts.Known() || !s.Ends.Known() || s.Ends < s.Starts:
		return fmt.Errorf("give the first and the last day of the agreement, in this order")
	case !wholeMonths(s.Referred):
		return fmt.Errorf("the period of referrals begins on the first day of a month and ends on the last day of one")
	case s.Referred.From.Known() && s.Referred.To.Known() && s.Referred.To < s.Referred.From:
		return fmt.Errorf("the period of referrals ends before it begins")
	}
	return nil
}

// StudiesOf returns the studies with an asker that hold today.
func (d *Desk) StudiesOf(ctx context.Context, asker access.Asker) ([]Study, error) {
	if asker.Role != access.Evaluator || d.Studies == nil {
		return nil, nil
	}
	all, err := d.Studies(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the studies: %w", err)
	}
	return slices.DeleteFunc(slices.Clone(all), func(s Study) bool { return !s.With(asker, d.Today()) }), nil
}

// studied returns how an asker stands to the figures of a query, and the query
// held to the study where that is how.
func (d *Desk) studied(ctx context.Context, asker access.Asker, query Query) (access.Relation, Query, error) {
	studies, err := d.StudiesOf(ctx, asker)
	if err != nil {
		return "", query, err
	}
	for _, study := range studies {
		if study.Scheme == query.Scheme {
			query.Narrow.Referred = study.Referred
			return access.Studied, query, nil
		}
	}
	return relationTo(asker), query, nil
}

// StudyFile is the extract of a study: rows without names, and what they mean.
type StudyFile struct {
	Study     Study
	AsAt      calendar.Day
	Table     extract.Table
	Anonymity extract.Anonymity
	// Erased, Refused and Rare are how many cases are in no row: of women who were
	// erased, of women who refused that anybody reads of them for evidence, and of
	// women whom too few others are like. Small numbers are hidden.
	Erased, Refused, Rare string
}

// Name returns how files of the extract are named.
func (f StudyFile) Name(part, kind string) string {
	return "study-" + f.Study.ID + "-" + f.AsAt.String() + "-" + part + "." + kind
}

// About says what the extract is and what was done to it, a sentence a line.
func (f StudyFile) About() []string {
	made := f.Anonymity
	return []string{
		fmt.Sprintf("Study %s, agreed as %s, of %s as at %s.", f.Study.ID, f.Study.Reference, f.Study.Scheme, f.AsAt.Short()),
		fmt.Sprintf("%d rows of %d women. A row is a referral.", made.Rows, made.Women),
		fmt.Sprintf("What could be known of a woman otherwise is shared by at least %d women: for that, something is withheld in %d rows, and %s rows are left out.", extract.Smallest, made.Generalised, f.Rare),
		fmt.Sprintf("In no row: %s referrals of women whose record was erased, and %s of women who said no or must not be known here.", f.Erased, f.Refused),
		"There are no names, ids, days or free text. Do not try to find out who a woman is.",
	}
}

// coded are the classes that the rows of a study tell of.
var coded = access.SetOf(access.Offence, access.Condition, access.Needs)

// studyKind is the kind of release that an extract is.
const studyKind = "study"

// Extract returns the rows of a study to its evaluator. Every woman in them is
// named in the ledger. Whoever has no such study is told the same as where there is
// none.
func (d *Desk) Extract(ctx context.Context, asker access.Asker, id string) (StudyFile, error) {
	const op = "take the rows of a study"
	studies, err := d.StudiesOf(ctx, asker)
	if err != nil {
		return StudyFile{}, casework.In(op, err)
	}
	at := slices.IndexFunc(studies, func(s Study) bool { return s.ID == id })
	if allowed := access.Allowed(asker, access.Studied, access.Export, access.ForEvidence); at < 0 || coded&^allowed != 0 {
		return StudyFile{}, casework.Fail(casework.NotFound, op, "there is no such study")
	}
	return d.extract(ctx, op, asker, studies[at])
}

// ExtractAtServer returns the same to whoever runs commands on the record, for the
// evaluator whom the study is with. It is written down as every extract is.
func (d *Desk) ExtractAtServer(ctx context.Context, id string) (StudyFile, error) {
	const op = "write the rows of a study"
	all, err := d.Studies(ctx)
	if err != nil {
		return StudyFile{}, casework.In(op, err)
	}
	at := slices.IndexFunc(all, func(s Study) bool { return s.ID == id })
	if at < 0 {
		return StudyFile{}, casework.Fail(casework.NotFound, op, "there is no study %q: agree one with throughline setting study", id)
	}
	if today := d.Today(); today < all[at].Starts || today > all[at].Ends {
		return StudyFile{}, casework.Fail(casework.Invalid, op, "the study %s holds from %s to %s", id, all[at].Starts.Short(), all[at].Ends.Short())
	}
	return d.extract(ctx, op, atServer, all[at])
}

func (d *Desk) extract(ctx context.Context, op string, asker access.Asker, study Study) (StudyFile, error) {
	made := StudyFile{Study: study, AsAt: monthEnd(d.Today())}
	found, err := d.subjects(ctx, made.AsAt, study)
	if err != nil {
		return StudyFile{}, casework.In(op, err)
	}
	key, err := d.Secret("study " + study.ID)
	if err != nil {
		return StudyFile{}, casework.In(op, err)
	}
	made.Table, made.Anonymity = extract.Study(found.rows, key, made.AsAt)
	if made.Erased, made.Refused, made.Rare, err = d.leftOutOf(study, found, made.Anonymity.Dropped); err != nil {
		return StudyFile{}, &casework.Error{Kind: casework.Internal, Op: op, Err: err}
	}
	if err := d.letOut(ctx, op, asker, Release{Kind: studyKind, Scheme: study.Scheme, AsAt: made.AsAt, Part: study.ID}, made.Table, "study "+study.ID); err != nil {
		return StudyFile{}, err
	}
	entry := d.Note(asker, access.Export, access.ForEvidence, op+" "+study.ID, coded)
	for _, row := range found.rows {
		entry.Women = append(entry.Women, row.Woman)
	}
	slices.Sort(entry.Women)
	entry.Women = slices.Compact(entry.Women)
	if err := d.Tell(ctx, op, entry); err != nil {
		return StudyFile{}, err
	}
	return made, nil
}

// letOut keeps that a table of rows left, by the digest of its bytes.
func (d *Desk) letOut(ctx context.Context, op string, asker access.Asker, of Release, table extract.Table, what string) error {
	var content bytes.Buffer
	if err := table.WriteCSV(&content); err != nil {
		return &casework.Error{Kind: casework.Internal, Op: op, Err: err}
	}
	sum := sha256.Sum256(content.Bytes())
	of.Digest = hex.EncodeToString(sum[:])
	kept, err := d.release(ctx, op, d.Protects(), making{Release: of})
	if err != nil {
		return err
	}
	return d.give(ctx, op, asker, kept, AsFile, what+" as at "+of.AsAt.String())
}

// subjects are the cases of a study, and how many are left out of it.
type subjects struct {
	rows            []journey.Row
	erased, refused int
}

// subjects folds the cases of a study as they were known on a day. Whether a woman
// was erased, refused, or is hidden from whom the study is with is asked as of now.
func (d *Desk) subjects(ctx context.Context, asAt calendar.Day, study Study) (subjects, error) {
	var found subjects
	err := d.Record.History(ctx, func(facts []journey.Fact) error {
		now := journey.Fold(facts, d.Today())
		gone := slices.ContainsFunc(now, func(r journey.Row) bool { return !r.Keeping.Erased.IsZero() })
		hidden := slices.ContainsFunc(now, func(r journey.Row) bool { return hiddenFromStudy(r, study) })
		no := slices.ContainsFunc(now, func(r journey.Row) bool { return d.refuses(r) })
		for _, row := range journey.Fold(facts, asAt) {
			if row.Scheme != study.Scheme || !study.Referred.Holds(row.Referred) || row.Referred > asAt {
				continue
			}
			switch {
			case gone:
				found.erased++
			case no || hidden: // that somebody is hidden is not to be told from a no
				found.refused++
			default:
				found.rows = append(found.rows, row)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return subjects{}, fmt.Errorf("folding the cases of a study: %w", err)
	}
	return found, nil
}

func hiddenFromStudy(row journey.Row, study Study) bool {
	return slices.ContainsFunc(row.Door.Conflicts, func(c journey.Conflict) bool { return c.Bars(study.Account, study.Agency) })
}

// refuses says whether she said no, to anybody, to be read of for evidence, or took
// a yes back.
func (d *Desk) refuses(row journey.Row) bool {
	return slices.ContainsFunc(row.Door.Permissions, func(p journey.Permission) bool {
		state := p.State(d.Now())
		return p.Purpose == access.ForEvidence && (state == journey.PermissionNo || state == journey.PermissionTaken)
	})
}

// leftOutOf says how many cases are in no row, small numbers hidden.
func (d *Desk) leftOutOf(study Study, found subjects, dropped int) (erased, refused, rare string, err error) {
	var counts []figure.Figure
	for id, n := range []int{found.erased, found.refused, dropped} {
		count, err := figure.NewCount(figure.Meaning{ID: fmt.Sprintf("study.%s.left_out.%d", study.ID, id)}, figure.Tally{Numerator: n})
		if err != nil {
			return "", "", "", err
		}
		counts = append(counts, count)
	}
	shown, err := d.Protects().Figures(counts)
	if err != nil {
		return "", "", "", err
	}
	return shown[0].Text(), shown[1].Text(), shown[2].Text(), nil
}

// AnalystFile is the service's own exact rows, and what they mean.
type AnalystFile struct {
	AsAt  calendar.Day
	Table extract.Table
}

// AnalystAtServer returns the exact rows of a scheme without names as at a day, for
// whoever runs commands on the record. They are not for publication. Every woman in
// them is named in the ledger.
func (d *Desk) AnalystAtServer(ctx context.Context, query Query) (AnalystFile, error) {
	const op = "write rows for the service's own analyst"
	query, _, err := d.settled(op, query)
	if err != nil {
		return AnalystFile{}, err
	}
	found, err := d.subjects(ctx, query.AsAt, Study{Scheme: query.Scheme, Referred: query.Narrow.Referred})
	if err != nil {
		return AnalystFile{}, casework.In(op, err)
	}
	made := AnalystFile{AsAt: query.AsAt, Table: extract.Analyst(found.rows)}
	entry := d.Note(atServer, access.Export, access.ForEvidence, op+", "+query.Scheme+" as at "+query.AsAt.String(), coded)
	for _, row := range found.rows {
		entry.Women = append(entry.Women, row.Woman)
	}
	slices.Sort(entry.Women)
	entry.Women = slices.Compact(entry.Women)
	if err := d.Tell(ctx, op, entry); err != nil {
		return AnalystFile{}, err
	}
	return made, nil
}
