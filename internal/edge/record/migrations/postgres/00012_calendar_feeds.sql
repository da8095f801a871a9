-- +goose Up
-- The calendar address of a keyworker, by its hash: one for each account.
CREATE TABLE calendar_feeds (
  account TEXT PRIMARY KEY,
  hash BYTEA NOT NULL UNIQUE,
  made TEXT NOT NULL
);

-- +goose Down
DROP TABLE calendar_feeds;
