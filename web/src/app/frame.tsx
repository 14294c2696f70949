import { MenuOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Drawer, Grid, Skeleton } from "antd";
import { lazy, Suspense, useState } from "react";
import { Outlet, useNavigate } from "react-router";
import { NotificationBell } from "@/features/notification/notification-bell";
import { t } from "@/shared/messages/messages";
import { AccountMenu } from "./account-menu";
import { Brand, Navigation } from "./navigation";
import { LiveIndicator } from "./live-indicator";
import { ThemeSwitch } from "./theme-switch";
import { useRealtime } from "./use-realtime";

const CreateTicketModal = lazy(async () => ({
  default: (await import("@/features/ticket/create-ticket-modal")).CreateTicketModal,
}));

export function Frame() {
  useRealtime();
  const navigate = useNavigate();
  const wide = Grid.useBreakpoint().lg ?? true;
  const [menuOpen, setMenuOpen] = useState(false);
  const [creating, setCreating] = useState(false);

  return (
    <div className={wide ? "frame" : "frame frame-narrow"}>
      <a className="skip" href="#content">
        {t("app.skip")}
      </a>
      {wide ? (
        <aside className="sidebar">
          <Brand />
          <Navigation />
        </aside>
      ) : (
        <Drawer
          open={menuOpen}
          placement="left"
          size={264}
          title={<Brand />}
          classNames={{ body: "drawer-body" }}
          onClose={() => setMenuOpen(false)}
        >
          <Navigation onFollow={() => setMenuOpen(false)} />
        </Drawer>
      )}
      <div className="column">
        <header className="topbar">
          {!wide && (
            <Button
              type="text"
              icon={<MenuOutlined />}
              aria-label={t("app.openMenu")}
              aria-expanded={menuOpen}
              onClick={() => setMenuOpen(true)}
            />
          )}
          <LiveIndicator />
          <span className="push" />
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
            {t("create.action")}
          </Button>
          <NotificationBell />
          <ThemeSwitch />
          <AccountMenu />
        </header>
        <main id="content" tabIndex={-1}>
          <Suspense fallback={<Skeleton active className="page" paragraph={{ rows: 10 }} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {creating && (
        <Suspense fallback={null}>
          <CreateTicketModal
            onClose={() => setCreating(false)}
            onCreated={({ id }) => {
              setCreating(false);
              void navigate(`/tickets/${id}`);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
