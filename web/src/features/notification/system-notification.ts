import { logInfo } from "@/shared/log";

/** Milliseconds until one that is not urgent goes by itself. */
const SHOWN = 5_000;

interface SystemNotification {
  id: string;
  title: string;
  message: string;
  /** Stays until somebody looks at it. */
  urgent: boolean;
  onOpen: () => void;
}

function isSupported(): boolean {
  return "Notification" in window;
}

/** Asks the person, if they have not answered yet. Only in answer to a gesture of theirs. */
export function askPermission(): void {
  if (isSupported() && Notification.permission === "default") void Notification.requestPermission();
}

/** Shows it outside the page, where the person allows that; the page's own toast serves the others. */
export function showSystemNotification({ id, title, message, urgent, onOpen }: SystemNotification): void {
  if (!isSupported() || Notification.permission !== "granted") return;
  try {
    const shown = new Notification(title, { body: message, icon: "/favicon.svg", tag: id, requireInteraction: urgent });
    shown.onclick = () => {
      window.focus();
      shown.close();
      onOpen();
    };
    if (!urgent) setTimeout(() => shown.close(), SHOWN);
  } catch (failure) {
    // Browsers of phones have the class, but let service workers alone use it.
    logInfo(`No system notification: ${String(failure)}`);
  }
}
