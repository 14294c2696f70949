import { Skeleton } from "antd";
import { t } from "@/shared/messages/messages";
import type { TicketRights } from "@/shared/session/rights";
import { ProblemAlert } from "@/shared/ui/problem-alert";
import { CommentCard } from "./comment-card";
import { Composer } from "./composer";
import { useComments } from "./use-comments";

/** Replies and notes of a ticket, and the field to write the next. */
export function Conversation({ ticketId, rights }: { ticketId: string; rights: TicketRights }) {
  const { data: comments, error, refetch } = useComments(ticketId);
  return (
    <section className="conversation" aria-labelledby="conversation-title">
      <h2 id="conversation-title">{t("conversation.title")}</h2>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!comments && !error && <Skeleton active avatar={{ size: 20 }} paragraph={{ rows: 3 }} />}
      {comments?.length === 0 && <p className="muted">{t("conversation.empty")}</p>}
      <ol className="comments">
        {comments?.map((comment) => (
          <li key={comment.id}>
            <CommentCard ticketId={ticketId} comment={comment} />
          </li>
        ))}
      </ol>
      {comments && <Composer ticketId={ticketId} comments={comments} mayWriteNotes={rights.internal} />}
    </section>
  );
}
