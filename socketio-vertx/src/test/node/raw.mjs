// Talks to a server by hand: requests and WebSockets whose every answer is written down.
import http from "node:http";
import net from "node:net";
import { WebSocket } from "ws";

/** One HTTP request. `abort` ends it without waiting for an answer. */
export function request(base, path, { method = "GET", headers = {}, body, agent } = {}) {
  let abort;
  const answer = new Promise((resolve) => {
    const sent = http.request(base + path, { method, headers, agent: agent ?? false }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
          bytes: Buffer.concat(chunks),
        }),
      );
      response.on("error", () => resolve({ status: "cut off" }));
    });
    sent.on("error", () => resolve({ status: "cut off" }));
    abort = () => sent.destroy();
    sent.end(body);
  });
  answer.abort = abort;
  return answer;
}

/** What matters of an answer. */
export function digest({ status, headers = {}, body = "" }) {
  const kept = {};
  for (const name of ["content-type", "cache-control"]) {
    if (headers[name]) kept[name] = headers[name];
  }
  for (const name of Object.keys(headers)) {
    if (name.startsWith("access-control-")) kept[name] = headers[name];
  }
  return { status, headers: kept, body: blur(body) };
}

/** Hides what differs from session to session. */
export function blur(text) {
  return text.replace(/"sid":"[\w-]{20}"/g, '"sid":"…"');
}

export async function openPolling(base, path, query = "") {
  const { body } = await request(base, `${path}?EIO=4&transport=polling${query}`);
  const { sid } = JSON.parse(body.slice(1));
  return `${path}?EIO=4&transport=polling&sid=${sid}`;
}

/** A WebSocket that answers pings and writes everything else down. */
export class Wire {
  constructor(url, options) {
    this.log = [];
    this.waiting = [];
    this.socket = new WebSocket(url, options);
    this.socket.on("message", (data, isBinary) => {
      const text = data.toString();
      if (!isBinary && text === "2") {
        this.socket.send("3");
      } else {
        this.note(isBinary ? [...data] : blur(text));
      }
    });
    this.closed = new Promise((resolve) => {
      this.socket.on("close", (code) => {
        this.note(`closed ${code}`);
        resolve(code);
      });
    });
    this.socket.on("unexpected-response", (_, response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        this.note({
          status: response.statusCode,
          type: response.headers["content-type"],
          body: Buffer.concat(chunks).toString(),
        });
        this.note("closed refused");
      });
    });
    this.socket.on("error", () => {});
  }

  note(entry) {
    this.log.push(entry);
    this.waiting.splice(0).forEach((check) => check());
  }

  send(...messages) {
    for (const message of messages) this.socket.send(message);
  }

  /** Waits until this many entries are written down, or the WebSocket is closed. */
  async entries(count) {
    const isOver = () => String(this.log.at(-1)).startsWith("closed");
    while (this.log.length < count && !isOver()) {
      await new Promise((resolve) => this.waiting.push(resolve));
    }
    return this.log;
  }

  close() {
    this.socket.close();
  }
}

export function openWire(base, path, query = "", options = {}) {
  const url = base.replace("http", "ws");
  return new Wire(`${url}${path}?EIO=4&transport=websocket${query}`, options);
}

/** Writes bytes to the port and returns all that comes back until the server closes. */
export function exchange(base, text) {
  const { port } = new URL(base);
  return new Promise((resolve) => {
    const chunks = [];
    const socket = net.connect(Number(port), "localhost", () => socket.write(text));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => {});
    socket.on("close", () => resolve(Buffer.concat(chunks).toString()));
  });
}
