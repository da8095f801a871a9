-- +goose Up
-- What somebody typed and did not save, sealed with the draft key, for twelve hours.
-- A line without sealed says that a form with this key was saved.
CREATE TABLE drafts (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  woman TEXT NOT NULL,
  form_key TEXT NOT NULL,
  kept TEXT NOT NULL,
  sealed BYTEA
);
CREATE INDEX drafts_account ON drafts (account, kept);
CREATE INDEX drafts_woman ON drafts (woman);

-- +goose Down
DROP TABLE drafts;
