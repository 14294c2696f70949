import { DeleteOutlined, EditOutlined, LockOutlined } from "@ant-design/icons";
import { App, Button, Input, Popconfirm } from "antd";
import { useState } from "react";
import type { Comment } from "@/shared/api/types";
import { t } from "@/shared/messages/messages";
import { mayEditComment } from "@/shared/session/rights";
import { useUser } from "@/shared/session/session";
import { MarkdownText } from "@/shared/ui/markdown-text";
import { useNow } from "@/shared/ui/now";
import { Avatar } from "@/shared/ui/person-label";
import { problemText } from "@/shared/ui/problem-text";
import { Time } from "@/shared/ui/time";
import { useChangeComment } from "./use-comments";

export function CommentCard({ ticketId, comment }: { ticketId: string; comment: Comment }) {
  const user = useUser();
  const now = useNow();
  const { message } = App.useApp();
  const [editing, setEditing] = useState(false);
  const { edit, remove } = useChangeComment(ticketId, comment.id);
  const onError = (failure: Error) => void message.error(problemText(failure));

  return (
    <article className={comment.internal ? "card note" : "card"} aria-label={comment.author.name}>
      <div className="card-head">
        <Avatar person={comment.author} />
        <strong>{comment.author.name}</strong>
        <span className="muted">
          <Time at={comment.createdAt} />
          {comment.editedAt && ` · ${t("conversation.edited")}`}
        </span>
        {comment.internal && (
          <span className="note-mark">
            <LockOutlined /> {t("conversation.internal")}
          </span>
        )}
        {mayEditComment(user, comment, now) && !editing && (
          <span className="card-actions">
            <Button
              type="text"
              size="small"
              icon={<EditOutlined />}
              aria-label={t("action.edit")}
              onClick={() => setEditing(true)}
            />
            <Popconfirm
              title={t("conversation.deleteConfirm")}
              okText={t("action.delete")}
              cancelText={t("action.cancel")}
              okButtonProps={{ danger: true }}
              onConfirm={() => remove.mutate(undefined, { onError })}
            >
              <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t("action.delete")} />
            </Popconfirm>
          </span>
        )}
      </div>
      {editing ? (
        <CommentEditor
          body={comment.body}
          saving={edit.isPending}
          onCancel={() => setEditing(false)}
          onSave={(body) => edit.mutate(body, { onError, onSuccess: () => setEditing(false) })}
        />
      ) : (
        <MarkdownText source={comment.body} />
      )}
    </article>
  );
}

interface EditorProps {
  body: string;
  saving: boolean;
  onSave: (body: string) => void;
  onCancel: () => void;
}

function CommentEditor({ body, saving, onSave, onCancel }: EditorProps) {
  const [text, setText] = useState(body);
  return (
    <>
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 3, maxRows: 20 }}
        maxLength={65_536}
        aria-label={t("action.edit")}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <div className="actions">
        <Button onClick={onCancel}>{t("action.cancel")}</Button>
        <Button type="primary" loading={saving} disabled={text.trim() === ""} onClick={() => onSave(text)}>
          {t("action.save")}
        </Button>
      </div>
    </>
  );
}
