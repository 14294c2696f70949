import { App, Button } from "antd";
import { t } from "@/shared/messages/messages";
import { useDeskEvents } from "@/shared/realtime/realtime-provider";
import { useMarkRead } from "./use-notifications";
import { toastManner } from "./toast";

/** Shows notifications of the higher tiers as they arrive; mount once. */
export function useToasts(openTicket: (id: string) => void): void {
  const { notification } = App.useApp();
  const markRead = useMarkRead();

  useDeskEvents((event) => {
    if (event.type !== "notification") return;
    const manner = toastManner(event.tier);
    if (!manner) return;
    const { id, message, ticket } = event;
    const open = () => {
      notification.destroy(id);
      markRead.one(id);
      if (ticket) openTicket(ticket.id);
    };
    notification[manner.urgent ? "error" : "info"]({
      key: id,
      title: message,
      // Polite: it waits for the end of the sentence a screen reader is speaking.
      role: "status",
      duration: manner.duration,
      pauseOnHover: true,
      placement: "bottomRight",
      className: manner.urgent ? "toast toast-urgent" : "toast",
      actions: ticket && (
        <Button size="small" onClick={open}>
          {t("notifications.open", { number: ticket.number })}
        </Button>
      ),
    });
  });
}
