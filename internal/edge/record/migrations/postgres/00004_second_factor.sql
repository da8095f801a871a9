-- +goose Up
-- What a specialist is for; '' for everybody else.
ALTER TABLE accounts ADD COLUMN specialism TEXT NOT NULL DEFAULT '';

-- A session is half until its code was entered. shown is when a code was last
-- entered in it, '' before. offered is the sealed secret of somebody who has no
-- second factor yet, until a code proves that she has kept it.
ALTER TABLE sessions ADD COLUMN half INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN shown TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN offered BYTEA;
-- What a passkey is to answer next in the session, '' where nothing is asked.
ALTER TABLE sessions ADD COLUMN challenge TEXT NOT NULL DEFAULT '';

-- The second factor of an account: its sealed secret, and the last step of 30
-- seconds whose code was used.
CREATE TABLE factors (
  account TEXT PRIMARY KEY,
  secret BYTEA NOT NULL,
  step BIGINT NOT NULL,
  since TEXT NOT NULL
);

-- Passkeys: the public half of a key pair, and how often it was used where the
-- device counts.
CREATE TABLE passkeys (
  id BYTEA PRIMARY KEY,
  account TEXT NOT NULL,
  record TEXT NOT NULL,
  count BIGINT NOT NULL,
  added TEXT NOT NULL
);
CREATE INDEX passkeys_account ON passkeys (account);

-- Who asked that the second factor of an account be taken away, until another
-- administrator confirms it.
CREATE TABLE factor_resets (
  account TEXT PRIMARY KEY,
  asked_by TEXT NOT NULL,
  asked TEXT NOT NULL
);

-- +goose Down
DROP TABLE factor_resets;
DROP TABLE passkeys;
DROP TABLE factors;
ALTER TABLE sessions DROP COLUMN challenge;
ALTER TABLE sessions DROP COLUMN offered;
ALTER TABLE sessions DROP COLUMN shown;
ALTER TABLE sessions DROP COLUMN half;
ALTER TABLE accounts DROP COLUMN specialism;
