import { defineConfig } from "@playwright/test";

const chromium = process.env.CHROMIUM ?? process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** Nothing here waits for a moment; each limit only says when a condition has failed to come. */
export default defineConfig({
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  forbidOnly: true,
  reporter: [["list"]],
  outputDir: "test-results",
  use: {
    actionTimeout: 10_000,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    // The page is built by now or not at all; the longest files begin first.
    { name: "browser", testDir: "browser" },
    { name: "wire", testMatch: ["wire/**/*.spec.ts", "doors/**/*.spec.ts", "crash/**/*.spec.ts", "native/**/*.spec.ts", "seeds/**/*.spec.ts", "**/e2e/nodes/**/*.spec.ts"] },
    // Not a test: writes the pictures of the README. `npm run screenshots` asks for it by name.
    ...(process.env.SCREENSHOTS ? [{ name: "screenshots", testDir: "screenshots" }] : []),
  ],
});
