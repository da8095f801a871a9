package journeytest

import (
	"io"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"throughline/internal/journeytest/keystroke"
)

// A keyworker sends a woman on, the service without an account opens the link from
// its e-mail with the PIN it was told, takes her on, and reads nothing more after she
// takes it back.
func TestSheIsSentOn(t *testing.T) {
	browser, served := newBrowser(t), practice(t)
	for n, walk := range []struct {
		name    string
		how, it manner // of the keyworker, and of the service
	}{
		{"at a desk, to a phone without scripts", atADesk, manner{width: 360, axe: true}},
		{"on a phone, to a desk", onAPhone, atADesk},
		{"without scripts", manner{width: 360}, manner{width: 360}},
	} {
		t.Run(walk.name, func(t *testing.T) {
			if testing.Short() && n > 0 {
				t.Skip("the first walk is enough in short")
			}
			v := served.as(t, browser, "Keyworker", walk.how)
			her := v.opens("/caseload", n)
			record := v.path()
			link, pin := v.sendsOn(her)
			if written := served.letterWith(t, link); strings.Contains(written, her) || strings.Contains(written, strings.ReplaceAll(pin, " ", "")) {
				t.Errorf("the e-mail tells of her, or the PIN:\n%s", written)
			}

			service := visit(t, browser, served.url, walk.it)
			service.open(link).sees("Open a request").seesNot(her)
			service.fill("000000", "PIN, six digits")
			service.press("Open").sees("There is a problem").seesNot(her)
			day := time.Now().AddDate(0, 0, 7)
			service.within(keystroke.OnwardAnswer, "taking her on", func() {
				service.fill(pin, "PIN, six digits")
				service.press("Open").sees("Your answer", her, "She can come in the mornings")
				service.fillDay(day.Format("2"), day.Format("1"), day.Format("2006"), "Her first appointment (optional)")
				service.picture("request")
				service.press("Accept")
			})
			service.sees("Thank you: they know that you take her on", "Tell us what happened")

			v.open(record+"/onward").follow("Fern Housing").sees("They said yes on", "What came of it?")
			v.picture("referral")
			v.unfold("Stop sharing with them")
			v.press("Stop sharing").sees("they no longer see anything by this referral")
			service.open(link).seesNot(her, "She can come in the mornings")
			v.open("/services").sees("Waiting for an answer", "entries.")
		})
	}
}

// sendsOn sends her to a service that is in no directory, and returns the path of
// the link and the PIN.
func (v *visitor) sendsOn(her string) (link, pin string) {
	v.t.Helper()
	v.within(keystroke.Onward, "sending her on", func() {
		v.follow("Send her on to another service").sees("You can say no")
		v.pick("Another one", "Which service?")
		v.fill("Fern Housing", "Its name, if it is not in the list")
		v.fill("team@fern.example", "E-mail of the service (optional)")
		v.pick("Somewhere to live", "What help is asked for?")
		v.fill("She can come in the mornings", "A message to them (optional)")
		v.press("Next: see exactly what goes").sees("What Fern Housing would see", "Nothing is sent yet", her)
		v.picture("onward preview")
		v.press("She says yes: send it")
	})
	v.sees("The PIN is shown this once", "It says that there is a request, and nothing of her")
	v.picture("onward sent")
	pin = regexp.MustCompile(`\d{3} ?\d{3}`).FindString(ask[string](v, "document.querySelector('main').innerText"))
	link = regexp.MustCompile(`/r/[A-Za-z0-9_-]+`).FindString(v.text())
	if pin == "" || link == "" {
		v.t.Fatalf("the page names no link or no PIN:\n%s", v.text())
	}
	return link, pin
}

// letterWith waits for the e-mail that carries a link, and returns it as it is read.
func (s site) letterWith(t *testing.T, link string) string {
	t.Helper()
	for range 300 {
		files, err := filepath.Glob(filepath.Join(s.data, "outbox", "*.eml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if written := letter(t, file); strings.Contains(written, link) {
				return written
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("no e-mail with the link leaves")
	return ""
}

func letter(t *testing.T, file string) string {
	t.Helper()
	open, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	message, err := mail.ReadMessage(open)
	if err != nil {
		t.Fatalf("%s is no e-mail: %v", file, err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(message.Body))
	if err != nil {
		t.Fatalf("reading %s: %v", file, err)
	}
	return message.Header.Get("Subject") + "\n" + string(text)
}
