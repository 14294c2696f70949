import { BellOutlined, CheckOutlined } from "@ant-design/icons";
import { Badge, Button, Empty, Popover, Skeleton } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { Notification } from "@/shared/api/types";
import { t, tCount } from "@/shared/messages/messages";
import { ProblemAlert } from "@/shared/ui/problem-alert";
import { Time } from "@/shared/ui/time";
import { useMarkRead, useNotifications, useUnreadCount } from "./use-notifications";

export function NotificationBell() {
  const [open, setOpen] = useState(false);
  const unread = useUnreadCount();
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      classNames={{ root: "bell-popover" }}
      content={<NotificationList open={open} unread={unread} onClose={() => setOpen(false)} />}
    >
      <Badge count={unread} overflowCount={99} size="small" offset={[-6, 6]}>
        <Button type="text" icon={<BellOutlined />} aria-label={tCount("notifications.bell", unread)} aria-expanded={open} />
      </Badge>
    </Popover>
  );
}

function NotificationList({ open, unread, onClose }: { open: boolean; unread: number; onClose: () => void }) {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useNotifications(open);
  const markRead = useMarkRead();
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <section className="bell" aria-label={t("notifications.title")}>
      <div className="bell-head">
        <h2>{t("notifications.title")}</h2>
        <Button type="link" size="small" disabled={unread === 0} onClick={markRead.all}>
          {t("notifications.readAll")}
        </Button>
      </div>
      <div className="bell-body">
        {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
        {!items && !error && <Skeleton active title={false} paragraph={{ rows: 4 }} />}
        {items?.length === 0 && (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("notifications.empty")} />
        )}
        <ul className="bell-list">
          {items?.map((item) => (
            <Item key={item.id} item={item} onRead={() => markRead.one(item.id)} onClose={onClose} />
          ))}
        </ul>
        {hasNextPage && (
          <Button block type="text" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("action.loadMore")}
          </Button>
        )}
      </div>
    </section>
  );
}

function Item({ item, onRead, onClose }: { item: Notification; onRead: () => void; onClose: () => void }) {
  const text = (
    <>
      <span className="bell-message">{item.message}</span>
      <span className="muted">
        <Time at={item.timestamp} />
        {!item.read && <span className="visually-hidden"> {t("notifications.unread")}</span>}
      </span>
    </>
  );
  const follow = () => {
    if (!item.read) onRead();
    onClose();
  };
  return (
    <li className={["bell-item", item.read ? "" : "bell-unread", item.tier === "high" ? "bell-high" : ""].join(" ")}>
      {item.ticket ? (
        <Link className="bell-text" to={`/tickets/${item.ticket.id}`} onClick={follow}>
          {text}
        </Link>
      ) : (
        <div className="bell-text">{text}</div>
      )}
      {!item.read && (
        <Button type="text" size="small" icon={<CheckOutlined />} aria-label={t("notifications.markRead")} onClick={onRead} />
      )}
    </li>
  );
}
