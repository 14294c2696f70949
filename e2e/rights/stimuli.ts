import { ROLES } from "./table.mjs";
import type { Call } from "./calls.ts";
import { EVERYBODY, ROOT, TICKETS } from "./company.ts";
import type { Name } from "./world.ts";

/** Calls that belong together, and what they are about. */
export interface Stimulus {
  title: string;
  calls: Call[];
}

/**
 * Every durable event of the table at least once, in each of its forms, at each of the four tickets. All of it is said by
 * the administrator, who stands in every room and has every right, but for the reply of a reporter.
 */
export function stimuli(round: number): Stimulus[] {
  const each = (calls: (ticket: Name) => Call[]) => TICKETS.flatMap(calls);
  const change = (patch: Extract<Call, { call: "change" }>["patch"]) =>
    each((ticket) => [{ call: "change", by: ROOT, ticket, patch }]);
  const made = ROLES.map((role) => `new ${role} ${round}`);
  const remake = (patch: Extract<Call, { call: "change" }>["patch"]) =>
    made.map((ticket): Call => ({ call: "change", by: ROOT, ticket, patch }));
  const item = `item ${round}`;
  const onClient = (what: Extract<Call, { call: "timeline" }>["what"]): Call => ({ call: "timeline", by: ROOT, entity: "client:c1", what, item });
  return [
    {
      title: "tickets are created, with an assignee, in a queue",
      calls: ROLES.map((role, i) => ({
        call: "create",
        by: ROOT,
        ticket: made[i] ?? "",
        project: "project1",
        queue: "queue1",
        reporter: `${role}/reporter`,
        // Who works on none of the project's tickets cannot be assigned one.
        assignee: "sales/assignee",
      })),
    },
    { title: "a status changes", calls: change({ status: "in_progress" }) },
    { title: "a priority becomes urgent", calls: change({ priority: "urgent" }) },
    { title: "several fields change at once", calls: change({ status: "waiting", priority: "low", title: "Several" }) },
    { title: "a title changes", calls: change({ title: `Round ${round}` }) },
    { title: "an assignee changes", calls: [...remake({ assignee: ROOT }), ...remake({ assignee: "customer/assignee" }), ...remake({ assignee: null })] },
    { title: "a ticket moves between queues", calls: [...remake({ queue: "queue2" }), ...remake({ queue: null }), ...remake({ queue: "queue1" })] },
    { title: "somebody comes to follow and ceases to", calls: [...follow("follow", made), ...follow("unfollow", made)] },
    ...[false, true].flatMap((internal) => parts(round, internal)),
    {
      title: "a reporter replies to what waits",
      calls: ["sales", "customer"].map((role) => ({
        call: "comment",
        by: `${role}/reporter`,
        ticket: `ticket of ${role}`,
        part: `reply ${role} ${round}`,
        internal: false,
      })),
    },
    { title: "a client's timeline changes", calls: (["add", "edit", "remove", "bulk", "refresh"] as const).map(onClient) },
    { title: "a team is told something", calls: [{ call: "announce", by: ROOT, team: "team1", title: `Lunch ${round}` }] },
    {
      title: "everybody is told something for themselves",
      calls: EVERYBODY.map((who) => ({ call: "tell", by: ROOT, who, title: `To ${who} ${round}` })),
    },
    {
      title: "another program sends something into every room",
      calls: [
        ...["team:team1", "project:project1", "queue:queue1", "timeline:client:c1", "user:sales/stranger", "role:agent"],
        ...TICKETS.flatMap((ticket) => [`ticket:${ticket}`, `timeline:ticket:${ticket}`]),
      ].map((room) => ({ call: "broadcast", by: ROOT, room, event: "deploy:done" })),
    },
    {
      title: "a queue is made and given to another team",
      calls: [
        { call: "found queue", by: ROOT, queue: `queue of round ${round}`, project: "project1", team: "team1" },
        { call: "give queue", by: ROOT, queue: `queue of round ${round}`, team: "team2" },
      ],
    },
    { title: "tickets are deleted", calls: made.map((ticket) => ({ call: "delete", by: ROOT, ticket })) },
  ];
}

function follow(call: "follow" | "unfollow", tickets: Name[]): Call[] {
  return tickets.map((ticket) => ({ call, by: ROOT, ticket, who: "customer/stranger" }));
}

/** What is written and attached, edited and taken away. */
function parts(round: number, internal: boolean): Stimulus[] {
  const kind = internal ? "an internal" : "a public";
  const named = (what: string, ticket: Name) => `${internal ? "internal " : ""}${what} ${round} on ${ticket}`;
  const add = (call: "comment" | "attach", what: string, mentions?: Name[]) =>
    TICKETS.map((ticket): Call => ({ call, by: ROOT, ticket, part: named(what, ticket), internal, ...(mentions && { mentions }) }));
  const alter = (call: "edit" | "remove", what: string) =>
    TICKETS.map((ticket): Call => ({ call, by: ROOT, part: named(what, ticket) }));
  return [
    { title: `${kind} comment is written`, calls: add("comment", "comment") },
    { title: `${kind} comment is edited and deleted`, calls: [...alter("edit", "comment"), ...alter("remove", "comment")] },
    { title: `${kind} comment mentions everybody`, calls: add("comment", "mention", EVERYBODY) },
    { title: `${kind} file is attached and deleted`, calls: [...add("attach", "file"), ...alter("remove", "file")] },
  ];
}
