package caseworktest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

var _ casework.Guard = (*Record)(nil)

// Guard returns what safeguarding stands on in this room.
func (r *Room) Guard() casework.Guard {
	guard, ok := r.Record.Record.(casework.Guard)
	if !ok {
		panic("the record of the room keeps no matchings")
	}
	return guard
}

// Team are people who may sign in.
type Team []casework.Person

// Staff returns them.
func (t Team) Staff(context.Context) ([]casework.Person, error) { return t, nil }

// tokens are what somebody can be found by, in clear: the record in memory keeps
// no keys.
func tokens(who journey.Identity, reference string) []string {
	var all []string
	add := func(parts ...string) {
		if !slices.Contains(parts, "") {
			all = append(all, strings.Join(parts, "|"))
		}
	}
	for _, day := range journey.BirthDates(who.Born) {
		for _, name := range []string{who.Family, who.Given, who.KnownAs} {
			if name = journey.PlainLetters(name); name != "" {
				add("name", name, day.String())
			}
		}
	}
	add("home", journey.PlainLetters(who.Family), journey.PlainLetters(who.Postcode))
	add("phone", journey.PhoneDigits(who.Phone))
	add("reference", journey.PlainLetters(reference))
	return all
}

// tokensOf are what a woman can be found by, by all that was ever told.
func (r *Record) tokensOf(woman string) []string {
	var hers []string
	var who journey.Identity
	for _, fact := range r.of(woman) {
		if fact.Words == nil {
			continue
		}
		if fact.Words.Identity != nil {
			who = who.Merge(*fact.Words.Identity)
		}
		hers = append(hers, tokens(who, fact.Words.Reference)...)
	}
	return hers
}

// whoIs is who a woman is by what stands now.
func (r *Record) whoIs(woman string) journey.Identity {
	return journey.Who(journey.Effective(r.of(woman), 0))
}

// match writes down whom these women are hidden from: by matchings, and because
// somebody is barred from a woman who seems to be the same.
func (r *Record) match(women ...string) {
	bar := func(woman string, found journey.Conflict) {
		if found.ID = fmt.Sprintf("conflict-%06d", len(r.facts)+1); journey.Matches(r.of(woman), found) {
			r.put(journey.Matched(woman, found, r.Now()))
		}
	}
	follow := func(from, to string) {
		for _, row := range journey.Fold(r.of(from), 0) {
			for _, held := range row.Door.Conflicts {
				bar(to, journey.Conflict{Account: held.Account, Agency: held.Agency, From: journey.ConflictAlike})
			}
		}
	}
	for _, woman := range women {
		hers := r.tokensOf(woman)
		shares := func(others []string) bool {
			return slices.ContainsFunc(others, func(token string) bool { return slices.Contains(hers, token) })
		}
		for _, matching := range r.matchings {
			if shares(tokens(matching.Who, matching.Reference)) || slices.Contains(matching.Women, woman) {
				bar(woman, journey.Conflict{Account: matching.Account, From: matching.From})
			}
		}
		for _, other := range r.women() {
			if other != woman && r.whoIs(other).Same(r.whoIs(woman)) {
				follow(other, woman)
				follow(woman, other)
			}
		}
	}
}

// Match keeps a matching, and hides every woman who matches.
func (r *Record) Match(_ context.Context, entry access.Entry, matching casework.Matching) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.note(entry)
	if matching.From == journey.ConflictMatch {
		r.matchings = slices.DeleteFunc(r.matchings, func(m casework.Matching) bool { return m.Account == matching.Account && m.From == matching.From })
	}
	r.matchings = append(r.matchings, matching)
	r.match(r.women()...)
	return nil
}

// note keeps a line that governance is shown.
func (r *Record) note(entry access.Entry) {
	if entry.Sought != "" {
		entry.Terms, entry.Sought = "digest of "+entry.Sought, ""
	}
	if entry.Overseen() {
		r.overseen = append(r.overseen, entry)
	}
}

// Overseen returns the lines of the ledger that governance is shown: of whom a
// conflict hides from the asker the searches alone.
func (r *Record) Overseen(_ context.Context, asker access.Asker, limit int) ([]access.Entry, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	hidden := map[string]bool{}
	for _, row := range r.rows() {
		hidden[row.Case] = row.Door.Barred(asker.ID, asker.Agency)
	}
	newest := slices.DeleteFunc(slices.Clone(r.overseen), func(entry access.Entry) bool { return entry.Terms == "" && hidden[entry.Case] })
	slices.Reverse(newest)
	for i := range newest {
		newest[i] = access.Entry{
			Time: newest[i].Time, Actor: newest[i].Actor, Agency: newest[i].Agency, Role: newest[i].Role, Purpose: newest[i].Purpose,
			Action: newest[i].Action, What: newest[i].What, Reason: newest[i].Reason, Case: newest[i].Case, Answers: newest[i].Answers,
		}
	}
	return newest[:min(limit, len(newest))], nil
}

// Searches returns how many searches an account made since a moment.
func (r *Record) Searches(_ context.Context, account string, since time.Time) (int, time.Time, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var first time.Time
	count := 0
	for _, entry := range r.overseen {
		if entry.Actor != account || entry.Terms == "" || entry.Time.Before(since) {
			continue
		}
		if count == 0 {
			first = entry.Time
		}
		count++
	}
	return count, first, nil
}

// Hidden returns the rows that a conflict hides from the asker.
func (r *Record) Hidden(_ context.Context, asker access.Asker) ([]journey.Row, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	rows := slices.DeleteFunc(r.rows(), func(row journey.Row) bool { return !row.Door.Barred(asker.ID, asker.Agency) })
	slices.SortFunc(rows, func(a, b journey.Row) int { return cmp.Compare(a.Case, b.Case) })
	return rows, nil
}
