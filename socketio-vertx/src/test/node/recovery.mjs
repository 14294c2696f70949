// What a client finds that comes back after its connection broke; the same script against the
// reference and against this server.
// node recovery.mjs <this server> <reference server>
import { runAll, same, eventually } from "./scenario.mjs";
import { request, openWire } from "./raw.mjs";

const PATH = "/recovery/";
let cases = 0;

/** A client in a namespace that writes down what it gets and can be cut off. */
class Member {
  static async join(base, { auth = {}, namespace = "/" } = {}) {
    const member = new Member();
    member.base = base;
    member.prefix = namespace === "/" ? "" : `${namespace},`;
    member.name = `member-${cases++}`;
    member.wire = openWire(base, PATH, `&case=${member.name}`);
    member.wire.raw = [];
    member.wire.socket.on("message", (data, isBinary) => {
      if (data.toString() !== "2") member.wire.raw.push(isBinary ? [...data] : data.toString());
    });
    await member.wire.entries(1);
    member.wire.send(`40${member.prefix}${JSON.stringify(auth)}`);
    const connect = await member.text((text) => text.startsWith(`40${member.prefix}{`));
    Object.assign(member, JSON.parse(connect.slice(2 + member.prefix.length)));
    return member;
  }

  /** Waits for a message. */
  text(condition) {
    return eventually(
      () => this.wire.raw.find((entry) => typeof entry === "string" && condition(entry)),
      (found) => found !== undefined,
    );
  }

  /** Emits and waits for the acknowledgement. */
  async call(...event) {
    this.calls = (this.calls ?? 100) + 1;
    this.wire.send(`42${this.prefix}${this.calls}${JSON.stringify(event)}`);
    const start = `43${this.prefix}${this.calls}[`;
    const answer = await this.text((text) => text.startsWith(start));
    return JSON.parse(answer.slice(start.length - 1));
  }

  /** Acknowledges what the server asks. */
  async answerQuestion() {
    const question = await this.text((text) => text.includes('"question"'));
    const id = /^42\D*(\d+)\[/.exec(question)[1];
    this.wire.send(`43${this.prefix}${id}["because"]`);
    await this.text((text) => text.includes('"asked"'));
  }

  /** All events so far; the acknowledgement of a last call shows that nothing is on its way. */
  async events() {
    await this.call("message-with-ack");
    return this.wire.raw.filter((entry) => Array.isArray(entry) || /^4[25]/.test(entry));
  }

  /** The offset of the last event that has one. */
  async offset() {
    const offsets = (await this.events())
      .filter((entry) => typeof entry === "string")
      .map((entry) => JSON.parse(entry.slice(entry.indexOf("["))).at(-1));
    return offsets.findLast((last) => typeof last === "string");
  }

  async cutOff(how = (wire) => wire.close()) {
    how(this.wire);
    const journal = await eventually(
      async () => JSON.parse((await request(this.base, `/journal?case=${this.name}`)).body),
      (entries) => entries.length === 2,
    );
    return journal[1];
  }

  close() {
    this.wire.close();
  }
}

const blurred = (entries) => entries.map((entry) => (typeof entry === "string" ? entry.replace(/"[\w.-]+"\]$/, '"#"]') : entry));
const room = () => `room-${cases++}`;

/** Cuts a member off after it has seen an event, and brings it back after something happened. */
async function comeBack(base, { meanwhile = async () => {}, cut, claim = (auth) => auth } = {}) {
  const place = room();
  const [member, other] = [await Member.join(base), await Member.join(base)];
  await member.call("join", place);
  await other.call("say", place, "before");
  const offset = await eventually(() => member.offset(), (found) => found !== undefined);
  await member.text((text) => text.includes("before"));
  await member.call("remember", { a: [1] });
  const seen = await member.offset();
  const reason = await member.cutOff(cut);
  await meanwhile(other, place, member);
  const again = await Member.join(base, { auth: claim({ pid: member.pid, offset: seen }) });
  const result = {
    reason,
    sameId: again.sid === member.sid,
    samePid: again.pid === member.pid,
    is: (await again.call("who-am-i")).map((part) => (Array.isArray(part) ? part.length : part)),
    events: blurred(await again.events()).filter((entry) => !String(entry).includes('["auth"')),
  };
  again.close();
  other.close();
  return offset === undefined ? undefined : result;
}

same("both tell the secret with the id", async (base) => {
  const member = await Member.join(base);
  const keys = [Object.keys(JSON.parse((await member.text((t) => t.startsWith("40"))).slice(2))), member.pid.length];
  member.close();
  return keys;
});
same("both end events with an offset, and those with acknowledgement or volatile ones without", async (base) => {
  const place = room();
  const [member, other] = [await Member.join(base), await Member.join(base)];
  await member.call("join", place);
  await member.call("message-with-ack");
  member.wire.send('42["volatile",1]');
  await member.text((text) => text.includes("gust"));
  member.wire.send('42["message",1]', '42["message"]', '42["ask","why"]');
  await member.answerQuestion();
  await other.call("say", place, "hello");
  await other.call("shout", place, "nobody", "hello");
  const events = (await member.events()).map((event) => event.replace(/^42\d+\[/, "42#["));
  member.close();
  other.close();
  return blurred(events);
});
same("both end events with bytes with an offset", async (base) => {
  const member = await Member.join(base);
  member.wire.send('451-["message",{"_placeholder":true,"num":0}]', Buffer.from([1, 2]));
  await member.text((text) => text.startsWith("451-"));
  const events = await member.events();
  member.close();
  return blurred(events);
});
same("both bring a client back after its connection broke", (base) => comeBack(base));
same("both replay what was said meanwhile, and only to whom", (base) =>
  comeBack(base, {
    meanwhile: async (other, place, member) => {
      await other.call("say", place, "one");
      await other.call("say", "elsewhere", "not for you");
      await other.call("shout", place, member.sid, "not for you either");
      await other.call("shout", place, "nobody", "two");
      await other.call("say", member.sid, "three");
    },
  }));
same("both begin anew with an unknown secret", (base) => comeBack(base, { claim: (auth) => ({ ...auth, pid: "abc" }) }));
same("both begin anew with an unknown offset", (base) => comeBack(base, { claim: (auth) => ({ ...auth, offset: "abc" }) }));
same("both begin anew without an offset", (base) => comeBack(base, { claim: ({ pid }) => ({ pid }) }));
same("both begin anew when the offset is no string", (base) => comeBack(base, { claim: ({ pid }) => ({ pid, offset: 1 }) }));
same("both begin anew when the secret is an inherited property", (base) =>
  comeBack(base, { claim: ({ offset }) => ({ pid: "__proto__", offset }) }));
same("both begin anew after the client has left", (base) => comeBack(base, { cut: (wire) => wire.send("41") }));
same("both begin anew after the server has disconnected the client", (base) =>
  comeBack(base, { cut: (wire) => wire.send('42["leave-me"]') }));
same("both begin anew after the server has closed the client", (base) =>
  comeBack(base, { cut: (wire) => wire.send('42["close-me"]') }));
same("both bring a client back whose connection was reset", (base) => comeBack(base, { cut: (wire) => wire.socket.terminate() }));
same("both bring a client back after it broke the protocol", (base) => comeBack(base, { cut: (wire) => wire.send("4abc") }));
same("both bring a client back after a message over the limit", (base) =>
  comeBack(base, { cut: (wire) => wire.send(`42["message","${"a".repeat(1_100_000)}"]`) }));
same("both bring a client back twice", async (base) => {
  const place = room();
  const [first, other] = [await Member.join(base), await Member.join(base)];
  await first.call("join", place);
  const offset = await first.offset();
  await first.cutOff();
  await other.call("say", place, "one");
  const second = await Member.join(base, { auth: { pid: first.pid, offset } });
  const next = await second.offset();
  await second.cutOff();
  await other.call("say", place, "two");
  const third = await Member.join(base, { auth: { pid: first.pid, offset: next } });
  const said = (await third.events()).filter((event) => event.includes("said"));
  const result = [[first, second, third].map((member) => member.sid === first.sid), blurred(said)];
  third.close();
  other.close();
  return result;
});
same("both bring a client back to its namespace only", async (base) => {
  const first = await Member.join(base, { namespace: "/custom" });
  const offset = await first.offset();
  await first.cutOff();
  const auth = { pid: first.pid, offset };
  const [wrong, right] = [await Member.join(base, { auth }), await Member.join(base, { auth, namespace: "/custom" })];
  const result = [wrong, right].map((member) => member.sid === first.sid);
  wrong.close();
  right.close();
  return result;
});
same("both give a client what was said to it alone while it was gone", async (base) => {
  const first = await Member.join(base);
  const offset = await first.offset();
  first.wire.send('42["echo-later",1]');
  await first.events();
  await first.cutOff();
  const again = await Member.join(base, { auth: { pid: first.pid, offset } });
  await again.text((text) => text.includes("echoed"));
  const events = (await again.events()).filter((event) => !event.includes('"auth"'));
  const result = [again.sid === first.sid, blurred(events)];
  again.close();
  return result;
});

await runAll(process.argv[2], process.argv[3]);
