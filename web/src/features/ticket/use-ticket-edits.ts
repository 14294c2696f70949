import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { ApiError, api } from "@/shared/api/http";
import type { FieldConflict, Ticket, TicketPatch } from "@/shared/api/types";
import { problemText } from "@/shared/ui/problem-alert";
import { resolvePatch, type Choice } from "./conflict";
import { ticketKeys } from "./ticket-keys";
import { ticketQuery } from "./use-tickets";

export interface TicketEdits {
  /** Resolves to whether the change was made. `version` is the one its author was looking at. */
  save: (patch: TicketPatch, version: number) => Promise<boolean>;
  saving: boolean;
  conflict: { patch: TicketPatch; conflicts: FieldConflict[] } | null;
  resolve: (choices: Record<string, Choice>) => Promise<void>;
  dismiss: () => void;
}

/** Changes a ticket without overwriting what others changed meanwhile. */
export function useTicketEdits(id: string): TicketEdits {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [conflict, setConflict] = useState<TicketEdits["conflict"]>(null);

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

  const save = async (patch: TicketPatch, version: number): Promise<boolean> => {
    try {
      await mutation.mutateAsync({ patch, version });
      return true;
    } catch (failure) {
      const conflicts = failure instanceof ApiError ? failure.problem.conflicts : undefined;
      if (conflicts?.length) setConflict({ patch, conflicts });
      else void message.error(problemText(failure));
      void queries.invalidateQueries({ queryKey: ticketKeys.detail(id) });
      return false;
    }
  };

  const resolve = async (choices: Record<string, Choice>): Promise<void> => {
    if (!conflict) return;
    const patch = resolvePatch(conflict.patch, conflict.conflicts, choices);
    setConflict(null);
    // The choice was made against the server's present values, so their version is the base now.
    const current = await queries.query({ ...ticketQuery(id), staleTime: 0 });
    if (patch) await save(patch, current.version);
  };

  return { save, saving: mutation.isPending, conflict, resolve, dismiss: () => setConflict(null) };
}
