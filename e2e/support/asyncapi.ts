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

/** The names that the document gives to events of the server. */
export const describedEvents = [...messages.values()]
  .filter(({ summary }) => summary !== undefined)
  .map(({ name }) => name as string);

export function expectDescribed(found: string[]): void {
  expect([...new Set(found)], "docs/asyncapi.yaml does not say so").toEqual([]);
}
