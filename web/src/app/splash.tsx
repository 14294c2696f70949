import { t } from "@/shared/messages/messages";
import { Logo } from "@/shared/ui/logo";

/** What is there before anything else is. */
export function Splash() {
  return (
    <div className="splash" role="status" aria-label={t("action.loading")}>
      <Logo size={44} />
    </div>
  );
}
