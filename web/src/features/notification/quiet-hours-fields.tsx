import { Checkbox, Input, Select, Switch } from "antd";
import type { QuietHours } from "@/shared/api/types";
import { t } from "@/shared/messages/messages";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** The nights, by the clock that this browser shows. */
function nights(): QuietHours {
  return { from: "20:00", to: "07:00", timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, days: [...DAYS] };
}

interface QuietHoursProps {
  value: QuietHours | null;
  onChange: (value: QuietHours | null) => void;
}

export function QuietHoursFields({ value, onChange }: QuietHoursProps) {
  return (
    <section className="quiet-hours" aria-labelledby="quiet-hours">
      <div className="quiet-hours-head">
        <h2 id="quiet-hours">{t("preferences.quiet")}</h2>
        <Switch
          aria-labelledby="quiet-hours"
          checked={value !== null}
          onChange={(on) => onChange(on ? nights() : null)}
        />
      </div>
      <p className="muted">{t("preferences.quietHint")}</p>
      {value && (
        <>
          <div className="quiet-hours-times">
            <label>
              {t("preferences.from")}
              <Input type="time" value={value.from} onChange={({ target }) => onChange({ ...value, from: target.value })} />
            </label>
            <label>
              {t("preferences.to")}
              <Input type="time" value={value.to} onChange={({ target }) => onChange({ ...value, to: target.value })} />
            </label>
            <Select
              aria-label={t("preferences.timeZone")}
              showSearch
              value={value.timeZone}
              onChange={(timeZone) => onChange({ ...value, timeZone })}
              options={zones(value.timeZone).map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
            />
          </div>
          <Checkbox.Group
            value={value.days}
            onChange={(days) => onChange({ ...value, days })}
            options={DAYS.map((day) => ({ value: day, label: t(`preferences.day.${day}`) }))}
          />
        </>
      )}
    </section>
  );
}

/** All that the browser knows, and the one that was chosen elsewhere. */
function zones(chosen: string): string[] {
  return [...new Set([chosen, "UTC", ...Intl.supportedValuesOf("timeZone")])];
}
