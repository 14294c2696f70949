import { expect, test } from "../support/test.ts";

test("an unknown event is acknowledged as invalid, or told by an error event", async ({ cast, open }) => {
  const tab = await open(cast.sales);
  expect(await tab.ask("make:coffee", { sugar: 2 })).toEqual({
    ok: false,
    error: { code: "invalid", message: expect.any(String) },
  });
  tab.socket.emit("make:tea", {});
  expect(await tab.until("error")).toMatchObject({ event: "make:tea", code: "invalid", message: expect.any(String) });
});

test("payloads that make no sense are invalid, and the socket lives", async ({ cast, open }) => {
  const tab = await open(cast.sales);
  for (const payload of [undefined, null, {}, 7, [], { id: {} }, { id: null }, { id: "" }]) {
    expect(await tab.ask("join_ticket", payload), JSON.stringify(payload)).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^(invalid|not_found)$/) },
    });
  }
  expect(await tab.ask("ping_latency")).toMatchObject({ ok: true });
});

test("names of the server's own events and of the protocol cannot be forged by a client", async ({ cast, open }) => {
  const { sales, agent } = cast;
  const [mine, agents] = [await open(sales), await open(agent)];
  const mark = agents.mark;
  for (const name of ["ticket:created", "notification", "authenticated"]) {
    expect(await mine.ask(name, { forged: true }), name).toMatchObject({ ok: false, error: { code: "invalid" } });
  }
  expect(await agents.everythingSince(mark, cast)).toEqual([]);
});

test("a frame over one megabyte closes the connection that sent it", async ({ cast, open }) => {
  const tab = await open(cast.sales);
  const ended = tab.once("disconnect");
  tab.socket.emit("join_ticket", { id: "x".repeat(1_000_001) });
  expect((await ended)[0]).toMatch(/^transport (close|error)$/);
});

test("a client that sends faster than it may is told so and keeps its connection", async ({ cast, open }) => {
  const tab = await open(cast.sales);
  const answers = await Promise.all(Array.from({ length: 200 }, () => tab.ask("ping_latency")));
  const refused = answers.filter(({ ok }) => !ok);
  expect(refused.length).toBeGreaterThan(0);
  for (const { error } of refused) expect(error.code).toBe("rate_limited");
  await expect.poll(async () => (await tab.ask("ping_latency")).ok).toBe(true);
});
