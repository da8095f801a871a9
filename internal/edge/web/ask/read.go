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
func (d Door) read(s sheet) (journey.Asking, govuk.Problems) {
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
	var problems govuk.Problems
	if !s.born().Empty() {
		born, read := s.born().Read()
		if entry.Identity.Born = born; !read {
			problems.AddDate("born", "Enter the day you were born like 27 3 1990, or leave it empty")
		}
	}
	_, err := d.Desk.Pen(access.ByHerself()).Ask(entry)
	var found journey.Problems
	if errors.As(err, &found) {
		for _, problem := range found {
			if problem.Field == "born" {
				problems.AddDate(problem.Field, problem.Say)
			} else {
				problems.Add(problem.Field, problem.Say)
			}
		}
	}
	return entry, problems
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
