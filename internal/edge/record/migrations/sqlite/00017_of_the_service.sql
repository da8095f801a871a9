-- +goose Up
-- Facts of the service itself, but for encounters, which have an index of their own.
CREATE INDEX facts_service ON facts (kind, seq) WHERE woman = '' AND kind <> 'encounter';

-- What the board counts by: when a keyworker was given the case, and when somebody
-- last met or spoke to her. Days, 0 where there is none.
ALTER TABLE cases ADD COLUMN allocated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN contacted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX cases_carried ON cases (worker, allocated, contacted, id) WHERE closed = 0 AND worker <> '';
CREATE INDEX cases_taken ON cases (allocated, worker, id) WHERE worker <> '';

-- +goose Down
DROP INDEX cases_taken;
DROP INDEX cases_carried;
ALTER TABLE cases DROP COLUMN contacted;
ALTER TABLE cases DROP COLUMN allocated;
DROP INDEX facts_service;
