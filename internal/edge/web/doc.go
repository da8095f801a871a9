// Package web holds the shell every page stands in: who may open which route,
// the layout, the safety headers, sign-in and the pages that say something went
// wrong.
//
// A front door is a folder below it with one list of routes. The shell never
// reads a woman's record; only handlers do, through casework. Nothing is
// written to the browser before a handler has returned.
//
// The shell keeps what staff type, so that no form has to: every form that is
// posted and has something to type in carries a ticket, is kept as a draft while
// it is typed, and opens with the draft in it. Its draft ends when the form is
// answered with anything but the form itself. A form is told from the others by
// where it is sent and by its hidden fields besides key, version and seen: these
// must name what it is about, and not change from one opening to the next. A form
// with data-keep="no" is never kept, as a search by name; nor is one that asks for
// a password, a PIN or a code, which are marked by their type or autocomplete.
//
// Why: docs/adr/0030-drafts.md.
package web
