import type { Comment } from "@/shared/api/types";

/** Oldest first; ids sort by time, so they decide when two share a moment. */
export function inOrder(comments: Comment[]): Comment[] {
  return [...comments].sort(
    (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
}

/** Comments after the one with id `lastSeen`; all of them when none had been seen. */
export function unseenSince(comments: Comment[], lastSeen: string | null): Comment[] {
  return comments.slice(comments.findIndex(({ id }) => id === lastSeen) + 1);
}
