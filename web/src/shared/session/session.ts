import { queryOptions } from "@tanstack/react-query";
import { createContext, use } from "react";
import { ApiError, api } from "@/shared/api/http";
import { sessionKey } from "@/shared/api/query-client";
import type { SessionUser } from "@/shared/api/types";

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: async ({ signal }): Promise<SessionUser | null> => {
    try {
      return (await api.get<{ user: SessionUser }>("/auth/me", { signal })).user;
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 401) return null;
      throw failure;
    }
  },
  staleTime: 5 * 60_000,
});

export const UserContext = createContext<SessionUser | null>(null);

/** The signed-in user. Only below the session gate, which lets nobody else through. */
export function useUser(): SessionUser {
  const user = use(UserContext);
  if (!user) throw new Error("used outside the session gate");
  return user;
}

/** Ends the session. The page starts over, so that nothing this user read is left in memory. */
export async function signOut(): Promise<void> {
  await api.post("/auth/logout");
  location.assign("/");
}
