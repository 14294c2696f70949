import { call } from "../support/api.ts";
import { ADMIN_EMAIL, ADMIN_PASSWORD, Desk, freePort } from "../support/desk.ts";
import { expect, test } from "../support/test.ts";

const sentences = (text: string) => text.split("\n").filter((line) => line.trim() !== "");

test("a port that is in use is one sentence and status 1", async ({ desk }) => {
  const { code, stdout, stderr } = await desk.startAnother({ DATA_DIR: `${desk.dataDir}-2` });
  expect(code).toBe(1);
  expect(sentences(stderr)).toEqual([expect.stringContaining(String(desk.port))]);
  expect(sentences(stdout)).toEqual([]);
});

test("a second desk over the same data is one sentence and status 1, and the first lives", async ({ desk, people }) => {
  const { code, stdout, stderr } = await desk.startAnother({ PORT: String(await freePort()) });
  expect(code).toBe(1);
  expect(sentences(stderr)).toHaveLength(1);
  expect(sentences(stdout)).toEqual([]);
  expect(await people.sales.get("/auth/me")).toMatchObject({ user: { id: people.sales.id } });
});

test("a setting that makes no sense is one sentence that names it, and status 1", async ({ desk }) => {
  for (const [name, value] of [
    ["PORT", "eighty"],
    ["SESSION_TTL", "soon"],
    ["SOCKET_IO_PORT", "1"],
  ] as const) {
    const { code, stderr } = await desk.startAnother({ DATA_DIR: `${desk.dataDir}-2`, [name]: value });
    expect(code, name).toBe(1);
    expect(sentences(stderr), name).toEqual([expect.stringContaining(name)]);
  }
});

test("readiness is green no earlier than the first administrator can sign in", async () => {
  const desk = await Desk.start({ untilGreen: true });
  try {
    const { status, body } = await call(desk, "POST", "/auth/login", {
      body: { email: ADMIN_EMAIL, password: ADMIN_PASSWORD },
    });
    expect(status, JSON.stringify(body)).toBe(200);
  } finally {
    await desk.dispose();
  }
});
