// A client by hand, for scripts in which several clients meet.
import { eventually } from "./scenario.mjs";
import { request, openWire } from "./raw.mjs";

let cases = 0;

/** A client in a namespace that writes down what it gets and can be cut off. */
export class Member {
  static async join(base, path, { auth = {}, namespace = "/", headers = {} } = {}) {
    const member = new Member();
    member.base = base;
    member.prefix = namespace === "/" ? "" : `${namespace},`;
    member.name = `member-${process.pid}-${cases++}`;
    member.wire = openWire(base, path, `&case=${member.name}`, { headers });
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
      (entries) => entries.some((entry) => entry.startsWith("disconnect ")),
    );
    return journal.find((entry) => entry.startsWith("disconnect "));
  }

  close() {
    this.wire.close();
  }
}
