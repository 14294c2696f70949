import type { FieldConflict, TicketPatch } from "@/shared/api/types";

/** For each field in conflict, whose value stays. */
export type Choices = Readonly<Record<string, "yours" | "theirs" | undefined>>;

/**
 * What is left to send when the fields in conflict have been decided: fields given up are dropped,
 * everything else of the patch stays, for a refused patch has changed nothing. Null when nothing is left.
 */
export function resolvePatch(
  patch: TicketPatch,
  conflicts: FieldConflict[],
  choices: Choices,
): TicketPatch | null {
  const givenUp = new Set(conflicts.map(({ field }) => field).filter((field) => choices[field] !== "yours"));
  const left = Object.entries(patch).filter(([field]) => !givenUp.has(field));
  return left.length === 0 ? null : Object.fromEntries(left);
}
