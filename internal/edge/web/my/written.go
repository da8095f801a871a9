package my

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework/herspace"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// writtenPage is what is written of her.
type writtenPage struct {
	wording.Words
	herspace.View
	done  string
	page  int
	pages int
}

// entriesAtOnce is how much of what is written one page shows.
const entriesAtOnce = 20

func (d Door) written(r *web.Request) (web.Response, error) {
	view, w, err := d.view(r)
	if err != nil {
		return web.Response{}, err
	}
	p := writtenPage{Words: w, View: view, done: doneOf(r)}
	p.pages = (len(view.Entries) + entriesAtOnce - 1) / entriesAtOnce
	p.page = min(pageOf(r), max(0, p.pages-1))
	shown := page(w, "written", writtenBody(p))
	shown.Back = govuk.Link{Text: w.Say("my.back"), Href: seenPath}
	return web.Show(shown), nil
}

// pageOf is which page of a list is asked for, from 0.
func pageOf(r *web.Request) int {
	number, err := strconv.Atoi(r.Query("page"))
	if err != nil || number < 1 {
		return 0
	}
	return number - 1
}

// pathOf is the address of a page of a list, from 0.
func pathOf(path string, page int) string { return path + "?page=" + strconv.Itoa(page+1) }

// shown are the entries of this page.
func (p writtenPage) shown() []telling {
	var list []telling
	for entries := range slices.Chunk(p.Entries[min(p.page*entriesAtOnce, len(p.Entries)):], entriesAtOnce) {
		for _, entry := range entries {
			list = append(list, tell(p.Words, p.View, entry))
		}
		break
	}
	return list
}

// telling is one thing that is written of her, in words.
type telling struct {
	herspace.Entry
	title, when, by string
}

// tell words an entry for her.
func tell(w wording.Words, view herspace.View, entry herspace.Entry) telling {
	t := telling{Entry: entry, title: title(w, entry), when: w.Moment(entry.At)}
	switch {
	case entry.Mine:
		t.by = w.Say("told.by_you")
	case entry.Worker && view.Worker != "":
		t.by = w.Say("told.by_worker", "name", view.Worker)
	case entry.Agency != "":
		t.by = w.Say("told.by", "agency", entry.Agency)
	}
	return t
}

// plainly are the kinds that are told in one sentence, whatever is in them.
var plainly = []journey.Kind{
	journey.KindAllocated, journey.KindConditionGiven, journey.KindConditionDecided, journey.KindConditionVaried, journey.KindReferredBack,
	journey.KindTier, journey.KindActivity, journey.KindAnswer, journey.KindClosed, journey.KindIdentity, journey.KindDescribed,
	journey.KindBackground, journey.KindArrested, journey.KindEncounter, journey.KindPermission, journey.KindPermissionBack, journey.KindOpening,
	journey.KindJoined, journey.KindLeft, journey.KindCover, journey.KindCoverOver, journey.KindHandover, journey.KindSupervised, journey.KindTalk, journey.KindChange, journey.KindCopy,
	journey.KindCorrection, journey.KindDeletion, journey.KindSafeContact, journey.KindSafeConfirmed, journey.KindChannelIsFrozen,
	journey.KindHealthNoted, journey.KindSupportNoted, journey.KindAgreement,
	journey.KindCannotCome, journey.KindPlaceUnsafe,
	journey.KindDocument, journey.KindDocumentTaken,
	journey.KindStep, journey.KindGoalReviewed, journey.KindPaper, journey.KindExtended, journey.KindExitTalked, journey.KindGoalJudged,
	journey.KindFollowUp, journey.KindSummaryMade, journey.KindSummaryAnswered, journey.KindSummaryHanded, journey.KindSummaryBrought,
	journey.KindScreened, journey.KindScored, journey.KindStrengths, journey.KindWellbeing, journey.KindRisk, journey.KindDual, journey.KindExcluded,
	journey.KindTrafficking, journey.KindFamily, journey.KindPregnancy,
	journey.KindGroupPlace, journey.KindHardshipAsked, journey.KindHardshipDecided, journey.KindHardshipReturned,
}

// title says in one sentence what was written down.
func title(w wording.Words, entry herspace.Entry) string {
	switch body := entry.Body.(type) {
	case journey.Referred:
		switch by := cmp.Or(body.Agency, entry.Agency); by {
		case "":
			return w.Say("told.other")
		case journey.ByHerself:
			return w.Say("told.came_herself")
		default:
			return w.Say("told.referred", "agency", by)
		}
	case journey.Booked:
		return w.Say("told.booked", "when", w.Moment(body.At))
	case journey.Attendance:
		return w.Say("told.outcome." + string(body.Outcome))
	case journey.ExcuseDecided:
		if body.Accepted {
			return w.Say("told.excuse_yes")
		}
		return w.Say("told.excuse_no")
	case journey.ContactMade:
		if body.Spoke {
			return w.Say("told.spoke")
		}
		return w.Say("told.tried")
	case journey.NeedAssessed:
		return w.Say("told.need", "what", w.Say("told.pathway."+string(body.Pathway)))
	case journey.GoalSet:
		return w.Say("told.goal." + string(body.State))
	case journey.PlanAgreed:
		return w.Say("told.plan." + string(body.Answer))
	case journey.CheckedIn:
		of := w.Say("told.as_a_whole")
		if body.Pathway != "" {
			of = w.Say("told.pathway." + string(body.Pathway))
		}
		return w.Say("told.checked_in", "what", of, "how", w.Say("my.choice.feel."+strconv.Itoa(body.Rating)))
	}
	if kind := entry.Body.Kind(); slices.Contains(plainly, kind) {
		return w.Say("told.kind." + string(kind))
	}
	return w.Say("told.other")
}

// lookedPage is who looked at her record.
type lookedPage struct {
	wording.Words
	looks []herspace.Look
	page  int
	more  bool
}

func (d Door) looked(r *web.Request) (web.Response, error) {
	p := lookedPage{Words: words(r), page: pageOf(r)}
	var err error
	if p.looks, p.more, err = d.Desk.Looked(r.Context(), r.Asker, p.page); err != nil {
		return web.Response{}, err
	}
	shown := page(p.Words, "looked", lookedBody(p))
	shown.Back = govuk.Link{Text: p.Say("my.back"), Href: seenPath}
	return web.Show(shown), nil
}

// knownRoles are those that are worded for her; another is told by its
// organisation alone.
var knownRoles = append(slices.Clone(access.Roles), access.Woman)

// who says which organisation looked, and in which role.
func (p lookedPage) who(look herspace.Look) string {
	switch {
	case look.Mine:
		return p.Say("told.you")
	case !slices.Contains(knownRoles, look.Role):
		return look.Agency
	}
	role := p.Say("told.role." + strings.ReplaceAll(string(look.Role), "-", "_"))
	if look.Agency == "" {
		return role
	}
	return look.Agency + ": " + role
}

// did says what they did, why, and how often on that day.
func (p lookedPage) did(look herspace.Look) string {
	if look.Nothing {
		return p.Say("told.saw_nothing")
	}
	did := p.Say("told.did." + string(look.Action))
	if !look.Mine {
		did += " " + p.Say("told.why."+string(look.Purpose))
	}
	if look.Times > 1 {
		did += " " + p.Say("told.times", "n", look.Times)
	}
	return did
}
