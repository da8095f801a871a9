package woman

import (
	"errors"

	"throughline/internal/casework/undo"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
)

// What the page says after undoing.
const (
	undone  = "undone"
	tooLate = "too-late"
)

// outside says of what left the service, by the flag its form left in the address,
// that it cannot be undone.
var outside = map[string]string{
	"back":    "Police are told, so this cannot be undone here. Call them if it was wrong.",
	"message": "Once the message is sent it cannot be undone.",
}

// undo takes back what the asker saved last. Its key is made of what is undone:
// sent twice it is undone once.
func (d Door) undo(r *web.Request) (web.Response, error) {
	caseID, first := r.PathValue("case"), r.Field("fact")
	_, err := undo.Desk{Bench: d.Support.Bench}.Undo(r.Context(), r.Asker, caseID, "undo "+first, first)
	said := undone
	if problems := (journey.Problems{}); errors.As(err, &problems) {
		said, err = tooLate, nil
	}
	if err != nil {
		return web.Response{}, err
	}
	return web.Redirect(Path(caseID, "") + "?done=" + said), nil
}

// savedLast says what the asker saved last, and until when it can be undone.
func (c record) savedLast() string {
	what := "what is below"
	for _, item := range c.Timeline {
		if item.Fact == c.Undo.First {
			what = lowerFirst(title(c, item))
		}
	}
	saved := c.Undo.Saved.In(calendar.London)
	return "At " + saved.Format("15:04") + " you saved: " + what + ". You can undo it until " + saved.Add(journey.UndoWithin).Format("15:04") + "."
}
