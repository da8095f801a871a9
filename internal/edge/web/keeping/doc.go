// Package keeping holds the pages on how long records are kept: whose time is
// over, what is held, and the two steps that erase one.
//
// It never decides anything, and never erases: every act is one verb of casework.
package keeping
