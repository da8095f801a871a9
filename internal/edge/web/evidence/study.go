package evidence

import (
	"bytes"
	"fmt"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// studyView is a study with the tables of its figures.
type studyView struct {
	evidence.Study
	title  string // of the scheme
	tables []govuk.Link
}

func (d Door) study(r *web.Request) (web.Response, error) {
	studies, err := d.Desk.StudiesOf(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	var views []studyView
	for _, study := range studies {
		report, err := d.Desk.Report(r.Context(), r.Asker, evidence.Query{Scheme: study.Scheme})
		if err != nil {
			return web.Response{}, err
		}
		view := studyView{Study: study, title: report.Title}
		a := d.asking(study.Scheme, "")
		for _, table := range report.Tables {
			view.tables = append(view.tables, govuk.Link{Text: table.ID + " " + table.Title, Href: a.address("/evidence/" + table.ID)})
		}
		views = append(views, view)
	}
	return web.Show(web.Page{Title: "Study", Body: studyPage(views)}), nil
}

// about says what was agreed.
func (v studyView) about() []govuk.SummaryRow {
	return []govuk.SummaryRow{
		{Key: "Agreed as", Value: v.Reference},
		{Key: "Scheme", Value: v.title},
		{Key: "Women referred", Value: upper(v.Referred.Words())},
		{Key: "Holds until", Value: v.Ends.Short()},
	}
}

// takeStudy answers with a part of an extract: its rows, its codebook, or what was
// done to it.
func (d Door) takeStudy(r *web.Request) (web.Response, error) {
	file, err := d.Desk.Extract(r.Context(), r.Asker, r.PathValue("study"))
	if err != nil {
		return web.Response{}, err
	}
	var content bytes.Buffer
	switch part := r.Field("part"); part {
	case "rows":
		err = file.Table.WriteCSV(&content)
	case "codebook":
		err = file.Table.Codebook().WriteCSV(&content)
	case "about":
		content.WriteString(strings.Join(file.About(), "\n") + "\n")
		return web.Download(file.Name(part, "txt"), "text/plain; charset=utf-8", content.Bytes()), nil
	default:
		return web.Response{}, casework.Fail(casework.NotFound, "taking a study", "there is no file %q of a study", part)
	}
	if err != nil {
		return web.Response{}, fmt.Errorf("writing a study: %w", err)
	}
	return web.Download(file.Name(r.Field("part"), "csv"), "text/csv; charset=utf-8", content.Bytes()), nil
}

// comesFrom leads back to where a reader of figures comes from.
func comesFrom(r *web.Request, a asked) govuk.Link {
	if r.Asker.Role == access.Evaluator {
		return govuk.Link{Text: "Back to the study", Href: "/evidence/study"}
	}
	return govuk.Link{Text: "Back to Evidence", Href: a.address("/evidence")}
}
