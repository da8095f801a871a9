-- +goose Up
-- Editions of rulebooks written here. Lines are added and never changed: one
-- without a text takes back the edition of its scheme that begins on that day.
CREATE TABLE editions (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  scheme TEXT NOT NULL,
  begins TEXT NOT NULL,
  text TEXT NOT NULL,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  agency TEXT NOT NULL,
  written TEXT NOT NULL,
  why TEXT NOT NULL,
  accepted TEXT NOT NULL
);

-- +goose Down
DROP TABLE editions;
