-- People, where they belong, and how they prove who they are. No secret stands here in the clear but
-- the key that signs tokens: sessions, codes and tickets are known by their SHA-256 alone.

-- People are deactivated, never deleted: tickets, comments and events go on naming them.
CREATE TABLE app_user (
    id text PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    -- null until an invitation is accepted
    password_hash text,
    roles text[] NOT NULL CHECK (
        cardinality(roles) > 0 AND roles <@ ARRAY['admin', 'agent', 'sales', 'customer']
    ),
    active boolean NOT NULL DEFAULT true,
    availability text NOT NULL DEFAULT 'online' CHECK (availability IN ('online', 'busy', 'away')),
    must_change_password boolean NOT NULL DEFAULT false,
    -- stands in every token; counting it up ends all tokens of the person
    token_epoch integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL
);

CREATE UNIQUE INDEX app_user_email ON app_user (lower(email));
CREATE INDEX app_user_by_name ON app_user (name, id);

CREATE TABLE team (
    id text PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX team_by_name ON team (name, id);

CREATE TABLE team_member (
    team_id text NOT NULL REFERENCES team ON DELETE CASCADE,
    user_id text NOT NULL REFERENCES app_user,
    PRIMARY KEY (team_id, user_id)
);

CREATE INDEX team_member_user ON team_member (user_id);

CREATE TABLE project (
    id text PRIMARY KEY,
    key text NOT NULL UNIQUE CHECK (key ~ '^[A-Z0-9]{2,10}$'),
    name text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX project_by_name ON project (name, id);

CREATE TABLE project_member (
    project_id text NOT NULL REFERENCES project ON DELETE CASCADE,
    user_id text NOT NULL REFERENCES app_user,
    PRIMARY KEY (project_id, user_id)
);

CREATE INDEX project_member_user ON project_member (user_id);

-- A project or team that still has queues cannot be deleted; neither can a queue that has tickets.
CREATE TABLE queue (
    id text PRIMARY KEY,
    name text NOT NULL,
    project_id text NOT NULL REFERENCES project,
    team_id text NOT NULL REFERENCES team,
    created_at timestamptz NOT NULL
);

CREATE INDEX queue_by_name ON queue (name, id);
CREATE INDEX queue_project ON queue (project_id);
CREATE INDEX queue_team ON queue (team_id);

CREATE TABLE queue_watcher (
    queue_id text NOT NULL REFERENCES queue ON DELETE CASCADE,
    user_id text NOT NULL REFERENCES app_user,
    PRIMARY KEY (queue_id, user_id)
);

CREATE INDEX queue_watcher_user ON queue_watcher (user_id);

-- The cookie holds the secret; `id` is what may be shown and named in a URL. An ended session stays
-- until it would have expired, so that a deactivated person can be told from a stranger.
CREATE TABLE session (
    id text PRIMARY KEY,
    secret_hash bytea NOT NULL UNIQUE,
    user_id text NOT NULL REFERENCES app_user,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    user_agent text,
    address text NOT NULL
);

CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_by_expiry ON session (expires_at);

-- Keys of the desk that are made once and shared by all nodes.
CREATE TABLE secret (
    name text PRIMARY KEY,
    value text NOT NULL
);

-- An invitation or a reset: good once, until it expires.
CREATE TABLE one_time_code (
    code_hash bytea PRIMARY KEY,
    user_id text NOT NULL REFERENCES app_user,
    purpose text NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

CREATE INDEX one_time_code_user ON one_time_code (user_id);

-- A secret for the URL of a WebSocket, spent by deleting it. It lends the credentials it was asked
-- for with: those of a session, or those of a token, which end with it.
CREATE TABLE ws_ticket (
    ticket_hash bytea PRIMARY KEY,
    user_id text NOT NULL REFERENCES app_user,
    session_id text REFERENCES session ON DELETE CASCADE,
    token_epoch integer NOT NULL,
    credentials_until timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX ws_ticket_expiry ON ws_ticket (expires_at);
CREATE INDEX ws_ticket_session ON ws_ticket (session_id);

-- Failed sign-ins of the last minutes. What was typed as e-mail is kept as a hash: it may be anything.
CREATE TABLE login_attempt (
    id text PRIMARY KEY,
    email_hash bytea NOT NULL,
    address text NOT NULL,
    at timestamptz NOT NULL
);

CREATE INDEX login_attempt_email ON login_attempt (email_hash, at);
CREATE INDEX login_attempt_address ON login_attempt (address, at);
CREATE INDEX login_attempt_at ON login_attempt (at);
