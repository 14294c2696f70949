import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { ApiError, api, withQuery } from "@/shared/api/http";
import type { Page, Ticket } from "@/shared/api/types";
import { logInfo } from "@/shared/log";
import { useStaleOn } from "@/shared/realtime/realtime-provider";
import { staleQueries } from "./stale-queries";
import { paramsOf, type TicketFilters } from "./ticket-filters";
import { ticketKeys } from "./ticket-keys";

export function useTickets(filters: TicketFilters) {
  return useInfiniteQuery({
    queryKey: ticketKeys.list(filters),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Ticket>>(withQuery("/tickets", { ...paramsOf(filters), cursor: pageParam, limit: "50" }), { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    // The old rows stay until the new ones are there: no jump while one types a search.
    placeholderData: keepPreviousData,
  });
}

export function ticketQuery(id: string) {
  return queryOptions({
    queryKey: ticketKeys.detail(id),
    queryFn: ({ signal }) => api.get<Ticket>(`/tickets/${id}`, { signal }),
  });
}

export function useTicket(id: string) {
  const query = useQuery(ticketQuery(id));
  // A ticket once readable may be so no longer; what was read of it must go from the screen.
  const gone = query.error instanceof ApiError && query.error.status === 404;
  return { ...query, gone, data: gone ? undefined : query.data };
}

/** Keeps cached tickets fresh; mount once. Events carry ids; data comes over HTTP. */
export function useTicketRealtime(): void {
  useStaleOn(staleQueries);
  useEffect(() => logInfo("Ticket socket listeners initialized"), []);
}
