// Package datalab holds the verb that makes the file by which the Justice Data
// Lab finds women in its own records: who goes into it, who does not and why, and
// who agreed.
//
// It never opens a name before the ledger says whose, never puts a woman in who
// said no, and never makes a file of fewer people than the Data Lab works with.
package datalab
