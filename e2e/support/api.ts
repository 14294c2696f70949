import { ADMIN_EMAIL, ADMIN_PASSWORD, type Desk } from "./desk.ts";

/** An answer of the desk. `body` is its JSON; undefined when there is none. */
export interface Answer<T = Json> {
  status: number;
  headers: Headers;
  body: T;
}

// The bodies of the API are what is being tested, so their shape is asserted and not presumed.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
}

export async function call(
  desk: Desk,
  method: string,
  path: string,
  { body, headers }: CallOptions = {},
): Promise<Answer> {
  const multipart = body instanceof FormData;
  const payload = body === undefined || multipart || typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${desk.url}/api${path}`, {
    method,
    headers: { ...(body === undefined || multipart ? {} : { "content-type": "application/json" }), ...headers },
    ...(payload === undefined ? {} : { body: payload }),
    redirect: "manual",
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : parse(text) };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Somebody with an account, calling the API as a program does. */
export class Person {
  private constructor(
    readonly desk: Desk,
    readonly id: string,
    readonly name: string,
    readonly email: string,
    readonly password: string,
    readonly token: string,
  ) {}

  static async signIn(desk: Desk, email: string, password: string): Promise<Person> {
    const { status, body } = await call(desk, "POST", "/auth/token", { body: { email, password } });
    if (status !== 200) throw new Error(`${email} cannot sign in: ${status} ${JSON.stringify(body)}`);
    const token: string = body.accessToken;
    const me = await call(desk, "GET", "/auth/me", { headers: { authorization: `Bearer ${token}` } });
    return new Person(desk, me.body.user.id, me.body.user.name, email, password, token);
  }

  static admin(desk: Desk): Promise<Person> {
    return Person.signIn(desk, ADMIN_EMAIL, ADMIN_PASSWORD);
  }

  /** Only an administrator may. */
  async hire(name: string, roles: string[]): Promise<Person> {
    const email = `${name.toLowerCase().replaceAll(" ", ".")}.${unique()}@desk.test`;
    const password = `password-of-${unique()}`;
    await this.post("/users", { email, name, password, roles });
    return Person.signIn(this.desk, email, password);
  }

  /** Calls without judging the answer. */
  call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    return call(this.desk, method, path, {
      ...options,
      headers: { authorization: `Bearer ${this.token}`, ...options.headers },
    });
  }

  async get(path: string): Promise<Json> {
    return this.expectSuccess("GET", path);
  }

  async post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Json> {
    return this.expectSuccess("POST", path, { body, ...(headers && { headers }) });
  }

  async put(path: string): Promise<void> {
    await this.expectSuccess("PUT", path);
  }

  async delete(path: string): Promise<void> {
    await this.expectSuccess("DELETE", path);
  }

  /** Upon whatever the current version is. */
  async patchTicket(id: string, patch: object): Promise<Json> {
    return this.expectSuccess("PATCH", `/tickets/${id}`, { body: patch, headers: { "if-match": "*" } });
  }

  createTicket(ticket: { projectId: string } & Record<string, unknown>): Promise<Json> {
    return this.post("/tickets", { title: secret("title"), description: secret("description"), ...ticket });
  }

  comment(ticketId: string, internal = false): Promise<Json> {
    return this.post(`/tickets/${ticketId}/comments`, { body: secret(internal ? "note" : "reply"), internal });
  }

  attach(ticketId: string, internal = false): Promise<Json> {
    const form = new FormData();
    form.append("file", new Blob([secret("bytes")], { type: "text/plain" }), `${secret("file")}.txt`);
    if (internal) form.append("internal", "true");
    return this.post(`/tickets/${ticketId}/attachments`, form);
  }

  /** The feed after a position, all pages of it. */
  async eventsAfter(position: number): Promise<Json[]> {
    const events: Json[] = [];
    for (let after = position; ; ) {
      const page = await this.get(`/events?after=${after}&limit=500`);
      events.push(...page.events);
      if (page.next === after) return events;
      after = page.next;
    }
  }

  /** As eventsAfter, but for timelines: a tab hears of one only when it subscribes to it. */
  async eventsWithoutTimelines(position: number): Promise<Json[]> {
    return (await this.eventsAfter(position)).filter(({ type }) => !type.startsWith("timeline:"));
  }

  async eventsHead(): Promise<number> {
    return (await this.get("/events")).next;
  }

  /** The same person, signed in anew. */
  again(): Promise<Person> {
    return Person.signIn(this.desk, this.email, this.password);
  }

  /** The session cookie of a sign-in, as a browser would send it. */
  async cookie(): Promise<string> {
    const { email, password } = this;
    const { status, headers } = await call(this.desk, "POST", "/auth/login", { body: { email, password } });
    if (status !== 200) throw new Error(`${email} cannot sign in: ${status}`);
    const cookie = headers.getSetCookie().find((one) => one.startsWith("desk_session="));
    if (!cookie) throw new Error("Signing in set no cookie desk_session");
    return cookie.split(";")[0] ?? "";
  }

  private async expectSuccess(method: string, path: string, options: CallOptions = {}): Promise<Json> {
    const { status, body } = await this.call(method, path, options);
    if (status >= 300) throw new Error(`${this.name}: ${method} ${path} is ${status} ${JSON.stringify(body)}`);
    return body;
  }
}

/** What people write bears this mark, so that a test finds it where it must not be. */
export const SECRET = "for-your-eyes-only";

/** A text that no payload may carry. */
export function secret(what: string): string {
  return `${what} ${SECRET} ${unique()}`;
}

let made = 0;

export function unique(): string {
  return `${process.pid.toString(36)}${Date.now().toString(36)}${(made++).toString(36)}`;
}
