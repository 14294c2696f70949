// What a client finds that comes back after its connection broke; the same script against the
// reference and against this server.
// node recovery.mjs <this server> <reference server>
import { runAll, same, eventually } from "./scenario.mjs";
import { Member } from "./member.mjs";

const PATH = "/recovery/";
let cases = 0;

const blurred = (entries) => entries.map((entry) => (typeof entry === "string" ? entry.replace(/"[\w.-]+"\]$/, '"#"]') : entry));
const room = () => `room-${cases++}`;

/** Cuts a member off after it has seen an event, and brings it back after something happened. */
async function comeBack(base, { meanwhile = async () => {}, cut, claim = (auth) => auth } = {}) {
  const place = room();
  const [member, other] = [await Member.join(base, PATH), await Member.join(base, PATH)];
  await member.call("join", place);
  await other.call("say", place, "before");
  const offset = await eventually(() => member.offset(), (found) => found !== undefined);
  await member.text((text) => text.includes("before"));
  await member.call("remember", { a: [1] });
  const seen = await member.offset();
  const reason = await member.cutOff(cut);
  await meanwhile(other, place, member);
  const again = await Member.join(base, PATH, { auth: claim({ pid: member.pid, offset: seen }) });
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
  const member = await Member.join(base, PATH);
  const keys = [Object.keys(JSON.parse((await member.text((t) => t.startsWith("40"))).slice(2))), member.pid.length];
  member.close();
  return keys;
});
same("both end events with an offset, and those with acknowledgement or volatile ones without", async (base) => {
  const place = room();
  const [member, other] = [await Member.join(base, PATH), await Member.join(base, PATH)];
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
  const member = await Member.join(base, PATH);
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
  const [first, other] = [await Member.join(base, PATH), await Member.join(base, PATH)];
  await first.call("join", place);
  const offset = await first.offset();
  await first.cutOff();
  await other.call("say", place, "one");
  const second = await Member.join(base, PATH, { auth: { pid: first.pid, offset } });
  const next = await second.offset();
  await second.cutOff();
  await other.call("say", place, "two");
  const third = await Member.join(base, PATH, { auth: { pid: first.pid, offset: next } });
  const said = (await third.events()).filter((event) => event.includes("said"));
  const result = [[first, second, third].map((member) => member.sid === first.sid), blurred(said)];
  third.close();
  other.close();
  return result;
});
same("both bring a client back to its namespace only", async (base) => {
  const first = await Member.join(base, PATH, { namespace: "/custom" });
  const offset = await first.offset();
  await first.cutOff();
  const auth = { pid: first.pid, offset };
  const [wrong, right] = [await Member.join(base, PATH, { auth }), await Member.join(base, PATH, { auth, namespace: "/custom" })];
  const result = [wrong, right].map((member) => member.sid === first.sid);
  wrong.close();
  right.close();
  return result;
});
same("both give a client what was said to it alone while it was gone", async (base) => {
  const first = await Member.join(base, PATH);
  const offset = await first.offset();
  first.wire.send('42["echo-later",1]');
  await first.events();
  await first.cutOff();
  const again = await Member.join(base, PATH, { auth: { pid: first.pid, offset } });
  await again.text((text) => text.includes("echoed"));
  const events = (await again.events()).filter((event) => !event.includes('"auth"'));
  const result = [again.sid === first.sid, blurred(events)];
  again.close();
  return result;
});

await runAll(process.argv[2], process.argv[3]);
