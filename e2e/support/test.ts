import { test as base } from "@playwright/test";
import { expectDescribed } from "./asyncapi.ts";
import { castOf, hirePeople, type Cast, type People } from "./cast.ts";
import { Desk, type DeskOptions } from "./desk.ts";
import type { Person } from "./api.ts";
import { expectReferencesOnly, Tab, type TabOptions } from "./tab.ts";

interface Fixtures {
  cast: Cast;
  /** Opens a tab that the test's end closes, after a look at everything it received. */
  open: (person: Person, options?: TabOptions) => Promise<Tab>;
  /** Likewise, for one that has not connected yet. */
  prepare: (person: Person, options?: TabOptions) => Promise<Tab>;
  tabs: Tab[];
  deskLogOnFailure: void;
}

interface WorkerFixtures {
  deskOptions: DeskOptions;
  /** One desk for all files of a worker; tests keep apart by their own cast. */
  desk: Desk;
  people: People;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  deskOptions: [{}, { scope: "worker", option: true }],

  desk: [
    async ({ deskOptions }, use) => {
      const desk = await Desk.start(deskOptions);
      await use(desk);
      await desk.dispose();
    },
    { scope: "worker", timeout: 120_000 },
  ],

  people: [async ({ desk }, use) => use(await hirePeople(desk)), { scope: "worker", timeout: 60_000 }],

  cast: async ({ people }, use) => {
    await use(await castOf(people));
  },

  tabs: async ({}, use) => {
    const tabs: Tab[] = [];
    await use(tabs);
    tabs.forEach((tab) => tab.close());
    tabs.forEach((tab) => expectReferencesOnly(tab.received));
    expectDescribed(tabs.flatMap((tab) => tab.undescribed));
  },

  prepare: async ({ tabs }, use) => {
    await use(async (person, options) => {
      const tab = await Tab.prepare(person, options);
      tabs.push(tab);
      return tab;
    });
  },

  open: async ({ tabs }, use) => {
    await use(async (person, options) => {
      const tab = await Tab.open(person, options);
      tabs.push(tab);
      return tab;
    });
  },

  deskLogOnFailure: [
    async ({ desk }, use, testInfo) => {
      const before = desk.printed.length;
      await use();
      if (testInfo.status === testInfo.expectedStatus) return;
      console.error(`The desk's log of this test (all of it: ${desk.log}):\n${desk.printed.slice(before).slice(-4_000)}`);
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";
