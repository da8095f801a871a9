package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"

	"throughline/internal/domain/calendar"
	"throughline/internal/edge/record"
)

// What the lists of a working day are measured on. Source of 30: 004:314.
const (
	dayKeyworkers = 50
	dayWomen      = 30 // of each
)

// dayKeyworker returns the account id of one of the keyworkers of the measures of a
// day; the first is the one who is measured.
func dayKeyworker(i int) string {
	if i == 0 {
		return benchKeyworker
	}
	return benchKeyworker + "-" + strconv.Itoa(i)
}

// The measures of a day, and the bare queries that they are held against.
const (
	pageToday = "Today of a keyworker with 30 women"
	bareToday = "bare query of the rows of her 30 women"
	pageBoard = "board of 50 keyworkers with 30 women each"
	bareBoard = "bare query of what 50 keyworkers carry"
)

// bareRatios are pages and verbs with their bare queries.
var bareRatios = [][2]string{{pageToday, bareToday}, {pageBoard, bareBoard}, {wholeLook, indexLook}}

// measureDay measures the lists of a working day through the server, each against
// its bare query in the same run.
func (c benchCommand) measureDay(ctx context.Context, t terminal, report *benchReport) error {
	day, keyworkers := place{Data: filepath.Join(c.Data, "day")}, dayKeyworkers
	if c.Quick {
		keyworkers = 3
	}
	if err := day.furnishForBench(ctx, t, benchCohort{keyworkers: keyworkers, open: keyworkers * dayWomen}); err != nil {
		return err
	}
	t.say("Opening the lists of a working day ...")
	site, err := startSite(ctx, day)
	if err != nil {
		return err
	}
	defer site.stop()
	keyworker, err := site.signIn(ctx, benchKeyworker)
	if err != nil {
		return err
	}
	lead, err := site.signIn(ctx, benchLead)
	if err != nil {
		return err
	}
	beside, err := day.open(ctx, opening{readOnly: true})
	if err != nil {
		return err
	}
	year := calendar.DayOf(beside.now()).AddMonths(-12)
	for _, one := range []struct {
		name string
		do   func() error
	}{
		{pageToday, func() error { return keyworker.open(ctx, "/today") }},
		{bareToday, func() error {
			return beside.bareQuery(ctx, "SELECT row_json FROM cases WHERE worker = $1 AND closed = 0", benchKeyworker)
		}},
		{pageBoard, func() error { return lead.open(ctx, "/board") }},
		{bareBoard, func() error {
			return beside.bareQuery(ctx, "SELECT worker, SUM(CASE WHEN closed = 0 THEN 1 ELSE 0 END) FROM cases WHERE worker <> '' AND (closed = 0 OR allocated >= $1) GROUP BY worker", int32(year))
		}},
	} {
		if err == nil {
			_, err = report.time(one.name, 1, c.Pages, c.Pages/10, func(int, int) error { return one.do() })
		}
	}
	return errors.Join(err, beside.record.Close())
}

// bareQuery runs a query and reads every row of its answer.
func (in *installation) bareQuery(ctx context.Context, query string, values ...any) error {
	err := in.record.View(ctx, func(tx record.Tx) error {
		rows, err := tx.QueryContext(ctx, query, values...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			columns, err := rows.Columns()
			if err != nil {
				return err
			}
			into := make([]any, len(columns))
			for i := range into {
				into[i] = new(any)
			}
			if err := rows.Scan(into...); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	if err != nil {
		return fmt.Errorf("running a bare query: %w", err)
	}
	return nil
}
