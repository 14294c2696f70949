import type { Json } from "../support/api.ts";
import { Desk } from "../support/desk.ts";
import { raw, UPGRADE } from "../support/raw.ts";
import { expect, test } from "../support/test.ts";

const FOREIGN = ["https://evil.example", "http://localhost:1", "null"];
const HANDSHAKE = "/socket.io/?EIO=4&transport=polling";
const SOCKET = "/socket.io/?EIO=4&transport=websocket";

test("a page from elsewhere cannot act by the cookie of a person who is signed in", async ({ desk, cast }) => {
  const { sales, project } = cast;
  const cookie = await sales.cookie();
  const create = (headers: Record<string, string>): Promise<Json> =>
    raw(
      desk,
      "POST",
      "/api/tickets",
      { "content-type": "application/json", cookie, ...headers },
      JSON.stringify({ projectId: project.id, title: "x" }),
    );
  for (const origin of FOREIGN) {
    expect((await create({ origin })).status, `Origin: ${origin}`).toBe(403);
  }
  expect((await create({ "sec-fetch-site": "cross-site" })).status, "without Origin, yet from elsewhere").toBe(403);
  expect((await create({ origin: desk.url })).status, "its own page").toBe(201);
  expect((await create({})).status, "no page at all").toBe(201);
  const { items } = await cast.agent.get(`/tickets?project=${project.id}`);
  expect(items).toHaveLength(2);
});

test("a page from elsewhere gets no handshake and no upgrade", async ({ desk }) => {
  for (const origin of FOREIGN) {
    expect((await raw(desk, "GET", HANDSHAKE, { origin })).status, `handshake, Origin: ${origin}`).toBe(403);
    expect((await raw(desk, "GET", SOCKET, { origin, ...UPGRADE })).status, `upgrade, Origin: ${origin}`).toBe(403);
  }
  expect((await raw(desk, "GET", HANDSHAKE, { origin: desk.url })).status).toBe(200);
  expect((await raw(desk, "GET", SOCKET, { origin: desk.url, ...UPGRADE })).status).toBe(101);
  expect((await raw(desk, "GET", SOCKET, UPGRADE)).status, "no page at all").toBe(101);
});

test("no page from elsewhere is allowed to read answers", async ({ desk }) => {
  const preflight = await raw(desk, "OPTIONS", "/api/tickets", {
    origin: "https://evil.example",
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type",
  });
  expect(preflight.headers["access-control-allow-origin"]).toBeUndefined();
});

test("the native sockets refuse pages from elsewhere before the upgrade", async ({ desk }) => {
  for (const origin of FOREIGN) {
    expect((await raw(desk, "GET", "/ws/notifications/", { origin, ...UPGRADE })).status, `Origin: ${origin}`).toBe(403);
  }
});

test.describe("with a list of the names by which the desk goes", () => {
  let named: Desk;
  test.beforeAll(async () => {
    named = await Desk.start({ env: { ALLOWED_HOSTS: "localhost, desk.example", SMTP_URL: "smtp://mail.example" } });
  });
  test.afterAll(() => named?.dispose());

  const DOORS: [string, Record<string, string>, number][] = [
    ["/", {}, 200],
    ["/api/projects", {}, 401],
    [HANDSHAKE, {}, 200],
    [SOCKET, UPGRADE, 101],
    ["/ws/notifications/", UPGRADE, 101],
    ["/api/events/stream", {}, 401],
  ];

  for (const [path, headers, served] of DOORS) {
    test(`a request by another name is answered 421 at ${path}${headers === UPGRADE ? " with an upgrade" : ""}`, async () => {
      for (const host of ["evil.example", `evil.example:${named.port}`, "localhost.evil.example"]) {
        const answer = await raw(named, "GET", path, { host, ...headers });
        expect(answer.status, host).toBe(421);
        expect(answer.headers["content-type"], host).toBe("application/problem+json");
        expect(answer.body, host).toMatchObject({ status: 421, code: "misdirected", detail: expect.stringContaining("ALLOWED_HOSTS") });
      }
      for (const host of [`localhost:${named.port}`, "Desk.Example"]) {
        expect((await raw(named, "GET", path, { host, ...headers })).status, host).toBe(served);
      }
    });
  }

  test("health is told by any name, and nobody's word counts for another", async () => {
    expect((await raw(named, "GET", "/q/health/ready", { host: "10.0.0.7" })).status).toBe(200);
    expect((await raw(named, "GET", "/", { host: "evil.example", "x-forwarded-host": "localhost" })).status).toBe(421);
  });

  test("a setting that has no effect yet is said once at the start", () => {
    expect(named.printed.match(/SMTP_URL has no effect yet/g)).toHaveLength(1);
  });
});
