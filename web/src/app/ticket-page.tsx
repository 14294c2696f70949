import { Empty, Skeleton } from "antd";
import { Link, useNavigate, useParams } from "react-router";
import { Attachments } from "@/features/attachment/attachments";
import { Conversation } from "@/features/comment/conversation";
import { ConflictModal } from "@/features/ticket/conflict-modal";
import { DeleteTicket } from "@/features/ticket/delete-ticket";
import { Followers } from "@/features/ticket/followers";
import { TicketDescription } from "@/features/ticket/ticket-description";
import { TicketHeader } from "@/features/ticket/ticket-header";
import { TicketProperties } from "@/features/ticket/ticket-properties";
import { useTicketEdits } from "@/features/ticket/use-ticket-edits";
import { useTicket } from "@/features/ticket/use-tickets";
import type { Ticket } from "@/shared/api/types";
import { usePeople } from "@/shared/directory/directory";
import { t } from "@/shared/messages/messages";
import { useTicketRoom } from "@/shared/realtime/realtime-provider";
import { ticketRights } from "@/shared/session/rights";
import { useUser } from "@/shared/session/session";
import { ProblemAlert } from "@/shared/ui/problem-alert";
import { useTitle } from "@/shared/ui/use-title";

export default function TicketPage() {
  const { id = "" } = useParams();
  // Keyed: what one began to write belongs to one ticket.
  return <TicketById key={id} id={id} />;
}

function TicketById({ id }: { id: string }) {
  useTicketRoom(id);
  const { data: ticket, error, gone, refetch } = useTicket(id);
  useTitle(ticket && `${ticket.number} ${ticket.title}`);
  if (ticket) return <TicketView ticket={ticket} />;
  if (gone) {
    return (
      <Empty className="page-empty" image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("ticket.notFound")}>
        <Link to="/tickets">{t("app.home")}</Link>
      </Empty>
    );
  }
  return (
    <div className="page">
      {error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 8 }} />}
    </div>
  );
}

function TicketView({ ticket }: { ticket: Ticket }) {
  const navigate = useNavigate();
  const rights = ticketRights(useUser(), ticket);
  const people = usePeople(rights.triage);
  const edits = useTicketEdits(ticket.id);
  return (
    <div className="ticket">
      <div className="ticket-main">
        <Link to="/tickets" className="back">
          ← {t("ticket.back")}
        </Link>
        <TicketHeader ticket={ticket} rights={rights} edits={edits} />
        <TicketDescription ticket={ticket} editable={rights.edit} edits={edits} />
        <Conversation ticketId={ticket.id} rights={rights} />
      </div>
      <aside className="ticket-side">
        <TicketProperties ticket={ticket} rights={rights} edits={edits} people={people} />
        <Attachments ticketId={ticket.id} rights={rights} />
        <Followers ticket={ticket} rights={rights} people={people} />
        {rights.delete && <DeleteTicket ticket={ticket} onDeleted={() => void navigate("/tickets")} />}
      </aside>
      {edits.conflict && <ConflictModal conflict={edits.conflict} people={people} />}
    </div>
  );
}
