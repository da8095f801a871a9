-- +goose Up
CREATE TABLE head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq BIGINT NOT NULL
);
INSERT INTO head (one, seq) VALUES (1, 0);

CREATE TABLE facts (
  seq INTEGER PRIMARY KEY, -- the number of the row itself: no index of its own
  id TEXT NOT NULL,
  woman TEXT NOT NULL,
  case_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  happened TEXT NOT NULL,
  known TEXT NOT NULL,
  written TEXT NOT NULL,
  account TEXT NOT NULL,
  agency TEXT NOT NULL,
  supersedes TEXT NOT NULL,
  why TEXT NOT NULL,
  source TEXT NOT NULL,
  digest BLOB,
  body TEXT NOT NULL,
  words BLOB
);
CREATE INDEX facts_woman ON facts (woman, seq);
CREATE INDEX facts_source ON facts (source, seq) WHERE source <> '';
CREATE INDEX facts_loose ON facts (seq) WHERE kind IN ('encounter', 'training_held', 'cost_recorded', 'withdrawn');

CREATE TABLE women (
  id TEXT PRIMARY KEY,
  wrapped BLOB NOT NULL,
  trace TEXT NOT NULL,
  identity BLOB NOT NULL
);

CREATE TABLE women_tokens (
  token BLOB NOT NULL,
  woman TEXT NOT NULL,
  PRIMARY KEY (token, woman)
) WITHOUT ROWID;

CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  woman TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed BIGINT NOT NULL,
  scheme TEXT NOT NULL,
  provider TEXT NOT NULL,
  worker TEXT NOT NULL,
  sender TEXT NOT NULL,
  referred INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  row_json TEXT NOT NULL
);
CREATE INDEX cases_woman ON cases (woman);
CREATE INDEX cases_changed ON cases (changed, id);
-- Whether a case is open stands in the lists, so that counting them reads no case.
CREATE INDEX cases_worker ON cases (worker, closed, referred, id);
CREATE INDEX cases_sender ON cases (sender, referred, id);
CREATE INDEX cases_referred ON cases (referred, id, closed);

CREATE TABLE requests (
  key TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  receipt TEXT NOT NULL,
  answered TEXT NOT NULL
);

CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  agency TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  version INTEGER NOT NULL,
  demo INTEGER NOT NULL,
  languages TEXT NOT NULL,
  caseload_open INTEGER NOT NULL,
  caseload_year INTEGER NOT NULL
);

CREATE TABLE sessions (
  token_hash BLOB PRIMARY KEY,
  account TEXT NOT NULL,
  created TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  expires TEXT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE ledger_leaf (
  seq INTEGER PRIMARY KEY,
  leaf BLOB NOT NULL
);
CREATE TABLE ledger_hash (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL
);
CREATE TABLE ledger_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  size BIGINT NOT NULL,
  root TEXT NOT NULL
);
INSERT INTO ledger_head (one, size, root) VALUES (1, 0, '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');

-- +goose Down
DROP TABLE ledger_head;
DROP TABLE ledger_hash;
DROP TABLE ledger_leaf;
DROP TABLE settings;
DROP TABLE sessions;
DROP TABLE accounts;
DROP TABLE requests;
DROP TABLE cases;
DROP TABLE women_tokens;
DROP TABLE women;
DROP TABLE facts;
DROP TABLE head;
