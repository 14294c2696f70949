import type { Channel, NotificationPreferences, PreferenceRule, PreferenceScope } from "@/shared/api/types";

/** The events one may speak of, as the server names them. */
export const EVENTS = [
  "ticket_assigned",
  "ticket_urgent",
  "mention",
  "ticket_created",
  "status_changed",
  "priority_changed",
  "comment_added",
  "attachment_added",
  "announcement",
  "general",
  "custom",
] as const;

export type PreferenceEvent = (typeof EVENTS)[number];

const ANY = "any";

/** The ways that the page offers. E-mail is none yet: the desk stores the wish and sends nothing. */
export const OFFERED = ["centre", "page", "system", "sound"] as const satisfies Channel[];

export const everywhere: PreferenceScope = { type: "global" };

export function sameScope(a: PreferenceScope, b: PreferenceScope): boolean {
  return a.type === b.type && (a.id ?? null) === (b.id ?? null);
}

/** How one is told of `event` in the first of `scopes`, from the narrowest to the widest. */
export function channelsOf(preferences: NotificationPreferences, event: PreferenceEvent, scopes: PreferenceScope[]): Channel[] {
  for (const scope of scopes) {
    const rules = preferences.rules.filter((rule) => sameScope(rule.scope, scope));
    const rule = rules.find((one) => one.event === event) ?? rules.find((one) => one.event === ANY);
    if (rule) return rule.channels;
  }
  return preferences.defaults[event] ?? [];
}

/** Whether something was said in this very scope, of the event or of all. */
export function isSaid(preferences: NotificationPreferences, event: PreferenceEvent, scope: PreferenceScope): boolean {
  return preferences.rules.some((rule) => sameScope(rule.scope, scope) && [event, ANY].includes(rule.event));
}

export function hasRules(preferences: NotificationPreferences, scope: PreferenceScope): boolean {
  return preferences.rules.some((rule) => sameScope(rule.scope, scope));
}

/** With one way more or less. Without the centre there is none: that is silence. */
export function toggled(channels: Channel[], channel: Channel, on: boolean): Channel[] {
  if (!on) return channel === "centre" ? [] : channels.filter((one) => one !== channel);
  return [...new Set<Channel>(["centre", ...channels, channel])];
}

export function withRule(preferences: NotificationPreferences, rule: PreferenceRule): NotificationPreferences {
  const others = preferences.rules.filter((one) => one.event !== rule.event || !sameScope(one.scope, rule.scope));
  return { ...preferences, rules: [...others, rule] };
}

/** As if nothing had been said in this scope. */
export function reset(preferences: NotificationPreferences, scope: PreferenceScope): NotificationPreferences {
  return { ...preferences, rules: preferences.rules.filter((rule) => !sameScope(rule.scope, scope)) };
}

/** Nothing more from this scope, whatever happens. */
export function muted(preferences: NotificationPreferences, scope: PreferenceScope): NotificationPreferences {
  return withRule(reset(preferences, scope), { event: ANY, scope, channels: [] });
}
