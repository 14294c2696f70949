import { createBrowserRouter, Navigate } from "react-router";
import { CrashPage } from "./crash-page";
import { NotFoundPage } from "./not-found-page";
import { SessionGate } from "./session-gate";
import { Splash } from "./splash";

const page = async (module: Promise<{ default: React.ComponentType }>) => ({ Component: (await module).default });

/** Every page loads when it is first visited. */
export function createRouter() {
  return createBrowserRouter([
    {
      ErrorBoundary: CrashPage,
      HydrateFallback: Splash,
      children: [
        // The server's links say "accept"; both names lead here.
        { path: "/accept", lazy: () => page(import("@/features/user/accept-invitation-page")) },
        { path: "/invite", lazy: () => page(import("@/features/user/accept-invitation-page")) },
        {
          path: "/",
          Component: SessionGate,
          children: [
            { index: true, element: <Navigate to="/tickets" replace /> },
            { path: "password", lazy: () => page(import("@/features/user/change-password-page")) },
            {
              lazy: () => page(import("./shell")),
              children: [
                { path: "tickets", lazy: () => page(import("./tickets-page")) },
                { path: "tickets/:id", lazy: () => page(import("./ticket-page")) },
                { path: "*", Component: NotFoundPage },
              ],
            },
          ],
        },
      ],
    },
  ]);
}
