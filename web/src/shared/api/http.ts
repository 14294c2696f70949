import { serverUrl } from "@/shared/config";
import { t } from "@/shared/messages/messages";
import type { Page, Problem } from "./types";

/** A refused or failed request. `problem.status` is 0 when no answer came. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ApiError";
  }

  get status(): number {
    return this.problem.status;
  }
}

export interface RequestOptions {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const { body, headers, signal } = options;
  let response: Response;
  try {
    response = await fetch(apiUrl(path), {
      method,
      credentials: "include",
      // This page keeps its own cache. A ticket's ETag is its version, which tells conflicts but not
      // every difference of the body: followers change without it, so no 304 may stand for them.
      cache: "no-store",
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === "AbortError") throw failure;
    throw new ApiError(unreachable());
  }
  const text = await response.text();
  if (!response.ok) throw new ApiError(problemOf(response.status, text));
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

export const api = {
  get: <T>(path: string, options?: RequestOptions) => request<T>("GET", path, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) =>
    request<T>("POST", path, { ...options, body: body ?? {} }),
  patch: <T>(path: string, body: unknown, options?: RequestOptions) =>
    request<T>("PATCH", path, { ...options, body }),
  put: <T = undefined>(path: string, body?: unknown) =>
    request<T>("PUT", path, body === undefined ? {} : { body }),
  delete: (path: string) => request<undefined>("DELETE", path),
};

/** Reads a list to its end. For lists that a person reads whole, such as one ticket's conversation. */
export async function readAll<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await api.get<Page<T>>(withQuery(path, { limit: "100", cursor }), { signal });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return items;
}

/** Appends the parameters that have a value. */
export function withQuery(path: string, params: Record<string, string | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value) query.set(name, value);
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

export function apiUrl(path: string): string {
  return `${serverUrl}/api${path}`;
}

export function unreachable(): Problem {
  return { status: 0, title: t("error.unreachable"), detail: t("error.unreachableDetail") };
}

/** The problem an answer carries, or one made from its status: proxies answer with pages of their own. */
export function problemOf(status: number, text: string): Problem {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && "title" in body) {
      return { ...(body as Problem), status };
    }
  } catch {
    // Not JSON: fall through.
  }
  return { status, title: t("error.status", { status }) };
}
