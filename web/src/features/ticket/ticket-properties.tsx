import { DatePicker, Select, Tag } from "antd";
import dayjs from "dayjs";
import type { ReactNode } from "react";
import { TICKET_PRIORITIES, type Ticket, type User } from "@/shared/api/types";
import { useProjects, useQueues } from "@/shared/directory/directory";
import { locale, t } from "@/shared/messages/messages";
import type { TicketRights } from "@/shared/session/rights";
import { PersonLabel } from "@/shared/ui/person-label";
import { PriorityLabel } from "@/shared/ui/priority-label";
import { Time } from "@/shared/ui/time";
import type { TicketEdits } from "./use-ticket-edits";

interface Props {
  ticket: Ticket;
  rights: TicketRights;
  edits: TicketEdits;
  people: User[];
}

const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });

/** The ticket's fields: controls for whoever may change them, plain values for everyone else. */
export function TicketProperties({ ticket, rights, edits, people }: Props) {
  const queues = useQueues();
  const project = useProjects()?.find(({ id }) => id === ticket.projectId);
  const queue = queues.find(({ id }) => id === ticket.queueId);
  const save: (patch: Parameters<TicketEdits["save"]>[0]) => void = (patch) => void edits.save(patch, ticket.version);

  const assignees = people.map((person) => ({ value: person.id, label: person.name, person }));
  const { assignee } = ticket;
  // Whoever is assigned is shown by name, in the list of choices or not.
  if (assignee && !people.some(({ id }) => id === assignee.id)) {
    assignees.unshift({ value: assignee.id, label: assignee.name, person: { ...assignee, email: "", roles: [] } });
  }

  return (
    <section className="properties" aria-label={t("ticket.properties")}>
      <Property label={t("field.priority")}>
        {rights.edit ? (
          <Select
            variant="filled"
            aria-label={t("field.priority")}
            value={ticket.priority}
            options={TICKET_PRIORITIES.map((value) => ({ value, label: <PriorityLabel priority={value} /> }))}
            onChange={(priority) => save({ priority })}
          />
        ) : (
          <PriorityLabel priority={ticket.priority} />
        )}
      </Property>
      <Property label={t("field.assignee")}>
        {rights.triage ? (
          <Select
            variant="filled"
            allowClear
            aria-label={t("field.assignee")}
            placeholder={t("field.unassigned")}
            showSearch={{ optionFilterProp: "label" }}
            value={assignee?.id}
            options={assignees}
            optionRender={({ data }) => <PersonLabel person={data.person} />}
            onChange={(id: string | undefined) => save({ assigneeId: id ?? null })}
          />
        ) : assignee ? (
          <PersonLabel person={assignee} />
        ) : (
          <span className="muted">{t("field.unassigned")}</span>
        )}
      </Property>
      <Property label={t("field.queue")}>
        {rights.triage ? (
          <Select
            variant="filled"
            allowClear
            aria-label={t("field.queue")}
            placeholder={t("field.none")}
            value={ticket.queueId ?? undefined}
            options={queues
              .filter(({ projectId }) => projectId === ticket.projectId)
              .map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id: string | undefined) => save({ queueId: id ?? null })}
          />
        ) : (
          (queue?.name ?? <span className="muted">{t("field.none")}</span>)
        )}
      </Property>
      <Property label={t("field.tags")}>
        {rights.edit ? (
          <Select
            className="tags-input"
            mode="tags"
            variant="filled"
            open={false}
            maxCount={20}
            aria-label={t("field.tags")}
            placeholder={t("create.tagsHint")}
            value={ticket.tags}
            onChange={(tags) => save({ tags })}
          />
        ) : (
          ticket.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)
        )}
      </Property>
      <Property label={t("field.due")}>
        {rights.edit ? (
          <DatePicker
            variant="filled"
            aria-label={t("field.due")}
            placeholder={t("field.none")}
            format="D MMM YYYY"
            value={ticket.due ? dayjs(ticket.due) : null}
            onChange={(date) => save({ due: date ? date.endOf("day").startOf("second").toISOString() : null })}
          />
        ) : ticket.due ? (
          <time dateTime={ticket.due}>{day.format(Date.parse(ticket.due))}</time>
        ) : (
          <span className="muted">{t("field.none")}</span>
        )}
      </Property>
      <Property label={t("field.reporter")}>
        <PersonLabel person={ticket.reporter} />
      </Property>
      {project && <Property label={t("field.project")}>{project.name}</Property>}
      <Property label={t("field.updated")}>
        <Time at={ticket.updatedAt} />
      </Property>
    </section>
  );
}

function Property({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="property">
      <span className="property-label">{label}</span>
      <div className="property-value">{children}</div>
    </div>
  );
}
