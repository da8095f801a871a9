package cli

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/exports"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/edge/signin"
)

// agreers adds a lead, who is invented and has no codes, and somebody who answers
// for how records are used, who has. It returns the secret of her codes.
func agreers(t *testing.T, data string) (secret string) {
	t.Helper()
	ctx := context.Background()
	hash, err := signin.Hash(firstPassword)
	if err != nil {
		t.Fatal(err)
	}
	in := opened(t, []string{"--data", data})
	desk := signin.New(in.record, sealingKey{in.vault.SignIn()}, in.now, signin.Options{})
	for _, account := range []administration.Account{
		{Name: "ruth", Role: access.ServiceLead, Demo: true}, {Name: "ines", Role: access.InformationGovernance}, {Name: "new", Role: access.InformationGovernance},
	} {
		account.ID, account.DisplayName, account.Agency, account.PasswordHash = account.Name+"-id", account.Name, "Advance", hash
		if err := in.record.AddAccount(ctx, account); err != nil {
			t.Fatal(err)
		}
	}
	token, _, err := desk.SignIn(ctx, "ines", firstPassword, atTheServer)
	if err != nil {
		t.Fatal(err)
	}
	offer, err := desk.Offer(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.EnterCode(ctx, token, codeAt(t, offer.Secret, time.Now().Add(-30*time.Second)), atTheServer); err != nil {
		t.Fatal(err)
	}
	if err := in.close(ctx); err != nil {
		t.Fatal(err)
	}
	return offer.Secret
}

func TestTheFileForTheDataLabOfTheLondonCohort(t *testing.T) {
	data := londonRecord(t)
	secret := agreers(t, data)
	folder := t.TempDir()
	args := func(out string, more ...string) []string {
		return append([]string{"export", "jdl", "--data", data, "--scheme", "lwds", "--out", filepath.Join(folder, out)}, more...)
	}
	both := []string{"--agreed-by", "ruth", "--agreed-by", "ines"}
	for what, row := range map[string]struct {
		typed string
		args  []string
		says  string
	}{
		"nobody agrees":      {"", args("one.csv"), "add --agreed-by NAME --agreed-by NAME"},
		"one agrees":         {"", args("one.csv", "--agreed-by", "ruth"), "have to agree"},
		"the same twice":     {firstPassword + "\n" + firstPassword + "\n", args("one.csv", "--agreed-by", "ruth", "--agreed-by", "ruth"), "agreed already"},
		"a wrong password":   {"seven brown kettles hum\n", args("one.csv", both...), "ruth did not agree"},
		"a wrong code":       {firstPassword + "\n" + firstPassword + "\nnone\n", args("one.csv", both...), "ines did not agree"},
		"no codes set up":    {firstPassword + "\n" + firstPassword + "\n", args("one.csv", "--agreed-by", "ruth", "--agreed-by", "new"), "set them up"},
		"a file that exists": {"", []string{"export", "jdl", "--data", data, "--out", folder}, "is there already"},
	} {
		if code, _, said := ran(row.typed, row.args...); code != exitUsage || !strings.Contains(said, row.says) {
			t.Errorf("%s: %d, %s", what, code, said)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Fatalf("files were made by those who were refused: %v, %v", left, err)
	}
	typed := firstPassword + "\n" + firstPassword + "\n" + codeAt(t, secret, time.Now()) + "\n"
	code, _, said := ran(typed, args("one.csv", both...)...)
	if code != exitOK || !strings.Contains(said, "women referred") || !strings.Contains(said, "have not been held against the current template") {
		t.Fatalf("%d, %s", code, said)
	}
	path := filepath.Join(folder, "one.csv")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if about, err := os.Stat(path); err != nil || about.Mode().Perm() != 0o600 {
		t.Errorf("who may read the file: %v, %v", about.Mode(), err)
	}
	lines, err := csv.NewReader(strings.NewReader(string(content))).ReadAll()
	if err != nil || len(lines) != 176 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	for _, line := range lines[1:] {
		if line[0] == "" || line[1] == "" || len(line[2]) != len("31/08/1990") || line[3] != "Female" || line[4] == "" {
			t.Errorf("a woman lacks something: %d cells", len(line))
		}
	}
	if strings.Contains(said, lines[1][0]) {
		t.Error("the terminal names a woman")
	}
}

func TestTheFileForTheDataLabSaysWhatIsWrong(t *testing.T) {
	data := fresh(t)
	out := filepath.Join(t.TempDir(), "out.csv")
	map60 := filepath.Join(t.TempDir(), "map.yaml")
	if err := os.WriteFile(map60, []byte(strings.Replace(string(exports.JDL), "family_name", "nickname", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for what, row := range map[string]struct {
		args []string
		code int
		says string
	}{
		"too few":        {nil, exitUsage, "0 women are left"},
		"no scheme":      {[]string{"--scheme", "nowhere"}, exitNotFound, "nowhere"},
		"no map":         {[]string{"--columns", out}, exitNotFound, "column map"},
		"a wrong map":    {[]string{"--columns", map60}, exitConfig, "nickname"},
		"no data folder": {[]string{"--data", filepath.Join(t.TempDir(), "none")}, exitConfig, "init"},
	} {
		code, _, said := ran("", append([]string{"export", "jdl", "--data", data, "--out", out}, row.args...)...)
		if code != row.code || !strings.Contains(said, row.says) {
			t.Errorf("%s: ended with %d, want %d: %s", what, code, row.code, said)
		}
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Errorf("a file was made all the same: %v", err)
	}
}
