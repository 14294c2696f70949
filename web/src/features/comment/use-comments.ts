import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { IdempotencyKeys } from "@/shared/api/idempotency";
import { api, readAll } from "@/shared/api/http";
import type { Comment, NewComment } from "@/shared/api/types";
import { useStaleOn } from "@/shared/realtime/realtime-provider";
import { commentKeys } from "./comment-keys";
import { staleQueries } from "./stale-queries";

/** A ticket's conversation, oldest first. */
export function useComments(ticketId: string) {
  return useQuery({
    queryKey: commentKeys.of(ticketId),
    queryFn: ({ signal }) => readAll<Comment>(`/tickets/${ticketId}/comments`, signal),
  });
}

export function useAddComment(ticketId: string) {
  const queries = useQueryClient();
  const [keys] = useState(() => new IdempotencyKeys());
  return useMutation({
    mutationFn: (comment: NewComment) =>
      api.post<Comment>(`/tickets/${ticketId}/comments`, comment, {
        headers: { "Idempotency-Key": keys.keyFor(comment) },
      }),
    onSuccess: () => {
      keys.succeeded();
      return queries.invalidateQueries({ queryKey: commentKeys.of(ticketId) });
    },
  });
}

export function useChangeComment(ticketId: string, commentId: string) {
  const queries = useQueryClient();
  const path = `/tickets/${ticketId}/comments/${commentId}`;
  const onSuccess = () => queries.invalidateQueries({ queryKey: commentKeys.of(ticketId) });
  const edit = useMutation({ mutationFn: (body: string) => api.patch<Comment>(path, { body }), onSuccess });
  const remove = useMutation({ mutationFn: () => api.delete(path), onSuccess });
  return { edit, remove };
}

/** Keeps open conversations fresh; mount once. */
export function useCommentRealtime(): void {
  useStaleOn(staleQueries);
}
