import type { Person } from "@/shared/api/types";

/** Initials on a colour of their own, the same for a person everywhere. */
export function Avatar({ person, size = 20 }: { person: Person; size?: number }) {
  const words = person.name.trim().split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.match(/./u)?.[0].toUpperCase() ?? "")
    .join("");
  return (
    <span className="avatar" aria-hidden="true" style={{ width: size, height: size, "--hue": hueOf(person.id) }}>
      {initials}
    </span>
  );
}

export function PersonLabel({ person }: { person: Person }) {
  return (
    <span className="label">
      <Avatar person={person} />
      <span className="ellipsis">{person.name}</span>
    </span>
  );
}

function hueOf(id: string): number {
  let hash = 0;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 360;
  // Ids made in a row differ little; a large step apart, their colours differ much.
  return (hash * 137) % 360;
}
