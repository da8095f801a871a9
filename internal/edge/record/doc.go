// Package record keeps facts and gives back cases: one SQL text for two engines,
// SQLite inside the data folder and PostgreSQL for several instances.
//
// A change is one transaction: facts, the rows that follow from them, the ledger
// line and the idempotency key, all or none. Waiting writers are committed
// together. Names and words are sealed before they reach SQL, with keys the
// record borrows and never keeps.
//
// It never decides who may read, never edits a fact, and is the only package
// that imports a database driver.
package record
