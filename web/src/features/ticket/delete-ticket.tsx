import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { api } from "@/shared/api/http";
import type { Ticket } from "@/shared/api/types";
import { t } from "@/shared/messages/messages";
import { problemText } from "@/shared/ui/problem-text";
import { ticketKeys } from "./ticket-keys";

export function DeleteTicket({ ticket, onDeleted }: { ticket: Ticket; onDeleted: () => void }) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const deletion = useMutation({
    mutationFn: () => api.delete(`/tickets/${ticket.id}`),
    onError: (failure) => void message.error(problemText(failure)),
    onSuccess: () => {
      void message.success(t("ticket.deleted", { number: ticket.number }));
      void queries.invalidateQueries({ queryKey: ticketKeys.lists });
      onDeleted();
    },
  });
  return (
    <Popconfirm
      title={t("ticket.deleteConfirm", { number: ticket.number })}
      okText={t("action.delete")}
      cancelText={t("action.cancel")}
      okButtonProps={{ danger: true }}
      onConfirm={() => deletion.mutate()}
    >
      <Button danger type="text" loading={deletion.isPending}>
        {t("ticket.delete")}
      </Button>
    </Popconfirm>
  );
}
