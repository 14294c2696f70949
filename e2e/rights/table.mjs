import { readFileSync } from "node:fs";
import { parse } from "yaml";

/**
 * `table.yaml`, read. Plain JavaScript, because the page is written from it by Node itself.
 *
 * @typedef {"admin" | "agent" | "sales" | "customer"} Role
 * @typedef {string} Cell yes, no; auto, join; ok; forbidden, not_found, or a close code
 * @typedef {Record<Role, Cell[]>} Grid a row for each role, a cell for each membership
 * @typedef {{rooms: string[], who?: string, internal?: string, ephemeral?: boolean}} EventRule
 * @typedef {{tier: "high" | "medium" | "low", event: string, to: string[]}} NotificationRule
 */

const source = parse(readFileSync(new URL("table.yaml", import.meta.url), "utf8"));

/** @type {Role[]} */
export const ROLES = /** @type {Role[]} */ (Object.keys(source.roles));

/** @type {string[]} */
export const MEMBERSHIPS = Object.keys(source.memberships);

/** What the words of the table mean, for its page. */
export const words = { roles: source.roles, memberships: source.memberships };

/** From the most to the least. */
const RANK = ["auto", "join", "ok", "yes", "forbidden", "no", "not_found", "4003"];

/** @param {Record<string, any>} rows @returns {Grid | undefined} */
function gridOf(rows) {
  if (typeof rows !== "object" || !("admin" in rows)) return undefined;
  return /** @type {Grid} */ (
    Object.fromEntries(
      ROLES.map((role) => {
        const cells = String(rows[role]).trim().split(/\s+/);
        if (cells.length !== MEMBERSHIPS.length) throw new Error(`${role} has ${cells.length} cells: ${cells}`);
        const unknown = cells.find((cell) => !RANK.includes(cell));
        if (unknown) throw new Error(`${unknown} is no word of a grid`);
        return [role, cells];
      }),
    )
  );
}

/** @param {string} section @returns {Record<string, Grid>} */
function gridsOf(section) {
  return Object.fromEntries(
    Object.entries(source[section]).flatMap(([name, rows]) => {
      const grid = gridOf(rows);
      return grid ? [[name, grid]] : [];
    }),
  );
}

export const permissions = gridsOf("permissions");
export const rooms = gridsOf("rooms");

/** The commands with an answer of their own, and what each is answered. */
export const commandGrids = gridsOf("commands");

/** @type {Record<string, "ok" | {as: string | string[]} | object>} */
export const commands = source.commands;

/** @type {Record<string, EventRule>} */
export const events = source.events;

/** @type {Record<string, NotificationRule>} */
export const notifications = source.notifications;

/** @type {Record<string, {who?: string, shows: string}>} */
export const doors = source.doors;
export const doorGrids = gridsOf("doors");

/**
 * The best cell of somebody with these roles and memberships.
 *
 * @param {Grid} grid
 * @param {Iterable<Role>} roles
 * @param {Iterable<string>} memberships
 * @returns {Cell}
 */
export function best(grid, roles, memberships) {
  const columns = ["stranger", ...memberships].map((name) => MEMBERSHIPS.indexOf(name));
  const cells = [...roles].flatMap((role) => columns.map((column) => grid[role][column] ?? ""));
  return RANK.find((cell) => cells.includes(cell)) ?? "no";
}
