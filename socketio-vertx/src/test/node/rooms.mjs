// Middlewares and rooms: who is let in, what they may say and who hears it; the same script against
// the reference and against this server.
// node rooms.mjs <this server> <reference server>
import { runAll, same, eventually } from "./scenario.mjs";
import { Member } from "./member.mjs";
import { request, openWire, openPolling, blur } from "./raw.mjs";

const PATH = "/socket.io/";
let cases = 0;
const fresh = (what) => `${what}-${cases++}x${Date.now().toString(36)}`;

// Middlewares

/** The transcript of a wire that sends messages at once, and the server's journal of it. */
async function conversation(base, messages, { count, journal }) {
  const name = fresh("rules");
  const wire = openWire(base, PATH, `&case=${name}`);
  await wire.entries(1);
  wire.send(...messages);
  const log = [...(await wire.entries(1 + count))].slice(1, 1 + count);
  const entries = await eventually(
    async () => JSON.parse((await request(base, `/journal?case=${name}`)).body),
    (list) => list.length >= journal,
  );
  wire.close();
  return [log, entries];
}
same("both ask the middlewares in their order", (base) => conversation(base, ["40/ordered,"], { count: 1, journal: 4 }));
for (const [i, step] of ["first", "second", "third"].entries()) {
  same(`both ask no middleware after the ${step} has refused`, (base) =>
    conversation(base, [`40/ordered,{"stopAt":"${step}"}`], { count: 1, journal: i + 1 }));
}
same("both ask the middlewares of events in their order, and no handler of what they drop", async (base) => {
  const member = await Member.join(base, PATH, { namespace: "/checked" });
  member.wire.send('42/checked,1["forbidden"]');
  const answer = await member.call("allowed");
  const journal = JSON.parse((await request(base, `/journal?case=${member.name}`)).body);
  const answers = member.wire.raw.filter((text) => text.startsWith("43"));
  member.close();
  return [answer, answers.length, journal];
});
same("both close at an event for a namespace whose middleware has not decided", (base) =>
  conversation(base, ["40/slow,", '42/slow,["early"]'], { count: 1, journal: 0 }));
same("both close at a DISCONNECT for a namespace whose middleware has not decided", (base) =>
  conversation(base, ["40/slow,", "41/slow,"], { count: 1, journal: 0 }));
same("both connect nobody who left while the middleware decided", async (base) => {
  const name = fresh("gone");
  const wire = openWire(base, PATH, `&case=${name}`);
  await wire.entries(1);
  wire.send("40/slow,");
  wire.close();
  await wire.closed;
  // Whoever comes later is decided about later.
  const later = await Member.join(base, PATH, { namespace: "/slow" });
  const { body } = await request(base, `/journal?case=${name}`);
  later.close();
  return [JSON.parse(body)];
});
same("both let one namespace in while another decides", async (base) => {
  const wire = openWire(base, PATH);
  await wire.entries(1);
  wire.send("40/slow,", "40/custom,");
  const log = [...(await wire.entries(4))].slice(1);
  wire.close();
  return log;
});
same("both greet before anything else", async (base) => {
  const wire = openWire(base, PATH);
  await wire.entries(1);
  wire.send("40/greeter,");
  const log = [...(await wire.entries(8))].slice(1);
  wire.close();
  return log;
});
same("both disconnect a client in the connection handler", async (base) => {
  const wire = openWire(base, PATH);
  await wire.entries(1);
  wire.send("40/leaver,");
  const log = [...(await wire.entries(3))].slice(1, 3);
  wire.send("40/custom,");
  log.push((await wire.entries(4))[3]);
  wire.close();
  return log;
});
same("both close a client in the connection handler", async (base) => {
  const wire = openWire(base, PATH);
  await wire.entries(1);
  wire.send("40/closer,");
  return [...(await wire.entries(9))].slice(1);
});
same("both close a polling client in the connection handler", async (base) => {
  const path = await openPolling(base, PATH);
  await request(base, path, { method: "POST", body: "40/closer," });
  let text = "";
  for (let last = { status: 200 }; last.status === 200 && !text.endsWith("\x1e1"); ) {
    last = await request(base, path);
    text += (text ? "\x1e" : "") + last.body;
  }
  return [blur(text), (await request(base, path)).status];
});
same("both keep the namespaces of a connection apart", async (base) => {
  const wire = openWire(base, PATH);
  await wire.entries(1);
  wire.send("40/custom,");
  await wire.entries(3);
  wire.send("40");
  await wire.entries(5);
  wire.send('42/custom,["message","a"]');
  await wire.entries(6);
  wire.send('42["message","b"]');
  const log = [...(await wire.entries(7))].slice(1);
  wire.close();
  return log;
});

// Rooms

/** Members by the rooms that they enter; afterwards, what each of them heard. */
function roomScript(name, rooms, act) {
  same(name, async (base) => {
    const places = { a: fresh("a"), b: fresh("b"), c: fresh("c") };
    const members = [];
    for (const entered of rooms) {
      const member = await Member.join(base, PATH, { namespace: "/rooms" });
      if (entered) await member.call("enter", ...[...entered].map((letter) => places[letter]));
      members.push(member);
    }
    const told = await act({ members, ...places });
    const heard = [];
    for (const member of members) {
      const rest = [];
      const isThere = member.wire.log.every((entry) => !String(entry).startsWith("closed") && entry !== "41/rooms,");
      if (isThere && !member.left) {
        rest.push((await member.call("mine")).flat().map((room) => room[0]).join(""));
      }
      const events = member.wire.raw.filter((entry) => Array.isArray(entry) || /^4[25]/.test(entry));
      heard.push([rest, events, member.wire.log.filter((entry) => /^(41|closed)/.test(entry))]);
    }
    members.forEach((member) => member.close());
    return told === undefined ? heard : [told, heard];
  });
}
roomScript("both speak to a room, and to nobody else", ["a", "b", ""], ({ members, a }) => members[2].call("everyone", a, "hi"));
roomScript("both speak to a room with its speaker", ["a", "a"], ({ members, a }) => members[0].call("everyone", a, "hi"));
roomScript("both speak to everyone in two rooms once", ["ab", "a", "b", "c"], ({ members, a, b }) =>
  members[3].call("both-rooms", a, b, "hi"));
roomScript("both leave the speaker out of what it says to two rooms", ["ab", "ab", "b", "c"], ({ members, a, b }) =>
  members[0].call("others-in", a, b, "hi"));
roomScript("both leave out the speaker", ["a", "", "b"], ({ members }) => members[0].call("others", "hi"));
roomScript("both leave out the speaker and a room", ["a", "a", "b", ""], ({ members, b }) => members[0].call("others-but", b, "hi"));
roomScript("both speak to a room without its speaker", ["a", "a", ""], ({ members, a }) => members[0].call("others-inside", a, "hi"));
roomScript("both leave out a room", ["ab", "a", "b"], ({ members, a, b }) => members[2].call("but", a, b, "hi"));
roomScript("both leave out two rooms", ["ab", "ac", "a"], ({ members, a, b, c }) => members[2].call("but-two", a, b, c, "hi"));
roomScript("both leave out a socket by its id", ["a", "a"], ({ members, a }) => members[0].call("but", a, members[1].sid, "hi"));
roomScript("both speak to a socket by its id", ["a", "a"], ({ members }) => members[0].call("to-id", members[1].sid, "psst"));
roomScript("both speak to the sockets of this node", ["a", ""], ({ members, a }) => members[1].call("here", a, "hi"));
roomScript("both speak to an empty room in vain", ["a", ""], ({ members, b }) => members[0].call("everyone", b, "hello?"));
roomScript("both enter a room once", ["a"], async ({ members, a }) => {
  await members[0].call("enter", a, a);
  await members[0].call("everyone", a, "hi");
});
roomScript("both leave a room they are not in", ["a"], ({ members, b }) => members[0].call("exit", b));
roomScript("both hear what is said at once after entering", [""], async ({ members, a }) => {
  members[0].wire.send(`42/rooms,["enter-and-tell","${a}"]`);
  await members[0].text((text) => text.includes("at once"));
});
roomScript("both hear nothing after leaving", ["a"], async ({ members, a }) => {
  members[0].wire.send(`42/rooms,["exit-and-tell","${a}"]`);
  await members[0].text((text) => text.includes("told"));
});
roomScript("both send bytes to a room", ["a", "a", ""], async ({ members, a }) => {
  members[2].wire.send(`451-/rooms,7["bytes-to","${a}",{"_placeholder":true,"num":0}]`, Buffer.from([1, 2, 3]));
  await members[2].text((text) => text.startsWith("43/rooms,7"));
  for (const member of members.slice(0, 2)) await eventually(() => member.wire.raw, (raw) => raw.filter(Array.isArray).length === 2);
});
roomScript("both send a volatile event to who can take it", ["a", ""], ({ members, a }) => members[1].call("gust-to", a, "hi"));
roomScript("both make the sockets of a room enter another", ["a", "a", "b"], async ({ members, a, c }) => {
  await members[2].call("pull", a, c);
  await members[2].call("everyone", c, "hi");
});
roomScript("both make the sockets of a room leave another", ["ab", "a", "b"], async ({ members, a, b }) => {
  await members[2].call("push", a, b);
  await members[2].call("everyone", b, "hi");
});
roomScript("both count the sockets of a room", ["a", "a", "b"], async ({ members, a, b, c }) => {
  const counts = [];
  for (const room of [a, b, c]) counts.push((await members[0].call("count", room))[0]);
  return counts;
});
roomScript("both do with each socket of a room what is asked", ["a", "a", ""], ({ members, a, c }) => members[2].call("each", a, c));
roomScript("both disconnect the sockets of a room", ["a", "a", "b"], async ({ members, a }) => {
  await members[2].call("expel", a);
  for (const member of members.slice(0, 2)) await member.text((text) => text === "41/rooms,");
});
roomScript("both disconnect each socket that was found", ["a", "b"], async ({ members, a }) => {
  await members[1].call("expel-each", a);
  await members[0].text((text) => text === "41/rooms,");
});
roomScript("both close the connections of a room", ["a", "b"], async ({ members, a }) => {
  await members[1].call("cut", a);
  await members[0].wire.closed;
});
roomScript("both forget the rooms of who has left", ["a", "a"], async ({ members, a }) => {
  members[0].wire.send("41/rooms,");
  members[0].left = true;
  const [left] = await eventually(
    () => members[1].call("count", a),
    ([count]) => count === 1,
  );
  return left;
});
roomScript("both say nothing to other servers when there are none", ["a"], ({ members }) => members[0].call("server-side"));
same("both tell why a socket of a closed room is gone", async (base) => {
  const room = fresh("room");
  const [gone, other] = [await Member.join(base, PATH, { namespace: "/rooms" }), await Member.join(base, PATH, { namespace: "/rooms" })];
  await gone.call("enter", room);
  const reason = await gone.cutOff(() => other.wire.send(`42/rooms,1["cut","${room}"]`));
  other.close();
  return [reason];
});
same("both drop a volatile event when the client is not waiting", async (base) => {
  const name = fresh("gusts");
  const path = await openPolling(base, PATH, `&case=${name}`);
  await request(base, path, { method: "POST", body: "40/custom," });
  let text = "";
  while (!text.includes('"auth"')) text += (await request(base, path)).body;
  await request(base, path, { method: "POST", body: '42/custom,["volatile",1]\x1e42/custom,["message",2]' });
  await eventually(
    async () => JSON.parse((await request(base, `/journal?case=${name}`)).body),
    (entries) => entries.includes("gust"),
  );
  let rest = "";
  while (!rest.includes("message-back")) rest += (await request(base, path)).body;
  return [rest];
});
same("both send a volatile event to a client that is waiting", async (base) => {
  const member = await Member.join(base, PATH, { namespace: "/custom" });
  member.wire.send('42/custom,["volatile",1]');
  const gust = await member.text((text) => text.includes("gust"));
  member.close();
  return [gust];
});
same("both ignore an acknowledgement that comes too late", async (base) => {
  const member = await Member.join(base, PATH, { namespace: "/custom" });
  member.wire.send('42/custom,["ask-in-vain"]');
  const question = await member.text((text) => text.includes("ignored"));
  const id = /,(\d+)\[/.exec(question)[1];
  await member.text((text) => text.includes("gave-up"));
  member.wire.send(`43/custom,${id}["late"]`, `43/custom,${id}["again"]`);
  const answer = await member.call("message-with-ack", "end");
  const events = member.wire.raw.filter((entry) => entry.startsWith("42")).map((entry) => entry.replace(/,\d+\[/, ",#["));
  member.close();
  return [answer, events];
});
same("both take the first of two acknowledgements", async (base) => {
  const member = await Member.join(base, PATH, { namespace: "/custom" });
  member.wire.send('42/custom,["ask","why"]');
  const id = /,(\d+)\[/.exec(await member.text((text) => text.includes('"question"')))[1];
  member.wire.send(`43/custom,${id}["one"]`, `43/custom,${id}["two"]`);
  const answer = await member.call("message-with-ack", "end");
  const asked = member.wire.raw.filter((entry) => entry.includes('"asked"'));
  member.close();
  return [answer, asked];
});
same("both ignore an acknowledgement for another namespace", async (base) => {
  const member = await Member.join(base, PATH, { namespace: "/custom" });
  member.wire.send("40");
  await member.text((text) => text === '42["auth",{}]');
  member.wire.send('42/custom,["ask","why"]');
  const id = /,(\d+)\[/.exec(await member.text((text) => text.includes('"question"')))[1];
  member.wire.send(`43${id}["stranger"]`, `43/custom,${id}["mine"]`);
  const asked = await member.text((text) => text.includes('"asked"'));
  member.close();
  return [asked];
});

await runAll(process.argv[2], process.argv[3]);
