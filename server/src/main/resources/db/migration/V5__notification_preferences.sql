-- How a person is told, and ids that programs choose. Such an id is unique among a person's own.
ALTER TABLE notification DROP CONSTRAINT notification_pkey;
ALTER TABLE notification ADD PRIMARY KEY (user_id, id);

ALTER TABLE notification
    -- the ways in which the person was told; the tier follows from them
    ADD COLUMN channels text[] NOT NULL DEFAULT ARRAY['centre'],
    -- a program chose the id: the row outlives clearing, so that a repeat tells nobody again
    ADD COLUMN given_id boolean NOT NULL DEFAULT false,
    ADD COLUMN cleared_at timestamptz;

UPDATE notification SET channels = CASE tier
    WHEN 'high' THEN ARRAY['centre', 'page', 'system', 'sound']
    WHEN 'medium' THEN ARRAY['centre', 'page']
    ELSE ARRAY['centre']
END;

DROP INDEX notification_user;
CREATE INDEX notification_user ON notification (user_id, created_at DESC, id DESC)
    WHERE cleared_at IS NULL;
DROP INDEX notification_unread;
CREATE INDEX notification_unread ON notification (user_id)
    WHERE read_at IS NULL AND cleared_at IS NULL;

-- What a person wants to be told of, where, and how. Without any of the three ids a rule holds
-- everywhere.
CREATE TABLE notification_rule (
    user_id text NOT NULL REFERENCES app_user,
    -- 'any' is every event that has no rule of its own in the same scope
    event text NOT NULL,
    project_id text REFERENCES project ON DELETE CASCADE,
    queue_id text REFERENCES queue ON DELETE CASCADE,
    ticket_id text REFERENCES ticket ON DELETE CASCADE,
    channels text[] NOT NULL,
    CHECK (num_nonnulls(project_id, queue_id, ticket_id) <= 1),
    UNIQUE NULLS NOT DISTINCT (user_id, event, project_id, queue_id, ticket_id)
);

CREATE INDEX notification_rule_project ON notification_rule (project_id);
CREATE INDEX notification_rule_queue ON notification_rule (queue_id);
CREATE INDEX notification_rule_ticket ON notification_rule (ticket_id);

-- When a person wants neither sound nor a notification of the operating system.
CREATE TABLE notification_quiet_hours (
    user_id text PRIMARY KEY REFERENCES app_user,
    -- by the clock of the time zone; from the later to the earlier runs over midnight
    starts time NOT NULL,
    ends time NOT NULL,
    time_zone text NOT NULL,
    -- the days on which it starts
    days text[] NOT NULL
);
