import { describedEvents } from "../support/asyncapi.ts";
import { expect, test } from "../support/test.ts";
import { Tab } from "../support/tab.ts";
import { everybodyCommands, everybodyJoins, SENT } from "../rights/answers.ts";
import { bindings, FOLLOWERS, foundCompany, memberships, ROOT, ticketOf, TICKETS } from "../rights/company.ts";
import { Doors } from "../rights/doors.ts";
import { everybodySees } from "../rights/presence.ts";
import { commands, events, ROLES, type Role } from "../rights/table.mjs";
import { codeOf, type Stage } from "../rights/stage.ts";
import { stimuli } from "../rights/stimuli.ts";

// A desk of its own: what others do on it would be news to its administrators. Its sessions end a minute and a bit after
// they began, so that who signed in by cookie is soon told.
test.use({ deskOptions: { env: { SESSION_TTL: "62s" } } });
test.describe.configure({ mode: "serial", timeout: 120_000 });

let stage: Stage;
let round = 0;

test.beforeAll(async ({ desk }) => {
  // Passwords are made to be slow, and there is somebody for each cell.
  test.setTimeout(240_000);
  stage = await foundCompany(desk);
});

test.afterAll(() => stage?.close());

/** Does all that there is to hear of, and returns each cell of the table that the desk does not keep to. */
async function everythingHappens(): Promise<string[]> {
  const wrong: string[] = [];
  for (const { title, calls } of stimuli(++round)) {
    await stage.act(...calls);
    wrong.push(...(await stage.differences()).map((difference) => `${title}: ${difference}`));
  }
  return wrong;
}

test("the table knows every event and every command of docs/asyncapi.yaml, and no other", () => {
  expect(Object.keys(events).toSorted()).toEqual(describedEvents.toSorted());
  expect(Object.keys(SENT).toSorted()).toEqual(Object.keys(commands).toSorted());
});

test("who has not shown who they are is refused every command", async ({ desk }) => {
  const tab = await Tab.prepare(stage.hand.person(ROOT), { proof: "none" });
  tab.socket.connect();
  await tab.connected();
  for (const [event, payload] of Object.entries(SENT).filter(([event]) => event !== "authenticate")) {
    expect(await tab.ask(event, payload), event).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
  }
  tab.close();
  expect(tab.received, desk.url).toEqual([]);
});

test("every room is joined and refused as the table says", async () => {
  expect(await everybodyJoins(stage)).toEqual([]);
});

test("every event reaches those whom the table names, and nobody else", async () => {
  expect(await everythingHappens()).toEqual([]);
});

test("every command is answered as the table says, whoever sends it", async () => {
  expect(await everybodyCommands(stage, ticketOf("customer"))).toEqual([]);
  expect(await stage.differences()).toEqual([]);
});

test("what staff do at a ticket, who is online and how many tickets there are is seen as the table says", async () => {
  expect(await everybodySees(stage, ticketOf("sales"), ["agent/project", "agent/team"], round)).toEqual([]);
  expect(await stage.differences()).toEqual([]);
});

test("the stream, the feed and the native sockets show the same, and let in whom the table lets in", async () => {
  const doors = await Doors.open(stage);
  expect(doors.wrong).toEqual([]);
  const from = stage.shown.length;
  expect(await everythingHappens()).toEqual([]);
  // What each door must show at last.
  const members = ["sales", "customer"].flatMap((role) => [`${role}/project`, `${role}/project+watcher`]);
  await stage.act(
    ...members.map((reporter) => ({ call: "create" as const, by: ROOT, ticket: `last of ${reporter}`, project: "project1", reporter })),
    ...[...stage.tabs.keys()].map((who) => ({ call: "tell" as const, by: ROOT, who, title: "The last" })),
  );
  const stream = "fence:of-the-doors";
  expect(await stage.differences(stream)).toEqual([]);
  const ticket = (name: string) => `last of ${members.find((member) => member === name) ?? members[0]}`;
  expect(await doors.differences(stage, stage.shown.slice(from), { stream, notification: "The last", ticket })).toEqual([]);
  doors.close();
});

test("who has lost what bound them hears nothing of it any more", async () => {
  await stage.act(
    ...memberships("quit"),
    ...bindings("unfollow"),
    ...TICKETS.map((ticket) => ({ call: "change" as const, by: ROOT, ticket, patch: { assignee: null } })),
  );
  expect(await stage.differences()).toEqual([]);
  expect(await everythingHappens()).toEqual([]);
  expect(await everybodySees(stage, ticketOf("sales"), [ROOT, "admin/stranger"], round)).toEqual([]);
  expect(await everybodyJoins(stage)).toEqual([]);
  expect(await stage.differences()).toEqual([]);
});

test("who gets it back hears of it where they stand by themselves, and elsewhere once they have joined again", async () => {
  await stage.act(
    ...memberships("join"),
    ...bindings("follow", FOLLOWERS.filter((name) => name !== "agent/follower")),
    ...ROLES.filter((role) => role !== "agent").map((role) => ({
      call: "change" as const,
      by: ROOT,
      ticket: ticketOf(role),
      patch: { assignee: `${role}/assignee` },
    })),
  );
  expect(await stage.differences()).toEqual([]);
  expect(await everythingHappens()).toEqual([]);
  expect(await everybodyJoins(stage)).toEqual([]);
  expect(await everythingHappens()).toEqual([]);
});

test("who is given another role hears by that role from then on", async () => {
  const next = (role: Role) => ROLES[(ROLES.indexOf(role) + 1) % ROLES.length] ?? role;
  const people = [...stage.world.people].filter(([name]) => name !== ROOT);
  await stage.act(...people.map(([who, { roles }]) => ({ call: "roles" as const, by: ROOT, who, roles: roles.map(next) })));
  expect(await stage.differences()).toEqual([]);
  expect(await everythingHappens()).toEqual([]);
  expect(await everybodyJoins(stage)).toEqual([]);
  expect(await everybodyCommands(stage, ticketOf("customer"))).toEqual([]);
  expect(await everythingHappens()).toEqual([]);
});

test("a team that loses its queue loses the queue's tickets", async () => {
  await stage.act({ call: "give queue", by: ROOT, queue: "queue1", team: "team2" });
  expect(await stage.differences()).toEqual([]);
  expect(await everythingHappens()).toEqual([]);
  await stage.act({ call: "give queue", by: ROOT, queue: "queue1", team: "team1" });
  expect(await stage.differences()).toEqual([]);
  expect(await everythingHappens()).toEqual([]);
});

test("that a ticket was deleted is told to those who could read it", async () => {
  expect(await everybodyJoins(stage)).toEqual([]);
  await stage.act(...TICKETS.map((ticket) => ({ call: "delete" as const, by: ROOT, ticket })));
  expect(await stage.differences()).toEqual([]);
});

test("an event without an acknowledgement that fails is told to its sender alone", async () => {
  const sender = stage.tab("customer/stranger");
  stage.expect("customer/stranger", "error make:coffee");
  sender.socket.emit("make:coffee");
  await sender.until("error");
  expect(await stage.differences()).toEqual([]);
});

test("what one has read is told to oneself alone", async () => {
  for (const name of stage.tabs.keys()) {
    const { unread } = await stage.hand.person(name).get("/notifications");
    await stage.hand.person(name).post("/notifications/read-all");
    if (unread > 0) stage.expect(name, `notification:read ${name}`);
  }
  expect(await stage.differences()).toEqual([]);
});

test("that credentials end soon is told to their connection alone", async () => {
  const person = stage.hand.person("sales/stranger");
  const tab = await Tab.open(person, { proof: "cookie" });
  await tab.until("auth:expiring");
  expect(await stage.differences()).toEqual([]);
  tab.close();
});

test("whose account is closed is disconnected", async () => {
  const [name, tab] = ["agent/team", stage.tab("agent/team")];
  const ended = tab.once("disconnect");
  const answer = await stage.hand.person(ROOT).call("PATCH", `/users/${stage.hand.id(name)}`, { body: { active: false } });
  expect(answer.status).toBe(200);
  expect((await ended)[0]).toBe("io server disconnect");
  const again = await Tab.prepare(stage.hand.person(name));
  const refused = again.once("connect_error");
  again.socket.connect();
  expect(codeOf({ error: { code: (await refused)[0].data.code } })).toBe(4003);
});

test("everybody is told that the desk restarts", async ({ desk }) => {
  const told = [...stage.tabs].filter(([name]) => name !== "agent/team").map(([, tab]) => tab.until("server:restarting"));
  await Promise.all([desk.stop(), ...told]);
});
