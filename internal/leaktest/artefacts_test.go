package leaktest

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"throughline/internal/cli"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// typed are canaries that somebody types into a page, an address or a file: what
// came from outside may not come to rest outside the sealed record either.
func (w *world) typed(where string) string {
	text := w.birds.token()
	w.birds.all = append(w.birds.all, canary{
		spellings: []string{text}, woman: w.women[0], kind: "typed", field: where, class: access.Sealed, sealed: true,
	})
	return text
}

// inClear says which canaries may stand in what the program keeps: codes, which
// stand there in clear, and nothing that is sealed.
func inClear(bird canary) bool { return !bird.sealed }

// counted says which canaries may stand in figures: codes of referrals and
// encounters, such as an area.
func counted(bird canary) bool {
	return !bird.sealed && (bird.kind == journey.KindReferred || bird.kind == journey.KindEncounter)
}

// files looks at every file in a folder.
func (h *hunt) files(what, folder string, may func(canary) bool) {
	h.t.Helper()
	if err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		h.artefact(what+" "+name, append([]byte(name+"\n"), content...), may)
		return nil
	}); err != nil {
		h.t.Fatal(err)
	}
}

// Nothing sealed is in a file that the program keeps or leaves behind, in what a
// command prints, or in the log: whatever was typed, wherever.
func TestNoCanaryComesToRest(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	w := imagine(t).make(t)
	texts := map[string]string{}
	for _, where := range []string{"address", "question", "search", "sign-in name", "password", "note", "referral", "her own words", "wrong field", "cell", "key", "draft", "sheet"} {
		texts[where] = w.typed(where)
	}
	hunted := newHunt(t, w)
	s := serve(t, w.data)
	keyworker, officer, lead := named("keyworker"), named("officer"), named("service-lead")
	hers := w.women[0].caseID
	for _, as := range everybody() {
		s.ask(as, "/woman/"+texts["address"], nil)
		s.ask(as, "/"+texts["address"]+"?q="+texts["question"], nil)
		s.ask(as, "/find", url.Values{"family": {texts["search"]}, "born-day": {"2"}, "born-month": {"1"}, "born-year": {"1990"}, "purpose": {"support"}})
		s.ask(as, "/find/open", url.Values{"reference": {texts["search"]}, "reason": {texts["note"]}, "key": {"a key"}})
		s.ask(as, "/woman/"+hers+"/contact", url.Values{texts["wrong field"]: {texts["wrong field"]}, "key": {texts["key"]}})
	}
	s.ask(person{}, "/sign-in", url.Values{"name": {texts["sign-in name"]}, "password": {texts["password"]}})
	s.ask(lead, "/woman/"+hers+"/timeline", url.Values{"reason": {texts["note"]}})
	entered, drafted := 0, 0
	for _, page := range []struct {
		as         person
		path, text string
	}{
		{keyworker, "/woman/" + hers + "/contact", texts["note"]}, {keyworker, "/woman/" + hers + "/plan", texts["note"]},
		{keyworker, "/woman/" + hers + "/close", texts["note"]}, {officer, "/refer", texts["referral"]}, {person{}, "/ask", texts["her own words"]},
	} {
		_, forms := readPage(page.path, s.ask(page.as, page.path, nil).body)
		for _, one := range forms {
			if slices.Contains(last, one.action) || slices.Contains(guesses, one.action) {
				continue
			}
			entered++
			if typed := one.filled(texts["draft"]); typed.Has("draft") {
				drafted++
				if got := s.ask(page.as, "/drafts?quiet=yes", typed); got.status != http.StatusNoContent {
					t.Errorf("%s as %s: the draft is answered %d", one.action, page.as, got.status)
				}
			}
			if got := s.ask(page.as, one.action, one.filled(page.text)); got.status == http.StatusUnauthorized {
				t.Errorf("%s as %s: signed out", one.action, page.as)
			}
		}
	}
	if got := s.bringIn(lead, texts["sheet"]); got.status != http.StatusSeeOther {
		t.Errorf("a spreadsheet is answered %d: %s", got.status, got.body)
	}
	if entered < 5 || drafted < 3 {
		t.Errorf("%d forms were filled in and %d kept, want 5 and 3 or more: the pages have moved", entered, drafted)
	}
	hunted.files("while it runs,", w.data, inClear)
	out, said := run(t, "routes", "--data", w.data)
	hunted.artefact("throughline routes", []byte(out+said), nil)
	plain := filepath.Join(t.TempDir(), "plain.tar.gz")
	out, said = run(t, "backup", plain, "--data", w.data)
	hunted.artefact("throughline backup", []byte(out+said), nil)
	s.stop()
	hunted.artefact("the log", []byte(s.log()), nil)
	before := hunted.allowed
	hunted.files("the backup,", filepath.Dir(plain), inClear)
	if hunted.allowed == before {
		t.Error("no code is seen in the backup: it was not looked into")
	}

	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	sealed := filepath.Join(t.TempDir(), "sealed.age")
	run(t, "backup", sealed, "--data", w.data, "--recipient", identity.Recipient().String())
	hunted.files("the sealed backup,", filepath.Dir(sealed), nil)
	for _, command := range [][]string{
		{"report", "--format", "text"}, {"report", "--format", "json"}, {"report", "--format", "csv"},
		{"scheme", "impact", "--change", "lwds-all-outcomes"}, {"scheme", "impact", "--change", "lwds-all-outcomes", "--format", "json"},
	} {
		out, said := run(t, append(command, "--data", w.data)...)
		hunted.artefact("throughline "+strings.Join(command, " "), []byte(out+said), counted)
	}
	for _, command := range [][]string{{"ledger", "verify"}, {"user", "list"}, {"rebuild"}, {"setting", "show"}} {
		out, said := ran(t, append(command, "--data", w.data)...)
		hunted.artefact("throughline "+strings.Join(command, " "), []byte(out+said), nil)
	}
	out, said = ran(t, "import", parcel(t, texts["cell"]), "--data", w.data)
	hunted.artefact("throughline import", []byte(out+said), nil)
	out, said = ran(t, "import", parcel(t, texts["cell"]), "--data", w.data, "--accept-valid")
	hunted.artefact("throughline import --accept-valid", []byte(out+said), nil)
	hunted.files("when all is over,", w.data, inClear)
	hunted.files("left behind,", temporary, nil)
	hunted.report()
	t.Logf("%d canaries, %d artefacts, %d bytes; %d codes seen where they stand in clear; %d leaks",
		len(w.birds.all), hunted.looked, hunted.size, hunted.allowed, len(hunted.leaks))
}

// bringIn sends a spreadsheet with a text in one of its cells, and as its name.
func (s *serving) bringIn(as person, text string) answer {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	err := form.WriteField("name", text)
	file, fileErr := form.CreateFormFile("file", text+".csv")
	if err := errors.Join(err, fileErr); err != nil {
		s.t.Fatal(err)
	}
	_, err = io.WriteString(file, "first name,surname,referred\n"+text+",Okafor,01/02/2026\n")
	if err := errors.Join(err, form.Close()); err != nil {
		s.t.Fatal(err)
	}
	return s.send(as, http.MethodPost, "/import", &body, form.FormDataContentType())
}

// ran carries out a command that may end in any way.
func ran(t *testing.T, args ...string) (out, said string) {
	t.Helper()
	var outText, errText bytes.Buffer
	cli.Run(t.Context(), args, strings.NewReader(""), &outText, &errText)
	return outText.String(), errText.String()
}

// parcel writes an exchange package with a text in each of its columns in turn,
// where it belongs and where it does not.
func parcel(t *testing.T, text string) string {
	t.Helper()
	folder := t.TempDir()
	tables := map[string][]string{
		"women.csv":      {"person_ref,given_name,family_name,known_as,date_of_birth,postcode,borough,phone,ethnicity,language,interpreter_needed,foreign_national", "W,G,F,K,1990-01-02,N1 1AA,Camden,07700 900123,white,en,true,false"},
		"encounters.csv": {"encounter_id,person_ref,occurred_on,kind,force,area,suite,offence_code,police_outcome", "E,,2021-01-02,arrest,met,west,mill,TH68010,undecided"},
		"referrals.csv":  {"referral_id,person_ref,encounter_id,scheme,pathway,referred_on,keyworker", "R,W1,,lwds,voluntary,2021-01-04,KW1"},
	}
	for name, lines := range tables {
		cells := strings.Split(lines[1], ",")
		rows := []string{lines[0]}
		for at := range cells {
			row := append([]string(nil), cells...)
			row[0] += string(rune('1' + at))
			if sealedColumn(strings.Split(lines[0], ",")[at]) || wrongThere(strings.Split(lines[0], ",")[at]) {
				row[at] = text
			}
			rows = append(rows, strings.Join(row, ","))
		}
		rows = append(rows, text+","+strings.Join(cells, ",")) // a row moved by one cell
		if err := os.WriteFile(filepath.Join(folder, name), []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// sealedColumn says whether a column says who she is.
func sealedColumn(name string) bool {
	return strings.HasSuffix(name, "_name") || name == "known_as" || name == "postcode" || name == "phone"
}

// wrongThere says whether a text cannot be taken in a column: a name of a place,
// and a code that the format does not list, can be any word.
func wrongThere(name string) bool {
	switch name {
	case "borough", "force", "area", "suite", "ethnicity", "keyworker", "scheme", "person_ref", "encounter_id", "referral_id", "language":
		return false
	}
	return true
}
