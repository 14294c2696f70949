import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/shared/api/http";
import type { NotificationPreferences } from "@/shared/api/types";
import { notificationKeys } from "./notification-keys";

const path = "/notifications/preferences";

export function usePreferences() {
  return useQuery({
    queryKey: notificationKeys.preferences,
    queryFn: ({ signal }) => api.get<NotificationPreferences>(path, { signal }),
  });
}

export function useSavePreferences(onSaved: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (preferences: NotificationPreferences) => api.put<NotificationPreferences>(path, preferences),
    onSuccess: (saved) => {
      queries.setQueryData(notificationKeys.preferences, saved);
      onSaved();
    },
  });
}
