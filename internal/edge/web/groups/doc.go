// Package groups holds the pages of groups and workshops: the list, a group, its
// register, a woman's place in it, and whom she must not meet.
//
// It never decides anything and never names a woman whom the verb did not name:
// every act is one verb of casework.
package groups
