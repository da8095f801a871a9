package govuk

import "strconv"

// NavItem is one entry of a navigation. Current is this page; Active is a page
// below the entry.
type NavItem struct {
	Text, Href      string
	Current, Active bool
}

func (n NavItem) here() string {
	switch {
	case n.Current:
		return "page"
	case n.Active:
		return "true"
	}
	return ""
}

func (n NavItem) class() string {
	if n.here() != "" {
		return "govuk-service-navigation__item govuk-service-navigation__item--active"
	}
	return "govuk-service-navigation__item"
}

// pageLink is one number of a pagination; number 0 is a gap.
type pageLink struct {
	number  int
	href    string
	current bool
}

// Pages says where a reader is in a list of pages, counted from 1, and where
// each page is.
type Pages struct {
	Current, Total int
	Href           func(page int) string
}

// links are the pages worth offering: the first, the last, and those next to
// this one, with a gap where pages are left out.
func (p Pages) links() []pageLink {
	var links []pageLink
	last := 0
	for n := 1; n <= p.Total; n++ {
		if n != 1 && n != p.Total && (n < p.Current-1 || n > p.Current+1) {
			continue
		}
		if n > last+1 {
			links = append(links, pageLink{})
		}
		links = append(links, pageLink{number: n, href: p.Href(n), current: n == p.Current})
		last = n
	}
	return links
}

func (l pageLink) class() string {
	switch {
	case l.number == 0:
		return "govuk-pagination__item govuk-pagination__item--ellipsis"
	case l.current:
		return "govuk-pagination__item govuk-pagination__item--current"
	}
	return "govuk-pagination__item"
}

func (l pageLink) label() string { return strconv.Itoa(l.number) }
