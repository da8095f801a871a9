package documents

import (
	"fmt"

	"throughline/internal/casework/documents"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// listPage is the documents of her record, and the form to add one.
type listPage struct {
	woman.Frame
	forms.Form
	documents.List
	said         string
	title, class string
}

func (d Door) list(r *web.Request) (web.Response, error) {
	return d.showList(r, listPage{Form: forms.Form{Key: d.Desk.NewID()}, said: done[r.Query("done")]})
}

func (d Door) showList(r *web.Request, p listPage) (web.Response, error) {
	var err error
	if p.Frame, err = d.Woman.Open(r); err != nil {
		return web.Response{}, err
	}
	if p.List, err = d.Desk.List(r.Context(), r.Asker, r.PathValue("case")); err != nil {
		return web.Response{}, err
	}
	return p.Show("Documents", "documents", p.Problems, listBody(p)), nil
}

func (d Door) attach(r *web.Request) (web.Response, error) {
	caseID := r.PathValue("case")
	came, err := read(r)
	if err != nil {
		return web.Response{}, err
	}
	p := listPage{Form: forms.Form{Key: came.fields["key"]}, title: came.fields["title"], class: came.fields["class"]}
	class, _ := access.ParseClass(p.class)
	entry := journey.DocumentEntry{Title: p.title, Class: access.SetOf(class)}
	err = journey.CheckDocument(entry)
	if err == nil && !came.large {
		_, err = d.Desk.Attach(r.Context(), r.Asker, caseID, p.Key, entry, came.content)
	}
	if err := p.Settle(err); err != nil {
		return web.Response{}, err
	}
	if came.large {
		p.Problems.Add("file", documents.TooLarge)
	}
	if p.Problems.Any() {
		return d.showList(r, p)
	}
	return d.attached(r, entry)
}

// attached leads on after a document is kept, and says how it stands.
func (d Door) attached(r *web.Request, entry journey.DocumentEntry) (web.Response, error) {
	list, err := d.Desk.List(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	said := "sealed"
	for _, one := range list.Documents {
		if one.Class == entry.Class {
			said = "kept"
			if one.Scan == journey.ScanWaiting {
				said = "waits"
			}
			break
		}
	}
	return web.Redirect(woman.Path(r.PathValue("case"), "documents") + "?done=" + said), nil
}

// about says what a document of a class is about, and who opens it.
var about = map[access.Class]govuk.Option{
	access.Identity: {Label: "Who she is, and how to reach her"},
	access.Offence:  {Label: "What she was met for", Hint: "The police do not see it here."},
	access.Needs:    {Label: "Her health and her needs"},
	access.Notes:    {Label: "Notes", Hint: "For her keyworker. Who leads the service does not open it here."},
	access.Plan:     {Label: "Her plan, and letters about it"},
	access.Children: {Label: "Her children"},
	access.Sealed:   {Label: "A danger to her, a safe address, or immigration", Hint: "It is sealed. You can add it, and open it only where she says yes to that."},
}

func (p listPage) classField() (govuk.Field, []govuk.Option) {
	var options []govuk.Option
	for _, class := range p.Classes {
		option := about[class]
		option.Value = class.String()
		options = append(options, option)
	}
	return govuk.Field{
		Name: "class", Label: "What is it about?", LabelSize: govuk.Small, Hint: "This decides who can open it.", Value: p.class, Error: p.Problems.For("class"),
	}, options
}

func (p listPage) titleField() govuk.Field {
	return govuk.Field{
		Name: "title", Label: "What is it?", LabelSize: govuk.Small, Hint: "Such as letter from her doctor, 3 March. We do not keep the name of the file.",
		Value: p.title, Autocomplete: "off", Error: p.Problems.For("title"),
	}
}

func (p listPage) fileField() govuk.Field {
	return govuk.Field{
		Name: "file", Type: "file", Label: "The file", LabelSize: govuk.Small,
		Hint: "Up to 10 MB. A picture (JPEG or PNG), a PDF, a Word document (.docx) or plain text.", Error: p.Problems.For("file"),
	}
}

func (p listPage) table() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "In her record", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Document"}, {Text: "About"}, {Text: "Added"}, {Text: "State"}},
	}
	for _, one := range p.Documents {
		t.Rows = append(t.Rows, []govuk.Cell{
			{Content: documentLink(p, one)}, {Text: aboutWords(one)}, {Text: one.On.Short()}, {Text: state(one)},
		})
	}
	return t
}

// aboutWords says what a document is about.
func aboutWords(one journey.Document) string {
	for class, option := range about {
		if one.Class == access.SetOf(class) {
			return option.Label
		}
	}
	return ""
}

// state says in words whether a document opens, and why not.
func state(one journey.Document) string {
	switch {
	case one.Taken.Known():
		return "Taken out on " + one.Taken.Short()
	case one.Scan == journey.ScanWaiting:
		return "Waits for the virus scan"
	case one.Scan == journey.ScanFound:
		return "Not kept: the virus scan found something"
	case one.Scan == journey.ScanNone:
		return "Not scanned for viruses"
	}
	return "Scanned for viruses"
}

// size says how large a document is.
func size(bytes int) string {
	const kilo = 1 << 10
	if bytes < kilo*kilo {
		return fmt.Sprintf("%d KB", (bytes+kilo-1)/kilo)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(kilo*kilo))
}
