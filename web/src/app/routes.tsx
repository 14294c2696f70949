import { lazy } from "react";
import { createBrowserRouter, Navigate } from "react-router";
import { CrashPage } from "./crash-page";
import { NotFoundPage } from "./not-found-page";
import { SessionGate } from "./session-gate";

// Loaded by rendering, not by the router: it would hold back even the sign-in until they are there.
const loadShell = () => import("./shell");
const loadTicketsPage = () => import("./tickets-page");
const Shell = lazy(loadShell);
const TicketsPage = lazy(loadTicketsPage);
const TicketPage = lazy(() => import("./ticket-page"));
const ChangePasswordPage = lazy(() => import("@/features/user/change-password-page"));
const AcceptInvitationPage = lazy(() => import("@/features/user/accept-invitation-page"));

/** Fetches what is most likely wanted next, while the session is looked up or a password typed. */
export function preload(): void {
  // A failure is no matter here: rendering asks again, and tells.
  Promise.all([loadShell(), loadTicketsPage()]).catch(() => undefined);
}

export function createRouter() {
  return createBrowserRouter([
    {
      ErrorBoundary: CrashPage,
      children: [
        // The server's links say "accept"; both names lead here.
        { path: "/accept", Component: AcceptInvitationPage },
        { path: "/invite", Component: AcceptInvitationPage },
        {
          path: "/",
          Component: SessionGate,
          children: [
            { index: true, element: <Navigate to="/tickets" replace /> },
            { path: "password", Component: ChangePasswordPage },
            {
              Component: Shell,
              children: [
                { path: "tickets", Component: TicketsPage },
                { path: "tickets/:id", Component: TicketPage },
                { path: "*", Component: NotFoundPage },
              ],
            },
          ],
        },
      ],
    },
  ]);
}
