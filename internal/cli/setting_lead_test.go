package cli

import (
	"strings"
	"testing"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
)

func TestTheSafeguardingLeadIsNamedAmongInformationGovernance(t *testing.T) {
	data := t.TempDir() + "/data"
	where := place{Data: data}
	if _, err := where.initialise(""); err != nil {
		t.Fatal(err)
	}
	in, err := where.open(t.Context(), opening{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := in.record.Close(); err != nil {
			t.Error(err)
		}
	}()
	for name, role := range map[string]access.Role{"ines": access.InformationGovernance, "priya": access.Keyworker} {
		if err := in.record.AddAccount(t.Context(), administration.Account{ID: name, Name: name, DisplayName: name, Agency: "Council", Role: role}); err != nil {
			t.Fatal(err)
		}
	}
	said := func() string {
		t.Helper()
		words, err := in.leadWords(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return words
	}
	if !strings.Contains(said(), "throughline setting safeguarding-lead") {
		t.Errorf("before anybody is named: %q", said())
	}
	for name, why := range map[string]string{"priya": "information-governance", "nobody": "no account", "": ""} {
		if _, err := in.nameLead(t.Context(), name); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q is named: %v", name, err)
		}
	}
	if _, err := in.nameLead(t.Context(), "Ines"); err != nil || said() != "ines, Council" {
		t.Errorf("named: %v, %q", err, said())
	}
	if lead, err := in.safeguardingLead(t.Context()); err != nil || lead != "ines" {
		t.Errorf("the desk is told %q, %v", lead, err)
	}
	account, err := in.record.Account(t.Context(), "ines")
	if err != nil {
		t.Fatal(err)
	}
	account.Disabled = true
	if err := in.record.SaveAccount(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	lead, err := in.safeguardingLead(t.Context())
	shown, wrong := in.SafeguardingLead(t.Context())
	if lead != "" || shown != "" || err != nil || wrong != nil || !strings.Contains(said(), "nobody yet") {
		t.Errorf("one who no longer signs in is still the lead: %q, %q, %v, %v", lead, shown, err, wrong)
	}
}
