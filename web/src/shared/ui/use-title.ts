import { useEffect } from "react";
import { t } from "@/shared/messages/messages";

/** The tab's title while a page is shown. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · ${t("app.name")}` : t("app.name");
  }, [title]);
}
