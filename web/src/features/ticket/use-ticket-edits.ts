import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { ApiError, api } from "@/shared/api/http";
import type { FieldConflict, Ticket, TicketPatch } from "@/shared/api/types";
import { problemText } from "@/shared/ui/problem-text";
import { resolvePatch, type Choices } from "./conflict";
import { ticketKeys } from "./ticket-keys";
import { ticketQuery } from "./use-tickets";

/** A question to the person: which values stay. Answered with null when they would rather go on editing. */
export interface OpenConflict {
  conflicts: FieldConflict[];
  answer: (choices: Choices | null) => void;
}

export interface TicketEdits {
  /** Resolves to whether the edit is done with. `version` is the one its author was looking at. */
  save: (patch: TicketPatch, version: number) => Promise<boolean>;
  saving: boolean;
  conflict: OpenConflict | null;
}

/** Changes a ticket without overwriting what others changed meanwhile. */
export function useTicketEdits(id: string): TicketEdits {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [conflict, setConflict] = useState<OpenConflict | null>(null);

  const mutation = useMutation({
    mutationFn: ({ patch, version }: { patch: TicketPatch; version: number }) =>
      api.patch<Ticket>(`/tickets/${id}`, patch, { headers: { "If-Match": `"${version}"` } }),
    onSuccess: (ticket) => {
      queries.setQueryData<Ticket>(ticketKeys.detail(id), (cached) =>
        cached && cached.version > ticket.version ? cached : ticket,
      );
      void queries.invalidateQueries({ queryKey: ticketKeys.lists });
    },
  });

  const ask = (conflicts: FieldConflict[]) =>
    new Promise<Choices | null>((answer) => setConflict({ conflicts, answer })).finally(() => setConflict(null));

  const save = async (patch: TicketPatch, version: number): Promise<boolean> => {
    try {
      await mutation.mutateAsync({ patch, version });
      return true;
    } catch (failure) {
      const conflicts = failure instanceof ApiError ? (failure.problem.conflicts ?? []) : [];
      if (conflicts.length === 0) {
        void message.error(problemText(failure));
        void queries.invalidateQueries({ queryKey: ticketKeys.detail(id) });
        return false;
      }
      const choices = await ask(conflicts);
      if (!choices) return false;
      // The choice was made against the server's present values, so their version is the base now.
      const current = await queries.query({ ...ticketQuery(id), staleTime: 0 });
      const left = resolvePatch(patch, conflicts, choices);
      return left === null || save(left, current.version);
    }
  };

  return { save, saving: mutation.isPending, conflict };
}
