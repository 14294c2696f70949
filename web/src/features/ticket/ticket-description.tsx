import { EditOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useState } from "react";
import type { Ticket } from "@/shared/api/types";
import { t } from "@/shared/messages/messages";
import { MarkdownText } from "@/shared/ui/markdown-text";
import { Avatar } from "@/shared/ui/person-label";
import { Time } from "@/shared/ui/time";
import type { TicketEdits } from "./use-ticket-edits";

interface Props {
  ticket: Ticket;
  editable: boolean;
  edits: TicketEdits;
}

export function TicketDescription({ ticket, editable, edits }: Props) {
  const [editing, setEditing] = useState(false);
  return (
    <section className="card" aria-label={t("field.description")}>
      <div className="card-head">
        <Avatar person={ticket.reporter} />
        <strong>{ticket.reporter.name}</strong>
        <span className="muted">
          <Time at={ticket.createdAt} />
        </span>
        {editable && !editing && (
          <Button
            className="push"
            type="text"
            size="small"
            icon={<EditOutlined />}
            aria-label={t("ticket.editDescription")}
            onClick={() => setEditing(true)}
          />
        )}
      </div>
      {editing ? (
        <DescriptionEditor ticket={ticket} edits={edits} onDone={() => setEditing(false)} />
      ) : ticket.description ? (
        <MarkdownText source={ticket.description} />
      ) : (
        <p className="muted">{t("ticket.noDescription")}</p>
      )}
    </section>
  );
}

function DescriptionEditor({ ticket, edits, onDone }: Omit<Props, "editable"> & { onDone: () => void }) {
  // As with the title: conflicts are measured against what the author saw first.
  const [base] = useState(ticket);
  const [description, setDescription] = useState(ticket.description);
  const save = async () => {
    if (description === base.description || (await edits.save({ description }, base.version))) onDone();
  };
  return (
    <>
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 5, maxRows: 24 }}
        maxLength={65_536}
        aria-label={t("field.description")}
        value={description}
        onChange={({ target }) => setDescription(target.value)}
      />
      <div className="actions">
        <Button onClick={onDone}>{t("action.cancel")}</Button>
        <Button type="primary" loading={edits.saving} onClick={() => void save()}>
          {t("action.save")}
        </Button>
      </div>
    </>
  );
}
