// Package refer holds the front door of those who refer: police officers and
// evidence review officers. One page and one submit refer a woman; the others
// show what was sent, put it right within ten minutes, note that she said no,
// and list what the asker's own force sent.
//
// It words pages and reads forms. It never decides a route, never works out a
// date, and never keeps who a woman is after she said no.
package refer
