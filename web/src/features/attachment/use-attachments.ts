import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, readAll } from "@/shared/api/http";
import type { Attachment } from "@/shared/api/types";
import { upload } from "@/shared/api/upload";
import { useStaleOn } from "@/shared/realtime/realtime-provider";
import { attachmentKeys } from "./attachment-keys";
import { staleQueries } from "./stale-queries";

export interface Upload {
  key: number;
  name: string;
  done: number;
  error?: Error;
}

export function useAttachments(ticketId: string) {
  return useQuery({
    queryKey: attachmentKeys.of(ticketId),
    queryFn: ({ signal }) => readAll<Attachment>(`/tickets/${ticketId}/attachments`, signal),
  });
}

/** Files on their way to the server, each with its progress or its failure. */
export function useUploads(ticketId: string) {
  const queries = useQueryClient();
  const [uploads, setUploads] = useState<Upload[]>([]);

  const dismiss = (key: number) => setUploads((all) => all.filter((one) => one.key !== key));
  const change = (key: number, what: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...what } : one)));

  const start = async (file: File, internal: boolean): Promise<void> => {
    const key = nextKey++;
    setUploads((all) => [...all, { key, name: file.name, done: 0 }]);
    const form = new FormData();
    form.append("internal", String(internal));
    form.append("file", file);
    try {
      await upload<Attachment>(`/tickets/${ticketId}/attachments`, form, (done) => change(key, { done }));
      await queries.invalidateQueries({ queryKey: attachmentKeys.of(ticketId) });
      dismiss(key);
    } catch (failure) {
      change(key, { error: failure as Error });
    }
  };

  return { uploads, start, dismiss };
}

let nextKey = 1;

export function useDeleteAttachment(ticketId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete(`/tickets/${ticketId}/attachments/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: attachmentKeys.of(ticketId) }),
  });
}

/** Keeps lists of files fresh; mount once. */
export function useAttachmentRealtime(): void {
  useStaleOn(staleQueries);
}
