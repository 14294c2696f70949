import { CloseOutlined, SearchOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { TICKET_PRIORITIES, TICKET_STATUSES, type TicketPriority, type TicketStatus } from "@/shared/api/types";
import { usePeople, useProjects, useQueues } from "@/shared/directory/directory";
import { t } from "@/shared/messages/messages";
import { isStaff } from "@/shared/session/rights";
import { useUser } from "@/shared/session/session";
import { PriorityLabel } from "@/shared/ui/priority-label";
import { StatusLabel } from "@/shared/ui/status-label";
import { isFiltered, type TicketFilters } from "./ticket-filters";

interface Props {
  filters: TicketFilters;
  onChange: (part: Partial<TicketFilters>) => void;
  onClear: () => void;
}

const NAMED_SORTS = ["-updatedAt", "-createdAt", "createdAt", "-priority", "due"] as const;

const several = {
  className: "filter filter-several",
  mode: "multiple",
  maxTagCount: "responsive",
  allowClear: true,
  showSearch: false,
  popupMatchSelectWidth: false,
} as const;

const named = (items: { id: string; name: string }[]) => items.map(({ id, name }) => ({ value: id, label: name }));

export function FilterBar({ filters, onChange, onClear }: Props) {
  const staff = isStaff(useUser());
  const projects = useProjects() ?? [];
  const queues = useQueues();
  const people = usePeople(staff);
  const queueChoice = filters.project ? queues.filter(({ projectId }) => projectId === filters.project) : queues;

  const choice = (name: "project" | "queue" | "assignee", options: { value: string; label: string }[]) => (
    <Select
      className="filter"
      aria-label={t(`field.${name}`)}
      placeholder={t(`field.${name}`)}
      allowClear
      popupMatchSelectWidth={false}
      value={filters[name]}
      options={options}
      onChange={(value: string | undefined) => onChange({ [name]: value })}
    />
  );

  return (
    <div className="filters" role="search" aria-label={t("tickets.filters")}>
      <SearchField q={filters.q ?? ""} onSearch={(q) => onChange({ q })} />
      <Select
        {...several}
        aria-label={t("field.status")}
        placeholder={t("field.status")}
        value={filters.status ?? []}
        options={TICKET_STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
        optionRender={({ value }) => <StatusLabel status={value as TicketStatus} />}
        onChange={(status: TicketStatus[]) => onChange({ status })}
      />
      <Select
        {...several}
        aria-label={t("field.priority")}
        placeholder={t("field.priority")}
        value={filters.priority ?? []}
        options={TICKET_PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
        optionRender={({ value }) => <PriorityLabel priority={value as TicketPriority} />}
        onChange={(priority: TicketPriority[]) => onChange({ priority })}
      />
      {projects.length > 1 && choice("project", named(projects))}
      {queues.length > 0 && choice("queue", named(queueChoice))}
      {staff &&
        choice("assignee", [
          { value: "me", label: t("tickets.me") },
          { value: "none", label: t("field.unassigned") },
          ...named(people),
        ])}
      <Select
        className="filter filter-sort"
        aria-label={t("tickets.sort")}
        popupMatchSelectWidth={false}
        value={filters.sort}
        // An order chosen at a column's head has no name here.
        labelRender={({ label }) => label ?? t("tickets.sort.column")}
        options={NAMED_SORTS.map((value) => ({ value, label: t(`tickets.sort.${value}`) }))}
        onChange={(sort) => onChange({ sort })}
      />
      {isFiltered(filters) && (
        <Button type="text" icon={<CloseOutlined />} onClick={onClear}>
          {t("tickets.clear")}
        </Button>
      )}
    </div>
  );
}

/** Searches while one types, a moment after the last key. */
function SearchField({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const [text, setText] = useState(q);
  const [given, setGiven] = useState(q);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address changed from elsewhere (back, cleared): follow it.
  if (q !== given) {
    setGiven(q);
    if (q !== text.trim()) setText(q);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const search = (value: string, delay: number) => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(value.trim()), delay);
  };
  return (
    <Input
      className="filter-q"
      type="search"
      aria-label={t("tickets.search")}
      placeholder={t("tickets.searchHint")}
      prefix={<SearchOutlined />}
      allowClear
      value={text}
      onChange={({ target }) => search(target.value, 250)}
      onPressEnter={() => search(text, 0)}
    />
  );
}
