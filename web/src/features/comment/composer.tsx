import { LockOutlined, MessageOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, Segmented } from "antd";
import { useState } from "react";
import { ApiError } from "@/shared/api/http";
import type { Comment } from "@/shared/api/types";
import { t, tCount } from "@/shared/messages/messages";
import { MarkdownText } from "@/shared/ui/markdown-text";
import { ProblemAlert } from "@/shared/ui/problem-alert";
import { commentKeys } from "./comment-keys";
import { useAddComment } from "./use-comments";

interface Props {
  ticketId: string;
  comments: Comment[];
  mayWriteNotes: boolean;
}

const sendKeys = navigator.userAgent.includes("Mac") ? "⌘ Enter" : "Ctrl Enter";

export function Composer({ ticketId, comments, mayWriteNotes }: Props) {
  const queries = useQueryClient();
  const add = useAddComment(ticketId);
  const [internal, setInternal] = useState(false);
  const [body, setBody] = useState("");
  const [unseen, setUnseen] = useState<Comment[]>([]);

  const send = (force: boolean) => {
    if (body.trim() === "" || add.isPending) return;
    add.mutate(
      { body, internal, ...(internal ? {} : { lastSeen: comments.at(-1)?.id ?? null }), ...(force ? { force } : {}) },
      {
        onSuccess: () => {
          setBody("");
          setUnseen([]);
        },
        onError: (failure) => {
          if (!(failure instanceof ApiError) || !failure.problem.unseen) return;
          setUnseen(failure.problem.unseen);
          void queries.invalidateQueries({ queryKey: commentKeys.of(ticketId) });
        },
      },
    );
  };

  return (
    <form
      className={internal ? "composer note" : "composer"}
      onSubmit={(event) => {
        event.preventDefault();
        send(false);
      }}
    >
      {mayWriteNotes && (
        <Segmented
          aria-label={t("conversation.kind")}
          value={internal ? "note" : "reply"}
          onChange={(kind) => setInternal(kind === "note")}
          options={[
            { value: "reply", label: t("conversation.public"), icon: <MessageOutlined /> },
            { value: "note", label: t("conversation.internal"), icon: <LockOutlined /> },
          ]}
        />
      )}
      <Input.TextArea
        autoSize={{ minRows: 3, maxRows: 16 }}
        maxLength={65_536}
        variant="borderless"
        aria-label={t(internal ? "conversation.internal" : "conversation.public")}
        placeholder={t(internal ? "conversation.noteHint" : "conversation.replyHint")}
        value={body}
        onChange={({ target }) => setBody(target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(false);
        }}
      />
      {unseen.length > 0 ? (
        <Unseen comments={unseen} onForce={() => send(true)} onKeep={() => setUnseen([])} />
      ) : (
        add.error && !(add.error instanceof ApiError && add.error.problem.unseen) && <ProblemAlert error={add.error} />
      )}
      <div className="actions">
        <span className="muted send-keys">{t("conversation.sendKeys", { keys: sendKeys })}</span>
        <Button type="primary" htmlType="submit" loading={add.isPending} disabled={body.trim() === ""}>
          {t(internal ? "conversation.sendNote" : "conversation.sendReply")}
        </Button>
      </div>
    </form>
  );
}

function Unseen({ comments, onForce, onKeep }: { comments: Comment[]; onForce: () => void; onKeep: () => void }) {
  return (
    <Alert
      type="warning"
      role="alert"
      title={tCount("conversation.unseen", comments.length)}
      description={
        <>
          <p>{t("conversation.unseenHint")}</p>
          {comments.map((comment) => (
            <blockquote key={comment.id} className="unseen">
              <strong>{comment.author.name}</strong>
              <MarkdownText source={comment.body} />
            </blockquote>
          ))}
          <div className="actions">
            <Button onClick={onKeep}>{t("conversation.keepWriting")}</Button>
            <Button danger onClick={onForce}>
              {t("conversation.sendAnyway")}
            </Button>
          </div>
        </>
      }
    />
  );
}
