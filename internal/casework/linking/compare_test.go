package linking_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/linking"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/linkage"
)

// office is a desk with women who are here.
type office struct {
	*linking.Desk
	t      *testing.T
	record *caseworktest.Record
	seen   *caseworktest.Watched
	now    time.Time
	ids    int
}

func newOffice(t *testing.T) *office {
	o := &office{t: t, now: caseworktest.Start}
	clock := func() time.Time { return o.now }
	o.record = caseworktest.NewRecord(clock)
	o.seen = &caseworktest.Watched{Record: o.record}
	o.Desk = &linking.Desk{Telling: o.record, Bench: casework.Bench{Record: o.seen, Now: clock, NewID: func() string {
		o.ids++
		return fmt.Sprintf("id%08d", o.ids)
	}}}
	return o
}

// write appends facts of a woman.
func (o *office) write(woman string, facts ...journey.Fact) {
	o.t.Helper()
	for i := range facts {
		facts[i].Woman, facts[i].Happened, facts[i].Known = woman, calendar.OnDay(calendar.On(2020, 1, 6)), calendar.OnDay(calendar.On(2020, 1, 6))
	}
	if _, err := o.record.Append(o.t.Context(), casework.Change{Facts: facts}); err != nil {
		o.t.Fatal(err)
	}
}

// told is what is told of who a woman is.
func told(source string, who journey.Identity) journey.Fact {
	return journey.Fact{Source: source, Body: journey.IdentityTold{}, Words: &journey.Words{Identity: &who}}
}

// woman brings a woman with a case into the record.
func (o *office) woman(id, source string, who journey.Identity) {
	o.write(id, told(source, who), journey.Fact{Case: "case-" + id, Body: journey.Referred{Scheme: "lwds", Pathway: journey.ConditionalCaution}})
}

func born(year int) calendar.Day { return calendar.On(year, 3, 27) }

// feed reads lines of a feed.
func feed(t testing.TB, lines ...string) linking.Feed {
	t.Helper()
	read, err := linking.ReadFeed([]byte(head + strings.Join(lines, "\n") + "\n"))
	if err != nil || len(read.Rejected) > 0 {
		t.Fatal(err, read.Rejected)
	}
	return read
}

func TestWhoAnArrestFits(t *testing.T) {
	o := newOffice(t)
	o.woman("w1", "women/W0037", journey.Identity{Given: "Amina", Family: "Hill", Born: born(1990), Postcode: "se158bp"})
	o.woman("w2", "north/women/W%2F7", journey.Identity{Given: "Beth", Family: "Shaw", Born: born(1985)})
	o.write("w2", told("", journey.Identity{Family: "Moor", KnownAs: "Betty"})) // married since
	o.woman("w3", "", journey.Identity{Given: "Carla", Family: "Reed", Born: born(1979)})
	for _, row := range []struct {
		name, line, ref string
		want            linkage.Decision
	}{
		{"the same in all", "P,Amina,Hill,1990-03-27,SE15 8BP,2021-01-01,,,", "W0037", linkage.Link},
		{"names swapped, in another case", "P,HILL,amina,1990-03-27,,2021-01-01,,,", "W0037", linkage.Link},
		{"an earlier name", "P,Beth,Shaw,1985-03-27,,2021-01-01,,,", "north/W/7", linkage.Link},
		{"what she is known as", "P,Betty,Moor,1985-03-27,,2021-01-01,,,", "north/W/7", linkage.Link},
		{"no key of an import", "P,Carla,Reed,1979-03-27,,2021-01-01,,,", "w3", linkage.Link},
		{"the same name alone", "P,Amina,Hill,,,2021-01-01,,,", "W0037", linkage.Review},
		{"the same name, born at another time", "P,Amina,Hill,1961-11-02,,2021-01-01,,,", "W0037", linkage.None},
		{"the same date of birth alone", "P,Zoe,Quinn,1990-03-27,,2021-01-01,,,", "W0037", linkage.Review},
		{"nobody", "P,Zoe,Quinn,1961-11-02,SE15 8BP,2021-01-01,,,", "", linkage.None},
	} {
		t.Run(row.name, func(t *testing.T) {
			made, err := o.AtServer(t.Context(), caseworktest.Admin, feed(t, row.line), linking.Order{})
			if err != nil {
				t.Fatal(err)
			}
			if got := made.Matches[0]; got.Ref != row.ref || got.Decision != row.want {
				t.Errorf("%s at %.2f: %s, want %s of %s", got.Ref, got.Weight, got.Decision, row.want, row.ref)
			}
			if made.Frequencies != linking.Assumed || made.Women != 3 || made.Names != 5 {
				t.Errorf("%s, %d women under %d names", made.Frequencies, made.Women, made.Names)
			}
		})
	}
}

func TestEachWomanHasALineOfTheLedgerBeforeHerNamesAreOpened(t *testing.T) {
	o := newOffice(t)
	for _, id := range []string{"w1", "w2"} {
		o.woman(id, "", journey.Identity{Given: "Ann", Family: "Bell", Born: born(1980)})
	}
	lines := feed(t, "P1,Ann,Bell,1980-03-27,,2021-01-01,,,")
	if _, err := o.AtServer(t.Context(), caseworktest.Admin, lines, linking.Order{}); err != nil {
		t.Fatal(err)
	}
	named := map[string]int{}
	for _, line := range o.seen.Ledger {
		if line.Purpose != access.ForEvidence || len(line.Women) != 1 {
			t.Errorf("a line reads %+v", line)
			continue
		}
		named[line.Women[0]]++
	}
	if len(named) != 2 || named["w1"] != 1 || named["w2"] != 1 {
		t.Errorf("named are %v", named)
	}
	o.seen.Deaf = errors.New("the disk is full")
	o.Telling = closed{t}
	if made, err := o.AtServer(t.Context(), caseworktest.Admin, lines, linking.Order{}); casework.KindOf(err) != casework.Unavailable || made.Matches != nil {
		t.Errorf("without the ledger: %v, %v", made.Matches, err)
	}
}

// closed is a record whose names must not be opened.
type closed struct{ t *testing.T }

func (c closed) Told(context.Context, []string) (map[string][]journey.Fact, error) {
	c.t.Error("names were opened")
	return nil, nil
}

func TestTwoWomenAlikeAreForAPerson(t *testing.T) {
	o := newOffice(t)
	o.woman("w1", "", journey.Identity{Given: "Ann", Family: "Bell", Born: born(1980)})
	o.woman("w2", "", journey.Identity{Given: "Ann", Family: "Bell", Born: born(1980)})
	made, err := o.AtServer(t.Context(), caseworktest.Admin, feed(t, "P1,Ann,Bell,1980-03-27,,2021-01-01,,,"), linking.Order{})
	if err != nil {
		t.Fatal(err)
	}
	if one := made.Matches[0]; one.Decision != linkage.Review || one.Her != "w1" || one.Second == nil || one.Second.Her != "w2" || one.Weight != one.Second.Weight {
		t.Errorf("%+v", one)
	}
}

func TestAnArrestOnRecordIsTold(t *testing.T) {
	o := newOffice(t)
	o.woman("w1", "", journey.Identity{Given: "Ann", Family: "Bell", Born: born(1980)})
	o.write("w1", journey.Fact{Body: journey.Arrested{Arrest: "P1"}})
	made, err := o.AtServer(t.Context(), caseworktest.Admin, feed(t, "P1,Ann,Bell,1980-03-27,,2021-01-01,,,", "P2,Ann,Bell,1980-03-27,,2021-01-01,,,"), linking.Order{})
	if err != nil || !made.Matches[0].OnRecord || made.Matches[1].OnRecord {
		t.Errorf("%v, %+v", err, made.Matches)
	}
}

func TestAModelWithoutFrequenciesNeedsRecordsToFindThem(t *testing.T) {
	o := newOffice(t)
	o.woman("w1", "", journey.Identity{Given: "Ann", Family: "Bell", Born: born(1980)})
	lines := feed(t, "P1,Ann,Bell,1980-03-27,,2021-01-01,,,")
	if _, err := o.AtServer(t.Context(), caseworktest.Admin, lines, linking.Order{Model: linkage.Police()}); casework.KindOf(err) != casework.Invalid {
		t.Errorf("an untrained model of too few records: %v", err)
	}
	made, err := o.AtServer(t.Context(), caseworktest.Admin, lines, linking.Order{Model: linkage.AssumedPolice(1)})
	if err != nil || made.Frequencies != linking.Given {
		t.Errorf("a model with frequencies: %s, %v", made.Frequencies, err)
	}
}

func TestFrequenciesAreFoundWhereRecordsAreEnough(t *testing.T) {
	o := newOffice(t)
	var lines []string
	for i := range 60 {
		given, family := "Given"+strings.Repeat(string(rune('a'+i%26)), 1+i/26), "Family"+strings.Repeat(string(rune('z'-i%26)), 1+i/26)
		o.woman(fmt.Sprintf("w%02d", i), "", journey.Identity{Given: given, Family: family, Born: born(1950 + i)})
		if i%2 == 0 {
			lines = append(lines, fmt.Sprintf("P%d,%s,%s,%s,,2021-01-01,,,", i, given, family, born(1950+i)))
		}
	}
	told := 0
	made, err := o.AtServer(t.Context(), caseworktest.Admin, feed(t, lines...), linking.Order{Progress: func(done, total int) { told = done*100 + total }})
	if err != nil || made.Frequencies != linking.Trained || told != 6060 {
		t.Fatalf("%s, %v, told of %d", made.Frequencies, err, told)
	}
	truth := map[string]string{}
	for _, match := range made.Matches {
		truth[match.Line.Arrest] = "w" + fmt.Sprintf("%02s", strings.TrimPrefix(match.Line.Arrest, "P"))
	}
	if got := made.Against(truth); got.Right+got.ReviewRight != 30 || got.Wrong+got.ReviewWrong != 0 || got.WithReview != 1 {
		t.Errorf("%s", got.Words())
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := o.AtServer(stopped, caseworktest.Admin, feed(t, lines...), linking.Order{}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestHowRightAComparisonIs(t *testing.T) {
	match := func(arrest, ref string, decision linkage.Decision) linking.Match {
		return linking.Match{Line: linking.Line{Arrest: arrest}, Fit: linking.Fit{Ref: ref}, Decision: decision}
	}
	made := linking.Comparison{Matches: []linking.Match{
		match("P1", "W1", linkage.Link), match("P2", "W9", linkage.Link), match("P3", "W3", linkage.Review),
		match("P4", "W9", linkage.Review), match("P5", "", linkage.None), match("P6", "", linkage.None),
	}}
	got := made.Against(map[string]string{"P1": "W1", "P2": "W2", "P3": "W3", "P5": "W5"})
	want := linking.Measure{Arrests: 4, Right: 1, Wrong: 1, ReviewRight: 1, ReviewWrong: 1, Missed: 2, Precision: 0.5, Recall: 0.25, WithReview: 0.5}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	made.Expected = []linkage.Forecast{{Threshold: 9, Links: 30, Precision: 0.99, Recall: 0.8}, {Threshold: 4, Links: 40, Precision: 0.9, Recall: 0.97}, {Threshold: -1, Links: 90, Precision: 0.4112, Recall: 1}}
	for _, want := range []linking.Expected{
		{Threshold: 15, Right: "0", Missed: "about 37"},
		{Threshold: 5, Links: 30, Right: "about 30", Missed: "about 7"},
		{Threshold: 4, Links: 40, Right: "about 36", Missed: "about 1"},
		{Threshold: -2, Links: 90, Right: "about 37", Missed: "0"},
	} {
		if got := made.Expect(want.Threshold); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	made.Expected = []linkage.Forecast{{Threshold: 9, Links: 1, Precision: 0.3, Recall: 1}}
	if got := made.Expect(9); got.Right != "fewer than 1" {
		t.Errorf("%+v", got)
	}
	if got := (linking.Comparison{}).Expect(5); got.Links != 0 || got.Missed != "0" {
		t.Errorf("of nothing: %+v", got)
	}
}
