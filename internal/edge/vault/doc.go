// Package vault holds the installation's keys and what is done with them:
// sealing a woman's identity and narrative under a key of her own, the blind
// index that finds her again, and keyed digests of imported rows.
//
// The master key (KEK) wraps everything else and lives in a file that only the
// service's account can read; see Create for the folder and Restore for the
// way back. All sealing is Tink AES-256-GCM, always with associated data.
//
// It never stores anything in a database, never logs a value, never keeps a
// woman's key after the caller lets go of it, and has no way to search by
// surname alone.
//
// Why: docs/adr/0005-identity-sealed.md and 0007-keys-and-recovery.md.
package vault
