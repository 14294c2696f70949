import { Desk } from "./desk.ts";
import { Postgres, Redis } from "./part.ts";

/** Several nodes of one desk, on a PostgreSQL and a Redis of their own. */
export class Nodes {
  private constructor(
    readonly postgres: Postgres,
    readonly redis: Redis,
    readonly all: Desk[],
  ) {}

  static async start(count: number, env: Record<string, string> = {}): Promise<Nodes> {
    const nodes = new Nodes(await Postgres.start(), await Redis.start(), []);
    try {
      // One after another: the first makes the schema and the people.
      for (let i = 0; i < count; i++) await nodes.add(env);
      return nodes;
    } catch (failure) {
      await nodes.dispose();
      throw failure;
    }
  }

  async add(env: Record<string, string> = {}): Promise<Desk> {
    const blobs = this.all[0] ? { BLOB_DIR: `${this.all[0].dataDir}/blobs` } : {};
    const desk = await Desk.start({ env: { DATABASE_URL: this.postgres.url, REDIS_URL: this.redis.url, ...blobs, ...env } });
    this.all.push(desk);
    return desk;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.all.map((desk) => desk.dispose()));
    await this.redis.dispose();
    await this.postgres.dispose();
  }
}
