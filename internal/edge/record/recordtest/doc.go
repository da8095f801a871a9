// Package recordtest is the contract that the record keeps on every engine, and
// the plain stand-ins for vault and ledger that its tests use.
//
// It never tests an engine's own ways: those tests stand beside the record.
package recordtest
