-- What the desk does at intervals, and when a node began it last. Exactly one node does each.
CREATE TABLE scheduled_job (
    name     text PRIMARY KEY,
    begun_at timestamptz NOT NULL
);
