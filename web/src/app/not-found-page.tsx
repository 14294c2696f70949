import { Empty } from "antd";
import { Link } from "react-router";
import { t } from "@/shared/messages/messages";

export function NotFoundPage() {
  return (
    <Empty className="page-empty" image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("app.notFound")}>
      <Link to="/tickets">{t("app.home")}</Link>
    </Empty>
  );
}
