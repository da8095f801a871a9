package refer

import (
	"errors"
	"net/url"
	"strconv"

	"throughline/internal/casework"
	"throughline/internal/casework/intake"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

func sentPath(caseID string) string { return "/refer/sent/" + url.PathEscape(caseID) }

// changeForm is the form of a referral that was sent. A place that is no longer
// on the list stays on it here.
func (d *Door) changeForm(r *web.Request, view intake.SentView) referForm {
	places := d.placesOf(r.Asker)
	was := Place{Area: view.Entry.Area, Suite: view.Entry.Suite}
	if area, suite := readPlace(url.Values{"place": {was.words()}}, places); len(places) > 0 && was.words() != "" && (area != was.Area || suite != was.Suite) {
		places = append(places, was)
	}
	path, ask := sentPath(view.Case), d.asking()
	return referForm{
		action: path + "/change", back: path, key: d.intake.NewID(), version: view.Version,
		form: formOf(view.Entry, places, ask), places: places, ask: ask,
		settled: view.Pathway.Widens() && view.Entry.Widening.Otherwise == "",
	}
}

func (d *Door) askChange(r *web.Request) (web.Response, error) {
	view, err := d.intake.Sent(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	if !view.MayChange {
		return web.Redirect(sentPath(view.Case) + "?late=1"), nil
	}
	sheet := d.changeForm(r, view)
	for _, one := range sheet.ask.parts {
		if view.Condition == nil || one.prefix != sheet.prefix() {
			one.fresh(sheet.form, d.intake.Today())
		}
	}
	return web.Show(sheet.page()), nil
}

func (d *Door) change(r *web.Request) (web.Response, error) {
	view, err := d.intake.Sent(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	seen, err := strconv.Atoi(r.Field("version"))
	if err != nil || seen < 0 {
		return web.Response{}, casework.Fail(casework.Invalid, "amend referral", "the version of the case is missing")
	}
	sheet := d.changeForm(r, view)
	sheet.key, sheet.form, sheet.version = r.Field("key"), r.Posted, seen
	if changesMind(r.Posted) {
		return web.Show(sheet.page()), nil
	}
	entry, answer := d.read(r, &sheet)
	if answer != nil {
		return *answer, nil
	}
	var problems journey.Problems
	_, err = d.intake.Amend(r.Context(), r.Asker, view.Case, seen, entry, sheet.key)
	switch {
	case errors.As(err, &problems):
		return d.puts(sheet, entry, problems), nil
	case casework.KindOf(err) == casework.Conflict:
		return d.changedMeanwhile(r, sheet)
	case err != nil:
		return web.Response{}, err
	}
	return web.Redirect(sentPath(view.Case) + "?changed=1"), nil
}

// changedMeanwhile keeps what was typed, shows what stands in the way, and lets
// it be sent again where that may help.
func (d *Door) changedMeanwhile(r *web.Request, sheet referForm) (web.Response, error) {
	view, err := d.intake.Sent(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	sheet.key = d.intake.NewID()
	if view.MayChange {
		sheet.version, sheet.standing = view.Version, standing(view)
		sheet.problems.Add("", "Something was written since you opened this page. See what stands now, put right what you typed, then save again")
	} else {
		sheet.problems.Add("", "The ten minutes for changes have passed. Nothing was changed. Tell "+view.Service+" what to change")
	}
	return web.Show(sheet.page()).WithStatus(409), nil
}

// standing is the referral as it stands, in the order of the form.
func standing(view intake.SentView) []govuk.SummaryRow {
	entry := view.Entry
	rows := []govuk.SummaryRow{
		{Key: "Where", Value: stated(Place{Area: entry.Area, Suite: entry.Suite}.words())},
		{Key: "Your reference", Value: stated(entry.Reference)},
		{Key: "First name", Value: entry.Identity.Given},
		{Key: "Last name", Value: entry.Identity.Family},
		{Key: "Name she uses", Value: stated(entry.Identity.KnownAs)},
		{Key: "Date of birth", Value: entry.Identity.Born.Short()},
		{Key: "What is happening", Value: stated(outcomeWords(entry.Outcome))},
		{Key: "Offence", Value: stated(offenceWords(entry.Offence, entry.Typed))},
		{Key: "Her phone number", Value: stated(entry.Identity.Phone)},
		{Key: "How to reach her", Value: stated(entry.Contact.Words())},
		{Key: "She agreed", Value: agreedWords(entry.Agreed)},
		{Key: "Urgent today", Value: stated(urgentWords(entry.Urgent...))},
	}
	if c := view.Condition; c != nil {
		rows = append(rows,
			govuk.SummaryRow{Key: "Condition", Value: stated(c.Text) + ", given " + c.Given.Short()},
			govuk.SummaryRow{Key: "Complete by", Value: dateStated(c.Due)})
	}
	return append(rows, agreementRows(entry)...)
}

func agreedWords(agreed string) string {
	if agreed == journey.AgreedYesNotToday {
		return "Yes, but not today"
	}
	return "Yes"
}
