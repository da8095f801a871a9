// Package ask holds the door of a woman who asks for support herself, without an
// account: six short pages, the safe way to reach her first.
//
// What she types travels in the forms alone. The door reads nobody's record,
// never tells whether the service knows her, and never says when somebody will
// call, because no source does.
package ask
