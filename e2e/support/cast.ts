import { expect } from "@playwright/test";
import { Person, unique, type Json } from "./api.ts";
import type { Desk } from "./desk.ts";

/** Who is employed at a desk. */
export interface People {
  admin: Person;
  sales: Person;
  agent: Person;
  /** Staff too, but elsewhere. */
  stranger: Person;
}

/** The people of a test, in a project of their own: what others do on the same desk is not theirs. */
export interface Cast extends People {
  /** The sales user and the agent are its members. */
  project: Json;
  /** The agent is in its team. */
  queue: Json;
  team: Json;
  /** The stranger's. */
  otherProject: Json;
}

/** New accounts. Passwords are made to be slow, so tests that can share people do. */
export async function hirePeople(desk: Desk): Promise<People> {
  const admin = await Person.admin(desk);
  const [sales, agent, stranger] = await Promise.all([
    admin.hire("Sally Sales", ["sales"]),
    admin.hire("Arthur Agent", ["agent"]),
    admin.hire("Stan Stranger", ["agent"]),
  ]);
  return { admin, sales, agent, stranger };
}

export async function castOf(people: People): Promise<Cast> {
  const { admin, sales, agent, stranger } = people;
  const [project, otherProject, team] = await Promise.all([
    makeProject(admin),
    makeProject(admin),
    admin.post("/teams", { name: `Team ${unique()}` }),
  ]);
  const before = await agent.eventsHead();
  const queue = await admin.post("/queues", { name: `Queue ${unique()}`, projectId: project.id, teamId: team.id });
  await Promise.all([
    admin.put(`/teams/${team.id}/members/${agent.id}`),
    admin.put(`/projects/${project.id}/members/${sales.id}`),
    admin.put(`/projects/${project.id}/members/${agent.id}`),
    admin.put(`/projects/${otherProject.id}/members/${stranger.id}`),
  ]);
  // Their queues are news to the agent, from the team and from the project: what a test does comes after it.
  const news = async () => (await agent.eventsAfter(before)).filter(({ type }) => type === "user:queue_updated").length;
  await expect.poll(news).toBeGreaterThanOrEqual(2);
  return { ...people, project, queue, team, otherProject };
}

let projects = 0;

function makeProject(admin: Person): Promise<Json> {
  // Two to ten capitals and digits, unique on the desk.
  const key = `P${(Date.now() % 36 ** 5).toString(36)}${process.pid % 36}${(projects++).toString(36)}`;
  return admin.post("/projects", { name: `Project ${unique()}`, key: key.toUpperCase().slice(0, 10) });
}

/**
 * Makes something happen that `person` must hear of, by an event and by a notification. Whatever was
 * to reach them before it has reached them by then. Returns the ticket it is about.
 */
export function somethingFor(person: Person, cast: Cast): Promise<Json> {
  const actor = person.id === cast.admin.id ? cast.agent : cast.admin;
  const project = person.id === cast.stranger.id ? cast.otherProject : cast.project;
  return actor.createTicket({ projectId: project.id, assigneeId: person.id });
}
