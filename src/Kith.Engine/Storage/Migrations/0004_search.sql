-- What is to be indexed, or indexed again: committed with the message, gone once its postings are. Length counts characters.
CREATE TABLE messages_to_index (
    message_id text PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    length bigint NOT NULL
) /*sqlite WITHOUT ROWID*/;

INSERT INTO messages_to_index (message_id, length)
    SELECT id, length(content) FROM messages WHERE role IN ('user', 'assistant') AND status IN ('complete', 'stopped', 'interrupted') AND content <> '';

-- Postings name persons and messages by short numbers, given out here: they stand in every one of them, twice.
CREATE TABLE search_numbers (
    name text PRIMARY KEY,
    last bigint NOT NULL
);
INSERT INTO search_numbers (name, last) VALUES ('owner', 0), ('document', 0);

CREATE TABLE search_owners (
    number bigint PRIMARY KEY,
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX search_owners_principal ON search_owners (principal_id);

-- One indexed message; length counts its tokens. Newer ones have higher numbers.
CREATE TABLE search_documents (
    number bigint PRIMARY KEY,
    owner bigint NOT NULL REFERENCES search_owners (number) ON DELETE CASCADE,
    message_id text NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    length bigint NOT NULL
) /*sqlite WITHOUT ROWID*/;
CREATE UNIQUE INDEX search_documents_message ON search_documents (message_id);
CREATE INDEX search_documents_owner ON search_documents (owner, number, length);

-- A term in a document, how often, and the document's length once more, so that a search reads the key and nothing else. Terms are
-- compared as bytes, on both databases: the beginnings of words are ranges. By far the most rows of all, hence the short numbers; they
-- are read as one bigint.
CREATE TABLE search_postings (
    owner integer NOT NULL,
    term text /*postgres COLLATE "C"*/ NOT NULL,
    document integer NOT NULL REFERENCES search_documents (number) ON DELETE CASCADE,
    frequency smallint NOT NULL,
    length smallint NOT NULL,
    PRIMARY KEY (owner, term, document) /*postgres INCLUDE (frequency, length)*/
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX search_postings_document ON search_postings (document);
