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
	relations  = []access.Relation{access.Allocated, access.Service, access.SentBy, access.Unrelated}
	actions    = []access.Action{access.Find, access.Read, access.Append, access.Export}
	purposes   = []access.Purpose{
		access.ForReferral, access.ForSupport, access.ForCondition, access.ForSafeguarding, access.ForEvidence, access.ForAdministration,
	}
	// started are the roles that a first installation has people in.
	started = []access.Role{
		access.Officer, access.EvidenceReviewOfficer, access.Keyworker, access.ServiceLead, access.Commissioner, access.Administrator, access.Woman,
	}
)

// matrix writes every answer of the door, one purpose a column.
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
	for _, purpose := range purposes {
		header = append(header, "for "+string(purpose))
	}
	write(header)
	for _, role := range started {
		for _, relation := range relations {
			for _, class := range access.EveryClass {
				for _, action := range actions {
					record := []string{string(role), string(relation), class.String(), string(action)}
					for _, purpose := range purposes {
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
	out.Flush()
	if err := out.Error(); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
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

func TestSilenceIsNo(t *testing.T) {
	for _, role := range append(slices.Clone(access.Roles), access.Woman) {
		for _, relation := range relations {
			for _, action := range actions {
				for _, purpose := range append(purposes, "curiosity", "") {
					classes := access.Allowed(access.Asker{Role: role}, relation, action, purpose)
					switch {
					case purpose == "curiosity", purpose == "":
						if classes != 0 {
							t.Errorf("%s may %s %s for no purpose", role, action, classes)
						}
					case classes.Has(access.Sealed) && (role != access.Administrator || action != access.Append):
						t.Errorf("%s may %s the sealed class", role, action)
					case role == access.Woman && classes != 0 && action != access.Append:
						t.Errorf("whoever holds her phone may %s %s", action, classes)
					case role.Police() && classes&^access.SetOf(access.Identity, access.Offence, access.Condition) != 0:
						t.Errorf("%s may %s %s", role, action, classes)
					case role == access.Commissioner && classes&^access.SetOf(access.Aggregates) != 0:
						t.Errorf("%s may %s %s", role, action, classes)
					case action == access.Export && purpose != access.ForEvidence && classes&^access.SetOf(access.Identity, access.Condition) != 0:
						t.Errorf("%s may take away %s", role, classes)
					case role == access.Keyworker && relation != access.Allocated && classes != 0:
						t.Errorf("%s may %s %s of a woman who is not hers", role, action, classes)
					}
				}
			}
		}
	}
	for _, role := range []access.Role{access.Specialist, access.Partner, access.Court, access.Probation, access.Evaluator, access.InformationGovernance, access.PartnerManager} {
		for _, relation := range relations {
			for _, action := range actions {
				for _, purpose := range purposes {
					if classes := access.Allowed(access.Asker{Role: role}, relation, action, purpose); classes != 0 {
						t.Errorf("%s, for whom nothing is decided yet, may %s %s", role, action, classes)
					}
				}
			}
		}
	}
}

func TestADecisionSaysWhy(t *testing.T) {
	yes := access.Decide(access.Asker{Role: access.Keyworker}, access.Allocated, access.Notes, access.Read, access.ForSupport)
	no := access.Decide(access.Asker{Role: access.Officer}, access.SentBy, access.Needs, access.Read, access.ForCondition)
	if !yes.Allow || yes.Reason == "" || no.Allow || no.Reason != `Officer, standing as "sent-by" to her, may not read ND for condition` {
		t.Errorf("yes %+v, no %+v", yes, no)
	}
}
