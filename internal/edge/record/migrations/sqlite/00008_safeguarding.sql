-- +goose Up
-- By what an account is found to be too close to a woman: keyed tokens, as in
-- women_tokens, and never what was typed.
CREATE TABLE account_tokens (
  token BLOB NOT NULL,
  account TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (token, account, source)
) WITHOUT ROWID;
CREATE INDEX account_tokens_account ON account_tokens (account, source);

-- Whom somebody is barred from, and who asks to open a record, stand on lists of
-- their own.
CREATE INDEX ties_how ON ties (how, case_id);

-- The lines of the ledger that governance is shown, so that nobody has to read
-- the whole of it: searches, reads outside a role, what somebody barred tried.
-- Codes only; each line is written with its leaf.
CREATE TABLE overseen (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  account TEXT NOT NULL,
  agency TEXT NOT NULL,
  role TEXT NOT NULL,
  purpose TEXT NOT NULL,
  action TEXT NOT NULL,
  what TEXT NOT NULL,
  reason TEXT NOT NULL,
  case_id TEXT NOT NULL,
  search INTEGER NOT NULL,
  answers INTEGER NOT NULL
);
CREATE INDEX overseen_searches ON overseen (account, at) WHERE search = 1;

-- +goose Down
DROP TABLE overseen;
DROP INDEX ties_how;
DROP TABLE account_tokens;
