-- A key acts for the principal that made it. One that was revoked has no secret any more, and goes when its end users are erased.
CREATE TABLE api_keys (
    id text PRIMARY KEY,
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    name text NOT NULL,
    secret_hash text,
    hint text NOT NULL,
    scopes bigint NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint
);
CREATE INDEX api_keys_principal ON api_keys (principal_id, created_at);
CREATE UNIQUE INDEX api_keys_secret ON api_keys (secret_hash) WHERE secret_hash IS NOT NULL;

-- The people of an app that talks with a key: each a principal with conversations and a memory of its own.
CREATE TABLE end_users (
    principal_id text PRIMARY KEY REFERENCES principals (id) ON DELETE CASCADE,
    api_key_id text NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
    label text NOT NULL
);
CREATE UNIQUE INDEX end_users_label ON end_users (api_key_id, label);
CREATE INDEX end_users_key ON end_users (api_key_id, principal_id);
