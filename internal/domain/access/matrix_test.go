package access_test

import (
	"bytes"
	"encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"throughline/internal/domain/access"
)

var update = flag.Bool("update", false, "write policies/matrix.csv anew from the table of the door")

var (
	matrixFile = filepath.Join("..", "..", "..", "policies", "matrix.csv")
	// relations are those that the pages give today, to people in the roles of a
	// first installation.
	relations = []access.Relation{access.Allocated, access.Service, access.SentBy, access.Unrelated}
	started   = []access.Role{
		access.Officer, access.EvidenceReviewOfficer, access.Keyworker, access.ServiceLead, access.Commissioner, access.Administrator,
	}
)

// matrix writes the answers of the door, one purpose a column. First every row
// of the roles and relations in use; then of all the others the rows that say
// something: more than no throughout, and more than the role may do unrelated.
func matrix(t *testing.T) []byte {
	t.Helper()
	var text bytes.Buffer
	out := csv.NewWriter(&text)
	write := func(record []string) {
		if err := out.Write(record); err != nil {
			t.Fatal(err)
		}
	}
	header := []string{"role", "relation", "class", "action"}
	for _, purpose := range access.EveryPurpose {
		header = append(header, "for "+string(purpose))
	}
	write(header)
	for _, role := range started {
		for _, relation := range relations {
			for _, class := range access.EveryClass {
				for _, action := range access.EveryAction {
					record := []string{string(role), string(relation), class.String(), string(action)}
					for _, purpose := range access.EveryPurpose {
						answer := "deny"
						if access.Decide(access.Asker{Role: role}, relation, class, action, purpose).Allow {
							answer = "allow"
						}
						record = append(record, answer)
					}
					write(record)
				}
			}
		}
	}
	silent := slices.Repeat([]string{"deny"}, len(access.EveryPurpose))
	for _, asker := range askers() {
		for _, relation := range access.EveryRelation {
			if slices.Contains(started, asker.Role) && slices.Contains(relations, relation) {
				continue
			}
			for _, class := range access.EveryClass {
				for _, action := range access.EveryAction {
					answers := answersTo(asker, relation, class, action)
					if slices.Equal(answers, silent) || relation != access.Unrelated && slices.Equal(answers, answersTo(asker, access.Unrelated, class, action)) {
						continue
					}
					write(append([]string{label(asker), string(relation), class.String(), string(action)}, answers...))
				}
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// answersTo words the answer for each purpose: allow, deny, or the terms.
func answersTo(asker access.Asker, relation access.Relation, class access.Class, action access.Action) []string {
	var answers []string
	for _, purpose := range access.EveryPurpose {
		question := access.Question{Asker: asker, Relation: relation, Class: class, Action: action, Purpose: purpose, At: now}
		decision := question.Answer()
		terms := decision.Needs
		if terms.Has(access.HerPermission) {
			question.Permission = given(question)
			decision = question.Answer()
			terms |= decision.Needs
		}
		switch {
		case !decision.Allow:
			answers = append(answers, "deny")
		case terms == 0:
			answers = append(answers, "allow")
		default:
			answers = append(answers, terms.String())
		}
	}
	return answers
}

func label(asker access.Asker) string {
	if asker.Specialism != "" {
		return string(asker.Role) + " for " + string(asker.Specialism)
	}
	return string(asker.Role)
}

func TestTheMatrixPeopleReviewIsTheTableOfTheDoor(t *testing.T) {
	got := matrix(t)
	if *update {
		if err := os.WriteFile(matrixFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(matrixFile)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	if len(gotLines) != len(wantLines) {
		t.Errorf("the matrix has %d lines, the table gives %d", len(wantLines), len(gotLines))
	}
	for i := range min(len(gotLines), len(wantLines)) {
		if !bytes.Equal(gotLines[i], wantLines[i]) {
			t.Errorf("line %d of the matrix is %s, and the door says %s: review it, then run this test with -update", i+1, wantLines[i], gotLines[i])
		}
	}
}

// What somebody takes out of the table, people who review the matrix see.
func TestARowTakenOutOfTheTableShowsInTheMatrix(t *testing.T) {
	whole := matrix(t)
	for row := range access.Rows() {
		said, putBack := access.Without(row)
		less := matrix(t)
		putBack()
		if bytes.Equal(less, whole) {
			t.Errorf("nothing shows that this row was taken out: %s", said)
		}
	}
	t.Logf("%d rows, each taken out alone", access.Rows())
}

func TestADecisionSaysWhyAndWhatItHangsOn(t *testing.T) {
	for _, row := range []struct {
		role     access.Role
		relation access.Relation
		class    access.Class
		purpose  access.Purpose
		want     access.Decision
	}{
		{access.Keyworker, access.Allocated, access.Notes, access.ForSupport, access.Decision{Allow: true, Reason: "she is in the keyworker's own caseload"}},
		{access.Officer, access.SentBy, access.Needs, access.ForCondition, access.Decision{Reason: `Officer, standing as "sent-by" to her, may not read ND for condition`}},
		{access.ServiceLead, access.Service, access.Notes, access.ForSafeguarding, access.Decision{Allow: true, Reason: "a reason was recorded for reading notes", Needs: access.WrittenReason}},
		{access.Woman, access.Herself, access.Notes, access.ForSupport, access.Decision{Allow: true, Reason: "her own notes, without what would put another person in danger", Needs: access.PartOnly}},
		{access.Partner, access.Shared, access.Needs, access.ForSupport, access.Decision{Reason: `Partner, standing as "shared" to her, may not read ND for support without her permission`, Needs: access.HerPermission}},
		{access.Officer, access.Blocked, access.Identity, access.ForCondition, access.Decision{Reason: `Officer, standing as "none" to her, may not read ID for condition`}},
	} {
		if got := access.Decide(access.Asker{Role: row.role}, row.relation, row.class, access.Read, row.purpose); got != row.want {
			t.Errorf("%s, %s: %+v, want %+v", row.role, row.relation, got, row.want)
		}
	}
}

func TestWhoAsksForHerselfAppendsAndReadsNothing(t *testing.T) {
	for _, action := range access.EveryAction {
		for _, purpose := range access.EveryPurpose {
			var want access.Classes
			if action == access.Append && purpose == access.ForReferral {
				want = access.SetOf(access.Identity, access.Offence)
			}
			if got := access.Allowed(access.ByHerself(), access.Unrelated, action, purpose); got != want {
				t.Errorf("whoever holds her phone may %s %q for %s, want %q", action, got, purpose, want)
			}
		}
	}
}

func TestTheWomanHasNoAccount(t *testing.T) {
	if role, err := access.ParseRole(string(access.Woman)); err == nil {
		t.Errorf("an account may be made with the role %q", role)
	}
}
