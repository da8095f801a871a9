-- +goose Up
-- Which lines of the ledger name a woman, by what the ledger calls her: so that
-- she can be shown who looked. It holds nothing that the lines do not.
CREATE TABLE ledger_women (
  trace TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (trace, seq)
);
INSERT INTO ledger_women (trace, seq)
SELECT name, seq FROM ledger_leaf, jsonb_array_elements_text(convert_from(leaf, 'UTF8')::jsonb -> 'women') AS names (name)
ON CONFLICT (trace, seq) DO NOTHING;

-- +goose Down
DROP TABLE ledger_women;
