-- Vectors are numbered as they are committed, per change: whoever keeps a person's in mind reads what came after the last one they know.
-- scale makes the length of a vector 1.
DROP TABLE embeddings;
CREATE TABLE embeddings (
    document bigint PRIMARY KEY REFERENCES search_documents (number) ON DELETE CASCADE,
    owner bigint NOT NULL,
    model text NOT NULL,
    sequence bigint NOT NULL,
    scale double precision NOT NULL,
    vector bytea NOT NULL
);
CREATE INDEX embeddings_owner ON embeddings (owner, model, sequence, document);
INSERT INTO search_numbers (name, last) VALUES ('vector', 0);

-- How far the documents were looked at for a model, in the order of their numbers; who is at it holds the row until then. is_local: whether
-- the model was on this machine or its network, and so was told everything.
CREATE TABLE embedding_progress (
    model text PRIMARY KEY,
    is_local bigint NOT NULL,
    through bigint NOT NULL,
    held_until bigint NOT NULL
);

-- The people whose documents are to be looked at once more, for what may be embedded has changed: how far, and how often that was asked for.
CREATE TABLE embedding_rechecks (
    owner bigint PRIMARY KEY REFERENCES search_owners (number) ON DELETE CASCADE,
    through bigint NOT NULL,
    asked bigint NOT NULL
);
