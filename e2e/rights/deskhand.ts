import { secret, unique, type Json, type Person } from "../support/api.ts";
import type { Call } from "./calls.ts";
import type { Preference } from "./notices.ts";
import { found, NameOfNothing, type Name, type Room } from "./world.ts";

/** The desk has refused a call: nothing came of it. */
export class Refused extends Error {}

/** Says calls to a desk, and knows what the desk calls everything that has a name here. */
export class Deskhand {
  private readonly ids = new Map<Name, string>();
  private readonly names = new Map<string, Name>();
  private readonly persons = new Map<Name, Person>();
  /** Of comments and files. */
  private readonly paths = new Map<Name, string>();

  meet(name: Name, person: Person): void {
    this.persons.set(name, person);
    this.call(name, person.id);
  }

  person(name: Name): Person {
    return found(this.persons, name);
  }

  /** From now on the thing with this id bears this name. */
  call(name: Name, id: string): void {
    this.ids.set(name, id);
    this.names.set(id, name);
  }

  id(name: Name): string {
    return found(this.ids, name);
  }

  has(name: Name): boolean {
    return this.ids.has(name);
  }

  /** The name of an id, or the id itself when nothing here has it. */
  name(id: string): Name {
    return this.names.get(id) ?? id;
  }

  /** A room as the desk writes it. */
  room(room: Room): string {
    const [kind = "", ...rest] = room.split(":");
    if (kind === "role") return room;
    if (kind === "timeline") return `timeline:${rest[0]}:${this.id(rest[1] ?? "")}`;
    return `${kind}:${this.id(rest.join(":"))}`;
  }

  /** Returns when the desk has acknowledged the call; throws [Refused] when it refuses, [NameOfNothing] when it was never asked. */
  async say(call: Call): Promise<void> {
    try {
      await this.trySaying(call);
    } catch (failure) {
      if (!(failure instanceof Error) || failure instanceof NameOfNothing) throw failure;
      const refused = / is (401|403|404|409|422) /.test(failure.message);
      throw refused ? new Refused(failure.message) : failure;
    }
  }

  private async trySaying(call: Call): Promise<void> {
    const by = this.person(call.by);
    switch (call.call) {
      case "create": {
        const { queue, reporter, assignee, priority } = call;
        const made = await by.createTicket({
          projectId: this.id(call.project),
          ...(queue && { queueId: this.id(queue) }),
          ...(reporter && { reporterId: this.id(reporter) }),
          ...(assignee && { assigneeId: this.id(assignee) }),
          ...(priority && { priority }),
        });
        return this.call(call.ticket, made.id);
      }
      case "change": {
        const { assignee, queue, title, status, priority } = call.patch;
        return by.patchTicket(this.id(call.ticket), {
          ...(status && { status }),
          ...(priority && { priority }),
          ...(title && { title }),
          ...(assignee !== undefined && { assigneeId: assignee && this.id(assignee) }),
          ...(queue !== undefined && { queueId: queue && this.id(queue) }),
        });
      }
      case "delete":
        return by.delete(`/tickets/${this.id(call.ticket)}`);
      case "comment": {
        const mentions = call.mentions?.map((one) => this.id(one));
        const body = { body: secret("words"), internal: call.internal, ...(mentions && { mentions }) };
        const made = await by.post(`/tickets/${this.id(call.ticket)}/comments`, body);
        return this.callPart(call.part, call.ticket, "comments", made.id);
      }
      case "attach":
        return this.callPart(call.part, call.ticket, "attachments", (await by.attach(this.id(call.ticket), call.internal)).id);
      case "edit":
        return this.patch(by, this.path(call.part), { body: secret("words") });
      case "remove":
        return by.delete(this.path(call.part));
      case "follow":
        return by.put(`/tickets/${this.id(call.ticket)}/followers/${this.id(call.who)}`);
      case "unfollow":
        return by.delete(`/tickets/${this.id(call.ticket)}/followers/${this.id(call.who)}`);
      case "join":
        return by.put(`/${call.of}s/${this.id(call.id)}/members/${this.id(call.who)}`);
      case "quit":
        return by.delete(`/${call.of}s/${this.id(call.id)}/members/${this.id(call.who)}`);
      case "watch":
        return by.put(`/queues/${this.id(call.queue)}/watchers/${this.id(call.who)}`);
      case "unwatch":
        return by.delete(`/queues/${this.id(call.queue)}/watchers/${this.id(call.who)}`);
      case "roles":
        return this.patch(by, `/users/${this.id(call.who)}`, { roles: call.roles });
      case "close":
        return by.delete(`/users/${this.id(call.who)}`);
      case "reopen": {
        await this.patch(by, `/users/${this.id(call.who)}`, { active: true });
        // The closing ended the tokens.
        return this.meet(call.who, await this.person(call.who).again());
      }
      case "prefer":
        return this.prefer(by, call.rules);
      case "found queue": {
        const body = { name: `${call.queue} ${unique()}`, projectId: this.id(call.project), teamId: this.id(call.team) };
        return this.call(call.queue, (await by.post("/queues", body)).id);
      }
      case "give queue":
        return this.patch(by, `/queues/${this.id(call.queue)}`, { teamId: this.id(call.team) });
      case "announce":
        return by.post(`/teams/${this.id(call.team)}/announcements`, { title: call.title, message: "To all of you" });
      case "tell": {
        const body = { userId: this.id(call.who), notification_type: "told", title: call.title, message: "To you", tier: "low" };
        return by.post("/admin/notifications", body);
      }
      case "broadcast":
        return by.post("/admin/broadcasts", { room: this.room(call.room), event: call.event, data: { room: call.room } });
      case "timeline":
        return this.timeline(by, call);
    }
  }

  private async timeline(by: Person, { entity, what, item }: Extract<Call, { call: "timeline" }>): Promise<void> {
    const [type, id = ""] = entity.split(":");
    const path = `/timeline/${type}/${this.id(id)}`;
    switch (what) {
      case "add":
        return this.call(item, (await by.post(path, { title: "An item" })).id);
      case "edit":
        return this.patch(by, `${path}/${this.id(item)}`, { title: "Another" });
      case "remove":
        return by.delete(`${path}/${this.id(item)}`);
      case "bulk":
        return by.post(`${path}/bulk`, { items: [{ title: "One" }, { title: "Two" }] });
      case "refresh":
        return by.post(`${path}/refresh`);
    }
  }

  private async prefer(by: Person, rules: Preference[]): Promise<void> {
    const said = rules.map(({ event, scope: { type, id }, channels }) => ({ event, scope: { type, ...(id && { id: this.id(id) }) }, channels }));
    const { status, body } = await by.call("PUT", "/notifications/preferences", { body: { rules: said } });
    if (status !== 200) throw new Error(`${by.name}: PUT /notifications/preferences is ${status} ${JSON.stringify(body)}`);
  }

  private async patch(by: Person, path: string, body: object): Promise<void> {
    const answer = await by.call("PATCH", path, { body });
    if (answer.status !== 200) throw new Error(`${by.name}: PATCH ${path} is ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  private callPart(part: Name, ticket: Name, kind: string, id: string): void {
    this.call(part, id);
    this.paths.set(part, `/tickets/${this.id(ticket)}/${kind}/${id}`);
  }

  private path(part: Name): string {
    return found(this.paths, part);
  }

  /** What tells a received event from others of its name, by names. */
  about(event: string, payload: Json): string {
    if (event === "notification") {
      return payload.ticket ? `${this.name(payload.ticket.id)} ${payload.tier}` : payload.title;
    }
    if (event.startsWith("timeline:")) {
      const entity = this.name(payload.entityId);
      return payload.entityType === "ticket" ? entity : `${payload.entityType}:${entity}`;
    }
    if (event.startsWith("queue:ticket_")) return `${this.name(payload.queueId)} ${this.name(payload.ticket.id)}`;
    if (payload.comment) return this.name(payload.comment.id);
    if (payload.attachment) return this.name(payload.attachment.id);
    if (payload.ticket) return this.name(payload.ticket.id);
    if (event === "error") return payload.event;
    return payload.room ?? (payload.actor ? this.name(payload.actor.id) : "");
  }
}
