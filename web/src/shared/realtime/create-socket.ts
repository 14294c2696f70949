import { io, type Socket } from "socket.io-client";
import { serverUrl } from "@/shared/config";

/**
 * A socket that has not connected yet. Its library's own reconnection is off: it can neither be hurried
 * (network back, tab in front, click) nor be told to slow down after the first attempts.
 */
export function createSocket(): Socket {
  return io(serverUrl, {
    autoConnect: false,
    reconnection: false,
    withCredentials: true,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    // Never share a manager: after a sign-out the next user gets a socket of their own.
    forceNew: true,
  });
}
