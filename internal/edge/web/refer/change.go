package refer

import (
	"errors"
	"net/url"

	"throughline/internal/casework"
	"throughline/internal/casework/intake"
	"throughline/internal/edge/web"
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
	path := sentPath(view.Case)
	return referForm{action: path + "/change", back: path, key: d.intake.NewID(), form: formOf(view.Entry, places), places: places}
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
	if view.Condition == nil {
		d.withCondition(sheet.form)
	}
	return web.Show(sheet.page()), nil
}

func (d *Door) change(r *web.Request) (web.Response, error) {
	view, err := d.intake.Sent(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	sheet := d.changeForm(r, view)
	sheet.key, sheet.form = r.Field("key"), r.Posted
	entry, problems := readEntry(r.Posted, sheet.places)
	if len(problems) > 0 {
		sheet.problems = d.everyProblem(r, entry, problems)
		return web.Show(sheet.page()), nil
	}
	_, err = d.intake.Amend(r.Context(), r.Asker, view.Case, entry, sheet.key)
	switch {
	case errors.As(err, &problems):
		sheet.problems = problemsFrom(problems)
		return web.Show(sheet.page()), nil
	case casework.KindOf(err) == casework.Conflict:
		return d.changedMeanwhile(sheet, view), nil
	case err != nil:
		return web.Response{}, err
	}
	return web.Redirect(sentPath(view.Case) + "?changed=1"), nil
}

// changedMeanwhile keeps what was typed, says what stands in the way, and lets
// it be sent again where that may help.
func (d *Door) changedMeanwhile(sheet referForm, view intake.SentView) web.Response {
	sheet.key = d.intake.NewID()
	if view.MayChange {
		sheet.problems.Add("", "The referral was changed since you opened this page. Check what stands below, then save it again")
	} else {
		sheet.problems.Add("", "The ten minutes for changes have passed. Nothing was changed. Tell "+view.Service+" what to change")
	}
	return web.Show(sheet.page()).WithStatus(409)
}
