import { secret, type Answer } from "../support/api.ts";
import { expect, test } from "../support/test.ts";

const ABSENT = "01HZZZZZZZZZZZZZZZZZZZZZZZ";
const MEGABYTE = 1_000_000;

const problem = ({ status, headers, body }: Answer) => {
  expect(headers.get("content-type"), JSON.stringify(body)).toContain("application/problem+json");
  expect(body).toMatchObject({ status, title: expect.any(String) });
  return status;
};

test("what is absent and what one may not see are the same 404, before anything else is looked at", async ({ cast }) => {
  const { sales, stranger, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const comment = await sales.comment(ticket.id);
  const file = await sales.attach(ticket.id);
  for (const rest of ["", "/comments", `/comments/${comment.id}`, "/attachments", `/attachments/${file.id}`]) {
    const hidden = await stranger.call("GET", `/tickets/${ticket.id}${rest}`);
    const absent = await stranger.call("GET", `/tickets/${ABSENT}${rest}`);
    expect(problem(hidden), rest).toBe(404);
    expect(hidden.body, rest).toEqual(absent.body);
  }
  for (const id of [ticket.id, ABSENT]) {
    expect(problem(await stranger.call("PATCH", `/tickets/${id}`, { body: "{broken" }))).toBe(404);
    expect(problem(await stranger.call("PATCH", `/tickets/${id}`, { body: { status: "bogus" } }))).toBe(404);
    expect(problem(await stranger.call("POST", `/tickets/${id}/comments`, { body: "{broken" }))).toBe(404);
    expect(problem(await stranger.call("DELETE", `/tickets/${id}`))).toBe(404);
    expect(problem(await stranger.call("PUT", `/tickets/${id}/followers/me`))).toBe(404);
  }
});

test("ids that do not exist are 404 everywhere", async ({ cast }) => {
  for (const path of ["tickets", "users", "projects", "teams", "queues"]) {
    expect(problem(await cast.admin.call("GET", `/${path}/${ABSENT}`)), path).toBe(404);
    expect(problem(await cast.admin.call("GET", `/${path}/not-even-an-id`)), path).toBe(404);
  }
  expect(problem(await cast.admin.call("GET", "/nothing-of-this-name"))).toBe(404);
});

test("an id in a body that is absent or invisible is 422 either way", async ({ cast }) => {
  const { sales, agent, otherProject, project } = cast;
  const ticket = await agent.createTicket({ projectId: project.id });
  for (const person of [sales, agent]) {
    const hidden = await person.call("POST", "/tickets", { body: { projectId: otherProject.id, title: "x" } });
    const absent = await person.call("POST", "/tickets", { body: { projectId: ABSENT, title: "x" } });
    expect(problem(hidden)).toBe(422);
    expect(hidden.body).toEqual(absent.body);
  }
  const assigned = await agent.call("PATCH", `/tickets/${ticket.id}`, {
    body: { assigneeId: ABSENT },
    headers: { "if-match": "*" },
  });
  expect(problem(assigned)).toBe(422);
});

test("readable but not allowed is 403", async ({ cast }) => {
  const { sales, agent, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const answers = [
    await sales.call("PATCH", `/tickets/${ticket.id}`, { body: { status: "closed" }, headers: { "if-match": "*" } }),
    await sales.call("POST", `/tickets/${ticket.id}/comments`, { body: { body: "psst", internal: true } }),
    await agent.call("DELETE", `/tickets/${ticket.id}`),
    await sales.call("POST", "/users", { body: { email: "x@desk.test", name: "X", password: "password-x", roles: ["admin"] } }),
  ];
  for (const answer of answers) {
    expect(problem(answer)).toBe(403);
    expect(answer.body.code).toBe("forbidden");
  }
});

test("malformed JSON and unknown values are refused, and name the field", async ({ cast }) => {
  const { sales, agent, project } = cast;
  expect(problem(await sales.call("POST", "/tickets", { body: "{broken" }))).toBe(400);
  expect(problem(await sales.call("POST", "/tickets", { body: "[]" }))).toBe(400);
  const ticket = await sales.createTicket({ projectId: project.id });
  const headers = { "if-match": "*" };
  expect(problem(await agent.call("PATCH", `/tickets/${ticket.id}`, { body: "{broken", headers }))).toBe(400);
  for (const [field, value] of [
    ["status", "bogus"],
    ["priority", 7],
    ["title", "t".repeat(256)],
    ["tags", ["t".repeat(51)]],
    ["description", "d".repeat(65_537)],
  ] as const) {
    const answer = await agent.call("PATCH", `/tickets/${ticket.id}`, { body: { [field]: value }, headers });
    expect([400, 422], `${field}: ${JSON.stringify(answer.body)}`).toContain(problem(answer));
    expect(JSON.stringify(answer.body)).toContain(field);
  }
  expect(await agent.get(`/tickets/${ticket.id}`)).toEqual(ticket);
});

test("a page's size outside its range is 400", async ({ cast }) => {
  for (const limit of ["0", "101", "-5"]) {
    expect(problem(await cast.agent.call("GET", `/tickets?limit=${limit}`)), limit).toBe(400);
  }
});

test("a number that is none is 400 in a query", async ({ cast }) => {
  for (const path of ["/tickets?limit=many", "/events?after=now", "/events?after=0&limit=many", "/notifications?limit=many"]) {
    expect(problem(await cast.agent.call("GET", path)), path).toBe(400);
  }
});

test("a change without a version, or upon one that never was, is refused", async ({ cast }) => {
  const { sales, agent, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const patch = (ifMatch: string | undefined, body: object) =>
    agent.call("PATCH", `/tickets/${ticket.id}`, { body, headers: ifMatch === undefined ? {} : { "if-match": ifMatch } });

  expect(problem(await patch(undefined, { status: "waiting" }))).toBe(428);
  for (const unknown of ['"99"', '"0"', '"-1"', '"garbage"', "garbage", '"1']) {
    expect(problem(await patch(unknown, { status: "waiting" })), `If-Match: ${unknown}`).toBe(412);
  }
  expect((await agent.get(`/tickets/${ticket.id}`)).version).toBe(1);

  const first = await patch('"1"', { status: "waiting" });
  expect(first.status).toBe(200);
  expect(first.headers.get("etag")).toBe('"2"');
  expect(first.body.version).toBe(2);

  const stale = await patch('"1"', { status: "closed" });
  expect(problem(stale)).toBe(409);
  expect(stale.body.conflicts).toEqual([{ field: "status", yours: "closed", theirs: "waiting" }]);

  expect((await patch('"1"', { status: "waiting" })).status, "the same value").toBe(200);
  const merged = await patch('"1"', { priority: "high" });
  expect(merged.status, "another field").toBe(200);
  expect(merged.body).toMatchObject({ status: "waiting", priority: "high" });
  expect((await patch("*", { status: "open" })).status, "any version").toBe(200);
  const { version } = await agent.get(`/tickets/${ticket.id}`);
  expect((await patch(`W/"${version}"`, { status: "resolved" })).status, "a weak version").toBe(200);
});

test("tags of two authors merge", async ({ cast }) => {
  const { agent, project } = cast;
  const ticket = await agent.createTicket({ projectId: project.id, tags: ["a", "b"] });
  const patch = (tags: string[]) =>
    agent.call("PATCH", `/tickets/${ticket.id}`, { body: { tags }, headers: { "if-match": '"1"' } });
  expect((await patch(["a", "b", "c"])).status).toBe(200);
  const merged = await patch(["b", "d"]);
  expect(merged.status).toBe(200);
  expect([...merged.body.tags].sort()).toEqual(["b", "c", "d"]);
});

test("a body over one megabyte and a file over the limit are 413", async ({ cast }) => {
  const { sales, project } = cast;
  const huge = JSON.stringify({ projectId: project.id, title: "x", description: "x".repeat(MEGABYTE + 1) });
  expect(problem(await sales.call("POST", "/tickets", { body: huge }))).toBe(413);

  const ticket = await sales.createTicket({ projectId: project.id });
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(25 * 1024 * 1024 + 1)]), "huge.bin");
  expect(problem(await sales.call("POST", `/tickets/${ticket.id}/attachments`, { body: form }))).toBe(413);
  expect((await sales.get(`/tickets/${ticket.id}/attachments`)).items).toEqual([]);
});

test("a file of more than a megabyte is stored, and served as nothing but a download", async ({ cast }) => {
  const { sales, project, desk } = { ...cast, desk: cast.sales.desk };
  const ticket = await sales.createTicket({ projectId: project.id });
  const form = new FormData();
  const bytes = new Uint8Array(2 * MEGABYTE).fill(65);
  form.append("file", new Blob([bytes], { type: "text/html" }), "page.html");
  const { id } = await sales.post(`/tickets/${ticket.id}/attachments`, form);
  const response = await fetch(`${desk.url}/api/tickets/${ticket.id}/attachments/${id}`, {
    headers: { authorization: `Bearer ${sales.token}` },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-disposition")).toMatch(/^attachment/);
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
});

test("an upload that is not multipart is 415", async ({ cast }) => {
  const { sales, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  expect(problem(await sales.call("POST", `/tickets/${ticket.id}/attachments`, { body: { file: "x" } }))).toBe(415);
});

test("a reply by someone who has not seen the newest comment is held back until they insist", async ({ cast }) => {
  const { sales, agent, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const news = await sales.comment(ticket.id);
  const reply = { body: secret("reply"), lastSeen: null };
  const held = await agent.call("POST", `/tickets/${ticket.id}/comments`, { body: reply });
  expect(problem(held)).toBe(409);
  expect(held.body).toMatchObject({ code: "unseen_activity" });
  expect(JSON.stringify(held.body)).toContain(news.id);
  const sent = await agent.call("POST", `/tickets/${ticket.id}/comments`, { body: { ...reply, force: true } });
  expect(sent.status).toBe(201);
});

test("a creating call that is repeated under its key creates nothing twice", async ({ cast }) => {
  const { sales, agent, project } = cast;
  const headers = { "idempotency-key": secret("key") };
  const body = { projectId: project.id, title: secret("title") };
  const first = await sales.call("POST", "/tickets", { body, headers });
  const again = await sales.call("POST", "/tickets", { body, headers });
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body.id).toBe(first.body.id);
  const { items } = await agent.get(`/tickets?project=${project.id}`);
  expect(items).toHaveLength(1);
});
