import { describe, expect, it } from "vitest";
import type { Comment, Role, SessionUser } from "@/shared/api/types";
import { mayEditComment, ticketRights } from "./rights";

const user = (...roles: Role[]): SessionUser => ({ id: "me", name: "Me", email: "me@example.org", roles });
const mine = { reporter: { id: "me", name: "Me" } };
const theirs = { reporter: { id: "other", name: "Other" } };

describe("ticketRights", () => {
  it.each(["admin", "agent"] as const)("lets %s change every field and write notes", (role) => {
    expect(ticketRights(user(role), theirs)).toMatchObject({
      triage: true,
      edit: true,
      internal: true,
      addFollowers: true,
    });
  });

  it("lets only admins delete", () => {
    expect(ticketRights(user("admin"), theirs).delete).toBe(true);
    expect(ticketRights(user("agent"), mine).delete).toBe(false);
  });

  it.each(["sales", "customer"] as const)("lets %s edit what they reported, but not triage or read notes", (role) => {
    expect(ticketRights(user(role), mine)).toEqual({
      triage: false,
      edit: true,
      internal: false,
      addFollowers: false,
      delete: false,
    });
  });

  it.each(["sales", "customer"] as const)("lets %s read and answer a ticket they follow, no more", (role) => {
    expect(Object.values(ticketRights(user(role), theirs))).not.toContain(true);
  });
});

describe("mayEditComment", () => {
  const at = Date.parse("2026-11-21T10:00:00Z");
  const comment = (author: string): Comment => ({
    id: "c1",
    body: "",
    internal: false,
    author: { id: author, name: author },
    createdAt: "2026-11-21T10:00:00Z",
  });

  it("gives authors fifteen minutes", () => {
    expect(mayEditComment(user("customer"), comment("me"), at + 14 * 60_000)).toBe(true);
    expect(mayEditComment(user("customer"), comment("me"), at + 15 * 60_000)).toBe(false);
  });

  it("gives others nothing and admins everything", () => {
    expect(mayEditComment(user("agent"), comment("other"), at)).toBe(false);
    expect(mayEditComment(user("admin"), comment("other"), at + 86_400_000)).toBe(true);
  });
});
