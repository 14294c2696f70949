import { describe, expect, it } from "vitest";
import { filtersFrom, isFiltered, paramsOf } from "./ticket-filters";

describe("ticket filters in the address", () => {
  it("survive the way there and back", () => {
    const params = { q: "printer", status: "open,waiting", priority: "urgent", queue: "q2", sort: "-due" };
    expect(paramsOf(filtersFrom(new URLSearchParams(params)))).toEqual(params);
  });

  it("leave out what is empty, unknown or the default", () => {
    const filters = filtersFrom(new URLSearchParams("q=%20&status=lost,&sort=-updatedAt&page=3"));
    expect(filters).toEqual({ sort: "-updatedAt" });
    expect(paramsOf(filters)).toEqual({});
  });

  it("do not count the order as a filter", () => {
    expect(isFiltered(filtersFrom(new URLSearchParams("sort=createdAt")))).toBe(false);
    expect(isFiltered(filtersFrom(new URLSearchParams("tag=vpn")))).toBe(true);
  });
});
