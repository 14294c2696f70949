import { App } from "antd";
import { useAttachmentRealtime } from "@/features/attachment/use-attachments";
import { useCommentRealtime } from "@/features/comment/use-comments";
import { useNotificationRealtime } from "@/features/notification/use-notifications";
import { useToasts } from "@/features/notification/use-toasts";
import { useTicketRealtime } from "@/features/ticket/use-tickets";
import { useDirectoryRealtime } from "@/shared/directory/directory";
import { t } from "@/shared/messages/messages";
import { useServerRestarting } from "@/shared/realtime/realtime-provider";

/** Everything that follows the events for as long as one is signed in. */
export function useRealtime(): void {
  const { message } = App.useApp();
  useTicketRealtime();
  useCommentRealtime();
  useAttachmentRealtime();
  useNotificationRealtime();
  useDirectoryRealtime();
  useToasts();
  useServerRestarting(() => void message.info(t("app.restarting")));
}
