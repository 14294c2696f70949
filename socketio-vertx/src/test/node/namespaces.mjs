// Namespaces, rooms and what a server can find out about them; the same script against the reference
// and against this server.
// node namespaces.mjs <this server> <reference server>
import { runAll, same, eventually } from "./scenario.mjs";
import { Member } from "./member.mjs";
import { request, openWire, blur } from "./raw.mjs";

const PATH = "/socket.io/";
let cases = 0;
const fresh = (what) => `${what}-${cases++}x${Date.now().toString(36)}`;

/** Several members of a new room. */
async function gather(base, count) {
  const room = fresh("room");
  const members = await Promise.all(Array.from({ length: count }, () => Member.join(base, PATH)));
  for (const member of members) await member.call("join", room);
  return { room, members, part: () => members.forEach((member) => member.close()) };
}

/** Acknowledges what is asked of all. */
async function answer(member, ...values) {
  const question = await member.text((text) => text.includes("question-to-all"));
  const id = /^42(\d+)\[/.exec(question)[1];
  member.wire.send(`43${id}${JSON.stringify(values)}`);
}

same("both collect the acknowledgements of a broadcast", async (base) => {
  const { room, members, part } = await gather(base, 3);
  const collected = members[0].call("ask-room", room, 5000);
  for (const [i, member] of members.entries()) await answer(member, { from: i });
  const [error, answers] = await collected;
  part();
  return [error, answers.sort((a, b) => a.from - b.from)];
});
same("both tell which acknowledgements came in time", async (base) => {
  const { room, members, part } = await gather(base, 3);
  const collected = members[0].call("ask-room", room, 500);
  await answer(members[1], "in time");
  const result = await collected;
  part();
  return result;
});
same("both collect nothing from an empty room", async (base) => {
  const { members, part } = await gather(base, 1);
  const result = await members[0].call("ask-room", fresh("nobody"), 2000);
  part();
  return result;
});
same("both give an acknowledgement without a value its place", async (base) => {
  const { room, members, part } = await gather(base, 1);
  const collected = members[0].call("ask-room", room, 2000);
  await answer(members[0]);
  const [error, answers] = await collected;
  part();
  return [error, answers.length];
});
same("both tell of the sockets in a room", async (base) => {
  const { room, members, part } = await gather(base, 2);
  await members[0].call("remember", { a: 1 });
  const found = await members[1].call("fetch", room);
  part();
  return found[0].map(([rooms, ...rest]) => [rooms.length, ...rest]).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
});
same("both know how a client came", async (base) => {
  const member = await Member.join(base, PATH, { auth: { token: "a" }, headers: { origin: "https://a.example", "x-b": "c" } });
  const [{ headers, time, issued, address, url, query, ...rest }] = await member.call("came");
  const { t, case: name, ...others } = query;
  member.close();
  return [
    [headers.origin, headers["x-b"], headers.upgrade],
    [Number.isNaN(Date.parse(time)), Math.abs(Date.now() - issued) < 60_000],
    address.replace("::ffff:", ""),
    [url.replace(member.name, "…"), name === member.name, others],
    rest,
  ];
});
same("both show events to those that watch, in their order", async (base) => {
  const { room, members, part } = await gather(base, 2);
  members[0].wire.send('42["watch"]');
  await members[1].call("message-with-ack");
  await members[0].call("watched");
  members[0].wire.send('42["message",1,2]');
  await members[0].text((text) => text.includes("message-back"));
  await members[0].call("message-with-ack");
  await members[1].call("say", room, "hello");
  await members[0].text((text) => text.includes("said"));
  const [seen] = await members[0].call("watched");
  part();
  return seen;
});
same("both tell the rooms of a socket that is leaving", async (base) => {
  const member = await Member.join(base, PATH);
  await member.call("join", "b");
  await member.call("join", "a");
  member.wire.send('42["watch"]');
  await member.events();
  await member.cutOff();
  const { body } = await request(base, `/journal?case=${member.name}`);
  return JSON.parse(body);
});
same("both tell how a room comes and goes", async (base) => {
  const { room, members, part } = await gather(base, 2);
  await members[0].call("leave", room);
  await members[0].call("leave", room);
  await members[1].cutOff();
  const events = await eventually(
    async () => (await members[0].call("events-of-room", room))[0],
    (list) => list.includes("delete-room"),
  );
  part();
  return events;
});

/** What a client reads that asks for a namespace. */
async function ask(base, name, auth = {}) {
  const wire = openWire(base, PATH);
  await wire.entries(1);
  wire.send(`40${name},${JSON.stringify(auth)}`);
  const entries = (await wire.entries(2)).slice(1);
  const welcome = entries[0].startsWith("40") ? (await wire.entries(3))[2] : "";
  wire.close();
  return [entries[0], welcome].map((entry) => blur(entry).replace(name, "/…").replace(name, "/…"));
}
same("both make a namespace that a pattern fits", (base) => ask(base, `/${fresh("dynamic")}`));
same("both refuse a namespace that no pattern fits", (base) => ask(base, "/dynamic-"));
same("both make a namespace when a rule admits the client", (base) => ask(base, `/${fresh("keyed")}`, { key: "open" }));
same("both refuse a namespace when a rule does not", (base) => ask(base, `/${fresh("keyed")}`, { key: "wrong" }));
same("both ask the middlewares of the parent", (base) => ask(base, `/${fresh("dynamic")}`, { banned: true }));
same("both speak to the sockets of all children", async (base) => {
  const names = [`/${fresh("dynamic")}`, `/${fresh("dynamic")}`];
  const members = [];
  for (const namespace of names) members.push(await Member.join(base, PATH, { namespace }));
  members[0].wire.send(`42${members[0].prefix}["shout-to-all","${names[0]}"]`);
  for (const member of members) await member.text((text) => text.includes("shouted"));
  const heard = members.map((member) => member.wire.raw.filter((text) => text.includes("shouted") && text.includes(names[0])).length);
  members.forEach((member) => member.close());
  return heard;
});
/** Who of four sockets in two children hears what one of them says to both; the second and the third are in a room. */
function parentScript(name, shout) {
  same(name, async (base) => {
    const names = [`/${fresh("dynamic")}`, `/${fresh("dynamic")}`];
    const [room, other] = [fresh("room"), fresh("room")];
    const members = [];
    for (const namespace of [names[0], names[0], names[1], names[1]]) members.push(await Member.join(base, PATH, { namespace }));
    await members[1].call("enter", room);
    await members[2].call("enter", room);
    await members[2].call("enter", other);
    members[0].wire.send(`42${members[0].prefix}${JSON.stringify(shout(room, other))}`);
    members[0].wire.send(`42${members[0].prefix}["shout-to-all","end"]`);
    for (const member of members) await member.text((text) => text.includes('"end"'));
    const heard = members.map((member) => member.wire.raw.filter((text) => text.includes('["shouted","psst"]')).length);
    members.forEach((member) => member.close());
    return heard;
  });
}
parentScript("both speak to a room in all children", (room) => ["shout-in", room, "psst"]);
parentScript("both leave out a room in all children", (room) => ["shout-but", room, "psst"]);
parentScript("both speak to a room but another in all children", (room, other) => ["shout-in-but", room, other, "psst"]);
parentScript("both speak loosely to all children", () => ["shout-loosely", "psst"]);
same("both keep children apart", async (base) => {
  const names = [`/${fresh("dynamic")}`, `/${fresh("dynamic")}`];
  const members = [];
  for (const namespace of names) members.push(await Member.join(base, PATH, { namespace }));
  await members[0].call("say", "", "psst");
  await members[1].call("say", "", "end");
  await members[1].text((text) => text.includes('"end"'));
  const heard = members.map((member) => member.wire.raw.filter((text) => text.includes("said")).length);
  members.forEach((member) => member.close());
  return heard;
});
same("both end a child with its last socket", async (base) => {
  const name = `/${fresh("dynamic")}`;
  const observer = await Member.join(base, PATH);
  const before = await observer.call("was-made", name);
  const child = await Member.join(base, PATH, { namespace: name });
  const during = await observer.call("was-made", name);
  child.close();
  const after = await eventually(
    () => observer.call("was-made", name),
    ([, exists]) => !exists,
  );
  observer.close();
  return [before, during, after];
});

await runAll(process.argv[2], process.argv[3]);
