-- What people are told. Kept until they clear it.
CREATE TABLE notification (
    id text PRIMARY KEY,
    user_id text NOT NULL REFERENCES app_user,
    type text NOT NULL,
    tier text NOT NULL CHECK (tier IN ('high', 'medium', 'low')),
    title text NOT NULL,
    message text NOT NULL,
    ticket_id text REFERENCES ticket ON DELETE CASCADE,
    -- it tells of something that staff alone may read
    internal boolean NOT NULL,
    created_at timestamptz NOT NULL,
    read_at timestamptz
);

CREATE INDEX notification_user ON notification (user_id, id DESC);
CREATE INDEX notification_unread ON notification (user_id, id DESC) WHERE read_at IS NULL;
CREATE INDEX notification_ticket ON notification (ticket_id);
