-- +goose Up
-- Who is tied to a case beyond its keyworker and its sender, and how: whom it is
-- hidden from, and who finds it on a list. It follows from the facts, as the rows
-- of cases do.
CREATE TABLE ties (
  who TEXT NOT NULL,
  how TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (who, how, case_id)
);
CREATE INDEX ties_case ON ties (case_id);

-- +goose Down
DROP TABLE ties;
