import { secret, type Json } from "../support/api.ts";
import { expect, test } from "../support/test.ts";

test("one change of many tickets has a result for each, and what one refuses holds up no other", async ({ cast, open }) => {
  const { admin, agent, sales, project, otherProject } = cast;
  const [first, second] = [await sales.createTicket({ projectId: project.id }), await sales.createTicket({ projectId: project.id })];
  const elsewhere = await admin.createTicket({ projectId: otherProject.id });
  const mine = await open(sales);

  const ids = [first.id, elsewhere.id, "absent", second.id, first.id];
  const { results } = await agent.post("/tickets/bulk", { ids, patch: { status: "in_progress" } });

  expect(results.map(({ id, ok }: Json) => [id, ok])).toEqual([[first.id, true], [elsewhere.id, false], ["absent", false], [second.id, true]]);
  expect(results[0]).toEqual({ id: first.id, ok: true, ticket: await agent.get(`/tickets/${first.id}`) });
  expect(results[1].error).toMatchObject({ status: 404, code: "not_found" });
  expect(results[1].error, "absent and invisible are the same").toEqual(results[2].error);
  expect((await admin.get(`/tickets/${elsewhere.id}`)).status).toBe("open");
  for (const { id } of [first, second]) await mine.untilTicket("ticket:status_changed", id);

  const refused = await sales.post("/tickets/bulk", { ids: [first.id], patch: { status: "closed" } });
  expect(refused.results[0].error).toMatchObject({ status: 403, code: "forbidden" });
  const allowed = await sales.post("/tickets/bulk", { ids: [first.id], patch: { priority: "high", title: secret("title") } });
  expect(allowed.results[0]).toMatchObject({ ok: true, ticket: { priority: "high", status: "in_progress" } });
});

test("a bulk change that names no tickets, too many or no change is refused as a whole", async ({ cast }) => {
  const { sales, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const patch = { priority: "high" };
  for (const body of [{ patch }, { ids: [], patch }, { ids: Array(101).fill(ticket.id), patch }, { ids: [null], patch }, { ids: [ticket.id] }, { ids: [ticket.id], patch: {} }]) {
    const answer = await sales.call("POST", "/tickets/bulk", { body });
    expect(answer.status, JSON.stringify(body).slice(0, 80)).toBe(422);
    expect(answer.body.errors[0].field).toMatch(/^(ids|patch)$/);
  }
  expect((await sales.get(`/tickets/${ticket.id}`)).version).toBe(1);
});
