import { App, Button, Grid } from "antd";
import { useEffect } from "react";
import { useLocation, useNavigate } from "react-router";
import { t } from "@/shared/messages/messages";
import type { NotificationEvent } from "@/shared/realtime/events";
import { useDeskEvents } from "@/shared/realtime/realtime-provider";
import { useUser } from "@/shared/session/session";
import { oncePerUser } from "./once-per-user";
import { armSound, canSound, playChime } from "./sound";
import { showSystemNotification } from "./system-notification";
import { isNews, toastManner } from "./toast";
import { useMarkRead } from "./use-notifications";

/** Tells of notifications as they arrive, in the ways that their person wants; mount once. */
export function useToasts(): void {
  const user = useUser();
  const navigate = useNavigate();
  const { notification } = App.useApp();
  const markRead = useMarkRead();
  const showToast = useToast();
  useEffect(armSound, []);

  useDeskEvents((event) => {
    if (event.type !== "notification" || !isNews(event.timestamp, Date.now())) return;
    const { id, title, message, ticket, tier, channels } = event;
    const open = () => {
      notification.destroy(id);
      markRead.one(id);
      if (ticket) void navigate(`/tickets/${ticket.id}`);
    };
    if (channels.includes("page")) showToast(event, open);
    const key = `${user.id}.${id}`;
    if (channels.includes("system")) {
      const urgent = tier === "high" && event.notification_type === "priority_changed";
      void oncePerUser(`${key}.system`, () => showSystemNotification({ id, title, message, urgent, onOpen: open }));
    }
    if (channels.includes("sound") && canSound()) void oncePerUser(`${key}.sound`, playChime);
  });
}

function useToast(): (event: NotificationEvent, open: () => void) => void {
  const { pathname } = useLocation();
  const { notification } = App.useApp();
  const wide = Grid.useBreakpoint().lg ?? true;
  return ({ id, title, message, ticket, tier }, open) => {
    const manner = toastManner(tier);
    if (!manner) return;
    notification[manner.urgent ? "error" : "info"]({
      key: id,
      // Of tickets the message says it all; what people and programs announce has a title of its own.
      title: ticket ? message : title,
      description: ticket ? undefined : <span className="toast-text">{message}</span>,
      // Polite: it waits for the end of the sentence a screen reader is speaking.
      role: "status",
      duration: manner.duration,
      pauseOnHover: true,
      // On the left, where it covers no button of the page; on a phone under the header.
      placement: wide ? "bottomLeft" : "top",
      className: manner.urgent ? "toast toast-urgent" : "toast",
      actions: ticket && `/tickets/${ticket.id}` !== pathname && (
        <Button size="small" onClick={open}>
          {t("notifications.open", { number: ticket.number })}
        </Button>
      ),
    });
  };
}
