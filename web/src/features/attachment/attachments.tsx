import { DeleteOutlined, LockOutlined, PaperClipOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Popconfirm, Progress, Skeleton } from "antd";
import { useRef, useState, type DragEvent } from "react";
import { apiUrl } from "@/shared/api/http";
import type { Attachment } from "@/shared/api/types";
import { locale, t } from "@/shared/messages/messages";
import type { TicketRights } from "@/shared/session/rights";
import { useUser } from "@/shared/session/session";
import { ProblemAlert } from "@/shared/ui/problem-alert";
import { problemText } from "@/shared/ui/problem-text";
import { fileSize } from "./file-size";
import { useAttachments, useDeleteAttachment, useUploads, type Upload } from "./use-attachments";

export function Attachments({ ticketId, rights }: { ticketId: string; rights: TicketRights }) {
  const { data: files, error, refetch } = useAttachments(ticketId);
  const { uploads, start, dismiss } = useUploads(ticketId);
  const [internal, setInternal] = useState(false);
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);

  const send = (chosen: FileList) => {
    for (const file of chosen) void start(file, internal);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files);
  };
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };

  return (
    <section
      className={over ? "side-section drop-over" : "side-section"}
      aria-label={t("attachments.title")}
      onDrop={onDrop}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
    >
      <div className="side-head">
        <h2>{t("attachments.title")}</h2>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t("attachments.add")}
          onChange={({ target }) => {
            if (target.files) send(target.files);
            target.value = "";
          }}
        />
        <Button size="small" icon={<PaperClipOutlined />} onClick={() => picker.current?.click()}>
          {t("attachments.add")}
        </Button>
      </div>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!files && !error && <Skeleton active title={false} paragraph={{ rows: 1 }} />}
      {files?.length === 0 && uploads.length === 0 && (
        <p className="muted">{t("attachments.drop")}</p>
      )}
      <ul className="files">
        {files?.map((file) => (
          <File key={file.id} ticketId={ticketId} file={file} rights={rights} />
        ))}
        {uploads.map((one) => (
          <UploadRow key={one.key} upload={one} onDismiss={() => dismiss(one.key)} />
        ))}
      </ul>
      {rights.internal && (
        <Checkbox checked={internal} onChange={({ target }) => setInternal(target.checked)}>
          {t("attachments.internal")}
        </Checkbox>
      )}
    </section>
  );
}

function File({ ticketId, file, rights }: { ticketId: string; file: Attachment; rights: TicketRights }) {
  const user = useUser();
  const { message } = App.useApp();
  const deletion = useDeleteAttachment(ticketId);
  return (
    <li className={file.internal ? "file note" : "file"}>
      {file.internal && <LockOutlined aria-label={t("attachments.internal")} />}
      <a
        className="ellipsis"
        href={apiUrl(`/tickets/${ticketId}/attachments/${file.id}`)}
        download={file.name}
        aria-label={t("attachments.download", { name: file.name })}
      >
        {file.name}
      </a>
      <span className="muted push">{fileSize(file.size, locale)}</span>
      {(rights.internal || file.uploader.id === user.id) && (
        <Popconfirm
          title={t("attachments.deleteConfirm", { name: file.name })}
          okText={t("action.delete")}
          cancelText={t("action.cancel")}
          okButtonProps={{ danger: true }}
          onConfirm={() =>
            deletion.mutate(file.id, { onError: (failure) => void message.error(problemText(failure)) })
          }
        >
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t("attachments.delete", { name: file.name })}
          />
        </Popconfirm>
      )}
    </li>
  );
}

function UploadRow({ upload, onDismiss }: { upload: Upload; onDismiss: () => void }) {
  return (
    <li className="file upload">
      <span className="ellipsis">{upload.name}</span>
      {upload.error ? (
        <>
          <span className="danger" role="alert">
            {problemText(upload.error)}
          </span>
          <Button type="text" size="small" aria-label={t("attachments.dismiss", { name: upload.name })} onClick={onDismiss}>
            ×
          </Button>
        </>
      ) : (
        <Progress
          percent={Math.round(upload.done * 100)}
          size="small"
          aria-label={t("attachments.uploading", { name: upload.name })}
        />
      )}
    </li>
  );
}
