import { Button, Result } from "antd";
import { t } from "@/shared/messages/messages";

/** A part that failed to load, most often because a new version of the page has replaced it. */
export function CrashPage() {
  return (
    <Result
      status="warning"
      title={t("app.crashed")}
      extra={
        <Button type="primary" onClick={() => location.reload()}>
          {t("app.reload")}
        </Button>
      }
    />
  );
}
