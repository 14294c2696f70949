/** Chances that come again with their seed: mulberry32, small and good enough to choose by. */
export class Chance {
  constructor(private state: number) {}

  /** From 0 up to 1, without it. */
  number(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.number() * limit);
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  happens(probability: number): boolean {
    return this.number() < probability;
  }

  one<T>(of: readonly T[]): T {
    const chosen = of[this.below(of.length)];
    if (chosen === undefined) throw new Error("Nothing to choose from");
    return chosen;
  }

  some<T>(of: readonly T[], probability: number): T[] {
    return of.filter(() => this.happens(probability));
  }
}
