package diary

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"
	"unicode"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/discreet"
	"throughline/internal/domain/journey"
)

// Feeds keeps the calendar address of each keyworker: not itself, but its hash.
type Feeds interface {
	// KeepFeed keeps the address of an account in place of an earlier one.
	KeepFeed(ctx context.Context, feed Feed) error
	// RemoveFeed forgets it; it is no error where there is none.
	RemoveFeed(ctx context.Context, account string) error
	// FeedOf returns that of an account, and FeedAt the one of a hash. Both answer
	// NotFound where there is none.
	FeedOf(ctx context.Context, account string) (Feed, error)
	FeedAt(ctx context.Context, hash []byte) (Feed, error)
}

// Feed is one calendar address.
type Feed struct {
	Account string
	Hash    []byte
	Made    time.Time
}

// Askers knows who stands behind an account.
type Askers interface {
	// Asker returns the person of an account as she stands now; a NotFound where she
	// is no longer here.
	Asker(ctx context.Context, id string) (access.Asker, error)
}

// FeedDays is how far ahead a calendar address tells.
const FeedDays = 90

// feedBack is how far back it tells, so that what was called off goes from a
// calendar that has it.
const feedBack = 14

// secretBytes are as many as no one guesses.
const secretBytes = 16

// FeedFile is what the calendar file is called.
const FeedFile = "diary.ics"

// MakeFeed gives the asker a new calendar address, and takes back the one before.
// The secret is told only now.
func (d Desk) MakeFeed(ctx context.Context, asker access.Asker) (secret string, err error) {
	const op = "make calendar address"
	if err := d.mayFeed(op, asker); err != nil {
		return "", err
	}
	random := make([]byte, secretBytes)
	_, _ = rand.Read(random) // it never fails: it ends the program instead
	secret = base64.RawURLEncoding.EncodeToString(random)
	if err := d.Tell(ctx, op, d.Note(asker, access.Append, access.ForSupport, op, 0)); err != nil {
		return "", err
	}
	if err := d.Feeds.KeepFeed(ctx, Feed{Account: asker.ID, Hash: hashOf(secret), Made: d.Now()}); err != nil {
		return "", casework.In(op, err)
	}
	return secret, nil
}

// RevokeFeed takes the asker's calendar address back.
func (d Desk) RevokeFeed(ctx context.Context, asker access.Asker) error {
	const op = "revoke calendar address"
	if err := d.mayFeed(op, asker); err != nil {
		return err
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Append, access.ForSupport, op, 0)); err != nil {
		return err
	}
	if err := d.Feeds.RemoveFeed(ctx, asker.ID); err != nil {
		return casework.In(op, err)
	}
	return nil
}

// FeedSince returns when the asker's calendar address was made, the zero time where
// she has none.
func (d Desk) FeedSince(ctx context.Context, asker access.Asker) (time.Time, error) {
	const op = "calendar address"
	if err := d.mayFeed(op, asker); err != nil {
		return time.Time{}, err
	}
	feed, err := d.Feeds.FeedOf(ctx, asker.ID)
	if casework.KindOf(err) == casework.NotFound && err != nil {
		return time.Time{}, nil
	}
	return feed.Made, err
}

// mayFeed refuses everybody who meets no women herself.
func (d Desk) mayFeed(op string, asker access.Asker) error {
	if asker.Role != access.Keyworker || d.Feeds == nil {
		return casework.Fail(casework.Forbidden, op, "%s has no calendar of her own here", asker.Role.Words())
	}
	return d.mayRead(op, asker)
}

func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// Calendar returns the calendar of whoever has this secret: times, and the first
// letters of names. Every fetch is written down. Where the address is not one, or
// its keyworker is no longer here, there is none.
func (d Desk) Calendar(ctx context.Context, secret string) ([]byte, error) {
	const op = "fetch calendar"
	absent := casework.Fail(casework.NotFound, op, "there is no such calendar")
	if d.Feeds == nil {
		return nil, absent
	}
	feed, err := d.Feeds.FeedAt(ctx, hashOf(secret))
	if err != nil {
		return nil, casework.In(op, err)
	}
	asker, err := d.Askers.Asker(ctx, feed.Account)
	if err != nil {
		return nil, casework.In(op, err)
	}
	if d.mayFeed(op, asker) != nil {
		return nil, absent
	}
	today := d.Bench.Today()
	page := Agenda{Today: today, From: today.AddDays(-feedBack), To: today.AddDays(FeedDays), Worker: asker.ID}
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Worker: asker.ID})
	if err != nil {
		return nil, casework.In(op, err)
	}
	file, on, err := d.events(ctx, page, rows)
	if err != nil {
		return nil, casework.In(op, err)
	}
	found := discreet.Inspect(discreet.Outward{FileName: FeedFile, Calendar: file, Initials: true}, discreet.Names{Services: d.Services})
	if len(found) > 0 {
		return nil, casework.Fail(casework.Internal, op, "the calendar would say too much: %s, %s", found[0].Where, found[0].What)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, access.SetOf(access.Identity, access.Condition), on...)); err != nil {
		return nil, err
	}
	return []byte(file), nil
}

// events writes the calendar of these rows, and returns those that stand in it.
func (d Desk) events(ctx context.Context, page Agenda, rows []journey.Row) (string, []journey.Row, error) {
	var file strings.Builder
	file.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Diary//EN\r\nMETHOD:PUBLISH\r\n" + casework.CalendarZone)
	var on []journey.Row
	stamp := d.Now().UTC().Format("20060102T150405Z")
	for _, row := range rows {
		if !page.about(row, calendar.At(d.Now())) {
			continue
		}
		one, err := d.Record.Case(ctx, row.Case, 0)
		if err != nil {
			return "", nil, err
		}
		initials, written := "", false
		for _, a := range journey.AppointmentsOf(one.Facts) {
			day := a.At.Day()
			if !a.At.Timed() || day < page.From || day > page.To {
				continue
			}
			if !written {
				who, err := d.Record.Who(ctx, []string{row.Woman})
				if err != nil {
					return "", nil, err
				}
				initials, written = initialsOf(who[row.Woman]), true
				on = append(on, row)
			}
			event(&file, a, initials, stamp)
		}
	}
	file.WriteString("END:VCALENDAR\r\n")
	return file.String(), on, nil
}

// sequenceFrom is the day that the sequence of an entry is counted from, in seconds.
var sequenceFrom = calendar.On(2020, time.January, 1).Start()

// event writes one appointment. What was written of it later has a higher sequence,
// so that a calendar which has it takes it up.
func event(file *strings.Builder, a journey.Appointment, initials, stamp string) {
	status := "CONFIRMED"
	if a.Outcome == journey.CancelledByHer || a.Outcome == journey.CancelledByService {
		status = "CANCELLED"
	}
	line := func(format string, values ...any) { fmt.Fprintf(file, format+"\r\n", values...) }
	line("BEGIN:VEVENT")
	uid := sha256.Sum256([]byte(a.ID)) // the id of an appointment at a group has that of her case in it
	line("UID:%x", uid[:16])
	line("DTSTAMP:%s", stamp)
	line("DTSTART;TZID=Europe/London:%s", a.At.Time().Format("20060102T150405"))
	line("SUMMARY:%s", initials)
	line("SEQUENCE:%d", max(0, int64(a.Changed.Time().Sub(sequenceFrom)/time.Second)))
	line("STATUS:%s", status)
	line("CLASS:PRIVATE")
	line("END:VEVENT")
}

// initialsOf returns the first letter of each of her two names, as "A.O."; a dash
// where no name is known.
func initialsOf(who journey.Identity) string {
	var letters []string
	for _, name := range []string{who.First(), who.Family} {
		for _, letter := range name {
			if unicode.IsLetter(letter) {
				letters = append(letters, string(unicode.ToUpper(letter))+".")
				break
			}
		}
	}
	if len(letters) == 0 {
		return "-"
	}
	return strings.Join(letters, "")
}
