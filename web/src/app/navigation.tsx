import { Link, useLocation } from "react-router";
import { useQueues } from "@/shared/directory/directory";
import { t } from "@/shared/messages/messages";
import { isStaff } from "@/shared/session/rights";
import { useUser } from "@/shared/session/session";
import { Logo } from "@/shared/ui/logo";

export function Brand() {
  return (
    <Link to="/tickets" className="brand">
      <Logo />
      {t("app.name")}
    </Link>
  );
}

/** Ready-made views of the list. */
export function Navigation({ onFollow }: { onFollow?: () => void }) {
  const user = useUser();
  const queues = useQueues();
  const { pathname, search } = useLocation();
  const entry = (query: string, label: string) => {
    const current = pathname === "/tickets" && decodeURIComponent(search) === query;
    return (
      <li key={query}>
        <Link to={`/tickets${query}`} aria-current={current ? "page" : undefined} onClick={onFollow}>
          {label}
        </Link>
      </li>
    );
  };
  return (
    <nav className="navigation" aria-label={t("app.navigation")}>
      <ul>
        {entry("", t("nav.tickets"))}
        {isStaff(user) && entry("?assignee=me", t("nav.assigned"))}
        {entry("?reporter=me", t("nav.reported"))}
      </ul>
      <h2>{t("nav.views")}</h2>
      <ul>
        {entry("?status=open,in_progress,waiting", t("nav.open"))}
        {isStaff(user) && entry("?assignee=none", t("nav.unassigned"))}
        {entry("?priority=urgent", t("nav.urgent"))}
      </ul>
      {queues.length > 0 && (
        <>
          <h2>{t("nav.queues")}</h2>
          <ul>{queues.map(({ id, name }) => entry(`?queue=${id}`, name))}</ul>
        </>
      )}
    </nav>
  );
}
