import { expect, type Browser, type BrowserContext, type Locator, type Page } from "@playwright/test";
import type { Person } from "./api.ts";

/** The page as a person sees it: everything is found by its role and its label. */
export class DeskPage {
  private constructor(readonly page: Page) {}

  /** A browser of one's own, at the sign-in. What `before` does to the page holds from its first request on. */
  static async visit(browser: Browser, url: string, before?: (page: Page) => Promise<void>): Promise<DeskPage> {
    const context: BrowserContext = await browser.newContext({ locale: "en-GB", timezoneId: "UTC" });
    const page = await context.newPage();
    await before?.(page);
    await page.goto(url);
    return new DeskPage(page);
  }

  static async signedIn(browser: Browser, person: Person, url = person.desk.url): Promise<DeskPage> {
    const desk = await DeskPage.visit(browser, url);
    await desk.signIn(person.email, person.password);
    await desk.expectLive();
    return desk;
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.page.getByLabel("E-mail").fill(email);
    await this.page.getByLabel("Password").fill(password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
  }

  async expectLive(): Promise<void> {
    await expect(this.indicator("Live")).toBeVisible();
  }

  indicator(text: string | RegExp): Locator {
    return this.page.getByRole("banner").getByRole("status").filter({ hasText: text });
  }

  /** A toast with exactly this text. */
  toast(text: string): Locator {
    return this.page.getByRole("status").getByText(text, { exact: true });
  }

  row(number: string): Locator {
    return this.page.getByRole("row").filter({ hasText: number });
  }

  async showList(): Promise<void> {
    await this.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "All tickets" }).click();
    await expect(this.page.getByRole("heading", { name: "Tickets" })).toBeAttached();
  }

  /** From the list, as one does. */
  async openTicket(title: string): Promise<void> {
    await this.page.getByRole("link", { name: title }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  }

  /** Returns the number of what was created. */
  async createTicket(title: string, description: string): Promise<string> {
    await this.page.getByRole("button", { name: "Create Ticket" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Create Ticket" });
    await dialog.getByLabel("Title").fill(title);
    await dialog.getByLabel("Description").fill(description);
    await dialog.getByRole("button", { name: "Create Ticket" }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    const number = await this.page.getByText(/^TKT-\d{8}-\d{4,}$/).first().textContent();
    if (!number) throw new Error("The ticket shows no number");
    return number;
  }

  async setStatus(status: string): Promise<void> {
    await this.page.getByRole("button", { name: "Update Status" }).click();
    await this.page.getByRole("menuitem", { name: status }).click();
  }

  async setPriority(priority: string): Promise<void> {
    const words = this.page.getByText(priority, { exact: true }).filter({ visible: true });
    const elsewhere = await words.count();
    await this.page.getByRole("combobox", { name: "Priority" }).click();
    // The list of choices opens above all else, last in the page.
    await expect(words).toHaveCount(elsewhere + 1);
    await words.last().click();
  }

  async reply(text: string): Promise<void> {
    await this.page.getByRole("textbox", { name: "Reply" }).fill(text);
    await this.page.getByRole("button", { name: "Send reply" }).click();
    await expect(this.conversation.getByText(text)).toBeVisible();
  }

  async note(text: string): Promise<void> {
    await this.page.getByText("Internal note", { exact: true }).first().click();
    await this.page.getByRole("textbox", { name: "Internal note" }).fill(text);
    await this.page.getByRole("button", { name: "Add note" }).click();
    await expect(this.conversation.getByText(text)).toBeVisible();
  }

  get conversation(): Locator {
    return this.page.getByRole("region", { name: "Conversation" });
  }

  get attachments(): Locator {
    return this.page.getByRole("region", { name: "Attachments" });
  }

  /** Leaves a trace in the page that a reload would wipe out. */
  async remember(): Promise<void> {
    await this.page.evaluate(() => Object.assign(window, { notReloaded: true }));
  }

  async expectNotReloaded(): Promise<void> {
    expect(await this.page.evaluate(() => "notReloaded" in window)).toBe(true);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
