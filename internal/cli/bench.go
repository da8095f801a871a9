package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/edge/record"
)

type benchCommands struct {
	Site     benchCommand         `cmd:"" default:"withargs" help:"Measure the program through its own server."`
	Generate benchGenerateCommand `cmd:"" help:"Invent the coded facts of very many women, to measure figures on."`
	Pack     benchPackCommand     `cmd:"" help:"Measure the whole report pack of a generated record."`
	Link     benchLinkCommand     `cmd:"" help:"Measure the comparison of two invented lists of names."`
}

type benchCommand struct {
	Data      string `help:"Folder for the invented records; made where it is not there, kept for the next run." type:"path" required:""`
	Database  string `help:"URL of an empty PostgreSQL database for the working record; without it the record is SQLite in the folder."`
	Cases     int    `help:"Open cases in one keyworker's hands." default:"10000"`
	Large     int    `help:"Cases of the record that figures are counted from. It is always SQLite." default:"100000"`
	AtOnce    int    `help:"How many people send at once, beside the measures of one alone." default:"32"`
	Rounds    int    `help:"How often bare inserts and referrals take turns." default:"5"`
	Referrals int    `help:"Referrals in each turn of many at once; a tenth of it for one alone." default:"2000"`
	Pages     int    `help:"How often each page is opened." default:"400"`
	Quick     bool   `help:"Small sizes, to see that it works. Its numbers say nothing."`
}

// bareBytes is the size of the row of the plain bare measure.
const bareBytes = 400

// measure is how long the tries of one thing took.
type measure struct {
	Name      string  `json:"name"`
	AtOnce    int     `json:"at_once"`
	Count     int     `json:"count"`
	PerSecond float64 `json:"per_second"`
	P50       float64 `json:"p50_ms"`
	P99       float64 `json:"p99_ms"`

	waits []time.Duration
	spent time.Duration
}

// benchReport is what a run prints.
type benchReport struct {
	Version  string `json:"version"`
	Started  string `json:"started"`
	System   string `json:"system"`
	Cores    int    `json:"cores"`
	Database string `json:"database"`
	Cases    int    `json:"cases"`
	Large    int    `json:"large_cases"`

	CommitMS    float64 `json:"commit_ms"`     // one bare insert of one client, at the median
	StartMS     float64 `json:"start_ms"`      // from starting the program to its first page
	IdleMiB     float64 `json:"idle_mib"`      // resident, after the first page
	WorkedMiB   float64 `json:"worked_mib"`    // resident, after all requests
	LargeMiB    float64 `json:"large_mib"`     // resident, with the large record's figures loaded
	FirstReport float64 `json:"load_large_ms"` // the first page of figures, which loads every case

	RowsPerReferral  int64 `json:"rows_per_referral"`
	BytesPerReferral int64 `json:"bytes_per_referral"`

	// Ratios hold the rate of referrals against a bare measure of the same round:
	// the median of the rounds.
	Ratios   map[string]float64 `json:"ratios"`
	Measures []*measure         `json:"measures"`

	rounds map[string][]float64 // rates of a measure by round
}

// Run measures the program through its own server.
func (c benchCommand) Run(ctx context.Context, t terminal) error {
	if c.Quick {
		c.Cases, c.Large, c.AtOnce, c.Rounds, c.Referrals, c.Pages = 60, 80, 4, 1, 40, 20
	}
	report := &benchReport{
		Version: version(), Started: time.Now().UTC().Format(time.RFC3339), System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(),
		Database: "sqlite", Cases: c.Cases, Large: c.Large, Ratios: map[string]float64{}, rounds: map[string][]float64{},
	}
	if c.Database != "" {
		report.Database = "postgres"
	}
	working := place{Data: filepath.Join(c.Data, "working"), Database: c.Database}
	large := place{Data: filepath.Join(c.Data, "large")}
	for _, one := range []struct {
		place
		cohort benchCohort
	}{{working, benchCohort{officers: c.AtOnce, open: c.Cases}}, {large, benchCohort{officers: c.AtOnce, ended: c.Large}}} {
		if err := one.furnishForBench(ctx, t, one.cohort); err != nil {
			return err
		}
	}
	if err := c.measureWorking(ctx, t, report, working); err != nil {
		return err
	}
	if err := c.measureLarge(ctx, t, report, large); err != nil {
		return err
	}
	if err := c.measureDay(ctx, t, report); err != nil {
		return err
	}
	report.close(c.AtOnce)
	encoder := json.NewEncoder(t.out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}

// measureWorking measures pages and referrals of the working record.
func (c benchCommand) measureWorking(ctx context.Context, t terminal, report *benchReport, working place) error {
	t.say("Starting the server ...")
	site, err := startSite(ctx, working)
	if err != nil {
		return err
	}
	defer site.stop()
	report.StartMS = milliseconds(site.started)
	// What starting needed is given back before memory is read.
	time.Sleep(2 * time.Second)
	if report.IdleMiB, err = site.resident(); err != nil {
		return err
	}
	keyworker, err := site.signIn(ctx, benchKeyworker)
	if err != nil {
		return err
	}
	for _, page := range []struct{ name, path string }{
		{"first page of the caseload", "/caseload"},
		{"record of a woman with 20 appointments", "/woman/" + busyCase},
		{"timeline of a woman with 20 appointments", "/woman/" + busyCase + "/timeline"},
	} {
		for _, clients := range []int{1, c.AtOnce} {
			t.say("Opening the %s, %d at once ...", page.name, clients)
			if _, err := report.time(page.name, clients, c.Pages, c.Pages/10, func(int, int) error {
				return keyworker.open(ctx, page.path)
			}); err != nil {
				return err
			}
		}
	}
	if err := c.measureReferrals(ctx, t, report, site, working); err != nil {
		return err
	}
	report.WorkedMiB, err = site.resident()
	return err
}

// measureReferrals lets bare inserts, referrals through the verb and referrals
// through the server take turns, for the machine is never the same twice.
func (c benchCommand) measureReferrals(ctx context.Context, t terminal, report *benchReport, site *site, working place) error {
	officers, err := site.officers(ctx, c.AtOnce)
	if err != nil {
		return err
	}
	// One process writes an SQLite file: what stands beside the server has a
	// record of its own on the same disk.
	beside := working
	if c.Database == "" {
		beside = place{Data: filepath.Join(c.Data, "beside")}
		if err := beside.furnishForBench(ctx, t, benchCohort{officers: c.AtOnce}); err != nil {
			return err
		}
	}
	in, err := beside.open(ctx, opening{})
	if err != nil {
		return err
	}
	err = func() error {
		like, err := report.weighReferral(ctx, in)
		if err != nil {
			return err
		}
		for round := range c.Rounds {
			t.say("Referring, round %d of %d ...", round+1, c.Rounds)
			for _, clients := range []int{1, c.AtOnce} {
				count := c.Referrals
				if clients == 1 {
					count = max(1, c.Referrals/10)
				}
				if err := report.bare(ctx, in, bareOne, clients, count, []int{bareBytes}); err != nil {
					return err
				}
				if err := report.bare(ctx, in, bareLike, clients, count, like); err != nil {
					return err
				}
				if _, err := report.time(verbReferral, clients, count, 0, func(int, int) error {
					_, err := in.intake.Refer(ctx, benchOfficer(0).Asker(), benchReferral(newID()), newID())
					return err
				}); err != nil {
					return err
				}
				if _, err := report.time(pageReferral, clients, count, 0, func(client, _ int) error {
					return officers[client].refer(ctx)
				}); err != nil {
					return err
				}
			}
		}
		return nil
	}()
	return errors.Join(err, in.close(ctx))
}

// The measures that ratios are of.
const (
	bareOne      = "bare insert of one row"
	bareLike     = "bare insert of a referral's rows and bytes"
	verbReferral = "referral through the verb"
	pageReferral = "referral through the server"
)

// bare measures the database alone.
func (r *benchReport) bare(ctx context.Context, in *installation, name string, clients, count int, rows []int) error {
	load := record.Load{Clients: clients, Each: max(1, count/clients), Rows: rows}
	began := time.Now()
	waits, err := in.record.Bare(ctx, load)
	if err != nil {
		return err
	}
	r.add(name, clients, waits, time.Since(began))
	return nil
}

// weighReferral finds out what a referral writes, and returns rows of as many
// bytes.
func (r *benchReport) weighReferral(ctx context.Context, in *installation) ([]int, error) {
	const tries = 20
	before, err := in.record.Weigh(ctx)
	if err != nil {
		return nil, err
	}
	for range tries {
		if _, err := in.intake.Refer(ctx, benchOfficer(0).Asker(), benchReferral(newID()), newID()); err != nil {
			return nil, err
		}
	}
	after, err := in.record.Weigh(ctx)
	if err != nil {
		return nil, err
	}
	r.RowsPerReferral, r.BytesPerReferral = (after.Rows-before.Rows)/tries, (after.Bytes-before.Bytes)/tries
	rows := make([]int, r.RowsPerReferral)
	for i := range rows {
		rows[i] = int(r.BytesPerReferral / r.RowsPerReferral)
	}
	return rows, nil
}

// measureLarge measures figures over the large record: through the server, and
// without it.
func (c benchCommand) measureLarge(ctx context.Context, t terminal, report *benchReport, large place) error {
	t.say("Starting the server on %d cases ...", c.Large)
	site, err := startSite(ctx, large)
	if err != nil {
		return err
	}
	defer site.stop()
	lead, err := site.signIn(ctx, benchLead)
	if err != nil {
		return err
	}
	officers, err := site.officers(ctx, 1)
	if err != nil {
		return err
	}
	const page = "/evidence"
	began := time.Now()
	if err := lead.open(ctx, page); err != nil {
		return err
	}
	report.FirstReport = milliseconds(time.Since(began))
	if _, err := report.time("page of figures, nothing new", 1, c.Pages, 1, func(int, int) error { return lead.open(ctx, page) }); err != nil {
		return err
	}
	for range max(1, c.Pages/20) {
		if err := officers[0].refer(ctx); err != nil {
			return err
		}
		if _, err := report.time("page of figures after a referral", 1, 1, 0, func(int, int) error { return lead.open(ctx, page) }); err != nil {
			return err
		}
	}
	if report.LargeMiB, err = site.resident(); err != nil {
		return err
	}
	site.stop()
	return c.measureFigures(ctx, report, large)
}

// measureFigures counts all figures anew after each referral, in this process.
func (c benchCommand) measureFigures(ctx context.Context, report *benchReport, large place) error {
	in, err := large.open(ctx, opening{})
	if err != nil {
		return err
	}
	asker := access.Asker{ID: "lead", Role: access.ServiceLead}
	read := func(int, int) error {
		_, err := in.evidence.Report(ctx, asker, evidence.Query{Scheme: "lwds"})
		return err
	}
	if err = read(0, 0); err == nil {
		err = report.measureSearch(ctx, in)
	}
	for range max(1, c.Pages/20) {
		if err != nil {
			break
		}
		if _, err = in.intake.Refer(ctx, benchOfficer(0).Asker(), benchReferral(newID()), newID()); err == nil {
			_, err = report.time("figures counted anew, without the server", 1, 1, 0, read)
		}
	}
	return errors.Join(err, in.close(ctx))
}

// add notes the tries of one round under the name of the measure.
func (r *benchReport) add(name string, clients int, waits []time.Duration, spent time.Duration) {
	at := slices.IndexFunc(r.Measures, func(m *measure) bool { return m.Name == name && m.AtOnce == clients })
	if at < 0 {
		at = len(r.Measures)
		r.Measures = append(r.Measures, &measure{Name: name, AtOnce: clients})
	}
	m := r.Measures[at]
	m.waits, m.spent = append(m.waits, waits...), m.spent+spent
	key := fmt.Sprint(name, "/", clients)
	r.rounds[key] = append(r.rounds[key], float64(len(waits))/spent.Seconds())
}

// close works out what the rounds come to.
func (r *benchReport) close(many int) {
	for _, m := range r.Measures {
		slices.Sort(m.waits)
		m.Count = len(m.waits)
		m.PerSecond = rounded(float64(m.Count) / m.spent.Seconds())
		m.P50, m.P99 = milliseconds(quantile(m.waits, 0.50)), milliseconds(quantile(m.waits, 0.99))
		if m.Name == bareOne && m.AtOnce == 1 {
			r.CommitMS = m.P50
		}
	}
	for _, one := range bareRatios {
		r.Ratios[one[0]+" to "+one[1]] = r.ratioOf(one[0], one[1])
	}
	for _, clients := range []int{1, many} {
		for _, referral := range []string{verbReferral, pageReferral} {
			for _, bare := range []string{bareOne, bareLike} {
				rates, of := r.rounds[fmt.Sprint(referral, "/", clients)], r.rounds[fmt.Sprint(bare, "/", clients)]
				ratios := make([]float64, len(rates))
				for i := range rates {
					ratios[i] = rates[i] / of[i]
				}
				slices.Sort(ratios)
				r.Ratios[fmt.Sprintf("%s to %s, %d at once", referral, bare, clients)] = rounded(ratios[len(ratios)/2])
			}
		}
	}
}

// ratioOf returns the median of the rates of one measure against another of the same
// rounds.
func (r *benchReport) ratioOf(page, bare string) float64 {
	rates, of := r.rounds[page+"/1"], r.rounds[bare+"/1"]
	ratios := make([]float64, min(len(rates), len(of)))
	for i := range ratios {
		ratios[i] = rates[i] / of[i]
	}
	slices.Sort(ratios)
	return rounded(ratios[len(ratios)/2])
}

// quantile returns the smallest wait that this share of the sorted waits does
// not exceed.
func quantile(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, int(math.Ceil(share*float64(len(sorted))))-1)]
}

// milliseconds returns a duration in milliseconds, to a thousandth.
func milliseconds(d time.Duration) float64 { return rounded(float64(d) / float64(time.Millisecond)) }

func rounded(x float64) float64 { return math.Round(x*1000) / 1000 }
