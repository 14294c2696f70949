import { en } from "./en";

export type MessageKey = keyof typeof en;
export type Messages = Record<MessageKey, string>;
type Params = Record<string, string | number>;

/** Keys that come in the plural forms of the language. */
type CountedKey = MessageKey extends infer Key ? (Key extends `${infer Stem}_other` ? Stem : never) : never;

const messages: Messages = en;
export const locale = "en";
const plurals = new Intl.PluralRules(locale);

/** The text of `key`, with `{name}` replaced by the parameter of that name. */
export function t(key: MessageKey, params: Params = {}): string {
  return messages[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** The text of `key` in the form the number asks for. */
export function tCount(key: CountedKey, count: number): string {
  const form = `${key}_${plurals.select(count)}`;
  return t(isMessageKey(form) ? form : `${key}_other`, { count });
}

/** For keys made from data, such as a field's name, where a newer server may say more than this page knows. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(messages, key);
}
