package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"throughline/internal/domain/wording"
)

// leavingDoor holds the way out of a woman's own pages. It is there where
// somewhere to leave to is named.
type leavingDoor struct{ site *site }

// Routes lists them.
func (d leavingDoor) Routes() []Route {
	if d.site.LeaveTo == "" {
		return nil
	}
	return []Route{
		{Method: http.MethodGet, Path: "/exit", Audience: Public(), Handle: d.leave, leaving: true},
		{Method: http.MethodPost, Path: "/continue", Audience: Public(), Handle: d.goOn, leaving: true},
	}
}

// LeftFor is how long nothing but the holding page is shown to a browser that
// left. A browser keeps what was posted, and offers to send it again to whoever
// presses the back button: a page that would show it takes nothing older.
const LeftFor = 30 * time.Minute

// leftCookie says that this browser left a page. Its name and value tell nobody
// what the page was. It changes each time, because a browser brings back a page
// it kept whole where no cookie has changed (seen in Chromium 156).
func (s *site) leftCookie(value string) *http.Cookie {
	name, secure := "seen", strings.HasPrefix(s.Origin, "https://")
	if secure {
		name = "__Host-seen"
	}
	cookie := &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(LeftFor / time.Second), Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if value == "" {
		cookie.MaxAge = -1
	}
	return cookie
}

// justLeft says whether this browser left a page a short while ago.
func (s *site) justLeft(request *Request) bool {
	_, err := request.Cookie(s.leftCookie("").Name)
	return err == nil
}

// leave ends the session of this browser, if it has one, and leads elsewhere. It
// asks for no confirmation: the worst that a link to it can do is sign somebody
// out.
func (d leavingDoor) leave(r *Request) (Response, error) {
	var wrong []error
	if token := d.site.Desk.Token(r.Request); token != "" {
		if err := d.site.Desk.SignOut(r.Context(), token); err != nil {
			wrong = append(wrong, fmt.Errorf("signing out who leaves: %w", err))
		}
	}
	if space := d.site.Space; space != nil {
		if token := space.Token(r.Request); token != "" {
			if err := space.Close(r.Context(), token); err != nil {
				wrong = append(wrong, fmt.Errorf("closing the space of who leaves: %w", err))
			}
		}
	}
	// She leaves even where that did not work: the cookies are taken away.
	return d.away(r).Because(errors.Join(wrong...)), nil
}

func (d leavingDoor) away(r *Request) Response {
	answer := Response{status: http.StatusSeeOther, to: d.site.LeaveTo}
	gone := []*http.Cookie{d.site.Desk.Cookie(""), d.site.choiceCookie(languageField, ""), d.site.choiceCookie(sizeField, "")}
	if d.site.Space != nil {
		gone = append(gone, d.site.Space.Cookie(""))
	}
	return answer.withSession(append(gone, d.site.leftCookie(r.ID))...)
}

// holding is all that a browser that just left gets to see: who presses the back
// button learns nothing from it.
func (s *site) holding() Response {
	words := s.Words.For(wording.English, false)
	return Show(Page{Title: words.Say("page.continue"), Words: words, Body: holdingPage(words), bare: true})
}

// goOn lets a browser that left come back.
func (d leavingDoor) goOn(*Request) (Response, error) {
	return Redirect("/").withSession(d.site.leftCookie("")), nil
}
