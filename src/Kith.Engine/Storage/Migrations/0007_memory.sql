-- What is known of a person: one statement a row. Whether it holds is derived when it is read: one that was learned needs a source on the
-- active branch of its conversation, and of those that share a slot, which has one value at a time (home, job), what was said last holds.
-- origin: person, rules, model. pending: a sensitive one that waits for the person's yes.
CREATE TABLE facts (
    id text PRIMARY KEY,
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    kind text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    slot text,
    salience double precision NOT NULL,
    sensitivity text NOT NULL,
    pinned bigint NOT NULL,
    pending bigint NOT NULL,
    origin text NOT NULL,
    valid_from bigint,
    valid_until bigint,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX facts_list ON facts (principal_id, created_at, id);
CREATE INDEX facts_slot ON facts (principal_id, slot);
CREATE INDEX facts_local_only ON facts (principal_id) WHERE sensitivity = 'local_only';

-- The messages a fact was learned from. A learned fact without any goes, in the transaction that deletes the last. With ended_at the
-- message says that it is over since then, and is no source of it.
CREATE TABLE fact_sources (
    fact_id text NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
    message_id text NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    ended_at bigint,
    PRIMARY KEY (fact_id, message_id)
);
CREATE INDEX fact_sources_message ON fact_sources (message_id);

-- What a person forgot is not learned again from the same message.
CREATE TABLE forgotten_sources (
    message_id text NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    text_hash text NOT NULL,
    PRIMARY KEY (message_id, text_hash)
);

-- How a person felt, by what they said: valence from -1 (bad) to 1 (good).
CREATE TABLE moods (
    id text PRIMARY KEY,
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    message_id text REFERENCES messages (id) ON DELETE CASCADE,
    label text NOT NULL,
    valence double precision NOT NULL,
    pending bigint NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX moods_list ON moods (principal_id, at, id);
CREATE INDEX moods_message ON moods (message_id);

-- The rolling summary of a conversation: of its active branch, from the root through this message.
CREATE TABLE summaries (
    conversation_id text PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
    text text NOT NULL,
    through_message_id text NOT NULL,
    through_depth bigint NOT NULL,
    updated_at bigint NOT NULL
);

-- The messages of people nothing was learned from yet: committed with the message, gone with what was learned. Who learns holds the row until
-- then, so that two nodes don't do the same work.
CREATE TABLE messages_to_learn (
    message_id text PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    conversation_id text NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    held_until bigint NOT NULL,
    attempts bigint NOT NULL
);
CREATE INDEX messages_to_learn_due ON messages_to_learn (held_until, message_id);
CREATE INDEX messages_to_learn_conversation ON messages_to_learn (conversation_id, message_id);

-- What memory found for a turn: a JSON array of references with their scores, rendered when it is read.
CREATE TABLE turn_recalls (
    turn_id text PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
    items text NOT NULL,
    tokens bigint NOT NULL
);

-- How somebody wants to be remembered: what is sensitive (health and moods among it) is kept when it is 'on', waits for a yes when it is
-- 'ask', and is dropped when it is 'off'. Memory can be off for one conversation.
ALTER TABLE profiles ADD COLUMN sensitive_memory text NOT NULL DEFAULT 'ask';
ALTER TABLE conversations ADD COLUMN memory_enabled bigint NOT NULL DEFAULT 1;

-- Where imported conversations and messages came from. key is their own id, or else a hash of what they say: each is imported once.
-- messages counts those that came, hash is of what they say, and last_message_id is the last of them: what came again and what is new are
-- told apart by that, whatever became of the conversation here.
CREATE TABLE imported_conversations (
    conversation_id text PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    external_id text,
    key text NOT NULL,
    messages bigint NOT NULL,
    hash text NOT NULL,
    last_message_id text
);
CREATE UNIQUE INDEX imported_conversations_key ON imported_conversations (principal_id, key);

CREATE TABLE imported_messages (
    message_id text PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    external_id text,
    name text
);

-- Facts and summaries are found like messages. traits: what a text looks like besides its words, bits (asks, tells a time, has a number).
-- The index is made anew from the list of what is to be indexed.
DROP TABLE search_postings;
DROP TABLE search_documents;
CREATE TABLE search_documents (
    number bigint PRIMARY KEY,
    owner bigint NOT NULL REFERENCES search_owners (number) ON DELETE CASCADE,
    message_id text REFERENCES messages (id) ON DELETE CASCADE,
    fact_id text REFERENCES facts (id) ON DELETE CASCADE,
    summary_of text REFERENCES summaries (conversation_id) ON DELETE CASCADE,
    length bigint NOT NULL,
    traits bigint NOT NULL
) /*sqlite WITHOUT ROWID*/;
CREATE UNIQUE INDEX search_documents_message ON search_documents (message_id) WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX search_documents_fact ON search_documents (fact_id) WHERE fact_id IS NOT NULL;
CREATE UNIQUE INDEX search_documents_summary ON search_documents (summary_of) WHERE summary_of IS NOT NULL;
CREATE INDEX search_documents_owner ON search_documents (owner, number, length);

CREATE TABLE search_postings (
    owner integer NOT NULL,
    term text /*postgres COLLATE "C"*/ NOT NULL,
    document integer NOT NULL REFERENCES search_documents (number) ON DELETE CASCADE,
    frequency smallint NOT NULL,
    length smallint NOT NULL,
    PRIMARY KEY (owner, term, document) /*postgres INCLUDE (frequency, length)*/
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX search_postings_document ON search_postings (document);

DELETE FROM messages_to_index;
INSERT INTO messages_to_index (message_id, length)
    SELECT id, length(content) FROM messages WHERE role IN ('user', 'assistant') AND status IN ('complete', 'stopped', 'interrupted') AND content <> '';

-- What a document means, by an embedding model: one signed byte a dimension, times scale. Another model's are made anew.
CREATE TABLE embeddings (
    document bigint PRIMARY KEY REFERENCES search_documents (number) ON DELETE CASCADE,
    owner bigint NOT NULL,
    model text NOT NULL,
    scale double precision NOT NULL,
    vector bytea NOT NULL
);
CREATE INDEX embeddings_owner ON embeddings (owner, model, document);
