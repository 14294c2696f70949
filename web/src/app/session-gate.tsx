import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Outlet } from "react-router";
import { t } from "@/shared/messages/messages";
import { sessionQuery, UserContext } from "@/shared/session/session";
import { problemText } from "@/shared/ui/problem-text";
import { Splash } from "./splash";

const SignInPage = lazy(() => import("@/features/user/sign-in-page"));
const ChangePasswordPage = lazy(() => import("@/features/user/change-password-page"));

/** Lets only the signed-in through. The address stays, so that signing in leads where one wanted to go. */
export function SessionGate() {
  const { data: user, error, refetch } = useQuery(sessionQuery);
  if (user === undefined) {
    return error ? (
      <main className="auth">
        <div className="auth-card" role="alert">
          <p>{problemText(error)}</p>
          <button type="button" className="auth-submit" onClick={() => void refetch()}>
            {t("error.retry")}
          </button>
        </div>
      </main>
    ) : (
      <Splash />
    );
  }
  return (
    <Suspense fallback={<Splash />}>
      {user === null ? (
        <SignInPage />
      ) : user.mustChangePassword ? (
        <ChangePasswordPage forced />
      ) : (
        <UserContext value={user}>
          <Outlet />
        </UserContext>
      )}
    </Suspense>
  );
}
