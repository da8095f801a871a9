-- +goose Up
-- Police feeds that are worked through, in parts, sealed with the key of the
-- installation. Parts with names go when a feed is finished or 28 days have passed;
-- the head and the decisions hold ids and weights, and stay.
CREATE TABLE police_feeds (
  id TEXT NOT NULL,
  part BIGINT NOT NULL,
  kept BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY (id, part)
);
CREATE INDEX police_feeds_kept ON police_feeds (kept);

-- +goose Down
DROP TABLE police_feeds;
