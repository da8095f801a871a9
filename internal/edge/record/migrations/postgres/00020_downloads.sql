-- +goose Up
-- Files that were made for somebody, sealed with the key of the installation until
-- they are taken, once, or a day has passed.
CREATE TABLE downloads (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  kept BIGINT NOT NULL,
  taken BIGINT NOT NULL,
  sealed BYTEA NOT NULL
);
CREATE INDEX downloads_kept ON downloads (kept);

-- +goose Down
DROP TABLE downloads;
