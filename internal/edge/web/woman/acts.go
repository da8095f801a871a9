package woman

import (
	"strconv"

	"throughline/internal/casework/support"
	"throughline/internal/edge/web/govuk"
)

// actGroup is a handful of things that can be done from a record, under what they
// have in common.
type actGroup struct {
	title string
	links []govuk.Link
}

// act is something that can be done by whoever may use a verb.
type act struct {
	verb       support.Verb
	text, page string
}

// may returns links to what the asker may do.
func (p summaryPage) may(acts ...act) []govuk.Link {
	var links []govuk.Link
	for _, one := range acts {
		if p.May(one.verb) {
			links = append(links, govuk.Link{Text: one.text, Href: p.path(one.page)})
		}
	}
	return links
}

// when returns a link where something is so.
func (p summaryPage) when(holds bool, text, page string) []govuk.Link {
	if !holds {
		return nil
	}
	return []govuk.Link{{Text: text, Href: p.path(page)}}
}

// often is what keyworkers do most beside recording a contact, what she waits for
// first.
func (p summaryPage) often() []govuk.Link {
	first := "First meeting"
	if p.Row.Assessed.Known() {
		first = "Nine pathways again"
	}
	return append(p.when(p.hers && len(p.Asks) > 0, "She asks you ("+strconv.Itoa(len(p.Asks))+")", "asks"), p.may(
		act{support.VerbBook, "Book an appointment", "appointments"},
		act{support.VerbAssess, first, "assessment"},
		act{support.VerbReview, "Look at the plan again", "review"},
		act{support.VerbActivity, "Send her on to another service", "onward/new"},
	)...)
}

// more are the other things that can be done, by what they are about.
func (p summaryPage) more() []actGroup {
	supports := p.May(support.VerbActivity)
	groups := []actGroup{
		{"Help and support", append(append(p.when(supports, "Groups", "groups"), p.when(supports, "Hardship fund", "hardship")...), p.may(
			act{support.VerbActivity, "Record advocacy", "advocacy"},
			act{support.VerbActivity, "Record other support", "activity"},
		)...)},
		{"Ask her", append(p.asking(), p.may(act{support.VerbAnswers, "Ask how things have changed", "answers"})...)},
		{"Her safety and her own space", append(append(p.may(act{support.VerbSafety, "Safety plan", "safety-plan"}),
			p.when(p.hers && p.May(support.VerbContact), "Her own space: card or code", "card")...),
			p.when(len(p.Can) > 0, "Somebody here must not see her record", "conflict")...)},
		{"Ending and moving on", append(append(p.may(act{support.VerbExit, "The last talk", "exit"}),
			p.when(p.movesOn(), "She moves on to another service", "transfer")...), p.may(
			act{support.VerbClose, "End support", "close"},
			act{support.VerbReferBack, "Refer back to police", "refer-back"},
		)...)},
	}
	var filled []actGroup
	for _, group := range groups {
		if len(group.links) > 0 {
			filled = append(filled, group)
		}
	}
	return filled
}
