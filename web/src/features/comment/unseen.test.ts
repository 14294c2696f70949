import { describe, expect, it } from "vitest";
import type { Comment } from "@/shared/api/types";
import { inOrder, unseenSince } from "./unseen";

const comment = (id: string, minute: number): Comment => ({
  id,
  body: "",
  internal: false,
  author: { id: "u1", name: "Ann" },
  createdAt: `2026-11-21T10:${String(minute).padStart(2, "0")}:00.000Z`,
});

describe("a conversation", () => {
  const conversation = inOrder([comment("c", 5), comment("a", 1), comment("b2", 3), comment("b1", 3)]);

  it("reads from old to new", () => {
    expect(conversation.map(({ id }) => id)).toEqual(["a", "b1", "b2", "c"]);
  });

  it("tells what its author had not seen", () => {
    expect(unseenSince(conversation, "b1").map(({ id }) => id)).toEqual(["b2", "c"]);
    expect(unseenSince(conversation, "c")).toEqual([]);
  });

  it("is all new to who had seen none", () => {
    expect(unseenSince(conversation, null)).toHaveLength(4);
  });
});
