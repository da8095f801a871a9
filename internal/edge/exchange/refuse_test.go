package exchange

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/journey"
)

// bad is one thing that is wrong with a package, and what is told of it.
type bad struct {
	name   string
	change func(map[string]string)
	file   string
	row    int
	column string
	value  string
	reason string
	whole  bool // the file is refused, whatever may be accepted
}

func swap(file, old, new string) func(map[string]string) {
	return func(files map[string]string) {
		if !strings.Contains(files[file], old) {
			panic(file + " does not contain " + old)
		}
		files[file] = strings.Replace(files[file], old, new, 1)
	}
}

var bads = []bad{
	{name: "unknown column", change: swap("closures.csv", "reason,onward_scheme", "reason,mood"), file: "closures.csv", row: 1, column: "mood", reason: "not a column of the format", whole: true},
	{name: "column twice", change: swap("closures.csv", "reason,onward_scheme", "reason,reason"), file: "closures.csv", row: 1, column: "reason", reason: "twice", whole: true},
	{name: "missing required column", change: swap("referrals.csv", "encounter_id,scheme", "encounter_id,area"), file: "referrals.csv", row: 1, column: "scheme", reason: "required", whole: true},
	{name: "missing key column", change: swap("outcomes.csv", "wave,measure,answer\nR1,2021-03-01,exit,in_education,no_answer", "wave,answer\nR1,2021-03-01,exit,no_answer"), file: "outcomes.csv", row: 1, column: "measure", reason: "required", whole: true},
	{name: "no encounters", change: func(f map[string]string) { delete(f, "encounters.csv") }, file: "encounters.csv", reason: "not in the package", whole: true},
	{name: "British date", change: swap("closures.csv", "2021-03-01", "31/08/2021"), file: "closures.csv", row: 2, column: "closed_on", value: "99/99/9999", reason: "written as 2021-08-31"},
	{name: "no such date", change: swap("referrals.csv", "2021-01-05", "2021-02-30"), file: "referrals.csv", row: 3, column: "referred_on", value: "9999-99-99", reason: "not a date"},
	{name: "date far away", change: swap("training.csv", "2021-01-01", "0021-01-01"), file: "training.csv", row: 2, column: "on", value: "9999-99-99", reason: "before 1900"},
	{name: "identifying date is told as its length", change: swap("women.csv", "1983-06-22", "22/06/1983"), file: "women.csv", row: 3, column: "date_of_birth", value: "(10 characters)", reason: "not a date"},
	{name: "time without an offset", change: swap("appointments.csv", "2021-01-11T10:00:00Z", "2021-01-11T10:00:00"), file: "appointments.csv", row: 2, column: "at", value: "9999-99-99A99:99:99", reason: "+01:00"},
	{name: "unknown pathway of a referral", change: swap("referrals.csv", "voluntary", "court_diversion"), file: "referrals.csv", row: 3, column: "pathway", value: "aaaaa_aaaaaaaaa", reason: "not one of conditional_caution, voluntary"},
	{name: "unknown pathway of a need", change: swap("needs.csv", "health", "housing"), file: "needs.csv", row: 3, column: "pathway", value: "aaaaaaa", reason: "not one of accommodation"},
	{name: "unknown pathway of an activity", change: swap("activities.csv", "finance_benefit_debt", "money"), file: "activities.csv", row: 2, column: "pathway", value: "aaaaa", reason: "nine pathways"},
	{name: "unknown abuse detail", change: swap("needs.csv", "current", "he still comes"), file: "needs.csv", row: 2, column: "detail", value: "(14 characters)", reason: "current, history, both"},
	{name: "rating out of range", change: swap("needs.csv", "true,1,2", "true,1,5"), file: "needs.csv", row: 2, column: "worker_rating", value: "9", reason: "from 0 to 4"},
	{name: "no boolean", change: swap("encounters.csv", "street,false", "street,no"), file: "encounters.csv", row: 3, column: "offered", value: "aa", reason: "true or false"},
	{name: "no number", change: swap("activities.csv", "20.05", "£20"), file: "activities.csv", row: 2, column: "amount_gbp", value: "£99", reason: "in pounds"},
	{name: "a third decimal", change: swap("costs.csv", "50.50", "50.505"), file: "costs.csv", row: 3, column: "amount_gbp", value: "99.999", reason: "in pounds"},
	{name: "required cell is empty", change: swap("referrals.csv", "lwds,voluntary", ",voluntary"), file: "referrals.csv", row: 3, column: "scheme", reason: "required"},
	{name: "part of a key is empty", change: swap("outcomes.csv", "exit", ""), file: "outcomes.csv", row: 2, column: "wave", reason: "required"},
	{name: "referral of an unknown woman", change: swap("referrals.csv", "R2,W2", "R2,W9"), file: "referrals.csv", row: 3, column: "person_ref", value: "A9", reason: "neither in women.csv nor in the record"},
	{name: "referral of an unknown encounter", change: swap("referrals.csv", "W1,E1", "W1,E9"), file: "referrals.csv", row: 2, column: "encounter_id", value: "A9", reason: "encounters.csv"},
	{name: "appointment of an unknown referral", change: swap("appointments.csv", "A2,R1", "A2,R9"), file: "appointments.csv", row: 3, column: "referral_id", value: "A9", reason: "referrals.csv"},
	{name: "encounter of an unknown woman", change: swap("encounters.csv", "E1,W1", "E1,W9"), file: "encounters.csv", row: 2, column: "person_ref", value: "A9", reason: "women.csv"},
	{name: "arrest of an unknown woman", change: swap("arrests.csv", "P1,W1", "P1,W9"), file: "arrests.csv", row: 2, column: "person_ref", value: "A9", reason: "women.csv"},
	{name: "duplicate id", change: swap("women.csv", "W2,", "W1,"), file: "women.csv", row: 3, column: "person_ref", value: "A9", reason: "twice"},
	{name: "duplicate composite key", change: swap("needs.csv", "health", "domestic_abuse_vawg,false,,,\nR1,2021-01-11,health"), file: "needs.csv", row: 3, column: "referral_id", value: "(33 characters)", reason: "twice"},
	{name: "formula in a date", change: swap("closures.csv", "2021-03-01", "=TODAY()"), file: "closures.csv", row: 2, column: "closed_on", value: "=AAAAA()", reason: "as a formula does"},
	{name: "formula in a code", change: swap("closures.csv", "transferred", "@other"), file: "closures.csv", row: 2, column: "reason", value: "@aaaaa", reason: "as a formula does"},
	{name: "a negative number", change: swap("training.csv", ",14", ",-14"), file: "training.csv", row: 2, column: "attendees", value: "-99", reason: "as a formula does"},
	{name: "too few cells", change: swap("closures.csv", ",Elsewhere Women's Centre", ""), file: "closures.csv", row: 2, reason: "has 3 cells where the header has 4"},
	{name: "too many cells", change: swap("closures.csv", "Elsewhere", "Elsewhere,or not,"), file: "closures.csv", row: 2, reason: "has 6 cells where the header has 4"},
	{name: "open quotation mark", change: swap("appointments.csv", "her child", `"her child`), file: "appointments.csv", row: 3, reason: "quotation mark", whole: true},
	{name: "quotation mark inside", change: swap("appointments.csv", "her child", `her "child`), file: "appointments.csv", row: 3, reason: "quotation mark", whole: true},
	{name: "huge cell", change: swap("activities.csv", "Food bank", strings.Repeat("x", 100<<10)), file: "activities.csv", row: 2, column: "service", value: "(102400 characters)", reason: "longer than 65536 bytes"},
	{name: "endless row", change: swap("activities.csv", "Food bank", `"`+strings.Repeat("x\n", 1<<20)), file: "activities.csv", row: 2, reason: "longer than 1048576 bytes", whole: true},
	{name: "NUL", change: swap("closures.csv", "Elsewhere", "Else\x00where"), file: "closures.csv", row: 2, reason: "0x00", whole: true},
	{name: "bytes of no encoding", change: swap("closures.csv", "Elsewhere", "Else\x81where"), file: "closures.csv", row: 2, reason: "neither UTF-8 nor Windows-1252", whole: true},
	{name: "a mark of UTF-8 and Windows-1252 after it", change: func(f map[string]string) {
		f["women.csv"] = "\ufeff" + strings.Replace(f["women.csv"], "Zoë", "Zo\xeb", 1)
	}, file: "women.csv", row: 2, reason: "is not UTF-8", whole: true},
	{name: "UTF-16", change: func(f map[string]string) {
		var out bytes.Buffer
		for _, unit := range utf16.Encode([]rune("\ufeff" + f["women.csv"])) {
			out.Write([]byte{byte(unit), byte(unit >> 8)})
		}
		f["women.csv"] = out.String()
	}, file: "women.csv", row: 1, reason: "UTF-16", whole: true},
	{name: "empty file", change: func(f map[string]string) { f["needs.csv"] = "" }, file: "needs.csv", reason: "is empty", whole: true},
	{name: "only a mark", change: func(f map[string]string) { f["needs.csv"] = "\ufeff" }, file: "needs.csv", reason: "is empty", whole: true},
	{name: "only line ends", change: func(f map[string]string) { f["needs.csv"] = "\r\n\n" }, file: "needs.csv", reason: "is empty", whole: true},
	{name: "referred before she was born", change: swap("referrals.csv", "2021-01-05", "1983-06-21"), file: "referrals.csv", row: 3, column: "referred_on", value: "9999-99-99", reason: "before she was born"},
	{name: "words for a reason", change: swap("encounters.csv", "gravity\nE1,W1,2021-01-02,arrest,true,12.5,4\nE2,,2021-01-03,street,false,,", "declined_reason\nE1,W1,2021-01-02,arrest,true,12.5,\nE2,,2021-01-03,street,false,,Amina wants to think"), file: "encounters.csv", row: 3, column: "declined_reason", value: "(20 characters)", reason: "a code"},
	{name: "an offence in words of nobody", change: swap("encounters.csv", "gravity\nE1,W1,2021-01-02,arrest,true,12.5,4\nE2,,2021-01-03,street,false,,", "offence_label\nE1,W1,2021-01-02,arrest,true,12.5,\nE2,,2021-01-03,street,false,,took a coat"), file: "encounters.csv", row: 3, column: "offence_label", value: "(11 characters)", reason: "no offence_code"},
	{name: "words for a measure", change: swap("outcomes.csv", "in_education", "In education at last"), file: "outcomes.csv", row: 2, column: "measure", value: "(20 characters)", reason: "a code"},
	{name: "words for an offence code", change: swap("arrests.csv", "outcome\nP1,W1,Zoë,2021-04-01,not_known", "offence_code\nP1,W1,Zoë,2021-04-01,theft"), file: "arrests.csv", row: 2, column: "offence_code", value: "(5 characters)", reason: "such as TH68010"},
	{name: "a story for a place", change: swap("women.csv", "Southwark", strings.Repeat("She stays with her sister. ", 4)), file: "women.csv", row: 2, column: "borough", value: "(108 characters)", reason: "up to 80 characters"},
	{name: "a cost of no time", change: swap("costs.csv", "2021-01-01,2021-03-31,groups,100", ",,groups,100"), file: "costs.csv", row: 2, column: "to", reason: "no date"},
}

func TestABadPackageIsToldByFileRowAndColumnAndNothingIsWritten(t *testing.T) {
	for _, test := range bads {
		t.Run(test.name, func(t *testing.T) {
			files := good()
			test.change(files)
			dir := folder(t, files)
			store := newMemory()
			report, told, err := bring(t, store, dir, Options{}, false)
			want := administration.ErrRowsRejected
			if test.whole {
				want = administration.ErrFileRefused
			}
			if !errors.Is(err, want) || casework.KindOf(err) != casework.Invalid || report.Written {
				t.Errorf("the error is %v, want %v", err, want)
			}
			if len(store.facts) > 0 || len(store.entries) > 0 {
				t.Errorf("%d facts and %d ledger lines are left", len(store.facts), len(store.entries))
			}
			found := false
			for _, one := range told {
				found = found || one.File == test.file && one.Row == test.row && one.Column == test.column &&
					one.Value == test.value && strings.Contains(one.Reason, test.reason) && one.Whole == test.whole
			}
			if !found {
				t.Errorf("told %+v", told)
			}

			// With the valid rows accepted, a refused file still stops everything.
			report, _, err = bring(t, store, dir, Options{}, true)
			switch {
			case test.whole && (err == nil || len(store.facts) > 0):
				t.Errorf("a refused file was taken: %v", err)
			case !test.whole && (err != nil || report.Rejected() == 0 || !report.Written):
				t.Errorf("valid rows were not taken: %v, %+v", err, report)
			}
		})
	}
}

func TestRowsThatNameARejectedRowAreRejectedWithIt(t *testing.T) {
	files := good()
	swap("referrals.csv", "conditional_caution", "caution")(files)
	store := newMemory()
	report, _, err := bring(t, store, folder(t, files), Options{}, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range report.Tables {
		switch table.Table {
		case "conditions", "needs", "appointments", "activities", "closures", "outcomes":
			if table.Rejected != table.Read || table.Accepted != 0 {
				t.Errorf("%+v: its referral was rejected", table)
			}
		}
	}
	if rows := store.rows(0); len(rows) != 1 || rows[0].Pathway != journey.Voluntary {
		t.Errorf("%d cases were made", len(rows))
	}
}
