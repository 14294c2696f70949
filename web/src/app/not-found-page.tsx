import { Link } from "react-router";
import { t } from "@/shared/messages/messages";

export function NotFoundPage() {
  return (
    <div className="page-empty">
      <p className="muted">{t("app.notFound")}</p>
      <Link to="/tickets">{t("app.home")}</Link>
    </div>
  );
}
