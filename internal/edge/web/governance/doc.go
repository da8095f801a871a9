// Package governance is the front door of what keeps a woman from the wrong eyes:
// finding one woman by exact details, asking to open a record, conflicts of
// interest, and what governance is shown of them.
//
// Its pages say the same whether or not somebody is known, and never the story of
// a conflict.
package governance
