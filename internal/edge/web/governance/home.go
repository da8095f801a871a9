package governance

import (
	"net/url"
	"strconv"

	"throughline/internal/casework/safeguarding"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// homePage is what governance looks at first.
type homePage struct {
	safeguarding.Home
	done string
}

var doneWords = map[string]string{
	"kept": "The conflict is kept. Her record stays hidden from them.", "asked": "A second person has to agree. Until then her record stays hidden.",
	"lifted": "The conflict is lifted.", "agreed": "Her record is open to them for 4 hours. She and her keyworker are told.",
	"declined": "Her record stays closed.",
}

func (d Door) home(r *web.Request) (web.Response, error) {
	home, err := d.Desk.Home(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{Title: "Governance", Wide: true, Body: homeBody(homePage{home, doneWords[r.Query("done")]})}), nil
}

func conflictPath(c safeguarding.Conflict) string {
	return "/governance/conflicts/" + url.PathEscape(c.Case) + "/" + url.PathEscape(c.ID)
}

func askPath(a safeguarding.Ask) string {
	return "/governance/openings/" + url.PathEscape(a.Case) + "/" + url.PathEscape(a.ID)
}

func (p homePage) conflicts() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Conflicts of interest", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Case"}, {Text: "Hidden from"}, {Text: "How it became known"}, {Text: "Since"}, {Text: "Now"}, {Text: "Next step"}},
	}
	for _, one := range p.Conflicts {
		row := govuk.Text(one.Reference, one.With, fromWords[one.From], one.On.Short(), stateWords(one), "")
		row[5] = govuk.Cell{Content: stepLink("Look at it", "of "+one.Reference, conflictPath(one))}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// stateWords says how far a conflict was looked at.
func stateWords(c safeguarding.Conflict) string {
	switch {
	case c.LiftBy != "":
		return "A second person has to agree to lift it"
	case c.Kept:
		return "Looked at, and kept"
	}
	return "Nobody looked at it yet"
}

func (p homePage) asks() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Waiting for a second person", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Case"}, {Text: "Who asks"}, {Text: "When"}, {Text: "Next step"}},
	}
	for _, one := range p.Asks {
		row := govuk.Text(one.Reference, one.By, one.At.Words(), "Somebody of another agency has to answer")
		if one.MayAnswer {
			row[3] = govuk.Cell{Content: stepLink("Answer", "for "+one.Reference, askPath(one))}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p homePage) openings() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Records opened", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Case"}, {Text: "Opened to"}, {Text: "Agreed by"}, {Text: "From"}, {Text: "Until"}},
	}
	for _, one := range p.Openings {
		until := one.Until.Words()
		if one.Over {
			until += " (over)"
		}
		t.Rows = append(t.Rows, govuk.Text(one.Reference, one.By, one.Agreed, one.From.Words(), until))
	}
	return t
}

func lineTable(caption string, lines []safeguarding.Line, last string, of func(safeguarding.Line) string) govuk.TableOf {
	t := govuk.TableOf{
		Caption: caption, CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "When"}, {Text: "Who"}, {Text: "What for"}, {Text: last}},
	}
	for _, one := range lines {
		t.Rows = append(t.Rows, govuk.Text(one.At.Words(), one.Who, forWords(one.Purpose), of(one)))
	}
	return t
}

func (p homePage) attempts() govuk.TableOf {
	return lineTable("Tries of people who must not see her", p.Attempts, "Case", func(l safeguarding.Line) string { return l.Reference })
}

func (p homePage) searches() govuk.TableOf {
	return lineTable("Searches", p.Searches, "Answers", func(l safeguarding.Line) string { return strconv.Itoa(l.Answers) })
}

func (p homePage) reads() govuk.TableOf {
	return lineTable("Reads of opened records", p.Reads, "Case", func(l safeguarding.Line) string { return l.Reference })
}
