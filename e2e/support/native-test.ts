import type { Person } from "./api.ts";
import { expectDescribed } from "./asyncapi.ts";
import { NativeTab, takeUndescribed, type NativeProof } from "./native.ts";
import { test as base } from "./test.ts";

interface NativeFixtures {
  /** Opens a native WebSocket that the test's end closes, after a look at everything it received. */
  listen: (person: Person, path: string, proof?: NativeProof) => Promise<NativeTab>;
  asDescribed: void;
}

export const test = base.extend<NativeFixtures>({
  listen: async ({}, use) => {
    const tabs: NativeTab[] = [];
    await use(async (person, path, proof) => {
      const tab = await NativeTab.open(person, path, proof);
      tabs.push(tab);
      return tab;
    });
    tabs.forEach((tab) => tab.close());
  },

  asDescribed: [
    async ({}, use) => {
      await use();
      expectDescribed(takeUndescribed());
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";
