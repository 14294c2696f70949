import { readFile } from "node:fs/promises";
import { castOf, hirePeople } from "../support/cast.ts";
import { DeskPage } from "../support/page.ts";
import { expect, test } from "../support/test.ts";

test("a file that one uploads appears at the other, who downloads the same bytes", async ({ browser, desk }) => {
  const cast = await castOf(await hirePeople(desk));
  const ticket = await cast.sales.createTicket({ projectId: cast.project.id });
  const [a, b] = await Promise.all([
    DeskPage.signedIn(browser, cast.sales),
    DeskPage.signedIn(browser, cast.agent),
  ]);
  await a.openTicket(ticket.title);
  await b.openTicket(ticket.title);

  const bytes = Buffer.from("%PDF-1.4 not really\n".repeat(100));
  const choosing = a.page.waitForEvent("filechooser");
  await a.attachments.getByRole("button", { name: "Attach files" }).click();
  await (await choosing).setFiles({ name: "invoice 2026.pdf", mimeType: "application/pdf", buffer: bytes });
  await expect(a.attachments.getByRole("link", { name: "Download invoice 2026.pdf" })).toBeVisible();

  const link = b.attachments.getByRole("link", { name: "Download invoice 2026.pdf" });
  await expect(link).toBeVisible();
  const downloading = b.page.waitForEvent("download");
  await link.click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("invoice 2026.pdf");
  expect(await readFile(await download.path())).toEqual(bytes);

  await b.attachments.getByRole("checkbox", { name: "Staff only" }).check();
  const choosingNote = b.page.waitForEvent("filechooser");
  await b.attachments.getByRole("button", { name: "Attach files" }).click();
  await (await choosingNote).setFiles({ name: "internal.txt", mimeType: "text/plain", buffer: Buffer.from("x") });
  await expect(b.attachments.getByRole("link", { name: "Download internal.txt" })).toBeVisible();
  await b.reply("A fence: this comes after the file.");
  await expect(a.conversation.getByText("A fence: this comes after the file.")).toBeVisible();
  await expect(a.page.getByText("internal.txt")).toHaveCount(0);
  await Promise.all([a.close(), b.close()]);
});
