// Package woman holds the pages of one woman's record, for her keyworker and
// for the lead of the service: summary, timeline, plan, appointments, and the
// forms that write into it.
//
// Every page opens the record through casework and shows what the asker may see.
// It never decides what a verb decides, never makes up a date, and never puts
// her name in an address or a title.
package woman
