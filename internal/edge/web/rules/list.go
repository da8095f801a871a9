package rules

import (
	"strings"

	"throughline/internal/casework/rules"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web"
)

// shelf is the schemes of one standing.
type shelf struct {
	title, says string
	schemes     []rules.Listed
}

// standings are how schemes stand, in the order of the list.
var standings = []struct {
	status scheme.Status
	one    string // what one of them is
	title  string // of them all
	says   string
}{
	{scheme.Live, "Running", "Running", "They ran when their source was written."},
	{scheme.Pilot, "Pilot", "Pilots", "They were being tried out when their source was written."},
	{scheme.Template, "Pattern", "Patterns", "A place may follow one."},
	{scheme.ProposedOnly, "Proposed", "Proposed", "They open no door."},
	{scheme.ClosedForGood, "Closed", "Closed", "They are kept for the women who came through them."},
}

func statusWords(status scheme.Status) string {
	for _, standing := range standings {
		if standing.status == status {
			return standing.one
		}
	}
	return string(status)
}

func (d Door) list(*web.Request) (web.Response, error) {
	var shelves []shelf
	all := d.Desk.List()
	for _, standing := range standings {
		one := shelf{title: standing.title, says: standing.says}
		for _, listed := range all {
			if listed.Book.Status == standing.status {
				one.schemes = append(one.schemes, listed)
			}
		}
		if len(one.schemes) > 0 {
			shelves = append(shelves, one)
		}
	}
	return web.Show(web.Page{Title: "Schemes", Body: listPage(shelves)}), nil
}

// firstOf is the first thing a rulebook says about its scheme: what it is and where.
func firstOf(book *scheme.Rulebook) string {
	for _, about := range book.About {
		if !about.NotStated {
			return about.Text
		}
	}
	return ""
}

// pathwaysOf names the ways into a scheme.
func pathwaysOf(book *scheme.Rulebook) string {
	titles := make([]string, len(book.Pathways))
	for i, p := range book.Pathways {
		titles[i] = p.Title
	}
	return strings.Join(titles, "; ")
}

// upper begins a text with a capital.
func upper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
