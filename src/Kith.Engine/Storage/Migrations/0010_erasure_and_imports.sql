-- A conversation's turns, for when it goes: without it all turns there are would be read.
CREATE INDEX turns_conversation ON turns (conversation_id);

-- Something was deleted since then (Unix ms), and copies of it may stand in unused parts of the file. One row, gone when the file was
-- written anew; only SQLite has one.
CREATE TABLE erased (
    id bigint PRIMARY KEY,
    since bigint NOT NULL
);

-- What somebody's agents, facts and moods are called where they came from: the kind, and the id there. Kept when they are deleted here, so that
-- they don't come back with the next import of the same.
CREATE TABLE imported_things (
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    kind text NOT NULL,
    external_id text NOT NULL,
    id text NOT NULL,
    PRIMARY KEY (principal_id, kind, external_id)
);
