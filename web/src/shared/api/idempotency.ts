/**
 * Keys for creating calls: the same body keeps its key until it succeeded, so that a retry after a
 * lost answer cannot create twice; a changed body is another request and gets another key.
 */
export class IdempotencyKeys {
  private current: { body: string; key: string } | null = null;

  keyFor(body: unknown): string {
    const text = JSON.stringify(body);
    if (this.current?.body !== text) this.current = { body: text, key: randomKey() };
    return this.current.key;
  }

  succeeded(): void {
    this.current = null;
  }
}

// crypto.randomUUID is missing on plain http, where a desk in a local network may well run.
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
