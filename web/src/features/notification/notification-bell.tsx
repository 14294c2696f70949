import { BellOutlined, CheckOutlined, ClearOutlined, SettingOutlined } from "@ant-design/icons";
import { Badge, Button, Empty, Popconfirm, Popover, Skeleton } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import type { Notification } from "@/shared/api/types";
import { t, tCount } from "@/shared/messages/messages";
import { ProblemAlert } from "@/shared/ui/problem-alert";
import { Time } from "@/shared/ui/time";
import { useTitleBadge } from "@/shared/ui/use-title";
import { askPermission } from "./system-notification";
import { useClear, useMarkRead, useNotifications, useUnreadCount } from "./use-notifications";

const PreferencesDialog = lazy(async () => ({
  default: (await import("./preferences-dialog")).PreferencesDialog,
}));

export function NotificationBell() {
  const [open, setOpen] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const unread = useUnreadCount();
  useTitleBadge(unread);
  const show = (next: boolean) => {
    // Whoever looks at their notifications may want them outside the page too.
    if (next) askPermission();
    setOpen(next);
  };
  const choose = () => {
    setOpen(false);
    setChoosing(true);
  };
  return (
    <>
      <Popover
        open={open}
        onOpenChange={show}
        trigger="click"
        placement="bottomRight"
        arrow={false}
        classNames={{ root: "bell-popover" }}
        content={<NotificationList open={open} unread={unread} onClose={() => setOpen(false)} onChoose={choose} />}
      >
        <Badge count={unread} overflowCount={99} size="small" offset={[-6, 6]}>
          <Button type="text" icon={<BellOutlined />} aria-label={tCount("notifications.bell", unread)} aria-expanded={open} />
        </Badge>
      </Popover>
      {choosing && (
        <Suspense fallback={null}>
          <PreferencesDialog onClose={() => setChoosing(false)} />
        </Suspense>
      )}
    </>
  );
}

interface ListProps {
  open: boolean;
  unread: number;
  onClose: () => void;
  onChoose: () => void;
}

function NotificationList({ open, unread, onClose, onChoose }: ListProps) {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useNotifications(open);
  const markRead = useMarkRead();
  const clear = useClear();
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <section className="bell" aria-label={t("notifications.title")}>
      <div className="bell-head">
        <h2>{t("notifications.title")}</h2>
        <span className="push" />
        <Button type="link" size="small" disabled={unread === 0} onClick={markRead.all}>
          {t("notifications.readAll")}
        </Button>
        <Popconfirm title={t("notifications.clearConfirm")} okText={t("notifications.clear")} onConfirm={clear}>
          <Button
            type="text"
            size="small"
            icon={<ClearOutlined />}
            disabled={!items?.length}
            aria-label={t("notifications.clear")}
            title={t("notifications.clear")}
          />
        </Popconfirm>
        <Button
          type="text"
          size="small"
          icon={<SettingOutlined />}
          aria-label={t("preferences.title")}
          title={t("preferences.title")}
          onClick={onChoose}
        />
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
      {!item.ticket && <span className="bell-title">{item.title}</span>}
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
    <li className={["bell-item", `bell-${item.tier}`, item.read ? "" : "bell-unread"].join(" ")}>
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
