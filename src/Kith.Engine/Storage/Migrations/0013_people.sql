-- A people chat is a conversation that belongs to a principal of its own, of the kind 'chat', which nobody is: its members read it.
-- A direct chat is the only one of its two members, whose ids in order are its pair. last_depth is the newest message's, deleted or not.
CREATE TABLE people_chats (
    conversation_id text PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
    kind text NOT NULL,
    pair text,
    last_depth bigint NOT NULL
);
CREATE UNIQUE INDEX people_chats_pair ON people_chats (pair);

-- Only who is 'present' reads it: who is 'withheld' was added by somebody they block, and 'left' may come back.
-- A member sees what came after from_depth. The told depths are what the others know of what arrived and was read; the own
-- ones what the member sees in their place, which are as if nobody blocked anybody.
CREATE TABLE members (
    conversation_id text NOT NULL REFERENCES people_chats (conversation_id) ON DELETE CASCADE,
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    role text NOT NULL,
    state text NOT NULL,
    joined_at bigint NOT NULL,
    from_depth bigint NOT NULL,
    read_depth bigint NOT NULL,
    delivered_depth bigint NOT NULL,
    told_read_depth bigint NOT NULL,
    told_delivered_depth bigint NOT NULL,
    own_read_depth bigint NOT NULL,
    own_delivered_depth bigint NOT NULL,
    ai_context bigint NOT NULL,
    PRIMARY KEY (conversation_id, principal_id)
);
CREATE INDEX members_principal ON members (principal_id, state);

-- Of messages between people: what it replies to, the agent that wrote it, the agent it calls that is to answer it yet, and 1 where nobody
-- but its sender may see it. Elsewhere null.
ALTER TABLE messages ADD COLUMN reply_to text;
ALTER TABLE messages ADD COLUMN agent_id text;
ALTER TABLE messages ADD COLUMN awaited_agent_id text;
CREATE INDEX messages_awaiting ON messages (conversation_id, depth) WHERE awaited_agent_id IS NOT NULL;
ALTER TABLE messages ADD COLUMN withheld bigint;
CREATE INDEX messages_between_people ON messages (sender_id, conversation_id) WHERE withheld IS NOT NULL;

-- withheld: 1 where nobody but who gave it may see it.
CREATE TABLE reactions (
    message_id text NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    emoji text NOT NULL,
    withheld bigint NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (message_id, principal_id, emoji)
);
CREATE INDEX reactions_principal ON reactions (principal_id);

-- The people chat an AI chat may read, as long as its owner is in it, be it there or not; what it read of it, one row for each time, for
-- all its members to see; and how many of those messages an answer was given.
ALTER TABLE conversations ADD COLUMN related_chat_id text;
ALTER TABLE messages ADD COLUMN quoted bigint NOT NULL DEFAULT 0;
CREATE TABLE context_uses (
    id text PRIMARY KEY,
    conversation_id text NOT NULL REFERENCES people_chats (conversation_id) ON DELETE CASCADE,
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    messages bigint NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX context_uses_chat ON context_uses (conversation_id, id);
CREATE INDEX context_uses_principal ON context_uses (principal_id);

-- Who asked whom, by what they asked for: an address or an id; 'taken:' and its own id once they took it back. addressee_id is null where
-- there is nobody of that name, or not yet, and where the same two have a row already: that one alone has their pair, and is what holds
-- between them. Each side may have put it out of its own sight: who declines, or takes back what was declined. It is 'ended' when only
-- somebody who blocks the other still sees it.
CREATE TABLE connections (
    id text PRIMARY KEY,
    requester_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    addressee_id text REFERENCES principals (id) ON DELETE CASCADE,
    asked_for text NOT NULL,
    pair text,
    status text NOT NULL,
    hidden_from_requester bigint NOT NULL,
    hidden_from_addressee bigint NOT NULL,
    conversation_id text REFERENCES people_chats (conversation_id) ON DELETE SET NULL,
    created_at bigint NOT NULL
);
CREATE UNIQUE INDEX connections_pair ON connections (pair);
CREATE UNIQUE INDEX connections_asked ON connections (requester_id, asked_for);
CREATE INDEX connections_addressee ON connections (addressee_id);
CREATE INDEX connections_asked_for ON connections (asked_for) WHERE addressee_id IS NULL;
CREATE INDEX connections_chat ON connections (conversation_id);

CREATE TABLE blocks (
    blocker_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    blocked_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    created_at bigint NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id)
);
CREATE INDEX blocks_blocked ON blocks (blocked_id);
