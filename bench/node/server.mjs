// The reference server, driven by lines on its standard input. Run with --expose-gc.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { pingInterval: 300_000, pingTimeout: 200_000, serveClient: false });

const commands = {
  emit(count, size) {
    const text = "x".repeat(size);
    for (let i = 0; i < count; i++) io.emit("news", text);
    return "emitted";
  },
  gc() {
    globalThis.gc();
    globalThis.gc();
    return "collected";
  },
};

http.listen(0, "127.0.0.1", 4096, () => console.log(`listening ${http.address().port}`));
createInterface({ input: process.stdin })
  .on("line", (line) => {
    const [name, ...args] = line.split(" ");
    console.log(commands[name](...args.map(Number)));
  })
  .on("close", () => process.exit(0));
