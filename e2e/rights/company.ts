import { Person, unique } from "../support/api.ts";
import type { Desk } from "../support/desk.ts";
import { MEMBERSHIPS, ROLES, type Role } from "./table.mjs";
import { Stage } from "./stage.ts";
import type { Call } from "./calls.ts";
import type { Name } from "./world.ts";

/** The administrator who says what is said. */
export const ROOT = "root";

/** Somebody for each cell of a grid, called `agent/team+watcher` and the like. */
export const CELLS: Name[] = ROLES.flatMap((role) => MEMBERSHIPS.map((membership) => `${role}/${membership}`));

/** Two roles and one membership: what the one may not, the other may. */
export const BOTH = "agent and customer/follower";

export const EVERYBODY = [ROOT, ...CELLS, BOTH];

/** The ticket that was reported by the reporter of that role, and is assigned to the assignee of it. */
export const ticketOf = (role: Role): Name => `ticket of ${role}`;

export const TICKETS = ROLES.map(ticketOf);

export const FOLLOWERS = [...ROLES.map((role) => `${role}/follower`), BOTH];

/** Staff whom nothing but a ticket binds: they can be bound to it only while they may read it. */
const BOUND = ["agent/reporter", "agent/assignee", "agent/follower"];

/** A desk with a person for each cell, in a project `project1` with the queues `queue1` of `team1` and `queue2` of `team2`. */
export async function foundCompany(desk: Desk): Promise<Stage> {
  const stage = new Stage(ROOT);
  const root = await Person.admin(desk);
  stage.meet(ROOT, root, ["admin"]);
  await hireAll(stage, root);
  // The desk's own first project, of which its administrator is a member.
  const [support] = (await root.get("/projects")).items;
  stage.hand.call("support", support.id);
  stage.world.projects.set("support", new Set([ROOT]));
  stage.hand.call("c1", unique());

  await stage.founded("project", "project1");
  await stage.founded("team", "team1");
  await stage.founded("team", "team2");
  await stage.act(
    { call: "found queue", by: ROOT, queue: "queue1", project: "project1", team: "team1" },
    { call: "found queue", by: ROOT, queue: "queue2", project: "project1", team: "team2" },
    ...memberships("join"),
    ...BOUND.map((who): Call => ({ call: "join", by: ROOT, of: "project", id: "project1", who })),
  );
  for (const role of ROLES) {
    const bound = { reporter: `${role}/reporter`, assignee: `${role}/assignee` };
    await stage.act({ call: "create", by: ROOT, ticket: ticketOf(role), project: "project1", queue: "queue1", ...bound });
  }
  await stage.act(...bindings("follow"), ...BOUND.map((who): Call => ({ call: "quit", by: ROOT, of: "project", id: "project1", who })));
  // A queue's news come with what made it, so nobody listens before.
  await Promise.all(EVERYBODY.map((name) => stage.open(name)));
  await stage.differences();
  return stage;
}

/** Passwords are made to be slow, and the desk's machine has few cores. */
async function hireAll(stage: Stage, root: Person): Promise<void> {
  const waiting = EVERYBODY.slice(1);
  const hire = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      const [roles = "", membership = ""] = name.split("/");
      const held = roles.split(" and ") as Role[];
      stage.meet(name, await root.hire(`${roles} ${membership.replace("+", " ")}`, held), held);
    }
  };
  await Promise.all([hire(), hire()]);
}

const ofMembership = (...names: string[]) => CELLS.filter((cell) => names.includes(cell.split("/")[1] ?? ""));

/** Gives or takes the memberships of project, team and watchers. */
export function memberships(call: "join" | "quit"): Call[] {
  return [
    ...ofMembership("project", "project+watcher").map((who): Call => ({ call, by: ROOT, of: "project", id: "project1", who })),
    ...ofMembership("team", "team+watcher").map((who): Call => ({ call, by: ROOT, of: "team", id: "team1", who })),
    ...ofMembership("watcher", "project+watcher", "team+watcher").map(
      (who): Call => ({ call: call === "join" ? "watch" : "unwatch", by: ROOT, queue: "queue1", who }),
    ),
  ];
}

/** Gives or takes what binds people to a ticket; who reported it did so for ever. */
export function bindings(call: "follow" | "unfollow", followers = FOLLOWERS): Call[] {
  return TICKETS.flatMap((ticket) => followers.map((who): Call => ({ call, by: ROOT, ticket, who })));
}
