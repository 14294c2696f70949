// Packets as MessagePack; the same script against the reference and against this server.
// node packed.mjs <this server> <reference server>
import notepack from "notepack.io";
import { runAll, same } from "./scenario.mjs";
import { openWire } from "./raw.mjs";

/** Sends packets, or bytes as they are, and writes down the packets that come back. */
function packedScript(name, packets, count) {
  same(name, async (base) => {
    const wire = openWire(base, "/packed/");
    await wire.entries(1);
    wire.send(notepack.encode({ type: 0, nsp: "/" }));
    await wire.entries(3);
    for (const packet of packets) {
      wire.socket.send(typeof packet === "string" || Buffer.isBuffer(packet) ? packet : notepack.encode(packet));
    }
    const entries = await wire.entries(3 + count);
    wire.close();
    return entries.slice(1, 3 + count).map((entry) => {
      if (!Array.isArray(entry)) return entry;
      const packet = notepack.decode(Buffer.from(entry));
      // The reference's packets carry what its own layers told each other.
      return { type: packet.type, nsp: packet.nsp, id: packet.id, data: packet.data?.sid ? { sid: packet.data.sid.length } : packet.data };
    });
  });
}

const event = (...data) => ({ type: 2, nsp: "/", data });
packedScript("both echo values of every kind", [event("message", 1, -1, 2 ** 31, -(2 ** 40), 1.5, "ä", "", null, true, [], {}, { a: [{ b: 1 }] })], 1);
packedScript("both echo bytes", [event("message", Buffer.from([1, 2]), { deep: Buffer.alloc(300) })], 1);
packedScript("both echo long texts and lists", [event("message", "x".repeat(70_000), Array(70_000).fill(0))], 1);
packedScript("both acknowledge", [{ ...event("message-with-ack", 1, Buffer.from([3])), id: 12 }], 1);
packedScript("both join another namespace", [{ type: 0, nsp: "/custom", data: { token: 1 } }], 2);
packedScript("both refuse an unknown namespace", [{ type: 0, nsp: "/nope" }], 1);
packedScript("both take a client's options as nothing", [{ ...event("message", 1), options: { compress: true } }], 1);
packedScript("both close at text", ['2["message"]'], 1);
packedScript("both close at half a packet", [Buffer.from([0x82, 0xa4])], 1);
packedScript("both close at trailing bytes", [Buffer.concat([notepack.encode(event("message")), Buffer.from([0])])], 1);
packedScript("both close at an unknown type", [{ type: 7, nsp: "/" }], 1);
packedScript("both close at a packet without namespace", [{ type: 2, data: ["message"] }], 1);
packedScript("both close at an event without list", [{ type: 2, nsp: "/", data: "message" }], 1);
packedScript("both close at an id that is no integer", [{ ...event("message"), id: "1" }], 1);
packedScript("both close at credentials that are a list", [{ type: 0, nsp: "/custom", data: [] }], 1);

await runAll(process.argv[2], process.argv[3]);
