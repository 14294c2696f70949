-- What happened to a ticket, a client, a contract: the items of timelines. Tickets have rows of their
-- own elsewhere; of the other entities this is all that the desk knows.
CREATE TABLE timeline_item (
    id text PRIMARY KEY,
    entity_type text NOT NULL,
    entity_id text NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    body text,
    -- of a ticket's: for its staff alone
    internal boolean NOT NULL,
    -- written by the desk about itself, and so not to be changed
    recorded boolean NOT NULL,
    -- null when the desk itself did it; outside code may name somebody who has no account
    actor_id text,
    actor_name text,
    at timestamptz NOT NULL
);

CREATE INDEX timeline_item_entity ON timeline_item (entity_type, entity_id, at DESC, id DESC);

-- The entities other than tickets that have items, for lists; its row is the lock of a timeline.
CREATE TABLE timeline_entity (
    type text NOT NULL,
    id text NOT NULL,
    name text,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (type, id)
);

CREATE INDEX timeline_entity_recent ON timeline_entity (type, last_at DESC, id DESC);
