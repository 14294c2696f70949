import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Person } from "../support/api.ts";
import { Desk } from "../support/desk.ts";
import { Tab } from "../support/tab.ts";
import { expect, test, type Page } from "@playwright/test";

// The pictures of the README, taken of the demo. Not a test: `npm run screenshots` writes them anew.

const IMAGES = join(dirname(fileURLToPath(import.meta.url)), "../../docs/images");
const PASSWORD = "demo-password-of-all";
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

let desk: Desk;

test.describe.configure({ mode: "serial", timeout: 180_000 });
test.beforeAll(async () => {
  test.setTimeout(180_000);
  desk = await Desk.start();
  // Nobody is signed in meanwhile: what the demo tells its people is no news by the time they are.
  await desk.stop();
  const { code, stderr } = await desk.startAnother({ DEMO_PASSWORD: PASSWORD }, "demo");
  expect(code, stderr).toBe(0);
  await desk.start();
  await everythingDelivered();
});
test.afterAll(() => desk?.dispose());

for (const colorScheme of ["light", "dark"] as const) {
  test(`the list and a ticket, ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: WIDE, colorScheme, locale: "en-GB" });
    const page = await signedIn(await context.newPage());
    await page.screenshot({ path: join(IMAGES, `list-${colorScheme}.png`) });
    await page.goto(`${desk.url}/tickets/${await worthShowing()}`);
    await expect(page.getByRole("region", { name: "Conversation" }).getByRole("article").first()).toBeVisible();
    await expect(page.getByRole("banner").getByText("Live")).toBeVisible();
    await page.screenshot({ path: join(IMAGES, `ticket-${colorScheme}.png`) });
    await context.close();
  });
}

test("the list on a phone", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
    colorScheme: "light",
    locale: "en-GB",
  });
  const page = await signedIn(await context.newPage());
  await page.screenshot({ path: join(IMAGES, "list-phone.png") });
  await context.close();
});

async function signedIn(page: Page) {
  await page.goto(desk.url);
  await page.getByLabel("E-mail").fill("priya.nair@example.com");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("banner").getByText("Live")).toBeVisible();
  await expect(page.getByRole("link", { name: /./ }).filter({ visible: true }).nth(15)).toBeVisible();
  // Away from the rows: none is to look chosen.
  await page.mouse.move(0, 0);
  return page;
}

/** Returns when the events of the demo have gone out: the sockets stand where the log ends, and it stays there. */
async function everythingDelivered(): Promise<void> {
  const priya = await Person.signIn(desk, "priya.nair@example.com", PASSWORD);
  let before = -1;
  await expect(async () => {
    const tab = await Tab.open(priya);
    const { cursor } = await tab.until("authenticated");
    tab.close();
    const settled = cursor === before && cursor === (await priya.eventsHead());
    before = cursor;
    expect(settled).toBe(true);
  }).toPass({ intervals: [500], timeout: 60_000 });
}

/** The ticket that shows most: a conversation, notes of staff, files, all of it on one screen. */
async function worthShowing(): Promise<string> {
  const priya = await Person.signIn(desk, "priya.nair@example.com", PASSWORD);
  const { items } = await priya.get("/tickets?limit=100");
  let best = { id: "", worth: -1 };
  for (const { id, status } of items) {
    const comments: { internal: boolean }[] = (await priya.get(`/tickets/${id}/comments`)).items;
    const files: unknown[] = (await priya.get(`/tickets/${id}/attachments`)).items;
    const worth =
      Math.min(comments.length, 4) +
      (comments.some(({ internal }) => internal) ? 3 : 0) +
      Math.min(files.length, 2) +
      (status === "in_progress" ? 1 : 0);
    if (worth > best.worth) best = { id, worth };
  }
  return best.id;
}
