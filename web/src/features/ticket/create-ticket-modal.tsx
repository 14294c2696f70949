import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { IdempotencyKeys } from "@/shared/api/idempotency";
import { api } from "@/shared/api/http";
import { TICKET_PRIORITIES, type NewTicket, type Project, type Ticket } from "@/shared/api/types";
import { usePeople, useProjects, useQueues } from "@/shared/directory/directory";
import { t } from "@/shared/messages/messages";
import { isStaff } from "@/shared/session/rights";
import { useUser } from "@/shared/session/session";
import { PriorityLabel } from "@/shared/ui/priority-label";
import { ProblemAlert } from "@/shared/ui/problem-alert";
import { ticketKeys } from "./ticket-keys";

interface Props {
  onClose: () => void;
  onCreated: (ticket: Ticket) => void;
}

const named = (items: { id: string; name: string }[]) => items.map(({ id, name }) => ({ value: id, label: name }));

export function CreateTicketModal(props: Props) {
  const projects = useProjects();
  // The form takes its first values once, so it waits for them.
  return projects && <CreateTicketForm {...props} projects={projects} />;
}

function CreateTicketForm({ onClose, onCreated, projects }: Props & { projects: Project[] }) {
  const staff = isStaff(useUser());
  const queues = useQueues();
  const people = usePeople(staff);
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<NewTicket>();
  const [keys] = useState(() => new IdempotencyKeys());
  const projectId = Form.useWatch<string | undefined>("projectId", form) ?? projects[0]?.id;

  const creation = useMutation({
    mutationFn: (ticket: NewTicket) =>
      api.post<Ticket>("/tickets", ticket, { headers: { "Idempotency-Key": keys.keyFor(ticket) } }),
    onSuccess: (ticket) => {
      keys.succeeded();
      queries.setQueryData(ticketKeys.detail(ticket.id), ticket);
      void queries.invalidateQueries({ queryKey: ticketKeys.lists });
      void message.success(t("create.done", { number: ticket.number }));
      onCreated(ticket);
    },
  });

  return (
    <Modal
      open
      width={620}
      title={t("create.action")}
      okText={t("create.action")}
      cancelText={t("action.cancel")}
      confirmLoading={creation.isPending}
      okButtonProps={{ disabled: projects.length === 0 }}
      onOk={form.submit}
      onCancel={onClose}
    >
      {projects.length === 0 && <Alert type="info" showIcon title={t("create.noProject")} />}
      {creation.error && <ProblemAlert error={creation.error} />}
      <Form<NewTicket>
        form={form}
        name="create-ticket"
        layout="vertical"
        requiredMark="optional"
        initialValues={{ projectId: projects[0]?.id, priority: "medium" }}
        onFinish={(ticket) => creation.mutate(ticket)}
      >
        <Form.Item
          name="title"
          label={t("field.title")}
          rules={[{ required: true, whitespace: true, message: t("auth.required") }]}
        >
          <Input autoFocus maxLength={255} placeholder={t("create.titleHint")} />
        </Form.Item>
        <Form.Item name="description" label={t("field.description")}>
          <Input.TextArea
            autoSize={{ minRows: 4, maxRows: 14 }}
            maxLength={65_536}
            placeholder={t("create.descriptionHint")}
          />
        </Form.Item>
        <div className="form-grid">
          <Form.Item name="projectId" label={t("field.project")} rules={[{ required: true, message: t("auth.required") }]}>
            <Select options={named(projects)} onChange={() => form.setFieldValue("queueId", undefined)} />
          </Form.Item>
          {staff && (
            <Form.Item name="queueId" label={t("field.queue")}>
              <Select
                allowClear
                placeholder={t("create.noQueue")}
                options={named(queues.filter((queue) => queue.projectId === projectId))}
              />
            </Form.Item>
          )}
          <Form.Item name="priority" label={t("field.priority")} rules={[{ required: true }]}>
            <Select
              options={TICKET_PRIORITIES.map((value) => ({ value, label: <PriorityLabel priority={value} /> }))}
            />
          </Form.Item>
          {staff && (
            <Form.Item name="assigneeId" label={t("field.assignee")}>
              <Select
                allowClear
                showSearch={{ optionFilterProp: "label" }}
                placeholder={t("field.unassigned")}
                options={named(people)}
              />
            </Form.Item>
          )}
        </div>
        <Form.Item name="tags" label={t("field.tags")}>
          <Select className="tags-input" mode="tags" open={false} maxCount={20} placeholder={t("create.tagsHint")} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
