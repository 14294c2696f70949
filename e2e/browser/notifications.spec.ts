import type { Page } from "@playwright/test";
import { unique } from "../support/api.ts";
import { DeskPage } from "../support/page.ts";
import { expect, test } from "../support/test.ts";

declare global {
  interface Window {
    sounds: number;
    shown: { title: string; body: string }[];
  }
}

/** Counts the chimes and the system notifications of a tab, instead of making them. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.sounds = 0;
    window.shown = [];
    // Two notes are one chime.
    const start = OscillatorNode.prototype.start;
    let notes = 0;
    OscillatorNode.prototype.start = function (when) {
      if (notes++ % 2 === 0) window.sounds++;
      start.call(this, when);
    };
    class Recorded extends EventTarget {
      static permission = "granted";
      static requestPermission = () => Promise.resolve("granted" as const);
      onclick: (() => void) | null = null;
      close() {}
      constructor(title: string, options?: NotificationOptions) {
        super();
        window.shown.push({ title, body: options?.body ?? "" });
      }
    }
    Object.defineProperty(window, "Notification", { value: Recorded });
  });
  await page.reload();
}

const sum = async (pages: Page[]) => {
  const all = await Promise.all(pages.map((page) => page.evaluate(() => [window.sounds, window.shown.length] as const)));
  return all.reduce(([a, b], [c, d]) => [a + c, b + d] as const, [0, 0] as const);
};

test("two tabs share what was read, count it in their titles, and sound once between them", async ({ browser, cast }) => {
  const { admin, agent, project } = cast;
  const one = await DeskPage.signedIn(browser, agent);
  const page = one.page;
  const twin = await page.context().newPage();
  await twin.goto(agent.desk.url);
  await listen(page);
  await listen(twin);
  for (const tab of [page, twin]) {
    await expect(tab.getByRole("banner").getByRole("status").filter({ hasText: "Live" })).toBeVisible();
    // Browsers let a page sound once it was touched.
    await tab.mouse.click(2, 2);
  }
  await agent.post("/notifications/read-all");

  const ticket = await admin.createTicket({ projectId: project.id, assigneeId: agent.id });

  const text = `Ticket ${ticket.number} was assigned to you`;
  for (const tab of [page, twin]) {
    await expect(tab.getByRole("status").getByText(text, { exact: true })).toBeVisible();
    await expect(tab).toHaveTitle(/^\(1\) /);
    await expect(tab.getByRole("button", { name: "Notifications, 1 unread" })).toBeVisible();
  }
  await expect.poll(() => sum([page, twin])).toEqual([1, 1]);

  await page.getByRole("button", { name: "Notifications, 1 unread" }).click();
  const centre = page.getByRole("region", { name: "Notifications" });
  await centre.getByRole("listitem").filter({ hasText: text }).getByRole("button", { name: "Mark as read" }).click();
  for (const tab of [page, twin]) {
    await expect(tab).not.toHaveTitle(/^\(/);
    await expect(tab.getByRole("button", { name: "Notifications, 0 unread" })).toBeVisible();
  }

  await centre.getByRole("button", { name: "Clear all" }).click();
  await page.getByRole("tooltip", { name: "Clear all notifications" }).getByRole("button", { name: "Clear all" }).click();
  await expect(centre.getByText("You are up to date.")).toBeVisible();
  expect(await sum([page, twin])).toEqual([1, 1]);
  await one.close();
});

test("a person chooses what they are told of, and quiet hours, and the desk keeps to it", async ({ browser, cast }) => {
  const { admin, sales, agent, project } = cast;
  const desk = await DeskPage.signedIn(browser, sales);
  const page = desk.page;
  await page.getByRole("button", { name: /^Notifications, / }).click();
  await page.getByRole("button", { name: "Notification preferences" }).click();
  const dialog = page.getByRole("dialog", { name: "Notification preferences" });
  await dialog.getByRole("checkbox", { name: "Status changed: Centre" }).uncheck();
  await expect(dialog.getByRole("checkbox", { name: "Status changed: Toast" })).not.toBeChecked();
  await dialog.getByRole("switch", { name: "Quiet hours" }).click();
  await dialog.getByLabel("From", { exact: true }).fill("00:00");
  await dialog.getByLabel("To", { exact: true }).fill("00:00");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  expect(await sales.get("/notifications/preferences")).toMatchObject({
    rules: [{ event: "status_changed", scope: { type: "global" }, channels: [] }],
    quietHours: { from: "00:00", to: "00:00", timeZone: "UTC" },
  });

  const ticket = await sales.createTicket({ projectId: project.id, title: `A title ${unique()}` });
  await agent.patchTicket(ticket.id, { status: "waiting" });
  await admin.patchTicket(ticket.id, { priority: "urgent" });
  await expect(desk.toast(`URGENT: Ticket ${ticket.number} marked as urgent!`)).toBeVisible();
  await expect(desk.toast(`Ticket ${ticket.number} status changed to Waiting`)).toHaveCount(0);
  const { items } = await sales.get("/notifications");
  expect(items[0]).toMatchObject({ tier: "medium", channels: ["centre", "page"] });
  await desk.close();
});

test("the centre and the preferences fit a phone, in the dark too", async ({ browser, cast }, testInfo) => {
  const { admin, agent, team } = cast;
  await admin.post(`/teams/${team.id}/announcements`, { title: "Lunch", message: "Pizza at noon,\nin the kitchen." });
  const desk = await DeskPage.signedIn(browser, agent);
  const page = desk.page;
  for (const [name, width, scheme] of [
    ["phone", 375, "light"],
    ["phone-dark", 375, "dark"],
    ["desktop", 1280, "light"],
    ["desktop-dark", 1280, "dark"],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.getByRole("button", { name: /^Notifications, / }).click();
    await expect(page.getByRole("region", { name: "Notifications" }).getByText("Pizza at noon")).toBeVisible();
    const box = await page.getByRole("region", { name: "Notifications" }).boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= width, `${name}: ${JSON.stringify(box)}`).toBe(true);
    await page.screenshot({ path: testInfo.outputPath(`centre-${name}.png`), animations: "disabled" });
    await page.getByRole("button", { name: "Notification preferences" }).click();
    const dialog = page.getByRole("dialog", { name: "Notification preferences" });
    await expect(dialog.getByRole("checkbox", { name: "Mention: Sound" })).toBeChecked();
    const switched = dialog.getByRole("switch", { name: "Quiet hours" });
    if ((await switched.getAttribute("aria-checked")) === "false") await switched.click();
    await page.screenshot({ path: testInfo.outputPath(`preferences-${name}.png`), animations: "disabled", fullPage: true });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow, name).toBeLessThanOrEqual(0);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toBeHidden();
  }
  await desk.close();
});
