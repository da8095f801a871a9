package leaktest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/casework/herspace"
	"throughline/internal/cli"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/ledger"
	"throughline/internal/edge/record"
	"throughline/internal/edge/vault"
)

// person is somebody who may sign in, or a woman whose own space is open; the
// zero person is nobody.
type person struct {
	administration.Account
}

// herself says whether this is a woman in her own space.
func (p person) herself() bool { return p.Role == access.Woman }

// String names the person in messages and golden files.
func (p person) String() string {
	if p.ID == "" {
		return "signed out"
	}
	return p.Name
}

// The agencies of the world.
const (
	met       = "Metropolitan Police"
	kent      = "Kent Police"
	riverside = "Riverside Women's Centre"
	lantern   = "Lantern House"
	partners  = "Harbour Housing"
	court     = "Northgate Magistrates' Court"
	probation = "Northgate Probation"
)

// everybody returns one person for each role there is, and a second officer,
// keyworker and lead of another agency; and nobody.
func everybody() []person {
	agencies := map[access.Role]string{
		access.Officer: met, access.EvidenceReviewOfficer: met, access.Partner: partners, access.Court: court, access.Probation: probation,
		access.Commissioner: "Commissioning team", access.Evaluator: "Northgate University", access.InformationGovernance: lantern,
	}
	all := []person{{}}
	add := func(name, agency string, role access.Role) {
		all = append(all, person{administration.Account{
			ID: "account-" + name, Name: name, DisplayName: "Colleague " + name, Agency: agency, Role: role,
			CaseloadOpen: administration.CaseloadOpen, CaseloadYear: administration.CaseloadYear,
		}})
		if role == access.Specialist {
			all[len(all)-1].Specialism = access.Immigration
		}
	}
	for _, role := range access.Roles {
		agency := agencies[role]
		if agency == "" {
			agency = riverside
		}
		add(string(role), agency, role)
	}
	add("officer-elsewhere", kent, access.Officer)
	add("keyworker-elsewhere", lantern, access.Keyworker)
	add("lead-elsewhere", lantern, access.ServiceLead)
	add("workshop-lead", riverside, access.Specialist)
	all[len(all)-1].Specialism = access.Group
	for name, number := range map[string]int{"herself": 4, "another-woman": 3} {
		all = append(all, person{administration.Account{ID: idOf("woman", number), Name: name, Role: access.Woman}})
	}
	slices.SortStableFunc(all[len(all)-2:], func(a, b person) int { return strings.Compare(b.Name, a.Name) })
	return all
}

// named returns the person of this name.
func named(name string) person {
	for _, one := range everybody() {
		if one.Name == name {
			return one
		}
	}
	return person{}
}

// run carries out one command of the program and returns what it printed.
func run(t *testing.T, args ...string) (out, said string) {
	t.Helper()
	var outText, errText bytes.Buffer
	if code := cli.Run(t.Context(), args, strings.NewReader(""), &outText, &errText); code != 0 {
		t.Fatalf("throughline %s ended with %d: %s", strings.Join(args, " "), code, errText.String())
	}
	return outText.String(), errText.String()
}

// sealing lends the vault to the record, as the program does.
type sealing struct{ *vault.Vault }

type sealingKey struct{ *vault.Key }

func (s sealing) NewWoman(id string) ([]byte, record.Key, error) {
	wrapped, key, err := s.Vault.NewWoman(id)
	return wrapped, sealingKey{key}, err
}

func (s sealing) Woman(id string, wrapped []byte) (record.Key, error) {
	key, err := s.Vault.Woman(id, wrapped)
	return sealingKey{key}, err
}

func (s sealing) Own() record.Key { return sealingKey{s.Draft()} }

func (s sealing) Tokens(who journey.Identity, reference string) ([][]byte, error) {
	return s.Vault.Tokens(vault.IdentityKeys{
		Surnames: []string{who.Family}, GivenNames: []string{who.Given, who.KnownAs}, BirthDate: who.Born,
		Postcode: who.Postcode, Phones: []string{who.Phone}, References: []string{reference},
	})
}

func (k sealingKey) Trace() string { return k.Token() }

func (k sealingKey) Seal(table, row, column string, plain []byte) ([]byte, error) {
	return k.Key.Seal(vault.Place{Table: table, Row: row, Column: column}, plain)
}

func (k sealingKey) Open(table, row, column string, sealed []byte) ([]byte, error) {
	return k.Key.Open(vault.Place{Table: table, Row: row, Column: column}, sealed)
}

// prepare opens the record of a data folder that nobody serves, lets a test write
// in it, and closes it.
func prepare(t *testing.T, data string, write func(*record.Store)) {
	t.Helper()
	keys := filepath.Join(data, "keys")
	opened, err := vault.Open(keys, "")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ledger.OpenSigner(keys)
	if err != nil {
		t.Fatal(err)
	}
	lines := ledger.New(signer)
	store, err := record.Open(t.Context(), record.Options{
		Folder: data, Vault: sealing{opened}, Now: time.Now,
		Ledger: func(ctx context.Context, tx record.Tx, leaves [][]byte) (int64, error) {
			return lines.Append(ctx, tx, leaves)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	write(store)
}

// openSessions signs everybody in: the token of each is their sign-in name.
func openSessions(t *testing.T, store *record.Store) {
	t.Helper()
	now := time.Now()
	for _, one := range everybody() {
		if one.ID == "" {
			continue
		}
		hash := sha256.Sum256([]byte(one.Name))
		if one.herself() {
			if err := store.AddHerSession(t.Context(), herspace.Session{
				TokenHash: hash[:], Woman: one.ID, Created: now, LastSeen: now, Expires: now.Add(8 * time.Hour),
			}); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := store.AddSession(t.Context(), administration.Session{
			TokenHash: hash[:], Account: one.ID, Created: now, LastSeen: now, Expires: now.Add(8 * time.Hour), Shown: now,
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// appendFacts writes facts of a woman as one change.
func appendFacts(t *testing.T, store *record.Store, key string, facts []journey.Fact) {
	t.Helper()
	by := access.Asker{ID: facts[0].By, Agency: facts[0].Agency, Role: access.Administrator}
	if _, err := store.Append(t.Context(), casework.Change{
		Key: key, Digest: key, Seen: casework.AnyVersion, Facts: facts,
		Entry: by.Note(time.Now(), access.Append, access.ForAdministration, "practice", 0),
	}); err != nil {
		t.Fatalf("writing the facts of %s: %v", key, err)
	}
}

// copied returns a copy of a data folder.
func copied(t *testing.T, data string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	if err := filepath.WalkDir(to, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return os.Chmod(path, 0o600)
	}); err != nil {
		t.Fatal(err)
	}
	return to
}

// serving is the program at work in this process.
type serving struct {
	t     *testing.T
	url   string
	stop  func()
	mutex sync.Mutex
	said  bytes.Buffer // what it printed and logged
	ready chan struct{}
}

// Write takes what the program prints.
func (s *serving) Write(text []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.said.Write(text)
	if _, after, found := strings.Cut(s.said.String(), "Throughline is at "); found && s.url == "" {
		if url, _, whole := strings.Cut(after, "\n"); whole {
			s.url = url
			close(s.ready)
		}
	}
	return len(text), nil
}

// log returns what the program printed and logged so far.
func (s *serving) log() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.said.String()
}

// serve runs the program on a data folder until stop is called, or the test ends.
func serve(t *testing.T, data string) *serving {
	t.Helper()
	s := &serving{t: t, ready: make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Run(ctx, []string{"serve", "--data", data, "--addr", "127.0.0.1:0", "--log-level", "debug"}, strings.NewReader(""), s, s)
	}()
	var once sync.Once
	s.stop = func() {
		once.Do(func() {
			cancel()
			<-ended
		})
	}
	t.Cleanup(s.stop)
	select {
	case <-s.ready:
	case code := <-ended:
		ended <- code
		t.Fatalf("the server ended with %d: %s", code, s.log())
	case <-time.After(time.Minute):
		t.Fatal("the server did not say where it listens")
	}
	return s
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// whole returns every byte of the answer, the headers first.
func (a answer) whole() []byte {
	var out bytes.Buffer
	fmt.Fprintln(&out, a.status)
	_ = a.header.Write(&out) // a buffer takes everything
	out.Write(a.body)
	return out.Bytes()
}

var browser = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       time.Minute,
}

// ask sends one request as somebody, with the cookies that a browser carries beside
// those of who signed in; a nil form is a GET.
func (s *serving) ask(as person, path string, form url.Values, carried ...*http.Cookie) answer {
	s.t.Helper()
	if form == nil {
		return s.send(as, http.MethodGet, path, nil, "", carried...)
	}
	return s.send(as, http.MethodPost, path, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded", carried...)
}

// send sends one request with a body of this type; "" where it has none.
func (s *serving) send(as person, method, path string, body io.Reader, contentType string, carried ...*http.Cookie) answer {
	s.t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, s.url+path, body)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
		request.Header.Set("Origin", s.url)
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, cookie := range carried {
		request.AddCookie(cookie)
	}
	switch {
	case as.herself():
		request.AddCookie(&http.Cookie{Name: "page", Value: as.Name})
	case as.ID != "":
		request.AddCookie(&http.Cookie{Name: "throughline", Value: as.Name})
	}
	response, err := browser.Do(request)
	if err != nil {
		s.t.Fatalf("%s %s as %s: %v", method, path, as, err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatalf("%s %s as %s: %v", method, path, as, err)
	}
	return answer{response.StatusCode, response.Header, content}
}
