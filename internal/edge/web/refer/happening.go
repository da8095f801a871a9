package refer

import (
	"slices"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// happening is an answer to "What is happening?" with the codes it stands for.
type happening struct {
	value, label string
	met          string // kind of encounter
	outcome      string // what the police are doing; "" where nothing is decided
	// of are the pathways that the answer is for, where it is asked only for them.
	of []journey.Pathway
}

// released is the answer that asks further: its outcome is in the field of this
// name, for release under investigation and bail are two codes. Where this
// service runs a pathway from bail, the two are answers of their own.
const released = "released"

var happenings = []happening{
	{value: "conditional_caution", label: "Conditional caution", met: "arrest", outcome: "conditional_caution"},
	{value: "community_resolution", label: "Community resolution", met: "arrest", outcome: "community_resolution"},
	{value: "penalty_notice", label: "Penalty notice", met: "notice", outcome: "penalty_notice", of: []journey.Pathway{journey.PenaltyNotice}},
	{value: "no_further_action", label: "No further action", met: "arrest", outcome: "no_further_action"},
	{value: released, label: "Released under investigation or bail", met: "arrest"},
	{value: "under_investigation", label: "Released under investigation", met: "arrest", outcome: "released_under_investigation", of: []journey.Pathway{journey.Bail}},
	{value: "bailed", label: "Bail", met: "arrest", outcome: "bail", of: []journey.Pathway{journey.Bail}},
	{value: "charge", label: "Charged", met: "arrest", outcome: "charge"},
	{value: "court", label: "At court", met: "court", of: []journey.Pathway{journey.CourtOrder, journey.LiaisonAndDiversion}},
	{value: "street", label: "Met in the street", met: "street", of: []journey.Pathway{journey.OffenderManagement, journey.Triage}},
	{value: "voluntary_attendance", label: "Voluntary attendance", met: "voluntary_attendance"},
	{value: "not_arrested", label: "Not arrested", met: "none"},
}

func happeningOf(value string) (happening, bool) {
	i := slices.IndexFunc(happenings, func(h happening) bool { return h.value == value })
	if i < 0 {
		return happening{}, false
	}
	return happenings[i], true
}

// asking is what the form asks, by the schemes that this service runs.
type asking struct {
	happenings []happening
	parts      []part // what is required of her, by what is happening
	words      []string
	requests   bool              // a woman may ask for support herself
	beside     []*scheme.Pathway // where nothing is required of her
}

// asking works out what the form asks today.
func (d *Door) asking() asking {
	ask := asking{words: d.intake.Asks(false)}
	runs := func(pathway journey.Pathway) bool {
		_, p := d.intake.Runs(pathway)
		return p != nil
	}
	for _, h := range happenings {
		split := h.value == released && runs(journey.Bail)
		if !split && (len(h.of) == 0 || slices.ContainsFunc(h.of, runs)) {
			ask.happenings = append(ask.happenings, h)
		}
	}
	for _, one := range parts {
		book, pathway := d.intake.Runs(one.of)
		if pathway != nil {
			one.pathway, one.rule = pathway, book.Condition(string(one.of), d.intake.Settings[book.ID])
		}
		if pathway != nil || one.happening == "conditional_caution" {
			ask.parts = append(ask.parts, one)
		}
	}
	ask.requests = runs(journey.Voluntary)
	for _, beside := range []journey.Pathway{journey.LiaisonAndDiversion, journey.OffenderManagement, journey.Voluntary} {
		if _, p := d.intake.Runs(beside); p != nil {
			ask.beside = append(ask.beside, p)
		}
	}
	return ask
}

// partOf returns the part of the form that an answer opens; the one that stands
// open for all where it opens none.
func (a asking) partOf(value string) part {
	for _, happening := range []string{value, ""} {
		for _, one := range a.parts {
			if one.happening == happening {
				return one
			}
		}
	}
	return part{}
}

// happeningFrom returns the answer that a referral was sent with.
func (a asking) happeningFrom(entry journey.Referral) string {
	for _, h := range slices.Concat(a.happenings, happenings) {
		if h.met == entry.Met && h.outcome == entry.Outcome && h.value != released {
			return h.value
		}
		if h.value == released && entry.Met == h.met && (entry.Outcome == "released_under_investigation" || entry.Outcome == "bail") {
			return h.value
		}
	}
	return ""
}
