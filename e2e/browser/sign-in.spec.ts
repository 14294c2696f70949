import { castOf, hirePeople } from "../support/cast.ts";
import { ADMIN_EMAIL, Desk } from "../support/desk.ts";
import { DeskPage } from "../support/page.ts";
import { expect, test } from "../support/test.ts";

test("a wrong password is told in the page, and the right one then lets in", async ({ browser, people, desk }) => {
  const page = await DeskPage.visit(browser, desk.url);
  await page.signIn(people.sales.email, "wrong");
  await expect(page.page.getByRole("alert")).toHaveText("E-mail or password is wrong.");
  await page.signIn(people.sales.email, people.sales.password);
  await page.expectLive();
  await page.close();
});

test("the page works from another address of this machine than localhost", async ({ browser, desk }) => {
  const url = desk.networkUrl;
  test.skip(url === undefined, "This machine has no address but loopback");
  const cast = await castOf(await hirePeople(desk));
  const here = await DeskPage.signedIn(browser, cast.sales, url);
  const number = await here.createTicket("From the next room", "Over the network.");
  await here.showList();
  await expect(here.row(number)).toBeVisible();
  const ticket = (await cast.agent.get(`/tickets?project=${cast.project.id}`)).items[0];
  await cast.agent.patchTicket(ticket.id, { status: "waiting" });
  await expect(here.toast(`Ticket ${number} status changed to Waiting`)).toBeVisible();
  await expect(here.row(number).getByRole("cell", { name: "Waiting" })).toBeVisible();
  await here.close();
});

test("signing out of the page leads back to the sign-in and ends the session", async ({ browser, people }) => {
  const page = await DeskPage.signedIn(browser, people.sales);
  await page.page.getByRole("button", { name: /^Account/ }).click();
  await page.page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await page.page.goto(`${people.sales.desk.url}/tickets`);
  await expect(page.page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await page.close();
});

test("the generated password of the first administrator is printed once and must be changed first", async ({ browser }) => {
  test.setTimeout(120_000);
  const desk = await Desk.start({ generatedPassword: true });
  try {
    const generated = /Password\s+(\S+)/.exec(desk.printed)?.[1] ?? "";
    expect(generated).not.toBe("");
    const page = await DeskPage.visit(browser, desk.url);
    await page.signIn(ADMIN_EMAIL, generated);
    await expect(page.page.getByRole("heading", { name: "Choose your own password" })).toBeVisible();
    await page.page.goto(`${desk.url}/tickets`);
    await expect(page.page.getByRole("heading", { name: "Choose your own password" })).toBeVisible();
    expect((await page.page.request.get(`${desk.url}/api/tickets`)).status()).toBe(403);

    await page.page.getByLabel("Current password").fill(generated);
    await page.page.getByLabel("New password", { exact: true }).fill("my-own-password-1");
    await page.page.getByLabel("Repeat the new password").fill("my-own-password-1");
    await page.page.getByRole("button", { name: "Set password" }).click();
    await page.expectLive();
    await expect(page.page.getByText("No tickets yet")).toBeVisible();
    await page.close();

    const again = await DeskPage.visit(browser, desk.url);
    await again.signIn(ADMIN_EMAIL, generated);
    await expect(again.page.getByRole("alert")).toHaveText("E-mail or password is wrong.");
    await again.signIn(ADMIN_EMAIL, "my-own-password-1");
    await again.expectLive();
    await again.close();

    await desk.stop();
    await desk.start();
    expect(desk.printed, "never again").not.toContain("Password");
  } finally {
    await desk.dispose();
  }
});
