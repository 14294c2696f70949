import { castOf, hirePeople } from "../support/cast.ts";
import { Desk } from "../support/desk.ts";
import { DeskPage } from "../support/page.ts";
import { expect, test } from "../support/test.ts";

for (const end of ["stop", "kill"] as const) {
  const ended = { stop: "stopped", kill: "killed" }[end];
  test(`the page says it is not live while the server is ${ended}, and then catches up by itself`, async ({ browser }) => {
    test.setTimeout(150_000);
    const desk = await Desk.start();
    try {
      const cast = await castOf(await hirePeople(desk));
      const a = await DeskPage.signedIn(browser, cast.sales);
      const number = await a.createTicket("Printer on fire", "It is warm in here.");
      await a.showList();
      await expect(a.row(number)).toBeVisible();
      await a.remember();

      await desk[end]();
      await expect(a.indicator(/^(Reconnecting.*|Offline)$/)).toBeVisible();
      await expect(a.row(number), "what is on screen stays").toBeVisible();
      await desk.start();
      const { items } = await cast.agent.get(`/tickets?project=${cast.project.id}`);
      await cast.agent.patchTicket(items[0].id, { status: "resolved" });
      await expect(a.indicator("Live")).toBeVisible({ timeout: 45_000 });
      await expect(a.row(number).getByRole("cell", { name: "Resolved" })).toBeVisible();

      await cast.agent.patchTicket(items[0].id, { status: "closed" });
      await expect(a.toast(`Ticket ${number} status changed to Closed`)).toBeVisible();
      await a.expectNotReloaded();
      await a.close();
    } finally {
      await desk.dispose();
    }
  });
}
