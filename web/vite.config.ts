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
    // Written out, for the short form would replace the Host header: the page's Origin must stay the
    // server's own, or it refuses the session.
    proxy: {
      "/api": { target: desk },
      "/openapi": { target: desk },
      "/q/": { target: desk },
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
