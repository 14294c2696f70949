import { useEffect } from "react";
import { t } from "@/shared/messages/messages";

let page: string | undefined;
let badge = 0;

function render(): void {
  const title = page ? `${page} · ${t("app.name")}` : t("app.name");
  document.title = badge > 0 ? `(${badge}) ${title}` : title;
}

/** The tab's title while a page is shown. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    page = title;
    render();
  }, [title]);
}

/** A number in front of the tab's title, for those who look elsewhere; none for 0. */
export function useTitleBadge(count: number): void {
  useEffect(() => {
    badge = count;
    render();
    return () => {
      badge = 0;
      render();
    };
  }, [count]);
}
