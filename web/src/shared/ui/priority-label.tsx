import { TICKET_PRIORITIES, type TicketPriority } from "@/shared/api/types";
import { t } from "@/shared/messages/messages";

export function PriorityIcon({ priority }: { priority: TicketPriority }) {
  if (priority === "urgent") {
    return (
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" className="priority-urgent">
        <rect width="14" height="14" rx="3.5" fill="currentColor" />
        <path d="M7 3.2v4.4M7 10v.6" stroke="var(--surface)" strokeWidth="1.8" strokeLinecap="round" />
      </svg>
    );
  }
  const level = TICKET_PRIORITIES.indexOf(priority);
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" className="priority-icon">
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          x={1 + bar * 4.5}
          y={9 - bar * 3}
          width="3"
          height={4 + bar * 3}
          rx="1"
          fill="currentColor"
          opacity={bar <= level ? 1 : 0.25}
        />
      ))}
    </svg>
  );
}

export function PriorityLabel({ priority }: { priority: TicketPriority }) {
  return (
    <span className="label">
      <PriorityIcon priority={priority} />
      {t(`priority.${priority}`)}
    </span>
  );
}
