import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/shared/api/http";
import type { NotificationPage } from "@/shared/api/types";
import { useStaleOn } from "@/shared/realtime/realtime-provider";
import { notificationKeys } from "./notification-keys";
import { staleQueries } from "./stale-queries";

/** The notification centre's list; read only while it is open. */
export function useNotifications(open: boolean) {
  return useInfiniteQuery({
    queryKey: notificationKeys.list,
    queryFn: ({ pageParam, signal }) =>
      api.get<NotificationPage>(withQuery("/notifications", { cursor: pageParam, limit: "20" }), { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: open,
  });
}

/** How many are unread. */
export function useUnreadCount(): number {
  const { data } = useQuery({
    queryKey: notificationKeys.unread,
    queryFn: async ({ signal }) =>
      (await api.get<NotificationPage>("/notifications?unread=true&limit=1", { signal })).unread,
  });
  return data ?? 0;
}

export function useMarkRead() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: notificationKeys.all });
  const one = useMutation({ mutationFn: (id: string) => api.post(`/notifications/${id}/read`), onSettled });
  const all = useMutation({ mutationFn: () => api.post("/notifications/read-all"), onSettled });
  return { one: (id: string) => one.mutate(id), all: () => all.mutate() };
}

/** Empties the centre. */
export function useClear(): () => void {
  const queries = useQueryClient();
  const clear = useMutation({
    mutationFn: () => api.delete("/notifications"),
    onSettled: () => queries.invalidateQueries({ queryKey: notificationKeys.all }),
  });
  return () => clear.mutate();
}

/** Keeps the centre fresh; mount once. */
export function useNotificationRealtime(): void {
  useStaleOn(staleQueries);
}
