-- +goose Up
-- Messages that are to leave: codes and moments. Their words are made, and where
-- they go is looked up, when they leave.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  woman TEXT NOT NULL,
  case_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  template TEXT NOT NULL,
  language TEXT NOT NULL,
  appointment TEXT NOT NULL,
  says TEXT NOT NULL,
  account TEXT NOT NULL,
  agency TEXT NOT NULL,
  after BIGINT NOT NULL,
  until BIGINT NOT NULL,
  state TEXT NOT NULL,
  why TEXT NOT NULL,
  changed BIGINT NOT NULL
);
CREATE INDEX outbox_state ON outbox (state, after, id);
CREATE INDEX outbox_case ON outbox (case_id, id);
CREATE INDEX outbox_woman ON outbox (woman);

-- +goose Down
DROP TABLE outbox;
