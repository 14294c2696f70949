import { TICKET_PRIORITIES, TICKET_STATUSES, type TicketPriority, type TicketStatus } from "@/shared/api/types";

const SORT_FIELDS = ["updatedAt", "createdAt", "number", "title", "status", "priority", "due"] as const;
type SortField = (typeof SORT_FIELDS)[number];
export type TicketSort = SortField | `-${SortField}`;
const SORTS: TicketSort[] = SORT_FIELDS.flatMap((field) => [field, `-${field}` as const]);
export const DEFAULT_SORT: TicketSort = "-updatedAt";

/** What the list shows; lives in the address, so that a view can be bookmarked and sent. */
export interface TicketFilters {
  q?: string;
  status?: TicketStatus[];
  priority?: TicketPriority[];
  project?: string;
  queue?: string;
  /** An id, or `me`, or `none`. */
  assignee?: string;
  reporter?: string;
  tag?: string;
  sort: TicketSort;
}

const FREE = ["q", "project", "queue", "assignee", "reporter", "tag"] as const;

/** Filters of an address. Values this page does not know are left out rather than sent to be refused. */
export function filtersFrom(params: URLSearchParams): TicketFilters {
  const filters: TicketFilters = { sort: SORTS.find((sort) => sort === params.get("sort")) ?? DEFAULT_SORT };
  for (const name of FREE) {
    const value = params.get(name)?.trim();
    if (value) filters[name] = value;
  }
  const status = known(TICKET_STATUSES, params.get("status"));
  if (status.length > 0) filters.status = status;
  const priority = known(TICKET_PRIORITIES, params.get("priority"));
  if (priority.length > 0) filters.priority = priority;
  return filters;
}

/** The shortest address of these filters; the server reads the same names and values. */
export function paramsOf(filters: TicketFilters): Record<string, string> {
  const params: Record<string, string> = {};
  const { status, priority, sort, ...free } = filters;
  for (const [name, value] of Object.entries(free)) if (value) params[name] = value;
  if (status?.length) params.status = status.join(",");
  if (priority?.length) params.priority = priority.join(",");
  if (sort !== DEFAULT_SORT) params.sort = sort;
  return params;
}

export function isFiltered(filters: TicketFilters): boolean {
  return Object.keys(paramsOf(filters)).some((name) => name !== "sort");
}

/** The values of a comma-separated list that are among `values`, in their order. */
function known<T extends string>(values: readonly T[], list: string | null): T[] {
  const given = list?.split(",") ?? [];
  return values.filter((value) => given.includes(value));
}
