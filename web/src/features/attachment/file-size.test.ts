import { describe, expect, it } from "vitest";
import { fileSize } from "./file-size";

describe("fileSize", () => {
  it.each([
    [0, "0 byte"],
    [999, "999 byte"],
    [2_400, "2.4 kB"],
    [25_000_000, "25 MB"],
    [7_300_000_000_000, "7,300 GB"],
  ])("writes %d as %s", (bytes, text) => {
    expect(fileSize(bytes, "en")).toBe(text);
  });
});
