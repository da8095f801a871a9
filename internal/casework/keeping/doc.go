// Package keeping holds how long a woman's record is kept and what ends it: the
// queue of records whose time is over, holds, erasure by two people, and putting
// right an entry that is wrong.
//
// Nothing is ever erased by the program itself: it says whose time is over and
// asks a person. It never edits or deletes a fact to correct it, and never speaks
// SQL or files: the record carries out an erasure, and the stones keep it carried
// out.
//
// Why: docs/adr/0024-keeping-and-erasure.md.
package keeping
