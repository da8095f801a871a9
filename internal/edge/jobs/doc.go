// Package jobs runs long work beside the pages, one job of a kind at a time. It
// never decides who may: the verbs of casework/jobs do, each time.
package jobs
