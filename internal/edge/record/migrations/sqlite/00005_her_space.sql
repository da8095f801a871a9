-- +goose Up
-- How a woman opens her own space: a card, a code that is read out to her, and
-- the browsers it is open in. Times are microseconds since 1970. What she holds
-- in her hand or her head is in none of the columns.
CREATE TABLE cards (
  woman TEXT PRIMARY KEY,
  lookup BLOB NOT NULL UNIQUE,
  proof TEXT NOT NULL,
  wrong INTEGER NOT NULL,
  issued BIGINT NOT NULL
);

CREATE TABLE codes (
  lookup BLOB PRIMARY KEY,
  woman TEXT NOT NULL,
  expires BIGINT NOT NULL
);
CREATE INDEX codes_woman ON codes (woman);

CREATE TABLE her_sessions (
  token_hash BLOB PRIMARY KEY,
  woman TEXT NOT NULL,
  created BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  expires BIGINT NOT NULL
);
CREATE INDEX her_sessions_woman ON her_sessions (woman);

-- +goose Down
DROP TABLE her_sessions;
DROP TABLE codes;
DROP TABLE cards;
