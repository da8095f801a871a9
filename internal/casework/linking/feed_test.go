package linking_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework/linking"
	"throughline/internal/domain/calendar"
)

const head = "arrest_id,given_name,family_name,date_of_birth,postcode,arrested_on,force,offence_code,outcome\n"

func TestAFeedIsReadByTheNamesOfItsColumns(t *testing.T) {
	feed, err := linking.ReadFeed([]byte("\ufeffoutcome,ARREST_ID , family_name,given_name,date_of_birth,arrested_on,person_ref,offence_code\n" +
		"charged,P1,  Hill ,Amina,1990-03-27,2021-03-01,W9,TH68010\n,P2,Shaw,,,2021-03-02,,\n"))
	want := linking.Feed{Lines: []linking.Line{
		{Row: 2, Arrest: "P1", Given: "Amina", Family: "Hill", Born: calendar.On(1990, 3, 27), On: calendar.On(2021, 3, 1), Offence: "TH68010", Outcome: "charged"},
		{Row: 3, Arrest: "P2", Family: "Shaw", On: calendar.On(2021, 3, 2)},
	}}
	if diff := cmp.Diff(want, feed); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

func TestARowThatIsNotRightIsNamedWithoutItsValues(t *testing.T) {
	for _, row := range []struct{ name, cells, column, reason string }{
		{"no number", ",Ann,Bell,1980-02-03,,2021-01-01,,,", "arrest_id", "is empty, or no number of an arrest"},
		{"a number that is a sentence", "she was there,Ann,Bell,1980-02-03,,2021-01-01,,,", "arrest_id", "is empty, or no number of an arrest"},
		{"no name", "P1,,,1980-02-03,,2021-01-01,,,", "family_name", "is empty, and so is given_name"},
		{"a name that is too long", "P1,Ann," + strings.Repeat("x", 101) + ",1980-02-03,,2021-01-01,,,", "family_name", "is too long, or given_name or postcode is"},
		{"a date of birth that is none", "P1,Ann,Bell,1980-02-30,,2021-01-01,,,", "date_of_birth", "is not a day such as 1985-04-10"},
		{"born after the arrest", "P1,Ann,Bell,2022-02-03,,2021-01-01,,,", "date_of_birth", "is after the arrest"},
		{"no day of arrest", "P1,Ann,Bell,1980-02-03,,,,,", "arrested_on", "is not a day such as 2021-08-31"},
		{"a force that is a sentence", "P1,Ann,Bell,1980-02-03,,2021-01-01,She said: help,,", "force", "is no code or name of a force"},
		{"an offence in words", "P1,Ann,Bell,1980-02-03,,2021-01-01,,theft,", "offence_code", "is no code of an offence"},
		{"an outcome in words", "P1,Ann,Bell,1980-02-03,,2021-01-01,,,let go", "outcome", "is no code of an outcome"},
		{"a quote in the middle", "P1,Ann,Be\"ll,1980-02-03,,2021-01-01,,,", "", "is not written as CSV"},
		{"a number that stands twice", "P0,Ann,Bell,1980-02-03,,2021-01-01,,,", "arrest_id", "stands in the file twice"},
	} {
		t.Run(row.name, func(t *testing.T) {
			feed, err := linking.ReadFeed([]byte(head + "P0,Eve,Marsh,1970-01-02,,2021-01-01,,,\n" + row.cells + "\n"))
			want := []linking.Rejected{{Row: 3, Column: row.column, Reason: row.reason}}
			if diff := cmp.Diff(want, feed.Rejected); diff != "" || err != nil || len(feed.Lines) != 1 || feed.Rows() != 2 {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

func TestAFileThatIsNoFeedIsRefusedInWords(t *testing.T) {
	for _, row := range []struct{ name, content, say string }{
		{"nothing", "", "no row of headings"},
		{"no rows", head, "no row below them"},
		{"a column that is missing", "arrest_id,given_name,family_name,date_of_birth\nP1,A,B,1980-01-02\n", "no column arrested_on"},
		{"a column twice", strings.Replace(head, "postcode", "force", 1) + "P1\n", "the column force twice"},
		{"a picture", "\x89PNG\xff", "not CSV in UTF-8"},
		{"a quote without end", head + "P1,\"Ann,Bell\n", "not CSV from row 2 on"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := linking.ReadFeed([]byte(row.content))
			var wrong *linking.Unreadable
			if !errors.As(err, &wrong) || !strings.Contains(wrong.Say, row.say) {
				t.Errorf("%v, want %q", err, row.say)
			}
		})
	}
}

func TestWhoseArrestsAreIsReadToMeasureAgainst(t *testing.T) {
	truth, err := linking.ReadTruth([]byte("person_ref,arrest_id\nW1,P1\n,P2\n"))
	if diff := cmp.Diff(map[string]string{"P1": "W1", "P2": ""}, truth); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	for _, content := range []string{"", "arrest_id\nP1\n", "arrest_id,person_ref\nP1\n"} {
		if _, err := linking.ReadTruth([]byte(content)); err == nil {
			t.Errorf("%q was read", content)
		}
	}
}
