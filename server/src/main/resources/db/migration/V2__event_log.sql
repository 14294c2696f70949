-- The durable event log. A row is appended by the transaction that makes it true and has no `seq`
-- until the sequencer, which alone writes that column, has numbered it in an order of its own.
CREATE TABLE event (
    append_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seq bigint UNIQUE,
    id text NOT NULL UNIQUE,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    actor_id text,
    actor_name text,
    body jsonb NOT NULL
);

CREATE INDEX event_unsequenced ON event (append_id) WHERE seq IS NULL;

-- One row: the last position given out, and the lock under which positions are given out.
CREATE TABLE event_head (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    seq bigint NOT NULL
);

INSERT INTO event_head (seq) VALUES (0);

-- The first answer to a creating call, kept for a day under the caller's Idempotency-Key.
CREATE TABLE idempotency (
    user_id text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    answer text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, key)
);

CREATE INDEX idempotency_created_at ON idempotency (created_at);
