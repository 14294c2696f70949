import { NativeTab } from "../support/native.ts";
import { expect, test } from "../support/native-test.ts";

const presenceOf = (projectId: string): string => `/ws/projects/${projectId}/presence/`;

test("staff of a project see each other come, view, type and go", async ({ cast, listen }) => {
  const { agent, admin, sales, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await listen(agent, presenceOf(project.id));
  const list = await tab.until(({ type }) => type === "presence_list");
  expect(list).toMatchObject({ projectId: project.id, total: expect.any(Number), online: expect.any(Array) });

  const other = await listen(admin, presenceOf(project.id));
  await tab.until(({ type, user }) => type === "user_joined" && user.id === admin.id);
  other.send({ type: "viewing", ticket_id: ticket.id });
  expect(await tab.until(({ type, user }) => type === "viewing" && user.id === admin.id)).toMatchObject({
    ticket_id: ticket.id,
    is_viewing: true,
  });
  other.send({ type: "typing", ticket_id: ticket.id, is_typing: true });
  await tab.until(({ type, user, is_typing }) => type === "typing" && user.id === admin.id && is_typing);
  other.send({ type: "typing", ticket_id: ticket.id, is_typing: false });
  await tab.until(({ type, user, is_typing }) => type === "typing" && user.id === admin.id && !is_typing);
  other.socket.terminate();
  await tab.until(({ type, user, is_viewing }) => type === "viewing" && user.id === admin.id && !is_viewing);
  await tab.until(({ type, user }) => type === "user_left" && user.id === admin.id);
});

test("who views over Socket.IO is seen over the native socket", async ({ cast, listen, open }) => {
  const { agent, admin, sales, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await listen(agent, presenceOf(project.id));
  const viewer = await open(admin);
  expect(await viewer.ask("ticket:view", { ticketId: ticket.id })).toMatchObject({ ok: true });
  await tab.until(({ type, ticket_id, user }) => type === "viewing" && ticket_id === ticket.id && user.id === admin.id);
});

test("customers, sales and staff of other projects are not let in, nor told whether there is such a project", async ({ cast }) => {
  const { sales, stranger, project } = cast;
  for (const person of [sales, stranger]) {
    const refused = await NativeTab.attempt(person, presenceOf(project.id));
    expect((await refused.closed).code).toBe(4003);
    expect(refused.received).toEqual([]);
  }
  const nothing = await NativeTab.attempt(stranger, presenceOf("nothing"));
  expect((await nothing.closed).code).toBe(4003);
});

test("a viewer of what they may not read is told so, and nobody else hears of it", async ({ cast, listen }) => {
  const { agent, stranger, project, otherProject } = cast;
  const theirs = await stranger.createTicket({ projectId: otherProject.id });
  const [here, there] = [await listen(agent, presenceOf(project.id)), await listen(stranger, presenceOf(otherProject.id))];
  const refused = await here.ask({ type: "viewing", ticket_id: "nothing" }, "error");
  expect(refused).toMatchObject({ code: "not_found" });
  expect(await here.ask({ type: "viewing", ticket_id: theirs.id }, "error")).toEqual(refused);
  expect(await here.ask({ type: "typing", ticket_id: theirs.id, is_typing: true }, "error")).toEqual(refused);
  expect(await here.ask({ type: "viewing" }, "error")).toMatchObject({ code: "invalid" });
  expect(await here.ask({ type: "typing", ticket_id: "nothing" }, "error")).toMatchObject({ code: "invalid" });
  // What happens at one ticket is told in its order.
  there.send({ type: "viewing", ticket_id: theirs.id });
  await there.until(({ type, ticket_id, user }) => type === "viewing" && ticket_id === theirs.id && user.id === stranger.id);
  const list = await there.until(({ type, viewing }) => type === "presence_list" && viewing.length > 0);
  expect(list.viewing).toEqual([{ ticketId: theirs.id, userIds: [stranger.id] }]);
  expect(there.received.filter(({ user }) => user?.id === agent.id)).toEqual([]);
  await here.ping();
  expect(here.received.filter(({ ticket_id }) => ticket_id !== undefined)).toEqual([]);
});
