-- +goose Up
-- Figures that left, with the counts behind them, so that none leaves later that
-- differs from them by a few women. Codes, counts and moments; nobody is named.
CREATE TABLE releases (
  number BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  scheme TEXT NOT NULL,
  as_at BIGINT NOT NULL,
  part TEXT NOT NULL,
  split TEXT NOT NULL,
  policy TEXT NOT NULL,
  digest TEXT NOT NULL,
  behind TEXT NOT NULL,
  made BIGINT NOT NULL
);

-- To whom: once for each way, thing and day.
CREATE TABLE takings (
  release BIGINT NOT NULL,
  day BIGINT NOT NULL,
  account TEXT NOT NULL,
  way TEXT NOT NULL,
  what TEXT NOT NULL,
  agency TEXT NOT NULL,
  role TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (release, day, account, way, what)
);
CREATE INDEX takings_at ON takings (at);

-- +goose Down
DROP TABLE takings;
DROP TABLE releases;
