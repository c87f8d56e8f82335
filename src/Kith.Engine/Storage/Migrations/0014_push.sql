-- Nodes that hold somebody's sockets. One that wasn't seen for a minute is gone, and nobody is there any more.
CREATE TABLE presence_nodes (
    node_id text PRIMARY KEY,
    seen_at bigint NOT NULL
);

-- Who has a socket open, and where; away: 1 where none of them is looked at.
CREATE TABLE presence (
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    node_id text NOT NULL REFERENCES presence_nodes (node_id) ON DELETE CASCADE,
    away bigint NOT NULL,
    PRIMARY KEY (principal_id, node_id)
);
CREATE INDEX presence_node ON presence (node_id);

-- Who wants nobody to know whether they are there.
CREATE TABLE presence_hidden (
    principal_id text PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE
);

-- A device that wants to be told: a browser at its push service (its address, and what is encrypted with), or an app of FCM's (its token).
-- It goes with the sign-in it was made by.
CREATE TABLE push_subscriptions (
    id text PRIMARY KEY,
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    sign_in_id text NOT NULL REFERENCES sign_ins (id) ON DELETE CASCADE,
    kind text NOT NULL,
    address text NOT NULL,
    address_hash text NOT NULL,
    public_key text,
    secret text,
    show_content bigint NOT NULL,
    expires_at bigint,
    created_at bigint NOT NULL,
    renewed_at bigint NOT NULL
);
CREATE UNIQUE INDEX push_subscriptions_address ON push_subscriptions (address_hash);
CREATE INDEX push_subscriptions_principal ON push_subscriptions (principal_id, renewed_at);
CREATE INDEX push_subscriptions_sign_in ON push_subscriptions (sign_in_id);

-- What is to be told to a device: of one topic only the newest. Whoever sends it holds it until due_at; a revision is of the newest.
CREATE TABLE pushes (
    subscription_id text NOT NULL REFERENCES push_subscriptions (id) ON DELETE CASCADE,
    topic text NOT NULL,
    kind text NOT NULL,
    subject_id text NOT NULL,
    revision bigint NOT NULL,
    attempts bigint NOT NULL,
    due_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (subscription_id, topic)
);
CREATE INDEX pushes_due ON pushes (due_at);
