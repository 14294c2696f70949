import { t } from "@/shared/messages/messages";

/** A part that failed to load, most often because a new version of the page has replaced it. */
export function CrashPage() {
  return (
    <main className="auth">
      <div className="auth-card" role="alert">
        <h1>{t("app.crashed")}</h1>
        <button type="button" className="auth-submit" onClick={() => location.reload()}>
          {t("app.reload")}
        </button>
      </div>
    </main>
  );
}
