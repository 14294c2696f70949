import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const desk = process.env.DESK_URL ?? "http://localhost:8080";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // The second name is an alias the configuration page promises; Vite hides names without a known prefix.
  envPrefix: ["VITE_", "NEXT_PUBLIC_SOCKET_URL"],
  server: {
    port: 5173,
    // The Host header is kept, so that the page's Origin stays the server's own and passes its check.
    proxy: {
      "/api": desk,
      "/openapi": desk,
      "/q/": desk,
      "/socket.io": { target: desk, ws: true },
      "/ws/": { target: desk, ws: true },
    },
  },
  build: {
    outDir: process.env.WEB_OUT ?? "dist",
    emptyOutDir: true,
    target: "es2022",
  },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
});
