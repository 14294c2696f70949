import { Emitter } from "@socket.io/redis-emitter";
import { io, type Socket } from "socket.io-client";
import { call, type Json, type Person } from "../support/api.ts";
import { startRedis } from "../support/redis.ts";
import { expect, test as base } from "../support/test.ts";

type Redis = Awaited<ReturnType<typeof startRedis>>;

const test = base.extend<object, { redis: Redis }>({
  redis: [
    async ({}, use) => {
      const redis = await startRedis();
      await use(redis);
      await redis.stop();
    },
    { scope: "worker" },
  ],
  deskOptions: [async ({ redis }, use) => use({ env: { REDIS_URL: redis.url } }), { scope: "worker" }],
});

/** Somebody's connection to the programs' namespace, with all it has received. */
interface Screen {
  socket: Socket;
  received: Json[][];
}

const prepare = (person: Person, auth: object): Screen => {
  const socket = io(`${person.desk.url}/programs`, { auth, transports: ["websocket"], forceNew: true, reconnection: false });
  const received: Json[][] = [];
  socket.onAny((...event) => received.push(event));
  return { socket, received };
};

/** Returns when the person stands in their rooms. */
async function watch(person: Person, auth: object = { token: person.token }): Promise<Screen> {
  const screen = prepare(person, auth);
  await expect.poll(() => screen.received.map(([name]) => name)).toContain("authenticated");
  return screen;
}

const said = ({ received }: Screen) => received.filter(([name]) => name !== "authenticated");
const close = (...screens: Screen[]) => screens.forEach(({ socket }) => socket.disconnect());

test("programs reach people, teams and roles in their own namespace, and nobody else", async ({ cast, redis, open }) => {
  const { agent, stranger, sales, team } = cast;
  const screens = await Promise.all([watch(agent), watch(stranger), watch(sales)]);
  const [mine, others, outside] = screens;
  const tab = await open(agent);
  const programs = new Emitter(redis.client).of("/programs");

  programs.to(`user:${agent.id}`).emit("shipment:late", { shipment: "S-1" }, Buffer.from([1, 2]));
  programs.to(`team:${team.id}`).emit("shift:ends", 18);
  programs.to("role:agent").emit("line:down");
  new Emitter(redis.client).emit("not:here");
  programs.emit("end");

  const ended = (screen: Screen) => said(screen).some(([name]) => name === "end");
  await expect.poll(() => screens.every(ended)).toBe(true);
  expect(said(mine!)).toEqual([["shipment:late", { shipment: "S-1" }, Buffer.from([1, 2])], ["shift:ends", 18], ["line:down"], ["end"]]);
  expect(said(others!)).toEqual([["line:down"], ["end"]]);
  expect(said(outside!)).toEqual([["end"]]);
  expect(tab.received.map(({ name }) => name)).not.toContain("not:here");
  expect(tab.received.map(({ name }) => name)).not.toContain("end");
  close(...screens);
});

test("who leaves a team hears no more of what programs tell it", async ({ cast, redis }) => {
  const { admin, agent, team } = cast;
  const screen = await watch(agent);
  const programs = new Emitter(redis.client).of("/programs");
  programs.to(`team:${team.id}`).emit("before");
  await expect.poll(() => said(screen)).toEqual([["before"]]);
  await admin.delete(`/teams/${team.id}/members/${agent.id}`);
  await expect
    .poll(() => {
      programs.to(`team:${team.id}`).emit("afterwards");
      programs.to(`user:${agent.id}`).emit("still here");
      return said(screen).at(-1)?.[0] === "still here" && said(screen).at(-2)?.[0] === "still here";
    })
    .toBe(true);
  close(screen);
});

test("nobody comes in without credentials, and a session's end ends the connection", async ({ cast }) => {
  const { agent } = cast;
  for (const auth of [{}, { token: "none" }]) {
    const { socket } = prepare(agent, auth);
    const refused = await new Promise<Json>((resolve) => socket.once("connect_error", resolve));
    expect(refused.data).toEqual({ code: 4001 });
    socket.disconnect();
  }
  const cookie = await agent.cookie();
  const socket = io(`${agent.desk.url}/programs`, { extraHeaders: { cookie }, transports: ["websocket"], forceNew: true, reconnection: false });
  await new Promise((resolve) => socket.once("authenticated", resolve));
  const closed = new Promise((resolve) => socket.once("disconnect", resolve));
  await call(agent.desk, "POST", "/auth/logout", { headers: { cookie, origin: agent.desk.url } });
  expect(await closed).toBe("io server disconnect");
});
