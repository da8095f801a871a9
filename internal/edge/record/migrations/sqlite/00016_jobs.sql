-- +goose Up
-- Long work that somebody asked for: codes, counts and moments.
CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  agency TEXT NOT NULL,
  asked BIGINT NOT NULL,
  key TEXT NOT NULL,
  arguments TEXT NOT NULL,
  state TEXT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  began BIGINT NOT NULL,
  begun_at BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  stopping BIGINT NOT NULL,
  said TEXT NOT NULL,
  result TEXT NOT NULL,
  worker TEXT NOT NULL,
  lease BIGINT NOT NULL
);
CREATE UNIQUE INDEX jobs_key ON jobs (kind, key);
CREATE INDEX jobs_state ON jobs (state, kind, asked);

-- Spreadsheets that are being brought in, in parts, sealed with the key of the
-- installation until they are done with or a day has passed.
CREATE TABLE sheets (
  id TEXT NOT NULL,
  part BIGINT NOT NULL,
  account TEXT NOT NULL,
  kept BIGINT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (id, part)
);
CREATE INDEX sheets_kept ON sheets (kept);

-- +goose Down
DROP TABLE sheets;
DROP TABLE jobs;
