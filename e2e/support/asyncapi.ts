import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { Ajv, type ValidateFunction } from "ajv";
import { parse } from "yaml";
import type { Json } from "./api.ts";

const source = readFileSync(new URL("../../docs/asyncapi.yaml", import.meta.url), "utf8");
const SCHEMAS = "#/components/schemas/";
// The schemas stand by themselves for the validator.
const document: Json = parse(source.replaceAll(SCHEMAS, "#/definitions/"));

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addFormat("date-time", (text) => !Number.isNaN(Date.parse(text)));
ajv.addSchema({ $id: "desk", definitions: document.components.schemas });

const messages = new Map<string, Json>(
  Object.values<Json>(document.components.messages).map((message) => [message.name, message]),
);

/** Families of the desk's own events: a name of one of them that is not described is a mistake. */
const families = new Set([...messages.keys()].map((name) => name.split(":")[0]));

const compiled = new Map<string, ValidateFunction>();

function validator({ $ref }: { $ref: string }): ValidateFunction {
  const known = compiled.get($ref) ?? ajv.compile({ $ref: `desk${$ref}` });
  compiled.set($ref, known);
  return known;
}

function problems(schema: { $ref: string }, value: unknown): string[] {
  const validate = validator(schema);
  // As it travelled: without what is undefined.
  if (validate(JSON.parse(JSON.stringify(value ?? null)))) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** What `docs/asyncapi.yaml` says against an event; events of other programs have names of their own. */
export function undescribed(name: string, payload: Json): string[] {
  const message = messages.get(name);
  if (message) return problems(message.payload, payload).map((problem) => `${name}: ${problem}`);
  return families.has(name.split(":")[0]) ? [`${name} is not described`] : [];
}

/** Likewise for what a client's event was acknowledged with. */
export function undescribedAck(event: string, ack: Json): string[] {
  const schema = ack?.ok === true ? messages.get(event)?.["x-ack"] : { $ref: "#/definitions/Refused" };
  if (schema === undefined) return [`${event} is not described, and was not refused`];
  return problems(schema, ack).map((problem) => `the acknowledgement of ${event}: ${problem} in ${JSON.stringify(ack)}`);
}

const NATIVE_CHANNELS = Object.values<Json>(document.channels)
  .filter(({ address }) => address.startsWith("/ws/"))
  .map(({ address, messages: own, "x-close-codes": codes }) => ({
    // The slash at the end may be left out.
    pattern: new RegExp(`^${address.replaceAll(/{[^}]*}/g, "[^/]+")}?$`),
    frames: Object.values<Json>(own)
      .map(({ $ref }): Json => document.components.messages[$ref.split("/").pop()])
      .filter(({ name }) => name !== "request"),
    closeCodes: Object.keys(codes).map(Number),
  }));

const NATIVE_FAMILIES = new Set(
  Object.values<Json>(document.channels).map(({ address }) => address.split("/")[2]),
);

function nativeChannel(path: string) {
  return NATIVE_CHANNELS.find(({ pattern }) => pattern.test(path));
}

/** Likewise for a frame that a native WebSocket received. */
export function undescribedFrame(path: string, frame: Json): string[] {
  const channel = nativeChannel(path);
  // Paths of other programs are their own affair.
  if (!channel) return NATIVE_FAMILIES.has(path.split("/")[2]) ? [`${path} is not described`] : [];
  const found = channel.frames.map(({ payload }) => problems(payload, frame));
  if (found.some((none) => none.length === 0)) return frame.type === "ticket_update" ? undescribedUpdate(frame) : [];
  return [`a frame of ${path}: ${JSON.stringify(frame)}: ${found.flat().join("; ")}`];
}

/** An event within a frame is what Socket.IO clients receive. */
function undescribedUpdate({ action, data }: Json): string[] {
  const named = `${data.type}`.split(":").pop() === action || data.type === action;
  return [...(named ? [] : [`ticket_update calls ${data.type} ${action}`]), ...undescribed(data.type, data)];
}

/** Likewise for the code with which the server closed a native WebSocket. */
export function undescribedClose(path: string, code: number): string[] {
  return nativeChannel(path)?.closeCodes.includes(code) === false ? [`${path} closes with ${code}`] : [];
}

/** The names that the document gives to events of the server. */
export const describedEvents = [...messages.values()]
  .filter(({ summary }) => summary !== undefined)
  .map(({ name }) => name as string);

export function expectDescribed(found: string[]): void {
  expect([...new Set(found)], "docs/asyncapi.yaml does not say so").toEqual([]);
}
