package messaging

import (
	"bufio"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/discreet"
	"throughline/internal/domain/safecontact"
)

var (
	background = context.Background()
	text       = sharing.Letter{To: "07700 900123", Outward: discreet.Outward{Body: "Hi, see you Tuesday 4 March at 2pm. Jo"}}
	email      = sharing.Letter{To: "am@example.org", Outward: discreet.Outward{Subject: "See you soon", Body: "Hi, see you Tuesday 4 March at 2pm. Jo"}}
	hello      = Mail{From: "hello@example.org", Name: "My Space"}
)

// wantOutcome looks at what an error means for its message.
func wantOutcome(t *testing.T, name string, err error, want sharing.Outcome) {
	t.Helper()
	outcome, why := outcomeOf(err)
	if outcome != want || (err == nil) != (why == "") {
		t.Errorf("%s: outcome %d (%q), want %d", name, outcome, why, want)
	}
	if err != nil && (strings.Contains(err.Error(), "07700") || strings.Contains(err.Error(), "am@example.org")) {
		t.Errorf("%s: the error %q says where it was to go", name, err)
	}
}

func TestAFolderTakesEachMessageWhole(t *testing.T) {
	folder := Folder{Path: filepath.Join(t.TempDir(), "outbox"), Mail: hello}
	wantOutcome(t, "a text", folder.Send(background, "m1", safecontact.Text, text), sharing.Handed)
	wantOutcome(t, "an e-mail", folder.Send(background, "m2", safecontact.Email, email), sharing.Handed)
	wantOutcome(t, "an id that is a path", folder.Send(background, "../m3", safecontact.Text, text), sharing.NotHanded)
	wantOutcome(t, "an address that is none", folder.Send(background, "m4", safecontact.Email, sharing.Letter{To: "nobody"}), sharing.Rejected)
	wantOutcome(t, "a folder that cannot be", Folder{Path: "/dev/null/x", Mail: hello}.Send(background, "m5", safecontact.Text, text), sharing.NotHanded)
	said, err := os.ReadFile(filepath.Join(folder.Path, "m1.txt"))
	if err != nil || string(said) != "To: 07700 900123\n\nHi, see you Tuesday 4 March at 2pm. Jo\n" {
		t.Errorf("the text is %q, %v", said, err)
	}
	said, err = os.ReadFile(filepath.Join(folder.Path, "m2.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"From: \"My Space\" <hello@example.org>\r\n", "To: <am@example.org>\r\n", "Subject: See you soon\r\n", "Message-ID: <m2@example.org>\r\n"} {
		if !strings.Contains(string(said), line) {
			t.Errorf("%q is missing in\n%s", line, said)
		}
	}
	for _, telling := range []string{"User-Agent", "X-Mailer", "go-mail", "List-"} {
		if strings.Contains(string(said), telling) {
			t.Errorf("the e-mail says %q\n%s", telling, said)
		}
	}
	left, err := os.ReadDir(folder.Path)
	if err != nil || len(left) != 2 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
}

func TestTheSenderOfEmailsGivesNobodyAway(t *testing.T) {
	for from, ok := range map[string]bool{
		"hello@example.org": true, "": false, "nobody": false, "hello@court-help.org": false, "Hello <hello@example.org>": false, "police.liaison@example.org": false,
	} {
		if err := (Mail{From: from}).Check(); (err == nil) != ok {
			t.Errorf("%q: %v", from, err)
		}
	}
	if err := (Mail{From: "hello@example.org", Name: "Diversion service"}).Check(); err == nil {
		t.Error("a sender that names the service is taken")
	}
}

// mailServer answers one e-mail as a test wants.
type mailServer struct {
	mail  Mail
	heard chan string
}

// serveMail starts a mail server on TLS; answers replace what it says to the
// command that begins so, and "" hangs up.
func serveMail(t *testing.T, answers map[string]string) mailServer {
	t.Helper()
	certified := httptest.NewTLSServer(nil)
	t.Cleanup(certified.Close)
	trusted := x509.NewCertPool()
	trusted.AddCert(certified.Certificate())
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: certified.TLS.Certificates, MinVersion: tls.VersionTLS12})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	served := mailServer{heard: make(chan string, 1)}
	served.mail = hello
	served.mail.Host, served.mail.Port, served.mail.Implicit = "127.0.0.1", listener.Addr().(*net.TCPAddr).Port, true
	served.mail.tls = &tls.Config{RootCAs: trusted, ServerName: "example.com", MinVersion: tls.VersionTLS12}
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		served.heard <- converse(connection, answers)
	}()
	return served
}

// converse speaks as a mail server does, and returns what it heard.
func converse(connection net.Conn, answers map[string]string) string {
	defer func() { _ = connection.Close() }()
	var heard strings.Builder
	reader := bufio.NewReader(connection)
	fmt.Fprint(connection, "220 mail.example.org\r\n")
	inData := false
	for {
		line, err := reader.ReadString('\n')
		if err != nil {
			return heard.String()
		}
		heard.WriteString(line)
		command, answer := strings.ToUpper(strings.TrimSpace(line)), "250 ok"
		switch {
		case inData && command != ".":
			continue
		case inData:
			inData, command = false, "END"
		case strings.HasPrefix(command, "DATA"):
			inData, answer = true, "354 go on"
		case strings.HasPrefix(command, "QUIT"):
			answer = "221 bye"
		}
		for begins, instead := range answers {
			if strings.HasPrefix(command, begins) {
				answer, inData = instead, false
			}
		}
		if answer == "" {
			return heard.String()
		}
		fmt.Fprint(connection, answer+"\r\n")
	}
}

func TestAMailServerTakesAnEmailOrSaysWhyNot(t *testing.T) {
	for name, row := range map[string]struct {
		answers map[string]string
		want    sharing.Outcome
	}{
		"it takes it":               {nil, sharing.Handed},
		"there is no such address":  {map[string]string{"RCPT": "550 5.1.1 no am@example.org here"}, sharing.Rejected},
		"it has no time now":        {map[string]string{"RCPT": "451 later"}, sharing.NotHanded},
		"it does not like us":       {map[string]string{"MAIL": "550 no"}, sharing.NotHanded},
		"it will not take the data": {map[string]string{"DATA": "554 no"}, sharing.NotHanded},
		"it hangs up at the end":    {map[string]string{"END": ""}, sharing.Unclear},
		"it never says its name":    {map[string]string{"EHLO": "", "HELO": ""}, sharing.NotHanded},
	} {
		t.Run(name, func(t *testing.T) {
			served := serveMail(t, row.answers)
			wantOutcome(t, name, served.mail.Send(background, "m1", safecontact.Email, email), row.want)
			heard := <-served.heard
			if row.want == sharing.Handed && (!strings.Contains(heard, "EHLO example.org\r\n") || !strings.Contains(heard, "Subject: See you soon")) {
				t.Errorf("the server heard\n%s", heard)
			}
		})
	}
	signed := serveMail(t, map[string]string{"EHLO": "250-mail.example.org\r\n250 AUTH PLAIN LOGIN", "AUTH": "235 welcome"})
	signed.mail.User, signed.mail.Password = "mailer", "a password"
	wantOutcome(t, "with a password", signed.mail.Send(background, "m1", safecontact.Email, email), sharing.Handed)
	if heard := <-signed.heard; !strings.Contains(heard, "AUTH PLAIN ") {
		t.Errorf("the server heard\n%s", heard)
	}
	nobody := hello
	nobody.Host, nobody.Port = "127.0.0.1", 1
	wantOutcome(t, "a server that is not there", nobody.Send(background, "m1", safecontact.Email, email), sharing.NotHanded)
	wantOutcome(t, "no server", hello.Send(background, "m1", safecontact.Email, email), sharing.NotHanded)
	wantOutcome(t, "a text", nobody.Send(background, "m1", safecontact.Text, text), sharing.NotHanded)
}

func TestNothingGoesToAMailServerWithoutTLS(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	heard := make(chan string, 1)
	go func() {
		connection, err := listener.Accept()
		if err == nil {
			heard <- converse(connection, nil)
		}
	}()
	plain := hello
	plain.Host, plain.Port = "127.0.0.1", listener.Addr().(*net.TCPAddr).Port
	wantOutcome(t, "a server that offers none", plain.Send(background, "m1", safecontact.Email, email), sharing.NotHanded)
	if said := <-heard; strings.Contains(said, "RCPT") || strings.Contains(said, "am@") {
		t.Errorf("in clear it heard\n%s", said)
	}
}

const (
	notifyService = "11111111-2222-3333-4444-555555555555"
	notifySecret  = "66666666-7777-8888-9999-000000000000"
)

func TestAKeyOfNotifyIsTakenApart(t *testing.T) {
	service, secret, err := NotifyKey("my-key-" + notifyService + "-" + notifySecret + "\n")
	if err != nil || service != notifyService || secret != notifySecret {
		t.Errorf("%q, %q, %v", service, secret, err)
	}
	for _, wrong := range []string{"", "my-key", notifyService + notifySecret} {
		if _, _, err := NotifyKey(wrong); err == nil {
			t.Errorf("%q is taken for a key", wrong)
		}
	}
}

// notify returns a Notify whose server answers so, and keeps what it was asked.
func notify(t *testing.T, status int, answer string) (Notify, *http.Request, *map[string]any) {
	t.Helper()
	asked, said := &http.Request{}, &map[string]any{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = *r.Clone(background)
		if content, err := io.ReadAll(r.Body); err == nil && len(content) > 0 {
			_ = json.Unmarshal(content, said) // what is not JSON fails the test that looks at it
		}
		w.WriteHeader(status)
		fmt.Fprint(w, answer)
	}))
	t.Cleanup(server.Close)
	return Notify{
		Address: server.URL, Service: notifyService, Secret: notifySecret, Text: "text-template", Email: "mail-template", SenderID: "sender",
		Now: func() time.Time { return time.Unix(1772530200, 0) }, Client: server.Client(),
	}, asked, said
}

func TestNotifyIsAskedAsItDocuments(t *testing.T) {
	to, asked, said := notify(t, http.StatusCreated, `{"id":"x"}`)
	wantOutcome(t, "a text", to.Send(background, "m1", safecontact.Text, text), sharing.Handed)
	if asked.Method != http.MethodPost || asked.URL.Path != "/v2/notifications/sms" {
		t.Errorf("asked %s %s", asked.Method, asked.URL)
	}
	got := *said
	if got["phone_number"] != text.To || got["template_id"] != "text-template" || got["reference"] != "m1" || got["sms_sender_id"] != "sender" ||
		got["personalisation"].(map[string]any)["message"] != text.Body {
		t.Errorf("said %v", got)
	}
	parts := strings.Split(strings.TrimPrefix(asked.Header.Get("Authorization"), "Bearer "), ".")
	if len(parts) != 3 {
		t.Fatalf("the token is %v", parts)
	}
	sum := hmac.New(sha256.New, []byte(notifySecret))
	sum.Write([]byte(parts[0] + "." + parts[1]))
	claims, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || parts[2] != base64.RawURLEncoding.EncodeToString(sum.Sum(nil)) || string(claims) != `{"iat":1772530200,"iss":"`+notifyService+`"}` {
		t.Errorf("the token claims %s, %v", claims, err)
	}
	wantOutcome(t, "an e-mail", to.Send(background, "m2", safecontact.Email, email), sharing.Handed)
	if asked.URL.Path != "/v2/notifications/email" || (*said)["email_address"] != email.To || (*said)["personalisation"].(map[string]any)["title"] != email.Subject {
		t.Errorf("asked %s, said %v", asked.URL, *said)
	}
	wantOutcome(t, "a letter", to.Send(background, "m3", safecontact.Post, text), sharing.NotHanded)
}

func TestWhatNotifyAnswersSaysWhatBecameOfAMessage(t *testing.T) {
	for name, row := range map[string]struct {
		status int
		answer string
		want   sharing.Outcome
	}{
		"no such number":        {400, `{"errors":[{"error":"ValidationError","message":"phone_number Not enough digits"}]}`, sharing.Rejected},
		"no such address":       {400, `{"errors":[{"error":"ValidationError","message":"email_address Not a valid email address"}]}`, sharing.Rejected},
		"a template is missing": {400, `{"errors":[{"error":"BadRequestError","message":"Template not found"}]}`, sharing.NotHanded},
		"not what it documents": {400, `<html>`, sharing.NotHanded},
		"the key":               {403, `{}`, sharing.NotHanded},
		"too many":              {429, `{}`, sharing.NotHanded},
		"its own fault":         {500, `{}`, sharing.Unclear},
	} {
		to, _, _ := notify(t, row.status, row.answer)
		wantOutcome(t, name, to.Send(background, "m1", safecontact.Text, text), row.want)
	}
	to, _, _ := notify(t, 200, "")
	to.Address = "http://127.0.0.1:1"
	wantOutcome(t, "it is not there", to.Send(background, "m1", safecontact.Text, text), sharing.NotHanded)
	to.Address = "http://bad host"
	wantOutcome(t, "it has no address", to.Send(background, "m1", safecontact.Text, text), sharing.Unclear)
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }))
	defer broken.Close()
	to.Address = broken.URL
	wantOutcome(t, "it hangs up", to.Send(background, "m1", safecontact.Text, text), sharing.Unclear)
}

func TestNotifySaysLaterWhatBecameOfAMessage(t *testing.T) {
	for name, row := range map[string]struct {
		status int
		answer string
		want   sharing.Outcome
		known  bool
		fails  bool
	}{
		"it arrived":               {200, `{"notifications":[{"status":"delivered"}]}`, sharing.Arrived, true, false},
		"there is nobody":          {200, `{"notifications":[{"status":"permanent-failure"}]}`, sharing.Rejected, true, false},
		"the phone was off":        {200, `{"notifications":[{"status":"temporary-failure"}]}`, sharing.Rejected, true, false},
		"it went wrong there":      {200, `{"notifications":[{"status":"technical-failure"}]}`, sharing.Unclear, true, false},
		"on its way":               {200, `{"notifications":[{"status":"sending"}]}`, 0, false, false},
		"it knows of none":         {200, `{"notifications":[]}`, 0, false, false},
		"not what it documents":    {200, `<html>`, 0, false, true},
		"it does not take the key": {403, `{}`, 0, false, true},
	} {
		to, asked, _ := notify(t, row.status, row.answer)
		outcome, known, err := to.Outcome(background, "m1")
		if outcome != row.want || known != row.known || (err != nil) != row.fails {
			t.Errorf("%s: %d, %t, %v", name, outcome, known, err)
		}
		if asked.URL.RawQuery != "reference=m1" {
			t.Errorf("%s: asked %s", name, asked.URL)
		}
	}
	to, _, _ := notify(t, 200, "")
	to.Address = "http://127.0.0.1:1"
	if _, known, err := to.Outcome(background, "m1"); known || err == nil {
		t.Error("it is not there, and something is known")
	}
}

// desk is a Desk that a test fills.
type desk struct {
	due, left   []casework.Message
	letters     map[string]*sharing.Letter
	takes       map[string]error
	fails       error
	settled     map[string]sharing.Outcome
	interrupted int
}

func (d *desk) Due(context.Context) ([]casework.Message, error)  { return d.due, d.fails }
func (d *desk) Left(context.Context) ([]casework.Message, error) { return d.left, d.fails }
func (d *desk) Interrupted(context.Context) error                { d.interrupted++; return nil }
func (d *desk) Take(_ context.Context, m casework.Message) (*sharing.Letter, error) {
	return d.letters[m.ID], d.takes[m.ID]
}
func (d *desk) Sent(_ context.Context, m casework.Message, outcome sharing.Outcome, _ string) error {
	d.settled[m.ID] = outcome
	return nil
}

// carrier is a Sender and a Follower that answers as told.
type carrier struct {
	answers map[string]error
	later   map[string]sharing.Outcome
	carried map[string]string
}

func (c *carrier) Send(_ context.Context, id string, _ safecontact.Channel, letter sharing.Letter) error {
	c.carried[id] = letter.To
	return c.answers[id]
}

func (c *carrier) Outcome(_ context.Context, id string) (sharing.Outcome, bool, error) {
	outcome, known := c.later[id]
	if id == "broken" {
		return 0, false, errors.New("no answer")
	}
	return outcome, known, nil
}

func waiting(id string, channel safecontact.Channel, woman string) casework.Message {
	return casework.Message{Outgoing: casework.Outgoing{ID: id, Channel: channel, Woman: woman, Agency: "Advance"}, State: casework.MessageWaiting}
}

func TestOneMessageThatGoesWrongHoldsUpNoOther(t *testing.T) {
	from := &desk{
		due: []casework.Message{
			waiting("wrong", safecontact.Text, "w1"), waiting("held", safecontact.Text, "w1"), waiting("taken", safecontact.Text, "w1"),
			waiting("broken", safecontact.Text, "w1"), waiting("good", safecontact.Text, "w1"), waiting("odd", safecontact.Text, "w1"),
			waiting("nobody-carries", safecontact.Post, "w1"), waiting("inbox", safecontact.Email, ""),
		},
		letters: map[string]*sharing.Letter{"wrong": &text, "good": &text, "odd": &text, "nobody-carries": &text, "inbox": {To: "Advance"}},
		takes:   map[string]error{"taken": casework.Fail(casework.Conflict, "", "taken"), "broken": errors.New("the record is broken")},
		settled: map[string]sharing.Outcome{},
	}
	by := &carrier{answers: map[string]error{"wrong": rejected(nil, "no such number"), "odd": errors.New("who knows")}, carried: map[string]string{}}
	drain := Drain{Desk: from, Senders: map[safecontact.Channel]Sender{safecontact.Text: by, safecontact.Email: by}, Inboxes: map[string]string{"Advance": "team@example.org"}}
	err := drain.Once(background)
	if err == nil || !strings.Contains(err.Error(), "the record is broken") || !strings.Contains(err.Error(), "no such number") {
		t.Errorf("once: %v", err)
	}
	want := map[string]sharing.Outcome{"wrong": sharing.Rejected, "good": sharing.Handed, "odd": sharing.Unclear, "inbox": sharing.Handed}
	if fmt.Sprint(from.settled) != fmt.Sprint(want) || from.interrupted != 1 {
		t.Errorf("settled %v, want %v", from.settled, want)
	}
	if len(by.carried) != 4 || by.carried["inbox"] != "team@example.org" {
		t.Errorf("carried %v", by.carried)
	}
	from.fails = errors.New("the record is shut")
	if err := drain.Once(background); !errors.Is(err, from.fails) {
		t.Errorf("with the record shut: %v", err)
	}
	if err := drain.Follow(background); !errors.Is(err, from.fails) {
		t.Errorf("following with the record shut: %v", err)
	}
}

func TestCarriersAreAskedWhatBecameOfMessages(t *testing.T) {
	from := &desk{settled: map[string]sharing.Outcome{}, left: []casework.Message{
		waiting("arrived", safecontact.Text, "w1"), waiting("lost", safecontact.Text, "w1"), waiting("on-its-way", safecontact.Text, "w1"),
		waiting("broken", safecontact.Text, "w1"), waiting("in-a-folder", safecontact.Email, "w1"),
	}}
	by := &carrier{later: map[string]sharing.Outcome{"arrived": sharing.Arrived, "lost": sharing.Rejected}}
	drain := Drain{Desk: from, Senders: map[safecontact.Channel]Sender{safecontact.Text: by, safecontact.Email: Folder{}}}
	if err := drain.Follow(background); err == nil || !strings.Contains(err.Error(), "no answer") {
		t.Errorf("following: %v", err)
	}
	if len(from.settled) != 2 || from.settled["arrived"] != sharing.Arrived || from.settled["lost"] != sharing.Rejected {
		t.Errorf("settled %v", from.settled)
	}
}

func TestTheDrainRunsUntilItIsStopped(t *testing.T) {
	ctx, stop := context.WithCancel(background)
	told := make(chan error, 1)
	from := &desk{fails: errors.New("the record is shut"), settled: map[string]sharing.Outcome{}}
	done := make(chan struct{})
	go func() {
		Drain{Desk: from, Say: func(err error) { told <- err }}.Run(ctx)
		close(done)
	}()
	if err := <-told; !errors.Is(err, from.fails) {
		t.Errorf("told %v", err)
	}
	stop()
	<-done
}
