-- Tickets, what was said on them and what is attached to them.
-- Never repeats, whatever the day; the day stands beside it in the number.
CREATE SEQUENCE ticket_number;

CREATE TABLE ticket (
    id text PRIMARY KEY,
    number text NOT NULL UNIQUE,
    title text NOT NULL,
    description text NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'in_progress', 'waiting', 'resolved', 'closed')),
    priority text NOT NULL CHECK (priority IN ('low', 'medium', 'high', 'urgent')),
    project_id text NOT NULL REFERENCES project,
    queue_id text REFERENCES queue,
    reporter_id text NOT NULL REFERENCES app_user,
    assignee_id text REFERENCES app_user,
    tags text[] NOT NULL DEFAULT '{}',
    due timestamptz,
    last_reply_at timestamptz,
    last_reply_by text CHECK (last_reply_by IN ('staff', 'customer')),
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    search tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A')
        || setweight(to_tsvector('simple', number), 'A')
        || setweight(to_tsvector('simple', description), 'B')
    ) STORED
);

CREATE INDEX ticket_search ON ticket USING gin (search);
CREATE INDEX ticket_tags ON ticket USING gin (tags);
CREATE INDEX ticket_by_update ON ticket (updated_at DESC, id DESC);
CREATE INDEX ticket_by_creation ON ticket (created_at DESC, id DESC);
CREATE INDEX ticket_project ON ticket (project_id, updated_at DESC);
CREATE INDEX ticket_queue ON ticket (queue_id, updated_at DESC);
CREATE INDEX ticket_reporter ON ticket (reporter_id);
CREATE INDEX ticket_assignee ON ticket (assignee_id);

CREATE TABLE ticket_follower (
    ticket_id text NOT NULL REFERENCES ticket ON DELETE CASCADE,
    user_id text NOT NULL REFERENCES app_user,
    PRIMARY KEY (ticket_id, user_id)
);

CREATE INDEX ticket_follower_user ON ticket_follower (user_id);

-- Each change of each public field, by the version that it made: what a stale edit is merged with.
CREATE TABLE ticket_change (
    ticket_id text NOT NULL REFERENCES ticket ON DELETE CASCADE,
    version bigint NOT NULL,
    field text NOT NULL,
    old_value jsonb NOT NULL,
    new_value jsonb NOT NULL,
    at timestamptz NOT NULL,
    actor_id text,
    PRIMARY KEY (ticket_id, version, field)
);

CREATE TABLE comment (
    id text PRIMARY KEY,
    ticket_id text NOT NULL REFERENCES ticket ON DELETE CASCADE,
    author_id text NOT NULL REFERENCES app_user,
    body text NOT NULL,
    internal boolean NOT NULL,
    -- on which side of the ticket its author stood when they wrote it
    side text NOT NULL CHECK (side IN ('staff', 'customer')),
    created_at timestamptz NOT NULL,
    edited_at timestamptz,
    search tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED
);

CREATE INDEX comment_ticket ON comment (ticket_id, id);
CREATE INDEX comment_search ON comment USING gin (search);

-- What a comment said before each edit.
CREATE TABLE comment_edit (
    comment_id text NOT NULL REFERENCES comment ON DELETE CASCADE,
    edited_at timestamptz NOT NULL,
    editor_id text NOT NULL,
    body text NOT NULL
);

CREATE INDEX comment_edit_comment ON comment_edit (comment_id, edited_at);

CREATE TABLE attachment (
    id text PRIMARY KEY,
    ticket_id text NOT NULL REFERENCES ticket ON DELETE CASCADE,
    comment_id text REFERENCES comment ON DELETE CASCADE,
    uploader_id text NOT NULL REFERENCES app_user,
    name text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    internal boolean NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX attachment_ticket ON attachment (ticket_id, created_at, id);
CREATE INDEX attachment_comment ON attachment (comment_id);
