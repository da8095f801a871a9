package my_test

import (
	"net/url"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/herspace"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/my"
	"throughline/internal/edge/web/webtest"
)

func TestAPracticeSystemSaysHowToTryIt(t *testing.T) {
	room := caseworktest.NewRoom(t)
	open := &opener{open: map[string]bool{}}
	door := my.Door{Desk: herspace.Desk{Bench: room.Bench}, Space: open, Try: my.Try{Words: "garden lemon", PIN: "4826"}}
	site := webtest.StartWith(t, access.Asker{}, func(c *web.Config) { c.Space = open }, door)
	site.Get("/my/open").WantText("main", "garden lemon").WantText("main", "4826")
	site.Post("/my/open", url.Values{"words": {"x"}}).WantText(".govuk-error-summary", "Talk to the person who gave you the card")
}
