import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { createContext, use, useEffect, useEffectEvent, useMemo, useSyncExternalStore, type ReactNode } from "react";
import { api } from "@/shared/api/http";
import { sessionKey } from "@/shared/api/query-client";
import { ticketScope } from "@/shared/api/ticket-scope";
import { Coalescer } from "./coalescer";
import { RealtimeConnection, type ConnectionState } from "./connection";
import { createSocket } from "./create-socket";
import type { DeskEvent } from "./events";

interface Realtime {
  connection: RealtimeConnection;
  stale: (key: QueryKey) => void;
}

const RealtimeContext = createContext<Realtime | null>(null);

/** Holds the page's one socket. Mount it once, inside the session and outside the routes. */
export function RealtimeProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const realtime = useMemo<Realtime>(() => {
    const coalescer = new Coalescer<QueryKey>(
      (queryKey) => queries.invalidateQueries({ queryKey }),
      (queryKey) => JSON.stringify(queryKey),
    );
    const stale = (key: QueryKey) => coalescer.request(key);
    const connection = new RealtimeConnection(createSocket(), {
      onSessionDoubt: () => stale(sessionKey),
      onGap: () => stale([]),
      onTicketJoined: (id) => stale(ticketScope(id)),
      wsTicket: async () => (await api.post<{ ticket: string }>("/auth/ws-ticket")).ticket,
    });
    return { connection, stale };
  }, [queries]);

  useEffect(() => {
    realtime.connection.start();
    return () => realtime.connection.stop();
  }, [realtime]);

  return <RealtimeContext value={realtime}>{children}</RealtimeContext>;
}

function useRealtime(): Realtime {
  const realtime = use(RealtimeContext);
  if (!realtime) throw new Error("RealtimeProvider is missing");
  return realtime;
}

/** State of the socket, and a way to hurry its return. */
export function useWebSocket(): { state: ConnectionState; retry: () => void; position: () => number } {
  const { connection } = useRealtime();
  const state = useSyncExternalStore(connection.subscribe, connection.snapshot);
  return { state, retry: connection.hurry, position: () => connection.position };
}

/** Calls `listener` with every event, once per change. */
export function useDeskEvents(listener: (event: DeskEvent) => void): void {
  const { connection } = useRealtime();
  const latest = useEffectEvent(listener);
  useEffect(() => connection.onEvent((event) => latest(event)), [connection]);
}

/** Calls `listener` when the server says that it will be back in a moment. */
export function useServerRestarting(listener: () => void): void {
  const { connection } = useRealtime();
  const latest = useEffectEvent(listener);
  useEffect(() => connection.onRestarting(() => latest()), [connection]);
}

/** Reads again, soon and once, what an event made stale. */
export function useStaleOn(queriesOf: (event: DeskEvent) => QueryKey[]): void {
  const { stale } = useRealtime();
  useDeskEvents((event) => queriesOf(event).forEach(stale));
}

/** Receives a ticket's own events while it is on screen. */
export function useTicketRoom(id: string): void {
  const { connection } = useRealtime();
  useEffect(() => connection.holdTicket(id), [connection, id]);
}
