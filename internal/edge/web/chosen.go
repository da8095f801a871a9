package web

import (
	"maps"
	"net/url"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/casework/drafts"
)

// clearField in an address forgets what was chosen of a list.
const clearField = "clear"

// Chosen returns how the reader chose to see a list: what its address says under
// these names, or else what she chose last in this session. They are codes, never a
// name: an address is written down in many places. A link with ?clear=yes forgets.
func (r *Request) Chosen(names ...string) url.Values {
	asked := url.Values{}
	for _, name := range names {
		if value := r.Query(name); value != "" {
			asked.Set(name, value)
		}
	}
	if len(asked) > 0 || r.Query(clearField) != "" {
		r.Choose(r.URL.Path, asked)
		return asked
	}
	return r.chosenBefore(r.URL.Path)
}

// Choose remembers for this session how the reader wants to see the list at a
// path; nothing forgets what she chose before.
func (r *Request) Choose(path string, chosen url.Values) {
	if r.site.Drafts == nil || r.Session == "" || maps.EqualFunc(chosen, r.chosenBefore(path), slices.Equal) {
		return
	}
	var err error
	if len(chosen) == 0 {
		err = r.site.Drafts.Drop(r.Context(), r.listForm(path))
	} else {
		err = r.site.Drafts.Keep(r.Context(), r.listForm(path), chosen)
	}
	if err != nil {
		r.site.logError(r, casework.KindOf(err), err)
	}
}

func (r *Request) chosenBefore(path string) url.Values {
	if r.site.Drafts == nil || r.Session == "" {
		return url.Values{}
	}
	form := r.listForm(path)
	kept, err := r.site.Drafts.Of(r.Context(), r.Asker.ID, []drafts.Form{form})
	if err != nil {
		r.site.logError(r, casework.KindOf(err), err)
	}
	if before := kept[form.Name].Fields; before != nil {
		return before
	}
	return url.Values{}
}

// listForm is what the choice of a list is kept under: with drafts, sealed as they
// are and gone as soon, for one session.
func (r *Request) listForm(path string) drafts.Form {
	return drafts.Form{Account: r.Asker.ID, Name: "list\x00" + r.Session + "\x00" + path}
}
