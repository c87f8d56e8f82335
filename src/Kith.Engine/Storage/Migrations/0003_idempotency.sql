-- What a request with an Idempotency-Key made, for a day. It commits with what it names; while that is being made, resource_id is empty.
CREATE TABLE idempotency_keys (
    principal_id text NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
    key text NOT NULL,
    request_hash text NOT NULL,
    kind text NOT NULL,
    resource_id text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (principal_id, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
