import { readFileSync, writeFileSync } from "node:fs";
import { commandGrids, commands, doorGrids, doors, events, MEMBERSHIPS, notifications, permissions, ROLES, rooms, words } from "./table.mjs";

/**
 * Writes docs/who-receives-what.md from `table.yaml`; with --check says whether it still is what the table makes of it.
 *
 * @typedef {import("./table.mjs").Grid} Grid
 * @typedef {import("./table.mjs").Role} Role
 * @typedef {import("./table.mjs").EventRule} EventRule
 */

const PAGE = new URL("../../docs/who-receives-what.md", import.meta.url);

/** @param {string[]} header @param {string[][]} rows */
function table(header, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** @param {Grid} grid @param {(cell: string) => string} [shown] */
const gridTable = (grid, shown = (cell) => cell) =>
  table(["", ...MEMBERSHIPS], ROLES.map((role) => [`**${role}**`, ...grid[role].map(shown)]));

/** @param {string} name */
const code = (name) => `\`${name}\``;

/** @param {Record<string, Grid>} grids @param {(cell: string) => string} [shown] */
const gridSections = (grids, shown) =>
  Object.entries(grids).map(([name, grid]) => `### ${name.includes("{") || name.includes(":") ? code(name) : name}\n\n${gridTable(grid, shown)}`);

/** Rooms that are somebody's own, by what they are to the ticket. */
const OWN = ["reporter", "assignee", "follower"];

/** @param {EventRule} rule @param {string | undefined} permission @param {Role} role @param {number} column */
function receives({ rooms: into }, permission, role, column) {
  const stands = into.some((room) => {
    const cell = rooms[room]?.[role][column];
    if (cell !== undefined) return ["auto", "join"].includes(cell);
    if (room.startsWith("role:")) return room === `role:${role}`;
    // Whom else the event names may be anybody.
    return OWN.includes(room) ? room === MEMBERSHIPS[column] : true;
  });
  return stands && (permission === undefined || permissions[permission]?.[role][column] === "yes");
}

/** @param {EventRule} rule @param {string | undefined} permission @param {Role} role */
function receivers(rule, permission, role) {
  const columns = MEMBERSHIPS.filter((_, column) => receives(rule, permission, role, column));
  if (columns.length === MEMBERSHIPS.length) return "all";
  return columns.length === 0 ? "–" : columns.join(", ");
}

/** @param {string} event @param {EventRule} rule */
function eventRows(event, rule) {
  const row = (/** @type {string} */ name, /** @type {string | undefined} */ permission) => [
    name,
    rule.rooms.map((room) => (room.includes("{") || room.startsWith("role:") ? code(room) : room)).join(", "),
    permission ?? "–",
    ...ROLES.map((role) => receivers(rule, permission, role)),
  ];
  const rows = [row(`${code(event)}${rule.ephemeral ? " *" : ""}`, rule.who)];
  return rule.internal ? [...rows, row(`${code(event)}, internal`, rule.internal)] : rows;
}

const list = (/** @type {Record<string, string>} */ meanings) =>
  Object.entries(meanings).map(([name, meaning]) => `- **${name}**: ${meaning}`).join("\n");

const named = (/** @type {unknown} */ as) => [as].flat().map((room) => code(String(room))).join(", ");

const page = `# Who receives what

Made from [the table](../e2e/rights/table.yaml) by \`npm run page\` in \`e2e\`; do not edit it here. The end-to-end tests hold a
desk against each cell of it, before and after rights are lost, and random organisations against all of it at once.

${list(words.roles)}

What somebody is to a ticket and its queue, the columns of all that follows:

${list(words.memberships)}

Somebody with several roles or memberships has the best of their cells.

## Rights

${gridSections(permissions, (cell) => (cell === "yes" ? "yes" : "–")).join("\n\n")}

## Rooms

*auto*: stands in it by signing in, and enters and leaves it as their rights change. *join*: may join it by a command. What is
lost is left before the next event; what comes back must be joined again. Otherwise: what the command is refused with. Everybody stands in \`user:{id}\` and
\`role:{role}\` of their own, and in nobody else's.

${gridSections(rooms).join("\n\n")}

## Commands

${table(
  ["command", "answered"],
  Object.entries(commands)
    .filter(([name]) => !(name in commandGrids))
    .map(([name, answer]) => [code(name), typeof answer === "object" && "as" in answer ? `as its room: ${named(answer.as)}` : "ok, to everybody who has signed in"]),
)}

Before signing in all of them but \`authenticate\` are \`unauthenticated\`; what is no command is \`invalid\`.

${gridSections(commandGrids).join("\n\n")}

## Events

Who stands in one of the rooms and has the right receives it. The last columns are who that is, once they have joined all that they
may, each by one membership alone: an agent who is the assignee and in the project has both. Of timelines these are a ticket's;
those of other entities are heard by whoever stands there. Events with * are ephemeral.

${table(["event", "to", "who", ...ROLES], Object.entries(events).flatMap(([event, rule]) => eventRows(event, rule)))}

## Notifications

Each person once for one action, by the loudest that applies; never the actor; under the right of \`notification\`.

${table(["of", "tier", "event of the preferences", "to"], Object.entries(notifications).map(([cause, { tier, event, to }]) => [cause, tier, `\`${event}\``, to.join(", ")]))}

## Other doors

${table(
  ["door", "shows", "for"],
  Object.entries(doors).map(([door, { who, shows }]) => [code(door), shows, who ?? "as below"]),
)}

${gridSections(doorGrids).join("\n\n")}
`;

if (process.argv.includes("--check")) {
  if (readFileSync(PAGE, "utf8") !== page) {
    console.error("docs/who-receives-what.md is not what e2e/rights/table.yaml makes of it: npm --prefix e2e run page");
    process.exit(1);
  }
} else {
  writeFileSync(PAGE, page);
}
