import { call, unique, type Answer } from "../support/api.ts";
import type { Desk } from "../support/desk.ts";
import { expect, test } from "../support/test.ts";

const wrong = (desk: Desk, email: string): Promise<Answer> =>
  call(desk, "POST", "/auth/login", { body: { email, password: "wrong" } });

test("a wrong password is refused as an unknown address is", async ({ desk, people }) => {
  const known = await wrong(desk, people.sales.email);
  expect(known.status).toBe(401);
  expect(known.headers.get("content-type")).toContain("application/problem+json");
  expect(known.headers.getSetCookie()).toEqual([]);
  expect(known.body).toMatchObject({ status: 401, code: expect.any(String) });
  const unknown = await wrong(desk, "nobody@desk.test");
  expect(unknown).toMatchObject({ status: 401, body: known.body });
});

test("an address is locked after ten failures, whether it exists or not, even for the right password", async ({ desk, people }) => {
  const victim = await people.admin.hire("Victor Victim", ["sales"]);
  for (const email of [victim.email, `ghost.${unique()}@desk.test`]) {
    for (let failure = 1; failure <= 10; failure++) {
      expect((await wrong(desk, email)).status, `failure ${failure}`).toBe(401);
    }
    const locked = await wrong(desk, email);
    expect(locked.status).toBe(429);
    expect(locked.headers.get("content-type")).toContain("application/problem+json");
    expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  const right = await call(desk, "POST", "/auth/login", { body: { email: victim.email, password: victim.password } });
  expect(right.status).toBe(429);
});

test("the session cookie is out of reach of scripts and of other sites", async ({ desk, people }) => {
  const { email, password } = people.sales;
  const { headers } = await call(desk, "POST", "/auth/login", { body: { email, password } });
  const cookie = headers.getSetCookie().find((one) => one.startsWith("desk_session="));
  expect(cookie).toMatch(/;\s*HttpOnly/i);
  expect(cookie).toMatch(/;\s*SameSite=Lax/i);
  expect(cookie, "over http").not.toMatch(/;\s*Secure/i);
});

test("garbage in place of a token is 401 over HTTP and 4001 at the socket", async ({ desk, people, prepare }) => {
  for (const token of ["garbage", "a.b.c", `${people.sales.token}x`]) {
    const { status, body } = await call(desk, "GET", "/tickets", { headers: { authorization: `Bearer ${token}` } });
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: "unauthenticated" });
    const tab = await prepare(people.sales, { proof: "none", auth: { token } });
    const refused = tab.once("connect_error");
    tab.socket.connect();
    expect((await refused)[0]).toMatchObject({ data: { code: 4001 } });
  }
});

test("garbage in place of the cookie is 4001 at the socket", async ({ people, prepare }) => {
  const tab = await prepare(people.sales, { proof: "none", extraHeaders: { Cookie: "desk_session=garbage" } });
  const refused = tab.once("connect_error");
  tab.socket.connect();
  expect((await refused)[0]).toMatchObject({ data: { code: 4001 } });
});

test("the first proof that is shown decides: a bad token is not mended by a good cookie", async ({ people, prepare }) => {
  const tab = await prepare(people.sales, { proof: "cookie", auth: { token: "garbage" } });
  const refused = tab.once("connect_error");
  tab.socket.connect();
  expect((await refused)[0]).toMatchObject({ data: { code: 4001 } });
});

test("a deactivated person's sockets end at once, and no door opens to them again", async ({ people, open, prepare }) => {
  const leaver = await people.admin.hire("Lena Leaver", ["sales"]);
  const cookie = await leaver.cookie();
  const tab = await open(leaver);
  const ended = tab.once("disconnect");
  const { status } = await people.admin.call("PATCH", `/users/${leaver.id}`, { body: { active: false } });
  expect(status).toBe(200);
  expect((await ended)[0]).toBe("io server disconnect");

  expect((await call(leaver.desk, "GET", "/auth/me", { headers: { cookie } })).status).toBe(401);
  const late = await prepare(leaver);
  const refused = late.once("connect_error");
  late.socket.connect();
  expect((await refused)[0]).toMatchObject({ data: { code: 4003 } });
});

test("signing out closes the sockets of that session at once and no others", async ({ cast, open }) => {
  const { sales } = cast;
  const cookie = await sales.cookie();
  const leaving = await open(sales, { proof: "none", extraHeaders: { Cookie: cookie } });
  const staying = await open(sales, { proof: "cookie" });
  const ended = leaving.once("disconnect");
  const { status } = await call(sales.desk, "POST", "/auth/logout", { headers: { cookie } });
  expect(status).toBeLessThan(300);
  expect((await ended)[0]).toBe("io server disconnect");
  expect(await staying.ask("ping_latency")).toMatchObject({ ok: true });
});
