/**
 * Gathers requests to refresh and runs each at most once at a time. A request that arrives while its
 * refresh runs is not lost: what is being read may be older than the event, so it runs once more.
 */
export class Coalescer<Key> {
  private readonly waiting = new Map<string, Key>();
  private readonly running = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly refresh: (key: Key) => Promise<unknown>,
    private readonly nameOf: (key: Key) => string,
    private readonly delay = 60,
  ) {}

  request(key: Key): void {
    this.waiting.set(this.nameOf(key), key);
    this.timer ??= setTimeout(() => this.flush(), this.delay);
  }

  private flush(): void {
    this.timer = undefined;
    for (const [name, key] of [...this.waiting]) {
      if (this.running.has(name)) continue;
      this.waiting.delete(name);
      this.running.add(name);
      void this.refresh(key).finally(() => {
        this.running.delete(name);
        if (this.waiting.has(name)) this.timer ??= setTimeout(() => this.flush(), this.delay);
      });
    }
  }
}
