import { unique } from "../support/api.ts";
import { castOf, hirePeople, type Cast } from "../support/cast.ts";
import { DeskPage } from "../support/page.ts";
import { expect, test } from "../support/test.ts";

// What people see of each other's changes: A is a sales user, B an admin, and somebody else looks on.

let cast: Cast;
let a: DeskPage;
let b: DeskPage;
let onlooker: DeskPage;

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser, desk }) => {
  // People of their own: the page offers the projects one is in, and these are in one.
  cast = await castOf(await hirePeople(desk));
  [a, b, onlooker] = await Promise.all([
    DeskPage.signedIn(browser, cast.sales),
    DeskPage.signedIn(browser, cast.admin),
    DeskPage.signedIn(browser, cast.stranger),
  ]);
  await Promise.all([a, b, onlooker].map((page) => page.remember()));
});

test.afterAll(async () => {
  await Promise.all([a, b, onlooker].map((page) => page?.close()));
});

const title = `Invoice shows the wrong address ${unique()}`;
let number: string;

test("B sees a toast and the new row, without a reload, when A creates a ticket", async () => {
  number = await a.createTicket(title, "The **old** address is printed.");
  await expect(b.toast(`New ticket created: ${number}`)).toBeVisible();
  await expect(b.row(number)).toBeVisible();
  await expect(b.row(number).getByRole("cell", { name: "Open", exact: true })).toBeVisible();
  await b.expectNotReloaded();
});

test("A sees a toast and the new status in the row when B changes it", async () => {
  await a.showList();
  await expect(a.row(number)).toBeVisible();
  await b.openTicket(title);
  await b.setStatus("In Progress");
  await expect(a.toast(`Ticket ${number} status changed to In Progress`)).toBeVisible();
  await expect(a.row(number).getByRole("cell", { name: "In Progress" })).toBeVisible();
  await a.expectNotReloaded();
});

test("a comment of either appears at the other's open ticket with a toast", async () => {
  await a.openTicket(title);
  await a.reply("Here is the right address.");
  await expect(b.toast(`New comment on ticket ${number}`)).toBeVisible();
  await expect(b.conversation.getByText("Here is the right address.")).toBeVisible();

  await b.reply("Thank you, it is corrected.");
  await expect(a.toast(`New comment on ticket ${number}`)).toBeVisible();
  await expect(a.conversation.getByText("Thank you, it is corrected.")).toBeVisible();
});

test("an internal note of B never appears at A", async () => {
  await b.note("This customer always complains.");
  // A fence: what comes after the note has come.
  await b.page.getByText("Reply", { exact: true }).first().click();
  await b.reply("Anything else?");
  await expect(a.conversation.getByText("Anything else?")).toBeVisible();
  await expect(a.page.getByText("This customer always complains.")).toHaveCount(0);
  await a.page.reload();
  await expect(a.conversation.getByText("Anything else?")).toBeVisible();
  await expect(a.page.getByText("This customer always complains.")).toHaveCount(0);
});

test("B is alarmed when A marks the ticket as urgent", async () => {
  await a.setPriority("Urgent");
  await expect(b.toast(`URGENT: Ticket ${number} marked as urgent!`)).toBeVisible();
  await b.showList();
  await expect(b.row(number).getByRole("cell", { name: "Urgent" })).toBeVisible();
});

test("the bell of B counts what happened and leads there", async () => {
  await b.page.getByRole("button", { name: /^Notifications, [1-9]\d* unread$/ }).click();
  const centre = b.page.getByRole("region", { name: "Notifications" });
  await expect(centre.getByText(`New ticket created: ${number}`)).toBeVisible();
  await centre.getByRole("link", { name: `URGENT: Ticket ${number} marked as urgent!` }).click();
  await expect(b.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
});

test("the onlooker of another project has seen nothing of it all", async () => {
  const own = await cast.admin.createTicket({ projectId: cast.otherProject.id, title: "Something of theirs" });
  await expect(onlooker.row(own.number)).toBeVisible();
  await expect(onlooker.page.getByText(number)).toHaveCount(0);
  await expect(onlooker.page.getByText(title)).toHaveCount(0);
  await onlooker.expectNotReloaded();
  const { items } = await cast.admin.get(`/tickets?project=${cast.project.id}`);
  await onlooker.page.goto(`${cast.admin.desk.url}/tickets/${items[0].id}`);
  await expect(onlooker.page.getByText("This ticket does not exist, or you may not see it.")).toBeVisible();
});
