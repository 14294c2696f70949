import { queryOptions, useQuery } from "@tanstack/react-query";
import { readAll } from "@/shared/api/http";
import type { Project, Queue, User } from "@/shared/api/types";
import { useStaleOn } from "@/shared/realtime/realtime-provider";

// Small lists that every screen names things with: read whole, kept long.

const kept = { staleTime: 5 * 60_000 };

export const directoryKeys = {
  all: ["directory"],
  projects: ["directory", "projects"],
  queues: ["directory", "queues"],
  people: ["directory", "people"],
} as const;

const projectsQuery = queryOptions({
  queryKey: directoryKeys.projects,
  queryFn: ({ signal }) => readAll<Project>("/projects", signal),
  ...kept,
});

const queuesQuery = queryOptions({
  queryKey: directoryKeys.queues,
  queryFn: ({ signal }) => readAll<Queue>("/queues", signal),
  ...kept,
});

const peopleQuery = queryOptions({
  queryKey: directoryKeys.people,
  queryFn: ({ signal }) => readAll<User>("/users", signal),
  ...kept,
});

const none: never[] = [];

/** The projects one may read; undefined until they are known. */
export function useProjects(): Project[] | undefined {
  return useQuery(projectsQuery).data;
}

export function useQueues(): Queue[] {
  return useQuery(queuesQuery).data ?? none;
}

/** People one may assign to or add; only staff has reason to ask. */
export function usePeople(enabled: boolean): User[] {
  return useQuery({ ...peopleQuery, enabled }).data ?? none;
}

/** Keeps the lists of names fresh; mount once. */
export function useDirectoryRealtime(): void {
  useStaleOn((event) => (event.type === "user:queue_updated" ? [directoryKeys.all] : []));
}
