package woman

import (
	"github.com/a-h/templ"

	"throughline/internal/casework/support"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
)

// Frame is a woman's record as the pages of another room stand in it: under her
// name, how to reach her, and the ways to its other parts.
type Frame struct{ record }

// Open opens the record that a request is about, for a page of another room.
func (d Door) Open(r *web.Request) (Frame, error) {
	c, err := d.open(r)
	return Frame{c}, err
}

// View is the record as the asker may see it.
func (f Frame) View() support.CaseView { return f.CaseView }

// Show answers with a page under the head of the record. part names its entry in
// the sub-navigation, "" where it has none.
func (f Frame) Show(title, part string, problems govuk.Problems, body templ.Component) web.Response {
	return f.show(sheet{title: title, part: part, form: form{Form: forms.Form{Problems: problems}}, body: body})
}

// Done leads on after a form is saved: back to this page of her record, which says
// so by the flag.
func (f Frame) Done(page, what string) web.Response { return f.done(page, what) }
