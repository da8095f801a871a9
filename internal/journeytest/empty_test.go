package journeytest

import (
	"path/filepath"
	"testing"
)

// On its first day an installation has people and no women. Every page says so
// and leads on.
func TestTheFirstDay(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	browser := newBrowser(t)
	folder := t.TempDir()
	data := filepath.Join(folder, "data")
	run(t, "", "init", "--data", data, "--recovery", filepath.Join(folder, "recovery"))
	first := site{names: map[string]string{}, password: "lantern orchard seven miles"}
	for _, role := range []string{"officer", "keyworker", "service-lead", "commissioner", "administrator"} {
		first.names[role] = role
		run(t, first.password+"\n", "user", "add", role, "--role", role, "--data", data)
	}
	first.url = serve(t, "serve", "--data", data, "--addr", "127.0.0.1:0").url

	for _, day := range []struct {
		role  string
		pages map[string]string // what each says
	}{
		{"officer", map[string]string{"/refer": "Custody suite (optional)", "/refer/list": "No referrals yet. It takes under a minute.", "/refer/declined": "Her name is not kept"}},
		{"keyworker", map[string]string{"/today": "No one is booked today", "/caseload": "Caseload", "/contact": "No open cases yet."}},
		{"service-lead", map[string]string{"/today": "Unallocated", "/allocate": "Allocate", "/board": "keyworker", "/evidence": "Reached", "/evidence/T2": "Re-arrest is not re-offending", "/evidence/change?example=lwds-all-outcomes": "0 encounters, not women"}},
		{"commissioner", map[string]string{"/evidence": "Small numbers hidden", "/evidence/T1": "Small numbers hidden", "/evidence/change?example=lwds-all-outcomes": "0 encounters, not women"}},
		{"administrator", map[string]string{"/admin": "Accounts", "/admin/add": "Add a person"}},
	} {
		v := first.as(t, browser, day.role, atADesk).setUpCodes()
		for path, says := range day.pages {
			v.open(path).stands(200).sees(says)
		}
	}
}
