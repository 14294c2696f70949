import { useSyncExternalStore } from "react";

export const THEME_PREFERENCES = ["system", "light", "dark"] as const;
export type ThemePreference = (typeof THEME_PREFERENCES)[number];

const storageKey = "deskwire.theme";
const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

let preference = stored();

function stored(): ThemePreference {
  const value = localStorage.getItem(storageKey);
  return THEME_PREFERENCES.find((known) => known === value) ?? "system";
}

function isDark(): boolean {
  return preference === "system" ? systemDark.matches : preference === "dark";
}

function apply(): void {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setThemePreference(value: ThemePreference): void {
  preference = value;
  localStorage.setItem(storageKey, value);
  apply();
}

export function useThemePreference(): { preference: ThemePreference; dark: boolean } {
  return {
    preference: useSyncExternalStore(subscribe, () => preference),
    dark: useSyncExternalStore(subscribe, isDark),
  };
}

systemDark.addEventListener("change", apply);
// Another tab chose.
window.addEventListener("storage", ({ key }) => {
  if (key !== storageKey) return;
  preference = stored();
  apply();
});
apply();
