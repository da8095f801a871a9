package my_test

import (
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/herspace"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/my"
	"throughline/internal/edge/web/webtest"
)

func TestHerPagesSpeakWelshOnAPracticeSystem(t *testing.T) {
	s := newSpace(t, func(c *web.Config) { c.Practice = true })
	s.in().site.Get("/my?lang=cy").WantStatus(200).WantText("h1", "Helo, Amina").WantText("title", "Hafan - Fy Lle")
	s.site.Get("/my/say/add").WantText("h1", "Ychwanegu at fy nghynllun")
	page := s.site.Post("/my/say/add", url.Values{"key": {"k"}, "lang": {"en"}, "text": {"Learn to swim"}}).WantStatus(200)
	if !strings.Contains(page.Text("textarea"), "Learn to swim") {
		t.Error("choosing a language loses what she wrote")
	}
	s.site.Post("/my/open", url.Values{"lang": {"cy"}, "words": {"river stone"}}).WantStatus(200).WantText("h1", "Agor fy lle")
	s.site.Post("/my/code", url.Values{"lang": {"cy"}}).WantStatus(200).WantText("h1", "Defnyddio cod")
}

func TestAPracticeSystemSaysHowToTryIt(t *testing.T) {
	room := caseworktest.NewRoom(t)
	open := &opener{open: map[string]bool{}}
	door := my.Door{Desk: herspace.Desk{Bench: room.Bench}, Space: open, Try: my.Try{Words: "garden lemon", PIN: "4826"}}
	site := webtest.StartWith(t, access.Asker{}, func(c *web.Config) { c.Space = open }, door)
	site.Get("/my/open").WantText("main", "garden lemon").WantText("main", "4826")
	site.Post("/my/open", url.Values{"words": {"x"}}).WantText(".govuk-error-summary", "Talk to the person who gave you the card")
}
