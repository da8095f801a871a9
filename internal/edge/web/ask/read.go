package ask

import (
	"errors"
	"slices"

	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web/govuk"
)

// read returns what she asks, with everything that is to be put right before it
// can be sent. Nothing is written.
func (d Door) read(s sheet) (journey.Asking, journey.Problems) {
	entry := journey.Asking{
		Identity: journey.Identity{
			Given: s.value("name"), Family: s.value("family"), Times: s.value("times"), Ask: s.value("ask_for"),
		},
		Contact: s.contact(), Lives: s.value("lives"), Urgent: slices.Clone(s.form["urgent"]), Agreed: s.value("agreed") == "yes",
	}
	// What is left over from another way of reaching her is not kept.
	switch entry.Contact {
	case "":
	case journey.ContactThrough:
		entry.Identity.Through = s.value("through")
	default:
		entry.Identity.Phone = s.value("phone")
	}
	for _, pathway := range s.form["wants"] {
		entry.Wants = append(entry.Wants, need.Pathway(pathway))
	}
	if entry.Identity.Interpret = s.value("language"); entry.Identity.Interpret != "" && !slices.Contains(entry.Urgent, "interpreter") {
		entry.Urgent = append(entry.Urgent, "interpreter") // who names a language asks for one
	}
	var problems, found journey.Problems
	if !s.born().Empty() {
		born, read := s.born().Read()
		if entry.Identity.Born = born; !read {
			problems = append(problems, journey.Problem{Field: "born", Code: bornUnread})
		}
	}
	if _, err := d.Desk.Pen(access.ByHerself()).Ask(entry); errors.As(err, &found) {
		problems = append(problems, found...)
	}
	return entry, problems
}

// bornUnread is a birthday that is no date.
const bornUnread = "born_unread"

// say words what is to be put right on the page.
func (s sheet) say(found journey.Problems) govuk.Problems {
	var problems govuk.Problems
	for _, problem := range problemsAt(s.at, found) {
		key := "ask.problem." + problem.Code
		if problem.Code == journey.NotAgreed {
			key = "ask-agreement.needed"
		}
		if problem.Field == "born" {
			problems.AddDate(problem.Field, s.words.Say(key))
		} else {
			problems.Add(problem.Field, s.words.Say(key))
		}
	}
	return problems
}

// contact is the way of reaching her. A call leaves no message unless she says
// that it may.
func (s sheet) contact() journey.Contact {
	switch s.value("contact") {
	case byCall:
		if s.voicemail() == "yes" {
			return journey.ContactCall
		}
		return journey.ContactNoMessage
	case byText:
		return journey.ContactText
	case bySomeone:
		return journey.ContactThrough
	}
	return ""
}
