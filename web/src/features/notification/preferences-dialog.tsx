import { Button, Checkbox, Modal, Select, Skeleton } from "antd";
import { useState } from "react";
import type { NotificationPreferences, PreferenceScope } from "@/shared/api/types";
import { useProjects, useQueues } from "@/shared/directory/directory";
import { t } from "@/shared/messages/messages";
import { ProblemAlert } from "@/shared/ui/problem-alert";
import { channelsOf, EVENTS, everywhere, hasRules, isSaid, muted, OFFERED, reset, sameScope, toggled, withRule } from "./preferences";
import { QuietHoursFields } from "./quiet-hours-fields";
import { usePreferences, useSavePreferences } from "./use-preferences";

/** What one wants to be told of, where and how. */
export function PreferencesDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = usePreferences();
  const [draft, setDraft] = useState<NotificationPreferences>();
  const save = useSavePreferences(onClose);
  const preferences = draft ?? data;
  return (
    <Modal
      open
      width={620}
      title={t("preferences.title")}
      okText={t("preferences.save")}
      cancelText={t("action.cancel")}
      okButtonProps={{ disabled: !draft, loading: save.isPending }}
      onOk={() => draft && save.mutate(draft)}
      onCancel={onClose}
    >
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {save.error && <ProblemAlert error={save.error} />}
      {!preferences && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      {preferences && (
        <>
          <Rules preferences={preferences} onChange={setDraft} />
          <QuietHoursFields value={preferences.quietHours} onChange={(quietHours) => setDraft({ ...preferences, quietHours })} />
        </>
      )}
    </Modal>
  );
}

interface RulesProps {
  preferences: NotificationPreferences;
  onChange: (preferences: NotificationPreferences) => void;
}

function Rules({ preferences, onChange }: RulesProps) {
  const scopes = useScopes(preferences);
  const [chosen, setChosen] = useState(0);
  const here = scopes[chosen] ?? { scope: everywhere, label: "", wider: [] };
  const chain = [here.scope, ...here.wider];
  return (
    <section aria-labelledby="preferences-rules">
      <h2 id="preferences-rules" className="visually-hidden">
        {t("preferences.rules")}
      </h2>
      <div className="preferences-scope">
        <Select
          aria-label={t("preferences.scope")}
          value={chosen}
          onChange={setChosen}
          options={scopes.map(({ label }, value) => ({ value, label }))}
          showSearch={{ optionFilterProp: "label" }}
        />
        <Button onClick={() => onChange(muted(preferences, here.scope))}>{t("preferences.mute")}</Button>
        <Button disabled={!hasRules(preferences, here.scope)} onClick={() => onChange(reset(preferences, here.scope))}>
          {t("preferences.reset")}
        </Button>
      </div>
      <table className="preferences">
        <thead>
          <tr>
            <th scope="col">{t("preferences.event")}</th>
            {OFFERED.map((channel) => (
              <th key={channel} scope="col">
                {t(`preferences.channel.${channel}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {EVENTS.map((event) => {
            const channels = channelsOf(preferences, event, chain);
            return (
              <tr key={event} className={isSaid(preferences, event, here.scope) ? "preferences-said" : ""}>
                <th scope="row">{t(`preferences.event.${event}`)}</th>
                {OFFERED.map((channel) => (
                  <td key={channel}>
                    <Checkbox
                      aria-label={`${t(`preferences.event.${event}`)}: ${t(`preferences.channel.${channel}`)}`}
                      checked={channels.includes(channel)}
                      onChange={({ target }) =>
                        onChange(
                          withRule(preferences, { event, scope: here.scope, channels: toggled(channels, channel, target.checked) }),
                        )
                      }
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="muted">{t("preferences.hint")}</p>
    </section>
  );
}

interface NamedScope {
  scope: PreferenceScope;
  label: string;
  /** The scopes that hold where this one says nothing, from the narrowest. */
  wider: PreferenceScope[];
}

/** Everything one may speak of: all projects and queues one sees, and the tickets one spoke of before. */
function useScopes({ rules }: NotificationPreferences): NamedScope[] {
  const projects = useProjects() ?? [];
  const queues = useQueues();
  const tickets = rules
    .map(({ scope }) => scope)
    .filter((scope, i, all) => scope.type === "ticket" && all.findIndex((one) => sameScope(one, scope)) === i);
  return [
    { scope: everywhere, label: t("preferences.everywhere"), wider: [] },
    ...projects.map(({ id, name }) => ({
      scope: { type: "project", id } as const,
      label: t("preferences.project", { name }),
      wider: [everywhere],
    })),
    ...queues.map(({ id, name, projectId }) => ({
      scope: { type: "queue", id } as const,
      label: t("preferences.queue", { name }),
      wider: [{ type: "project", id: projectId } as const, everywhere],
    })),
    ...tickets.map((scope) => ({ scope, label: scope.name ?? "", wider: [everywhere] })),
  ];
}
