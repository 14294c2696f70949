import { secret, unique, type Answer, type Json, type Person } from "../support/api.ts";
import { castOf, hirePeople } from "../support/cast.ts";
import { Desk } from "../support/desk.ts";
import { expect, test } from "../support/test.ts";

const WRITERS = 4;
/** So many acknowledged changes make a stream that is worth a kill in its midst. */
const ENOUGH = 240;

/** What a writer asked for, and what the desk said to it. */
interface Attempt {
  writer: Person;
  kind: "create" | "patch" | "comment";
  method: string;
  path: string;
  body: Record<string, unknown>;
  headers: Record<string, string>;
  /** Undefined when the desk died first. */
  answer?: Answer;
}

/** Writes until the desk is gone: creates a ticket, changes it, comments on it, and so on. */
async function write(writer: Person, projectId: string, attempts: Attempt[]): Promise<void> {
  const attempt = async (kind: Attempt["kind"], path: string, body: Record<string, unknown>, headers = {}): Promise<Json> => {
    const method = kind === "patch" ? "PATCH" : "POST";
    const one: Attempt = { writer, kind, method, path, body, headers: { "idempotency-key": unique(), ...headers } };
    attempts.push(one);
    one.answer = await ask(one);
    return one.answer.body;
  };
  try {
    for (;;) {
      const { id } = await attempt("create", "/tickets", { projectId, title: secret(unique()) });
      await attempt("patch", `/tickets/${id}`, { status: "in_progress" }, { "if-match": '"1"' });
      await attempt("comment", `/tickets/${id}/comments`, { body: secret(unique()) });
      await attempt("patch", `/tickets/${id}`, { priority: "high" }, { "if-match": "*" });
    }
  } catch {
    // The desk is gone.
  }
}

function ask({ writer, method, path, body, headers }: Attempt): Promise<Answer> {
  return writer.call(method, path, { body, headers });
}

async function everyTicket(person: Person, projectId: string): Promise<Json[]> {
  const tickets: Json[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await person.get(
      `/tickets?project=${projectId}&limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
    );
    tickets.push(...page.items);
    if (!page.next) return tickets;
    cursor = page.next;
  }
}

/** The event of a ticket's creation; whatever was committed before it has its place in the log by then. */
async function untilInFeed(person: Person, ticket: Json, after = 0): Promise<Json> {
  let found: Json;
  await expect
    .poll(async () => (found = (await person.eventsAfter(after)).find((event) => event.ticket?.id === ticket.id)))
    .toBeDefined();
  return found;
}

const isEventOf = (event: Json, { kind, answer }: Attempt): boolean => {
  switch (kind) {
    case "create":
      return event.type === "ticket:created" && event.ticket.id === answer?.body.id;
    case "comment":
      return event.type === "comment:added" && event.comment.id === answer?.body.id;
    case "patch":
      return (
        event.type.startsWith("ticket:") &&
        event.ticket.id === answer?.body.id &&
        event.ticket.version === answer?.body.version
      );
  }
};

test("nothing that was acknowledged is lost, and nothing happens twice, when the server is killed", async ({ prepare }) => {
  test.setTimeout(150_000);
  const desk = await Desk.start();
  try {
    const { admin, agent, project } = await castOf(await hirePeople(desk));
    const first = await admin.createTicket({ projectId: project.id });
    const start: number = (await untilInFeed(admin, first)).seq;
    // The official client, left to come back by itself.
    const watcher = await prepare(agent, { reconnection: true });
    watcher.socket.connect();
    await watcher.until("authenticated");

    const attempts: Attempt[] = [];
    const acknowledged = () => attempts.filter(({ answer }) => answer !== undefined);
    const writing = Array.from({ length: WRITERS }, (_, i) => write(i % 2 ? agent : admin, project.id, attempts));
    await expect.poll(() => acknowledged().length, { timeout: 60_000, intervals: [50] }).toBeGreaterThan(ENOUGH);
    const cut = watcher.once("disconnect");
    await desk.kill();
    await Promise.all(writing);
    await cut;
    const done = acknowledged();
    const open = attempts.filter(({ answer }) => answer === undefined);
    const lastSeen = Math.max(...watcher.received.map(({ payload }) => payload.seq ?? 0));
    const before = watcher.mark;
    const back = watcher.once("connect");
    // It stands in automatic rooms only: so it says where it was before anything new can reach it.
    watcher.socket.auth = { ...watcher.socket.auth, after: lastSeen };

    await desk.start();
    const fence = await admin.createTicket({ projectId: project.id });

    for (const { kind, answer } of done) expect(answer?.status, kind).toBe(kind === "patch" ? 200 : 201);

    await test.step("every acknowledged change is there over HTTP", async () => {
      const all = new Map((await everyTicket(admin, project.id)).map((ticket) => [ticket.id, ticket]));
      for (const { kind, path, body, answer } of done) {
        if (kind === "comment") {
          expect((await admin.call("GET", `${path}/${answer?.body.id}`)).body).toEqual(answer?.body);
          continue;
        }
        expect(all.get(answer?.body.id), kind).toMatchObject(kind === "create" ? { title: answer?.body.title } : body);
        expect(all.get(answer?.body.id).version).toBeGreaterThanOrEqual(answer?.body.version);
      }
    });

    await test.step("and has its event, once, in an order without gaps", async () => {
      await untilInFeed(admin, fence, start);
      const feed = await admin.eventsAfter(start);
      const seqs: number[] = feed.map(({ seq }) => seq);
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
      expect(new Set(feed.map(({ id }) => id)).size).toBe(feed.length);
      for (const one of done) {
        expect(feed.filter((event) => isEventOf(event, one)), `${one.kind} ${one.path}`).toHaveLength(1);
      }
      // What is missing in the admin's feed are the notifications of the other writer, and nothing else.
      const known = new Set([...seqs, ...(await agent.eventsAfter(start)).map(({ seq }) => seq as number)]);
      const last = seqs.at(-1) ?? 0;
      const missing = Array.from({ length: last - start }, (_, i) => start + 1 + i).filter((seq) => !known.has(seq));
      expect(missing).toEqual([]);
    });

    await test.step("what was not acknowledged is created once when it is asked for again, and never twice", async () => {
      const creations = [...open, ...done.slice(-60)].filter(({ kind }) => kind !== "patch");
      for (const one of creations) {
        const again = await ask(one);
        expect(again.status).toBe(201);
        if (one.answer) expect(again.body.id).toBe(one.answer.body.id);
        expect((await ask(one)).body.id, "and again").toBe(again.body.id);
      }
      const titles = (await everyTicket(admin, project.id)).map(({ title }) => title);
      expect(new Set(titles).size).toBe(titles.length);
      const wanted = attempts.filter(({ kind }) => kind === "create").map(({ body }) => body.title);
      expect(titles.filter((title) => title !== fence.title && title !== first.title).sort()).toEqual([...wanted].sort());
    });

    await test.step("the client that comes back and resumes has every event of its rooms, once, in order", async () => {
      await back;
      await watcher.until("authenticated", () => true, before);
      expect(watcher.socket.recovered, "the server that knew it is gone").toBeFalsy();
      expect(await watcher.ask("resume", { after: lastSeen })).toMatchObject({ ok: true, cursor: expect.any(Number) });
      const ofTickets = (events: Json[]) => events.filter(({ type }) => type.startsWith("ticket:")).map(({ id }) => id);
      const payloads = watcher.received.map(({ payload }) => payload).filter(({ seq }) => seq !== undefined);
      expect([...new Set(ofTickets(payloads))]).toEqual(ofTickets(await agent.eventsAfter(start)));
      const names = payloads.map(({ type, id }) => `${type} ${id}`);
      expect(names.filter((name, i) => names.indexOf(name) !== i), "came twice").toEqual([]);
    });
  } finally {
    await desk.dispose();
  }
});
