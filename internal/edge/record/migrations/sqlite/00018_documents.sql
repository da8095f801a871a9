-- +goose Up
-- The content of her documents, sealed with her key.
CREATE TABLE documents (
  id TEXT PRIMARY KEY,
  woman TEXT NOT NULL,
  sealed BLOB NOT NULL
);
CREATE INDEX documents_woman ON documents (woman);

-- +goose Down
DROP TABLE documents;
