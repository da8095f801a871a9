-- +goose Up
-- Which lines of the ledger name a woman, by what the ledger calls her: so that
-- she can be shown who looked. It holds nothing that the lines do not.
CREATE TABLE ledger_women (
  trace TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (trace, seq)
) WITHOUT ROWID;
INSERT INTO ledger_women (trace, seq)
SELECT names.value, seq FROM ledger_leaf, json_each(CAST(leaf AS TEXT), '$.women') AS names WHERE true
ON CONFLICT (trace, seq) DO NOTHING;

-- +goose Down
DROP TABLE ledger_women;
