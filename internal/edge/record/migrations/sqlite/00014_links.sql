-- +goose Up
-- How a service without an account opens one referral: a link whose token is in no
-- column, and the browsers it is open in. Times are microseconds since 1970.
CREATE TABLE links (
  referral TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  woman TEXT NOT NULL,
  lookup BLOB NOT NULL UNIQUE,
  nonce BLOB NOT NULL,
  proof TEXT NOT NULL,
  inbox TEXT NOT NULL,
  wrong INTEGER NOT NULL,
  made BIGINT NOT NULL,
  until BIGINT NOT NULL
);
CREATE INDEX links_woman ON links (woman);

CREATE TABLE link_sessions (
  token_hash BLOB PRIMARY KEY,
  referral TEXT NOT NULL,
  case_id TEXT NOT NULL,
  woman TEXT NOT NULL,
  last_seen BIGINT NOT NULL,
  expires BIGINT NOT NULL
);
CREATE INDEX link_sessions_woman ON link_sessions (woman);

-- +goose Down
DROP TABLE link_sessions;
DROP TABLE links;
