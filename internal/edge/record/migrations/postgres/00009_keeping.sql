-- +goose Up
-- Whose record was erased, so that no copy made earlier brings her back.
CREATE TABLE tombstones (
  woman TEXT PRIMARY KEY,
  stone TEXT NOT NULL
);

-- What packs are made from and what left, sealed with her key.
CREATE TABLE papers (
  id TEXT PRIMARY KEY,
  woman TEXT NOT NULL,
  sealed BYTEA NOT NULL
);
CREATE INDEX papers_woman ON papers (woman);

-- +goose Down
DROP TABLE papers;
DROP TABLE tombstones;
