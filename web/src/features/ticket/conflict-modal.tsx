import { Modal, Radio } from "antd";
import { useState } from "react";
import { useQueues } from "@/shared/directory/directory";
import type { User } from "@/shared/api/types";
import { isMessageKey, t } from "@/shared/messages/messages";
import { fieldLabel } from "@/shared/ui/problem-text";
import type { Choices } from "./conflict";
import type { OpenConflict } from "./use-ticket-edits";

/** Shows both values of each field that two people changed, and lets one choose. */
export function ConflictModal({ conflict, people }: { conflict: OpenConflict; people: User[] }) {
  const { conflicts, answer } = conflict;
  const queues = useQueues();
  const [choices, setChoices] = useState<Choices>(() =>
    Object.fromEntries(conflicts.map(({ field }) => [field, "theirs"])),
  );

  const describe = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === "") return t("conflict.empty");
    if (Array.isArray(value)) return value.join(", ");
    if (typeof value === "object" && "name" in value) return String(value.name);
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const key = `${field}.${text}`;
    if (isMessageKey(key)) return t(key);
    return [...people, ...queues].find(({ id }) => id === text)?.name ?? text;
  };

  return (
    <Modal
      open
      title={t("conflict.title")}
      okText={t("conflict.apply")}
      cancelText={t("action.cancel")}
      onOk={() => answer(choices)}
      onCancel={() => answer(null)}
    >
      <p className="muted">{t("conflict.hint")}</p>
      {conflicts.map(({ field, yours, theirs }) => (
        <fieldset key={field} className="conflict">
          <legend>{fieldLabel(field)}</legend>
          <Radio.Group
            value={choices[field]}
            onChange={({ target }) => setChoices({ ...choices, [field]: target.value === "yours" ? "yours" : "theirs" })}
            options={[
              { value: "theirs", label: <Side name={t("conflict.theirs")} value={describe(field, theirs)} /> },
              { value: "yours", label: <Side name={t("conflict.yours")} value={describe(field, yours)} /> },
            ]}
          />
        </fieldset>
      ))}
    </Modal>
  );
}

function Side({ name, value }: { name: string; value: string }) {
  return (
    <span className="conflict-side">
      <span className="muted">{name}</span>
      <span className="conflict-value">{value}</span>
    </span>
  );
}
