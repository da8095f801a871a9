package sharing_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// joinAll ties everybody to Amina who can be tied: each specialist works with her,
// probation or the court has her order, and she shares all she may.
func (h *house) joinAll(office string) {
	h.t.Helper()
	for _, one := range []access.Asker{immigration, idva, drugs, liaison, group} {
		h.must(h.desk.Join(ctx, caseworktest.Keyworker, h.caseID, h.Key(), one.ID))
	}
	h.must(h.desk.Supervise(ctx, caseworktest.Keyworker, h.caseID, h.Key(), office))
	for _, recipient := range h.open(caseworktest.Keyworker).Recipients {
		for _, offer := range recipient.Offers {
			entry := h.yes(recipient.Agency, offer.Purpose)
			entry.Classes = offer.Classes
			h.must(h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), entry))
		}
	}
}

func bytesOf(t *testing.T, pack sharing.Pack) string {
	t.Helper()
	text, err := json.MarshalIndent(pack, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Even where she shares everything, each reader gets only what is theirs.
func TestWhatEachReaderGets(t *testing.T) {
	tests := []struct {
		asker  access.Asker
		office string // whose order it is
		want   string // classes, a part of them in brackets
	}{
		{housing, probation.Agency, "ID ND PL CH"},
		{onward, probation.Agency, "ID OF ND CN PL CH"},
		{court, court.Agency, "(ID) OF (CO) (ND) (PL)"},
		{court, probation.Agency, "(ND) (PL)"},
		{probation, probation.Agency, "ID OF CO ND PL"},
		{probation, court.Agency, "ND PL"},
		{immigration, probation.Agency, "ID (OF) (ND) (CH) SE"},
		{idva, probation.Agency, "ID ND CN PL CH SE"},
		{drugs, probation.Agency, "ID OF ND (CH)"},
		{liaison, probation.Agency, "ID OF ND (CH)"},
		{group, probation.Agency, "(ID) (CH)"},
		{manager, probation.Agency, "ID OF CO ND PL CH"},
		{evaluator, probation.Agency, ""},
		{governance, probation.Agency, ""},
		{caseworktest.Officer, probation.Agency, ""},
		{caseworktest.OtherForce, probation.Agency, ""},
		{caseworktest.OtherWorker, probation.Agency, ""},
		{caseworktest.Commissioner, probation.Agency, ""},
		{caseworktest.Admin, probation.Agency, ""},
		{caseworktest.Keyworker, probation.Agency, ""}, // her own caseload has pages of its own
		{caseworktest.Lead, probation.Agency, ""},
	}
	for _, test := range tests {
		t.Run(string(test.asker.Role)+" "+string(test.asker.Specialism)+" "+test.office, func(t *testing.T) {
			h := newHouse(t)
			h.joinAll(test.office)
			shared, err := h.desk.Read(ctx, test.asker, h.caseID)
			if test.want == "" {
				if test.asker.Role.Police() { // what they sent has pages of its own, and is less
					return
				}
				h.wants(err, casework.NotFound, "reading")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, section := range shared.Sections {
				code := section.Class.String()
				if section.Part {
					code = "(" + code + ")"
				}
				got = append(got, code)
			}
			if text := strings.Join(got, " "); text != test.want {
				t.Errorf("gets %s, want %s", text, test.want)
			}
			text := bytesOf(t, shared.Pack)
			for _, class := range access.EveryClass {
				for _, words := range kept[class] {
					whole := slices.ContainsFunc(shared.Sections, func(s sharing.Section) bool { return s.Class == class && !s.Part })
					if holds := strings.Contains(text, words); holds && !slices.ContainsFunc(shared.Sections, func(s sharing.Section) bool { return s.Class == class }) {
						t.Errorf("%q of class %s is in what %s gets", words, class, test.asker.Role)
					} else if !holds && whole && !(class == access.Sealed && test.asker.Specialism == access.IDVA) {
						t.Errorf("%q of class %s is missing", words, class)
					}
				}
			}
			for _, never := range []string{feared} {
				if strings.Contains(text, never) {
					t.Errorf("%q is in what %s gets", never, test.asker.Role)
				}
			}
			if test.asker.Specialism != access.Immigration && strings.Contains(text, kept[access.Sealed][0]) {
				t.Error("immigration facts reach somebody who gives no advice on them")
			}
		})
	}
}

// A part holds no words: a court gets the names of what she needs, days attended
// of days ordered, and no more.
func TestAPartIsNoMoreThanItsReason(t *testing.T) {
	h := newHouse(t)
	h.joinAll(court.Agency)
	for _, test := range []struct {
		asker access.Asker
		class access.Class
		want  string
	}{
		{court, access.Identity, "Name: Amina Okafor; Date of birth: 27 March 1990"},
		{court, access.Condition, "Attended: 1 of 2 done"},
		{court, access.Needs, "Somewhere to live: She needs help"},
		{court, access.Plan, "Goals set with her: 1; Goals reached: 0"},
		{group, access.Identity, "Name: Amina"},
		{group, access.Children, "Children who may come with her: 1"},
		{immigration, access.Offence, "Offence: Common assault"},
		{immigration, access.Needs, "Somewhere to live: She needs help"},
	} {
		shared, err := h.desk.Read(ctx, test.asker, h.caseID)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(shared.Sections, func(s sharing.Section) bool { return s.Class == test.class })
		if i < 0 || !shared.Sections[i].Part {
			t.Errorf("%s has no part of %s", test.asker.Role, test.class)
			continue
		}
		var lines []string
		for _, line := range shared.Sections[i].Lines {
			lines = append(lines, line.Key+": "+line.Value)
		}
		if got := strings.Join(lines, "; "); got != test.want || len(shared.Sections[i].Notes) > 0 {
			t.Errorf("%s reads of %s: %q, want %q", test.asker.Role, test.class, got, test.want)
		}
	}
}

// What is previewed before she answers is, byte for byte, what the recipient reads
// once she said yes.
func TestAPreviewIsWhatTheRecipientReads(t *testing.T) {
	count := 0
	for _, reader := range []access.Asker{housing, onward, probation, court, drugs, liaison} {
		for _, earlier := range []bool{false, true} {
			if earlier && reader.ID != housing.ID && reader.ID != probation.ID {
				continue
			}
			h := newHouse(t)
			if earlier { // an answer before it, which this one replaces
				for _, recipient := range h.open(caseworktest.Keyworker).Recipients {
					entry := h.yes(recipient.Agency, recipient.Offers[0].Purpose)
					entry.Classes, entry.Until = recipient.Offers[0].Classes, entry.Until.AddDays(90)
					h.must(h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), entry))
				}
			}
			for _, recipient := range h.open(caseworktest.Keyworker).Recipients {
				if recipient.Agency != reader.Agency {
					continue
				}
				for _, offer := range recipient.Offers {
					for _, class := range append(access.EveryClass, 0) { // one class at a time, and all
						entry := h.yes(reader.Agency, offer.Purpose, class)
						if class == 0 {
							entry.Classes = offer.Classes
						}
						if entry.Classes&^offer.Classes != 0 {
							continue
						}
						previews, err := h.desk.Preview(ctx, caseworktest.Keyworker, h.caseID, sharing.Proposal{
							Recipient: entry.Recipient, Purpose: entry.Purpose, Classes: entry.Classes, Until: entry.Until,
						})
						if err != nil {
							t.Fatal(err)
						}
						if len(previews) != 1 || previews[0].Closed != 0 {
							t.Fatalf("previews: %+v", previews)
						}
						h.must(h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), entry))
						shared, err := h.desk.Read(ctx, reader, h.caseID)
						if err != nil {
							t.Fatal(err)
						}
						if got, want := bytesOf(t, previews[0].Pack), bytesOf(t, shared.Pack); got != want {
							t.Errorf("%s, %s, %s: previewed\n%s\nread\n%s", reader.Role, offer.Purpose, entry.Classes, got, want)
						}
						count++
					}
				}
			}
		}
	}
	t.Logf("%d previews are the bytes that are read", count)
}

// A preview holds nothing that the asker may not read: what stays closed is named.
func TestAPreviewKeepsClosedWhatTheAskerMayNotRead(t *testing.T) {
	h := newHouse(t)
	entry := sharing.Proposal{Recipient: onward.Agency, Purpose: access.ForSupport, Classes: access.SetOf(access.Notes, access.Plan), Until: calendar.DayOf(h.Now())}
	previews, err := h.desk.Preview(ctx, caseworktest.Lead, h.caseID, entry)
	if err != nil {
		t.Fatal(err)
	}
	if previews[0].Closed != access.SetOf(access.Notes) || strings.Contains(bytesOf(t, previews[0].Pack), kept[access.Notes][0]) {
		t.Errorf("the lead previews notes: %+v", previews[0])
	}
	entry.Until = 0
	_, err = h.desk.Preview(ctx, caseworktest.Lead, h.caseID, entry)
	h.wants(err, casework.Invalid, "without a last day")
	entry.Recipient = "Nowhere"
	_, err = h.desk.Preview(ctx, caseworktest.Lead, h.caseID, entry)
	h.wants(err, casework.Invalid, "for nobody")
	if len(h.row().Door.Permissions) != 0 {
		t.Error("a preview was kept")
	}
}

// Whatever ends it, the next thing that is asked for is no longer there, and says
// no more than of a woman who never shared anything.
func TestTheEndOfSharingBindsTheNextRead(t *testing.T) {
	moved := housing
	moved.Role = access.Commissioner
	left := housing
	left.Agency = "Another landlord"
	for what, end := range map[string]func(*house) access.Asker{
		"she takes it back": func(h *house) access.Asker {
			h.must(h.desk.Withdraw(ctx, access.InHerSpace(h.woman), h.caseID, h.Key(), h.row().Door.Permissions[0].ID, ""))
			return housing
		},
		"its last day is over": func(h *house) access.Asker { h.WaitDays(31); return housing },
		"another role":         func(*house) access.Asker { return moved },
		"another agency":       func(*house) access.Asker { return left },
		"she is hidden from the agency": func(h *house) access.Asker {
			h.write(h.desk.Pen(caseworktest.Keyworker).MarkConflict(h.row(), journey.ConflictEntry{Agency: housing.Agency, From: journey.ConflictHers}))
			return housing
		},
	} {
		h := newHouse(t)
		h.shares(housing.Agency, access.ForSupport, access.Identity, access.Needs)
		if _, err := h.desk.Read(ctx, housing, h.caseID); err != nil {
			t.Fatal(err)
		}
		asker := end(h)
		_, err := h.desk.Read(ctx, asker, h.caseID)
		h.wants(err, casework.NotFound, what)
		_, never := h.desk.Read(ctx, asker, "no-such-case")
		h.wants(never, casework.NotFound, "a case there is none of")
		lines, err := h.desk.List(ctx, asker, false)
		if err != nil || len(lines) != 0 {
			t.Errorf("%s: the list has %+v, %v", what, lines, err)
		}
	}
}

func TestListsNameOnlyWhomTheyMay(t *testing.T) {
	h := newHouse(t)
	h.joinAll(court.Agency)
	reference := casework.Reference(h.caseID)
	until := calendar.DayOf(h.Now()).AddDays(30)
	for _, test := range []struct {
		asker access.Asker
		want  string
	}{
		{housing, "Amina Okafor shared " + until.String()},
		{onward, "Amina Okafor shared " + until.String()},
		{court, "Amina Okafor ordered " + until.String()}, // her needs by permission
		{probation, reference + " shared " + until.String()},
		{immigration, "Amina Okafor allocated "},
		{drugs, "Amina Okafor allocated "},
		{group, "Amina allocated "},
		{manager, "Amina Okafor organisation "},
		{evaluator, ""}, {governance, ""}, {caseworktest.OtherWorker, ""}, {caseworktest.Keyworker, ""}, {caseworktest.Lead, ""},
		{access.Asker{ID: "nobody", Role: access.Partner}, ""},
	} {
		before := len(h.Record.Ledger)
		lines, err := h.desk.List(ctx, test.asker, false)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, line := range lines {
			name := line.Name
			if name == "" {
				name = line.Reference
			}
			got += fmt.Sprintf("%s %s %s", name, line.Why, line.Until)
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.asker.Role, got, test.want)
		}
		told := h.Record.Ledger[before:]
		if (len(lines) > 0) != (len(told) > 0) || len(told) > 0 && !slices.Equal(told[0].Women, []string{h.woman}) {
			t.Errorf("%s: the ledger has %+v", test.asker.Role, told)
		}
	}
}

// Every read is written down, each class under the purpose that opens it, and
// where it cannot be written nothing is shown.
func TestEveryReadIsToldFirst(t *testing.T) {
	h := newHouse(t)
	h.joinAll(probation.Agency)
	before := len(h.Record.Ledger)
	if _, err := h.desk.Read(ctx, probation, h.caseID); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, line := range h.Record.Ledger[before:] {
		told = append(told, string(line.Purpose)+" "+line.Classes)
	}
	if want := []string{"support ID,OF,CO,ND,PL"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
	if _, err := h.desk.ForBench(ctx, caseworktest.Keyworker, h.caseID); err != nil {
		t.Fatal(err)
	}
	if line, _ := h.Record.Last(); line.What != "summary for the bench" {
		t.Errorf("that there is nothing for a court was read, and the last line is %q", line.What)
	}
	h.Record.Deaf = errors.New("the disk is full")
	for what, read := range map[string]func() error{
		"open":  func() error { _, err := h.desk.Open(ctx, caseworktest.Keyworker, h.caseID); return err },
		"read":  func() error { _, err := h.desk.Read(ctx, housing, h.caseID); return err },
		"bench": func() error { _, err := h.desk.ForBench(ctx, caseworktest.Keyworker, h.caseID); return err },
		"list":  func() error { _, err := h.desk.List(ctx, housing, false); return err },
		"preview": func() error {
			_, err := h.desk.Preview(ctx, caseworktest.Keyworker, h.caseID, sharing.Proposal{Recipient: housing.Agency, Purpose: access.ForSupport, Classes: access.SetOf(access.Needs), Until: calendar.DayOf(h.Now())})
			return err
		},
	} {
		h.wants(read(), casework.Unavailable, what)
	}
}
