// Package ledger keeps the hash tree over every read and write, as RFC 6962
// has it: appending leaves, signing checkpoints of the tree, and verifying the
// whole of it against checkpoints that others hold.
//
// A leaf is opaque bytes; what it says is the caller's. Leaves and hashes are
// stored with SQL inside a transaction that the record lends, the same text for
// SQLite and PostgreSQL, in three tables (BIGINT and BYTEA on PostgreSQL):
//
//	CREATE TABLE ledger_leaf (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL);
//	CREATE TABLE ledger_hash (id INTEGER PRIMARY KEY, hash BLOB NOT NULL);
//	CREATE TABLE ledger_head (
//		one  INTEGER PRIMARY KEY CHECK (one = 1),
//		size BIGINT NOT NULL,
//		root TEXT NOT NULL
//	);
//	INSERT INTO ledger_head (one, size, root)
//	VALUES (1, 0, '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
//
// Leaves are numbered from 0 without gaps. Hashes are numbered as
// tlog.StoredHashIndex numbers them. The head's root is the tree hash in
// base64; the one above is of the empty tree.
//
// It never imports a database driver, never begins or ends a transaction, never
// reads a clock, and never changes or removes a leaf.
//
// Why: docs/adr/0004-the-door.md.
package ledger
