// Package govuk holds the components pages are made of, with the markup that
// govuk-frontend 6.6.0 styles, as typed templates.
//
// Every field takes the same Field, so a page says what it asks and nothing
// else. Text is always escaped; a component takes no raw HTML. It never knows a
// route, a role or a fact of the record.
package govuk
