-- What stands in each queue, counted by the transactions that change it. A row says that so many
-- tickets of a kind came (or, below zero, went); what stands there is the sum of the rows. Rows are
-- only added, so two changes of one queue do not wait for each other; sums replace them from time to
-- time.
CREATE TABLE queue_count (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue_id text NOT NULL REFERENCES queue ON DELETE CASCADE,
    status text NOT NULL,
    priority text NOT NULL,
    assigned boolean NOT NULL,
    tickets bigint NOT NULL
);

CREATE INDEX queue_count_queue ON queue_count (queue_id);

-- How long a ticket waited for the first public comment of staff, and for being resolved, if it is.
-- The queue is the one that the ticket lies in.
CREATE TABLE ticket_time (
    ticket_id text NOT NULL REFERENCES ticket ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('first_response', 'resolution')),
    queue_id text REFERENCES queue ON DELETE CASCADE,
    -- when it was over
    at timestamptz NOT NULL,
    ms bigint NOT NULL,
    PRIMARY KEY (ticket_id, kind)
);

CREATE INDEX ticket_time_queue ON ticket_time (queue_id, kind, at);

-- The oldest ticket of a queue that is not done.
CREATE INDEX ticket_oldest_open ON ticket (queue_id, created_at)
    WHERE status IN ('open', 'in_progress', 'waiting');

INSERT INTO queue_count (queue_id, status, priority, assigned, tickets)
SELECT queue_id, status, priority, assignee_id IS NOT NULL, count(*)
FROM ticket WHERE queue_id IS NOT NULL
GROUP BY queue_id, status, priority, assignee_id IS NOT NULL;

INSERT INTO ticket_time (ticket_id, kind, queue_id, at, ms)
SELECT t.id, 'first_response', t.queue_id, c.at,
       round(extract(epoch FROM c.at - t.created_at) * 1000)
FROM ticket t
JOIN (SELECT ticket_id, min(created_at) AS at FROM comment
      WHERE NOT internal AND side = 'staff' GROUP BY ticket_id) c ON c.ticket_id = t.id
UNION ALL
SELECT t.id, 'resolution', t.queue_id, h.at,
       round(extract(epoch FROM h.at - t.created_at) * 1000)
FROM ticket t
JOIN (SELECT ticket_id, max(at) AS at FROM ticket_change
      WHERE field = 'status' AND new_value #>> '{}' IN ('resolved', 'closed')
          AND old_value #>> '{}' NOT IN ('resolved', 'closed')
      GROUP BY ticket_id) h ON h.ticket_id = t.id
WHERE t.status IN ('resolved', 'closed');
