import { App, Button, Grid } from "antd";
import { useLocation, useNavigate } from "react-router";
import { t } from "@/shared/messages/messages";
import { useDeskEvents } from "@/shared/realtime/realtime-provider";
import { useMarkRead } from "./use-notifications";
import { isNews, toastManner } from "./toast";

/** Shows notifications of the higher tiers as they arrive; mount once. */
export function useToasts(): void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { notification } = App.useApp();
  const markRead = useMarkRead();
  const wide = Grid.useBreakpoint().lg ?? true;

  useDeskEvents((event) => {
    if (event.type !== "notification" || !isNews(event.timestamp, Date.now())) return;
    const manner = toastManner(event.tier);
    if (!manner) return;
    const { id, message, ticket } = event;
    const page = ticket && `/tickets/${ticket.id}`;
    const open = () => {
      notification.destroy(id);
      markRead.one(id);
      if (page) void navigate(page);
    };
    notification[manner.urgent ? "error" : "info"]({
      key: id,
      title: message,
      // Polite: it waits for the end of the sentence a screen reader is speaking.
      role: "status",
      duration: manner.duration,
      pauseOnHover: true,
      // On the left, where it covers no button of the page; on a phone under the header.
      placement: wide ? "bottomLeft" : "top",
      className: manner.urgent ? "toast toast-urgent" : "toast",
      actions: ticket && page !== pathname && (
        <Button size="small" onClick={open}>
          {t("notifications.open", { number: ticket.number })}
        </Button>
      ),
    });
  });
}
