-- One ordered log per principal: thin references, rendered and authorised when they are read.
CREATE TABLE event_logs (
    principal_id text PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE,
    last_seq bigint NOT NULL
);

CREATE TABLE events (
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    seq bigint NOT NULL,
    kind text NOT NULL,
    conversation_id text NOT NULL,
    subject_id text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (principal_id, seq)
);

CREATE TABLE agents (
    id text PRIMARY KEY,
    slug text NOT NULL,
    owner_id text REFERENCES principals (id) ON DELETE CASCADE,
    name text NOT NULL,
    prompt text NOT NULL,
    greeting text,
    model text,
    temperature double precision,
    max_tokens bigint,
    presence_penalty double precision,
    frequency_penalty double precision,
    context_messages bigint NOT NULL,
    voice text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE UNIQUE INDEX agents_slug ON agents (owner_id, slug);

CREATE TABLE conversations (
    id text PRIMARY KEY,
    owner_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    agent_id text REFERENCES agents (id) ON DELETE SET NULL,
    title text,
    prompt text NOT NULL,
    label text,
    is_ongoing bigint NOT NULL,
    status text NOT NULL,
    archived bigint NOT NULL,
    pinned bigint NOT NULL,
    message_count bigint NOT NULL,
    user_message_count bigint NOT NULL,
    total_tokens bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    last_activity bigint NOT NULL,
    ended_at bigint
);
CREATE INDEX conversations_list ON conversations (owner_id, last_activity, id);
CREATE INDEX conversations_agent ON conversations (agent_id);
CREATE UNIQUE INDEX conversations_ongoing ON conversations (owner_id) WHERE is_ongoing = 1 AND status = 'active';

-- A tree: depth counts from the root, on_path marks the active branch, so a page costs the same however long the conversation is.
CREATE TABLE messages (
    id text PRIMARY KEY,
    conversation_id text NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    parent_id text,
    depth bigint NOT NULL,
    on_path bigint NOT NULL,
    sender_id text,
    role text NOT NULL,
    content text NOT NULL,
    status text NOT NULL,
    client_id text,
    model text,
    offline bigint NOT NULL,
    confidence double precision,
    sources text,
    prompt_tokens bigint NOT NULL,
    completion_tokens bigint NOT NULL,
    created_at bigint NOT NULL,
    edited_at bigint
);
CREATE INDEX messages_path ON messages (conversation_id, on_path, depth);
CREATE INDEX messages_parent ON messages (parent_id);
CREATE UNIQUE INDEX messages_client ON messages (conversation_id, sender_id, client_id) WHERE client_id IS NOT NULL;

-- One input and everything until its answer is final. The fence stops a runner that lost its lease.
CREATE TABLE turns (
    id text PRIMARY KEY,
    conversation_id text NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    user_message_id text NOT NULL,
    ai_message_id text NOT NULL,
    state text NOT NULL,
    error_code text,
    error_detail text,
    node_id text NOT NULL,
    fence bigint NOT NULL,
    lease_until bigint NOT NULL,
    started_at bigint NOT NULL,
    ended_at bigint
);
CREATE UNIQUE INDEX turns_running ON turns (conversation_id) WHERE state = 'running';
CREATE INDEX turns_lease ON turns (lease_until) WHERE state = 'running';
CREATE INDEX turns_message ON turns (user_message_id);
CREATE INDEX turns_ended ON turns (ended_at);

-- The numbered deltas of a turn, appended in pieces: first_index is the index of the first delta in this piece.
CREATE TABLE turn_deltas (
    turn_id text NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
    first_index bigint NOT NULL,
    deltas text NOT NULL,
    PRIMARY KEY (turn_id, first_index)
);

CREATE TABLE profiles (
    principal_id text PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE,
    name text,
    preferences text NOT NULL,
    important_facts text NOT NULL,
    memory_enabled bigint NOT NULL,
    timezone text,
    onboarded bigint NOT NULL,
    updated_at bigint NOT NULL
);
