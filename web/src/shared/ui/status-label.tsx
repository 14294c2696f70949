import type { TicketStatus } from "@/shared/api/types";
import { t } from "@/shared/messages/messages";

/** How far a ticket is, drawn as a dial that fills. */
const dial: Record<TicketStatus, number> = { open: 0, in_progress: 0.5, waiting: 0.25, resolved: 1, closed: 1 };

export function StatusIcon({ status }: { status: TicketStatus }) {
  const circumference = 2 * Math.PI * 3;
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" className={`status-icon status-${status}`}>
      <circle cx="7" cy="7" r="6" fill="none" stroke="currentColor" strokeWidth="1.6" />
      {dial[status] === 1 ? (
        <>
          <circle cx="7" cy="7" r="6" fill="currentColor" />
          <path d="M4.2 7.2 6.2 9.2 9.8 5.2" fill="none" stroke="var(--surface)" strokeWidth="1.6" />
        </>
      ) : (
        <circle
          cx="7"
          cy="7"
          r="3"
          fill="none"
          stroke="currentColor"
          strokeWidth="6"
          strokeDasharray={`${dial[status] * circumference} ${circumference}`}
          transform="rotate(-90 7 7)"
          opacity={dial[status] === 0 ? 0 : 1}
          className="status-dial"
        />
      )}
    </svg>
  );
}

export function StatusLabel({ status }: { status: TicketStatus }) {
  return (
    <span className="label">
      <StatusIcon status={status} />
      {t(`status.${status}`)}
    </span>
  );
}
