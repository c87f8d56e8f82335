-- A conversation's turns, for when it goes: without it all turns there are would be read.
CREATE INDEX turns_conversation ON turns (conversation_id);

-- Something was deleted since then (Unix ms), and copies of it may stand in unused parts of the file. One row, gone when the file was
-- written anew; only SQLite has one.
CREATE TABLE erased (
    id bigint PRIMARY KEY,
    since bigint NOT NULL
);
