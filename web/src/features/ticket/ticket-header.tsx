import { DownOutlined, EditOutlined } from "@ant-design/icons";
import { Button, Dropdown, Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import { TICKET_STATUSES, type Ticket } from "@/shared/api/types";
import { t } from "@/shared/messages/messages";
import type { TicketRights } from "@/shared/session/rights";
import { StatusLabel } from "@/shared/ui/status-label";
import type { TicketEdits } from "./use-ticket-edits";

interface Props {
  ticket: Ticket;
  rights: TicketRights;
  edits: TicketEdits;
}

export function TicketHeader({ ticket, rights, edits }: Props) {
  const [editing, setEditing] = useState(false);
  return (
    <header className="ticket-header">
      <div className="ticket-header-line">
        <span className="number">{ticket.number}</span>
        <span className="status-pill">
          <StatusLabel status={ticket.status} />
        </span>
        {rights.triage && (
          <Dropdown
            trigger={["click"]}
            menu={{
              selectable: true,
              selectedKeys: [ticket.status],
              items: TICKET_STATUSES.map((status) => ({ key: status, label: <StatusLabel status={status} /> })),
              onClick: ({ key }) => {
                const status = TICKET_STATUSES.find((known) => known === key);
                if (status && status !== ticket.status) void edits.save({ status }, ticket.version);
              },
            }}
          >
            <Button icon={<DownOutlined />} iconPlacement="end" loading={edits.saving}>
              {t("ticket.updateStatus")}
            </Button>
          </Dropdown>
        )}
      </div>
      {editing ? (
        <TitleEditor ticket={ticket} edits={edits} onDone={() => setEditing(false)} />
      ) : (
        <div className="ticket-title">
          <h1>{ticket.title}</h1>
          {rights.edit && (
            <Button
              type="text"
              icon={<EditOutlined />}
              aria-label={t("ticket.editTitle")}
              onClick={() => setEditing(true)}
            />
          )}
        </div>
      )}
    </header>
  );
}

function TitleEditor({ ticket, edits, onDone }: Omit<Props, "rights"> & { onDone: () => void }) {
  // The version the author began with: a change that arrives meanwhile is then noticed, not overwritten.
  const [base] = useState(ticket);
  const [title, setTitle] = useState(ticket.title);
  const input = useRef<InputRef>(null);
  useEffect(() => input.current?.focus({ cursor: "end" }), []);

  const save = async () => {
    const text = title.trim();
    if (text === "" || text === base.title) onDone();
    else if (await edits.save({ title: text }, base.version)) onDone();
  };

  return (
    <form
      className="title-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={({ key }) => key === "Escape" && onDone()}
    >
      <Input
        ref={input}
        size="large"
        maxLength={255}
        aria-label={t("field.title")}
        value={title}
        onChange={({ target }) => setTitle(target.value)}
      />
      <Button type="primary" htmlType="submit" loading={edits.saving}>
        {t("action.save")}
      </Button>
      <Button onClick={onDone}>{t("action.cancel")}</Button>
    </form>
  );
}
