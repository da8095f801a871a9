package web

// Preference returns how somebody last chose to look at a page, until the browser is
// closed: "" where nothing was chosen. It is what the browser says, and nothing else
// may hang on it.
func (r *Request) Preference(name string) string { return r.kept(name) }

// Remember makes an answer keep how somebody chose to look at a page. The value is a
// code that says nothing of anybody.
func (r *Request) Remember(response Response, name, value string) Response {
	response.cookies = append(response.cookies, r.site.choiceCookie(name, value))
	return response
}
