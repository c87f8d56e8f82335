-- A principal owns a log, limits and conversations: a user, one guest, one chatbot session made without credentials,
-- one end user of an API key. Its user_id is the account it shows; all guests show the anonymous one.
-- The principal of a registered user has the user's id. Times are Unix milliseconds.
CREATE TABLE users (
    id text PRIMARY KEY,
    email text,
    display_name text NOT NULL,
    password_hash text,
    role text NOT NULL,
    is_anonymous bigint NOT NULL,
    suspended_at bigint,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE UNIQUE INDEX users_email ON users (email);

CREATE TABLE principals (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL,
    created_at bigint NOT NULL,
    last_seen_at bigint NOT NULL
);
CREATE INDEX principals_user ON principals (user_id);
CREATE INDEX principals_kind ON principals (kind, last_seen_at);

-- A sign-in on one device, reached by its cookie or by its newest refresh token; gone once it is revoked.
CREATE TABLE sign_ins (
    id text PRIMARY KEY,
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    cookie_hash text NOT NULL,
    user_agent text NOT NULL,
    network text NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE UNIQUE INDEX sign_ins_cookie ON sign_ins (cookie_hash);
CREATE INDEX sign_ins_principal ON sign_ins (principal_id);
CREATE INDEX sign_ins_expiry ON sign_ins (expires_at);

CREATE TABLE refresh_tokens (
    token_hash text PRIMARY KEY,
    sign_in_id text NOT NULL REFERENCES sign_ins (id) ON DELETE CASCADE,
    created_at bigint NOT NULL,
    used_at bigint
);
CREATE INDEX refresh_tokens_sign_in ON refresh_tokens (sign_in_id);

-- Sign-ins that are gone while their access tokens may live: polled by every node, kept for an hour.
CREATE TABLE revocations (
    sign_in_id text PRIMARY KEY,
    revoked_at bigint NOT NULL
);
CREATE INDEX revocations_at ON revocations (revoked_at);

-- Secrets every node shares: the ring of JWT keys, the anti-forgery key.
CREATE TABLE secrets (
    id text PRIMARY KEY,
    purpose text NOT NULL,
    secret bytea NOT NULL,
    created_at bigint NOT NULL
);

-- One-time tokens: the set-up link of the administrator, tickets for sockets.
CREATE TABLE one_time_tokens (
    token_hash text PRIMARY KEY,
    purpose text NOT NULL,
    subject_id text NOT NULL,
    expires_at bigint NOT NULL
);

-- Wrong passwords lately, per account and network and per network; slows down, never locks.
CREATE TABLE sign_in_failures (
    key_hash text PRIMARY KEY,
    failures bigint NOT NULL,
    first_at bigint NOT NULL,
    last_at bigint NOT NULL
);
